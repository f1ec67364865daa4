"""Health facilities, as the card gateway knows them."""
