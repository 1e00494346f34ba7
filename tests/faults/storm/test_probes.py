"""When a probed path counts as working again."""

from __future__ import annotations

import pytest

from tests.e2e.running import System
from tests.e2e.stage import Person, Stage
from tests.faults.storm.probes import STEADY, Path, Probe

QUICK = [(10.25 + number / 4, 0.1) for number in range(STEADY)]


@pytest.fixture
def path(tmp_path: object) -> Path:
    """A path that nobody probes."""
    nobody: Person = Person(None, None, "", "")  # type: ignore[arg-type]  # nothing is sent
    system: System = None  # type: ignore[assignment]  # nothing runs
    return Path(Stage(nobody.http, system, "x", nobody, nobody, "fair"), iter(()))


def probed(path: Path, *probes: tuple[float, float | None]) -> float | None:
    """What is known of the path after a fault at 10 s; each probe is its start and how long it took."""
    path.probes = [Probe(start, None if took is None else start + took) for start, took in probes]
    return path.works_again(10.0)


def test_a_path_that_never_failed_works_with_the_first_probe(path: Path) -> None:
    """The first that began after the fault; one that ended before does not count."""
    assert probed(path, (9.0, 0.5), *QUICK) == pytest.approx(0.35)


def test_a_path_works_when_the_last_slow_probe_has_ended(path: Path) -> None:
    """Also a probe that began before the fault, and one that only just began to be quick."""
    later = [(start + 3, took) for start, took in QUICK]
    assert probed(path, (9.9, 3.2), (10.2, 2.9), (12.5, 0.6), *later) == pytest.approx(3.1)
    assert probed(path, (9.9, 3.2), (10.2, 2.9), (13.2, 0.1), *later) == pytest.approx(3.3)


def test_nothing_is_known_while_a_probe_runs_or_too_few_were_quick(path: Path) -> None:
    """A probe that began earlier and still runs may be the one that never ends."""
    assert probed(path, (9.9, None), *QUICK) is None
    assert probed(path, *QUICK[:-1]) is None
    assert probed(path, *QUICK[:-1], (12.0, 3.0), *QUICK[:-1]) is None
