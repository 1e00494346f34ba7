"""Imports of job files that run in the background."""
