"""The write edge: HTTP in, one event per write out to Kafka. It has no database."""
