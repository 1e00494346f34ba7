"""Puts a problem+json answer of a service into one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx


def describe_problem(answer: httpx.Response) -> str:
    """The title, the detail, and the places in the body; the status of an answer that is none."""
    try:
        body: Mapping[str, Any] = answer.json()
    except ValueError:
        return f"{answer.status_code} {answer.reason_phrase}"
    told = [str(body[part]) for part in ("title", "detail") if body.get(part)]
    told += [f"{error.get('path')}: {error.get('reason')}" for error in body.get("errors") or ()]
    return f"{answer.status_code} {'; '.join(told)}"
