"""The newest entries: records in any order leave the same facts, and a late older one changes nothing."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from plumbing.telemetry import metrics
from schemas.catalog import (
    TOMBSTONE_DECIDED,
    AnyEntry,
    BoothEntry,
    DropEntry,
    FairEntry,
    JobEntry,
    SessionEntry,
    StaffEntry,
    StaffLinkEntry,
    booth_key,
    staff_key,
    staff_link_key,
)
from services.ingest import known as module
from services.ingest.facts import JobFacts
from services.ingest.known import Headers, Known
from tests.services.ingest.write_edge import NOON

FAIR, SESSION, DROP, JOB, LINK = (UUID(int=n) for n in range(1, 6))
BOOTH, STAFF, LINKED = booth_key(FAIR, "ent-1"), staff_key(FAIR, "p-1"), staff_link_key("0" * 64)


def at(offset: int, partition: int = 3) -> str:
    return f"livefair.fairs:{partition}:{offset}"


def pair(kind: str, old: str | None, new: str | None) -> tuple[str, AnyEntry, AnyEntry]:
    """A key with an older and a newer entry."""
    fair = {"fair": FAIR, "org": "ent-1"}
    both: dict[str, tuple[str, AnyEntry, AnyEntry]] = {
        "fair": (
            str(FAIR),
            FairEntry(**fair, state="open", ends_at=NOON, decided=old),
            FairEntry(**fair, state="closed", ends_at=NOON, decided=new),
        ),
        "booth": (
            BOOTH,
            BoothEntry(**fair, state="approved", decided=old),
            BoothEntry(**fair, state="refused", decided=new),
        ),
        "job": (
            str(JOB),
            JobEntry(**fair, job=JOB, state="open", decided=old),
            JobEntry(**fair, job=JOB, state="closed", decided=new),
        ),
        "session": (
            str(SESSION),
            SessionEntry(**fair, session=SESSION, host="enterprise", state="live", decided=old),
            SessionEntry(**fair, session=SESSION, host="enterprise", state="live", muted=["p-2"], decided=new),
        ),
        "drop": (
            str(DROP),
            DropEntry(fair=FAIR, drop=DROP, session=SESSION, job=JOB, state="open", decided=old),
            DropEntry(fair=FAIR, drop=DROP, session=SESSION, job=JOB, state="closed", decided=new),
        ),
        "staff": (
            STAFF,
            StaffEntry(**fair, person="p-1", role="lead", decided=old),
            StaffEntry(**fair, person="p-1", role="recruiter", decided=new),
        ),
        "link": (
            LINKED,
            StaffLinkEntry(**fair, link=LINK, decided=old),
            StaffLinkEntry(**fair, link=SESSION, decided=new),
        ),
    }
    return both[kind]


KINDS = ("fair", "booth", "job", "session", "drop", "staff", "link")


def facts(known: Known) -> list[object]:
    """Everything that is known of the things above."""
    jobs = known.jobs.get(JOB.bytes)
    return [known.fairs, known.booths, jobs, known.sessions, known.drops, known.staff, known.links]


def take(known: Known, key: str, entry: AnyEntry | None, headers: Headers = ()) -> None:
    known.take(key.encode(), None if entry is None else entry.model_dump_json().encode(), headers)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("old", "new"), [(at(4), at(9)), (None, at(0)), (at(9), at(10))], ids=["decided", "earlier version", "digits"]
)
def test_an_older_entry_is_passed_over(kind: str, old: str | None, new: str | None) -> None:
    """Whatever the order of the two in the topic, the newer one counts; the older one behind it is counted."""
    passed_over = metrics.OLDER.labels("livefair.catalog")
    before = passed_over._value.get()
    key, older, newer = pair(kind, old, new)
    left = []
    for order in ((older, newer), (newer, older)):
        known = Known()
        for entry in order:
            take(known, key, entry)
        left.append(facts(known))
    assert left[0] == left[1]
    assert passed_over._value.get() == before + 1
    alone = Known()
    take(alone, key, newer)
    assert facts(alone) == left[0]


@pytest.mark.parametrize(("old", "new"), [(None, None), (at(9, 3), at(4, 5)), (at(9), at(9))])
def test_entries_that_do_not_compare_count_as_they_come(old: str | None, new: str | None) -> None:
    """Two of earlier versions, two of different partitions, a repeated one."""
    key, first, second = pair("job", old, new)
    known = Known()
    for entry in (first, second):
        take(known, key, entry)
    assert known.jobs.get(JOB.bytes) == JobFacts(FAIR, "ent-1", "closed")


@pytest.mark.parametrize("kind", ["booth", "staff", "link"])
def test_what_is_gone_does_not_come_back_by_an_older_entry(kind: str) -> None:
    """Nor by an equal one; a newer one makes it again, and a tombstone older than that changes nothing."""
    key, older, newer = pair(kind, at(4), at(9))
    known = Known()
    take(known, key, None, [("decided", at(7).encode())])
    take(known, key, older)
    take(known, key, older.model_copy(update={"decided": at(7)}))
    assert not any(facts(known))
    take(known, key, newer)
    there = facts(known)
    take(known, key, None, [("decided", at(8).encode())])
    assert facts(known) == there
    assert any(there)


def test_the_tombstone_of_an_earlier_version_is_older_than_any_entry() -> None:
    """It has no position; without an entry that has one it counts."""
    for decided, left in ((at(1), 1), (None, 0)):
        key, entry, _ = pair("staff", decided, at(9))
        known = Known()
        take(known, key, entry)
        take(known, key, None)
        assert len(known.staff) == left


def test_nothing_is_left_of_an_archived_fair_whatever_comes_first() -> None:
    """Its tombstones and those of its things, in every order of their partitions; then late entries of them."""
    given = [pair(kind, at(4), at(9)) for kind in ("fair", "booth", "job", "session")]
    for order in permutations(given):
        known = Known()
        for key, _, entry in given:
            take(known, key, entry)
        for key, _, _ in order:
            take(known, key, None, [("decided", at(10).encode())])
        for key, older, newer in order:
            take(known, key, older)
            take(known, key, newer)
        assert not any(facts(known))
        assert (len(known.jobs), known._orders) == (0, {})


def test_an_archived_fair_of_an_earlier_version_is_none() -> None:
    """It was written as an entry, and is handled as a tombstone."""
    known = Known()
    key, entry, _ = pair("fair", None, None)
    take(known, key, entry)
    take(known, key, FairEntry(fair=FAIR, org="ent-1", state="archived", ends_at=NOON))
    assert known.fairs == {}


def test_what_is_remembered_of_tombstones_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten first."""
    monkeypatch.setattr(module, "GONE", replace(module.GONE, bound=3))
    monkeypatch.setattr(module, "ARCHIVED", replace(module.ARCHIVED, bound=2))
    known = Known()
    for number in range(5):
        take(known, f"staff:{FAIR}:{number}", None, [("decided", at(number).encode())])
        fair = uuid4()
        take(known, str(fair), FairEntry(fair=fair, org="u", state="open", ends_at=NOON, decided=at(number)))
        take(known, str(fair), None)
    assert [key.rpartition(b":")[2] for key in known._gone] == [b"2", b"3", b"4"]
    assert len(known.archived) == 2


@pytest.mark.parametrize(
    "decided", ["", "x", "livefair.fairs:40000:1", f"livefair.fairs:1:{2**70}", "livefair.fairs:1:-9"]
)
def test_a_position_that_is_none_is_refused(decided: str) -> None:
    """The catalog counts the record as unreadable."""
    key, entry, _ = pair("job", decided, None)
    with pytest.raises(ValueError, match=r"position|unpack"):
        take(Known(), key, entry)


def test_what_was_decided_is_known_by_partition() -> None:
    """The newest position that any entry includes, whatever their order; no entry, no position."""
    known = Known()
    assert known.decided == {}
    for partition, offset in ((3, 7), (3, 5), (4, 1)):
        entry = FairEntry(
            fair=uuid4(),
            org="unit-1",
            state="open",
            ends_at=NOON,
            decided=f"livefair.fairs:{partition}:{offset}",
        )
        known.take(str(entry.fair).encode(), entry.model_dump_json().encode(), ())
    assert known.decided == {3: 7, 4: 1}


def test_the_size_follows_what_is_known() -> None:
    """Each kind counts once, an entry that replaces another not again, and nothing is left when all are gone."""
    known = Known()
    for kind in ("fair", "booth", "job", "session", "drop", "staff", "link"):
        key, old, new = pair(kind, at(1), at(2))
        before = known.size_bytes
        known.take(key.encode(), old.model_dump_json().encode(), ())
        once = known.size_bytes
        assert once > before, kind
        known.take(key.encode(), new.model_dump_json().encode(), ())
        muted = module.MUTED_BYTES if kind == "session" else 0
        assert known.size_bytes == once + muted, kind
    for kind in ("fair", "booth", "job", "session", "drop", "staff", "link"):
        known.take(pair(kind, at(1), at(2))[0].encode(), None, _decided(at(3)))
    assert known.size_bytes == 0


def _decided(position: str) -> Headers:
    return [(TOMBSTONE_DECIDED, position.encode())]


@pytest.mark.parametrize("kind", ["fair", "booth", "session", "drop", "staff", "link", "job"])
def test_the_size_is_no_less_than_what_it_takes(kind: str) -> None:
    """Measured with 5,000 entries of each kind, jobs of as many enterprises; at most three times as much."""
    records = [_numbered(kind, number) for number in range(5_000)]
    gc.collect()
    tracemalloc.start()
    known = Known()
    began = tracemalloc.get_traced_memory()[0]
    for key, entry in records:
        known.take(key.encode(), entry.model_dump_json().encode(), ())
    took = tracemalloc.get_traced_memory()[0] - began
    tracemalloc.stop()
    if kind == "job":  # nearly empty buckets, which are bounded
        took -= 5_000 * 60
    assert known.size_bytes / 3 < took <= known.size_bytes


def _numbered(kind: str, number: int) -> tuple[str, AnyEntry]:
    """The entry of that kind with that number."""
    _, entry, _ = pair(kind, at(number + 1), None)
    id, org = UUID(int=number + 1_000_000), f"enterprise-{number:06}"
    match entry:
        case FairEntry():
            return str(id), entry.model_copy(update={"fair": id})
        case BoothEntry():
            return booth_key(FAIR, org), entry.model_copy(update={"org": org})
        case JobEntry():
            return str(id), entry.model_copy(update={"job": id, "org": org})
        case SessionEntry():
            return str(id), entry.model_copy(update={"session": id})
        case DropEntry():
            return str(id), entry.model_copy(update={"drop": id})
        case StaffEntry():
            return staff_key(FAIR, org), entry.model_copy(update={"person": org})
    return staff_link_key(f"{number:064x}"), entry.model_copy(update={"link": id})
