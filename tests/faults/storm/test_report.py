"""The table of a storm."""

from __future__ import annotations

from tests.faults.storm.faults import Fault, Kind
from tests.faults.storm.report import table


def test_a_row_has_median_and_worst() -> None:
    """The quickest kind comes first, and a time that is counted from the fault's end says so."""
    killed, suspended = (
        Kind("kill -9 of fair", "kill", ("fair-1",), 2),
        Kind("broker suspended", "suspend", ("kafka",), 1, (30, 30), True),
    )
    times = [
        (Fault(suspended, "kafka", 30), 4.0),
        *((Fault(killed, "fair-1", 0), seconds) for seconds in (1.0, 9.0, 2.0)),
    ]
    assert table(7, times) == (
        "4 faults, SEED=7\n"
        "| fault                           | times | median | worst |\n"
        "| ------------------------------- | ----- | ------ | ----- |\n"
        "| kill -9 of fair                 |     3 |  2.0 s | 9.0 s |\n"
        "| broker suspended (from its end) |     1 |  4.0 s | 4.0 s |"
    )
