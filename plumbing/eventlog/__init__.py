"""Event logs: for services that read Kafka records in order and write the effect of each to PostgreSQL once.

Consumer with fencing, inbox, transactional outbox and relay, deadlines, read-your-writes, rebuild. It knows
no domain: a service provides the wire format, the decisions and the SQL of its own tables (docs/eventlog.md).
"""
