"""Authentication: JWTs (Ed25519) verified offline against a JWKS file.

Knows no role by name. A verified token is cached until it expires, is evicted, or the file changes: the tokens of a key
that was removed from the file are refused half a second later. `trusts` tells the same of a person who was verified
before, for connections that stay open.
"""

from __future__ import annotations

import json
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact
from starlette.requests import HTTPConnection

from plumbing.auth.claims import may_name
from plumbing.http.problem import Problem

# RFC 9864 names the curve; many issuers still write the older, general name. The key determines the curve either way.
ALGORITHMS = ["Ed25519", "EdDSA"]
TOKEN_CHARACTERS_MAX = 4_096
LOOK_EVERY_S = 0.5  # whether the file is still the one that was read
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})  # members of a JWK (RFC 7518, section 6)
EARLY_S = 30  # how far an issuer's clock may be ahead of ours

log = structlog.get_logger(__name__)


class BadToken(Exception):
    """The token is invalid; the message says why, without the token."""


@dataclass(frozen=True, slots=True)
class Person:
    """The person whom a verified token names. `exp` is in seconds since the epoch.

    `key` is the thumbprint of the key that signed it (RFC 7638): another key may come under the same id.
    """

    sub: str
    role: str
    org: str | None
    name: str | None
    exp: int
    key: str = ""


class Verifier:
    """Verifies tokens. Reads the JWKS file when created, and again when it has changed; looks twice a second."""

    def __init__(self, jwks_path: Path, *, remembered_max: int = 20_000, now: Callable[[], float] = time.time) -> None:
        self._path = jwks_path
        self._remembered_max = remembered_max
        self._now = now
        self._known: OrderedDict[str, Person] = OrderedDict()
        self._looked_at, self._version = now(), _version(jwks_path)
        self._keys = _read_keys(jwks_path)
        self._trusted = _thumbprints(self._keys)

    def trusts(self, key: str) -> bool:
        """Whether this key still signs tokens that are accepted."""
        if self._now() - self._looked_at >= LOOK_EVERY_S:
            self._look()
        return key in self._trusted

    def verify(self, token: str) -> Person:
        """The person whom the token names. Raises BadToken."""
        if self._now() - self._looked_at >= LOOK_EVERY_S:
            self._look()
        person = self._known.get(token)
        if person is None:
            person = self._read(token)
            self._known[token] = person
            if len(self._known) > self._remembered_max:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(token)
        if person.exp <= self._now():
            self._known.pop(token, None)
            raise BadToken("the token has expired")
        return person

    def _read(self, token: str) -> Person:
        if len(token) > TOKEN_CHARACTERS_MAX:
            raise BadToken("the token is too long")
        try:
            key = self._key(extract_compact(token.encode()).headers().get("kid"))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SecurityWarning)  # about the older name of the algorithm
                claims = jwt.decode(token, key, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            # The library trusts the types of a header's members, which come from the client.
            raise BadToken("the token's form or signature is wrong") from error
        _require_begun(claims, self._now())
        return _person(claims, key.thumbprint())

    def _key(self, kid: object) -> Any:
        if not isinstance(kid, str):
            raise BadToken("the token names no key")
        if kid not in self._keys:
            raise BadToken("the token names a key that is not known here")
        return self._keys[kid]

    def _look(self) -> None:
        """Read the file if it has changed. While it is missing or incomplete, the old keys stay in force."""
        self._looked_at, version = self._now(), _version(self._path)
        if version == self._version:
            return
        try:
            self._keys = _read_keys(self._path)
        except (OSError, ValueError, JoseError) as error:
            log.warning("jwks_not_read", path=str(self._path), error=repr(error))
            return
        self._version, self._trusted = version, _thumbprints(self._keys)
        self._known.clear()


def token_in(authorization: str) -> str:
    """The bearer token of this header; empty if there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def person_from(request: HTTPConnection, verifier: Verifier) -> Person:
    """The person who sends this request. Raises Problem 401."""
    token = token_in(request.headers.get("authorization", ""))
    if not token:
        raise Problem(401, "A bearer token is needed.", headers={"WWW-Authenticate": "Bearer"})
    try:
        return verifier.verify(token)
    except BadToken as bad:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Problem(401, f"The token is not accepted: {bad}.", headers=challenge) from None


def _version(path: Path) -> tuple[int, int, int] | None:
    """What changes with the file, also where it is replaced; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read_keys(path: Path) -> dict[str, Any]:
    """The Ed25519 keys by id. Raises OSError or ValueError if there is no file or it is not a public key set."""
    keys = KeySet.import_key_set(public_keys(path))  # type: ignore[arg-type]  # checked by joserfc itself
    return {key.kid: key for key in keys if key.kid and key.as_dict(private=False).get("crv") == "Ed25519"}


def public_keys(path: Path) -> dict[str, Any]:
    """The content of a JWKS file, which may be published. Raises OSError or ValueError if it is no public key set."""
    document = json.loads(path.read_text())
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError(f"{path} is no JWKS document")
    for name in (name for key in document["keys"] if isinstance(key, dict) for name in key if name in PRIVATE):
        raise ValueError(f"{path} holds a private key (a member {name!r}): only public keys belong there; replace it")
    return document


def _thumbprints(keys: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key.thumbprint() for key in keys.values())


def _require_begun(claims: dict[str, Any], now: float) -> None:
    """Raises BadToken if the token is not valid yet. Checked once: a token that has become valid stays so."""
    begins = claims.get("nbf", 0)
    if isinstance(begins, bool) or not isinstance(begins, int | float) or not begins <= now + EARLY_S:
        raise BadToken("the token is not valid yet")


def _person(claims: dict[str, Any], key: str) -> Person:
    exp = claims.get("exp")
    if isinstance(exp, bool) or not isinstance(exp, int | float) or not exp > 0:
        raise BadToken("the token has no time of expiry")
    return Person(
        sub=_text(claims, "sub"),
        role=_text(claims, "role"),
        org=_text(claims, "org") if claims.get("org") is not None else None,
        name=_text(claims, "name") if claims.get("name") is not None else None,
        exp=int(min(exp, 2**53)),
        key=key,
    )


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    if not may_name(value):
        raise BadToken(f"the token's {name} is missing or malformed")
    return value
