"""A PostgreSQL that takes connections over TLS alone, by the access rules of deploy/postgres/pg_hba.conf."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from livefair.servers.ports import HOST, free_port
from livefair.servers.postgres import PostgresServer, system_user
from livefair.servers.shelter import give
from livefair.system.certificates import Authority
from tests.architecture.sources import ROOT
from tests.servers import Running

RULES = ROOT / "deploy" / "postgres" / "pg_hba.conf"


class SecuredPostgres(Running):
    """The server; `dsn` is its superuser's."""

    def __init__(self, folder: Path, programs: Path, authority: Authority, days: int = 7) -> None:
        folder.mkdir(parents=True)
        folder.chmod(0o711)
        self.ca = folder / "ca.pem"
        self.ca.write_text(authority.own.certificate)
        issued = authority.issue("postgres", [HOST], timedelta(days=days))
        key, certificate, rules = (folder / name for name in ("server.key", "server.pem", "pg_hba.conf"))
        key.touch(mode=0o600)
        key.write_text(issued.key)
        certificate.write_text(issued.certificate)
        shutil.copy(RULES, rules)
        if user := system_user():
            give(user, key)
        files = {"ssl_key_file": key, "ssl_cert_file": certificate, "hba_file": rules}
        config = {"ssl": "on", **{name: str(path) for name, path in files.items()}}
        server = PostgresServer(
            folder / "data", free_port(), durable=False, programs=programs, config=config, ca=self.ca
        )
        super().__init__(server)
        self._server = server

    @property
    def dsn(self) -> str:
        return self._server.dsn

    def dsn_of(self, user: str, password: str, database: str = "livefair") -> str:
        """The DSN of another user."""
        return self._server.dsn_of_role(user, password, database)
