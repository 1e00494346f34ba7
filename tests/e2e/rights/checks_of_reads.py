"""The checks of fair, by family of handlers."""

from __future__ import annotations

from tests.e2e.rights.check import FAIR, JOB, ONE, SESSION, Check

SEEN = "row = await visible_fair(self._reader, fair, person)\n"
ACTS = "        person = await acting(self._reader, person, fair)\n"
READS = (
    Check(
        "fairs, read",
        "fair/fairs/reads.py",
        "answers.Counters.of(await visible_fair(self._reader, fair, person))",
        "answers.Counters.of(await self._reader.row(queries.FAIR, fair))",
        f"GET {FAIR}/counters",
    ),
    Check(
        "booths, read",
        "fair/booths/reads.py",
        f"{SEEN}{ACTS}        asked",
        f'row = {{"org": "", "state": "open"}}\n{ACTS}        asked',
        f"GET {FAIR}/booths",
    ),
    Check(
        "jobs, read",
        "fair/jobs/reads.py",
        'if row is None or (row["draft"] and not organizes(person, row["organizer"])):',
        "if row is None:",
        f"GET {JOB}",
    ),
    Check(
        "flags, read",
        "fair/jobs/reads.py",
        "if asked.flagged and not organizes(person, organizer):",
        "if False:",
        f"GET {FAIR}/jobs?flagged=true",
    ),
    Check(
        "a fair's applications",
        "fair/applications/reads.py",
        "await own_fair(self._reader, fair, person)",
        "fair",
        f"GET {FAIR}/applications",
    ),
    Check(
        "a job's applications",
        "fair/applications/reads.py",
        "await recruiting_at(self._reader, job, person)\n        assignee",
        "assignee",
        f"GET {JOB}/applications",
    ),
    Check(
        "one application",
        "fair/applications/reads.py",
        "if row is None or not await _may_see(reader, person, row):",
        "if row is None:",
        f"GET {ONE}",
    ),
    Check(
        "own applications",
        "fair/applications/reads.py",
        'person = self._reader.person(request, "student")\n        limit, cursor',
        "person = self._reader.person(request)\n        limit, cursor",
        "GET /v1/me/applications",
    ),
    Check("consent", "fair/resumes/reads.py", 'not row["consent"]', "False", f"GET {ONE}/resume"),
    Check(
        "grants",
        "fair/resumes/reads.py",
        "if not self._grants.allows(",
        "if not max(",
        "GET /v1/attachments/{resume}/{sha256}",
    ),
    Check(
        "cards, read",
        "fair/cards/reads.py",
        'if not (row["has_booth"] if person.role == "enterprise" else row["organizer"] == person.org):',
        "if False:",
        f"GET {FAIR}/cards",
    ),
    Check(
        "approaches, read",
        "fair/cards/reads.py",
        "await recruiting_at(self._reader, job, person)",
        "job",
        f"GET {JOB}/approaches",
    ),
    Check(
        "closing rounds of a job",
        "fair/closing_round/reads.py",
        "await recruiting_at(self._reader, job, person)",
        "job",
        f"GET {JOB}/closing-rounds",
    ),
    Check(
        "dry runs",
        "fair/closing_round/reads.py",
        "await own_fair(self._reader, fair, person)",
        "fair",
        f"GET {FAIR}/closing-round?dry_run=true",
    ),
    Check(
        "sessions, read",
        "fair/sessions/reads.py",
        'if row is None or (row["draft"] and not organizes(person, row["organizer"])):',
        "if row is None:",
        f"GET {SESSION}",
    ),
    Check(
        "staff, read",
        "fair/staff/reads.py",
        "if not await recruits(self._reader, person, fair, org):",
        "if False:",
        f"GET {FAIR}/booths/{{org}}/staff",
    ),
    Check(
        "files",
        "fair/report/export_reads.py",
        "await fairs.own_fair(reader, fair, person)",
        "await fairs.visible_fair(reader, fair, person)",
        f"GET {FAIR}/exports/{{kind}}.{{format}}",
    ),
    Check(
        "breakdowns",
        "fair/report/breakdown.py",
        "row = await visible_fair(self._reader, fair, person)",
        'row = {"decided": str(person)}',
        f"GET {FAIR}/breakdown?by=region",
    ),
    Check(
        "outcomes",
        "fair/outcomes/queries.py",
        "event_id = $1 AND actor = $2",
        "event_id = $1 AND $2 <> ''",
        "GET /v1/outcomes/{event_id}",
    ),
)
