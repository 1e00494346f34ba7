"""Between Postgres and the questions of a batch: what is loaded, what is written. SQL as in `statements.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import asyncpg

from services.fair.engine import rows
from services.fair.sessions.question_rows import QuestionRows, TouchedQuestions

LOAD_QUESTIONS = """
SELECT q.* FROM questions q
WHERE q.id = ANY($1::uuid[]) OR (q.state = 'open' AND EXISTS (
  SELECT 1 FROM unnest($2::uuid[], $3::text[]) AS asked (session, person)
  WHERE (asked.session, asked.person) = (q.session, q.person)
))
"""
LOAD_VOTES = """
SELECT v.* FROM question_votes v
JOIN unnest($1::uuid[], $2::text[]) AS asked (question, person) USING (question, person)
"""
WRITE_QUESTIONS = """
INSERT INTO questions (id, session, fair, person, text, state, votes, place, asked_at, answer, answered_at)
SELECT id, session, fair, person, text, state, votes, place, asked_at, answer, answered_at
FROM json_to_recordset($1::json) AS new (id uuid, session uuid, fair uuid, person text, text text, state text,
  votes int, place bigint, asked_at timestamptz, answer text, answered_at timestamptz)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, votes = excluded.votes, answer = excluded.answer,
  answered_at = excluded.answered_at
"""
WRITE_VOTES = """
INSERT INTO question_votes (question, person)
SELECT question, person FROM json_to_recordset($1::json) AS new (question uuid, person text)
"""


async def load(connection: asyncpg.Connection, touched: TouchedQuestions, questions: QuestionRows) -> None:
    if touched.questions:
        sessions, persons = [session for session, _ in touched.askers], [person for _, person in touched.askers]
        for row in await connection.fetch(LOAD_QUESTIONS, list(touched.questions), sessions, persons):
            questions.put(rows.question_of(row))
    if touched.votes:
        named, voters = [question for question, _ in touched.votes], [person for _, person in touched.votes]
        for row in await connection.fetch(LOAD_VOTES, named, voters):
            questions.votes.add((row["question"], row["person"]))


def writes(questions: QuestionRows) -> tuple[tuple[str, Iterable[Any]], ...]:
    """What changed, a statement a table."""
    voted = ({"question": question, "person": person} for question, person in questions.voted)
    return (
        (WRITE_QUESTIONS, (questions.questions[one] for one in questions.changed)),
        (WRITE_VOTES, voted),
    )
