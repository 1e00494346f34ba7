"""No read fails at what a stranger may put into its address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from starlette.routing import Match, Route

from services.fair.engine import documents
from services.fair.wiring import reads, routes
from tests.services.fair.everything import Everything, decide
from tests.services.fair.site import PEOPLE, Site

NUL, MARKS, LONG = "a\0b", "a" + "\u0301\u0323" * 3_000, "9" * 7_000
REFUSED = {401, 403, 404, 422}


def parameters(site: Site) -> dict[str, list[str]]:
    """The names of the query parameters of each read in the OpenAPI document."""
    of = reads(site.api)
    paths: dict[str, Any] = documents.openapi(routes(site.api, of), of)["paths"]
    return {
        path: [one["name"] for one in methods["get"].get("parameters", ()) if one["in"] == "query"]
        for path, methods in paths.items()
        if "get" in methods
    }


async def answered(site: Site, of: Everything) -> AsyncIterator[tuple[str, str, str]]:
    """Each read that somebody may have: its template, one path of it, and who may."""
    templates = {path: Route(path, lambda _: None) for path in parameters(site)}
    for path in dict.fromkeys(path.partition("?")[0] for path in of.paths()):
        scope = {"type": "http", "method": "GET", "path": path}
        template = next(one for one, route in templates.items() if route.matches(scope)[0] is Match.FULL)
        for who in PEOPLE:
            if (await site.get(path, who)).status_code == 200:
                yield template, path, who
                break


async def test_an_address_with_nul_is_refused(site: Site) -> None:
    """In each part of a path: 404 or 422, as for a thing that does not exist."""
    happened = Everything()
    await decide(site, happened)
    async for template, path, who in answered(site, happened):
        parts = path.split("/")
        for number, name in enumerate(template.split("/")):
            if name.startswith("{"):
                changed = "/".join([*parts[:number], parts[number] + "%00", *parts[number + 1 :]])
                assert (await site.get(changed, who)).status_code in REFUSED, changed


async def test_no_parameter_makes_a_read_fail(site: Site) -> None:
    """NUL, thousands of combining marks and very long numbers in each parameter: an answer, or 422."""
    happened, asked, seen = Everything(), parameters(site), set[str]()
    await decide(site, happened)
    async for template, path, who in answered(site, happened):
        for name in () if template in seen else asked[template]:
            for value in (NUL, MARKS, LONG):
                answer = await site.get(path, who, **{name: value})
                assert answer.status_code in {200, *REFUSED}, (path, name, answer.status_code)
        seen.add(template)
    assert len(seen) > 30
