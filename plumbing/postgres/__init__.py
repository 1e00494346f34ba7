"""PostgreSQL: the pool with its timeouts, and transactions with retries."""
