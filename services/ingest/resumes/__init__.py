"""The writes of a student's resume."""
