"""Answers as allow-lists: a handler fills the fields that the model names, and nothing else is encoded.

OpenAPI is made from the same models. Each model is compiled once to a `msgspec.Struct`, which is filled and encoded
faster than a dictionary or a pydantic instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from types import MappingProxyType, NoneType
from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec
from pydantic import AwareDatetime, BaseModel, Field
from pydantic.fields import FieldInfo

Item = TypeVar("Item")
POSITION = "A place in the log, `topic:partition:offset`, as receipts name it."
Filled = msgspec.Struct
"""An answer, or a part of one, filled by `Answer.of`."""
Kept = Callable[[Any], Any]
Getter = Callable[[Any], Sequence[Any]]
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_ALWAYS = object()
"""The default of a required field: no value is identical to it, so the field is never left out."""


@dataclass(frozen=True, slots=True)
class ForSome:
    """Marks an optional field that only some readers may see: no column fills it, only a handler that names it."""


class Answer(BaseModel):
    """The base of all answer models."""

    @classmethod
    def of(cls, row: Mapping[str, Any] = _NOTHING, /, **more: Any) -> Filled:
        """Fill the answer: each field from `more`, else from the column of its name in `row`.

        A column without a field, or with a field marked `ForSome`, is not published. An optional field that is None is
        left out, a required one is null. Raises KeyError for a field without a value, TypeError for a keyword without a
        field.
        """
        return _form_of(cls).filled(row, more)

    @classmethod
    def each(cls, rows: Iterable[Mapping[str, Any]]) -> list[Filled]:
        """One answer for each row, filled only from its columns."""
        return _form_of(cls).filled_each(rows)


class Page(Answer, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Null on the last page.")


class TabbedPage(Page[Item], Generic[Item]):
    """A page of a list whose items have states."""

    counts: dict[str, int] | None = Field(None, description="With `counts=true`: how many there are in each state.")


class Receipt(Answer):
    """Where a record stands and when the log took it."""

    position: str = Field(description=POSITION)
    accepted_at: AwareDatetime


class _Form:
    """A model, compiled for filling."""

    def __init__(self, model: type[BaseModel]) -> None:
        fields = model.model_fields
        self._names = tuple(fields)
        self._for_some = {name for name, field in fields.items() if _is_for_some(field)}
        parts = {name: _kept(field.annotation) for name, field in fields.items()}
        self._nested = tuple((at, kept) for at, kept in enumerate(parts.values()) if kept)
        self._in_json = tuple(field.alias or name for name, field in fields.items())
        self._parts_in_json = [(name, keep) for name, keep in zip(self._in_json, parts.values(), strict=True) if keep]
        defaults = [(name, Any, _ALWAYS if field.is_required() else None) for name, field in fields.items()]
        aliases = {name: field.alias for name, field in fields.items() if field.alias}
        self._struct = msgspec.defstruct(model.__name__, defaults, omit_defaults=True, gc=False, rename=aliases)
        self._plans: dict[tuple[str, ...], tuple[Getter, Getter]] = {}

    def filled(self, row: Mapping[str, Any], more: Mapping[str, Any]) -> Filled:
        given = tuple(more)
        columns, in_order = self._plans.get(given) or self._plan(given)
        return self._of_values(in_order((*columns(row), *more.values(), None)))

    def filled_each(self, rows: Iterable[Mapping[str, Any]]) -> list[Filled]:
        columns, in_order = self._plan(())
        if self._nested or self._for_some:
            return [self._of_values(in_order((*columns(row), None))) for row in rows]
        return [self._struct(*columns(row)) for row in rows]

    def _of_values(self, values: Sequence[Any]) -> Filled:
        """The answer for one value per field, in order."""
        if self._nested:
            values = [*values]
            for at, kept in self._nested:
                if values[at] is not None:
                    values[at] = kept(values[at])
        return self._struct(*values)

    def _plan(self, given: tuple[str, ...]) -> tuple[Getter, Getter]:
        """How to read the columns that are not `given`, and how to put columns, given values and a None in field order.

        Computed once for each set of keywords, so that a row is read and ordered by two calls without a loop.
        """
        if unknown := set(given) - set(self._names):
            raise TypeError(f"{self._struct.__name__} has no field {sorted(unknown)}")
        columns = [name for name in self._names if name not in given and name not in self._for_some]
        at = {name: number for number, name in enumerate((*columns, *given))}
        order = [at.get(name, len(at)) for name in self._names]
        return self._plans.setdefault(given, (_getter(columns), _getter(order)))

    def kept(self, value: Any) -> Any:
        """A part that is already filled, unchanged; of a JSON object the named fields, including nulls."""
        if type(value) is self._struct:
            return value
        kept = {name: value[name] for name in self._in_json if name in value}
        for name, keep in self._parts_in_json:
            if kept.get(name) is not None:
                kept[name] = keep(kept[name])
        return kept


def _getter(keys: Sequence[Any]) -> Getter:
    """Like `itemgetter`, but always returns a tuple."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return (lambda values: (values[keys[0]],)) if keys else lambda values: ()


@cache
def _form_of(model: type[BaseModel]) -> _Form:
    return _Form(model)


def _is_for_some(field: FieldInfo) -> bool:
    return any(isinstance(one, ForSome) for one in field.metadata)


def _kept(annotation: Any) -> Kept | None:
    """The filter for the values of a field; None if its type is neither a model nor a list of models."""
    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    if get_origin(annotation) is list:
        of_one = _kept(kinds[0])
        return None if of_one is None else lambda values: [of_one(value) for value in values]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _form_of(annotation).kept
    if len(kinds) > 1 and any(_kept(kind) for kind in kinds):
        raise TypeError(f"{annotation}: a part of an answer has one model")
    return _kept(kinds[0]) if len(kinds) == 1 else None
