"""The API guide in docs/api as data: its pages in reading order, their routes, examples and dialogues.

Owns the form in which examples are written. Speaks to no system and imports no service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "api"
INDEX = "README.md"
SERVICES = ("ingest", "fair", "notify")

BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"\s*^`(?P<status>\d{3})[^`]*`(?: `(?P<media>[\w/+.-]+)`)?$\s*", re.MULTILINE)
ROUTE = re.compile(r"^\| `(?P<method>[A-Z]+) (?P<path>/[^`?]*)` \|(?P<rest>.*)$", re.MULTILINE)
PERSON = re.compile(
    r"^\| `\{(?P<token>\w+)\}` \| (?P<role>\w+) \| `(?P<sub>[\w-]+)` \| (?:`(?P<org>[\w-]+)`)? *\|", re.MULTILINE
)
FRAME = re.compile(r"^(->|<-) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Route:
    """A row of a page's table of routes."""

    service: str
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Example:
    """A request and its answer. `answer` is None if the guide gives only the status."""

    where: str
    method: str
    target: str
    headers: dict[str, str]
    body: str
    status: int
    media: str | None
    answer: str | None

    @property
    def path(self) -> str:
        """Without the query."""
        return self.target.partition("?")[0]

    @property
    def service(self) -> str:
        return self.headers.get("Host") or service_of(self.method)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Frames of one live socket: the direction (`->` is the client's) and the JSON of each."""

    where: str
    frames: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the examples, with a token."""

    token: str
    role: str
    sub: str
    org: str | None


def service_of(method: str) -> str:
    """The service of a route under /v1: ingest for writes, fair for reads."""
    return "fair" if method == "GET" else "ingest"


def pages() -> list[Path]:
    """The index, then what its numbered list names, in that order."""
    listed = re.findall(
        r"^\d+\. \[[^\]]+\]\((\w[\w-]*\.md)\)", (FOLDER / INDEX).read_text(encoding="utf-8"), re.MULTILINE
    )
    return [FOLDER / name for name in (INDEX, *listed)]


def routes(text: str) -> Iterator[Route]:
    """Outside /v1 the second column names the services that have the route."""
    for row in ROUTE.finditer(text):
        method, path = row["method"], row["path"]
        if path.startswith("/v1/"):
            yield Route(service_of(method), method, path)
        else:
            yield from (Route(service, method, path) for service in SERVICES if service in row["rest"].split("|")[0])


def people(text: str) -> list[Person]:
    return [Person(row["token"], row["role"], row["sub"], row["org"]) for row in PERSON.finditer(text)]


def examples(text: str, page: str) -> Iterator[Example | Dialogue]:
    """In the order of the page. An `http` block without a status after it is an error in the page."""
    for block in BLOCK.finditer(text):
        where = f"{page}:{text.count(chr(10), 0, block.start()) + 1}"
        if block["language"] == "frames":
            yield Dialogue(where, _frames(block["text"]))
        elif block["language"] == "http":
            yield _example(where, block["text"], text[block.end() :])


def _frames(text: str) -> tuple[tuple[str, str], ...]:
    _, *parts = FRAME.split(text)
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def _example(where: str, request: str, rest: str) -> Example:
    head, _, body = request.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, _, target = first.partition(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    status = STATUS.match(rest)
    if status is None:
        raise ValueError(f"{where}: no line with the status of the answer follows {first}")
    answer = BLOCK.match(rest, status.end())
    shown = answer["text"] if answer and answer["language"] in ("json", "text") else None
    return Example(where, method, target, headers, body, int(status["status"]), status["media"], shown)
