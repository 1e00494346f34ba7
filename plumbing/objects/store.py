"""Objects by path, in a folder or in S3. Writes are atomic for readers. Knows nothing of the content.

Every method raises StoreAway.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

if TYPE_CHECKING:
    from obstore.store import RetryConfig

TIMEOUT = "3s"
SMALL_BYTES = 65_536
RETRY: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=3)}


class StoreAway(Exception):
    """The store does not respond, or denies access. A write may have happened nevertheless."""


class Kept(NamedTuple):
    """An object in a list: since when it has its content."""

    path: str
    at: datetime
    size: int


class Objects:
    """An object store. `address` is a folder, created if it is missing, or an `s3://bucket/prefix` URL."""

    def __init__(self, address: str) -> None:
        self._store: ObjectStore
        self._folder: Path | None = None
        if "://" in address:
            self._store = from_url(address, client_options={"timeout": TIMEOUT}, retry_config=RETRY)
        else:
            self._folder = Path(address).absolute()
            self._store = LocalStore(prefix=self._folder, mkdir=True)

    async def put(self, path: str, content: bytes) -> None:
        """Write or replace; readers see the old content or the new, never a part."""
        try:
            await obstore.put_async(self._store, path, content, use_multipart=False)
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error

    async def create(self, path: str, content: bytes) -> bool:
        """Write where there is no such object yet, and whole. Returns whether it was written."""
        try:
            await obstore.put_async(self._store, path, content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error
        return True

    async def put_file(self, path: str, local: Path) -> None:
        """Write or replace with the content of a local file, which is streamed."""
        try:
            await obstore.put_async(self._store, path, local)
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error

    async def get_file(self, path: str, local: Path) -> bool:
        """Stream the content into a local file. False if there is no such object."""
        try:
            found = await obstore.get_async(self._store, path)
            with local.open("wb") as target:
                async for chunk in found.stream():
                    target.write(chunk)
        except FileNotFoundError:
            return False
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error
        return True

    async def get(self, path: str) -> bytes | None:
        """The content, or None if there is no such object."""
        try:
            found = await obstore.get_async(self._store, path)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error

    async def get_small(self, path: str) -> bytes | None:
        """Like `get`, for a few kilobytes: reads from a folder synchronously, in 5 microseconds instead of 60."""
        if self._folder is None:
            return await self.get(path)
        try:
            return _read_small(f"{self._folder}/{path}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreAway(type(error).__name__) from error

    async def listed(self, folder: str) -> AsyncIterator[Kept]:
        """Every object below a folder, in no particular order."""
        try:
            async for chunk in obstore.list(self._store, folder):
                for one in chunk:
                    yield Kept(one["path"], one["last_modified"], one["size"])
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error

    async def folders(self, folder: str) -> list[str]:
        """The paths of the folders right in a folder."""
        try:
            found = await obstore.list_with_delimiter_async(self._store, folder)
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error
        return list(found["common_prefixes"])

    async def delete(self, path: str) -> None:
        """Delete an object, if it is there."""
        try:
            await obstore.delete_async(self._store, path)
        except FileNotFoundError:
            pass
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error

    async def delete_unchanged(self, listed: Kept) -> bool:
        """Delete an object unless it was written again since it was listed. Returns whether it is gone."""
        try:
            if (await obstore.head_async(self._store, listed.path))["last_modified"] != listed.at:
                return False
            await obstore.delete_async(self._store, listed.path)
        except FileNotFoundError:
            pass
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error
        return True

    def stamp(self, path: str) -> tuple[int, int, int] | None:
        """A value that changes whenever the object is written, to be read before `get_small`. None if it is unknown.

        Of two writes within one tick of the file system's clock, the second may go unnoticed.
        """
        if self._folder is None:
            return None
        try:
            told = os.stat(f"{self._folder}/{path}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreAway(type(error).__name__) from error
        return told.st_ino, told.st_mtime_ns, told.st_size


def _read_small(path: str) -> bytes:
    """A file of a few kilobytes, read with three system calls instead of the six of `open`."""
    file = os.open(path, os.O_RDONLY)
    try:
        content = part = os.read(file, SMALL_BYTES)
        while len(part) == SMALL_BYTES:
            part = os.read(file, SMALL_BYTES)
            content += part
        return content
    finally:
        os.close(file)
