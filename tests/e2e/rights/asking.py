"""One cell of the matrix: a route, somebody, a thing. Fills the path and the body, sends it, and tells the verdict."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

import httpx

from tests.e2e.rights.bodies import BODIES
from tests.e2e.rights.people import Actor, Thing, World
from tests.e2e.rights.relations import applied, of_both_sides
from tests.e2e.rights.right import ALLOWED, FORBIDDEN, UNAUTHENTICATED, UNKNOWN
from tests.e2e.rights.table import RIGHT_OF
from tests.e2e.rights.world import PDF
from tests.e2e.running import System

PARAMETER = re.compile(r"\{(\w+)\}")
DENIED = (UNAUTHENTICATED, FORBIDDEN, UNKNOWN)
STATES_THE_THING = (200, 202, 409)
"""The answers to somebody who may: it was done, or the thing's state forbids it."""
OF_THE_LOG = ("application", "approach", "question", "link", "card", "person")
"""What only the log knows: the edge accepts a request that names an unknown one, and the log refuses it."""
DENIES = ("unknown_", "not_yours", "booth_")
"""How the log's reasons begin that say the same as 403 and 404."""
CSV = (
    '--cut\r\nContent-Disposition: form-data; name="file"; filename="jobs.csv"\r\n\r\n'
    "title,headcount,enterprise\r\nAn imported job,1,Globex\r\n--cut--\r\n"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """`ids` are those of the thing, unless one of them was replaced by that of something else (`swapped`)."""

    service: str
    route: str
    actor: Actor
    thing: Thing
    body: Any = None
    swapped: str = ""

    @property
    def expected(self) -> int:
        return UNKNOWN if self.swapped else RIGHT_OF[self.route].expected(self.actor, self.met)

    @property
    def met(self) -> Thing:
        """The thing as the service knows it: ingest has forgotten what belongs to an archived fair."""
        forgotten = self.thing.is_archived and self.service == "ingest"
        return replace(self.thing, exists=False) if forgotten else self.thing

    @property
    def is_hidden(self) -> bool:
        """Whether it must look as if it did not exist, though it may: it is not theirs."""
        bare = replace(RIGHT_OF[self.route], needs="")
        return bare.expected(self.actor, self.met) == UNKNOWN and not (
            self.met.exists and of_both_sides(self.actor, self.met)
        )

    @property
    def of_the_log(self) -> bool:
        """Whether the path names something that only the log knows. A student's own application is known by its id."""
        named = set(parameters(self.route)) & set(OF_THE_LOG)
        return bool(named) and (named != {"application"} or RIGHT_OF[self.route].relation is not applied)

    def __str__(self) -> str:
        swapped = f", with {self.swapped} of something else" if self.swapped else ""
        return f"{self.service} {self.route} as {self.actor.name} on {self.thing.name}{swapped}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and for a write that was accepted the reasons with which the log refused it."""

    status: int
    body: str
    reasons: tuple[str, ...] = ()

    def fits(self, cell: Cell) -> bool:
        if cell.expected == ALLOWED:
            return self.status in STATES_THE_THING
        if self.status == cell.expected or (self.status == 409 and cell.of_the_log and not cell.thing.is_draft):
            return True  # 409: the state of a fair or of a job is public, and the edge knows no more
        denied_by_log = self.reasons and all(reason.startswith(DENIES) for reason in self.reasons)
        return bool(denied_by_log and cell.expected == UNKNOWN and (cell.of_the_log or cell.swapped))

    def __str__(self) -> str:
        return f"{self.status} {' '.join(self.reasons)} {self.body[:200]}"


def parameters(route: str) -> list[str]:
    return PARAMETER.findall(route)


def cell_of(world: World, service: str, route: str, actor: Actor, thing: Thing) -> Cell:
    """The cell with the body that the route takes."""
    make = BODIES.get(route)
    resume = world.resumes.get(actor.name, thing.ids["resume"])
    return Cell(service, route, actor, thing, None if make is None else make(thing, actor, resume))


async def ask(system: System, http: httpx.AsyncClient, cell: Cell) -> Verdict:
    """Send the request; for an accepted write ask what the log has decided."""
    method, _, path = cell.route.partition(" ")
    address = system.addresses(cell.service)[0].replace("ws://", "http://")
    ids = {**cell.thing.ids, **({"event_id": cell.thing.ids["bulk"]} if path.endswith("/items") else {})}
    url = address + PARAMETER.sub(lambda found: ids[found[1]], path)
    headers = {"Authorization": f"Bearer {cell.actor.person.token}"} if cell.actor.person.token else {}
    content, media = _content(cell)
    if media:
        headers["Content-Type"] = media
    answer = await http.request(method, url, content=content, headers=headers)
    if answer.status_code != 202:
        return Verdict(answer.status_code, answer.text)
    return Verdict(202, answer.text, await _reasons(system, http, answer.json(), headers))


def _content(cell: Cell) -> tuple[bytes, str]:
    if cell.route.endswith("/jobs/import"):
        return CSV.encode(), "multipart/form-data; boundary=cut"
    if cell.route.endswith("/me/resume/attachment"):
        return PDF, "application/pdf"
    return (b"", "") if cell.body is None else (json.dumps(cell.body).encode(), "application/json")


async def _reasons(
    system: System, http: httpx.AsyncClient, accepted: dict[str, Any], headers: dict[str, str]
) -> tuple[str, ...]:
    """Why the log refused the write, or some of its items; nothing where it did not, or where nothing is decided."""
    position = accepted["receipt"]["position"]
    if position.startswith("livefair.chat"):
        return ()
    path = f"{system.fair}/v1/outcomes/{accepted['event_id']}{'/items' if 'items' in accepted else ''}"
    answer = await http.get(path, params={"after": position}, headers={"Authorization": headers["Authorization"]})
    assert answer.status_code == 200, f"{path}: {answer.text}"
    outcomes = answer.json().get("items", [answer.json()])
    return tuple(one["reason"] for one in outcomes if one["outcome"] == "refused")
