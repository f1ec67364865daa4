"""Who holds a health-insurance card, as what, and what is known of health and welfare."""
