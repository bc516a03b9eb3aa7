"""The open office as the screen sees it: its book, the chosen month, and the notices between window and tabs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from unionoffice.core import office as settings
from unionoffice.core.book import Book, Touched
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.words import Said, _
from unionoffice.kit.jobs import Job, Progress, WriteJob
from unionoffice.kit.questions import Questions
from unionoffice.printing.paper import Paper

if TYPE_CHECKING:
    from unionoffice.kit.asker import Asker

REMEMBERED_AFTER = 500  # milliseconds until what the screen remembers is written; the disk shall not hold up a click
TURNED_AT_ONCE = 1_000  # rows of an act that undo takes back while the window waits; more are taken back beside it


class Start(msgspec.Struct, frozen=True):
    """Where another desk's entry form shall open filled in: its table, the values, and the record they came from."""

    tbl: str
    values: dict[str, object]
    came_from: tuple[str, int] | None = None


class Print(msgspec.Struct, frozen=True):
    """A paper that shall be shown as it will print: of one record, of several, of a period, or blank."""

    paper: Paper
    tbl: str = ""
    row: int = 0
    rows: tuple[int, ...] = ()
    period: Period | None = None
    blank: bool = False


class Office(QObject):
    """One open book and the clerk in front of it. Tabs keep it and listen to it; no tab knows another."""

    acted = Signal(object)  # {table: ids} that an act touched
    month_changed = Signal(object)  # the chosen Month
    wanted = Signal(str, object)  # open this record: table, id
    rows_wanted = Signal(str, object, str)  # show these records: table, ids, what they are
    started = Signal(object)  # a Start
    print_wanted = Signal(object)  # a Print
    told = Signal(object)  # a KnownError, or the words of something done
    job_wanted = Signal(object)  # a Job that shall run beside the window
    backed_up = Signal()  # a backup, or a copy on another disk, was made
    new_wanted = Signal(str, str, object)  # add a new row on the spot: table, what was typed, what to do with its id

    def __init__(self, book: Book, drafts: Drafts | None, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.drafts = drafts
        self.questions = questions
        self.papers_of: Callable[[str], Sequence[Paper]] = lambda _table: ()  # papers of a table, whichever desk draws them
        self.desk_titles: Mapping[str, str] = {}  # table -> title of the tab that shows it, an English key
        kept = self.remembered("month")
        self._month = Month.parse(kept) if kept else settings.month_of_day(book, datetime.date.today())
        self._period: Period | None = None
        self._asker: Asker | None = None
        self._writing = QTimer(self)
        self._writing.setSingleShot(True)
        self._writing.timeout.connect(self._write_remembered)
        book.acted = self._acted

    def _acted(self, touched: Touched) -> None:
        self._period = None
        self.acted.emit(touched)

    # -- asking beside the window ---------------------------------------------

    @property
    def asker(self) -> Asker:
        """Whom to put quick questions to that shall not hold up the window; its thread begins with the first of them."""
        if self._asker is None:
            from unionoffice.kit.asker import Asker  # here: nobody asks at the start

            self._asker = Asker(self.book, self.tell, self)
        return self._asker

    def stop_asking(self) -> None:
        """Forget the questions under way; the window closes."""
        if self._asker is not None:
            self._asker.close()

    # -- the chosen month ----------------------------------------------------

    @property
    def month(self) -> Month:
        """The month chosen in the toolbar: for default dates, figures and the summary."""
        return self._month

    def choose_month(self, month: Month) -> None:
        """Choose another month."""
        if month != self._month:
            self._month, self._period = month, None
            self.remember("month", str(month))
            self.month_changed.emit(month)

    def period(self) -> Period:
        """The chosen month as the office closes it; read once until something is done, as every painted row asks for it."""
        if self._period is None:
            self._period = settings.month_period(self.book, self._month)
        return self._period

    def day(self) -> datetime.date:
        """The day to count what is due by: today in the present month, else the last day of the chosen month."""
        period, today = self.period(), datetime.date.today()
        return today if today in period else period.last

    # -- going somewhere -------------------------------------------------------

    def open(self, tbl: str, row: int) -> None:
        """Show a record in its own tab."""
        self.wanted.emit(tbl, row)

    def show_rows(self, tbl: str, rows: Sequence[int], title: str) -> None:
        """Show the records behind a figure in their tab; `title` says what they are."""
        self.rows_wanted.emit(tbl, tuple(rows), title)

    def start(self, start: Start) -> None:
        """Open another desk's entry form filled in."""
        self.started.emit(start)

    def show_paper(self, wanted: Print) -> None:
        """Show a paper as it will print."""
        self.print_wanted.emit(wanted)

    def run(self, job: Job) -> None:
        """Do long work beside the window: it shows how much is left and can be stopped; what goes wrong is told."""
        job.failed.connect(self._failed)
        self.job_wanted.emit(job)

    def _failed(self, trouble: object) -> None:
        if not isinstance(trouble, KnownError):
            raise trouble if isinstance(trouble, BugError) else BugError(f"a job failed with {trouble!r}")
        self.tell(trouble)

    def add_new(self, table: str, text: str, done: Callable[[int], None]) -> None:
        """Enter a new worker or unit on the spot, then go on with its id."""
        self.new_wanted.emit(table, text, done)

    # -- trying, with words for trouble ------------------------------------------

    def tell(self, what: KnownError | str) -> None:
        """Say something to the clerk: a trouble, or that something is done."""
        self.told.emit(what)

    def undo(self) -> None:
        """Take back the latest act and say which; a long one, such as a list taken in, beside the window."""
        self._turn(back=True)

    def redo(self) -> None:
        """Do again what was taken back and say what."""
        self._turn(back=False)

    def _turn(self, *, back: bool) -> None:
        if not self.book.busy and self.book.changes_to_turn(back=back) > TURNED_AT_ONCE:
            self._turn_beside(back=back)
            return
        try:
            said = self.book.undo() if back else self.book.redo()
        except KnownError as trouble:
            self.tell(trouble)
            return
        if said is not None:
            self._turned(said, back=back)

    def _turn_beside(self, *, back: bool) -> None:
        acts = self.book.done[-1:] if back else self.book.undone[-1:]

        def work(book: Book, progress: Progress) -> Said | None:
            if back:
                book.done = acts
                return book.undo(progress)
            book.undone = acts
            return book.redo(progress)

        job = WriteJob(_("Taking back") if back else _("Doing again"), work)
        job.finished.connect(lambda said: self._turned(said, back=back))
        self.run(job)

    def _turned(self, said: Said, *, back: bool) -> None:
        self.acted.emit({})  # what can be undone and redone next has changed
        self.tell(_("Taken back: {what}", what=said) if back else _("Done again: {what}", what=said))

    # -- what the screen remembers ---------------------------------------------------

    def typed(self) -> set[str]:
        """The tables in whose forms something is typed and not saved."""
        places = [] if self.drafts is None else self.drafts.places()
        return {place.split("/")[0] for place in places} - {"screen"}

    def remembered(self, name: str, default: Any = None) -> Any:
        """What the screen remembers beside the book: the month, widths, filters."""
        if self.drafts is None:
            return default
        kept = self.drafts.kept(f"screen/{name}")
        return msgspec.json.decode(kept["value"]) if kept else default

    def remember(self, name: str, value: Any) -> None:
        """Remember how the screen stands; not part of the book."""
        if self.drafts is not None:
            self.drafts.keep_soon(f"screen/{name}", {"value": msgspec.json.encode(value).decode()})
            if not self._writing.isActive():
                self._writing.start(REMEMBERED_AFTER)

    def _write_remembered(self) -> None:
        if self.drafts is not None:
            try:
                self.drafts.write_soon()
            except KnownError as trouble:
                self.tell(trouble)
