"""Reads environment variables; each error names the variable. The settings define which ones there are."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from urllib.parse import parse_qs, urlsplit

from plumbing.http.address import Proxies
from plumbing.kafka.settings import PLAIN, KafkaSettings, Security

PORT_MAX = 65_535
SECRET_BYTES_MAX = 65_536
VERIFIED = ("verify-ca", "verify-full")
LEVELS = ("debug", "info", "warning", "error", "critical")


class BadSettings(Exception):
    """A variable is missing or wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Variables by name. Every method raises BadSettings where one is missing or malformed."""

    given: Mapping[str, str]

    def required(self, name: str) -> str:
        if not self.given.get(name):
            raise BadSettings(f"{name} must be set")
        return self.given[name]

    def optional(self, name: str, default: str) -> str:
        return self.given.get(name) or default

    def secret(self, name: str) -> str:
        """The variable, or the content of the file that `<name>_FILE` names, without the line's end."""
        file = self.optional(f"{name}_FILE", "")
        if not file:
            return self.required(name)
        if self.given.get(name):
            raise BadSettings(f"{name} and {name}_FILE are both set: one of them must go")
        try:
            with Path(file).open(encoding="utf-8") as opened:
                text = opened.read(SECRET_BYTES_MAX).strip()
        except (OSError, ValueError) as problem:
            raise BadSettings(f"{name}_FILE cannot be read: {problem}") from None
        if not text:
            raise BadSettings(f"{name}_FILE is empty: {file}")
        return text

    def port(self, name: str) -> int:
        number = self.number(name)
        if not 0 < number <= PORT_MAX:
            raise BadSettings(f"{name} must be a number from 1 to {PORT_MAX}, not {number}")
        return number

    def number(self, name: str, default: int | None = None) -> int:
        text = self.required(name) if default is None else self.optional(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadSettings(f"{name} must be a number, not {text!r}")
        return int(text)

    def switch(self, name: str, default: str = "on") -> bool:
        return self.one_of(name, ("on", "off"), default) == "on"

    def one_of(self, name: str, words: tuple[str, ...], default: str) -> str:
        text = self.optional(name, default)
        if text not in words:
            raise BadSettings(f"{name} must be one of {', '.join(words)}, not {text!r}")
        return text

    def host(self) -> str:
        return self.optional("LIVEFAIR_HOST", "127.0.0.1")

    def instance(self) -> str:
        """This process's name in logs, metrics and to the brokers. No other has it; its next process has it again."""
        return self.optional("LIVEFAIR_INSTANCE", f"{gethostname()}:{self.port('LIVEFAIR_PORT')}")

    def log_level(self) -> str:
        return self.one_of("LIVEFAIR_LOG_LEVEL", LEVELS, "info")

    def proxies(self) -> Proxies:
        """The proxies whose `X-Forwarded-For` is believed; none unless it is said."""
        name = "LIVEFAIR_TRUSTED_PROXIES"
        try:
            return Proxies.parse(self.optional(name, ""))
        except ValueError as wrong:
            raise BadSettings(f"{name} must be addresses or networks: {wrong}") from None

    def kafka(self, service: str) -> KafkaSettings:
        """The addresses of the brokers; the service and the instance name the client."""
        return KafkaSettings(
            self.required("LIVEFAIR_KAFKA"),
            f"{service}-{self.instance()}",
            self.switch("LIVEFAIR_KAFKA_IDEMPOTENCE"),
            self.number("LIVEFAIR_KAFKA_FETCH_WAIT_MS", 500),
            self.kafka_security(),
        )

    def kafka_security(self) -> Security:
        """The user of this process and the certificates that it trusts; plain text where nothing is said."""
        ca, user = self.optional("LIVEFAIR_KAFKA_CA", ""), self.optional("LIVEFAIR_KAFKA_USER", "")
        if user and not ca:
            raise BadSettings("LIVEFAIR_KAFKA_USER needs LIVEFAIR_KAFKA_CA: a password is only sent over TLS")
        security = Security(ca, user, self.secret("LIVEFAIR_KAFKA_PASSWORD") if user else "") if ca else PLAIN
        try:
            security.tls()
        except OSError as problem:
            raise BadSettings(f"LIVEFAIR_KAFKA_CA={ca} cannot be used: {problem.strerror or problem}") from None
        return security

    def postgres(self) -> str:
        """The URL of the database. If it asks for a verified certificate, the file of trusted ones can be read."""
        url = self.secret("LIVEFAIR_POSTGRES")
        try:
            query = parse_qs(urlsplit(url).query)
        except ValueError as problem:
            raise BadSettings(f"LIVEFAIR_POSTGRES is no URL: {problem}") from None
        ca = query.get("sslrootcert", [""])[0]
        if query.get("sslmode", [""])[0] in VERIFIED:
            try:
                ssl.create_default_context(cafile=ca)
            except OSError as problem:
                raise BadSettings(f"LIVEFAIR_POSTGRES: sslrootcert={ca}: {problem.strerror or problem}") from None
        return url
