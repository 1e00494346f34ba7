"""Benchmarks: each figure against a named baseline of the same run. They assert nothing about time."""
