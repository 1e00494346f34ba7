"""An identity provider for tests: a key, its JWKS file, and the tokens that it signs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey


class Issuer:
    """Signs tokens that verifiers of `jwks` accept."""

    def __init__(self, folder: Path) -> None:
        self.jwks = folder / "jwks.json"
        self.key = new_key()
        self.publish(self.key)

    def publish(self, *keys: OKPKey) -> None:
        """Rewrite the JWKS file with the public halves of these keys."""
        self.jwks.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))

    def token(self, role: str, sub: str, org: str | None = None, **claims: Any) -> str:
        said = {"role": role, "sub": sub, "org": org, "exp": int(time.time()) + 3_600, **claims}
        return sign(self.key, {name: value for name, value in said.items() if value is not None})


def new_key() -> OKPKey:
    key = OKPKey.generate_key("Ed25519")
    key.ensure_kid()
    return key


def sign(key: OKPKey, claims: dict[str, Any], algorithm: str = "Ed25519") -> str:
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])
