"""The person: what happens to everything that is theirs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.event import Event

KEYS_MAX = 5_000
KeyName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}(/[0-9a-f]{32}){1,2}$")]


class PersonErased(Event):
    """A person was erased: the keys of their texts are destroyed, and their resume is deleted. Key: the person.

    `keys` names the destroyed keys, so that services that opened texts empty them. There may be several records of one
    erasure, and a person who goes on may be erased again.
    """

    person: str
    keys: list[KeyName] = Field([], max_length=KEYS_MAX)
