"""Papers, long work, questions and faults."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.sample import Office
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Unit
from unionoffice.kit import crash
from unionoffice.kit.jobs import Job, JobBar, Jobs, Progress, WriteJob
from unionoffice.kit.preview import Copies, Preview
from unionoffice.kit.questions import MessageBar, Questions


class Answers:
    """Answers that a test gives in place of the clerk."""

    def __init__(self, *, sure: bool = True, path: Path | None = None) -> None:
        self.sure, self.path = sure, path
        self.asked: list[str] = []

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        """What was asked is remembered."""
        self.asked.append(f"{title}|{question}|{act}|{keep}")
        return self.sure

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        """The one path."""
        return self.path

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        """The one path."""
        self.asked.append(start.name)
        return self.path

    def folder(self, title: str, start: Path | None) -> Path | None:
        """The one path."""
        return self.path


class Printer:
    """A printer that keeps what it was given."""

    def __init__(self, names: list[str], chosen: Copies | None = None) -> None:
        self._names, self._chosen = names, chosen
        self.put: list[Copies] = []

    def names(self) -> list[str]:
        """As told."""
        return self._names

    def ask(self, window: QWidget, pages: int) -> Copies | None:
        """As told."""
        return self._chosen

    def put_out(self, data: bytes, chosen: Copies, name: str) -> None:
        """Jams when it is called jam."""
        if chosen.printer == "jam":
            raise KnownError("jammed")
        self.put.append(chosen)


@pytest.fixture(scope="module")
def paper() -> bytes:
    """Three pages of A4."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for number in range(3):
        canvas.drawString(100, 700, f"Page {number + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_are_turned_and_looked_at_closer(qtbot: QtBot, paper: bytes) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(600, 500)
    with qtbot.waitActive(preview):
        preview.show()
    preview.show_pdf(paper, "Month sheet")
    assert preview.page_words.text() == "Page 1 of 3"
    assert not preview.before.isEnabled()
    assert not preview.chinese.isVisible()
    QTest.keyClick(preview.area, Qt.Key.Key_PageDown)
    assert preview.page == 1
    QTest.keyClick(preview.area, Qt.Key.Key_End)
    assert preview.page == 2
    assert not preview.after.isEnabled()
    wide = preview.sheet.pixmap().width()
    assert wide <= preview.area.width()
    preview.set_zoom("page")
    assert preview.sheet.pixmap().height() <= preview.area.height()
    preview.set_zoom(2.0)
    assert preview.sheet.pixmap().width() == pytest.approx(2 * 595 * 96 / 72, abs=2)
    QTest.keyClick(preview.area, Qt.Key.Key_Minus)
    assert preview.zoom == 1.6
    preview.show_pdf(paper, "Month sheet", language="zh")
    assert preview.page == 2  # the same paper stays open where it was
    assert preview.chinese.isChecked()
    spoken: list[str] = []
    preview.language_chosen.connect(spoken.append)
    QTest.mouseClick(preview.english, Qt.MouseButton.LeftButton)
    assert spoken == ["en"]
    preview.close_pdf()
    assert preview.pages() == 0


def test_what_is_no_paper_is_told(qtbot: QtBot) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    with pytest.raises(KnownError, match="PDF"):
        preview.show_pdf(b"no paper", "x")


def test_a_paper_is_printed(qtbot: QtBot, paper: bytes) -> None:
    printer = Printer(["HP"], Copies("HP", 2, (0, 1, 2)))
    preview = Preview(printers=printer)
    qtbot.addWidget(preview)
    preview.show_pdf(paper, "x")
    told: list[int] = []
    preview.printed.connect(told.append)
    preview.print_button.click()
    assert told == [2]
    assert printer.put == [Copies("HP", 2, (0, 1, 2))]


@pytest.mark.parametrize("printer", [Printer([]), Printer(["jam"], Copies("jam", 1, (0,)))])
def test_without_a_printer_the_way_out_is_offered(qtbot: QtBot, paper: bytes, tmp_path: Path, printer: Printer) -> None:
    preview = Preview(printers=printer)
    qtbot.addWidget(preview)
    preview._questions = Questions(preview, answer_with=Answers(path=tmp_path / "out"))
    preview.show_pdf(paper, "月报 1958/02")
    preview.show()
    told: list[int] = []
    kept: list[object] = []
    preview.printed.connect(told.append)
    preview.saved.connect(kept.append)
    preview.print_out()
    assert not told
    assert preview.messages.isVisible()
    preview.messages.button.click()
    assert kept == [tmp_path / "out.pdf"]
    assert (tmp_path / "out.pdf").read_bytes() == paper


def test_a_calling_off_prints_nothing(qtbot: QtBot, paper: bytes) -> None:
    preview = Preview(printers=Printer(["HP"], None))
    qtbot.addWidget(preview)
    preview.show_pdf(paper, "x")
    told: list[int] = []
    preview.printed.connect(told.append)
    preview.print_out()
    assert not told


def test_a_folder_that_takes_no_file_is_told(qtbot: QtBot, paper: bytes, tmp_path: Path) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview._questions = Questions(preview, answer_with=Answers(path=tmp_path / "nowhere" / "out.pdf"))
    preview.show_pdf(paper, "x")
    preview.save()
    assert preview.messages.kind == "trouble"


# -- long work ---------------------------------------------------------------------


@pytest.fixture
def jobs(qtbot: QtBot, office: Office) -> Iterator[Jobs]:
    """The one worker, idle again at the end."""
    made = Jobs(office.book)
    yield made
    made.stop_all()
    assert made.wait_for_done(20_000)


def test_a_job_reads_beside_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    here = threading.get_ident()
    seen: list[object] = []

    def work(book: Book, progress: Progress) -> int:
        seen.append(threading.get_ident() != here)
        progress(1, 2, "half")
        return int(book.value("select count(*) from units"))

    job = Job("Counting", work)
    job.finished.connect(seen.append)
    job.progressed.connect(lambda done, total, words: seen.append((done, total, words)))
    with qtbot.waitSignal(jobs.ended):
        jobs.start(job)
    assert seen == [True, (1, 2, "half"), 2]
    assert job.state == "done"


def test_a_long_act_closes_the_door_and_can_be_undone(qtbot: QtBot, jobs: Jobs, office: Office) -> None:
    book = office.book
    begun, go = threading.Event(), threading.Event()
    acted: list[Any] = []
    book.acted = acted.append

    def work(own: Book, progress: Progress) -> int:
        begun.set()
        go.wait(20)
        return service.enter_unit(own, Unit(name="木工房"))

    jobs.start(WriteJob("Import", work))
    assert begun.wait(20)
    with pytest.raises(KnownError, match="Import"):
        service.enter_unit(book, Unit(name="锻工房"))
    go.set()
    assert jobs.wait_for_done(20_000)
    assert not book.busy
    assert any("units" in touched for touched in acted)
    assert book.value("select count(*) from units") == 3
    assert book.undo() is not None
    assert book.value("select count(*) from units") == 2


def test_a_stopped_act_is_rolled_back(qtbot: QtBot, jobs: Jobs, office: Office) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(own: Book, progress: Progress) -> None:
        with own.act("Import"):
            service.enter_unit(own, Unit(name="木工房"))
            begun.set()
            go.wait(20)
            progress(1, 2)

    job = jobs.start(WriteJob("Import", work))
    stopped: list[int] = []
    job.stopped.connect(lambda: stopped.append(1))
    assert begun.wait(20)
    jobs.stop_all()
    go.set()
    assert jobs.wait_for_done(20_000)
    assert stopped == [1]
    assert office.book.value("select count(*) from units") == 2
    assert not office.book.busy


def test_stop_ends_an_act_in_the_midst_of_a_long_statement(jobs: Jobs, office: Office) -> None:
    begun = threading.Event()

    def work(book: Book, _progress: Progress) -> None:
        with book.act("Enter") as act:
            act.save(store.UNITS, Unit(name="铸工车间"))
            begun.set()
            book.value("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")

    job = WriteJob("Enter", work)
    failed: list[object] = []
    job.failed.connect(failed.append)
    jobs.start(job)
    assert begun.wait(5)
    job.stop()
    assert jobs.wait_for_done(10_000)
    assert (job.state, failed) == ("stopped", [])
    assert office.book.value("select count(*) from units") == 2
    assert service.enter_unit(office.book, Unit(name="铸工车间"))


@pytest.mark.parametrize(("fault", "kind"), [(KnownError("full"), KnownError), (ZeroDivisionError("x"), BugError)])
def test_troubles_reach_the_window(jobs: Jobs, fault: Exception, kind: type[Exception]) -> None:
    def work(_book: Book, _progress: Progress) -> None:
        raise fault

    job = jobs.start(Job("x", work))
    told: list[object] = []
    job.failed.connect(told.append)
    assert jobs.wait_for_done(20_000)
    assert [type(one) for one in told] == [kind]


def test_jobs_run_one_after_another(jobs: Jobs) -> None:
    order: list[str] = []

    def named(name: str) -> Job:
        return Job(name, lambda _book, _progress: order.append(name))

    for name in "abc":
        jobs.start(named(name))
    assert jobs.busy()
    assert jobs.wait_for_done(20_000)
    assert order == ["a", "b", "c"]


def test_the_bar_comes_late_tells_and_stops(qtbot: QtBot, jobs: Jobs) -> None:
    bar = JobBar(jobs)
    window = QWidget()
    qtbot.addWidget(window)
    bar.setParent(window)
    window.show()
    told, go = threading.Event(), threading.Event()

    def work(_book: Book, progress: Progress) -> None:
        progress(30, 100, "reading")
        told.set()
        go.wait(20)
        progress.check()

    jobs.start(Job("Export", work))
    assert bar.isHidden()
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: bar.left.text() == "70 of 100 left")
    assert bar.words.text() == "Export: reading"
    bar.stop_button.click()
    assert not bar.stop_button.isEnabled()
    go.set()
    qtbot.waitUntil(bar.isHidden)


# -- questions and messages ----------------------------------------------------------


def test_questions_are_answered_by_who_is_given(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answers = Answers(path=tmp_path / "book")
    questions = Questions(window, answer_with=answers)
    assert questions.sure("Publish the month?", "It cannot be undone.", act="Publish")
    assert answers.asked == ["Publish the month?|It cannot be undone.|Publish|Cancel"]
    assert questions.save_file("x", tmp_path / "a.xlsx", ending=".xlsx") == tmp_path / "book.xlsx"
    assert questions.open_file("x") == tmp_path / "book"


def test_the_bar_tells_and_offers_a_way_back(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    undone: list[int] = []
    bar.inform("Saved: JY-1958-0031", action="Undo", act=lambda: undone.append(1))
    assert bar.isVisible()
    assert bar.accessibleName() == "Saved: JY-1958-0031"
    bar.button.click()
    assert undone == [1]
    assert bar.isHidden()
    bar.tell(KnownError("This number is taken."))
    assert bar.kind == "trouble"
    assert not bar.button.isVisible()
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.isHidden()


# -- faults -----------------------------------------------------------------------------


@pytest.fixture
def _hooks() -> Iterator[None]:
    import sys

    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


@pytest.mark.usefixtures("_hooks")
def test_a_fault_is_written_down_and_told(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    import sys

    kept: list[int] = []
    known: list[KnownError] = []
    log = tmp_path / "logs" / "faults.log"
    take = crash.install(qapp, log, keep=lambda: kept.append(1), tell=known.append)
    try:
        raise BugError("a promise was broken")
    except BugError as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)
    assert kept == [1]
    assert "a promise was broken" in log.read_text(encoding="utf-8")
    catcher = qapp.property("crash_catcher")
    qtbot.waitUntil(lambda: catcher.dialog is not None and catcher.dialog.isVisible())
    dialog = catcher.dialog
    assert dialog.details.isHidden()
    assert any(str(log) in label.text() for label in dialog.findChildren(QLabel))
    dialog.more.click()
    assert dialog.details.isVisible()
    dialog.findChild(QPushButton, "crash_go_on").click()
    assert dialog.isHidden()
    error = KnownError("told")
    sys.excepthook(KnownError, error, None)
    assert known == [error]
    assert "told" in take(RuntimeError("told"))
    qtbot.waitUntil(lambda: catcher.dialog.isVisible())
    catcher.dialog.close()
    catcher.dialog.deleteLater()


def test_a_log_that_cannot_be_written_is_no_further_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    crash.write_log(tmp_path / "file" / "faults.log", "x")


def test_a_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    log = tmp_path / "faults.log"
    log.write_text("x" * 1_200_000, encoding="utf-8")
    crash.write_log(log, "latest")
    assert log.stat().st_size < 600_000
    assert log.read_text(encoding="utf-8").strip().endswith("latest")
