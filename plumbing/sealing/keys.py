"""The keys of sealed texts, in the object store: made once, cached for a while, destroyed for good.

A key's name is random for everybody who has no access to the store: a keyed hash of what it is for, with a secret that
the first instance makes and stores beside the keys.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache

from plumbing.objects.store import Objects
from plumbing.sealing.box import KEY_BYTES, Box, SealedFields, key_of

FOLDER = "keys"
SECRET = "keys/secret"
KEPT_MAX = 50_000  # about 0.4 KB each
FRESH_S = 1.0  # a destroyed key opens nothing after this time
Known = tuple[float, Box | None]


class Keys:
    """Seals and opens texts. `fresh_s`: how long a key is used without asking the store for it again.

    Every method raises StoreAway.
    """

    def __init__(
        self,
        objects: Objects,
        *,
        fresh_s: float = FRESH_S,
        kept_max: int = KEPT_MAX,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._objects = objects
        self._fresh_s = fresh_s
        self._kept_max = kept_max
        self._now = now
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._secret: bytes | None = None
        self._blind = lru_cache(65_536)(self._hashed)

    async def blind(self, *of: object) -> str:
        """32 hexadecimal characters that only follow from these values for those who know the store's secret."""
        if self._secret is None:
            self._secret = await self._made(SECRET)
        return self._blind(*map(str, of))

    async def seal(self, name: str, text: str) -> str:
        """Seal a text with the key of this name, which is made where there is none."""
        key = self._cached(name)
        if key is None or key[1] is None:
            key = self._keep(name, await self._made(f"{FOLDER}/{name}"))
        assert key[1] is not None
        return key[1].seal(name, text)

    async def texts(self, words: Iterable[str]) -> dict[str, str | None]:
        """The text of each sealed text; None where its key was destroyed."""
        names = {word: name for word in words if (name := key_of(word)) is not None}
        wanted = list(dict.fromkeys(names.values()))
        keys = dict(zip(wanted, await asyncio.gather(*map(self._key, wanted)), strict=True))
        return {word: None if (key := keys[name]) is None else key.open(word) for word, name in names.items()}

    async def open(self, word: str) -> str | None:
        """The text of a sealed text, None where its key was destroyed; any other text as it is."""
        if key_of(word) is None:
            return word
        return (await self.texts((word,)))[word]

    async def open_json(self, body: bytes, fields: SealedFields) -> bytes:
        """A JSON document with the sealed texts of these fields opened; empty where the key was destroyed."""
        words = fields.words_in(body)
        return fields.with_texts(body, await self.texts(words)) if words else body

    def forget(self, names: Iterable[str]) -> None:
        """Ask the store for these keys again before they are used."""
        for name in names:
            self._known.pop(name, None)

    def _cached(self, name: str) -> Known | None:
        known = self._known.get(name)
        if known is None or self._now() - known[0] > self._fresh_s:
            return None
        return known

    async def _key(self, name: str) -> Box | None:
        known = self._cached(name) or self._keep(name, await self._objects.get_small(f"{FOLDER}/{name}") or None)
        return known[1]

    def _keep(self, name: str, key: bytes | None) -> Known:
        known = self._known[name] = self._now(), None if key is None else Box(key)
        self._known.move_to_end(name)
        while len(self._known) > self._kept_max:
            self._known.popitem(last=False)
        return known

    async def _made(self, path: str) -> bytes:
        """The object, made of random bytes where there is none. Of two that are made at once, the first one counts."""
        found = await self._objects.get_small(path)
        while not found:
            made = os.urandom(KEY_BYTES)
            if found is not None:  # emptied by an erasure that was interrupted, or is under way
                await self._objects.put(path, made)
            found = made if await self._objects.create(path, made) else await self._objects.get(path)
        return found

    def _hashed(self, *of: str) -> str:
        assert self._secret is not None
        return hmac.digest(self._secret, "\n".join(of).encode(), "sha256").hex()[:32]
