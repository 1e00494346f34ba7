"""How questions and votes are loaded and written."""

from __future__ import annotations

from collections.abc import Iterator

from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, by_key, columns_of
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns
from services.fair.sessions.question import Question
from services.fair.sessions.question_rows import QuestionRows


def _question_of(row: Row) -> Question:
    return entity_of(Question, row)


QUESTIONS_OF = Select(
    "questions by id or asker",
    """
SELECT q.* FROM questions q
WHERE q.id = ANY($1::uuid[]) OR (q.state = 'open' AND EXISTS (
  SELECT 1 FROM unnest($2::uuid[], $3::text[]) AS asked (session, person)
  WHERE (asked.session, asked.person) = (q.session, q.person)
))
""",
    _question_of,
)
QUESTIONS = Table(
    "questions",
    ("id",),
    columns(
        "id uuid",
        "session uuid fixed",
        "fair uuid fixed",
        "person text fixed",
        "text text fixed",
        "state text",
        "votes int",
        "place bigint fixed",
        "asked_at timestamptz fixed",
        "answer text",
        "answered_at timestamptz",
    ),
)
VOTES = Table("question_votes", ("question", "person"), columns("question uuid", "person text"))
VOTES_BY_KEY = by_key(VOTES, lambda row: (row["question"], row["person"]))
WRITE_QUESTIONS = QUESTIONS.upsert()
WRITE_VOTES = VOTES.insert()
STATEMENTS = (WRITE_QUESTIONS, WRITE_VOTES)


async def load(port: Port, state: State) -> None:
    """Load the questions that the batch names, the open questions of people who ask, and existing votes."""
    rows = state.of(QuestionRows)
    if rows.wanted:
        sessions, persons = [one for one, _ in rows.wanted_askers], [person for _, person in rows.wanted_askers]
        for question in await port.select(QUESTIONS_OF, list(rows.wanted), sessions, persons):
            rows.put(question)
    if rows.wanted_votes:
        rows.votes.update(await port.select(VOTES_BY_KEY, *columns_of(rows.wanted_votes)))


def writes(state: State) -> Iterator[Write]:
    rows = state.of(QuestionRows)
    yield Write(WRITE_QUESTIONS, (rows.questions[one] for one in rows.changed))
    yield Write(WRITE_VOTES, ({"question": question, "person": person} for question, person in rows.voted))
