"""The whole demo with real services, as a process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from livefair.client.upload import Account
from livefair.demo.broadcast import COMMENTS, JOBS
from livefair.demo.demo import SAMPLE, describe
from tests.commands import Demo, demo_in

FEW_JOBS = "单位名称,岗位名称,招聘人数,学历要求\n甲公司,工程师,3,本科\n乙公司,会计,1,不限\n丙公司,设计师,2,大专\n"


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo with a few jobs and students."""
    jobs, temporary = tmp_path / "jobs.csv", tmp_path / "temporary"
    jobs.write_text(FEW_JOBS)
    temporary.mkdir()
    async with demo_in(temporary, "--jobs", str(jobs), "--students", "3") as demo:
        yield demo


@pytest.mark.servers
async def test_a_fair_lives_and_leaves_nothing(demo: Demo) -> None:
    """Wall, imported jobs and submissions work; Ctrl-C leaves no process and no folder."""
    wall = (await demo.says("the wall")).split()[2]
    family = demo.family()
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(wall)).status_code == 200
        live = (await demo.says("on air")).split()[-1]
        assert (await http.get(live)).status_code == 200
        assert "#token=" in await demo.says("its host")
        assert "3 jobs of jobs.csv" in await demo.says("imported")
        await demo.says("the crowd has gone home")
        fair = wall.rpartition("=")[2]
        address = live.replace("/live?session=", "/v1/sessions/")
        session = (await http.get(address)).json()
        said = (await http.get(f"{address}/comments")).json()["items"]
        counters = (await http.get(f"{wall.partition('/wall')[0]}/v1/fairs/{fair}/counters")).json()["counters"]
    assert counters["applicants"] == 3
    assert counters["jobs"] >= 3
    assert (session["state"], len(session["drops"])) == ("live", len(JOBS))
    assert sorted(one["text"] for one in said) == sorted(text for comments in COMMENTS for text in comments)
    assert not [line for line in demo.lines if line.startswith("refused")]
    assert await demo.ctrl_c() == 0
    assert not [process for process in family if process.is_running()]
    assert demo.left() == []


def test_the_sample_is_there() -> None:
    """Without a given file, the project's sample is imported."""
    assert SAMPLE.is_file()


@pytest.mark.parametrize(
    ("rejected", "said"), [(0, "imported  7 jobs of a.csv"), (2, "imported  7 jobs of a.csv, 2 rows rejected")]
)
def test_an_import_is_one_line(rejected: int, said: str) -> None:
    """The number of imported rows, and of the others if there are any."""
    assert describe(Path("a.csv"), Account(7, 0, rejected, (), None)) == said
