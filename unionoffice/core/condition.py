"""Conditions on any field of a register: what can be asked of a field, and its SQL. Values are bound, never written into SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from unionoffice.core.period import CALENDAR, Month, Period
from unionoffice.core.record import Field, Kind, Record, Table, fields
from unionoffice.core.words import N_

Operator = Literal["contains", "begins", "between", "month", "one_of", "is", "within", "yes", "no", "empty", "filled"]
"""What can be asked of a field."""

TREES: Mapping[str, str] = {"units": "above"}
"""The tables whose rows lie in a tree, and the column that names the row above."""

WORDS: Mapping[Operator, str] = {
    "contains": N_("contains"),
    "begins": N_("begins with"),
    "between": N_("from – to"),
    "month": N_("in the month"),
    "one_of": N_("is one of"),
    "is": N_("is"),
    "within": N_("is, with all below it"),
    "yes": N_("yes"),
    "no": N_("no"),
    "empty": N_("is empty"),
    "filled": N_("is filled in"),
}
"""The English keys of the operators."""

_OF_KIND: Mapping[Kind, tuple[Operator, ...]] = {
    "text": ("contains", "begins"),
    "long": ("contains", "begins"),
    "whole": ("between",),
    "money": ("between",),
    "quantity": ("between",),
    "date": ("between", "month"),
    "moment": ("between", "month"),
    "month": ("between",),
    "yes": ("yes", "no"),
    "choice": ("one_of",),
    "ref": ("is",),
}


class Condition(msgspec.Struct, frozen=True):
    """One condition: the field ("title", of a line "authors.worker"), what is asked of it, and the values, as the book keeps them.

    `between` has two values, None where the range is open; `contains` and `begins` one text; `month` one month "1958-02";
    `one_of` the values of the list; `is` and `within` the row of the other table. The others have none.
    """

    field: str
    operator: Operator
    values: tuple[str | int | None, ...] = ()


def asked_of(record: type[Record]) -> list[tuple[str, Field]]:
    """The fields that can be asked for, by name: those of the record and, after a point, of its lines. Private ones cannot."""
    found: list[tuple[str, Field]] = []
    for name, field in fields(record).items():
        if field.kind == "lines":
            found += [(f"{name}.{inner}", each) for inner, each in fields(field.type).items() if _is_asked(each)]
        elif _is_asked(field):
            found.append((name, field))
    return found


def _is_asked(field: Field) -> bool:
    return not field.shown.private and field.kind in _OF_KIND


def field_of(record: type[Record], name: str) -> Field | None:
    """A field by the name that a condition gives it; None when there is no such field."""
    return dict(asked_of(record)).get(name)


def operators(field: Field) -> tuple[Operator, ...]:
    """What can be asked of a field; the first is the usual one."""
    found = _OF_KIND[field.kind]
    if field.kind == "ref" and field.shown.ref in TREES:
        found = ("within", *found)
    return (*found, "empty", "filled") if field.optional or field.kind in ("text", "long") else found


def fitting(record: type[Record], conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions that can still be asked: kept ones may name fields or values that are no more."""
    return tuple(each for each in conditions if _fits(field_of(record, each.field), each))


def _fits(field: Field | None, condition: Condition) -> bool:
    if field is None or condition.operator not in operators(field):
        return False
    match condition.operator:
        case "between":
            texts = field.kind in ("date", "moment", "month")
            return len(condition.values) == 2 and all(
                value is None or isinstance(value, str if texts else int) for value in condition.values
            )
        case "contains" | "begins" | "month":
            return len(condition.values) == 1 and isinstance(condition.values[0], str)
        case "is" | "within":
            return len(condition.values) == 1 and isinstance(condition.values[0], int)
        case "one_of":
            return bool(condition.values) and set(condition.values) <= {choice.value for choice in field.type}
        case _:
            return not condition.values


def sql(table: Table[Any], conditions: Sequence[Condition], closing_day: int = CALENDAR) -> tuple[str, dict[str, Any]]:
    """All conditions as one of SQL, with the values it names; "1" when there is none.

    `closing_day` is the day on which the office closes its months. Capital and small letters a-z are the same in a text.
    """
    parts: list[str] = []
    values: dict[str, Any] = {}
    for place, each in enumerate(fitting(table.record, conditions)):
        field = field_of(table.record, each.field)
        if field is None:
            continue
        lines, _point, inner = each.field.partition(".")
        if inner:
            line = table.lines[lines].name
            part, named = _one(f"line_{place}.{inner}", field, each, f"asked_{place}", closing_day)
            part = f"exists (select 1 from {line} line_{place} where line_{place}.parent = {table.name}.id and {part})"
        else:
            part, named = _one(f"{table.name}.{lines}", field, each, f"asked_{place}", closing_day)
        parts.append(part)
        values |= named
    return " and ".join(parts) or "1", values


def _one(column: str, field: Field, condition: Condition, name: str, closing_day: int) -> tuple[str, dict[str, Any]]:
    given = condition.values
    match condition.operator:
        case "contains":
            return f"{column} like :{name} escape '\\'", {name: f"%{_plain(given[0])}%"}
        case "begins":
            return f"{column} like :{name} escape '\\'", {name: f"{_plain(given[0])}%"}
        case "month":
            period = Period.of_month(Month.parse(str(given[0])), closing_day)
            return (
                f"{column} >= :{name}_first and {column} < :{name}_next",
                {f"{name}_first": period.first.isoformat(), f"{name}_next": period.next.isoformat()},
            )
        case "between":
            least, most = given
            last = f"{most} 24" if field.kind == "moment" and most is not None else most  # the whole of the last day
            parts = [f"{column} >= :{name}_least"] * (least is not None) + [f"{column} <= :{name}_most"] * (most is not None)
            bounds = {f"{name}_least": least} if least is not None else {}
            return " and ".join(parts) or "1", bounds | ({f"{name}_most": last} if most is not None else {})
        case "one_of":
            return f"{column} in (select value from json_each(:{name}))", {name: json.dumps(given)}
        case "is":
            return f"{column} = :{name}", {name: given[0]}
        case "within":
            tree, above = field.shown.ref, TREES[field.shown.ref]
            down = f"select :{name} union all select t.id from {tree} t join down on t.{above} = down.id"
            return f"{column} in (with recursive down (id) as ({down}) select id from down)", {name: given[0]}
        case "yes" | "no":
            return f"{column} = {int(condition.operator == 'yes')}", {}
        case "empty" | "filled":
            empty = f"({column} is null or {column} = '')" if field.kind in ("text", "long") else f"{column} is null"
            return empty if condition.operator == "empty" else f"not {empty}", {}


def _plain(text: object) -> str:
    return str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
