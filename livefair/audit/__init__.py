"""Checks and repairs of a fair's books: verify, rebuild, replay, dead letters."""
