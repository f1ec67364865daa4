"""The National Insurance Database: participants, households and cards (Viet Nam Social Security)."""
