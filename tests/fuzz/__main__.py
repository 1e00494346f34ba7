"""Runs schemathesis over every service, with the token of each role in turn, and fails where it finds anything.

What it looks for: a 5xx, a status that the document does not have, an answer that does not fit its schema or media
type. Beforehand a fair with one of everything is set up, and at the end the books are audited.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.e2e.running import System, running
from tests.e2e.stage import Stage, client, set_stage

HERE = Path(__file__).parent
PROGRAM = HERE.parents[1] / "build" / "fuzz" / "bin" / "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,response_schema_conformance,content_type_conformance"
ENDS = "(/archive|/close|/wind-down|/end|/refuse|/withdraw|/pause|v1/me|/hide)$"
"""Writes that would end what the others are about."""
EXAMPLES = 10_000  # of each operation; the time ends first
GENERATED = re.compile(r"\d+ generated")
ROLES = ("organizer", "enterprise", "student")
AUDIT_S = 300.0


async def staged(stage: Stage) -> tuple[dict[str, str], dict[str, str]]:
    """One of everything: ids by the names that paths have for them, and a token for each role."""
    job = await stage.publish("Engineer")
    (student,) = await stage.students(1)
    application = (await student.submit(job)).id
    session = (await stage.enterprise.write(f"/fairs/{stage.fair}/sessions", _session(job))).id
    await stage.enterprise.write(f"/sessions/{session}/start")
    drop = (await stage.enterprise.write(f"/sessions/{session}/drops", {"job": job, "cap": 5})).id
    question = await student.person.write(f"/sessions/{session}/questions", {"text": "What does the work begin with?"})
    card = (await student.person.write(f"/fairs/{stage.fair}/card", {"wants": {"regions": ["杭州"]}}, method="PUT")).id
    ids = {"fair": stage.fair, "job": job, "application": application, "session": session, "drop": drop, "card": card}
    ids |= {"org": stage.org, "resume": student.resume, "question": question.id, "event_id": question.event_id}
    ids |= {"person": student.sub}
    return ids, {
        "organizer": stage.organizer.token,
        "enterprise": stage.enterprise.token,
        "student": student.person.token,
    }


def _session(job: str) -> dict[str, object]:
    return {"title": "Live", "starts_at": "2030-01-01T09:00:00+08:00", "run_of_show": [job]}


async def fuzzed(address: str, token: str, ids: Path, seconds: float, log: Path) -> int:
    """Run schemathesis over one service as one role; its status, with its output in `log`."""
    command = (
        *(str(PROGRAM), "run", f"{address}/openapi.json", "--header", f"Authorization: Bearer {token}"),
        *("--checks", CHECKS, "--exclude-path-regex", ENDS, "--continue-on-failure", "--no-color"),
        *("--max-examples", str(EXAMPLES), "--max-time", f"{seconds:.0f}"),
    )
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "LIVEFAIR_FUZZ_IDS": str(ids)}
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=output, stderr=output, env=environment, cwd=log.parent
        )
        return await process.wait()


async def over(system: System, folder: Path, minutes: float) -> list[Path]:
    """The logs of the runs that found something."""
    addresses: Mapping[str, str] = {
        "ingest": system.ingest,
        "fair": system.fair,
        "notify": system.notify.replace("ws://", "http://"),
    }
    runs = [(name, role) for name in addresses for role in ROLES if name != "notify" or role == "organizer"]
    found = []
    async with client() as http:
        for number, (name, role) in enumerate(runs, start=1):
            ids, tokens = await staged(await set_stage(system, http, f"A fair for random requests, {number}"))
            path, log = folder / f"{name}-{role}.json", folder / f"{name}-{role}.log"
            path.write_text(json.dumps(ids))
            begun = time.monotonic()
            status = await fuzzed(addresses[name], tokens[role], path, minutes * 60 / len(runs), log)
            say = f"[{number}/{len(runs)}] {name} as {role}: {_cases(log)}"
            print(f"{say}, after {time.monotonic() - begun:.0f} s", flush=True)
            if status:
                found.append(log)
            await _still_works(http, system)
    await system.balances(AUDIT_S)
    return found


def _cases(log: Path) -> str:
    """How many requests were made, as schemathesis says it; else its last line."""
    lines = [line.strip(" =") for line in log.read_text(errors="replace").splitlines() if line.strip(" =")]
    return next(filter(GENERATED.match, lines), lines[-1] if lines else "no output")


async def _still_works(http: httpx.AsyncClient, system: System) -> None:
    """A new fair can be made and read."""
    stage = await set_stage(system, http, "A fair afterwards")
    job = await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", {"title": "Engineer", "headcount": 1})
    assert (await stage.counters(job.position))["jobs"] == 1


async def found_in(home: Path, logs: Path, minutes: float) -> list[Path]:
    """Run everything on a system of its own."""
    async with running(home, "--kafka", "apache", "--rate-limit", "off") as system:
        return await over(system, logs, minutes)


def main(minutes: float) -> int:
    logs = HERE.parents[1] / "build" / "fuzz" / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="livefair-fuzz-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's system user must pass
        found = asyncio.run(found_in(Path(folder) / "system", logs, minutes))
    for log in found:
        print(f"\n{log}:\n{log.read_text(errors='replace')}")
    return 1 if found else 0


if __name__ == "__main__":
    asking = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    asking.add_argument("--minutes", type=float, default=10)
    sys.exit(main(asking.parse_args().minutes))
