"""Signing: what a local system hands out."""

from __future__ import annotations

from plumbing.auth.signing import new_key, public_jwks


def test_the_public_document_holds_no_secret() -> None:
    """The key set has the key's id and public half only."""
    key = new_key()
    (public,) = public_jwks(key)["keys"]
    assert public["kid"] == key["kid"]
    assert "d" in key
    assert "d" not in public
