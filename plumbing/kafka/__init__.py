"""Kafka: publishing, positions, views, the traps of the client guarded once."""
