"""Speaks HTTP to a running system, as its users do."""
