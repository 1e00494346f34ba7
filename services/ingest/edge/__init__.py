"""What all writes share: their path from the request to the log. Knows no noun."""
