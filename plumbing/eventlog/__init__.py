"""Deciding a log of its own: what a service needs that reads records in order and writes their effects once."""
