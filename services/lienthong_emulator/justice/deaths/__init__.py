"""Death dossiers and the death register."""
