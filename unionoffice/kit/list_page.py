"""The page on which a list from elsewhere comes in: how it was read, what its columns mean, what is wrong, what stands already.

Nothing is written before the clerk has seen it. Faults are mended here, in the list as it was read; the file stays as it is.
Reading and writing run beside the window and can be stopped; what is taken in is one act, and one step of undo.

A desk shows its `Intake` here by naming it, and puts the page among its own:

    class UnitsListPage(ListPage):
        INTAKE = service.UNITS_LIST
        HEADING = N_("Take in units from a list")

    class RosterTab(DeskTab):
        PAGES = (..., UnitsListPage)

The menu opens it by `window.menus.LISTS`. What the switch of the tab calls it is `TITLE`; `brings` and `written` say in the
desk's own words what else comes and what came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from unionoffice.core import intake, office, whole
from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Arrangement, Choice, Fault, Heading, Intake, Reading
from unionoffice.core.words import N_, _, language
from unionoffice.kit import list_work, theme
from unionoffice.kit.jobs import Job, Progress, WriteJob
from unionoffice.kit.list_bar import FileBar, LateCombo, flow
from unionoffice.kit.list_models import FaultsModel
from unionoffice.kit.list_views import ColumnsView, FaultsView, LinesView, StandingView
from unionoffice.kit.list_work import Draft, Opened
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button

KINDS = "*.xlsx *.xls *.xlsb *.ods *.et *.csv *.txt *.tsv *.htm *.html"
COLUMNS, LINES, FAULTS, STANDING = range(4)
NAMED = 16
"""So many of the columns that are understood are named before a file is chosen."""
KEPT_AFTER = 1_000  # milliseconds without a further change, before what was mended is kept as a draft


class ListPage(QWidget):
    """Choose a list, look at what it would change, mend what is wrong, take it in. A desk says what the list is of."""

    TITLE: ClassVar[str] = N_("Take in a list")
    NEW: ClassVar[str] = ""
    INTAKE: Intake[Any]
    """What the list is of; a page may read the same list in another way."""
    HEADING: ClassVar[str]
    """What the page is called, an English key."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.opened: Opened | None = None
        self.taken = ""
        """What was said when the list was taken in; empty while it is not."""
        self._path: Path | None = None
        self._how: dict[str, str] = {}
        self._job: Job | None = None
        self._stale = False
        self._stood = ""
        self._asked_for_draft = False
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(KEPT_AFTER)
        self._draft_timer.timeout.connect(self.keep_draft)
        self.setObjectName("take_in_page")
        self.setProperty("area", "page")
        self.setAcceptDrops(True)
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.8))
        column.setSpacing(round(e * 0.5))
        title = QLabel(_(self.HEADING))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        title.setWordWrap(True)
        column.addWidget(title)
        self.bar = FileBar()
        self.bar.wanted.connect(self._choose)
        self.bar.otherwise.connect(self._read_otherwise)
        self.bar.heading_wanted.connect(self._other_heading)
        column.addWidget(self.bar)
        column.addWidget(self._views_bar())
        self.views = self._views()
        column.addWidget(self.views, 1)
        self.empty = QLabel(self._what_it_wants())
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(round(e * 4), round(e * 3), round(e * 4), 0)
        column.addWidget(self.empty, 1)
        column.addWidget(self._foot())
        office.acted.connect(self._acted)
        self._show()

    # -- what a desk says ---------------------------------------------------------------------

    def brings(self, reading: Reading[Any]) -> str:
        """What else the list would bring, such as new units, or what it does not bring."""
        return intake.left_behind(reading)

    def written(self, count: int) -> str:
        """What is said when the list was taken in."""
        return _("{count} lines were taken in. Undo takes the whole list back.", count=f"{count:,}")

    def options(self) -> Sequence[QWidget]:
        """What can be chosen here besides, beside the switch of the views."""
        return ()

    def read_as(self, listed: Intake[Any]) -> None:
        """Read the list by another `Intake` of the same fields from now on."""
        self.INTAKE = listed
        self._read_again()

    # -- building ---------------------------------------------------------------------------

    def _what_it_wants(self) -> str:
        labels = [_(target.label) for target in self.INTAKE.targets]
        columns = _("; ").join(labels[:NAMED])
        if len(labels) > NAMED:
            more = len(labels) - NAMED
            columns = _("{columns}; and {count} more, which are named once a file is chosen", columns=columns, count=more)
        return _(
            "Choose a file, or drop it here: XLSX, XLS, ODS, ET, or text with separators (CSV, TXT). The heading may stand in any "
            "of the first lines, in Chinese or English, its columns in any order. Columns that are understood: {columns}.",
            columns=columns,
        )

    def _views_bar(self) -> QWidget:
        self.switch = QButtonGroup(self)
        chips = []
        for place, (name, text) in enumerate((
            ("view_columns", _("Columns")), ("view_lines", _("Lines")), ("view_faults", _("Faults")),
            ("view_standing", _("In the book already")),
        )):  # fmt: skip
            chip = button(text, name, "chip")
            chip.setCheckable(True)
            self.switch.addButton(chip, place)
            chips.append(chip)
        self.switch.idClicked.connect(self._go_to)
        self._options = list(self.options())
        self.views_bar = flow(*chips, *self._options)
        return self.views_bar

    def _views(self) -> QStackedWidget:
        self.columns = ColumnsView(self.office, self.INTAKE)
        self.columns.taken.connect(self._take_column_for)
        self.columns.kept_chosen.connect(lambda kept: self._read_again(kept=kept))
        self.lines = LinesView(self.office)
        self.lines.mended.connect(lambda line, column, text: self._mend([line], column, text))
        self.lines.left_out.connect(self._leave_out)
        self.faults = FaultsView(self.office)
        self.faults.mended.connect(self._mend_fault)
        self.faults.left_out.connect(self._leave_out)
        self.faults.export_wanted.connect(self._export)
        self.standing = StandingView(self.office)
        self.standing.decided.connect(self._decide)
        views = QStackedWidget()
        for view in (self.columns, self.lines, self.faults, self.standing):
            views.addWidget(view)
        return views

    def _foot(self) -> QWidget:
        self.said = QLabel()
        self.said.setObjectName("take_in_said")
        self.said.setWordWrap(True)
        self.skip = QCheckBox(_("Leave the faulty lines out"))
        self.skip.setObjectName("skip_faulty")
        self.skip.toggled.connect(lambda _on: self._can())
        self.take = button(_("Take in"), "take_in")
        self.take.clicked.connect(self._take)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.said, 1)
        line.addWidget(self.skip)
        line.addWidget(self.take)
        return foot

    # -- reading, beside the window -----------------------------------------------------------

    def _choose(self) -> None:
        path = self.office.questions.open_file(_("Which list?"), kinds=KINDS)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a list and show what it would change; what was mended in another one is thrown away after a question."""
        if not self._may_lose_mending():
            return
        self._wipe_draft()
        self._path, self._how, self.opened, self.taken = path, {}, None, ""
        self.skip.setChecked(False)
        self._show()
        self._open(path, {})

    def _read_otherwise(self, how: Mapping[str, str]) -> None:
        """Read the same file from another sheet, with other letters or separators; then nothing that was mended holds."""
        if self._path is not None and self._may_lose_mending():
            self._open(self._path, self._how | dict(how))
        else:
            self.bar.show_how(self._path, self.opened)

    def _open(self, path: Path, how: dict[str, str]) -> None:
        listed = self.INTAKE

        def done(found: Opened) -> None:
            self._how = how
            self._was_read(found)

        self._run(Job(_("Reading the list"), lambda book, progress: list_work.open_list(book, progress, listed, path, how)), done)

    def _read_again(
        self, heading: Heading | None = None, arrangement: Arrangement | None = None, kept: Mapping[str, str] | None = None
    ) -> None:
        """Read the same rows in another way: with another heading, other columns, or because the book has changed."""
        opened, listed = self.opened, self.INTAKE
        if opened is None:
            return
        before = opened.reading
        chosen_heading = heading or opened.heading
        same = heading is None and kept is None
        columns = arrangement or (opened.arrangement if same else None)

        def work(book: Book, progress: Progress) -> Opened:
            last = office.last_arrangements(book, listed.name)
            found = list_work.read_list(
                book, progress, listed, opened.source, opened.rows, chosen_heading, columns, kept=kept, last=last
            )
            if found.reading is not None and before is not None and same:
                list_work.decided_as_before(found.reading, before)
            return found

        self._run(Job(_("Reading the list"), work), self._was_read)

    def _other_heading(self, first: int, last: int) -> None:
        if self.opened is not None:
            self._read_again(heading=intake.heading_at(self.opened.rows, first, last))

    def _take_column_for(self, column: int, field: str) -> None:
        if self.opened is not None:
            self._read_again(arrangement=intake.taken_for(self.opened.arrangement, self.INTAKE, column, field))

    def _was_read(self, found: Opened) -> None:
        new = self.opened is None or self.opened.source is not found.source
        self.opened = found
        self._stale = False
        self._show()
        if new or found.reading is None:
            self._view(self._first_view(found.reading))
        self._draft_timer.start()

    def _first_view(self, reading: Reading[Any] | None) -> int:
        if reading is None:
            return COLUMNS
        return FAULTS if reading.faults else STANDING if reading.duplicates else LINES

    # -- mending and deciding --------------------------------------------------------------------

    def _reading(self) -> Reading[Any] | None:
        return self.opened.reading if self.opened is not None else None

    def _mend_fault(self, fault: Fault, text: str) -> None:
        self._mend(self.faults.lines_of(fault), fault.column, text)

    def _mend(self, lines: Sequence[int], column: int, text: str) -> None:
        """Understand lines anew with another text in one cell; when the editor has closed, the next fault is chosen."""
        reading = self._reading()
        if reading is None:
            return
        row = self.faults.table.currentIndex().row()
        intake.repair_all(self.office.book, reading, lines, column, text)
        QTimer.singleShot(0, self, lambda: self._after_mending(row))

    def _after_mending(self, row: int) -> None:
        self._decided()
        self._go_on(row)

    def _go_on(self, row: int) -> None:
        """In the view of faults the cursor goes to the next one; when there is none, to what can be done next."""
        if self.views.currentIndex() == FAULTS and not self.faults.stand(row):
            self._view(self._first_view(self._reading()))
            self.take_focus()

    def _leave_out(self, lines: Sequence[int], out: bool) -> None:
        reading, row = self._reading(), self.faults.table.currentIndex().row()
        if reading is None:
            return
        for number in lines:
            intake.leave_out(reading, number, out)
        self._after_mending(row)

    def _decide(self, choice: Choice, lines: Sequence[int] | None) -> None:
        reading = self._reading()
        if reading is not None:
            intake.decide(reading, choice, lines)
            self._decided()

    def _decided(self) -> None:
        """Something was mended or decided: it is shown, and kept as a draft."""
        self.taken = ""
        self._show(fit=False)
        self._draft_timer.start()

    # -- what was mended and decided is not lost ----------------------------------------------------

    @property
    def _draft_place(self) -> str:
        return f"list/{self.INTAKE.name}"

    def _draft(self) -> Draft | None:
        if self.opened is None or self._path is None or self.taken:
            return None
        return list_work.draft_of(self.opened, self._path, self._how)

    def keep_draft(self) -> None:
        """Keep what was mended and decided, to go on with it when the program starts again."""
        self._draft_timer.stop()
        if self.office.drafts is None or not self._asked_for_draft or self._job is not None:
            return
        draft = self._draft()
        self.office.drafts.keep(self._draft_place, msgspec.to_builtins(draft, str_keys=True) if draft is not None else {})

    def _wipe_draft(self) -> None:
        if self.office.drafts is not None:
            self.office.drafts.wipe(self._draft_place)

    def _may_lose_mending(self) -> bool:
        draft = self._draft()
        if draft is None or not draft.count:
            return True
        return self.office.questions.sure(
            _("Throw away what was mended?"),
            _("{count} cells and lines of {list} were mended or decided here and are not taken in.", count=f"{draft.count:,}",
              list=Path(draft.path).name),
            act=_("Throw away"),
        )  # fmt: skip

    def _offer_draft(self) -> None:
        """Go on with the list that was being mended when the program was closed."""
        if self._asked_for_draft:
            return
        self._asked_for_draft = True
        kept = self.office.drafts.kept(self._draft_place) if self.office.drafts is not None and self.opened is None else {}
        if not kept:
            return
        try:
            draft = msgspec.convert(kept, Draft, strict=False)
        except msgspec.ValidationError:  # of another version of the program
            self._wipe_draft()
            return
        listed = self.INTAKE

        def done(found: Opened) -> None:
            self._path, self._how = Path(draft.path), draft.how
            self._was_read(found)
            self.office.tell(_("{list} was being mended here and is not taken in yet. Go on with it.", list=Path(draft.path).name))

        job = Job(_("Reading the list"), lambda book, progress: list_work.go_on(book, progress, listed, draft))
        job.failed.connect(lambda _trouble: self._wipe_draft())
        self._run(job, done)

    # -- taking in -------------------------------------------------------------------------------------

    def _take(self) -> None:
        reading, listed = self._reading(), self.INTAKE
        if reading is None:
            return
        try:
            planned = intake.plan(reading, faulty="skip" if self.skip.isChecked() else "stop")
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        job = WriteJob(_("Taking in the list"), lambda book, progress: listed.take_in(book, planned, progress))
        self._run(job, self._was_written)

    def _was_written(self, count: int) -> None:
        opened = self.opened
        self.taken = self.written(count)
        if opened is not None:
            heads = intake.heads_key(opened.heading.heads)
            office.remember_arrangement(self.office.book, self.INTAKE.name, heads, opened.arrangement.kept())
        self._stale = True
        self._wipe_draft()
        self._show(fit=False)
        self.office.tell(self.taken)

    def _run(self, job: Job, done: Callable[[Any], None]) -> None:
        """Start work beside the window; meanwhile nothing else can be chosen here."""
        self._job = job
        box = QApplication.focusWidget()
        self._stood = box.objectName() if isinstance(box, LateCombo) and self.isAncestorOf(box) else ""
        job.finished.connect(done)
        job.ended.connect(self._ended)
        self._can()
        self.office.run(job)

    def _ended(self) -> None:
        self._job = None
        self.bar.show_how(self._path, self.opened)
        self._can()
        if self.isVisible():
            stood = [box for box in self.findChildren(LateCombo, self._stood) if self._stood and box.isVisible()]
            if stood:
                stood[-1].setFocus()  # where the list was wanted otherwise, so that the next choice follows
            else:
                self.take_focus()

    def _acted(self, touched: Touched) -> None:
        """What the list was read against has changed: it is read anew, now or when the page is next in sight."""
        if self.opened is None or not set(self.INTAKE.tables) & touched.keys():
            return
        if self._job is not None and self._job.writes:
            return
        self.taken = ""
        self._stale = True
        self._refresh()

    def _refresh(self) -> None:
        if self._stale and not self.taken and self._job is None and self.isVisible():
            self._read_again()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """A list that was read against an older book is read anew; one that was being mended is gone on with."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._in_sight)

    def _in_sight(self) -> None:
        if self.isVisible():
            self._offer_draft()
            self._refresh()

    # -- the faulty lines as a spreadsheet -------------------------------------------------------------

    def _export(self) -> None:
        opened, reading, path = self.opened, self._reading(), self._path
        if opened is None or reading is None or path is None:
            return
        name = _("{list}, faulty lines", list=path.stem)
        out = self.office.questions.save_file(
            _("Save the faulty lines"), path.with_name(f"{name}.xlsx"), kinds="XLSX (*.xlsx)", ending=".xlsx"
        )
        if out is None:
            return
        spoken = language()

        def work(_book: Book, _progress: Progress) -> Path:
            from unionoffice.printing import fault_list

            data = fault_list.of_reading(reading, spoken)
            whole.write(out, data)
            return out

        job = Job(_("Saving the faulty lines"), work)
        self._run(job, lambda where: self.office.tell(_("The faulty lines are saved: {path}", path=where)))

    # -- showing ------------------------------------------------------------------------------------------

    def _go_to(self, place: int) -> None:
        """Show a view, and let the keys belong to its table."""
        self._view(place)
        view = (self.columns, self.lines, self.faults, self.standing)[place]
        view.table.setFocus()
        if view.table.model().rowCount() and not view.table.currentIndex().isValid():
            view.table.setCurrentIndex(view.table.model().index(0, FaultsModel.VALUE if place == FAULTS else 0))

    def _view(self, place: int) -> None:
        self.views.setCurrentIndex(place)
        chip = self.switch.button(place)
        if chip is not None:
            chip.setChecked(True)
        self._fit()

    def _show(self, *, fit: bool = True) -> None:
        opened, reading = self.opened, self._reading()
        self.empty.setVisible(opened is None)
        self.views.setVisible(opened is not None)
        self.views_bar.setVisible(opened is not None)
        for view in (self.lines, self.faults, self.standing):
            view.show_reading(reading)
        if fit:
            self.bar.show_how(self._path, opened)
            self.columns.show_columns(opened)
            self._fit()
        for place, key, count in (
            (LINES, N_("Lines {count}"), len(reading.lines) if reading else 0),
            (FAULTS, N_("Faults {count}"), len(self.faults.model.rows)),
            (STANDING, N_("In the book already {count}"), len(self.standing.model.rows)),
        ):
            chip = self.switch.button(place)
            chip.setText(_(key, count=f"{count:,}"))
            chip.setAccessibleName(chip.text())
            chip.setEnabled(reading is not None and (count > 0 or place == LINES))
            if place == FAULTS:
                theme.put(chip, tone="overdue" if count else "")
        self._can()

    def _fit(self) -> None:
        """Columns as wide as what stands in them, the long ones within bounds."""
        place = self.views.currentIndex()
        if place == LINES:
            self.lines.table.fit(lambda _column: 0.22)
        elif place == FAULTS:
            self.faults.table.fit(lambda column: (0.08, 0.16, 0.2, 0.4, 1)[column])
        elif place == STANDING:
            self.standing.table.fit(lambda column: (0.08, 0.28, 0.27, 0.27, 1)[column])

    def _can(self) -> None:
        """What can be done now, and what it will do in one sentence."""
        opened, reading = self.opened, self._reading()
        idle = self._job is None
        for part in (self.bar, self.columns, self.standing):
            part.can(idle and self.office.book.writable)
        for box in (self.lines, self.faults, *self._options):
            box.setEnabled(idle)
        faulty = len({fault.line for fault in self.faults.model.rows})
        self.skip.setVisible(faulty > 0 and not self.taken)
        words, count = "", 0
        if self.taken:
            words = self.taken
        elif reading is not None:
            counts = reading.counts()
            count = counts.new + counts.changed
            words = intake.said_of(counts)
            said = [_("{said}.", said=words) if words else _("The list holds no line below its heading."), self.brings(reading)]
            if faulty and not self.skip.isChecked():
                said.append(_("First mend the faulty lines, or leave them out."))
            words = ("" if language() == "zh" else " ").join(each for each in said if each)
        elif opened is not None:
            lacking = _("; ").join(_(label) for label in intake.missing(opened.arrangement, self.INTAKE))
            words = _("No column was taken for: {fields}. Choose one under “Columns”, or another heading.", fields=lacking)
        self.said.setText(words)
        ready = bool(count) and idle and self.office.book.writable and not self.taken and not (faulty and not self.skip.isChecked())
        lines = _("Take in one line") if count == 1 else _("Take in {count} lines", count=f"{count:,}")
        self.take.setText(lines if count else _("Take in"))
        self.take.setAccessibleName(self.take.text())
        self.take.setEnabled(ready)
        self.take.setVisible(opened is not None)
        theme.put(self.take, kind="primary" if ready else "")
        theme.put(self.bar.choose, kind="" if opened is not None else "primary")

    # -- the page among others ---------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """A file may be dropped here."""
        if self._job is None and event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Read the file that was dropped."""
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def leave_form(self) -> None:
        """The clerk goes elsewhere; what was read and mended stays, and is kept as a draft."""
        self.keep_draft()

    def take_focus(self) -> None:
        """The cursor goes to what can be done next."""
        view = self.views.currentIndex()
        if self.opened is None:
            self.bar.choose.setFocus()
        elif view == FAULTS and self.faults.model.rows:
            self.faults.stand(self.faults.table.currentIndex().row())
        elif view == STANDING and self.standing.model.rows:
            self.standing.table.setFocus()
        elif self.take.isEnabled():
            self.take.setFocus()
        else:
            self.bar.choose.setFocus()
