"""The writes of booths."""
