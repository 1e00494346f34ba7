"""What `/openapi.json` and `/asyncapi.json` of fair say: each read, and the topics that are read and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from starlette.routing import BaseRoute

from plumbing.http.openapi import Says, document
from plumbing.kafka.asyncapi import Carried, description
from schemas import deadletter, envelope, topics
from schemas.application import DeadlinePassed, ResumeRead
from schemas.card import ApproachDeadlinePassed
from schemas.event import Event
from schemas.presence import PresenceRecord
from schemas.registry import CHAT_EVENTS, FAIR_EVENTS, PEOPLE_EVENTS
from schemas.rooms import RoomRecord
from schemas.session import ViewersCounted
from services.fair.cards import answers as card_answers
from services.fair.closing_round import answers as round_answers
from services.fair.engine import answers, asked
from services.fair.engine.registry import NOUNS
from services.fair.report import answers as reported
from services.fair.sessions import answers as staged
from services.fair.staff import answers as staff_answers

ABOUT = (
    "Reads. Each takes `after=<position>` of a receipt and answers once that record has been decided, within 5 s. "
    "Errors are RFC 9457 problems. Fields may be added; none is taken away without a new version."
)
ABOUT_LOG = (
    "CloudEvents 1.0 in binary mode: attributes in `ce_*` headers. The consumer group is `livefair.fair`. "
    "A record that cannot be read goes to `livefair.dead-letters` with its place and the reason."
)
_BUSY = (503, 504)
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _public(answer: type[BaseModel], tag: str, query: type[BaseModel] = answers.Asked, **more: Any) -> Says:
    return Says(answer, query=query, problems=(404, 422, *_BUSY), tag=tag, **more)


def _private(answer: type[BaseModel], tag: str, query: type[BaseModel] = answers.Asked) -> Says:
    return Says(answer, query=query, problems=(401, 403, 404, 422, *_BUSY), token="needed", tag=tag)


def _file(tag: str, query: type[BaseModel], *media_types: str) -> Says:
    return Says(query=query, problems=(401, 403, 404, 422, *_BUSY), token="needed", tag=tag, media_types=media_types)


_PLAIN = Says(media_types=("text/plain",), tag="operation")

READS = {
    "GET /v1/outcomes/{event_id}": _private(answers.Outcome, "outcomes"),
    "GET /v1/fairs": _public(answers.Fairs, "fairs", asked.FairsAsked, token="optional"),
    "GET /v1/outcomes/{event_id}/items": _private(answers.OutcomesOfItems, "outcomes"),
    "GET /v1/fairs/{fair}": _public(answers.FairWithBooths, "fairs", token="optional"),
    "GET /v1/fairs/{fair}/booths": _public(answers.Booths, "booths", asked.BoothsAsked, token="optional"),
    "GET /v1/fairs/{fair}/counters": _public(answers.Counters, "fairs", token="optional"),
    "GET /v1/fairs/{fair}/timeline": _public(answers.Timeline, "fairs", token="optional"),
    "GET /v1/fairs/{fair}/jobs": Says(
        answers.Jobs,
        query=asked.JobsAsked,
        problems=(401, 403, 404, 422, *_BUSY),
        token="optional",
        tag="jobs",
    ),
    "GET /v1/fairs/{fair}/applications": _private(answers.Applications, "applications", asked.ApplicationsOfFairAsked),
    "GET /v1/jobs/{job}": _public(
        answers.Job, "jobs", token="optional", media_types=("application/json", "application/ld+json")
    ),
    "GET /v1/fairs/{fair}/breakdown": _public(reported.Breakdown, "fairs", reported.BreakdownAsked, token="optional"),
    "GET /v1/fairs/{fair}/exports/{kind}.{format}": _file("exports", reported.ExportAsked, CSV, XLSX),
    "GET /v1/fairs/{fair}/report": _private(reported.Report, "report"),
    "GET /v1/fairs/{fair}/report.xlsx": _file("report", reported.FileAsked, XLSX),
    "GET /v1/fairs/{fair}/report.pdf": _file("report", reported.FileAsked, "application/pdf"),
    "GET /v1/fairs/{fair}/booths/{org}/staff": _private(staff_answers.Members, "staff", staff_answers.StaffAsked),
    "GET /v1/fairs/{fair}/booths/{org}/staff-links": _private(staff_answers.StaffLinks, "staff", answers.Paged),
    "GET /v1/me/staff": _private(staff_answers.Staffings, "me", answers.Paged),
    "GET /v1/jobs/{job}/applications": _private(
        staff_answers.ApplicationsOfJob, "applications", staff_answers.AssignedAsked
    ),
    "GET /v1/fairs/{fair}/sessions": _public(staged.Sessions, "sessions", answers.Paged, token="optional"),
    "GET /v1/sessions/{session}": _public(staged.Session, "sessions", token="optional"),
    "GET /v1/sessions/{session}/funnel": _public(staged.Funnel, "sessions", token="optional"),
    "GET /v1/sessions/{session}/questions": _public(
        staged.Questions, "sessions", asked.QuestionsAsked, token="optional"
    ),
    "GET /v1/sessions/{session}/comments": _public(staged.Comments, "sessions", answers.Paged, token="optional"),
    "GET /v1/sessions/{session}/replay": Says(
        staged.Replay, query=asked.ReplayAsked, problems=(404, 409, 422, *_BUSY), token="optional", tag="sessions"
    ),
    "GET /v1/jobs/{job}/ranking": _private(answers.Ranking, "applications"),
    "GET /v1/jobs/{job}/applications/{application}": _private(staff_answers.OneApplicationSeen, "applications"),
    "GET /v1/jobs/{job}/applications/{application}/resume": _private(answers.Resume, "applications"),
    "GET /v1/fairs/{fair}/cards": _private(card_answers.Cards, "cards", card_answers.CardsAsked),
    "GET /v1/jobs/{job}/approaches": _private(card_answers.Approaches, "cards", card_answers.ApproachesAsked),
    "GET /v1/me/cards": _private(card_answers.OwnCards, "me", answers.Paged),
    "GET /v1/me/approaches": _private(card_answers.OwnApproaches, "me", card_answers.ApproachesAsked),
    "GET /v1/fairs/{fair}/ranking": _private(round_answers.Wishes, "closing rounds"),
    "GET /v1/fairs/{fair}/closing-round": Says(
        round_answers.ClosingRound,
        query=round_answers.RoundAsked,
        problems=(401, 403, 404, 422, *_BUSY),
        token="optional",
        tag="closing rounds",
    ),
    "GET /v1/jobs/{job}/closing-round": _private(round_answers.JobRound, "closing rounds"),
    "GET /v1/jobs/{job}/closing-rounds": _private(round_answers.JobRounds, "closing rounds", answers.Paged),
    "GET /v1/me/closing-rounds": _private(round_answers.OwnRounds, "me", answers.Paged),
    "GET /v1/me/consents": _private(card_answers.Consents, "me", card_answers.ConsentsAsked),
    "GET /v1/me/reads": _private(card_answers.ReadReceipts, "me", answers.Paged),
    "GET /v1/me/applications": _private(answers.OwnApplications, "me", answers.Paged),
    "GET /v1/me/resume": _private(answers.OwnResume, "me"),
    "GET /v1/attachments/{resume}/{sha256}": Says(
        query=answers.Granted, problems=(404,), tag="applications", media_types=("application/pdf",)
    ),
    "GET /.well-known/jwks.json": Says(answers.Keys, tag="operation", media_types=("application/jwk-set+json",)),
    "GET /pages/config.json": Says(answers.PagesConfig, tag="operation"),
    "GET /healthz": _PLAIN,
    "GET /readyz": Says(media_types=("text/plain",), problems=(503,), tag="operation"),
    "GET /metrics": _PLAIN,
    "GET /openapi.json": Says(tag="operation"),
    "GET /asyncapi.json": Says(tag="operation"),
}


def openapi(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The reads, as OpenAPI."""
    return document("Livefair fair", ABOUT, routes, READS)


def asyncapi() -> dict[str, Any]:
    """The topics that fair reads and writes, as AsyncAPI."""
    reads = (
        _events(topics.FAIRS, FAIR_EVENTS),
        _events(topics.PEOPLE, PEOPLE_EVENTS),
        _events(topics.CHAT, CHAT_EVENTS),
        _named(topics.PRESENCE, PresenceRecord),
    )
    writes = (
        _events(topics.FAIRS, (ResumeRead, DeadlinePassed, ApproachDeadlinePassed, ViewersCounted)),
        _named(topics.CATALOG, *(model for noun in NOUNS for model in noun.entry_models)),
        _named(topics.ROOMS, RoomRecord),
        Carried(topics.DEAD_LETTERS.name, topics.DEAD_LETTERS.key, {"DeadLetter": None}, deadletter.HEADERS_SCHEMA),
    )
    return description("Livefair fair", reads, writes, ABOUT_LOG)


def _events(topic: topics.Topic, events: Sequence[type[Event]]) -> Carried:
    return Carried(topic.name, topic.key, {event.wire_type(): event for event in events}, envelope.HEADERS_SCHEMA)


def _named(topic: topics.Topic, *models: type[BaseModel]) -> Carried:
    return Carried(topic.name, topic.key, {model.__name__: model for model in models})
