"""The writes of applications, by both sides."""
