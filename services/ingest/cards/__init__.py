"""The writes of employer-first: cards and approaches."""
