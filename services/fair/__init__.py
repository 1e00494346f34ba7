"""The domain: Kafka -> Postgres -> Kafka, and the read API."""
