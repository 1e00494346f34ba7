"""The list of the writes in a session's room."""

from __future__ import annotations

from services.ingest.booths.access import BoothAccess
from services.ingest.chat.writes import writes
from services.ingest.edge.sealing import Seals
from services.ingest.fairs.access import FairAccess
from services.ingest.sessions.access import SessionAccess
from tests.services.ingest.write_edge import Edge


def test_everybody_takes_part_and_the_host_moderates(edge: Edge) -> None:
    """Students react, click and comment; only hosts hide and mute. Only presses are summed up."""
    sessions = SessionAccess(edge.catalog, BoothAccess(edge.catalog, FairAccess(edge.catalog)))
    listed = {
        write.prepare.__name__: write for write in writes(sessions, edge.audience, Seals(edge.keys), limited=True)
    }
    assert {name for name, write in listed.items() if "student" in write.roles} == {"react", "click", "post"}
    assert {name for name, write in listed.items() if write.counted} == {"react", "click"}
    assert all({"organizer", "enterprise"} <= set(write.roles) for write in listed.values())
