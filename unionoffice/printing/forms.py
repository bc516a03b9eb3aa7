"""The office's paper forms, read from TOML: a closed vocabulary, every slip told with the form and the block.

`forms/README.md` explains the vocabulary to whoever changes a form. Here each kind of
block is one struct; a key or a kind that is not here is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from unionoffice.core import paths
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import Yuan
from unionoffice.core.period import Month, Period
from unionoffice.core.words import Language, Said, _
from unionoffice.printing import wording
from unionoffice.printing.chart import CHARTS
from unionoffice.printing.marks import Colour
from unionoffice.printing.paper import Exact, Sheet
from unionoffice.printing.wording import Both

Length = Annotated[float, Meta(ge=0, le=2000)]
Point = tuple[float, float]
T = TypeVar("T", bound=Struct)
Align = Literal["left", "centre", "right", "justify"]
Face = Literal["song", "song_bold", "hei", "hei_medium", "kai"]

SIZES: dict[str, Point] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "B4": (250, 353),
    "B5": (176, 250),
    "8K": (260, 370),
    "16K": (185, 260),
}
"""Sheets of paper upright, in mm; 8K is the finished 正度 size."""


class Style(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a text looks: face, size in points, line as a multiple of the size, spacing and indent in characters."""

    face: Face = "song"
    size: Annotated[float, Meta(ge=4, le=200)] = 11
    line: Annotated[float, Meta(ge=1, le=4)] = 1.5
    align: Align = "left"
    colour: Colour = "ink"
    spacing: Annotated[float, Meta(ge=0, le=5)] = 0
    indent: Annotated[float, Meta(ge=0, le=20)] = 0


STYLES: dict[str, Style] = {
    "title": Style(face="hei_medium", size=18, line=1.35, align="centre", spacing=0.08),
    "subtitle": Style(face="song", size=11, line=1.4, align="centre", colour="soft"),
    "heading": Style(face="hei_medium", size=12, line=1.5),
    "text": Style(face="song", size=11, line=1.6, align="justify", indent=2),
    "text_en": Style(face="song", size=10.5, line=1.5, align="justify"),
    "plain": Style(face="song", size=11, line=1.5),
    "small": Style(face="hei", size=8, line=1.4, colour="soft"),
    "label": Style(face="hei", size=9.5, line=1.35),
    "value": Style(face="song", size=10.5, line=1.4),
    "head": Style(face="hei_medium", size=9.5, line=1.3, align="centre"),
    "cell": Style(face="song", size=9.5, line=1.35),
    "total": Style(face="hei_medium", size=9.5, line=1.35),
    "foot": Style(face="hei", size=8, line=1.3, colour="soft"),
}
"""The styles every form knows; a form's own `[style.name]` changes or adds. `name_en` takes its place in English."""


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text of the form in both languages."""

    zh: str = ""
    en: str = ""

    def text(self, language: Language) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en


class Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sheet of paper: its kind, size, margins (mm: one, or top right bottom left), foot line and page number."""

    kind: Literal["paper", "card"] = "paper"
    size: str | Point = "A4"
    landscape: bool = False
    margin: tuple[float, float, float, float] = (20, 20, 20, 20)
    numbered: bool = True
    foot: Words = Words()

    @property
    def paper_size(self) -> Point:
        """Width and height in mm, as the sheet lies."""
        width, height = SIZES[self.size] if isinstance(self.size, str) else self.size
        return (max(width, height), min(width, height)) if self.landscape else (width, height)

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Top, right, bottom and left margin in mm."""
        return self.margin


class _Block(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower):
    """What all blocks may have: `when` names a value without which the block is left out; `only` one language."""

    when: str = ""
    only: Literal["", "zh", "en"] = ""

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Each text of the block in both languages."""
        zh, en = getattr(self, "zh", ""), getattr(self, "en", "")
        return ((zh, en),) if isinstance(zh, str) else tuple(zip(zh, en, strict=False))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of values the block takes besides the places in its texts."""
        return ()


class Title(_Block, frozen=True, kw_only=True):
    """The sheet's title, centred."""

    zh: str = ""
    en: str = ""
    style: str = "title"


class Heading(_Block, frozen=True, kw_only=True):
    """A heading; it stays with what follows."""

    zh: str = ""
    en: str = ""
    style: str = "heading"


class Text(_Block, frozen=True, kw_only=True):
    """Running text; line ends in it begin paragraphs."""

    zh: str = ""
    en: str = ""
    style: str = "text"


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One label and its value in a grid; `wide` takes the whole row, `height` is its least height in mm."""

    zh: str
    en: str
    value: str = ""
    wide: bool = False
    height: Length = 0


class Fields(_Block, frozen=True, kw_only=True):
    """A boxed grid of labels and values, `columns` pairs to a row, labels `label` mm wide."""

    field: tuple[Field, ...]
    columns: Annotated[int, Meta(ge=1, le=6)] = 2
    label: Length = 24
    height: Length = 8
    style: str = "value"

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Its own texts in both languages."""
        return tuple((field.zh, field.en) for field in self.field) + tuple((field.value, field.value) for field in self.field)


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A heading over `span` columns of a table."""

    span: Annotated[int, Meta(ge=1)]
    zh: str = ""
    en: str = ""


class Table(_Block, frozen=True, kw_only=True):
    """Rows under heads that are repeated on each page.

    `rows` names the list of rows; `heads` may name a list of further heads that the
    sheet brings along; columns without a width share what is left. Rows whose first
    `merge` cells are the same stand together, these cells written once. `total` names
    one last row. `blank` is how many empty rows the blank form has, `zh_none` and
    `en_none` what is printed when there are no rows.
    """

    rows: str
    widths: tuple[Length, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    align: tuple[Align, ...] = ()
    group: tuple[Group, ...] = ()
    heads: str = ""
    total: str = ""
    merge: Annotated[int, Meta(ge=0, le=6)] = 0
    blank: Annotated[int, Meta(ge=0, le=200)] = 10
    height: Length = 7
    style: str = "cell"
    zh_none: str = "（无）"
    en_none: str = "(none)"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values it takes."""
        return tuple(name for name in (self.rows, self.heads, self.total) if name)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Its own texts in both languages."""
        return (*zip(self.zh, self.en, strict=False), (self.zh_none, self.en_none), *((g.zh, g.en) for g in self.group))


class Chart(_Block, frozen=True, kw_only=True):
    """A chart: `value` names one of the kinds in `printing.chart`. A lying one is as high as its rows want.

    `zoom` makes letters, lines and dots so many times as large, for a paper that hangs on the wall.
    """

    value: str
    height: Length = 70
    zoom: Annotated[float, Meta(ge=0.5, le=5)] = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values it takes."""
        return (self.value,)


class Signatures(_Block, frozen=True, kw_only=True):
    """Lines to sign on, side by side; `values` names what is already known to stand on them."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    values: tuple[str, ...] = ()
    space: Length = 8

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values it takes."""
        return tuple(name for name in self.values if name)


class Rule(_Block, frozen=True, kw_only=True):
    """A line across the page."""

    width: Length = 0.6


class Space(_Block, frozen=True, kw_only=True):
    """Empty space of `height` mm."""

    height: Length = 6


class Lines(_Block, frozen=True, kw_only=True):
    """Ruled lines to write on, with a text on them if there is one; `count` is the least number of lines."""

    zh: str = ""
    en: str = ""
    count: Annotated[int, Meta(ge=0, le=100)] = 6
    pitch: Length = 9
    style: str = "value"


class Seal(_Block, frozen=True, kw_only=True):
    """Issuer and date at the right with free space around them for the seal."""

    zh: str = ""
    en: str = ""
    size: Length = 42
    style: str = "plain"


class Break(_Block, frozen=True, kw_only=True):
    """A new page."""


class _Placed(_Block, frozen=True, kw_only=True):
    """What lies at a place on a card.

    `preprinted` is left out when the paper already bears it; `reprint` appears only on
    a second print.
    """

    name: str = ""
    preprinted: bool = True
    reprint: bool = False


class CardText(_Placed, frozen=True, kw_only=True, tag="text"):
    """A text in a box: `at` its top left corner, `size` its width and height in mm.

    With `fit` it shrinks down to `smallest` points and then wraps; with `one_line` it
    shrinks on one line to `shrink` points before it wraps.
    """

    at: Point
    size: Point
    zh: str = ""
    en: str = ""
    style: str = "plain"
    fit: bool = False
    one_line: bool = False
    smallest: Annotated[float, Meta(ge=4)] = 8
    shrink: Annotated[float, Meta(ge=4)] = 10
    vertical: Literal["top", "middle", "bottom"] = "top"
    preprinted: bool = False
    zh_blank: str | None = None
    en_blank: str | None = None

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Its own texts in both languages."""
        return ((self.zh, self.en),)


class CardLine(_Placed, frozen=True, kw_only=True, tag="line"):
    """A line from one point to another."""

    at: Point
    to: Point
    width: Length = 0.5
    colour: Colour = "ink"


class CardBox(_Placed, frozen=True, kw_only=True, tag="box"):
    """A rectangle."""

    at: Point
    size: Point
    width: Length = 0.5
    colour: Colour = "ink"
    fill: Colour | Literal[""] = ""


class CardImage(_Placed, frozen=True, kw_only=True, tag="image"):
    """A picture the sheet brings along as bytes, or none."""

    at: Point
    size: Point
    value: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values it takes."""
        return (self.value,)


class Layer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a frame: how far inside, how wide (pt), in which colour."""

    inset: Length
    width: Length
    colour: Colour


class CardFrame(_Placed, frozen=True, kw_only=True, tag="frame"):
    """Nested lines around the card with a fret in each corner: `corner` mm large at `corner_inset`."""

    at: Point
    size: Point
    layer: tuple[Layer, ...]
    corner: Length = 0
    corner_inset: Length = 0
    corner_colour: Colour = "gold"


class CardFree(_Placed, frozen=True, kw_only=True, tag="free"):
    """Room in which nothing may be printed but the blocks named in `over`: the place of the seal."""

    at: Point
    size: Point
    over: tuple[str, ...] = ()
    preprinted: bool = False


class CardGrid(_Placed, frozen=True, kw_only=True, tag="grid"):
    """A grid of `step` mm with stronger lines and numbers each fifty: to measure the printer's offsets."""

    at: Point
    size: Point
    step: Annotated[float, Meta(gt=0)] = 5


PaperBlock = Title | Heading | Text | Fields | Table | Chart | Signatures | Rule | Space | Lines | Seal | Break
CardBlock = CardText | CardLine | CardBox | CardImage | CardFrame | CardFree | CardGrid


class Form(Struct, frozen=True, kw_only=True):
    """A form as read: its page, styles, sample values and blocks in order; a card has `placed` blocks instead."""

    name: str
    page: Page
    styles: dict[str, Style]
    sample: dict[str, object]
    blocks: tuple[PaperBlock, ...] = ()
    placed: tuple[CardBlock, ...] = ()
    boxes: dict[str, tuple[str, ...]] | None = None
    """The fields to which numbered places belong, by the name of their value; None: no number is printed."""

    def style(self, name: str, language: Language) -> Style:
        """The style of that name in this language; a form's own `[style.name]` stands before a built-in `name_en`."""
        return self.styles[f"{name}_en"] if language == "en" and f"{name}_en" in self.styles else self.styles[name]

    @property
    def is_card(self) -> bool:
        """Whether the blocks are placed, not flowing."""
        return self.page.kind == "card"


def shipped(name: str) -> Form:
    """The form of that name as it was shipped."""
    return read_form(shipped_text(name), name)


@cache
def shipped_text(name: str) -> str:
    """The text of the shipped form; BugError when there is none of that name."""
    try:
        return (paths.forms() / f"{name}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BugError(f"no form {name}") from None


def shipped_names() -> tuple[str, ...]:
    """The names of all shipped forms, in order."""
    return tuple(sorted(path.stem for path in paths.forms().glob("*.toml")))


@lru_cache(maxsize=64)
def read_form(text: str, name: str) -> Form:
    """The form written in `text`. Raises KnownError naming the form, and the block, that is not understood."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnownError(_("Form {form} cannot be read: {trouble}", form=name, trouble=str(error))) from error
    for key in raw:
        if key not in ("page", "style", "sample", "block", "boxes"):
            raise KnownError(_("Form {form}: there is no part “{part}” in a form.", form=name, part=key))
    page = _page(raw.get("page", {}), name)
    if isinstance(page.size, str) and page.size not in SIZES:
        raise KnownError(_("Form {form}: there is no paper size “{size}”.", form=name, size=page.size))
    styles = dict(STYLES)
    for style, keys in raw.get("style", {}).items():
        base = msgspec.structs.asdict(styles.get(style.removesuffix("_en"), Style()))
        styles[style] = _convert({**base, **keys} if isinstance(keys, dict) else keys, Style, name, f"style.{style}")
        if style in STYLES and f"{style}_en" in STYLES and f"{style}_en" not in raw["style"]:
            styles.pop(f"{style}_en")
    sample = {key: _sample_value(value, name, key) for key, value in raw.get("sample", {}).items()}
    kinds: Mapping[str, type[_Block]] = _CARD_KINDS if page.kind == "card" else _PAPER_KINDS
    blocks = []
    for number, keys in enumerate(raw.get("block", []), start=1):
        kind = keys.get("kind") if isinstance(keys, dict) else None
        where = _("block {number} ({kind})", number=number, kind=str(kind))
        if not isinstance(kind, str) or kind not in kinds:
            raise KnownError(_("Form {form}, {block}: there is no kind of block “{kind}”.", form=name, block=where, kind=str(kind)))
        block = _convert(keys, kinds[kind], name, where)
        _check(block, styles, sample, name, where)
        blocks.append(block)
    for text_zh_en in (page.foot.zh, page.foot.en):
        _check_places(text_zh_en, sample, name, "page.foot")
    boxes = None if "boxes" not in raw else _boxes(raw["boxes"], blocks, sample, name)
    form = Form(name=name, page=page, styles=styles, sample=sample, boxes=boxes)
    # Every block was converted by the table of its page's kinds.
    given: Any = tuple(blocks)
    return msgspec.structs.replace(form, **{"placed" if form.is_card else "blocks": given})


def sample(form: Form) -> Sheet:
    """The sheet of the form's own sample values: for preview and tests."""
    return form.sample


def check_sheet(form: Form, sheet: Sheet) -> None:
    """Raise BugError unless the sheet gives exactly the names of the form's sample."""
    if sheet.keys() != form.sample.keys():
        lacking, more = sorted(form.sample.keys() - sheet.keys()), sorted(sheet.keys() - form.sample.keys())
        raise BugError(f"the sheet for form {form.name} lacks {lacking} and has {more} that the form does not know")


def _kinds(union: Any) -> dict[str, type[_Block]]:
    return {str(msgspec.inspect.type_info(block).tag): block for block in get_args(union)}  # type: ignore[attr-defined]


_PAPER_KINDS = _kinds(PaperBlock)
_CARD_KINDS = _kinds(CardBlock)


def _page(keys: object, form: str) -> Page:
    if isinstance(keys, dict) and isinstance(keys.get("margin"), int | float):
        # One margin for all four sides. Spread out here: msgspec 0.22 misreads a union of
        # a bounded number and a list.
        keys = {**keys, "margin": [keys["margin"]] * 4}
    return _convert(keys, Page, form, "page")


def _boxes(
    keys: object, blocks: Sequence[_Block], names: Mapping[str, object], form: str
) -> dict[str, tuple[str, ...]]:
    """The part `[boxes]`: for a value the fields it is entered in; for the rows of a table those of each column."""
    if not isinstance(keys, dict):
        raise KnownError(_("Form {form}, {block}: this must be a group of keys.", form=form, block="boxes"))
    columns = {block.rows: len(block.zh) for block in blocks if isinstance(block, Table)}
    found: dict[str, tuple[str, ...]] = {}
    for name, written in keys.items():
        if name not in names:
            raise KnownError(_("Form {form}, {block}: the sample has no value “{name}”.", form=form, block="boxes", name=name))
        fields = [written] if isinstance(written, str) else written
        if not isinstance(fields, list) or not all(isinstance(each, str) for each in fields):
            trouble = f"{name} = {written!r}"
            raise KnownError(
                _("Form {form}, {block}: a value is not understood: {trouble}", form=form, block="boxes", trouble=trouble)
            )
        if len(fields) != columns.get(name, 1):
            raise KnownError(
                _("Form {form}: “{name}” has {count} columns; [boxes] must say something of each.", form=form, name=name,
                  count=columns.get(name, 1))
            )  # fmt: skip
        found[name] = tuple(fields)
    return found


def _convert(keys: object, kind: type[T], form: str, where: str) -> T:
    """`keys` as a struct; what is wrong is told with form, place and key."""
    if not isinstance(keys, dict):
        raise KnownError(_("Form {form}, {block}: this must be a group of keys.", form=form, block=where))
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key in keys:
        if key not in fields and key != "kind":
            raise KnownError(_("Form {form}, {block}: there is no key “{key}” here.", form=form, block=where, key=key))
    for key, field in fields.items():
        if field.required and key not in keys:
            raise KnownError(_("Form {form}, {block}: the key “{key}” is missing.", form=form, block=where, key=key))
    try:
        return msgspec.convert(keys, kind)
    except msgspec.ValidationError as error:
        raise KnownError(
            _("Form {form}, {block}: a value is not understood: {trouble}", form=form, block=where, trouble=str(error))
        ) from error


def _check(block: _Block, styles: Mapping[str, Style], names: Mapping[str, object], form: str, where: str) -> None:
    style = getattr(block, "style", None)
    if style is not None and style not in styles:
        raise KnownError(_("Form {form}, {block}: there is no style “{style}”.", form=form, block=where, style=style))
    for text in [text for pair in block.texts for text in pair]:
        _check_places(text, names, form, where)
    for name in (*block.names, *((block.when,) if block.when else ())):
        if name not in names:
            raise KnownError(_("Form {form}, {block}: the sample has no value “{name}”.", form=form, block=where, name=name))
    lists = [value for value in (getattr(block, "zh", None), getattr(block, "en", None)) if isinstance(value, tuple)]
    if isinstance(block, Table):
        lists.append(block.widths)
        if block.align:
            lists.append(block.align)
        spans = sum(group.span for group in block.group)
        if block.group and spans != len(block.zh):
            raise KnownError(_("Form {form}, {block}: the groups do not cover the columns.", form=form, block=where))
    if isinstance(block, Signatures) and block.values:
        lists.append(block.values)
    if len({len(value) for value in lists}) > 1:
        raise KnownError(_("Form {form}, {block}: heads, widths and alignments must be equally many.", form=form, block=where))


def _check_places(text: str, names: Mapping[str, object], form: str, where: str) -> None:
    for name, style in wording.places(text):
        if name not in names:
            raise KnownError(_("Form {form}, {block}: the sample has no value “{name}”.", form=form, block=where, name=name))
        if style and style not in wording.FILTERS:
            raise KnownError(_("Form {form}, {block}: there is no filter “{filter}”.", form=form, block=where, filter=style))


def _said(value: object) -> Said:
    return Said(str(value))


def _exact(value: Any) -> Exact:
    return msgspec.convert(value, Exact)


_TYPED: dict[str, Callable[[Any], object]] = {
    "yuan": Yuan,
    "exact": _exact,
    "month": Month.parse,
    "period": Period.parse,
    "said": _said,
    **CHARTS,
}


def _in_both(value: object) -> object:
    """The texts in a chart's sample that are given in both languages."""
    if isinstance(value, list):
        return [_in_both(inner) for inner in value]
    if isinstance(value, dict):
        if value.keys() == {"zh", "en"}:
            return Both(value["zh"], value["en"])
        return {key: _in_both(inner) for key, inner in value.items()}
    return value


def _sample_value(value: object, form: str, name: str) -> object:
    """A sample's value: `{yuan = 120050}`, `{month = "1958-02"}`, `{zh = "…", en = "…"}` and the like become what sheets hold."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_sample_value(inner, form, name) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"zh", "en"}:
        return Both(value["zh"], value["en"])
    if len(value) == 1:
        ((kind, inner),) = value.items()
        if kind in _TYPED:
            try:
                return _TYPED[kind](_in_both(inner) if kind in CHARTS else inner)
            except (TypeError, msgspec.ValidationError) as error:
                raise KnownError(
                    _(
                        "Form {form}: the sample value “{name}” is not understood: {trouble}",
                        form=form,
                        name=name,
                        trouble=str(error),
                    )
                ) from error
    raise KnownError(
        _("Form {form}: the sample value “{name}” is not understood: {trouble}", form=form, name=name, trouble=str(value))
    )
