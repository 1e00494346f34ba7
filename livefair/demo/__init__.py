"""The demo: a system, a fair in it, and a crowd of people who use it."""
