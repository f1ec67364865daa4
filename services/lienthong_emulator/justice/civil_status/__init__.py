"""Birth dossiers and the birth register."""
