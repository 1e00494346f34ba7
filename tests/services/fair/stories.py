"""What the nouns add to the tests that cover all of them. A noun's part stands beside its own tests, in `story.py`:

- `story(host)`: events after which each of its tables has rows, in the fair of `everything.py`: jobs `a` to `e` are
  open, `b` is org-2's, and students have applied;
- `paths(host)`: each of its JSON reads, with the parameters that change its answer;
- `drawn(host, student, job)`: strategies for its events, from strategies for a fair, a student and a job.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from hypothesis.strategies import SearchStrategy

from services.fair.engine.registry import NOUNS
from tests.services.fair.story import Entry, Teller

Drawn = SearchStrategy[Any]


def _stories() -> list[Any]:
    """The modules, in the order of the registry. Lower nouns have none: their events stand in `story.py` of all."""
    names = (f"tests.services.fair.{noun.name}.story" for noun in NOUNS)
    return [import_module(name) for name in names if find_spec(name)]


def events_of_nouns(host: Teller) -> list[Entry]:
    return [entry for one in _stories() for entry in one.story(host)]


def paths_of_nouns(host: Teller) -> list[str]:
    return [path for one in _stories() for path in one.paths(host)]


def drawn_of_nouns(host: Drawn, student: Drawn, job: Drawn) -> list[Drawn]:
    return [strategy for one in _stories() for strategy in one.drawn(host, student, job)]
