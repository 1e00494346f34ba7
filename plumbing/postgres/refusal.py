"""Says why PostgreSQL refused a connection, in a sentence that names what to change and no secret."""

from __future__ import annotations

import ssl

import asyncpg


def why_refused(error: BaseException) -> str | None:
    """None if the error is no refusal of a connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"PostgreSQL has a certificate that is not trusted: {error.verify_message} (sslrootcert)"
    if isinstance(error, asyncpg.InvalidPasswordError):
        return f"PostgreSQL refuses the password: {error}"
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return f"PostgreSQL refuses the connection: {error}"
    if isinstance(error, ConnectionError) and "SSL upgrade" in str(error):
        return "PostgreSQL does not speak TLS, and sslmode asks for it"
    return None
