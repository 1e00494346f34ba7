"""The access lists of Kafka: what each service may read and write, drawn from `schemas/topics.py`, and nothing else.

A service is the user of its name. A writer such as `livefair dlq` is a command, which runs as `owner`, who may do all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest, DescribeAclsRequest

from livefair.failure import Failure
from plumbing.kafka.refusal import why_away
from plumbing.kafka.settings import KafkaSettings, Security
from schemas.topics import TOPICS, Topic

ANY, ALLOW, EVERY_HOST = 1, 3, "*"
OPERATIONS = {"read": 3, "write": 4, "describe": 8}
RESOURCES = {"topic": 2, "group": 3}
PATTERNS = {"literal": 3, "prefixed": 4}
GROUPED = ("fair",)
"""The services that read in groups; the others read every partition, in views."""


class Acl(NamedTuple):
    """A user may do `operation` on the topic, or on all groups whose names begin so."""

    user: str
    operation: str
    resource: str
    pattern: str
    name: str


@dataclass(slots=True)
class Allowed:
    """The entries that were added, those that were there, and those that were taken away."""

    added: list[Acl] = field(default_factory=list)
    existing: list[Acl] = field(default_factory=list)
    removed: list[Acl] = field(default_factory=list)


def acls(topics: Sequence[Topic] = TOPICS) -> list[Acl]:
    """What the services need. To write a topic or to read it includes to describe it."""
    wanted = {Acl(user, "write", "topic", "literal", topic.name) for topic in topics for user in _users(topic.writers)}
    wanted |= {Acl(user, "read", "topic", "literal", topic.name) for topic in topics for user in _users(topic.readers)}
    wanted |= {Acl(user, "describe", "topic", "literal", topic.name) for topic in topics for user in topic.watchers}
    wanted |= {Acl(user, "read", "group", "prefixed", f"livefair.{user}") for user in GROUPED}
    return sorted(wanted)


def as_commands(wanted: Iterable[Acl], bootstrap: str = "HOST:PORT") -> str:
    """The same for Kafka's own program, for those who keep their access lists by hand."""
    lines = []
    for acl in wanted:
        options = f"--allow-principal User:{acl.user} --operation {acl.operation.title()}"
        where = f"--{acl.resource} {acl.name} --resource-pattern-type {acl.pattern}"
        lines.append(f"kafka-acls.sh --bootstrap-server {bootstrap} --add {options} {where}\n")
    return "".join(lines)


async def allow(bootstrap: str, security: Security, wanted: Sequence[Acl]) -> Allowed:
    """Make the broker's entries of these users exactly those that are wanted. Raises Failure."""
    kafka = KafkaSettings(bootstrap, "livefair-acls", security=security)
    client = AIOKafkaClient(**kafka.client())
    try:
        await client.bootstrap()
        there = set()
        for user in sorted({acl.user for acl in wanted}):
            there |= await _of(client, user)
        done = Allowed()
        for acl in wanted:
            if acl not in there:
                await _add(client, acl)
            (done.existing if acl in there else done.added).append(acl)
        for acl in sorted(there - set(wanted)):
            await _remove(client, acl)
            done.removed.append(acl)
        return done
    except (KafkaError, OSError) as problem:
        why = await why_away(kafka) or repr(problem)
        raise Failure(f"cannot set the access lists at {bootstrap}: {why}") from problem
    finally:
        await client.close()


def _users(names: Iterable[str]) -> Iterable[str]:
    return (name for name in names if " " not in name)


async def _of(client: AIOKafkaClient, user: str) -> set[Acl]:
    """The user's entries. Another kind of entry than ours was made by somebody else, and is left alone."""
    asked = DescribeAclsRequest(ANY, None, ANY, f"User:{user}", None, ANY, ANY)
    said = await _send(client, asked)
    _raise_for(said.error_code, said.error_message)
    names = [{code: name for name, code in codes.items()} for codes in (RESOURCES, PATTERNS, OPERATIONS)]
    found = set()
    for resource, name, pattern, entries in said.resources:
        for _, host, operation, permission in entries:
            words = [known.get(code) for known, code in zip(names, (resource, pattern, operation), strict=True)]
            if None not in words and (host, permission) == (EVERY_HOST, ALLOW):
                found.add(Acl(user, str(words[2]), str(words[0]), str(words[1]), name))
    return found


async def _add(client: AIOKafkaClient, acl: Acl) -> None:
    said = await _send(client, CreateAclsRequest(*_coded(acl)))
    for code, message in said.creation_responses:
        _raise_for(code, message)


async def _remove(client: AIOKafkaClient, acl: Acl) -> None:
    said = await _send(client, DeleteAclsRequest(*_coded(acl)))
    for code, message, _ in said.filter_responses:
        _raise_for(code, message)


def _coded(acl: Acl) -> tuple[int, str, int, str, str, int, int]:
    place = (RESOURCES[acl.resource], acl.name, PATTERNS[acl.pattern])
    return (*place, f"User:{acl.user}", EVERY_HOST, OPERATIONS[acl.operation], ALLOW)


async def _send(client: AIOKafkaClient, request: Any) -> Any:
    return await client.send(client.get_random_node(), request)


def _raise_for(code: int, message: str | None) -> None:
    if code:
        raise Failure(f"the broker refuses the access lists: {message or for_code(code).__name__}")
