"""Short-lived signed addresses of attachments. The reader is checked before signing; the address needs no token."""

from __future__ import annotations

import hashlib
import hmac
import time
from uuid import UUID

VALID_S = 300
PURPOSE = "attachment"


class Grants:
    """Signs and checks `…/v1/attachments/{resume}/{sha256}?expires=…&signature=…`."""

    def __init__(self, key: str, public_url: str) -> None:
        self._key = key.encode()
        self._public_url = public_url.rstrip("/")

    def url(self, resume: UUID, sha256: str) -> str:
        """An address that is valid for `VALID_S`."""
        expires = int(time.time()) + VALID_S
        signature = self._signature(str(resume), sha256, expires)
        return f"{self._public_url}/v1/attachments/{resume}/{sha256}?expires={expires}&signature={signature}"

    def allows(self, resume: str, sha256: str, expires: str, signature: str) -> bool:
        if not expires.isascii() or not expires.isdigit() or len(expires) > 18 or int(expires) < time.time():
            return False
        expected = self._signature(resume, sha256, int(expires))
        return hmac.compare_digest(expected.encode(), signature.encode())

    def _signature(self, resume: str, sha256: str, expires: int) -> str:
        """The purpose is part of it: the key may come to sign other things."""
        return hmac.new(self._key, f"{PURPOSE}/{resume}/{sha256}/{expires}".encode(), hashlib.sha256).hexdigest()
