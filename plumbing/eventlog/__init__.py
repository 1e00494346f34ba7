"""Event logs: what a service needs that reads records of Kafka in order and writes their effects to PostgreSQL once.

Consumer with fencing, inbox, transactional outbox and relay, deadlines, read-your-writes, rebuild. No domain word
stands in it: a service gives it the wire format, the decisions and the SQL of its own tables (docs/eventlog.md).
"""
