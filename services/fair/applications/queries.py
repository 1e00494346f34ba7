"""The SQL of the reads of applications, parametrised and in full. Lists are paginated by key, never by an offset."""

from __future__ import annotations

from collections.abc import Sequence

from services.fair.applications import application

LIVE = ", ".join(f"'{state}'" for state in sorted(application.LIVE))
_MATCHED = ", ".join(f"'{state}'" for state in sorted(application.MATCHED))
CONSENT = f"""(a.state IN ({LIVE}) AND NOT EXISTS (
  SELECT 1 FROM fairs f
  WHERE f.id = a.fair AND (f.forgotten OR (f.state = 'archived' AND a.state NOT IN ({_MATCHED})))
))"""
"""Whether the enterprise may see who applied. After archiving nobody can withdraw, so only consent of matches lasts,
until the fair is forgotten."""

_APPLICATION = f"""
{CONSENT} AS consent,
a.id, a.job, a.fair, a.org, a.student, a.state, a.reason, a.place, a.resume, a.message AS message_held, a.receipt,
a.received_at, a.created_at, a.deadline, a.invited_at, a.invitation AS invitation_held, a.drop, a.drop_place,
a.admitted, a.assignment
"""
RANKED = """
SELECT a.id, a.state, a.place FROM unnest($1::uuid[]) WITH ORDINALITY AS ranked (id, number)
JOIN applications a USING (id) ORDER BY ranked.number
"""
APPLICATION = f"SELECT {_APPLICATION}, a.history FROM applications a WHERE a.id = $1 AND a.job = $2"
AHEAD = f"SELECT count(*) FROM applications WHERE job = $1 AND place < $2 AND state IN ({LIVE})"
IN_LINE = """
SELECT count(*) + 1 AS place FROM applications WHERE drop = $1 AND state = 'waitlisted' AND drop_place < $2
"""
APPLICATIONS_OF_JOB = f"""
SELECT {_APPLICATION} FROM applications a
WHERE a.job = $1 AND ($2::text IS NULL OR a.state = $2) AND a.place > $3
  AND ($5::text IS NULL OR a.assignment ->> 'to' = $5) ORDER BY a.place LIMIT $4
"""
QUEUE_BY_STATE = """
SELECT a.state, count(*) AS number FROM applications a
WHERE a.job = $1 AND ($2::text IS NULL OR a.assignment ->> 'to' = $2) GROUP BY a.state
"""
APPLICATIONS_OF_STUDENT = f"""
SELECT {_APPLICATION}, j.title, b.name AS enterprise FROM applications a
JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
WHERE a.student = $1 AND ($2::timestamptz IS NULL OR (a.created_at, a.id) < ($2, $3::uuid))
ORDER BY a.created_at DESC, a.id DESC LIMIT $4
"""
APPLICATION_FILTERS = {
    "state": "a.state = {}",
    "jobs": "a.job = ANY({}::uuid[])",
    "degree": "a.resume ->> 'degree' = {}",
    "region": "a.resume ->> 'region' = ANY({}::text[])",
    "since": "a.received_at >= {}",
    "until": "a.received_at < {}",
}
JOBS_NAMED = """
SELECT id, submissions FROM jobs WHERE fair = $1 AND ($2::text IS NULL OR org = $2) AND ($3::uuid IS NULL OR id = $3)
  AND ($4::text IS NULL OR $4 <> '' AND strpos(coalesce(title_key, lower(title)), $4) > 0
    OR cardinality($5::text[]) > 0 AND title_words @> $5::text[] OR title_words @> $6::text[])
"""
TITLES_APPLIED_FOR = "SELECT title FROM jobs WHERE fair = $1 AND submissions > 0 ORDER BY place DESC LIMIT $2"


def applications_of_fair(filters: Sequence[str], *, few: bool = False) -> str:
    """The list with these filters. Their values come after those of the fair, the cursor's offset and the limit.

    A filter that is not given is not in the statement, so that the plan fits the given ones. `few`: the selected jobs
    have few applications, so all of these are read and sorted instead of a walk along the log.
    """
    found = f"""
SELECT {_APPLICATION}, a."offset" FROM applications a WHERE a.fair = $1 {_all_of(filters, 4)}
"""
    if few:
        listed = f"""
WITH found AS MATERIALIZED ({found}) SELECT * FROM found WHERE "offset" > $2 ORDER BY "offset" LIMIT $3
"""
    else:
        listed = f'{found} AND a."offset" > $2 ORDER BY a."offset" LIMIT $3'
    return f"""
SELECT a.*, j.title, b.name AS enterprise FROM ({listed}) a
JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org ORDER BY a."offset"
"""


def applications_by_state(filters: Sequence[str]) -> str:
    """The number in each state with these filters, whose values come after the fair."""
    conditions = _all_of(filters, 2)
    return f"SELECT a.state, count(*) AS number FROM applications a WHERE a.fair = $1 {conditions} GROUP BY a.state"


def _all_of(filters: Sequence[str], first: int) -> str:
    named = (APPLICATION_FILTERS[name].format(f"${number}") for number, name in enumerate(filters, first))
    return "".join(f"AND {condition} " for condition in named)
