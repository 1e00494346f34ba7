"""The servers that Livefair stands on, each started as a child of ours: PostgreSQL, Apache Kafka, the demo broker.

Knows how each is prepared, started and found ready. Knows nothing of the services, their topics or their tables.
"""
