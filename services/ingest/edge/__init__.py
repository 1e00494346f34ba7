"""What every write shares. Knows no noun."""
