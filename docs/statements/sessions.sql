-- Printed by `make contracts` from the tables that the noun describes; do not edit.

-- sessions: upsert
INSERT INTO sessions (id, fair, org, host, title, starts_at, stream_url, run_of_show, state, place, created_at,
  paused, pinned, started_at, ended_at, drops, viewers_peak, muted, counters)
SELECT id, fair, org, host, title, starts_at, stream_url, run_of_show, state, place, created_at, paused, pinned,
  started_at, ended_at, drops, viewers_peak, muted, '{}'
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, host text, title text, starts_at timestamptz,
  stream_url text, run_of_show jsonb, state text, place bigint, created_at timestamptz, paused boolean, pinned uuid,
  started_at timestamptz, ended_at timestamptz, drops int, viewers_peak int, muted text[])
ON CONFLICT (id) DO UPDATE SET title = excluded.title, starts_at = excluded.starts_at, stream_url =
  excluded.stream_url, run_of_show = excluded.run_of_show, state = excluded.state, paused = excluded.paused, pinned =
  excluded.pinned, started_at = excluded.started_at, ended_at = excluded.ended_at, drops = excluded.drops,
  viewers_peak = excluded.viewers_peak, muted = excluded.muted;

-- sessions: update
UPDATE sessions SET counters = new.counters
FROM json_to_recordset($1::json) AS new (id uuid, counters jsonb)
WHERE sessions.id = new.id;

-- drops: upsert
INSERT INTO drops (id, session, fair, job, cap, state, number, place, opened_at, closed_at, submissions, standing,
  admitted, waiting)
SELECT id, session, fair, job, cap, state, number, place, opened_at, closed_at, submissions, standing, admitted,
  waiting
FROM json_to_recordset($1::json) AS new (id uuid, session uuid, fair uuid, job uuid, cap int, state text, number int,
  place bigint, opened_at timestamptz, closed_at timestamptz, submissions int, standing int, admitted int, waiting
  int)
ON CONFLICT (id) DO UPDATE SET cap = excluded.cap, state = excluded.state, closed_at = excluded.closed_at, submissions
  = excluded.submissions, standing = excluded.standing, admitted = excluded.admitted, waiting = excluded.waiting;

-- session_minutes: add
INSERT INTO session_minutes (session, minute, submissions, waitlisted, moved_up, withdrawn, views, shortlisted)
SELECT session, minute, coalesce(submissions, 0), coalesce(waitlisted, 0), coalesce(moved_up, 0), coalesce(withdrawn,
  0), coalesce(views, 0), coalesce(shortlisted, 0)
FROM json_to_recordset($1::json) AS new (session uuid, minute timestamptz, submissions int, waitlisted int, moved_up
  int, withdrawn int, views int, shortlisted int)
ON CONFLICT (session, minute) DO UPDATE SET submissions = session_minutes.submissions + excluded.submissions,
  waitlisted = session_minutes.waitlisted + excluded.waitlisted, moved_up = session_minutes.moved_up +
  excluded.moved_up, withdrawn = session_minutes.withdrawn + excluded.withdrawn, views = session_minutes.views +
  excluded.views, shortlisted = session_minutes.shortlisted + excluded.shortlisted;

-- drop_seconds: upsert
INSERT INTO drop_seconds (drop, second, submissions, standing, remaining)
SELECT drop, second, submissions, standing, remaining
FROM json_to_recordset($1::json) AS new (drop uuid, second timestamptz, submissions int, standing int, remaining int)
ON CONFLICT (drop, second) DO UPDATE SET submissions = excluded.submissions, standing = excluded.standing, remaining =
  excluded.remaining;

-- session_minutes: put
INSERT INTO session_minutes (session, minute, viewers, viewers_peak)
SELECT session, minute, viewers, viewers_peak
FROM json_to_recordset($1::json) AS new (session uuid, minute timestamptz, viewers int, viewers_peak int)
ON CONFLICT (session, minute) DO UPDATE SET viewers = excluded.viewers, viewers_peak = excluded.viewers_peak;

-- session_items: insert
INSERT INTO session_items (session, "offset", number, at, event, event_id, data)
SELECT session, "offset", number, at, event, event_id, data
FROM json_to_recordset($1::json) AS new (session uuid, "offset" bigint, number int, at timestamptz, event text,
  event_id uuid, data jsonb);

-- questions: upsert
INSERT INTO questions (id, session, fair, person, text, state, votes, place, asked_at, answer, answered_at)
SELECT id, session, fair, person, text, state, votes, place, asked_at, answer, answered_at
FROM json_to_recordset($1::json) AS new (id uuid, session uuid, fair uuid, person text, text text, state text, votes
  int, place bigint, asked_at timestamptz, answer text, answered_at timestamptz)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, votes = excluded.votes, answer = excluded.answer, answered_at =
  excluded.answered_at;

-- question_votes: insert
INSERT INTO question_votes (question, person)
SELECT question, person
FROM json_to_recordset($1::json) AS new (question uuid, person text);
