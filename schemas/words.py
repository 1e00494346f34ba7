"""Field types that several nouns share. Holds no model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

Role = Literal["organizer", "enterprise", "student"]
Degree = Literal["any", "secondary", "associate", "bachelor", "master", "doctorate"]
Period = Literal["hour", "day", "week", "month", "year"]
EmploymentType = Literal["full_time", "part_time", "internship", "contract"]
Nature = Literal["government", "public_institution", "state_owned", "private", "foreign", "social"]

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
"""One line of text: 1 to 200 characters, not only white space."""
Prose = Annotated[str, StringConstraints(max_length=20_000)]
"""Longer text, up to 20,000 characters."""
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$")]
"""An address on the web. What the log has taken is read for ever, so that stricter checks belong to the edge."""
Note = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"\S")]
"""A reason or a message: 1 to 2,000 characters."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A sha-256 of some content, in lower-case hexadecimal."""
