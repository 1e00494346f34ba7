"""The writes of jobs, and the import of job files."""
