"""Benchmarks: each figure against a named baseline in the same run. They assert nothing about time."""
