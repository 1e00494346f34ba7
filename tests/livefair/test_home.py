"""A system's folder: held by one, and what it says of what runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from livefair.failure import Failure
from livefair.home import Home


def test_run_json_is_there_while_the_home_is_held(tmp_path: Path) -> None:
    """What is written can be read, by its owner only, until the home is let go."""
    home = Home(tmp_path / "home")
    with home.held():
        home.write_run({"kafka": "127.0.0.1:1"})
        assert home.read_run() == {"kafka": "127.0.0.1:1"}
        assert os.stat(home.run).st_mode & 0o777 == 0o600
    with pytest.raises(Failure, match=r"no system runs in .*home: start one with `livefair up --home .*home`"):
        home.read_run()


def test_it_is_held_by_one(tmp_path: Path) -> None:
    """Who comes second is told who was first; afterwards the home is free."""
    home = Home(tmp_path)
    with home.held():
        with pytest.raises(Failure, match=rf"in use by another `livefair up` \(process {os.getpid()}\)"), home.held():
            pass
        assert home.read_run is not None
    with home.held():
        assert home.path.is_dir()


def test_a_tour_begins_empty(tmp_path: Path) -> None:
    """What another tour left is not there; what is kept beside it is."""
    home = Home(tmp_path)
    (home.fresh_tour() / "old").touch()
    (tmp_path / "kept").touch()
    assert list(home.fresh_tour().iterdir()) == []
    assert (tmp_path / "kept").exists()
