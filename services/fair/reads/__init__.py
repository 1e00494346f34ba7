"""The read API, by noun."""
