"""Tokens: which are accepted, and for how long."""

from __future__ import annotations

import base64
import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from starlette.requests import HTTPConnection

from plumbing.auth.tokens import PRIVATE, BadToken, Person, Verifier, person_from, public_keys
from plumbing.http.problem import Problem
from tests.plumbing.auth.issuer import Issuer, new_key, sign

CLAIMS: dict[str, Any] = {"sub": "stu-1", "role": "student", "org": "o", "name": "李雷", "exp": 2_000}


class Clock:
    """A clock that the test advances."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """An issuer, and a verifier of its file with its own clock."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.issuer, self.clock = Issuer(folder), Clock()
        self.verifier = Verifier(self.issuer.jwks, now=self.clock, **options)

    def token(self, **claims: Any) -> str:
        return sign(self.issuer.key, {**CLAIMS, **claims})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_good_token_tells_who(desk: Desk) -> None:
    """All claims are read, the first time and from the cache."""
    person = Person("stu-1", "student", "o", "李雷", 2_000, desk.issuer.key.thumbprint())
    token = desk.token()
    assert [desk.verifier.verify(token), desk.verifier.verify(token)] == [person, person]


def test_it_ends_when_it_expires(desk: Desk) -> None:
    """Expiry is checked each time, also for a cached token."""
    token = desk.token()
    desk.verifier.verify(token)
    desk.clock.now = 2_000
    with pytest.raises(BadToken, match="expired"):
        desk.verifier.verify(token)


def test_it_begins_when_it_says(desk: Desk) -> None:
    """An issuer's clock may be at most half a minute ahead."""
    early = desk.token(nbf=1_031)
    assert desk.verifier.verify(desk.token(nbf=1_030)).sub == "stu-1"
    with pytest.raises(BadToken, match="not valid yet"):
        desk.verifier.verify(early)
    desk.clock.now += 1
    assert desk.verifier.verify(early).sub == "stu-1"


@pytest.mark.parametrize(
    "claims",
    [{"sub": ""}, {"sub": 7}, {"sub": "a\nb"}, {"sub": "x" * 201}, {"role": None}, {"org": ["a"]}, {"org": "\x00"},
     {"exp": None}, {"exp": "soon"}, {"exp": True}, {"exp": float("nan")},
     {"nbf": "now"}, {"nbf": None}, {"nbf": True}, {"nbf": float("nan")}],
)  # fmt: skip
def test_malformed_claims_are_refused(desk: Desk, claims: dict[str, Any]) -> None:
    """Despite a valid signature: names must fit into a header, and a token must expire."""
    with pytest.raises(BadToken):
        desk.verifier.verify(desk.token(**claims))


def test_other_signatures_are_refused(desk: Desk, tmp_path: Path) -> None:
    """A changed signature, another key with our key's id, `none`, and HMAC with the public key."""
    token, kid = desk.token(), str(desk.issuer.key.kid)
    foreign = OKPKey.import_key({**new_key().as_dict(private=True), "kid": kid})
    head, body, _ = token.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": kid}).encode()).decode().rstrip("=")
    secret = OctKey.import_key(str(desk.issuer.key["x"]))
    forged = jwt.encode({"alg": "HS256", "kid": kid}, CLAIMS, secret)
    for bad in (f"{head}.{body}.{'A' * 86}", sign(foreign, CLAIMS), f"{none}.{body}.", forged):
        with pytest.raises(BadToken):
            desk.verifier.verify(bad)


@pytest.mark.parametrize("text", ["", "not-a-token", "a.b.c", "....", "é.é.é", "x" * 5_000, "e30.e30.e30"])
def test_what_is_no_token_is_refused(desk: Desk, text: str) -> None:
    """Any text raises BadToken, and no other error."""
    with pytest.raises(BadToken):
        desk.verifier.verify(text)


def test_a_new_key_is_found_in_the_file(desk: Desk) -> None:
    """The verifier looks twice a second whether the file has changed."""
    old, token = desk.issuer.key, desk.token()
    desk.issuer.key = new_key()
    desk.issuer.publish(old, desk.issuer.key)
    with pytest.raises(BadToken, match="not known"):
        desk.verifier.verify(desk.token())
    desk.clock.now += 5
    assert desk.verifier.verify(desk.token()).sub == "stu-1"
    assert desk.verifier.verify(token).sub == "stu-1"


def test_a_removed_key_is_good_no_more(desk: Desk) -> None:
    """Its tokens are refused a second after it left the file, also those that were verified before."""
    token = desk.token()
    assert desk.verifier.verify(token).sub == "stu-1"
    desk.issuer.key = new_key()
    desk.issuer.publish(desk.issuer.key)
    desk.clock.now += 1
    with pytest.raises(BadToken, match="not known"):
        desk.verifier.verify(token)
    assert desk.verifier.verify(desk.token()).sub == "stu-1"


def test_a_person_who_stays_connected_is_asked_about_again(desk: Desk) -> None:
    """Their key is trusted while it stands in the file: not after its removal, nor when another has its id."""
    key = desk.verifier.verify(desk.token()).key
    assert desk.verifier.trusts(key)
    another = OKPKey.generate_key("Ed25519", {"kid": str(desk.issuer.key.kid)})
    desk.issuer.publish(another)
    assert desk.verifier.trusts(key), "it looks twice a second"
    desk.clock.now += 0.5
    assert not desk.verifier.trusts(key)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"keys": []}', None])
def test_a_broken_file_keeps_the_old_keys(desk: Desk, content: str | None) -> None:
    """If the file is incomplete, invalid or missing when it is read again, the old keys stay valid."""
    token = desk.token()
    desk.issuer.jwks.unlink() if content is None else desk.issuer.jwks.write_text(content)
    desk.clock.now += 5
    with pytest.raises(BadToken):
        desk.verifier.verify(sign(new_key(), CLAIMS))
    assert desk.verifier.verify(token).sub == "stu-1"


@pytest.mark.parametrize("member", sorted(PRIVATE))
def test_no_private_member_is_public(member: str, tmp_path: Path) -> None:
    """Of a key of any kind: its content is not repeated."""
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "AA", member: "hidden"}]}))
    with pytest.raises(ValueError, match=f"a member '{member}'") as caught:
        public_keys(file)
    assert "hidden" not in str(caught.value)


def test_a_file_with_a_private_key_is_refused(desk: Desk) -> None:
    """At the start, with the file's name and without the key; later, the old keys stay."""
    token, leaked = desk.token(), new_key()
    desk.issuer.jwks.write_text(json.dumps({"keys": [leaked.as_dict(private=True)]}))
    with pytest.raises(ValueError, match=r"jwks\.json holds a private key") as caught:
        Verifier(desk.issuer.jwks)
    assert str(leaked.as_dict(private=True)["d"]) not in str(caught.value)
    desk.clock.now += 5
    with pytest.raises(BadToken, match="not known"):
        desk.verifier.verify(sign(leaked, CLAIMS))
    assert desk.verifier.verify(token).sub == "stu-1"


def test_memory_is_bounded(tmp_path: Path) -> None:
    """The oldest token is dropped from the cache, and verified again when it is used."""
    desk = Desk(tmp_path, remembered_max=2)
    tokens = [desk.token(sub=f"stu-{n}") for n in range(3)]
    assert [desk.verifier.verify(token).sub for token in [*tokens, *tokens]] == ["stu-0", "stu-1", "stu-2"] * 2


def test_the_older_name_of_the_algorithm_is_taken(desk: Desk) -> None:
    """Issuers that still write EdDSA are accepted, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        token = sign(desk.issuer.key, CLAIMS, "EdDSA")
    assert desk.verifier.verify(token).sub == "stu-1"


def connection(authorization: str | None) -> HTTPConnection:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return HTTPConnection({"type": "http", "headers": headers})


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer nonsense"])
def test_without_a_good_token_it_is_401(desk: Desk, authorization: str | None) -> None:
    """The answer's header names the bearer scheme."""
    with pytest.raises(Problem) as caught:
        person_from(connection(authorization), desk.verifier)
    assert caught.value.status == 401
    assert caught.value.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_bearer_is_known(desk: Desk) -> None:
    """The scheme's case does not matter."""
    assert person_from(connection(f"bearer {desk.token()}"), desk.verifier).sub == "stu-1"


@pytest.mark.parametrize("more", [{"crit": 5}, {"crit": [5]}, {"crit": None}, {"alg": 5}, {"alg": []}, {"b64": 1}])
def test_a_header_of_odd_types_is_no_token(desk: Desk, more: dict[str, Any]) -> None:
    """The key's id is public, so anyone can send one: it is a bad token, not a server error."""
    header = {"alg": "EdDSA", "kid": desk.issuer.key.kid, **more}
    part = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    with pytest.raises(BadToken):
        desk.verifier.verify(f"{part}.e30.eA")


@pytest.mark.parametrize("exp", [float("-inf"), float("nan"), 0, -1])
def test_an_expiry_that_is_no_time_is_refused(desk: Desk, exp: float) -> None:
    """Even with a valid signature."""
    with pytest.raises(BadToken):
        desk.verifier.verify(desk.token(exp=exp))


def test_a_token_that_names_no_key_is_refused(desk: Desk) -> None:
    """Nothing is tried with the keys in turn, although the signature is right."""
    unnamed = jwt.encode({"alg": "Ed25519"}, CLAIMS, desk.issuer.key, algorithms=["Ed25519"])
    with pytest.raises(BadToken, match="names no key"):
        desk.verifier.verify(unnamed)
