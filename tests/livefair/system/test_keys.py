"""A local system's keys, and the tokens signed with them."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.keys import ALGORITHM, Signer, ensure_keys

pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # the name that verifiers know


def test_a_token_verifies_against_the_jwks(home_with_keys: Home) -> None:
    """The home's public keys verify a token, which has the given claims."""
    token = Signer(home_with_keys).token({"sub": "stu-1", "role": "student", "org": None}, expires_in_s=60)
    keys = KeySet.import_key_set(json.loads(home_with_keys.jwks.read_text()))
    claims = jwt.decode(token, keys, [ALGORITHM]).claims
    assert claims.pop("exp") == pytest.approx(time.time() + 60, abs=5)
    assert claims == {"sub": "stu-1", "role": "student"}


def test_the_jwks_holds_nothing_private(home_with_keys: Home) -> None:
    """The services' file has no private key, and private keys are readable by their owner only."""
    [key] = json.loads(home_with_keys.jwks.read_text())["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "alg", "use"}
    assert os.stat(home_with_keys.key).st_mode & 0o777 == 0o600
    assert os.stat(home_with_keys.grant_key).st_mode & 0o777 == 0o600


def test_keys_are_made_once(home_with_keys: Home) -> None:
    """A second start keeps them, so tokens and grants stay valid."""
    files = (home_with_keys.key, home_with_keys.jwks, home_with_keys.grant_key)
    before = [file.read_text() for file in files]
    ensure_keys(home_with_keys)
    assert [file.read_text() for file in files] == before


def test_a_home_without_a_key_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A token for a system that never ran is refused in one line."""
    with pytest.raises(Failure, match=r"no key in .*: start a system with `livefair up --home"):
        Signer(Home(tmp_path_factory.mktemp("empty")))


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"{}", b"7", b"\xff", b'{"kty": "OKP"}', b'{"kty": "RSA", "n": 7}'])
def test_a_damaged_key_is_one_line(tmp_path: Path, junk: bytes) -> None:
    """Invalid JSON, and a key of another kind, are one line."""
    home = Home(tmp_path)
    home.key.write_bytes(junk)
    with pytest.raises(Failure, match=r"key.json is damaged: remove it"):
        Signer(home)


def test_a_home_that_is_a_file_has_no_key(tmp_path: Path) -> None:
    """One line, no traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match=r"cannot read .*key.json: Not a directory"):
        Signer(Home(tmp_path / "file"))


@pytest.mark.parametrize("claim", ["sub", "org", "name"])
@pytest.mark.parametrize("value", ["", "a\nb", "a" * 201])
def test_a_token_that_no_service_takes_is_not_made(home_with_keys: Home, claim: str, value: str) -> None:
    """Claims that the services would refuse are refused at once."""
    claims = {"sub": "stu-1", "role": "student", claim: value}
    with pytest.raises(Failure, match=f"no service would take such a token: {claim} must be 1 to 200 characters"):
        Signer(home_with_keys).token(claims, expires_in_s=60)
    assert Signer(home_with_keys).token({**claims, claim: "a" * 200}, expires_in_s=60)
