"""Prints the tables that a service on an event log needs, for its migrations: `python -m plumbing.eventlog`."""

from __future__ import annotations

from plumbing.eventlog.tables import DDL

if __name__ == "__main__":
    print(DDL, end="")
