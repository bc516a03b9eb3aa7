"""Forms and their sheets become PDF: one sheet, or thousands in one file; the same sheet gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.words import Language, _, printed, word
from unionoffice.printing import card, flow, wording
from unionoffice.printing.card import How
from unionoffice.printing.forms import Form, Title, check_sheet
from unionoffice.printing.glyphs import FACES, font
from unionoffice.printing.marks import COLOURS, MONOCHROME, Area, Colour, DrawnBox, Letters, Mark, Picture, Stroke, moved
from unionoffice.printing.paper import Sheet
from unionoffice.printing.setting import settled

_MM = 72 / 25.4

_SPELLED = 4096
"""So many lines of letters are kept as they are spelled in the PDF."""

Progress = Callable[[int, int], object]
"""Is told how many of how many sheets are done; to stop the print, it raises."""


def render(
    form: Form,
    sheet: Sheet,
    language: Language,
    *,
    blank: bool = False,
    mono: bool = False,
    text_only: bool = False,
    offset: tuple[float, float] = (0, 0),
    reprint: bool = False,
) -> bytes:
    """One sheet as PDF.

    `blank` prints the empty form (the sheet is then not looked at), `mono` in black and
    grey, `text_only` leaves out what pre-printed paper already bears, `offset` moves
    everything right and down by mm, `reprint` marks it as a second print. Raises
    BugError when the sheet's names are not those of the form's sample, KnownError when
    a text does not fit or a character is in no typeface.
    """
    return render_many(form, [sheet], language, blank=blank, mono=mono, text_only=text_only, offset=offset, reprint=reprint)


def render_many(
    form: Form,
    sheets: Sequence[Sheet],
    language: Language,
    *,
    blank: bool = False,
    mono: bool = False,
    text_only: bool = False,
    offset: tuple[float, float] = (0, 0),
    reprint: bool = False,
    progress: Progress | None = None,
) -> bytes:
    """Many sheets of one form as one PDF, in order; what all of them share is stored once. See `render`."""
    how = How(language=language, blank=blank, text_only=text_only, reprint=reprint)
    if not blank:
        for sheet in sheets:
            check_sheet(form, sheet)
    out = io.BytesIO()
    width, height = form.page.paper_size
    writer = _Writer(out, width, height, language, mono, offset)
    writer.name(_title(form, sheets, how))
    pages = _card_pages(form, sheets, how, writer) if form.is_card else _paper_pages(form, sheets, how)
    done = 0
    try:
        for page in pages:
            for marks in page:
                writer.page(marks)
            done += 1
            if progress is not None:
                progress(done, len(sheets))
    except KnownError as error:
        if len(sheets) == 1 or done == len(sheets):
            raise
        told = _("Sheet {number} of {all}: {trouble}", number=done + 1, all=len(sheets), trouble=str(error))
        raise KnownError(told) from error
    writer.close()
    return out.getvalue()


def boxes(
    form: Form, sheet: Sheet, language: Language, *, blank: bool = False, text_only: bool = False, reprint: bool = False
) -> list[DrawnBox]:
    """Where each block of a card, or each text of a paper form, is drawn; for tests that nothing overlaps."""
    how = How(language=language, blank=blank, text_only=text_only, reprint=reprint)
    if not blank:
        check_sheet(form, sheet)
    found: list[DrawnBox] = []
    if form.is_card:
        for block in card.blocks_of(form, how):
            found += card.box(block, card.place(form, block, sheet, how), language)
        return found
    for number, marks in enumerate(flow.pages(form, sheet, how), start=1):
        for mark in marks:
            if isinstance(mark, Letters):
                left, top, right, bottom = card.extent(mark, language)
                room = mark.text[: len(mark.text) - len(mark.text.lstrip())]
                if room:  # room to write in is no text
                    left = card.extent(msgspec.structs.replace(mark, text=room), language)[2]
                found.append(DrawnBox(number, "text", mark.text, left, top, right - left, bottom - top))
    return found


def _title(form: Form, sheets: Sequence[Sheet], how: How) -> str:
    """The PDF's own title: that of the first sheet, else the form's name."""
    for block in form.blocks:
        if isinstance(block, Title):
            text = printed(block.zh if how.language == "zh" else block.en, how.language)
            if how.blank or not sheets:
                return wording.PLACE.sub("", text).strip()
            return wording.fill(text, sheets[0], how.language)
    return form.name


def _paper_pages(form: Form, sheets: Iterable[Sheet], how: How) -> Iterable[list[list[Mark]]]:
    for sheet in sheets:
        yield flow.pages(form, sheet, how)


def _card_pages(form: Form, sheets: Iterable[Sheet], how: How, writer: _Writer) -> Iterable[list[list[Mark]]]:
    constant: list[Mark] = []
    varying = []
    for block in card.blocks_of(form, how):
        if card.is_constant(block):
            constant += card.place(form, block, {}, how)
        else:
            varying.append(block)
    if how.reprint and not any(block.reprint for block in form.placed):
        width, _height = form.page.paper_size
        mark = Letters(width - 12, 14, word(flow.REPRINT, how.language), "hei", 9, "soft", anchor="end")
        constant += settled(mark, how.language)
    writer.shared(constant)
    for sheet in sheets:
        yield [[mark for block in varying for mark in card.place(form, block, sheet, how)]]


class _Writer:
    """Draws marks on the pages of one PDF.

    Pages of letters and lines are written as they are, a line of letters that stands on many pages is spelled
    once, and all pages share one list of what they use: ten thousand certificates are mostly the same.
    """

    def __init__(
        self, out: io.BytesIO, width: float, height: float, language: Language, mono: bool, offset: tuple[float, float]
    ) -> None:
        from reportlab import rl_config
        from reportlab.lib.colors import HexColor
        from reportlab.lib.rl_accel import fp_str
        from reportlab.pdfgen.canvas import Canvas

        # Streams as they are, not spelled in letters: a fifth smaller and faster.
        rl_config.useA85 = 0
        font("song")
        self._height = height
        self._offset = offset
        self._shared = False
        colours = MONOCHROME if mono else COLOURS
        self._colours: dict[Colour, Any] = {name: HexColor(value) for name, value in colours.items()}
        self._inks = {name: fp_str(colour.red, colour.green, colour.blue) for name, colour in self._colours.items()}
        self._canvas = Canvas(
            out,
            pagesize=(width * _MM, height * _MM),
            invariant=1,
            pageCompression=1,
            initialFontName=FACES["song"],
            lang="zh-CN" if language == "zh" else "en",
        )
        self._in_points = fp_str
        self._box = f"0 0 {fp_str(width * _MM)} {fp_str(height * _MM)}"
        self._spelled: dict[Letters, str] = {}
        self._resources: Any = None
        self._canvas.setCreator("unionoffice")
        self._canvas.setAuthor("unionoffice")

    def name(self, title: str) -> None:
        """Give the PDF its title."""
        self._canvas.setTitle(title)

    def shared(self, marks: Sequence[Mark]) -> None:
        """Store once what every page bears."""
        if marks:
            self._canvas.beginForm("shared")
            self._draw(marks)
            self._canvas.endForm()
            self._shared = True

    def page(self, marks: Sequence[Mark]) -> None:
        """Draw one page and turn it over."""
        if self._shared:
            self._canvas.doForm("shared")
        self._draw(marks)
        if any(isinstance(mark, Picture) for mark in marks):
            self._canvas.showPage()
        else:
            self._turn()

    def close(self) -> None:
        """Write the file."""
        self._canvas.save()

    def _draw(self, marks: Sequence[Mark]) -> None:
        if self._offset != (0, 0):
            marks = moved(marks, *self._offset)
        place, count = 0, len(marks)
        while place < count:
            if isinstance(marks[place], Letters):
                end = place
                while end < count and isinstance(marks[end], Letters):
                    end += 1
                self._letters(marks[place:end])
                place = end
                continue
            mark = marks[place]
            if isinstance(mark, Stroke):
                self._stroke(mark)
            elif isinstance(mark, Area):
                self._area(mark)
            elif isinstance(mark, Picture):
                self._picture(mark)
            place += 1

    def _turn(self) -> None:
        """Turn over a page without pictures; reportlab would spell each page's list of the same things anew."""
        from unionoffice.printing import plain

        canvas = self._canvas
        document = canvas._doc
        if self._resources is None:
            self._resources = plain.shared_resources(document, ["shared"] if self._shared else [])
        stream = document.Reference(plain.Stream(canvas._code))
        document.addPage(plain.PlainPage(self._box, self._resources, stream))
        canvas._startPage()

    def _letters(self, marks: Sequence[Mark]) -> None:
        code = ["BT"]
        for mark in marks:
            assert isinstance(mark, Letters)
            spelled = self._spelled.get(mark)
            if spelled is None:
                if len(self._spelled) >= _SPELLED:
                    self._spelled.clear()
                spelled = self._spelled[mark] = self._spell(mark)
            code.append(spelled)
        code.append("ET")
        self._canvas._code.append("\n".join(code))

    def _spell(self, mark: Letters) -> str:
        """One line of letters as the PDF has it: colour, place, face and size, letters, and nothing left behind."""
        canvas = self._canvas
        face = font(mark.face)
        place = self._in_points(mark.x * _MM, (self._height - mark.y) * _MM)
        parts = [f"{self._inks[mark.colour]} rg 1 0 0 1 {place} Tm"]
        if mark.spacing:
            parts.append(f"{self._in_points(mark.spacing)} Tc")
        size = self._in_points(mark.size)
        for subset, letters in face.splitString(mark.text, canvas._doc):
            name = face.getSubsetInternalName(subset, canvas._doc)
            parts.append(f"{name} {size} Tf ({canvas._escape(letters)}) Tj")
        if mark.spacing:
            parts.append("0 Tc")
        return " ".join(parts)

    def _stroke(self, mark: Stroke) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(self._colours[mark.colour])
        canvas.setLineWidth(mark.width)
        if mark.dashed:
            canvas.setDash(3, 2)
        canvas.line(mark.x1 * _MM, (self._height - mark.y1) * _MM, mark.x2 * _MM, (self._height - mark.y2) * _MM)
        if mark.dashed:
            canvas.setDash()

    def _area(self, mark: Area) -> None:
        canvas = self._canvas
        if mark.fill:
            canvas.setFillColor(self._colours[mark.fill])
        if mark.outline:
            canvas.setStrokeColor(self._colours[mark.outline])
            canvas.setLineWidth(mark.width)
        left, bottom, width, height = mark.x * _MM, (self._height - mark.y - mark.h) * _MM, mark.w * _MM, mark.h * _MM
        how = {"stroke": 1 if mark.outline else 0, "fill": 1 if mark.fill else 0}
        if mark.round:
            canvas.ellipse(left, bottom, left + width, bottom + height, **how)
        else:
            canvas.rect(left, bottom, width, height, **how)

    def _picture(self, mark: Picture) -> None:
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(
            ImageReader(io.BytesIO(mark.data)),
            mark.x * _MM,
            (self._height - mark.y - mark.h) * _MM,
            mark.w * _MM,
            mark.h * _MM,
            preserveAspectRatio=True,
            mask="auto",
        )
