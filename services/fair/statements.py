"""The SQL with which a batch is loaded and written. Set-wise: one statement a table, whatever the batch's size."""

from __future__ import annotations

FENCE = """
UPDATE consumed SET next_offset = $4 WHERE topic = $1 AND partition = $2 AND next_offset = $3
RETURNING next_offset
"""
STORED_OFFSETS = """
INSERT INTO consumed (topic, partition) SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT DO NOTHING
"""
READ_OFFSETS = """
SELECT c.topic, c.partition, c.next_offset FROM consumed c
JOIN unnest($1::text[], $2::int[]) AS asked (topic, partition) USING (topic, partition)
"""

LOAD_SEEN = "SELECT event_id FROM inbox WHERE event_id = ANY($1::uuid[])"
LOAD_FAIRS = "SELECT * FROM fairs WHERE id = ANY($1::uuid[])"
LOAD_BOOTHS = """
SELECT b.* FROM booths b JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, org) USING (fair, org)
"""
LOAD_JOBS = """
SELECT id, fair, org, title, headcount, region, industry, degree, majors, salary, employment_type, description, code,
  state, place, submissions, standing, created_at
FROM jobs WHERE id = ANY($1::uuid[])
"""
LOAD_APPLICATIONS = "SELECT * FROM applications WHERE id = ANY($1::uuid[])"
LOAD_APPLICANTS = """
SELECT a.* FROM applicants a JOIN unnest($1::uuid[], $2::text[]) AS asked (fair, student) USING (fair, student)
"""

WRITE_INBOX = """
INSERT INTO inbox (event_id, actor, outcome, reason, topic, partition, "offset", at)
SELECT event_id, actor, outcome, reason, $1, $2, "offset", at
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[])
  AS seen (event_id, actor, outcome, reason, "offset", at)
"""
WRITE_OUTBOX = "INSERT INTO outbox (topic, partition, records) VALUES ($1, $2, $3)"
WRITE_FAIRS = """
INSERT INTO fairs (id, org, title, host, starts_at, ends_at, campaign, region, description, state, created_at,
  counters, decided, as_of)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[],
  $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::jsonb[], $13::text[], $14::timestamptz[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state, counters = excluded.counters, decided = excluded.decided,
  as_of = excluded.as_of
"""
WRITE_BOOKS = """
UPDATE fairs SET counters = new.counters, decided = new.decided, as_of = new.as_of
FROM unnest($1::uuid[], $2::jsonb[], $3::text[], $4::timestamptz[]) AS new (id, counters, decided, as_of)
WHERE fairs.id = new.id
"""
WRITE_MINUTES = """
INSERT INTO fair_minutes (fair, minute, counters) SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::jsonb[])
ON CONFLICT (fair, minute) DO UPDATE SET counters = excluded.counters
"""
WRITE_BOOTHS = """
INSERT INTO booths (fair, org, name, uscc, nature, industry, region, intro, state, reason, requested_by, place,
  created_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::bigint[], $13::timestamptz[])
ON CONFLICT (fair, org) DO UPDATE SET name = excluded.name, uscc = excluded.uscc, nature = excluded.nature,
  industry = excluded.industry, region = excluded.region, intro = excluded.intro, state = excluded.state,
  reason = excluded.reason, requested_by = excluded.requested_by
"""
WRITE_JOBS = """
INSERT INTO jobs (id, fair, org, state, place, submissions, standing, created_at, title, headcount, region, industry,
  degree, majors, salary, employment_type, description, code, title_words, words)
SELECT id, fair, org, state, place, submissions, standing, created_at, title, headcount, region, industry, degree,
  CASE WHEN majors IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(majors)) END, salary, employment_type,
  description, code, ARRAY(SELECT jsonb_array_elements_text(title_words)),
  ARRAY(SELECT jsonb_array_elements_text(words))
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::int[], $7::int[], $8::timestamptz[],
  $9::text[], $10::int[], $11::text[], $12::text[], $13::text[], $14::jsonb[], $15::jsonb[], $16::text[], $17::text[],
  $18::text[], $19::jsonb[], $20::jsonb[])
  AS new (id, fair, org, state, place, submissions, standing, created_at, title, headcount, region, industry, degree,
    majors, salary, employment_type, description, code, title_words, words)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, submissions = excluded.submissions,
  standing = excluded.standing, title = excluded.title, headcount = excluded.headcount, region = excluded.region,
  industry = excluded.industry, degree = excluded.degree, majors = excluded.majors, salary = excluded.salary,
  employment_type = excluded.employment_type, description = excluded.description, code = excluded.code,
  title_words = excluded.title_words, words = excluded.words
"""
WRITE_JOB_NUMBERS = """
UPDATE jobs SET submissions = new.submissions, standing = new.standing
FROM unnest($1::uuid[], $2::int[], $3::int[]) AS new (id, submissions, standing) WHERE jobs.id = new.id
"""
WRITE_APPLICATIONS = """
INSERT INTO applications (id, job, fair, org, student, state, reason, place, message, receipt, "offset", received_at,
  created_at, resume, history)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[],
  $9::text[], $10::text[], $11::bigint[], $12::timestamptz[], $13::timestamptz[], $14::jsonb[], $15::jsonb[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state, reason = excluded.reason, place = excluded.place,
  message = excluded.message, receipt = excluded.receipt, "offset" = excluded."offset",
  received_at = excluded.received_at, resume = excluded.resume, history = excluded.history
"""
WRITE_APPLICANTS = """
INSERT INTO applicants (fair, student, standing) SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[])
ON CONFLICT (fair, student) DO UPDATE SET standing = excluded.standing
"""
WRITE_RESUMES = """
INSERT INTO resumes (person, card, saved_at) SELECT * FROM unnest($1::text[], $2::jsonb[], $3::timestamptz[])
ON CONFLICT (person) DO UPDATE SET card = excluded.card, saved_at = excluded.saved_at
"""
READ_OUTBOX = """
SELECT o.id, o.topic, o.partition, o.records, o.created_at FROM outbox o
JOIN unnest($1::text[], $2::int[]) AS mine (topic, partition) USING (topic, partition)
ORDER BY o.id LIMIT $3
"""
DELETE_OUTBOX = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
