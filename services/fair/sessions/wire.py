"""From the events of sessions, drops and questions to their commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from schemas import question as question_events
from schemas import session as events
from services.fair.kernel.commands import Command, CommandOf
from services.fair.sessions import drop, mute
from services.fair.sessions import question as questions
from services.fair.sessions import session as sessions


def _schedule(event: events.FairSessionScheduled) -> Command:
    plan = (event.title, event.starts_at, event.stream_url, _slots(event.run_of_show))
    return sessions.ScheduleSession(event.fair, event.session, event.org, *plan)


def _amend(event: events.FairSessionAmended) -> Command:
    given: dict[str, Any] = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    if "run_of_show" in given:
        given["run_of_show"] = _slots(given["run_of_show"])
    return sessions.AmendSession(event.fair, event.session, tuple(given.items()))


def _slots(run_of_show: Sequence[events.Slot]) -> tuple[sessions.Slot, ...]:
    return tuple(sessions.Slot(slot.job, slot.minutes, slot.cap) for slot in run_of_show)


def _question(event: Any) -> tuple[UUID, UUID, UUID]:
    return event.fair, event.session, event.question


def _on_stage(event: Any) -> tuple[UUID, UUID]:
    return event.fair, event.session


COMMANDS: CommandOf = {
    events.FairSessionScheduled: _schedule,
    events.FairSessionAmended: _amend,
    events.FairSessionStarted: lambda event: sessions.StartSession(*_on_stage(event)),
    events.FairSessionPaused: lambda event: sessions.PauseSession(*_on_stage(event)),
    events.FairSessionResumed: lambda event: sessions.ResumeSession(*_on_stage(event)),
    events.FairSessionEnded: lambda event: sessions.EndSession(*_on_stage(event)),
    events.JobDropped: lambda event: drop.DropJob(*_on_stage(event), event.drop, event.job, event.cap),
    events.DropExtended: lambda event: drop.ExtendDrop(*_on_stage(event), event.drop, event.cap),
    events.DropClosed: lambda event: drop.CloseDrop(*_on_stage(event), event.drop),
    events.JobPinned: lambda event: sessions.PinJob(*_on_stage(event), event.job),
    events.HostAnnounced: lambda event: sessions.Announce(*_on_stage(event), event.text),
    events.CommenterMuted: lambda event: mute.MuteCommenter(*_on_stage(event), event.person),
    events.CommenterUnmuted: lambda event: mute.UnmuteCommenter(*_on_stage(event), event.person),
    events.ViewersCounted: lambda event: sessions.CountViewers(
        *_on_stage(event), event.minute, event.viewers, event.peak
    ),
    question_events.QuestionAsked: lambda event: questions.AskQuestion(*_question(event), event.person, event.words),
    question_events.QuestionUpvoted: lambda event: questions.UpvoteQuestion(*_question(event), event.person),
    question_events.QuestionAnswered: lambda event: questions.AnswerQuestion(*_question(event), event.words),
    question_events.QuestionHidden: lambda event: questions.HideQuestion(*_question(event)),
}
