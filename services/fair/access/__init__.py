"""Which enterprise a person acts for, and whether it may act."""
