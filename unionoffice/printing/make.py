"""From a paper to its PDF: the values of its sheet, the form as the office has it, and the language of the print."""

from __future__ import annotations

from collections.abc import Sequence

from unionoffice.core.book import Book
from unionoffice.core.words import Language, speaking
from unionoffice.printing.forms import Form, read_form, shipped
from unionoffice.printing.paper import Paper, Sheet


def form_of(book: Book, name: str) -> Form:
    """The form as this office prints it: its own text if it has one, else the shipped file."""
    own = book.form_text(name)
    return shipped(name) if own is None else read_form(own, name)


def sheet_of(book: Book, paper: Paper, subject: object) -> Sheet:
    """The values a paper prints of its subject: a record's id, several ids, or a period."""
    return paper.make(book, subject)


def pdf_of(book: Book, paper: Paper, subject: object, language: Language, *, reprint: bool = False, mono: bool = False) -> bytes:
    """A filled paper as PDF. Raises KnownError that names what cannot be printed."""
    from unionoffice.printing import pdf

    with speaking(language):
        if paper.draw is not None:
            return paper.draw(book, [subject], language, reprint=reprint, mono=mono)
        return pdf.render(form_of(book, paper.form), sheet_of(book, paper, subject), language, reprint=reprint, mono=mono)


def blank_pdf(book: Book, paper: Paper, language: Language) -> bytes:
    """The empty paper, to be filled in by hand."""
    from unionoffice.printing import pdf

    return pdf.render(form_of(book, paper.form), {}, language, blank=True)


def pdf_of_many(book: Book, paper: Paper, subjects: Sequence[object], language: Language, *, mono: bool = False) -> bytes:
    """One PDF of several records, each on its own page or pages."""
    from unionoffice.printing import pdf

    with speaking(language):
        if paper.draw is not None:
            return paper.draw(book, subjects, language, reprint=False, mono=mono)
        sheets = [sheet_of(book, paper, subject) for subject in subjects]
        return pdf.render_many(form_of(book, paper.form), sheets, language, mono=mono)
