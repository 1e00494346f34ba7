"""Cards and approaches."""
