"""What the office writes down: records, the words of their fields, and the tables they lie in.

A record is a frozen struct. A field is declared once, with `shown`; the table's column,
the entry box, the heading on paper, the import column and the journal's wording come from it.
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum, StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Generic, Literal, NewType, Self, TypeVar

import msgspec

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month

Kind = Literal["text", "long", "whole", "money", "quantity", "date", "moment", "month", "yes", "choice", "ref", "lines"]
"""How a field is entered, shown and printed."""

Quantity = NewType("Quantity", int)
"""A measured number in ten-thousandths of its unit: 3.5 hours is Quantity(35000). Never a float."""

QUANTITY_SCALE = 10_000


class Worded(StrEnum):
    """A closed list of values, each with its word: `MALE = "male", N_("Male")`.

    The value is what the book keeps; `word` is the English key of what is shown.
    """

    word: str

    def __new__(cls, value: str, shown_as: str) -> Self:
        """A value of the list with its word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = shown_as
        return member


class _RecordType(msgspec.StructMeta):
    """Makes every record a frozen struct whose fields are given by name, without saying so each time."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, frozen: bool = True, kw_only: bool = True
    ) -> Any:
        options: dict[str, Any] = {"frozen": frozen, "kw_only": kw_only, "forbid_unknown_fields": True}
        return super().__new__(mcls, name, bases, namespace, **options)


@typing.dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, metaclass=_RecordType, frozen=True, kw_only=True):
    """One thing the office keeps. `id` is 0 until it is saved."""

    id: int = 0


class Shown(msgspec.Struct, frozen=True):
    """How a field is shown: its heading and what its box must know."""

    label: str
    long: bool = False
    ref: str = ""  # the table whose row the field names, such as "units"
    suggests: str = ""  # the table whose titles are offered while free text is typed
    hint: str = ""  # a short example or explanation beside the box
    unit: str = ""  # the unit of measure shown after the box
    private: bool = False  # a name that must never reach drafts, search or lists
    ge: int | None = None
    le: int | None = None


def shown(
    label: str,
    *,
    long: bool = False,
    ref: str = "",
    suggests: str = "",
    hint: str = "",
    unit: str = "",
    private: bool = False,
    ge: int | None = None,
    le: int | None = None,
) -> msgspec.Meta:
    """How a field is headed and bounded: `held_on: Annotated[date, <this>]`.

    `label`, `hint` and `unit` are English keys marked with `N_`. `ge` and `le` bound whole
    numbers in the unit they are kept in (fen for money, ten-thousandths for quantities).
    """
    return msgspec.Meta(
        extra={
            "shown": Shown(label=label, long=long, ref=ref, suggests=suggests, hint=hint, unit=unit, private=private, ge=ge, le=le)
        }
    )


class Field(msgspec.Struct, frozen=True):
    """A field as declared: what a box, a column or a heading needs to know about it."""

    name: str
    kind: Kind
    type: Any  # the value's own type: an enum for a choice, the line's record for lines
    optional: bool  # may be left empty (None)
    shown: Shown
    default: Any = None
    required: bool = False  # has no default: must be given when the record is made

    @property
    def label(self) -> str:
        """The English key of the heading."""
        return self.shown.label


def _kind_of(value_type: Any, how: Shown) -> tuple[Kind, Any]:
    if typing.get_origin(value_type) is tuple:
        return "lines", typing.get_args(value_type)[0]
    if how.ref:
        return "ref", int
    if value_type is Fen:
        return "money", value_type
    if value_type is Quantity:
        return "quantity", value_type
    if value_type is Month:
        return "month", value_type
    if value_type is datetime.datetime:
        return "moment", value_type
    if value_type is datetime.date:
        return "date", value_type
    if value_type is bool:
        return "yes", value_type
    if value_type is int:
        return "whole", value_type
    if value_type is str:
        return ("long" if how.long else "text"), value_type
    if isinstance(value_type, type) and issubclass(value_type, Worded):
        return "choice", value_type
    raise BugError(f"a field of type {value_type!r} has no box")


def fields(record: type[Record]) -> Mapping[str, Field]:
    """The shown fields of a record by name, in the order they are declared; lines included, `id` not."""
    return _fields(record)


@cache
def _fields(record: type[Record]) -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    hints = typing.get_type_hints(record, include_extras=True)
    defaults = {f.name: f for f in msgspec.structs.fields(record)}
    for name, hint in hints.items():
        how, bare, optional = None, hint, False
        if typing.get_origin(bare) is typing.Annotated:
            for meta in typing.get_args(bare)[1:]:
                if isinstance(meta, msgspec.Meta) and meta.extra and "shown" in meta.extra:
                    how = meta.extra["shown"]
            bare = typing.get_args(bare)[0]
        if how is None:
            continue
        if typing.get_origin(bare) in (typing.Union, types.UnionType):
            rest = [part for part in typing.get_args(bare) if part is not type(None)]
            optional, bare = len(rest) < len(typing.get_args(bare)), rest[0]
        kind, value_type = _kind_of(bare, how)
        default = defaults[name]
        required = default.required
        if default.default is not msgspec.NODEFAULT:
            given = default.default
        elif default.default_factory is not msgspec.NODEFAULT:
            given = default.default_factory()
        else:
            given = None
        found[name] = Field(name, kind, value_type, optional, how, given, required)
    return types.MappingProxyType(found)


@cache
def line_fields(record: type[Record]) -> frozenset[str]:
    """The names of the fields that hold lines: rows of tables of their own, not columns."""
    hints = typing.get_type_hints(record)
    return frozenset(name for name, hint in hints.items() if typing.get_origin(hint) is tuple)


@cache
def columns(record: type[Record]) -> tuple[str, ...]:
    """The columns of the record's table, in order."""
    apart = line_fields(record)
    return tuple(name for name in record.__struct_fields__ if name not in apart)


@cache
def _months(record: type[Record]) -> tuple[str, ...]:
    hints = typing.get_type_hints(record)
    return tuple(name for name, hint in hints.items() if hint is Month or Month in typing.get_args(hint))


@cache
def _translated(record: type[Record]) -> tuple[str, ...]:
    """The columns whose values are not kept as they are: all but whole numbers and texts."""
    hints = typing.get_type_hints(record)
    found = []
    for name in columns(record):
        kinds = {getattr(each, "__supertype__", each) for each in (typing.get_args(hints[name]) or (hints[name],))}
        if not kinds <= {int, str, type(None)}:
            found.append(name)
    return tuple(found)


def to_row(record: Record) -> dict[str, Any]:
    """The record as its table keeps it: whole numbers, texts and None, without its lines."""
    names, values, translated = _written(type(record))
    row = dict(zip(names, values(record), strict=True))
    for name in translated:
        value = row[name]
        if value is not None:
            row[name] = _KEPT_AS[type(value)](value)
    return row


@cache
def _written(record: type[Record]) -> tuple[tuple[str, ...], Callable[[Record], tuple[Any, ...]], tuple[str, ...]]:
    """The columns of the record's table, what gives their values, and which of these are not kept as they are."""
    return columns(record), attrgetter(*columns(record)), _translated(record)


class _KeptAs(dict[type, Callable[[Any], int | str]]):
    """How the values of a type lie in a table."""

    def __missing__(self, kind: type) -> Callable[[Any], int | str]:
        if issubclass(kind, bool):
            self[kind] = int
        elif issubclass(kind, Enum):
            self[kind] = attrgetter("_value_")
        elif issubclass(kind, datetime.datetime):
            self[kind] = lambda moment: moment.isoformat(" ", "seconds")
        elif issubclass(kind, datetime.date):
            self[kind] = kind.isoformat
        elif issubclass(kind, Month):
            self[kind] = str
        else:
            raise BugError(f"a {kind.__name__} has no place in a table")
        return self[kind]


_KEPT_AS = _KeptAs()


R = TypeVar("R", bound=Record)


def from_row(record: type[R], row: Mapping[str, Any], **lines: tuple[Record, ...]) -> R:
    """The record of a row. A row whose columns are not exactly the record's is a BugError."""
    if len(row) != len(columns(record)):
        raise BugError(f"{record.__name__}: the row has {sorted(row)}, the record {sorted(columns(record))}")
    values: dict[str, Any] = {**row, **lines}
    try:
        for name in _months(record):
            if values.get(name) is not None:
                values[name] = Month.parse(values[name])
        return msgspec.convert(values, record, strict=False)
    except (msgspec.ValidationError, KnownError) as error:
        raise BugError(f"{record.__name__}: {error}") from error


def changed(record: R, **values: Any) -> R:
    """The record with some fields changed."""
    return msgspec.structs.replace(record, **values)


class Found(Generic[R]):
    """What the register and the search know of a table's records: names of fields, or functions of the record.

    `note` is the small print that tells records of one title apart. `text` are further fields
    that can be searched; `speeches.text` takes a field of lines. `pinyin` are further fields, or "title", in which names
    stand that are also found by their pinyin and its initials. A private field is never among them.
    `mentions` are the fields that name the workers or units under whose name the record shall be shown
    in the roster: what they did and earned, never what they said.
    """

    def __init__(
        self,
        *,
        title: str | Callable[[R], str],
        number: str = "",
        state: str | Callable[[R], str] = "",
        unit: str = "",
        day: str = "",
        old_number: str = "",
        note: Callable[[R], str] | None = None,
        text: tuple[str, ...] = (),
        pinyin: tuple[str, ...] = (),
        mentions: tuple[str, ...] = (),
    ) -> None:
        self.mentions = mentions
        self.title = title
        self.number = number
        self.state = state
        self.unit = unit
        self.day = day
        self.old_number = old_number
        self.note = note
        self.text = text
        self.pinyin = pinyin


class Table(Generic[R]):
    """A table of the book: its name, its record, what of it can be found, and the tables of its lines.

    A table of lines has the columns `parent` (the record's id) and `place` (0, 1, 2 ...).
    """

    def __init__(
        self,
        name: str,
        record: type[R],
        *,
        found: Found[R] | None = None,
        lines: Mapping[str, Table[Any]] | None = None,
    ) -> None:
        self.name = name
        self.record = record
        self.found = found
        self.lines: Mapping[str, Table[Any]] = lines or {}
        self.owner: Table[Any] | None = None
        for table in self.lines.values():
            table.owner = self
