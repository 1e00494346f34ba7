"""What all event bodies have in common, and how an event's type is written on the wire."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """The body of one record. Unknown fields are ignored, so that an older reader can read a newer writer."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    version: ClassVar[int] = 1

    @classmethod
    def wire_type(cls) -> str:
        """The CloudEvents `type`: `livefair.JobPublished.v1`."""
        return f"livefair.{cls.__name__}.v{cls.version}"

    def wire_value(self) -> bytes:
        """The record's value: JSON without fields that were not given."""
        return self.model_dump_json(exclude_none=True).encode()
