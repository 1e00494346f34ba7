"""The committed contracts are up to date, and the code breaks none of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from schemas.registry import EVENT_TYPES
from services.notify import documents as notify
from tests.contracts import committed, served


def test_the_code_breaks_no_committed_contract() -> None:
    """Nothing is removed, renamed, narrowed or newly required; such a change needs a new version."""
    assert committed.broken() == []


def test_no_committed_contract_is_stale() -> None:
    """If this fails: run `make contracts`, and commit the result."""
    assert committed.stale() == []


def test_every_event_type_has_a_committed_schema() -> None:
    """Every event of the registry, by its CloudEvents type."""
    kept = {path.stem for path in (committed.FOLDER / "events").glob("*.json")}
    assert kept == set(EVENT_TYPES)


@pytest.mark.parametrize("client", [served.of_ingest(), served.of_fair()], ids=["ingest", "fair"])
def test_a_service_describes_every_route_below_v1_and_no_other_that_it_has_not(client: TestClient) -> None:
    """A new route cannot be forgotten, nor an old one stay. By method, since several share a path."""
    paths = served.document(client, "openapi")["paths"]
    told = {(path, method.upper()) for path in paths for method in paths[path]}
    routes: list[Any] = client.app.routes  # type: ignore[attr-defined]  # it is Starlette
    listed = [route for route in routes if isinstance(route, Route)]
    there = {(route.path, method) for route in listed for method in route.methods or () if method != "HEAD"}
    assert {(path, method) for path, method in there if path.startswith("/v1/")} <= told <= there


def test_no_operation_has_the_id_of_another() -> None:
    """Generated clients use it as a name."""
    for client in (served.of_fair(), served.of_ingest()):
        paths = served.document(client, "openapi")["paths"]
        ids = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
        assert len(ids) == len(set(ids))


def test_notify_tells_the_endpoints_that_it_has() -> None:
    """Its HTTP part is small and written by hand."""
    assert {"/healthz", "/readyz", "/metrics", "/openapi.json", "/asyncapi.json"} == set(notify.openapi()["paths"])


def test_what_breaks_is_not_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make contracts` refuses a breaking change, unless it is called with `--breaking`."""
    monkeypatch.setattr(committed, "FOLDER", tmp_path)
    required: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    monkeypatch.setattr(committed, "contracts", lambda: {"events/thing": required})
    assert committed.main([]) == 0
    monkeypatch.setattr(committed, "contracts", lambda: {"events/thing": {"type": "object", "properties": {}}})
    assert committed.main([]) == 1
    assert "events/thing: value.a: is gone" in capsys.readouterr().out
    assert committed.committed("events/thing") == required
    assert committed.main(["--breaking"]) == 0
    assert committed.committed("events/thing") == {"type": "object", "properties": {}}


def test_a_check_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names stale contracts and the command that updates them."""
    monkeypatch.setattr(committed, "FOLDER", tmp_path)
    monkeypatch.setattr(committed, "contracts", lambda: {"events/thing": {"type": "object"}})
    assert committed.main(["--check"]) == 1
    assert "events/thing: is stale" in capsys.readouterr().out
    assert committed.committed("events/thing") is None
    committed.main([])
    assert committed.main(["--check"]) == 0


def test_a_contract_that_is_gone_breaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without its event type in the registry, a log cannot be read."""
    monkeypatch.setattr(committed, "FOLDER", tmp_path)
    monkeypatch.setattr(committed, "contracts", lambda: {"events/thing": {"type": "object"}})
    committed.main([])
    monkeypatch.setattr(committed, "contracts", dict)
    assert committed.broken() == ["events/thing: is gone"]


def test_what_is_rewritten_keeps_its_order() -> None:
    """Existing names keep their order and new ones come last, so that a diff shows what changed."""
    before = {"paths": {"/b": 1, "/a": {"get": 1, "tags": ["x"]}}, "gone": 1, "info": 1}
    now = {"new": 1, "info": 2, "paths": {"/a": {"tags": ["y"], "post": 1, "get": 1}, "/c": 1, "/b": 1}}
    written = committed.in_order_of(before, now)
    assert written == now
    assert [[*written], [*written["paths"]], [*written["paths"]["/a"]]] == [
        *(["paths", "info", "new"], ["/b", "/a", "/c"], ["get", "tags", "post"])
    ]
