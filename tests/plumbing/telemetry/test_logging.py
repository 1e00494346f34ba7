"""Logs of a process: one JSON object per line."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from plumbing.telemetry.logging import Sparing

PROGRAM = """
import logging, sys, structlog
from plumbing.telemetry.logging import configure
log = structlog.get_logger("ours")
configure("fair", "fair-1", sys.argv[1])
log.debug("quiet")
log.info("told", name="数学", number=1)
logging.getLogger("theirs").warning("of a library: %s", "x")
logging.getLogger("aiokafka.consumer").info("chatter")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
"""


def said(level: str) -> list[dict[str, Any]]:
    """The program's output, one JSON object per line."""
    command = [sys.executable, "-c", PROGRAM, level]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_line_is_a_json_object() -> None:
    """Own and library messages, each with service, instance, level and time."""
    lines = said("info")
    assert [line["event"] for line in lines] == ["told", "of a library: x", "failed"]
    for line in lines:
        assert {"service": "fair", "instance": "fair-1"}.items() <= line.items()
        assert line["timestamp"].endswith("Z")
    assert (lines[0]["name"], lines[0]["number"], lines[0]["level"]) == ("数学", 1, "info")
    assert lines[1]["level"] == "warning"


def test_a_failure_has_its_traceback() -> None:
    """In the same line, not as further lines."""
    [failed] = [line for line in said("info") if line["event"] == "failed"]
    assert failed["exception"][0]["exc_type"] == "ZeroDivisionError"


@pytest.mark.parametrize(("level", "events"), [("debug", 4), ("warning", 2), ("critical", 0)])
def test_the_level_decides(level: str, events: int) -> None:
    """Lower levels are not written; the Kafka client logs warnings and above."""
    assert len(said(level)) == events


def passed(name: str, times: list[float]) -> list[str]:
    """The messages of one call at these times that pass, and that of another call at the end."""
    now = 0.0
    sparing = Sparing(lambda: now)
    found = []
    for at, line in [*((at, 7) for at in times), (times[-1], 8)]:
        now = at
        record = logging.LogRecord(name, logging.ERROR, "client.py", line, "No node %s", ("1",), None)
        if sparing.filter(record):
            found.append(record.getMessage())
    return found


def test_the_kafka_client_repeats_itself_once_a_second() -> None:
    """A broker that is away is no flood of lines; other messages and other loggers are not held back."""
    more = "No node 1 (and 2 more since the last one)"
    assert passed("aiokafka.client", [0.0, 0.1, 0.9, 1.0, 2.5]) == ["No node 1", more, "No node 1", "No node 1"]
    assert passed("services.fair", [0.0, 0.1, 0.9]) == ["No node 1"] * 4
