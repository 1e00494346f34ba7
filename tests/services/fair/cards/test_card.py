"""Cards, as a table: who may show and hide one, and when."""

from __future__ import annotations

from uuid import uuid4

import pytest

from schemas.resume import Facets
from services.fair.cards import card
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cards.story import card_of, hidden, hidden_by_the_watcher, shown
from tests.services.fair.cases import by
from tests.services.fair.deciding import World, is_outcome, play, without_books
from tests.services.fair.story import Entry, Teller, at

t = Teller()
FACETS = Facets(degree="bachelor", major="数学", region="上海")
OPEN = t.ready()
SHOWN = [*OPEN, shown(t, regions=["杭州"])]
TABLE: dict[str, tuple[list[Entry], Entry, object]] = {
    "a card is shown": ([*OPEN], shown(t), "CardShown"),
    "before the fair opens": ([t.scheduled()], shown(t), "CardShown"),
    "in a fair that is": ([], shown(t), Refused("unknown_fair")),
    "that is not over": ([*OPEN, t.closed()], shown(t), Refused("fair_closed")),
    "by its student": ([*OPEN], by(shown(t), "stu-2", "student"), Refused("not_yours")),
    "by a student": ([*OPEN], by(shown(t), "stu-1", "enterprise", "org-1"), Refused("not_yours")),
    "the same is shown already": ([*SHOWN], shown(t, regions=["杭州"]), Unchanged("card_shown")),
    "another replaces it": ([*SHOWN], shown(t, regions=["宁波"]), "CardShown"),
    "a hidden one is shown again": ([*SHOWN, hidden(t)], shown(t, regions=["杭州"]), "CardShown"),
    "it is hidden": ([*SHOWN], hidden(t), "CardHidden"),
    "by the watcher": ([*SHOWN, t.closed()], hidden_by_the_watcher(t), "CardHidden"),
    "by the watcher once": ([*SHOWN, hidden(t)], hidden_by_the_watcher(t), Unchanged("card_hidden")),
    "also when all is over": ([*SHOWN, t.closed()], hidden(t), "CardHidden"),
    "once": ([*SHOWN, hidden(t)], hidden(t), Unchanged("card_hidden")),
    "where there is one": ([*OPEN], hidden(t), Refused("unknown_card")),
    "by whom it is of": ([*SHOWN], by(hidden(t), "stu-2", "student"), Refused("unknown_card")),
    "not by an enterprise of that name": ([*SHOWN], by(hidden(t), "stu-1", "enterprise"), Refused("unknown_card")),
    "not in a draft": ([t.draft()], shown(t), Refused("unknown_fair")),
    "other facets replace it": ([*SHOWN], shown(t, regions=["杭州"], facets=FACETS), "CardShown"),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Each event has the listed outcome; refused and unchanged ones change no row."""
    given, then, expected = TABLE[name]
    before = play(*given)[0] if given else World()
    after, (outcome, *_) = play(*given, then)
    assert is_outcome(outcome, expected)
    if not isinstance(expected, str):
        assert without_books(after) == without_books(before)


def test_a_card_has_what_its_student_shows() -> None:
    """Facets and wishes, the log offset and the log time."""
    world, _ = play(*OPEN, (60, shown(t, regions=["杭州"], industries=["软件"], employment_types=["full_time"])))
    facets, wants = card.Facets("master", "数学", "上海"), card.Wants(("杭州",), ("软件",), ("full_time",))
    ids = (card_of(t), t.fair, "stu-1")
    shown_card = card.Card(*ids, "shown", facets, wants, place=len(OPEN), shown_at=at(60), created_at=at(60))
    assert world.cards == {card_of(t): shown_card}


def test_a_card_keeps_its_first_id() -> None:
    """A student's card keeps its first id, whatever id a later request proposes, so approaches keep pointing to it."""
    world, (outcome,) = play(*SHOWN, hidden(t), shown(t, card=uuid4(), industries=["软件"]))
    [kept] = world.cards.values()
    assert outcome == card.CardShown(kept)
    assert (kept.id, kept.state, kept.wants.industries, kept.created_at) == (card_of(t), "shown", ("软件",), at(5))
    assert kept.shown_at == at(7)
