"""The outcome of each write, for its sender."""
