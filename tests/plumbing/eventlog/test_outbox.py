"""The outbox's rows: what is packed is unpacked as it was."""

from __future__ import annotations

import msgspec
import pytest

from plumbing.eventlog.outbox import Record, pack, unpack


def test_what_goes_in_comes_out() -> None:
    """Bytes, tombstones and headers, in their order."""
    records = [
        Record("livefair.rooms", b"fair:1", b"\x00\xff{}"),
        Record("livefair.catalog", b"k", None),
        Record("livefair.dead-letters", b"", b"", [("dlq_topic", b"t"), ("dlq_topic", b"\xff")]),
    ]
    assert unpack(pack(records)) == records


def test_a_blob_that_is_none_is_an_error() -> None:
    """Nothing is guessed."""
    with pytest.raises(msgspec.DecodeError):
        unpack(b"nonsense")
