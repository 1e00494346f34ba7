"""A system's folder: locked by one process, with a description of what runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from livefair.failure import Failure
from livefair.system.home import ADDRESSES, Home


def test_run_json_is_there_while_the_home_is_held(tmp_path: Path) -> None:
    """Its content can be read back, by its owner only, until the lock is released."""
    home = Home(tmp_path / "home")
    with home.held():
        run = dict.fromkeys(ADDRESSES, "127.0.0.1:1")
        home.write_run(run)
        assert home.read_run() == run
        assert os.stat(home.run).st_mode & 0o777 == 0o600
    with pytest.raises(Failure, match=r"no system runs in .*home: start one with `livefair up --home .*home`"):
        home.read_run()


def test_it_is_held_by_one(tmp_path: Path) -> None:
    """A second process is refused with the process id of the first; afterwards the home is free."""
    home = Home(tmp_path)
    with home.held():
        with pytest.raises(Failure, match=rf"in use by another `livefair up` \(process {os.getpid()}\)"), home.held():
            pass
        assert home.read_run is not None
    with home.held():
        assert home.path.is_dir()


def test_a_tour_begins_empty(tmp_path: Path) -> None:
    """Data of an earlier demo are removed; other files stay."""
    home = Home(tmp_path)
    (home.fresh_tour() / "old").touch()
    (tmp_path / "kept").touch()
    assert list(home.fresh_tour().iterdir()) == []
    assert (tmp_path / "kept").exists()


def test_what_cannot_be_a_home_is_one_line(tmp_path: Path) -> None:
    """A file, a folder below a file, and a folder that cannot be made are refused in one line."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nothing")):
        with pytest.raises(Failure, match=r"cannot be a home: .*; say --home ANOTHER"), Home(path).held():
            pass
    with pytest.raises(Failure, match=r"cannot read .*run.json: Not a directory"):
        Home(tmp_path / "file").read_run()


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_a_damaged_run_json_is_one_line(tmp_path: Path, junk: bytes) -> None:
    """Invalid JSON, and JSON of another program, are one line."""
    home = Home(tmp_path)
    home.run.write_bytes(junk)
    with pytest.raises(Failure, match=r"run.json is damaged: stop that system"):
        home.read_run()


def test_what_a_killed_system_left_is_not_taken_for_one(tmp_path: Path) -> None:
    """A run.json without a lock does not count as a running system."""
    home = Home(tmp_path)
    with home.held():
        home.write_run(dict.fromkeys(ADDRESSES, "127.0.0.1:1"))
        left = home.run.read_text()
    home.run.write_text(left)
    with pytest.raises(Failure, match=r"the system in .* was killed: start one with `livefair up --home .*`"):
        home.read_run()


def test_a_tour_takes_along_what_it_has_elsewhere(tmp_path: Path) -> None:
    """PostgreSQL's data outside the home are removed with the demo."""
    home, elsewhere = Home(tmp_path / "home"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home.fresh_tour() / "postgres").symlink_to(elsewhere)
    home.end_tour()
    assert not elsewhere.exists()
    assert not home.tour.exists()
