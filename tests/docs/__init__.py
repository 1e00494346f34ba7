"""The guides: what they show is what the system does."""
