"""Access rules that all nouns share."""

from __future__ import annotations

from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from services.ingest.catalog import Catalog
from services.ingest.edge.access import Access, exists, org_of, path_id
from tests.services.ingest.asking import person
from tests.services.ingest.write_edge import CatalogFeed

FAIR = UUID(int=1)


async def test_a_move_that_was_announced_is_waited_for() -> None:
    """Until its record arrives or the timeout passes. Nothing else is waited for."""
    catalog = Catalog(lambda: True, wait_s=0.01)
    access = Access(catalog)
    await access.settled(FAIR)
    access.moves(FAIR)
    await CatalogFeed(catalog).fair(fair=FAIR)
    await access.settled(FAIR)
    assert catalog.waiting == 0
    assert [exists(found) for found in (None, catalog.fair(FAIR))] == [False, True]


def test_a_token_without_an_org_is_told_so() -> None:
    """403 that names the missing org."""
    with pytest.raises(Problem, match="org") as caught:
        org_of(person(None))
    assert caught.value.status == 403


@pytest.mark.parametrize("text", ["", "x", "0" * 32, "0" * 36, "urn:uuid:" + "0" * 27, "{" + "0" * 34 + "}"])
def test_an_id_that_is_none_does_not_exist(text: str) -> None:
    """404, not 422: the address leads nowhere."""
    with pytest.raises(Problem) as caught:
        path_id({"job": text}, "job")
    assert caught.value.status == 404


def test_an_org_that_no_address_can_name_is_told_so() -> None:
    """A booth's address contains the org, so a slash in it would lead elsewhere."""
    with pytest.raises(Problem, match="slash") as caught:
        org_of(person("ent/1"))
    assert caught.value.status == 403
