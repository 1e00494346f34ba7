"""The environment of several processes behind one port. The services' own tests prove that they stop together."""

from __future__ import annotations

import pytest

from plumbing.environment import BadSettings, Environment
from plumbing.workers import Sharing

GIVEN = {"LIVEFAIR_PORT": "1", "LIVEFAIR_INGEST_WORKERS": "3", "LIVEFAIR_INSTANCE": "edge"}


def sharing(**given: str) -> Sharing:
    return Sharing.from_environment("ingest", Environment({**GIVEN, **given}))


def test_alone_where_nothing_is_said() -> None:
    """Without the variable there is one process and no worker."""
    told = Sharing.from_environment("notify", Environment({"LIVEFAIR_PORT": "1"}))
    assert (told.workers, told.is_worker) == (1, False)


def test_each_worker_has_a_name_of_its_own_and_starts_none() -> None:
    """The rest of its environment is its parent's."""
    told = sharing().environment_of(2)
    own = Sharing.from_environment("ingest", Environment(told))
    assert (own.workers, own.is_worker, told["LIVEFAIR_INSTANCE"]) == (1, True, "edge/2")
    assert told["LIVEFAIR_PORT"] == "1"


@pytest.mark.parametrize("many", ["0", "-1", "two", "65", "1000"])
def test_a_number_that_is_none_is_refused_by_its_name(many: str) -> None:
    """At least one, and at most what a machine can run."""
    with pytest.raises(BadSettings, match="LIVEFAIR_INGEST_WORKERS"):
        sharing(LIVEFAIR_INGEST_WORKERS=many)
