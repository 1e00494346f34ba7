"""What was decided of each write, for whoever sent it."""
