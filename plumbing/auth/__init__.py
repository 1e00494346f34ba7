"""Tokens: verified offline against a JWKS file, and signed for local systems."""
