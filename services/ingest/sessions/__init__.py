"""The writes of livestream sessions, their drops and their questions."""
