"""The keys of a local system: the Ed25519 key that signs its tokens, its public JWKS, the secret of its grants.

Production has an identity provider instead; the services only ever see the JWKS and the grant secret.
"""

from __future__ import annotations

import json
import secrets
import time
import uuid
import warnings
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from livefair.failure import Failure
from livefair.system.home import Home, replace_secret
from plumbing.auth.claims import TEXT_CHARACTERS_MAX, may_name

ALGORITHM = "EdDSA"
GRANT_KEY_BYTES = 48


def ensure_keys(home: Home) -> None:
    """Create what is missing. The key is written before its JWKS, so that the JWKS never names a missing key."""
    home.path.mkdir(parents=True, exist_ok=True)
    if not home.key.exists():
        key = OKPKey.generate_key("Ed25519", {"kid": uuid.uuid4().hex, "alg": ALGORITHM, "use": "sig"})
        replace_secret(home.key, json.dumps(key.as_dict(private=True)))
    public = _key(home).as_dict(private=False)
    home.jwks.write_text(json.dumps({"keys": [public]}))
    if not home.grant_key.exists():
        replace_secret(home.grant_key, secrets.token_urlsafe(GRANT_KEY_BYTES))


class Signer:
    """Signs tokens with the key of a system."""

    def __init__(self, home: Home) -> None:
        self._key = _key(home)

    def token(self, claims: Mapping[str, Any], expires_in_s: int) -> str:
        """A JWT with these claims, without those that are None. Raises Failure where services would not accept it."""
        known = {name: value for name, value in claims.items() if value is not None}
        for name, value in known.items():
            if not may_name(value):
                wanted = f"1 to {TEXT_CHARACTERS_MAX} characters, all of them printable"
                raise Failure(f"no service would take such a token: {name} must be {wanted}")
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # RFC 9864 renames EdDSA to Ed25519, but few verifiers know that yet
            return jwt.encode(header, {**known, "exp": int(time.time()) + expires_in_s}, self._key, [ALGORITHM])


def _key(home: Home) -> OKPKey:
    try:
        return OKPKey.import_key(json.loads(home.key.read_text()))
    except FileNotFoundError:
        raise Failure(f"no key in {home.path}: start a system with `livefair up --home {home.path}`") from None
    except OSError as problem:
        raise Failure(f"cannot read {home.key}: {problem.strerror}; say --home ANOTHER") from None
    except (ValueError, TypeError, KeyError, RecursionError, JoseError):
        raise Failure(f"{home.key} is damaged: remove it, and `livefair up --home {home.path}` makes another") from None
