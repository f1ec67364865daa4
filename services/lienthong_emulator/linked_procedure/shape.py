"""A dossier as objects within objects, and as a row of texts."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from lienthong_emulator.linked_procedure.document import Json, Twice, parse, size
from lienthong_emulator.linked_procedure.errors import (
    DossierExpected,
    DossierTooLarge,
    DuplicateField,
    MisspeltField,
    ObjectExpected,
    TextExpected,
    UnknownField,
    Unreadable,
    quoted,
)
from lienthong_emulator.linked_procedure.fields import OBJECTS, Field, Kind, Place, bare_key
from lienthong_emulator.linked_procedure.forms import Form

LARGEST_DOSSIER = 1 << 20
"""Bytes."""

WRAPPER = "data"
"""On the real link the blocks lie in this key, as JSON text."""

Object: TypeAlias = dict[str, Json]
AnyForm: TypeAlias = Form[Any]
Nested: TypeAlias = "dict[str, str | Nested]"


def texts_of(form: AnyForm, item: Json) -> Iterator[tuple[Field, str]]:
    """Yield the values of a dossier, an empty text where one is null or blank."""
    dossier = _with_blocks_opened(form, _unwrapped(item))
    _refuse_too_large(form, dossier)
    yield from _texts(form, (), dossier)


def nested(texts: Iterable[tuple[Field, str]]) -> Nested:
    """The dossier with these values; empty ones are left out."""
    dossier: Nested = {}
    for field, text in texts:
        if text:
            _place(dossier, field.place, text)
    return dossier


def _unwrapped(item: Json) -> Object:
    if not isinstance(item, dict):
        raise DossierExpected()
    if WRAPPER not in item:
        return item
    inner = _block(WRAPPER, item[WRAPPER])
    if both := inner.keys() & item.keys():
        raise DuplicateField(field=quoted(min(both)))
    return {key: value for key, value in item.items() if key != WRAPPER} | inner


def _with_blocks_opened(form: AnyForm, dossier: Object) -> Object:
    blocks = {key for key, field in form.fields_in(()).items() if field.kind is Kind.BLOCK}
    return {key: _block(key, value) if key in blocks else value for key, value in dossier.items()}


def _block(key: str, value: Json) -> Object:
    return _object(key, parse(value, key) if isinstance(value, str) and value.strip() else value)


def _object(key: str, value: Json) -> Object:
    if value is Twice.TWICE:
        raise DuplicateField(field=key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return {}
    if not isinstance(value, dict):
        raise ObjectExpected(field=key)
    return value


def _refuse_too_large(form: AnyForm, dossier: Object) -> None:
    total = size(dossier)
    if total > LARGEST_DOSSIER:
        _, largest = max((size({key: value}), key) for key, value in _members(form, dossier))
        raise DossierTooLarge(field=quoted(largest), bytes=str(total), limit=str(LARGEST_DOSSIER))


def _members(form: AnyForm, dossier: Object) -> Iterator[tuple[str, Json]]:
    for key, value in dossier.items():
        if isinstance(value, dict) and form.fields_in((key,)):
            yield from value.items()
        else:
            yield key, value


def _texts(form: AnyForm, place: Place, members: Object) -> Iterator[tuple[Field, str]]:
    for key, value in members.items():
        field = form.fields_in(place).get(key)
        if field is None:
            raise _unknown(form, (*place, key))
        if field.kind in OBJECTS:
            yield from _texts(form, field.place, _object(field.key, value))
        elif field.kind is not Kind.SKIPPED:
            yield field, _text(field.key, value)


def _unknown(form: AnyForm, place: Place) -> Unreadable:
    *outer, key = place
    field, known = quoted(bare_key(place)), form.fields_in(tuple(outer))
    close = difflib.get_close_matches(quoted(key), known, n=1)
    return MisspeltField(field=field, suggestion=known[close[0]].key) if close else UnknownField(field=field)


def _text(key: str, value: Json) -> str:
    if value is Twice.TWICE:
        raise DuplicateField(field=key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TextExpected(field=key)
    return value if value.strip() else ""


def _place(dossier: Nested, place: Place, text: str) -> None:
    *outer, key = place
    for name in outer:
        inner = dossier.setdefault(name, {})
        assert isinstance(inner, dict)  # the table holds no value where it holds an object
        dossier = inner
    dossier[key] = text
