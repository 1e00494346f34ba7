"""Tokens, verified offline against a JWKS file."""
