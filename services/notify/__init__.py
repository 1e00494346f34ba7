"""The live edge: reads rooms from Kafka and sends them to their viewers. No database, no domain rules."""
