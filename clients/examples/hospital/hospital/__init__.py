"""A hospital's reception: who arrives, and whether their health-insurance card can be used."""
