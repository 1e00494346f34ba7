"""Seals a text with one key, and finds sealed texts in JSON. Pure: knows no store, no clock and no randomness.

A sealed text is one word, `sealed:KEY:CIPHERTEXT`: the name of its key, and AES-256-GCM's nonce, ciphertext and tag in
base64. It passes through records, rows and answers like any other text.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_NAME = r"[0-9a-f]{32}(?:/[0-9a-f]{32}){1,2}"
MARK = b'"sealed:'
_WORD = re.compile(rf"sealed:({KEY_NAME}):([A-Za-z0-9_-]+={{0,2}})")
_VALUE = rb'": ?"(sealed:[0-9a-f/:A-Za-z_=-]+)"'


class Box:
    """One key. The nonce is a keyed hash of the text, so a text that is sealed again is the same word: a retry, or an
    answer that is given twice, is recognized without opening it. (The construction of SIV modes, RFC 5297.)
    """

    __slots__ = ("_cipher", "_nonce_key")

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._nonce_key = hmac.digest(key, b"nonce", "sha256")

    def seal(self, name: str, text: str) -> str:
        """The text as a word that names its key."""
        content = text.encode()
        nonce = hmac.digest(self._nonce_key, content, "sha256")[:NONCE_BYTES]
        sealed = nonce + self._cipher.encrypt(nonce, content, None)
        return f"sealed:{name}:{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, word: str) -> str | None:
        """The text that was sealed; None where another key has sealed it, since the first one was destroyed."""
        try:
            sealed = base64.urlsafe_b64decode(word.rpartition(":")[2].encode())
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()
        except (InvalidTag, ValueError):
            return None


def key_of(word: str) -> str | None:
    """The name of the key of a sealed text; None if it is no sealed text."""
    found = _WORD.fullmatch(word)
    return found[1] if found else None


class SealedFields:
    """The fields of JSON documents that may hold a sealed text, by their names.

    In any other field, what looks like a sealed text is a text that a person typed, and stays. It cannot be taken for
    the value of a field with such a name, since JSON escapes its quotes.
    """

    __slots__ = ("_found",)

    def __init__(self, names: Iterable[str]) -> None:
        self._found = re.compile(rb'"(?:' + b"|".join(re.escape(name.encode()) for name in names) + rb")" + _VALUE)

    def words_in(self, body: bytes) -> list[str]:
        """The sealed texts in a JSON document."""
        if MARK not in body:
            return []
        return [word.decode() for word in self._found.findall(body)]

    def with_texts(self, body: bytes, texts: Mapping[str, str | None]) -> bytes:
        """The JSON document with each sealed text replaced by its text, and by an empty one where `texts` has none."""

        def replaced(found: re.Match[bytes]) -> bytes:
            text = texts.get(found[1].decode())
            value = json.dumps(text or "", ensure_ascii=False).encode()
            return found[0][: found.start(1) - found.start() - 1] + value

        return self._found.sub(replaced, body)


def without(texts: Mapping[str, str | None], keys: Iterable[str]) -> dict[str, str | None]:
    """The texts without those that one of these keys has sealed."""
    gone = frozenset(keys)
    return {word: text for word, text in texts.items() if key_of(word) not in gone}
