"""The wire contracts: pydantic models of what crosses Kafka and HTTP. No I/O, no domain rules."""
