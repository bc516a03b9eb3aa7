"""The page that makes a spreadsheet for a workshop to fill: which list, for whom, in which language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from unionoffice.core import whole
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import Record, Worded, shown
from unionoffice.core.words import N_, Language, _, language
from unionoffice.kit.form import Form
from unionoffice.kit.jobs import Job, Progress
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button
from unionoffice.kit.section import Section
from unionoffice.window.settings import Aside


class What(Worded):
    """What is to be filled in."""

    PROPOSALS = "proposals", N_("Saving proposals")
    EXPOSURES = "exposures", N_("Exposures of waste")
    WORKERS = "workers", N_("Workers")
    FIGURES = "figures", N_("Monthly figures")


class Spoken(Worded):
    """The language of the sheet."""

    CHINESE = "zh", N_("Chinese")
    ENGLISH = "en", N_("English")


class Asked(Record):
    """What is asked before a sheet is made."""

    what: Annotated[What, shown(N_("What shall be filled in"))] = What.PROPOSALS
    unit: Annotated[int | None, shown(N_("By which unit"), ref="units", hint=N_("empty: the whole plant"))] = None
    month: Annotated[Month | None, shown(N_("Month"), hint=N_("for monthly figures"))] = None
    lines: Annotated[int, shown(N_("Blank lines"), ge=1, le=2000)] = 100
    spoken: Annotated[Spoken, shown(N_("Main language of the sheet"))] = Spoken.CHINESE


class FillSheetPage(Aside):
    """Ask, then save the sheet; the file is taken in again by the page of its list."""

    def __init__(self, office: Office) -> None:
        super().__init__(_("Sheet to fill"), office)
        self.setObjectName("fill_sheet_page")
        words = QLabel(_(
            "A spreadsheet for a workshop: it is filled there with WPS, LibreOffice or Excel, and brought back on a stick. Names, "
            "units and kinds are picked from lists; the heads cannot be changed. Back here, “Take in a list” knows it by itself."
        ))  # fmt: skip
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        self.column.addWidget(words)
        self.form: Form[Asked] = Form(
            Asked, office, sections=(Section("", ("what", "unit", ("month", "lines"), "spoken")),),
        )
        self.form.show_record(Asked(month=office.month, spoken=Spoken.CHINESE if language() == "zh" else Spoken.ENGLISH))
        self.column.addWidget(self.form)
        save = button(_("Save the sheet…"), "save_sheet", "primary")
        save.clicked.connect(self._save)
        self.column.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self.setFocusProxy(self.form)

    def _save(self) -> None:
        try:
            asked = self.form.record()
            if asked.what is What.FIGURES and asked.month is None:
                raise KnownError(_("Choose the month whose figures shall be filled in."), field="month")
        except KnownError as trouble:
            self.form.show_problem(trouble)
            return
        spoken: Language = "zh" if asked.spoken is Spoken.CHINESE else "en"
        name = _("{title}, {unit}", title=asked.what, unit=self.office.book.title("units", asked.unit) or _("plant"))
        out = self.office.questions.save_file(
            _("Save the sheet to fill"), Path.home() / f"{name}.xlsx", kinds="XLSX (*.xlsx)", ending=".xlsx"
        )
        if out is None:
            return

        def work(book: Book, _progress: Progress) -> Path:
            from unionoffice import fill_sheets

            data = fill_sheets.make(book, asked.what.value, spoken, unit=asked.unit, month=asked.month, lines=asked.lines)
            whole.write(out, data)
            return out

        job = Job(_("Making the sheet to fill"), work)
        job.finished.connect(lambda path: self.office.tell(_("The sheet to fill is saved: {path}", path=path)))
        self.office.run(job)
