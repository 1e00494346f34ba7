"""Signing tokens with a local system's own key. No service does this; an identity provider does in production."""

from __future__ import annotations

from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"


def new_key() -> dict[str, Any]:
    """A fresh private key as a JWK, with its thumbprint as `kid`. Keep it secret."""
    key = OKPKey.generate_key("Ed25519")
    key.ensure_kid()
    return dict(key.as_dict(private=True))


def public_jwks(private_jwk: dict[str, Any]) -> dict[str, Any]:
    """The JWKS document that verifies what `private_jwk` signs."""
    return {"keys": [{**OKPKey.import_key(private_jwk).as_dict(private=False), "use": "sig"}]}


def sign(private_jwk: dict[str, Any], claims: dict[str, Any]) -> str:
    """A JWT of these claims."""
    key = OKPKey.import_key(private_jwk)
    key.ensure_kid()
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])
