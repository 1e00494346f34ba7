"""Parses records, loads rows, decides, writes and publishes."""
