"""The access lists and the database's rights as files of deploy/, drawn from the code that applies them."""

from __future__ import annotations

from livefair.system.acls import acls, as_commands
from livefair.system.roles import OWNER, RIGHTS, sql

ACLS = """# What each service may do in Kafka, from schemas/topics.py: `livefair topics --acls` applies it.
# Written by `make contracts`.
# `owner` is a superuser of the broker, and needs no entry: it makes topics, puts dead letters back, rebuilds.
"""
ROLES = """-- What each role may do in the database: `livefair roles` makes the roles and applies it.
-- Written by `make contracts`.
"""


def files() -> dict[str, str]:
    """The text of each file, by its path."""
    return {
        "deploy/kafka/acls.txt": ACLS + as_commands(acls(), "kafka:9092"),
        "deploy/postgres/roles.sql": ROLES + sql("livefair", OWNER, list(RIGHTS)).replace("\n\n", "\n").lstrip("\n"),
    }
