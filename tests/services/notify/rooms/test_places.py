"""Positions in the log of rooms, as clients send them back."""

from __future__ import annotations

import pytest

from services.notify.rooms.places import Place, epoch_of


@pytest.mark.parametrize("place", [Place("0a1b", 3, 42), Place("e", 0, -1)])
def test_a_place_reads_back(place: Place) -> None:
    """A position that was sent parses as `since`."""
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize("text", ["", "a:b:c", "a:1", "a:1:2:3", "a:1:-2", "a:1:2\n", "é:1:2", "a:1:" + "9" * 40])
def test_other_text_is_no_place(text: str) -> None:
    """Any other text is no position."""
    assert Place.parse(text) is None


def test_an_epoch_is_of_one_cluster_and_one_spread() -> None:
    """Instances of one cluster agree; another cluster or number of partitions is another epoch."""
    logs = [("cluster", 12, "a"), ("other", 12, "a"), ("cluster", 24, "a"), ("cluster", 12, "b")]
    assert len({epoch_of(*log) for log in [*logs, *logs]}) == 4
    assert Place.parse(f"{epoch_of(*logs[0])}:0:0") is not None


def test_why_a_position_cannot_be_resumed() -> None:
    """Another log, a position that was not sent here yet, and one from before what was dropped."""
    here = Place("log", 3, 10)
    assert (Place("log", 3, 10).why_reload(here, 5), Place("log", 3, 5).why_reload(here, 5)) == (None, None)
    assert "epoch" in str(Place("other", 3, 10).why_reload(here, 5))
    assert "epoch" in str(Place("log", 4, 10).why_reload(here, 5))
    assert "not known" in str(Place("log", 3, 11).why_reload(here, 5))
    assert "too old" in str(Place("log", 3, 4).why_reload(here, 5))
    assert (Place("log", 3, 11).is_ahead_of(here), Place("other", 3, 11).is_ahead_of(here)) == (True, False)
