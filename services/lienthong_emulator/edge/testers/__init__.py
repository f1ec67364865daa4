"""What testers have the doors do in a world: fail, hang up, and let tokens live by another clock."""
