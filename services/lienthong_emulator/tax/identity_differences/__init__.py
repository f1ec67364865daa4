"""Differences of identity that insurance sent: corrected or upheld, and answered."""
