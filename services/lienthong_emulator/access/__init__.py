"""Who may see and ask what, of the nine groups of information (Decree 43/2021, Article 10)."""
