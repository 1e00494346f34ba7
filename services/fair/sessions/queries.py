"""The SQL of the reads of sessions and questions, parametrised and in full. Comments: `chat/queries.py`."""

from __future__ import annotations

from services.fair.chat import queries as chat_queries

_SESSION = """
s.id, s.fair, s.org, s.host, s.title, s.starts_at, s.stream_url, s.run_of_show, s.state, s.place, s.created_at,
s.paused, s.pinned, s.started_at, s.ended_at, s.viewers_peak, s.counters, s.muted, EXISTS (
  SELECT 1 FROM booths b WHERE b.fair = s.fair AND b.org = s.org AND b.state <> 'approved'
) AS unapproved
"""
SESSION = f"""
SELECT {_SESSION}, f.state = 'draft' AS draft, f.org AS organizer FROM sessions s JOIN fairs f ON f.id = s.fair
WHERE s.id = $1
"""
SESSIONS = f"SELECT {_SESSION} FROM sessions s WHERE s.fair = $1 AND s.place > $2 ORDER BY s.place LIMIT $3"
DROPS = """
SELECT d.id, d.session, d.fair, d.job, j.title, d.cap, d.state, d.number, d.place, d.opened_at, d.closed_at,
  d.submissions, d.standing, d.admitted, d.waiting,
  (SELECT coalesce(sum(r.number), 0)::bigint FROM room_minutes r
    WHERE r.session = d.session AND r.kind = 'click' AND r.which = d.id::text) AS clicks
FROM drops d LEFT JOIN jobs j ON j.id = d.job WHERE d.session = ANY($1::uuid[]) ORDER BY d.session, d.number
"""
# The newest $2 minutes, in the order of the given sessions, oldest first.
MINUTES = """
SELECT * FROM (
  SELECT session, minute AS at, viewers, viewers_peak, coalesce(submissions, 0) AS submissions,
    coalesce(waitlisted, 0) AS waitlisted, coalesce(moved_up, 0) AS moved_up, coalesce(withdrawn, 0) AS withdrawn,
    coalesce(views, 0) AS views, coalesce(shortlisted, 0) AS shortlisted, coalesce(clicks, 0)::bigint AS clicks,
    coalesce(reactions, 0)::bigint AS reactions, coalesce(comments, 0)::bigint AS comments
  FROM (SELECT * FROM session_minutes WHERE session = ANY($1::uuid[])) AS decided FULL JOIN (
    SELECT session, minute, sum(number) FILTER (WHERE kind = 'click') AS clicks,
      sum(number) FILTER (WHERE kind = 'reaction') AS reactions,
      sum(number) FILTER (WHERE kind = 'comment') AS comments
    FROM room_minutes WHERE session = ANY($1::uuid[]) GROUP BY session, minute
  ) AS said USING (session, minute)
  ORDER BY minute DESC LIMIT $2
) AS newest ORDER BY array_position($1::uuid[], session), at
"""
# `later`: open questions sort first ($6), and this question is not open.
QUESTIONS = """
SELECT q.id, q.session, q.text, q.state, q.votes, q.place, q.asked_at, q.answer, q.answered_at, q.person, o.later,
  EXISTS (SELECT 1 FROM question_votes v WHERE v.question = q.id AND v.person = $2) AS voted
FROM questions q CROSS JOIN LATERAL (SELECT $6::bool AND q.state <> 'open' AS later) AS o
WHERE q.session = $1 AND q.state <> 'hidden'
  AND ($3::bool IS NULL OR (o.later, -q.votes, q.place) > ($3, -$4::int, $5::bigint))
ORDER BY o.later, -q.votes, q.place LIMIT $7
"""
# Items of the log, and each drop's numbers after each second. The drop's ordinal separates drops of equal time.
MOMENTS = """
  SELECT at, "offset", number, event, event_id, data FROM session_items WHERE session = $1
  UNION ALL
  SELECT s.second + interval '999 milliseconds', d.place, -1, 'SubmissionsCounted', NULL, jsonb_strip_nulls(
    jsonb_build_object('session', d.session, 'drop', d.id, 'applications', s.submissions, 'standing', s.standing,
      'remaining', s.remaining))
  FROM drops d JOIN drop_seconds s ON s.drop = d.id WHERE d.session = $1
"""
MOMENTS_DECIDED = f'SELECT * FROM ({MOMENTS}) AS told ORDER BY at, "offset", number'
# A replay shows of a question that was hidden later only that it was hidden.
_TOLD = f"""
  SELECT * FROM ({MOMENTS}) AS decided WHERE event = 'QuestionHidden' OR NOT EXISTS (
    SELECT 1 FROM questions q WHERE q.session = $1 AND q.state = 'hidden' AND q.id::text = decided.data->>'question'
  )
"""
_PAGE = """
WHERE $2::timestamptz IS NULL OR (at, "offset", number) > ($2, $3::bigint, $4::int)
ORDER BY at, "offset", number LIMIT $5
"""
REPLAY_OF_STAGE = f"SELECT * FROM ({_TOLD}) AS told {_PAGE}"
# With comments and reactions. The two logs have separate offsets: `number` separates records of equal offset.
REPLAY = f"SELECT * FROM ({_TOLD} UNION ALL ({chat_queries.MOMENTS})) AS told {_PAGE}"
FIGURES = """
SELECT s.id, s.title, s.org, s.host, s.state, s.starts_at, s.started_at, s.ended_at, s.drops, s.viewers_peak,
  coalesce(d.standing, 0) AS applications, coalesce(d.admitted, 0) AS admitted,
  coalesce(m.submissions, 0) AS submissions, coalesce(m.waitlisted, 0) AS waitlisted,
  coalesce(m.moved_up, 0) AS moved_up, coalesce(m.views, 0) AS views, coalesce(m.shortlisted, 0) AS shortlisted,
  q.questions, q.answered, c.clicks, c.comments, c.reactions
FROM sessions s
LEFT JOIN LATERAL (
  SELECT sum(standing) AS standing, sum(admitted) AS admitted FROM drops WHERE session = s.id
) AS d ON true
LEFT JOIN LATERAL (
  SELECT sum(submissions) AS submissions, sum(waitlisted) AS waitlisted, sum(moved_up) AS moved_up,
    sum(views) AS views, sum(shortlisted) AS shortlisted
  FROM session_minutes WHERE session = s.id
) AS m ON true
CROSS JOIN LATERAL (
  SELECT count(*) AS questions, count(*) FILTER (WHERE state = 'answered') AS answered FROM questions
  WHERE session = s.id AND state <> 'hidden'
) AS q
CROSS JOIN LATERAL (
  SELECT coalesce(sum(number) FILTER (WHERE kind = 'click'), 0)::bigint AS clicks,
    coalesce(sum(number) FILTER (WHERE kind = 'comment'), 0)::bigint AS comments,
    coalesce(sum(number) FILTER (WHERE kind = 'reaction'), 0)::bigint AS reactions
  FROM room_minutes WHERE session = s.id
) AS c
WHERE s.fair = $1 ORDER BY s.place
"""
