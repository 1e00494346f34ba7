"""Items of rooms with their sealed texts opened, in a form in which texts can be taken out again. Pure.

An item is opened once, when its record is read. When a key is destroyed, its texts are emptied here too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import Field

from plumbing.sealing.box import SealedFields, without
from schemas.personal import SEALED_FIELDS
from schemas.rooms import RoomRecord

SEALED = SealedFields(SEALED_FIELDS)
Texts = Mapping[str, str | None]


class OpenedRecord(RoomRecord):
    """A record with the texts of its sealed texts; None where the key was destroyed."""

    texts: Texts = Field(default_factory=dict)


class OpenedItem(bytes):
    """The JSON of an item with its texts; `sealed` is the same as the log has it."""

    sealed: bytes
    texts: Texts

    @classmethod
    def of(cls, sealed: bytes, texts: Texts) -> OpenedItem:
        item = cls(SEALED.with_texts(sealed, texts))
        item.sealed, item.texts = sealed, {word: texts.get(word) for word in SEALED.words_in(sealed)}
        return item


def opened_record(record: RoomRecord, texts: Texts) -> RoomRecord:
    """The record, with texts if it has any."""
    return OpenedRecord.model_construct(**dict(record), texts=texts) if texts else record


def items_of(record: RoomRecord) -> tuple[bytes, ...]:
    """The items of a record as JSON, opened."""
    items = tuple(item.model_dump_json().encode() for item in record.items)
    if not isinstance(record, OpenedRecord):
        return items
    return tuple(OpenedItem.of(item, record.texts) if SEALED.words_in(item) else item for item in items)


def size_of(item: bytes) -> int:
    """The bytes of the item, and of its sealed form."""
    return len(item) + (len(item.sealed) if isinstance(item, OpenedItem) else 0)


def emptied_item(item: bytes, keys: Collection[str]) -> bytes:
    """The item without the texts that one of these keys has sealed; the same object where it has none of them."""
    if not isinstance(item, OpenedItem):
        return item
    kept = without(item.texts, keys)
    return item if len(kept) == len(item.texts) else OpenedItem.of(item.sealed, kept)


def emptied_record(record: RoomRecord | None, keys: Collection[str]) -> RoomRecord | None:
    """The record without the texts that one of these keys has sealed."""
    if not isinstance(record, OpenedRecord):
        return record
    kept = without(record.texts, keys)
    return record if len(kept) == len(record.texts) else record.model_copy(update={"texts": kept})
