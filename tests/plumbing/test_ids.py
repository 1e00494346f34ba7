"""Random ids."""

from __future__ import annotations

import os

from plumbing.ids import POOL_IDS, new_id, new_word


def test_no_id_comes_twice() -> None:
    """Over several refills of the pool."""
    ids = {new_id() for _ in range(3 * POOL_IDS)} | {new_word() for _ in range(3 * POOL_IDS)}
    assert len(ids) == 6 * POOL_IDS


def test_an_id_is_a_random_uuid() -> None:
    """Version 4 with the variant of RFC 9562."""
    assert (new_id().version, new_id().variant) == (4, "specified in RFC 4122")


def test_a_forked_child_has_ids_of_its_own() -> None:
    """A child does not hand out ids from its parent's pool."""
    new_id()
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, new_word().encode())
        os._exit(0)
    os.wait()
    assert os.read(reading, 64).decode() != new_word()
