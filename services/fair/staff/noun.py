"""Registers the staff of booths with the engine."""

from __future__ import annotations

from schemas.catalog import StaffEntry, StaffLinkEntry
from services.fair.applications.application import Application
from services.fair.applications.rows import ApplicationRows
from services.fair.booths.rows import BoothRows
from services.fair.fairs.rows import FairRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule, Silence
from services.fair.kernel.state import State
from services.fair.staff import store, telling, wire
from services.fair.staff.reads import StaffReads
from services.fair.staff.rows import StaffRows
from services.fair.staff.staff import (
    ApplicantHandedOver,
    AtCrew,
    Crew,
    CrewChanged,
    HandOverApplicant,
    JoinStaff,
    MakeStaffLink,
    RemoveStaff,
    RevokeStaffLink,
    StaffLinkMade,
    StaffLinkRevoked,
    ToHandOver,
    decide_hand_over,
    decide_join,
    decide_link,
    decide_remove,
    decide_revoke,
)

OfLink = MakeStaffLink | RevokeStaffLink | JoinStaff
OF_LINKS = Silence("the enterprise reads its links in their list")


def _touch_link(state: State, command: OfLink) -> None:
    rows = state.of(StaffRows)
    rows.wanted_links.add(command.link)
    if isinstance(command, JoinStaff):
        rows.wanted_people.add((command.fair, command.person))
        rows.wanted_departures.add((command.fair, command.org, command.person))
    state.of(BoothRows).wanted.add((command.fair, command.org))


def _touch_person(state: State, command: RemoveStaff) -> None:
    state.of(StaffRows).wanted_people.add((command.fair, command.person))
    state.of(BoothRows).wanted.add((command.fair, command.org))


def _touch_hand_over(state: State, command: HandOverApplicant) -> None:
    state.of(ApplicationRows).wanted.applications.add(command.application)
    if command.to is not None:
        state.of(StaffRows).wanted_people.add((command.fair, command.to))


def _at_crew(state: State, command: OfLink | RemoveStaff) -> AtCrew:
    rows = state.of(StaffRows)
    person = getattr(command, "person", None)
    link = rows.link_of_booth(command.fair, command.org, command.link) if not isinstance(command, RemoveStaff) else None
    staff = rows.staff.get((command.fair, person)) if person is not None else None
    departure = None
    if isinstance(command, JoinStaff):
        departure = rows.departures.get((command.fair, command.org, command.person))
    of_maker = rows.departures.get((link.fair, link.org, link.made_by)) if link is not None else None
    crew = Crew(link, staff, departure, of_maker)
    booth = state.of(BoothRows).booths.get((command.fair, command.org))
    return AtCrew(state.of(FairRows).fairs.get(command.fair), booth, crew)


def _to_hand_over(state: State, command: HandOverApplicant) -> ToHandOver:
    application = state.of(ApplicationRows).of_job(command.fair, command.job, command.application)
    staff = None if command.to is None else state.of(StaffRows).staff.get((command.fair, command.to))
    return ToHandOver(state.of(FairRows).fairs.get(command.fair), application, Crew(staff=staff))


def _keep_crew(state: State, outcome: CrewChanged, context: Context) -> Crew:
    return state.of(StaffRows).keep(outcome.crew)


def _keep_hand_over(state: State, outcome: ApplicantHandedOver, context: Context) -> Application | None:
    return state.of(ApplicationRows).keep(outcome.application)


NOUN = Noun(
    "staff",
    rows=(StaffRows,),
    events=wire.COMMANDS,
    rules=(
        Rule((MakeStaffLink,), _at_crew, decide_link),
        Rule((RevokeStaffLink,), _at_crew, decide_revoke),
        Rule((JoinStaff,), _at_crew, decide_join),
        Rule((RemoveStaff,), _at_crew, decide_remove),
        Rule((HandOverApplicant,), _to_hand_over, decide_hand_over),
    ),
    touches={
        MakeStaffLink: _touch_link,
        RevokeStaffLink: _touch_link,
        JoinStaff: _touch_link,
        RemoveStaff: _touch_person,
        HandOverApplicant: _touch_hand_over,
    },
    keeps={CrewChanged: _keep_crew, ApplicantHandedOver: _keep_hand_over},
    tells={
        StaffLinkMade: OF_LINKS,
        StaffLinkRevoked: OF_LINKS,
        CrewChanged: telling.of_crew,
        ApplicantHandedOver: telling.of_hand_over,
    },
    statements=store.STATEMENTS,
    writes=store.writes,
    entries=telling.entries,
    catalog=telling.CATALOG,
    entry_models=(StaffEntry, StaffLinkEntry),
    reads=StaffReads,
)
