"""A running system from outside: `livefair up` with minimal services and real servers."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import asyncpg
import httpx
import psutil

from livefair.servers.kafka import answers_kafka
from livefair.servers.ports import is_free
from tests.conftest import RunningKafka
from tests.livefair.conftest import StartUp, Up, all_pids


def _ports(up: Up) -> list[int]:
    run = up.run
    addresses = [address for of_kind in run["addresses"].values() for address in of_kind]
    postgres = run["postgres"].rpartition("/")[0]
    return [int(address.rpartition(":")[2]) for address in [*addresses, run["kafka"], postgres]]


async def _told(address: str) -> dict[str, str]:
    async with httpx.AsyncClient(trust_env=False) as http:
        told: dict[str, str] = (await http.get(address.replace("ws://", "http://"))).json()
        return told


async def test_it_is_what_run_json_says(start_up: StartUp, tmp_path: Path) -> None:
    """Each service has a line, an address and a process; the first line warns that nothing is durable."""
    up = await start_up(tmp_path, "--fair", "2", "--ingest", "2", "--rate-limit", "off")
    run = up.run
    assert "no durability" in up.lines[0]
    assert [line.split()[0] for line in up.lines[1:-1]] == [
        *("postgres", "kafka", "fair-1", "fair-2", "reads-1", "reads-2", "ingest-1", "ingest-2", "notify-1")
    ]
    assert run["ingest"] == run["addresses"]["ingest"][0]
    numbers = {kind: len(of_kind) for kind, of_kind in run["addresses"].items()}
    assert numbers == {"ingest": 2, "fair": 2, "notify": 1, "log": 2}
    assert all_pids(run) == {process.pid for process in psutil.Process(up.process.pid).children()}
    assert await answers_kafka(run["kafka"])
    assert os.stat(up.home.run).st_mode & 0o077 == 0


async def test_services_are_told_what_they_need(start_up: StartUp, tmp_path: Path) -> None:
    """Each has this system's settings, its own name, and the setting for the demo's broker."""
    up = await start_up(tmp_path, "--fair", "2", "--rate-limit", "off")
    run = up.run
    told = await _told(run["addresses"]["fair"][1])
    assert (told["LIVEFAIR_INSTANCE"], told["LIVEFAIR_ROLE"]) == ("reads-2", "reads")
    deciding = await _told(run["addresses"]["log"][1])
    assert (deciding["LIVEFAIR_INSTANCE"], deciding["LIVEFAIR_ROLE"]) == ("fair-2", "log")
    assert told["LIVEFAIR_KAFKA"] == run["kafka"]
    assert told["LIVEFAIR_KAFKA_IDEMPOTENCE"] == "off"
    assert told["LIVEFAIR_POSTGRES"].startswith("postgresql://fair_reads:")
    assert deciding["LIVEFAIR_POSTGRES"].startswith("postgresql://fair:")
    assert told["LIVEFAIR_POSTGRES"].partition("@")[2] == run["postgres"].partition("@")[2]
    assert told["LIVEFAIR_LIVE_URL"] == run["notify"]
    assert told["LIVEFAIR_INGEST_URL"] == run["ingest"]
    assert told["LIVEFAIR_PAGES_ORIGINS"].split() == run["addresses"]["fair"]
    assert told["LIVEFAIR_OBJECTS"] == run["objects"]
    assert told["LIVEFAIR_RATE_LIMIT"] == "off"
    assert len(told["LIVEFAIR_GRANT_KEY"]) >= 32
    assert told["LIVEFAIR_JWKS"] == str(up.home.jwks)


async def test_sigterm_leaves_nothing(start_up: StartUp, tmp_path: Path) -> None:
    """Exit status 0, and no process, port, run.json or demo data is left."""
    up = await start_up(tmp_path)
    family, ports = up.family(), _ports(up)
    assert await up.stop() == 0
    assert not [process for process in family if process.is_running()]
    assert all(is_free(port) for port in ports)
    assert not up.home.run.exists()
    assert not up.home.tour.exists()


async def test_a_dead_service_comes_back_on_its_port(start_up: StartUp, tmp_path: Path) -> None:
    """After kill -9 one line says so, it listens on the old port, and run.json has the new process."""
    up = await start_up(tmp_path)
    before = up.run
    os.kill(before["processes"]["ingest"][0], signal.SIGKILL)
    assert "signal 9: starting it again" in await up.says("ingest-1 ended")
    await up.says("ingest-1 is back")
    after = up.run
    assert after["addresses"] == before["addresses"]
    assert after["processes"]["ingest"] != before["processes"]["ingest"]
    assert (await _told(after["ingest"]))["LIVEFAIR_INSTANCE"] == "ingest-1"


async def test_a_run_json_that_cannot_be_written_stops_nothing(start_up: StartUp, tmp_path: Path) -> None:
    """On a full disk a line warns, the service restarts, and run.json is corrected later."""
    up = await start_up(tmp_path)
    before, blocked = up.run, tmp_path / "run.writing"
    blocked.mkdir()
    os.kill(before["processes"]["ingest"][0], signal.SIGKILL)
    assert f"{up.home.run} tells old process ids: " in await up.says("make room")
    await up.says("ingest-1 is back")
    assert up.run == before
    blocked.rmdir()
    os.kill(before["processes"]["notify"][0], signal.SIGKILL)
    await up.says("notify-1 is back")
    assert up.run["processes"]["ingest"] != before["processes"]["ingest"]


async def test_a_dead_postgres_comes_back_with_its_rows(start_up: StartUp, tmp_path: Path) -> None:
    """After kill -9 it listens on the old port with its committed rows."""
    up = await start_up(tmp_path)
    connection = await asyncpg.connect(up.run["postgres"], ssl=False)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    os.kill(up.run["processes"]["postgres"], signal.SIGKILL)
    connection.terminate()
    await up.says("postgres is back")
    connection = await asyncpg.connect(up.run["postgres"], ssl=False)
    assert await connection.fetchval("SELECT number FROM kept") == 42
    await connection.close()


async def test_a_dead_memory_begins_anew(start_up: StartUp, tmp_path: Path) -> None:
    """The in-memory broker loses the log, so all start anew on the old ports with empty tables."""
    up = await start_up(tmp_path)
    before = up.run
    connection = await asyncpg.connect(before["postgres"], ssl=False)
    await connection.execute("CREATE TABLE forgotten AS SELECT 42 AS number")
    await connection.close()
    os.kill(before["processes"]["kafka"], signal.SIGKILL)
    await up.says("starting everything afresh")
    await up.says("up  ")
    assert up.run["addresses"] == before["addresses"]
    connection = await asyncpg.connect(up.run["postgres"], ssl=False)
    assert await connection.fetchval("SELECT to_regclass('forgotten')") is None
    await connection.close()


async def test_kill_9_leaves_no_child(start_up: StartUp, tmp_path: Path) -> None:
    """kill -9 leaves no process and no port, and the home can be used again."""
    up = await start_up(tmp_path)
    family, ports = up.family(), _ports(up)
    up.process.kill()
    await up.process.wait()
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, 15)
    assert alive == []
    assert all(is_free(port) for port in ports)
    await start_up(tmp_path)


async def test_stopped_while_it_starts(start_up: StartUp, servers_folder: Path) -> None:
    """Stopped before all is ready, it also exits with 0 and leaves nothing."""
    home = servers_folder / "stopped"
    up = await start_up(home, "--kafka", "apache", ready=False)
    await up.says("postgres")
    assert await up.stop() == 0
    assert up.lines[-1] == "stopping"
    assert not [process for process in psutil.process_iter() if _mentions(process, str(home))]


async def test_a_home_in_use_is_refused(start_up: StartUp, tmp_path: Path) -> None:
    """A second `up` names the holder and what to do, and changes nothing."""
    first = await start_up(tmp_path)
    second = await start_up(tmp_path, ready=False)
    assert await second.ends() == 1
    assert second.lines == [
        f"livefair: {tmp_path} is in use by another `livefair up` (process {first.process.pid}): "
        "stop it, or say --home ANOTHER"
    ]
    assert await _told(first.run["ingest"])


async def test_a_service_that_cannot_start_ends_it(start_up: StartUp, tmp_path: Path) -> None:
    """Its last line is shown, and nothing is left."""
    up = await start_up(tmp_path, ready=False, TINY_FAILS="notify-1")
    assert await up.ends() == 1
    assert up.lines[-1].startswith("livefair: notify-1 ended while it started: it will not start (see ")
    assert not up.home.run.exists()


async def test_apache_keeps_everything(start_up: StartUp, servers_folder: Path) -> None:
    """With Apache Kafka, a restart keeps the log and the tables."""
    home, arguments = servers_folder / "kept", ("--kafka", "apache")
    up = await start_up(home, *arguments)
    connection = await asyncpg.connect(up.run["postgres"], ssl=False)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    await connection.close()
    assert (await _told(up.run["ingest"]))["LIVEFAIR_KAFKA_IDEMPOTENCE"] == "on"
    assert await up.stop() == 0
    cluster = (home / "kafka" / "data" / "meta.properties").read_text()
    up = await start_up(home, *arguments)
    connection = await asyncpg.connect(up.run["postgres"], ssl=False)
    assert await connection.fetchval("SELECT number FROM kept") == 42
    await connection.close()
    assert (home / "kafka" / "data" / "meta.properties").read_text() == cluster


async def test_what_exists_is_used(start_up: StartUp, tmp_path: Path, kafka: RunningKafka, empty_database: str) -> None:
    """A given Kafka and PostgreSQL are not started or stopped; topics and tables are created there."""
    up = await start_up(tmp_path, "--kafka", kafka.bootstrap, "--postgres", empty_database)
    run = up.run
    assert (run["kafka"], run["postgres"]) == (kafka.bootstrap, empty_database)
    assert (run["processes"]["kafka"], run["processes"]["postgres"]) == (None, None)
    await up.stop()
    assert await answers_kafka(kafka.bootstrap)
    connection = await asyncpg.connect(empty_database, ssl=False)
    assert await connection.fetchval("SELECT count(*) FROM schema_migrations") > 0
    await connection.close()


async def test_memory_and_a_full_database_do_not_fit(start_up: StartUp, tmp_path: Path, database: str) -> None:
    """An in-memory log is refused with tables that are not empty."""
    up = await start_up(tmp_path, "--postgres", database, ready=False)
    assert await up.ends() == 1
    assert "the in-memory broker begins empty, this database does not" in up.lines[-1]


async def test_a_wrong_dsn_is_said(start_up: StartUp, tmp_path: Path) -> None:
    """An invalid DSN is one line."""
    up = await start_up(tmp_path, "--postgres", "nonsense", ready=False)
    assert await up.ends() == 1
    assert up.lines[-1].startswith("livefair: no PostgreSQL answers at the given DSN: invalid DSN")


async def test_an_absent_kafka_is_said(start_up: StartUp, servers_folder: Path) -> None:
    """An address where nothing listens is one line."""
    up = await start_up(servers_folder / "absent-kafka", "--kafka", "127.0.0.1:1", ready=False)
    assert await up.ends() == 1
    assert up.lines[-1] == "livefair: no Kafka answers at 127.0.0.1:1: start it, or say --kafka apache"


def _mentions(process: psutil.Process, folder: str) -> bool:
    try:
        return any(folder in argument for argument in process.cmdline())
    except psutil.Error:
        return False
