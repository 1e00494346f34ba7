"""The bodies of writes in the matrix: those that fit the thing, and those that name something else in their midst."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.rights.people import Actor, Thing

Body = Callable[[Thing, Actor, str], Any]
"""(thing, sender, the id of the sender's resume): the body."""


def _text(thing: Thing, actor: Actor, resume: str) -> Any:
    return {"text": "Good day"}


def _applications(thing: Thing, actor: Actor, resume: str) -> Any:
    return {"applications": [thing.ids["application"]]}


def _plan(thing: Thing, actor: Actor, resume: str) -> Any:
    return {"title": "A plan", "starts_at": datetime.now(UTC).isoformat()}


def _job_of(thing: Thing, actor: Actor, resume: str) -> Any:
    """A job of the enterprise that asks."""
    return {"job": thing.ids["theirs" if actor.name == "other enterprise" else "job"]}


def _fair(thing: Thing, actor: Actor, resume: str) -> Any:
    ends_at = datetime.now(UTC) + timedelta(hours=1)
    return {**_plan(thing, actor, resume), "host": "A host", "ends_at": ends_at.isoformat()}


BODIES: dict[str, Body] = {
    "POST /v1/fairs": _fair,
    "PATCH /v1/fairs/{fair}": lambda thing, *_: {"title": "A new title"},
    "POST /v1/fairs/{fair}/booths": lambda thing, *_: {"name": "A booth"},
    "PATCH /v1/fairs/{fair}/booths/{org}": lambda thing, *_: {"intro": "We are here"},
    "POST /v1/fairs/{fair}/booths/{org}/refuse": lambda thing, *_: {"reason": "No room"},
    "POST /v1/fairs/{fair}/booths/approve": lambda thing, *_: {"orgs": [thing.ids["org"]]},
    "POST /v1/fairs/{fair}/booths/refuse": lambda thing, *_: {"orgs": [thing.ids["org"]], "reason": "No room"},
    "POST /v1/fairs/{fair}/booths/{org}/staff/remove": lambda thing, *_: {"person": thing.ids["person"]},
    "POST /v1/staff-links/join": lambda thing, *_: {"secret": thing.ids.get("secret", "none")},
    "POST /v1/fairs/{fair}/jobs": lambda thing, *_: {"title": "One more", "headcount": 1},
    "PATCH /v1/jobs/{job}": lambda thing, *_: {"headcount": 4},
    "POST /v1/fairs/{fair}/jobs/close": lambda thing, *_: {"jobs": [thing.ids["job"]]},
    "PUT /v1/me/resume": lambda thing, *_: {"basics": {"name": "A student"}},
    "POST /v1/jobs/{job}/applications": lambda _, __, resume: {"resume_id": resume},
    "PUT /v1/jobs/{job}/ranking": _applications,
    "PUT /v1/fairs/{fair}/ranking": lambda thing, *_: {"jobs": [thing.ids["job"]]},
    "POST /v1/fairs/{fair}/cards/{card}/approach": _job_of,
    "POST /v1/jobs/{job}/applications/{application}/assign": lambda thing, *_: {"to": None},
    "POST /v1/fairs/{fair}/sessions": _plan,
    "PATCH /v1/sessions/{session}": lambda thing, *_: {"title": "Another title"},
    "POST /v1/sessions/{session}/pin": lambda thing, *_: {"job": None},
    "POST /v1/sessions/{session}/announce": _text,
    "POST /v1/sessions/{session}/drops": lambda thing, *_: {"job": thing.ids["job"]},
    "POST /v1/sessions/{session}/drops/{drop}/extend": lambda thing, *_: {"cap": 60},
    "POST /v1/sessions/{session}/comments": _text,
    "POST /v1/sessions/{session}/reactions": lambda thing, *_: {"reaction": "like"},
    "POST /v1/sessions/{session}/questions": _text,
    "POST /v1/sessions/{session}/questions/{question}/answer": _text,
    "POST /v1/sessions/{session}/comments/hide": lambda thing, *_: {"comments": [thing.ids["session"]]},
    "POST /v1/sessions/{session}/mute": lambda thing, *_: {"person": "nobody"},
    "POST /v1/sessions/{session}/unmute": lambda thing, *_: {"person": "nobody"},
    **{f"POST /v1/jobs/{{job}}/applications/{step}": _applications for step in ("view", "shortlist", "invite")},
    "POST /v1/jobs/{job}/applications/refuse": _applications,
}
"""The bodies of writes that need one."""

STEPS = ("view", "shortlist", "invite", "refuse")


def misplaced(own: Thing, other: Thing) -> Iterator[tuple[str, str, Any]]:
    """The route, what its body names that is of another fair, job or enterprise, and the body.

    All of it belongs to the sender or can be seen by them: only that it does not belong together is wrong.
    """
    fair, sessions, drops = "POST /v1/fairs/{fair}", "POST /v1/sessions/{session}", "POST /v1/sessions/{session}/drops"
    other_job, theirs = other.ids["job"], own.ids["theirs"]
    yield f"{fair}/cards/{{card}}/approach", "a job", {"job": other_job}
    yield f"{fair}/jobs/close", "a job", {"jobs": [other_job]}
    for what, job in (("a job", other_job), ("a job of another", theirs)):
        plan = {"title": "A plan", "starts_at": datetime.now(UTC).isoformat(), "run_of_show": [job]}
        yield f"{fair}/sessions", what, plan
        yield f"{sessions}/pin", what, {"job": job}
        yield drops, what, {"job": job}
    ranking = {"applications": [other.ids["application"]]}
    yield "PUT /v1/jobs/{job}/ranking", "an application", ranking
    for step in STEPS:
        yield f"POST /v1/jobs/{{job}}/applications/{step}", "an application", ranking
    yield "POST /v1/jobs/{job}/applications/{application}/assign", "a person", {"to": "nobody of the staff"}
