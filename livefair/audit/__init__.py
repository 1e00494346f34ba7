"""Checks and repairs of fair's tables against the log: verify, rebuild, replay, dead letters."""
