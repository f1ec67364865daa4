"""Group g: who employs the insured."""
