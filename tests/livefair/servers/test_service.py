"""Starting one instance of a service, and its readiness."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from livefair.servers.child import Child
from livefair.servers.ports import free_port
from livefair.servers.service import Service


def test_its_own_name_and_port_win(tmp_path: Path) -> None:
    """An instance's own settings replace those of all services."""
    settings = {"LIVEFAIR_PORT": "1", "LIVEFAIR_KAFKA": "127.0.0.1:9"}
    program = Service("fair", 2, 4711, tmp_path / "log", settings).program()
    assert program.argv[1:] == ("-P", "-m", "services.fair")
    assert program.env["LIVEFAIR_PORT"] == "4711"
    assert program.env["LIVEFAIR_INSTANCE"] == "fair-2"
    assert program.env["LIVEFAIR_KAFKA"] == "127.0.0.1:9"


def test_fair_has_two_roles(tmp_path: Path) -> None:
    """The same service decides in one process and answers reads in another; other services have no role."""
    kinds = ("fair", "reads", "ingest")
    programs = [Service(kind, 1, 4711, tmp_path / "log", {}).program() for kind in kinds]
    assert [program.argv[-1] for program in programs] == ["services.fair", "services.fair", "services.ingest"]
    assert [program.env.get("LIVEFAIR_ROLE") for program in programs] == ["log", "reads", None]
    assert [program.env["LIVEFAIR_INSTANCE"] for program in programs] == ["fair-1", "reads-1", "ingest-1"]


async def test_it_is_ready_when_it_says_so(
    tiny_services: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is ready when /readyz answers 200."""
    monkeypatch.setitem(os.environ, "PYTHONPATH", str(tiny_services))
    service = Service("ingest", 1, free_port(), tmp_path / "log")
    assert not await service.is_ready()
    child = Child(service)
    await child.start()
    assert await service.is_ready()
    await child.stop()
    assert await child.wait() == 0
