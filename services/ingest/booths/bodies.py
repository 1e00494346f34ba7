"""What the bodies of writes of booths may hold, of one or of many. No I/O."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator
from stdnum.cn import uscc

from schemas.booth import BoothChanges, BoothFields, Opening, Website
from schemas.words import Line
from services.ingest.edge.bodies import ITEMS_MAX, SeenLine, SeenNote, json_of, once, web_address
from services.ingest.edge.times import Time

Checked = Annotated[Website, AfterValidator(web_address)]
Orgs = Annotated[list[Line], Field(min_length=1, max_length=ITEMS_MAX), AfterValidator(once)]


def checked_code(code: str | None) -> str | None:
    """Check the check character by GB 32100-2015; the schema has checked the form. Raises ValueError.

    The authority and the kind of organization, its first two characters, may be letters: N2330110MF1234567D is of a
    village. `uscc.validate` takes digits alone.
    """
    if code is None:
        return None
    if not code[2:8].isdigit():
        raise ValueError("its characters 3 to 8, the code of the region, must be digits")
    if code[-1] != (right := uscc.calc_check_digit(code)):
        raise ValueError(f"its check character is {code[-1]!r}, and what stands before it asks for {right!r}")
    return code


class BoothBody(BoothFields):
    """Code and website are checked here and not in the event: what the log has taken is read for ever."""

    model_config = ConfigDict(extra="forbid")
    name: SeenLine
    industry: SeenLine | None = None
    region: SeenLine | None = None
    website: Checked | None = None

    @field_validator("uscc")
    @classmethod
    def checked(cls, code: str | None) -> str | None:
        return checked_code(code)


class OpeningBody(Opening):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)
    begins: Time = Field(alias="from")
    ends: Time = Field(alias="to")

    @model_validator(mode="after")
    def forward(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("to is not after from")
        return self


class BoothChangesBody(BoothChanges):
    """Whether the hours are of the fair's time, and whether a name may still change, is decided in the log."""

    model_config = ConfigDict(extra="forbid")
    name: SeenLine = ""
    industry: SeenLine | None = None
    region: SeenLine | None = None
    hours: Annotated[list[OpeningBody], Field(max_length=50)] | None = None  # type: ignore[assignment]  # the same, stricter
    website: Checked | None = None

    @field_validator("uscc")
    @classmethod
    def checked(cls, code: str | None) -> str | None:
        return checked_code(code)

    @field_validator("hours")
    @classmethod
    def apart(cls, hours: list[OpeningBody] | None) -> list[OpeningBody] | None:
        """In order of time, whatever the order in the body."""
        ordered = sorted(hours or (), key=lambda one: one.begins)
        if any(one.ends > then.begins for one, then in pairwise(ordered)):
            raise ValueError("two of them overlap")
        return None if hours is None else ordered

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("names no field to change")
        return self


class ReasonBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: SeenNote


class OrgsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    orgs: Orgs


class RefusedOrgsBody(OrgsBody):
    reason: SeenNote


BOOTH = json_of(BoothBody)
BOOTH_CHANGES = json_of(BoothChangesBody)
REASON = json_of(ReasonBody)
ORGS = json_of(OrgsBody)
REFUSED_ORGS = json_of(RefusedOrgsBody)
