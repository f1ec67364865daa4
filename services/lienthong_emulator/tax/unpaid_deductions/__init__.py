"""What employers deducted for insurance, and insurance has not received."""
