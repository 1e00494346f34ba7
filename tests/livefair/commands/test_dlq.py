"""The commands `livefair dlq list` and `livefair dlq replay`: output and exit status."""

from __future__ import annotations

import asyncio
import json

from typer.testing import CliRunner, Result

from livefair.__main__ import application
from livefair.failure import Failure
from tests.livefair.audit.test_deadletters import a_letter, put_aside


async def run(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, application("dlq"), ["dlq", *arguments])


async def test_the_list_is_paged(log: str) -> None:
    """Pages follow one another without a gap, as text and as JSON lines."""
    places = await put_aside(log, a_letter(), a_letter(), a_letter())
    listed = [
        json.loads(line)
        for line in (await run("list", "--kafka", log, "--limit", "999", "--json")).stdout.split("\n")[:-1]
    ]
    assert [each["position"] for each in listed[-3:]] == [str(place) for place in places]
    assert listed[-1]["reason"] == "it is bad"
    page = await run("list", "--kafka", log, "--limit", "1", "--after", str(places[0]))
    assert (page.exit_code, page.stdout.splitlines()[0].split()[0]) == (0, str(places[1]))
    assert page.stdout.splitlines()[-1] == f"1 more: --after {places[1]}"
    last = await run("list", "--kafka", log, "--after", str(places[2]))
    assert last.stdout == "no more\n"


async def test_replay_does_it_once(log: str) -> None:
    """A dry run does nothing, the first run replays, the second skips; unknown ones give status 1."""
    [place] = await put_aside(log, a_letter())
    dry = await run("replay", str(place), "--dry-run", "--kafka", log)
    assert dry.stdout == f"would     {place} be put back\n"
    first = await run("replay", str(place), "--kafka", log)
    assert first.stdout.startswith(f"replayed  {place} -> livefair.fairs:")
    assert first.stdout.endswith("1 put back\n")
    second = await run("replay", str(place), "livefair.fairs:0:999999999999999999", "--kafka", log)
    assert second.exit_code == 1
    assert second.stdout.splitlines()[0] == "unknown   livefair.fairs:0:999999999999999999"
    assert second.stdout.splitlines()[1].startswith(f"passed    {place} was put back before, to livefair.fairs:")
    assert second.stdout.splitlines()[2] == "0 put back"
    assert str(place) not in (await run("list", "--kafka", log, "--limit", "999")).stdout
    assert str(place) in (await run("list", "--kafka", log, "--limit", "999", "--replayed")).stdout


async def test_all_means_those_that_are_left(log: str) -> None:
    """`--all` replays all but those whose content was not copied."""
    *_, whole, empty = await put_aside(log, a_letter(), a_letter(), a_letter(None, headers=()))
    said = (await run("replay", "--all", "--kafka", log)).stdout
    assert f"replayed  {whole} -> " in said
    assert f"left      {empty}: it was not copied\n" in said
    left = (await run("list", "--kafka", log)).stdout
    assert str(empty) in left
    assert str(whole) not in left


async def test_one_says_which(log: str) -> None:
    """Without a position or --all, or with an invalid position, one line says what is missing."""
    for arguments in (["replay"], ["replay", "--all", "a:0:1"], ["replay", "nonsense"], ["list", "--after", "a:0:1"]):
        said = await run(*arguments, "--kafka", log)
        assert isinstance(said.exception, Failure)
