"""The access lists, on a real Kafka that allows nothing else."""

from __future__ import annotations

import pytest

from livefair.failure import Failure
from livefair.system.acls import Acl, acls, allow, as_commands
from livefair.system.topics import create_topics
from plumbing.kafka.publisher import Publisher, Unavailable
from schemas.topics import TOPICS, Topic
from tests.tls.kafka import SecuredKafka

SERVICES = ("fair", "fair-reads", "ingest", "notify")
FORBIDDEN = [(service, topic) for service in SERVICES for topic in TOPICS if service not in topic.writers]


def test_a_new_topic_is_in_them() -> None:
    """They are drawn from the topics; a command that writes needs none, since it runs as the owner."""
    topic = Topic("livefair.new", "any", 1, ("fair", "livefair dlq"), ("ingest",))
    assert acls([topic]) == [
        Acl("fair", "read", "group", "prefixed", "livefair.fair"),
        Acl("fair", "write", "topic", "literal", "livefair.new"),
        Acl("ingest", "read", "topic", "literal", "livefair.new"),
    ]


def test_they_can_be_printed() -> None:
    """One line an entry, for Kafka's own program."""
    [line] = as_commands([Acl("fair", "write", "topic", "literal", "t")], "k:9092").splitlines()
    assert line == (
        "kafka-acls.sh --bootstrap-server k:9092 --add --allow-principal User:fair --operation Write "
        "--topic t --resource-pattern-type literal"
    )


async def test_each_entry_is_added_once_and_what_is_no_more_wanted_goes(secured_kafka: SecuredKafka) -> None:
    """A right that a service has lost is taken away; another user's entries are left alone."""
    security = secured_kafka.security("owner")
    extra = [Acl("nobody", "read", "topic", "literal", name) for name in ("one", "two")]
    assert (await allow(secured_kafka.bootstrap, security, extra)).added == extra
    again = await allow(secured_kafka.bootstrap, security, extra[:1])
    assert (again.added, again.existing, again.removed) == ([], extra[:1], extra[1:])
    await allow(secured_kafka.bootstrap, security, acls())
    assert (await allow(secured_kafka.bootstrap, security, extra[:1])).existing == extra[:1]


async def test_a_service_may_not_make_access_lists(secured_kafka: SecuredKafka) -> None:
    """Only the owner may."""
    with pytest.raises(Failure, match="refuses the access lists"):
        await allow(secured_kafka.bootstrap, secured_kafka.security("fair"), acls())


@pytest.mark.parametrize(("service", "topic"), FORBIDDEN, ids=lambda one: getattr(one, "name", one))
async def test_a_service_cannot_write_what_is_not_its_own(
    secured_kafka: SecuredKafka, service: str, topic: Topic
) -> None:
    """Its user is refused, while the writers of the topic are not."""
    await prepared(secured_kafka)
    with pytest.raises(Unavailable):
        await written(secured_kafka, service, topic)
    for writer in (writer for writer in topic.writers if writer in SERVICES):
        await written(secured_kafka, writer, topic)


async def prepared(kafka: SecuredKafka) -> None:
    """The topics and the access lists."""
    await create_topics(kafka.bootstrap, security=kafka.security("owner"))
    await allow(kafka.bootstrap, kafka.security("owner"), acls())


async def written(kafka: SecuredKafka, service: str, topic: Topic) -> None:
    publisher = Publisher(kafka.settings(service), deadline_s=10)
    await publisher.start()
    try:
        await publisher.publish(topic.name, b"key", None)
    finally:
        await publisher.stop()
