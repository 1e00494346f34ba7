"""Owns where PostgreSQL's files lie when root runs it as another user, who may not pass through every folder.

Nobody's folder is opened for that user. What lies behind a closed one has its place in `SHELTER` instead: a folder of
data, to which a link leads from where it was wanted, and a copy of the programs.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHELTER = Path("/var/lib/livefair-postgres")
OF = "of"  # in a folder of data: from where a link leads to it
KEPT, FLEETING, COPYING = "kept-", "fleeting-", "copying-"
PROGRAMS = Path("pginstall", "bin")  # in the wheel's package


def is_open(path: Path) -> bool:
    """Whether any user may pass through all folders above."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def shelter_data(folder: Path, user: str, durable: bool) -> None:
    """Make `folder` for the user: where it is wanted, or in the shelter where the user could not come there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink() and not folder.exists():
        folder.unlink()  # what it led to was removed
    if is_open(folder):
        folder.mkdir(exist_ok=True)
    else:
        if folder.exists():
            folder.rmdir()
        with _held():
            _sweep()
            place = Path(tempfile.mkdtemp(prefix=KEPT if durable else FLEETING, dir=SHELTER))
            place.chmod(0o711)
            (place / OF).write_text(str(folder))
            folder.symlink_to(place)
    give(user, folder)


def shelter_programs(package: Path, version: str) -> Path:
    """The wheel's `package`, or a copy of it that any user may run.

    The wheel has the programs' libraries in a folder beside the package, and each program looks for them from its own
    place: both are copied, side by side. A copy named `programs-<version>` is from before that and cannot start.
    """
    if is_open(package / PROGRAMS / "postgres"):
        return package
    with _held():
        copy = SHELTER / f"wheel-{version}"
        if not copy.exists():
            beside = Path(tempfile.mkdtemp(prefix=COPYING, dir=SHELTER))
            for part in (package, package.with_name(f"{package.name}.libs")):
                if part.exists():  # a wheel of macOS has its libraries within the package
                    shutil.copytree(part, beside / part.name, ignore=shutil.ignore_patterns("__pycache__"))
            _open_to_all(beside)
            beside.rename(copy)
        return copy / package.name


def _open_to_all(folder: Path) -> None:
    """What was installed under a narrow umask may be run by its owner only."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))


def give(user: str, *paths: Path) -> None:
    """Hand the paths to `user`."""
    entry = pwd.getpwnam(user)
    for path in paths:
        os.chown(path, entry.pw_uid, entry.pw_gid)


@contextmanager
def _held() -> Iterator[None]:
    """One at a time: what one makes, another does not sweep before its link is there."""
    SHELTER.mkdir(parents=True, exist_ok=True)
    SHELTER.chmod(0o711)
    with (SHELTER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """Remove what was not to be kept, and whose link went with its home, or half of which was made."""
    for place in [*SHELTER.glob(f"{FLEETING}*"), *SHELTER.glob(f"{COPYING}*")]:
        link = place / OF
        if not link.exists() or Path(link.read_text()).resolve() != place:
            shutil.rmtree(place, ignore_errors=True)
