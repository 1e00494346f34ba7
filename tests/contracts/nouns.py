"""The whole of fair on one page: what each noun decides, keeps, publishes and serves, drawn from the registry.

`drawn.py` keeps the page as this has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from services.fair.engine.dispatch import FAIR, subclasses
from services.fair.engine.registry import NOUNS
from services.fair.kernel.noun import Noun, Silence
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.kernel.reader import Reader

PAGE = "nouns.md"
GOLDEN = Path(__file__).parents[2] / "schemas" / "golden"
INTRODUCTION = """# The nouns of fair

Written by `make contracts` from [the registry](../services/fair/engine/registry.py); do not edit. The statements that
are printed for the tables stand in [statements/](statements).

An event of `livefair.fairs` is a request. It becomes a command, and a rule decides the command. The outcome is the
fact: it is kept in rows and told to rooms, or the noun says why no room is told.
[adding-a-feature.md](adding-a-feature.md) follows one small feature through these files.
"""


def page() -> str:
    """The page as Markdown."""
    return INTRODUCTION + "".join(_section(noun) for noun in NOUNS)


def _section(noun: Noun) -> str:
    tables = dict.fromkeys(f"`{one.table.name}`" for one in noun.statements)
    entries = ", ".join(f"`{model.__name__}`" for model in noun.entry_models) or "none"
    rows = ", ".join(f"`{kind.__name__}`" for kind in noun.rows)
    parts = [
        f"\n## {noun.name}\n\nFolder [services/fair/{noun.name}](../services/fair/{noun.name}); rows {rows}; ",
        f"tables {', '.join(tables)}; catalog entries: {entries}.\n",
        "\n| event | command | rule |\n| --- | --- | --- |\n",
        *_events(noun),
        "\n| outcome | told |\n| --- | --- |\n",
        *_outcomes(noun),
        *_reads(noun),
    ]
    return "".join(parts)


def _events(noun: Noun) -> Iterator[str]:
    """Each event with the command that its golden sample becomes, and the rule of that."""
    for event, command_of in noun.events.items():
        sample = event.model_validate_json((GOLDEN / f"{event.wire_type()}.json").read_bytes())
        command = type(command_of(sample))
        yield f"| `{event.__name__}` | `{command.__name__}` | `{_name(FAIR.rules[command].decide)}` |\n"


def _outcomes(noun: Noun) -> Iterator[str]:
    for outcome in _own(noun, subclasses(Outcome)):
        tell = FAIR.reactions[outcome].tell
        told = f"no room: {tell.why}" if isinstance(tell, Silence) else f"`{_name(tell)}`"
        yield f"| `{outcome.__name__}` | {told} |\n"


def _reads(noun: Noun) -> Iterator[str]:
    if noun.reads is not None:
        unconnected = cast(Reader, None)  # the list of routes needs no database
        paths = (read.path for read in noun.reads(unconnected).served())
        yield "\n| read |\n| --- |\n" + "".join(f"| `GET {path}` |\n" for path in paths)


def _own(noun: Noun, outcomes: Iterable[type[Outcome]]) -> Iterator[type[Outcome]]:
    """Those that are made: the bases only name what their outcomes share."""
    for outcome in outcomes:
        is_own = outcome.__module__.startswith(f"services.fair.{noun.name}.")
        if is_own and not issubclass(outcome, Refused | Unchanged) and not any(subclasses(outcome)):
            yield outcome


def _name(function: Any) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
