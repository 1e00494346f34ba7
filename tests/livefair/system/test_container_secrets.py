"""The secrets of docker-compose.yml."""

from __future__ import annotations

import stat
from pathlib import Path

from livefair.system.container_secrets import make_secrets
from livefair.system.roles import Login
from tests.deploy.test_compose import COMPOSE


def test_make_keys_makes_every_secret(tmp_path: Path) -> None:
    """Each file that the compose file mounts; a second run changes none, and the folder is closed to others."""
    folder = tmp_path / "secrets"
    make_secrets(folder, tmp_path / ".env")
    files = {file["file"].removeprefix("./secrets/") for file in COMPOSE["secrets"].values()}
    first = {path.name: path.read_text() for path in folder.iterdir()}
    assert files <= first.keys()
    assert {name for name in first if name in files and "\n" in first[name]} == {
        *("ca.pem", "kafka.pem", "postgres.key", "postgres.pem")
    }
    assert make_secrets(folder, tmp_path / ".env") == []
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {name for name in first if stat.S_IMODE((folder / name).stat().st_mode) == 0o600} == {"ca.key", "key.json"}


def test_the_passwords_are_those_of_the_roles(tmp_path: Path) -> None:
    """The URL of each service makes its login, and every password is another one."""
    make_secrets(tmp_path / "secrets", tmp_path / ".env")
    urls = [
        (tmp_path / "secrets" / f"postgres_{role}").read_text() for role in ("livefair_owner", "fair", "fair_reads")
    ]
    logins = [Login.of(url) for url in urls]
    assert [login.role for login in logins] == ["livefair_owner", "fair", "fair_reads"]
    assert len({login.password for login in logins}) == 3


def test_the_password_of_an_earlier_version_stays(tmp_path: Path) -> None:
    """The volume of the database knows no other."""
    (tmp_path / ".env").write_text("LIVEFAIR_POSTGRES_PASSWORD=known\nLIVEFAIR_GRANT_KEY=g\n")
    make_secrets(tmp_path / "secrets", tmp_path / ".env")
    assert (tmp_path / "secrets" / "postgres_password").read_text() == "known"
    assert "postgresql://livefair:known@postgres:5432/" in (tmp_path / "secrets" / "postgres_superuser").read_text()
