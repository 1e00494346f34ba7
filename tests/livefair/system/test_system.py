"""The plan of a system, without starting it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.setting import Setting
from livefair.system.system import Options, System


def test_more_fair_than_partitions_is_refused() -> None:
    """A thirteenth member of the group would have no partition."""
    assert Options(fair=12).fair == 12
    with pytest.raises(Failure, match=r"--fair 13 is more than the 12 partitions of livefair.fairs"):
        Options(fair=13)


@pytest.mark.parametrize("kafka", ["", "kafka", "localhost", "localhost:", "localhost:nine"])
def test_a_kafka_that_is_no_address_is_refused(kafka: str) -> None:
    """Neither a known word nor HOST:PORT: refused at once."""
    with pytest.raises(Failure, match="neither mesh, apache nor HOST:PORT"):
        Options(kafka=kafka)


def test_ports_differ(tmp_path: Path) -> None:
    """No two servers of a system share a port."""
    system = System(Options(tmp_path, ingest=3, fair=4, notify=5))
    run = system_run(system)
    addresses = [address for of_kind in run["addresses"].values() for address in of_kind]
    assert len({address.rpartition(":")[2] for address in [*addresses, run["kafka"]]}) == 17


def test_each_process_is_under_its_kind(tmp_path: Path) -> None:
    """run.json lists a service's processes together, those of reads apart, and external servers as null."""
    system = System(Options(tmp_path, kafka="127.0.0.1:9", postgres="postgresql://h/d", fair=2))
    run = system.run({"fair-1": 1, "fair-2": 2, "reads-1": 4, "ingest-1": 3})
    own = {"ingest": [3], "fair": [1, 2], "notify": [], "reads": [4]}
    assert run["processes"] == {**own, "kafka": None, "postgres": None}


@pytest.mark.parametrize(("reads", "expected"), [(None, 3), (1, 1), (5, 5)])
def test_reads_listen_at_the_address_of_fair(tmp_path: Path, reads: int | None, expected: int) -> None:
    """As many as decide, unless it is said; the instances that decide are listed as the log's."""
    system = System(Options(tmp_path, fair=3, kafka="127.0.0.1:9", postgres="postgresql://h/d", reads=reads))
    addresses = system.run({})["addresses"]
    assert (len(addresses["fair"]), len(addresses["log"])) == (expected, 3)
    assert not {*addresses["fair"]} & {*addresses["log"]}


def test_a_setting_wins_where_it_is_for(tmp_path: Path) -> None:
    """Over what the system gives all services; the other instances keep that."""
    given = (Setting.parsed("fair-2:LIVEFAIR_KAFKA=127.0.0.1:10"),)
    system = System(Options(tmp_path, kafka="127.0.0.1:9", postgres="postgresql://h/d", fair=2, settings=given))
    Home(tmp_path).grant_key.write_text("k" * 48)
    *_, fairs, _ = system.stages()
    told = {server.name: server.program().env["LIVEFAIR_KAFKA"] for server in fairs().servers}
    assert told == {
        "fair-1": "127.0.0.1:9", "fair-2": "127.0.0.1:10", "reads-1": "127.0.0.1:9", "reads-2": "127.0.0.1:9"
    }  # fmt: skip


def test_the_durable_and_the_tour_share_no_data(tmp_path: Path) -> None:
    """A demo in the home of a durable system does not touch its data."""
    tour, durable = System(Options(tmp_path)), System(Options(tmp_path, kafka="apache"))
    assert tour.data == Home(tmp_path).tour
    assert durable.data == tmp_path
    assert tour.postgres is not None
    assert durable.postgres is not None
    assert (tour.postgres.durable, durable.postgres.durable) == (False, True)


def system_run(system: System) -> dict[str, Any]:
    """The content of run.json, for a PostgreSQL that has a password."""
    assert system.postgres is not None
    system.postgres.folder.mkdir(parents=True)
    (system.postgres.folder / "password").write_text("secret")
    return system.run({})
