"""The writes of a fair itself."""
