"""An Apache Kafka with TLS, users and access lists, by the settings of deploy/kafka/server.properties."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from livefair.servers.kafka import KafkaServer
from livefair.servers.ports import HOST, free_port
from livefair.system.certificates import Authority
from plumbing.kafka.settings import KafkaSettings, Security
from tests.architecture.sources import ROOT
from tests.servers import Running

PROPERTIES = ROOT / "deploy" / "kafka" / "server.properties"
USERS = ("kafka", "owner", "ingest", "fair", "fair-reads", "notify", "nobody")


def deployed() -> dict[str, str]:
    """The settings of the compose file's broker."""
    lines = [line for line in PROPERTIES.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


class SecuredKafka(Running):
    """The broker; `settings` are those of one of its users. A second listener has an expired certificate."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        folder.mkdir(parents=True)
        self.expired = f"{HOST}:{free_port()}"
        self._ca = folder / "ca.pem"
        self._ca.write_text(authority.own.certificate)
        for name, days in (("kafka", 7), ("expired", -7)):
            issued = authority.issue(name, [HOST], timedelta(days=days))
            (folder / f"{name}.pem").write_text(issued.key + issued.certificate)
        (folder / "kafka_kafka").write_text(self.password("kafka"))
        port = free_port()
        super().__init__(
            KafkaServer(
                folder,
                port,
                short_lived=True,
                config=self._config(folder, f"{HOST}:{port}", f"{HOST}:{free_port()}"),
                security=self.security("owner"),
                users={user: self.password(user) for user in USERS},
            )
        )
        self.bootstrap = f"{HOST}:{port}"

    def password(self, user: str) -> str:
        return f"the password of {user}"

    def security(self, user: str) -> Security:
        return Security(str(self._ca), user, self.password(user))

    def settings(self, user: str) -> KafkaSettings:
        return KafkaSettings(self.bootstrap, f"test-{user}", fetch_wait_ms=50, security=self.security(user))

    def environment(self, user: str) -> dict[str, str]:
        """What a service is told, so that it is this user."""
        told = {"LIVEFAIR_KAFKA": self.bootstrap, "LIVEFAIR_KAFKA_CA": str(self._ca)}
        return {**told, "LIVEFAIR_KAFKA_USER": user, "LIVEFAIR_KAFKA_PASSWORD": self.password(user)}

    def _config(self, folder: Path, address: str, controller: str) -> dict[str, str]:
        """As deployed, with addresses and paths of this machine, and the second listener."""
        listeners = f"SASL_SSL://{address},EXPIRED://{self.expired}"
        told = {key: value.replace("/run/secrets", str(folder)) for key, value in deployed().items()}
        return {
            **told,
            "controller.quorum.voters": f"1@{controller}",
            "listeners": f"{listeners},CONTROLLER://{controller}",
            "advertised.listeners": listeners,
            "listener.security.protocol.map": f"{told['listener.security.protocol.map']},EXPIRED:SSL",
            "listener.name.expired.ssl.keystore.location": str(folder / "expired.pem"),
            "log.dirs": str(folder / "data"),
        }
