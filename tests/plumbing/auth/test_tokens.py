"""Tokens: who is believed, and for how long."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from starlette.requests import HTTPConnection

from plumbing.auth.signing import new_key, public_jwks, sign
from plumbing.auth.tokens import BadToken, Person, Verifier, person_from
from plumbing.http.problem import Problem

CLAIMS: dict[str, Any] = {"sub": "stu-1", "role": "student", "org": "o", "name": "李雷", "exp": 2_000}


class Clock:
    """Seconds that move when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Issuer:
    """A key in a JWKS file, and a verifier of that file."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.path, self.key, self.clock = folder / "jwks.json", new_key(), Clock()
        self.path.write_text(json.dumps(public_jwks(self.key)))
        self.verifier = Verifier(self.path, now=self.clock, **options)

    def token(self, **claims: Any) -> str:
        return sign(self.key, {**CLAIMS, **claims})


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


def test_a_good_token_tells_who(issuer: Issuer) -> None:
    """All claims are read, the first time and from memory."""
    person = Person("stu-1", "student", "o", "李雷", 2_000)
    token = issuer.token()
    assert [issuer.verifier.verify(token), issuer.verifier.verify(token)] == [person, person]


def test_it_ends_when_it_expires(issuer: Issuer) -> None:
    """Expiry is looked at each time, also for a token in memory."""
    token = issuer.token()
    issuer.verifier.verify(token)
    issuer.clock.now = 2_000
    with pytest.raises(BadToken, match="expired"):
        issuer.verifier.verify(token)


@pytest.mark.parametrize(
    "claims",
    [{"sub": ""}, {"sub": 7}, {"sub": "a\nb"}, {"sub": "x" * 201}, {"role": None}, {"org": ["a"]}, {"org": "\x00"},
     {"exp": None}, {"exp": "soon"}, {"exp": True}, {"exp": float("nan")}],
)  # fmt: skip
def test_malformed_claims_are_refused(issuer: Issuer, claims: dict[str, Any]) -> None:
    """A signature is not enough: who it speaks for must be sayable in a header, and it must end."""
    with pytest.raises(BadToken):
        issuer.verifier.verify(issuer.token(**claims))


def test_other_signatures_are_refused(issuer: Issuer, tmp_path: Path) -> None:
    """A changed signature, another's key under our key's id, no algorithm, a symmetric one with the public key."""
    token, foreign = issuer.token(), {**new_key(), "kid": issuer.key["kid"]}
    head, body, _ = token.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": issuer.key["kid"]}).encode()).decode().rstrip("=")
    secret = OctKey.import_key(issuer.key["x"])
    forged = jwt.encode({"alg": "HS256", "kid": issuer.key["kid"]}, CLAIMS, secret)
    for bad in (f"{head}.{body}.{'A' * 86}", sign(foreign, CLAIMS), f"{none}.{body}.", forged):
        with pytest.raises(BadToken):
            issuer.verifier.verify(bad)


@pytest.mark.parametrize("text", ["", "not-a-token", "a.b.c", "....", "é.é.é", "x" * 5_000, "e30.e30.e30"])
def test_what_is_no_token_is_refused(issuer: Issuer, text: str) -> None:
    """Any text at all is a BadToken, never another error."""
    with pytest.raises(BadToken):
        issuer.verifier.verify(text)


def test_a_new_key_is_found_in_the_file(issuer: Issuer) -> None:
    """An unknown key id has the file read again, at most every five seconds."""
    old, token = issuer.key, issuer.token()
    issuer.key = new_key()
    issuer.path.write_text(json.dumps({"keys": [*public_jwks(old)["keys"], *public_jwks(issuer.key)["keys"]]}))
    with pytest.raises(BadToken, match="not known"):
        issuer.verifier.verify(issuer.token())
    issuer.clock.now += 5
    assert issuer.verifier.verify(issuer.token()).sub == "stu-1"
    assert issuer.verifier.verify(token).sub == "stu-1"


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"keys": []}', None])
def test_a_broken_file_keeps_the_old_keys(issuer: Issuer, content: str | None) -> None:
    """A file that is half written, no key set or missing at re-reading leaves everybody in who was in."""
    token = issuer.token()
    issuer.path.unlink() if content is None else issuer.path.write_text(content)
    issuer.clock.now += 5
    with pytest.raises(BadToken):
        issuer.verifier.verify(sign(new_key(), CLAIMS))
    assert issuer.verifier.verify(token).sub == "stu-1"


def test_memory_is_bounded(tmp_path: Path) -> None:
    """The oldest token is forgotten, and verified anew when it comes again."""
    issuer = Issuer(tmp_path, remembered_max=2)
    tokens = [issuer.token(sub=f"stu-{n}") for n in range(3)]
    assert [issuer.verifier.verify(token).sub for token in [*tokens, *tokens]] == ["stu-0", "stu-1", "stu-2"] * 2


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_the_older_name_of_the_algorithm_is_taken(issuer: Issuer) -> None:
    """Issuers that still write EdDSA are understood."""
    key = OKPKey.import_key(issuer.key)
    token = jwt.encode({"alg": "EdDSA", "kid": issuer.key["kid"]}, CLAIMS, key, algorithms=["EdDSA"])
    assert issuer.verifier.verify(token).sub == "stu-1"


def connection(authorization: str | None) -> HTTPConnection:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return HTTPConnection({"type": "http", "headers": headers})


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer nonsense"])
def test_without_a_good_token_it_is_401(issuer: Issuer, authorization: str | None) -> None:
    """And the answer says what is wanted."""
    with pytest.raises(Problem) as caught:
        person_from(connection(authorization), issuer.verifier)
    assert caught.value.status == 401
    assert caught.value.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_bearer_is_known(issuer: Issuer) -> None:
    """The scheme's case does not matter."""
    assert person_from(connection(f"bearer {issuer.token()}"), issuer.verifier).sub == "stu-1"
