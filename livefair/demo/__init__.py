"""The demo: a fair, and the people in it."""
