"""The writes of a booth's staff."""
