"""Makes the secrets of docker-compose.yml: keys, certificates, and a password for each user of Kafka and PostgreSQL.

A container sees the files that it is given and no other: the folder is closed to the users of the host, and its files
are readable, since a container's own user must read what is mounted into it. What is there is never changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from secrets import token_urlsafe

from livefair.failure import one_line
from livefair.system.certificates import Authority, Issued
from livefair.system.home import Home
from livefair.system.keys import ensure_keys
from livefair.system.roles import OWNER, RIGHTS

KAFKA_USERS = ("kafka", "owner", "ingest", "fair", "fair-reads", "notify")
SUPERUSER = "livefair"
POSTGRES_URL = (
    "postgresql://{role}:{password}@postgres:5432/livefair?sslmode=verify-full&sslrootcert=/run/secrets/ca.pem"
)
OLD_PASSWORD = "LIVEFAIR_POSTGRES_PASSWORD="  # an earlier version kept the superuser's in .env
MOUNTED, PRIVATE = 0o644, 0o600


def make_secrets(folder: Path, environment: Path) -> list[str]:
    """Make the files that are missing in `folder`, and return their names. `environment` is the `.env` of compose."""
    ensure_keys(Home(folder))
    folder.chmod(0o700)
    (folder / "jwks.json").chmod(MOUNTED)
    (folder / "grant.key").chmod(MOUNTED)
    made = [_certified(folder), *(_password(folder, f"kafka_{user}") for user in KAFKA_USERS)]
    made.append(_missing(folder / "postgres_password", lambda: _known_password(environment) or token_urlsafe(32)))
    password = (folder / "postgres_password").read_text()
    made.append(_missing(folder / "postgres_superuser", lambda: _url(SUPERUSER, password)))
    for role in (OWNER, *RIGHTS):
        made.append(_missing(folder / f"postgres_{role}", partial(_new_url, role)))
    return [name for name in made if name]


def _certified(folder: Path) -> str:
    """The authority, whose key stays here, and the certificates of both servers where one is missing."""
    key, certificate = folder / "ca.key", folder / "ca.pem"
    if not (key.exists() and certificate.exists()):
        own = Authority.new("livefair").own
        _write(key, own.key, PRIVATE)
        _write(certificate, own.certificate, MOUNTED)
    authority, made = Authority(Issued(key.read_text(), certificate.read_text())), []
    if not (folder / "kafka.pem").exists():
        kafka = authority.issue("kafka", ["kafka", "localhost"])
        _write(folder / "kafka.pem", kafka.key + kafka.certificate, MOUNTED)
        made.append("kafka.pem")
    if not (folder / "postgres.pem").exists():
        postgres = authority.issue("postgres", ["postgres", "localhost"])
        _write(folder / "postgres.key", postgres.key, MOUNTED)
        _write(folder / "postgres.pem", postgres.certificate, MOUNTED)
        made.append("postgres.pem")
    return " ".join(made)


def _password(folder: Path, name: str) -> str:
    return _missing(folder / name, lambda: token_urlsafe(32))


def _missing(path: Path, content: Callable[[], str]) -> str:
    """Write the file if there is none. Returns its name, or nothing."""
    if path.exists():
        return ""
    _write(path, content(), MOUNTED)
    return path.name


def _write(path: Path, text: str, mode: int) -> None:
    path.touch(mode=PRIVATE)
    path.write_text(text)  # without a line's end: Kafka takes the whole file for the password
    path.chmod(mode)


def _new_url(role: str) -> str:
    return _url(role, token_urlsafe(32))


def _url(role: str, password: str) -> str:
    return POSTGRES_URL.format(role=role, password=password)


def _known_password(environment: Path) -> str:
    lines = environment.read_text().splitlines() if environment.exists() else []
    return next((line.removeprefix(OLD_PASSWORD) for line in lines if line.startswith(OLD_PASSWORD)), "")


if __name__ == "__main__":
    with one_line():
        for name in make_secrets(Path(sys.argv[1]), Path(".env")):
            print(f"made  {name}")
