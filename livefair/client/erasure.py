"""Erases a person through ingest."""

from __future__ import annotations

import httpx

from livefair.client.problem import describe_problem
from livefair.failure import Failure

TIMEOUT_S = 300.0  # it looks into every fair


def erase(ingest: str, token: str) -> str:
    """Erase the person of the token. Returns the position of the record. Raises Failure."""
    headers = {"Authorization": f"Bearer {token}"}
    try:
        answer = httpx.delete(f"{ingest}/v1/me", headers=headers, timeout=TIMEOUT_S, trust_env=False)
    except (httpx.InvalidURL, UnicodeEncodeError) as problem:  # the token is a header, which holds ASCII only
        raise Failure(f"the address of ingest or the token is none: {problem}") from None
    except httpx.HTTPError as problem:
        raise Failure(f"ingest at {ingest} does not answer ({problem}): is the system up?") from problem
    if answer.status_code != 202:
        raise Failure(f"nobody was erased: {describe_problem(answer)}")
    position: str = answer.json()["receipt"]["position"]
    return position
