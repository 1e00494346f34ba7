"""Reads a record, loads, decides, writes, tells."""
