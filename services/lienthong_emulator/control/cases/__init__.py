"""What followed from one event, over all agencies."""
