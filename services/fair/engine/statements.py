"""The SQL with which a batch is loaded and written. Set-wise: one statement a table, whatever the batch's size.

Rows come as one JSON text a table: it costs the writer a quarter of what arrays for `unnest` do, and Postgres no more.
"""

from __future__ import annotations

IDLE_MS = 60_000
# For a record that moves very many: the database waits while it is decided, on a busy machine longer than for others.
WAIT_FOR_US = f"SET LOCAL idle_in_transaction_session_timeout = {IDLE_MS}"

LOAD_FAIRS = "SELECT * FROM fairs WHERE id = ANY($1::uuid[])"
LOAD_BOOTHS = """
SELECT b.* FROM booths b JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, org) USING (fair, org)
"""
JOBS = """
SELECT id, fair, org, title, headcount, region, industry, degree, majors, salary, employment_type, description, code,
  state, place, submissions, standing, created_at, invitations, matches, ranking, flags
FROM jobs
"""
LOAD_JOBS = f"{JOBS} WHERE id = ANY($1::uuid[])"
LOAD_APPLICATIONS = "SELECT * FROM applications WHERE id = ANY($1::uuid[])"
LOAD_DESKS = """
SELECT * FROM applications WHERE job = ANY($1::uuid[]) AND state IN ('invited', 'shortlisted') ORDER BY place
"""
LOAD_INVITED = """
SELECT * FROM applications WHERE fair = ANY($1::uuid[]) AND state = 'invited' ORDER BY "offset" LIMIT $2
"""
LOAD_HELD = """
SELECT a.* FROM applications a JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, student) USING (fair, student)
WHERE a.state = 'invited'
"""
LOAD_APPLICANTS = """
SELECT a.* FROM applicants a JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, student) USING (fair, student)
"""

# A new fair's counters, decided and as_of are set by WRITE_BOOKS, in the same transaction.
WRITE_FAIRS = """
INSERT INTO fairs (id, org, title, host, starts_at, ends_at, campaign, region, description, state, created_at,
  ads, offers, counters, decided, as_of)
SELECT id, org, title, host, starts_at, ends_at, campaign, region, description, state, created_at, ads, offers, '{}',
  '', created_at
FROM json_to_recordset($1::json) AS new (id uuid, org text, title text, host text, starts_at timestamptz,
  ends_at timestamptz, campaign text, region text, description text, state text, created_at timestamptz,
  ads text, offers text)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, title = excluded.title, host = excluded.host,
  starts_at = excluded.starts_at, ends_at = excluded.ends_at, campaign = excluded.campaign, region = excluded.region,
  description = excluded.description, ads = excluded.ads, offers = excluded.offers
"""
WRITE_BOOKS = """
UPDATE fairs SET counters = new.counters, decided = new.decided, as_of = new.as_of
FROM json_to_recordset($1::json) AS new (fair uuid, counters jsonb, decided text, as_of timestamptz)
WHERE fairs.id = new.fair
"""
WRITE_MINUTES = """
INSERT INTO fair_minutes (fair, minute, counters)
SELECT fair, minute, counters FROM json_to_recordset($1::json) AS new (fair uuid, minute timestamptz, counters jsonb)
ON CONFLICT (fair, minute) DO UPDATE SET counters = excluded.counters
"""
WRITE_BOOTHS = """
INSERT INTO booths (fair, org, name, uscc, nature, industry, region, intro, state, reason, requested_by, place,
  created_at, hours)
SELECT fair, org, name, uscc, nature, industry, region, intro, state, reason, requested_by, place, created_at, hours
FROM json_to_recordset($1::json) AS new (fair uuid, org text, name text, uscc text, nature text, industry text,
  region text, intro text, state text, reason text, requested_by text, place bigint, created_at timestamptz,
  hours jsonb)
ON CONFLICT (fair, org) DO UPDATE SET name = excluded.name, uscc = excluded.uscc, nature = excluded.nature,
  industry = excluded.industry, region = excluded.region, intro = excluded.intro, state = excluded.state,
  reason = excluded.reason, requested_by = excluded.requested_by, hours = excluded.hours
"""
WRITE_JOBS = """
INSERT INTO jobs (id, fair, org, state, place, submissions, standing, invitations, matches, ranking, flags, created_at,
  title, headcount, region, industry, degree, majors, salary, employment_type, description, code, title_words, words)
SELECT new.id, new.fair, new.org, new.state, new.place, new.submissions, new.standing, new.invitations, new.matches,
  new.ranking, new.flags, new.created_at, terms.*, new.title_words, new.words
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, terms json, state text, place bigint,
  submissions int, standing int, invitations int, matches int, ranking uuid[], flags jsonb,
  created_at timestamptz, title_words text[], words text[])
CROSS JOIN LATERAL json_to_record(new.terms) AS terms (title text, headcount int, region text, industry text,
  degree text, majors text[], salary jsonb, employment_type text, description text, code text)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, submissions = excluded.submissions,
  standing = excluded.standing, invitations = excluded.invitations, matches = excluded.matches,
  ranking = excluded.ranking, flags = excluded.flags, title = excluded.title, headcount = excluded.headcount,
  region = excluded.region, industry = excluded.industry, degree = excluded.degree, majors = excluded.majors,
  salary = excluded.salary, employment_type = excluded.employment_type, description = excluded.description,
  code = excluded.code, title_words = excluded.title_words, words = excluded.words
"""
WRITE_JOB_NUMBERS = """
UPDATE jobs SET submissions = new.submissions, standing = new.standing, invitations = new.invitations,
  matches = new.matches
FROM json_to_recordset($1::json) AS new (id uuid, submissions int, standing int, invitations int, matches int)
WHERE jobs.id = new.id
"""
WRITE_APPLICATIONS = """
INSERT INTO applications (id, job, fair, org, student, state, reason, place, resume, message, receipt, "offset",
  received_at, created_at, history, deadline, invited_at, invitation, was_shortlisted, was_invited, drop, drop_place,
  admitted, assignment)
SELECT id, job, fair, org, student, state, reason, place, resume, message, receipt, "offset", received_at, created_at,
  history, deadline, invited_at, invitation, was_shortlisted, was_invited, drop, drop_place, admitted, assignment
FROM json_to_recordset($1::json) AS new (id uuid, job uuid, fair uuid, org text, student text, state text, reason text,
  place int, resume jsonb, message text, receipt text, "offset" bigint, received_at timestamptz,
  created_at timestamptz, history jsonb, deadline timestamptz, invited_at timestamptz, invitation text,
  was_shortlisted boolean, was_invited boolean, drop uuid, drop_place int, admitted boolean,
  assignment jsonb)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, reason = excluded.reason, place = excluded.place,
  resume = excluded.resume, message = excluded.message, receipt = excluded.receipt, "offset" = excluded."offset",
  received_at = excluded.received_at, history = excluded.history, deadline = excluded.deadline,
  invited_at = excluded.invited_at, invitation = excluded.invitation, was_shortlisted = excluded.was_shortlisted,
  was_invited = excluded.was_invited, drop = excluded.drop, drop_place = excluded.drop_place,
  admitted = excluded.admitted, assignment = excluded.assignment
"""
WRITE_APPLICANTS = """
INSERT INTO applicants (fair, student, standing, matches)
SELECT fair, student, standing, matches
FROM json_to_recordset($1::json) AS new (fair uuid, student text, standing int, matches int)
ON CONFLICT (fair, student) DO UPDATE SET standing = excluded.standing, matches = excluded.matches
"""
WRITE_RESUMES = """
INSERT INTO resumes (person, card, saved_at)
SELECT person, card, saved_at FROM json_to_recordset($1::json) AS new (person text, card jsonb, saved_at timestamptz)
ON CONFLICT (person) DO UPDATE SET card = excluded.card, saved_at = excluded.saved_at
"""

# Those whose time is over, and those that closing their fair has left open.
OVERDUE = """
SELECT o.*, false AS is_approach FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM applications a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND a.deadline <= now() AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
UNION
SELECT o.*, false FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM applications a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'invited' AND f.state = 'closed' AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a."offset" LIMIT $2
) AS o
UNION ALL
SELECT o.*, true FROM (
  SELECT a.id, a.job, a.fair, a.deadline FROM approaches a JOIN fairs f ON f.id = a.fair
  WHERE a.state = 'open' AND (a.deadline <= now() OR f.state = 'closed') AND f.state <> 'archived'
    AND split_part(f.decided, ':', 2)::int = ANY($1::int[])
  ORDER BY a.deadline LIMIT $2
) AS o
"""
