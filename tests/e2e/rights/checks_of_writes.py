"""The checks of ingest, by family of handlers."""

from __future__ import annotations

from tests.e2e.rights.check import FAIR, JOB, ONE, SESSION, Check

OWN, ANY = "await self._fairs.own_fair(fair, call.person", "await self._fairs.fair(fair, call.person"
MOVED = """ == DONE[what]
        if is_done and what in ONCE and not call.repeatable:
            raise Problem(409, f"The fair is {DONE[what]} already.")
        if not (is_done and call.repeatable):
"""

WRITES = (
    Check("fairs", "ingest/fairs/writes.py", "own_unclosed_fair(fair, call.person)", "fair(fair)", f"PATCH {FAIR}"),
    Check(
        "fair's moves",
        "ingest/fairs/writes.py",
        f"({OWN})).state{MOVED}            {OWN}, what)",
        f"({ANY})).state{MOVED}            {ANY}, what)",
        f"POST {FAIR}/publish",
    ),
    Check(
        "booths",
        "ingest/booths/writes.py",
        f'{OWN}, "booths")\n        await self._booths.booth(fair, org)\n        return Draft(org, BoothApproved',
        f'{ANY}, "booths")\n        return Draft(org, BoothApproved',
        f"POST {FAIR}/booths/{{org}}/approve",
    ),
    Check(
        "a booth's leads",
        "ingest/booths/writes.py",
        'await self._booths.led_booth(fair, org, call.person, "amend_booths")',
        'await self._fairs.fair(fair, call.person, "amend_booths")',
        f"PATCH {FAIR}/booths/{{org}}",
    ),
    Check(
        "bulk actions on booths",
        "ingest/booths/writes.py",
        f'{OWN}, "booths")\n        return many(fair, fair, call.body.orgs, lambda org: BoothRefused',
        f'{ANY}, "booths")\n        return many(fair, fair, call.body.orgs, lambda org: BoothRefused',
        f"POST {FAIR}/booths/refuse",
    ),
    Check(
        "staff links",
        "ingest/staff/writes.py",
        'await self._booths.led_booth(fair, org, call.person, "staff")\n        secret',
        'await self._fairs.fair(fair, call.person, "staff")\n        secret',
        f"POST {FAIR}/booths/{{org}}/staff-links",
    ),
    Check(
        "staff",
        "ingest/staff/writes.py",
        'led_booth(fair, org, call.person, "staff")\n        return Draft(person',
        "booth(fair, org)\n        return Draft(person",
        f"POST {FAIR}/booths/{{org}}/staff/remove",
    ),
    Check(
        "joining a staff",
        "ingest/staff/writes.py",
        "if await self._booths.is_refused(link.fair, link.org):",
        "if False:",
        "POST /v1/staff-links/{secret}/join",
    ),
    Check(
        "hand-over",
        "ingest/staff/writes.py",
        'self._jobs.managed_job(job, call.person, to="staff")',
        "self._jobs.job(job)",
        f"POST {ONE}/assign",
    ),
    Check(
        "jobs",
        "ingest/jobs/writes.py",
        "await self._booths.approved_booth(fair, call.person)",
        "str(call.person.org)",
        f"POST {FAIR}/jobs",
    ),
    Check(
        "a job's changes",
        "ingest/jobs/writes.py",
        "(await self._jobs.own_open_job(job, call.person)).fair",
        "(await self._jobs.job(job)).fair",
        f"PATCH {JOB}",
    ),
    Check(
        "bulk actions on jobs",
        "ingest/jobs/writes.py",
        f'{OWN}, "amend_jobs")',
        f'{ANY}, "amend_jobs")',
        f"POST {FAIR}/jobs/close",
    ),
    Check(
        "job files",
        "ingest/jobs/importing.py",
        "await self._booths.approved_booth(fair, person)",
        "str(person.org)",
        f"POST {FAIR}/jobs/import",
    ),
    Check(
        "applications",
        "ingest/applications/writes.py",
        "if application != application_id(job, call.person.sub):",
        "if False:",
        f"POST {ONE}/withdraw",
    ),
    Check(
        "answers",
        "ingest/applications/selection.py",
        "if application != application_id(job, call.person.sub):",
        "if False:",
        f"POST {ONE}/accept",
    ),
    Check(
        "selection",
        "ingest/applications/selection.py",
        "self._jobs.managed_job(job, call.person, to=to)",
        "self._jobs.job(job)",
        f"POST {ONE}/view",
    ),
    Check(
        "ranking",
        "ingest/applications/selection.py",
        'self._jobs.managed_job(job, call.person, "job")',
        "self._jobs.job(job)",
        f"PUT {JOB}/ranking",
    ),
    Check(
        "bulk actions on applications",
        "ingest/applications/bulk.py",
        'self._jobs.managed_job(job, call.person, "job")',
        "self._jobs.job(job)",
        f"POST {JOB}/applications/view",
    ),
    Check(
        "resumes",
        "ingest/resumes/writes.py",
        'Write("PUT", "/v1/me/resume", student,',
        'Write("PUT", "/v1/me/resume", ("student", "enterprise"),',
        "PUT /v1/me/resume",
    ),
    Check(
        "approaches",
        "ingest/cards/writes.py",
        "await self._booths.approved_booth(fair, call.person)",
        "str(call.person.org)",
        f"POST {FAIR}/cards/{{card}}/approach",
    ),
    Check("closing rounds", "ingest/closing_round/writes.py", OWN, ANY, f"POST {FAIR}/closing-round"),
    Check(
        "sessions",
        "ingest/sessions/writes.py",
        "await self._booths.approved(fair, org_of(call.person))",
        "org_of(call.person)",
        f"POST {FAIR}/sessions",
    ),
    Check(
        "a session's host",
        "ingest/sessions/writes.py",
        "await self._sessions.own_session(session, call.person, states)",
        "await self._sessions.session(session, call.person, *states)",
        f"POST {SESSION}/announce",
    ),
    Check(
        "comments' host",
        "ingest/chat/comments.py",
        "await self._sessions.own_session(session, call.person, states)",
        "await self._sessions.session(session, call.person, *states)",
        f"POST {SESSION}/mute",
    ),
    Check(
        "questions' host",
        "ingest/sessions/questions.py",
        "await self._sessions.own_session(session, call.person, states)",
        "await self._sessions.session(session, call.person, *states)",
        f"POST {SESSION}/questions/{{question}}/answer",
    ),
    Check(
        "rooms of drafts",
        "ingest/sessions/access.py",
        "if found is None or self._is_hidden(found, person):",
        "if found is None:",
        f"POST {SESSION}/comments",
    ),
)
