"""Sessions, drops and questions."""
