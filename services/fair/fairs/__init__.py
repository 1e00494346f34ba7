"""Fairs."""
