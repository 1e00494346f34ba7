"""A short storm: one fault of each kind under a light load. `make faults` is the long one."""

from __future__ import annotations

from pathlib import Path

from tests.faults.storm.faults import SHORT_S, kinds, one_of_each
from tests.faults.storm.report import table
from tests.faults.storm.storm import Storm
from tests.faults.storm.wired import INSTANCES, wired

SEED, PER_S, MINUTES_MAX = 7, 40, 15


async def test_nothing_is_lost_or_doubled(servers_folder: Path) -> None:
    """After each the whole path works again, everything acknowledged is counted once, and the audits are clean."""
    faults = one_of_each(kinds(INSTANCES, SHORT_S), SEED)
    async with wired(servers_folder) as running:
        times = await Storm(faults, PER_S, MINUTES_MAX, print).over(running)
    print(table(SEED, times))
    assert sorted(str(fault) for fault, _ in times) == sorted(map(str, faults))
