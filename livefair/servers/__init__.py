"""The servers that Livefair needs, each started as a child process: PostgreSQL, Apache Kafka, the demo broker.

Knows how to prepare and start each, and when it is ready. Knows nothing of the services, topics or tables.
"""
