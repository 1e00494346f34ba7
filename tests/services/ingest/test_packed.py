"""Jobs in buckets: the same answers as a dictionary, and nothing kept of what was removed."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest import packed
from services.ingest.facts import JobFacts
from services.ingest.packed import PackedJobs, Shared

FAIR = uuid4()
FACTS = [JobFacts(FAIR, org, state) for org in ("a", "b") for state in ("open", "closed")]
IDS = st.sampled_from([bytes([n]) * 16 for n in range(12)])
STEPS = st.lists(st.tuples(IDS, st.none() | st.tuples(st.sampled_from(FACTS), st.integers(0, 2**60))), max_size=60)


@given(STEPS)
def test_it_answers_as_a_dictionary_does(
    steps: list[tuple[bytes, tuple[JobFacts, int] | None]],
) -> None:
    """After any puts and removals in two buckets; facts that no job has are dropped."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packed, "BUCKETS", 2)
        jobs, wanted = PackedJobs(), dict[bytes, tuple[JobFacts, int]]()
        for job, put in steps:
            if put is None:
                jobs.pop(job)
                wanted.pop(job, None)
            else:
                jobs.put(job, *put)
                wanted[job] = put
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packed, "BUCKETS", 2)
        found = {job: (jobs.get(job), jobs.order(job)) for job in (bytes([n]) * 16 for n in range(12))}
    assert {job: one for job, one in found.items() if one[0] is not None} == wanted
    assert (len(jobs), len(jobs._shared)) == (len(wanted), len({facts for facts, _ in wanted.values()}))


def test_bytes_within_a_record_are_no_id() -> None:
    """An id that equals the end of one record and the beginning of the next is not found, and can be added."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packed, "BUCKETS", 1)
        jobs = PackedJobs()
        for number in range(3):
            jobs.put(UUID(int=number + 1).bytes, FACTS[0], 7)
        bucket = jobs._buckets[0]
        assert bucket is not None
        between = bytes(bucket[20:36])
        assert jobs.get(between) is None
        jobs.put(between, FACTS[1], 9)
        assert (jobs.get(between), jobs.order(between), len(jobs)) == (FACTS[1], 9, 4)


def test_numbers_of_dropped_facts_are_used_again() -> None:
    """The table of facts does not grow with the facts that there ever were."""
    shared = Shared()
    for _ in range(3):
        number = shared.add(FACTS[0])
        assert (number, shared[number]) == (0, FACTS[0])
        shared.remove(number)
    assert len(shared) == 0
