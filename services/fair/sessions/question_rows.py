"""The questions of one batch, in memory, and which of them changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.sessions.question import Floor, OfQuestion, OnFloor, Question, QuestionUpvoted

VoteKey = tuple[UUID, str]
"""A question and the sub of a person who voted for it."""
AskerKey = tuple[UUID, str]
"""A session and the sub of a person who asks questions in it."""


@dataclass(slots=True)
class QuestionRows:
    """Rows by key. They include all open questions of every person who asks one in this batch."""

    wanted: set[UUID] = field(default_factory=set)
    wanted_votes: set[VoteKey] = field(default_factory=set)
    wanted_askers: set[AskerKey] = field(default_factory=set)
    questions: dict[UUID, Question] = field(default_factory=dict)
    votes: set[VoteKey] = field(default_factory=set)
    open: dict[AskerKey, set[UUID]] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)
    voted: list[VoteKey] = field(default_factory=list)
    upvoted: dict[UUID, datetime] = field(default_factory=dict)
    """Questions whose new vote count is published to the room once per batch, with the time of the last vote."""

    def put(self, question: Question) -> None:
        """Keep a question, and update the index of open questions."""
        self.questions[question.id] = question
        of_asker = self.open.setdefault((question.session, question.person), set())
        (of_asker.add if question.state == "open" else of_asker.discard)(question.id)

    def floor(self, command: OfQuestion) -> Floor:
        """What a rule reads, if the command names a question of its session."""
        question = self.questions.get(command.question)
        if question is not None and (question.session, question.fair) != (command.session, command.fair):
            question = None
        person = getattr(command, "person", "")
        number = len(self.open.get((command.session, person), ()))
        return Floor(question, number, (command.question, person) in self.votes)

    def keep(self, outcome: OnFloor, now: datetime) -> None:
        """Store the new state of a question."""
        self.put(outcome.question)
        self.changed.add(outcome.question.id)
        if isinstance(outcome, QuestionUpvoted):
            vote = (outcome.question.id, outcome.person)
            self.votes.add(vote)
            self.voted.append(vote)
            self.upvoted[outcome.question.id] = now
