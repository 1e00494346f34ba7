"""Answers as allow-lists: a handler fills the fields that the model names, and nothing else is encoded.

OpenAPI is made from the same models. Each model is compiled once to a `msgspec.Struct`, which is filled and encoded
faster than a dictionary or a pydantic instance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec
from pydantic import AwareDatetime, BaseModel, Field

Item = TypeVar("Item")
POSITION = "A place in the log, `topic:partition:offset`, as receipts name it."
Filled = msgspec.Struct
"""An answer, or a part of one, that `Answer.of` has filled."""
Kept = Callable[[Any], Any]
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_ALWAYS = object()
"""The default of a required field: no value is identical to it, so the field is never left out."""


class Answer(BaseModel):
    """The base of all models of answers."""

    @classmethod
    def of(cls, row: Mapping[str, Any] = _NOTHING, /, **more: Any) -> Filled:
        """The answer, each field from `more`, else from the column of its name in `row`.

        Columns that are no field are not published. An optional field that is None is left out, a required one is
        null. Raises KeyError for a required field that is in neither, TypeError for one of `more` that is no field.
        """
        return _form_of(cls).filled(row, more)


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
    """A model compiled for filling."""

    def __init__(self, model: type[BaseModel]) -> None:
        fields = model.model_fields
        self.names = frozenset(fields)
        self._fields = tuple((name, not field.is_required()) for name, field in fields.items())
        self._nested = tuple(
            (at, kept) for at, field in enumerate(fields.values()) if (kept := _kept(field.annotation))
        )
        self._in_json = {field.alias or name: _kept(field.annotation) for name, field in fields.items()}
        defaults = [(name, Any, _ALWAYS if field.is_required() else None) for name, field in fields.items()]
        aliases = {name: field.alias for name, field in fields.items() if field.alias}
        self._struct = msgspec.defstruct(model.__name__, defaults, omit_defaults=True, gc=False, rename=aliases)

    def filled(self, row: Mapping[str, Any], more: Mapping[str, Any]) -> Filled:
        if not self.names.issuperset(more):
            raise TypeError(f"{self._struct.__name__} has no field {sorted(more.keys() - self.names)}")
        values = [
            more[name] if name in more else row.get(name) if optional else row[name] for name, optional in self._fields
        ]
        for at, kept in self._nested:
            if values[at] is not None:
                values[at] = kept(values[at])
        return self._struct(*values)

    def kept(self, value: Any) -> Any:
        """A part that is filled already as it is; of a JSON object the named fields, nulls included."""
        if type(value) is self._struct:
            return value
        return {
            name: value[name] if kept is None or value[name] is None else kept(value[name])
            for name, kept in self._in_json.items()
            if name in value
        }


@cache
def _form_of(model: type[BaseModel]) -> _Form:
    return _Form(model)


def _kept(annotation: Any) -> Kept | None:
    """What filters the values of a field: None where its type is neither a model nor a list of models."""
    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    if get_origin(annotation) is list:
        of_one = _kept(kinds[0])
        return None if of_one is None else lambda values: [of_one(value) for value in values]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _form_of(annotation).kept
    return _kept(kinds[0]) if len(kinds) == 1 else None
