"""PostgreSQL: the pool with its timeouts, and transactions that are tried again."""
