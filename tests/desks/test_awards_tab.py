"""The desk of awards on the screen: certificates by hand and from a competition, voiding, wordings, printers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pypdf
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.clerk import Answers
from unionoffice.core import office as settings
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.period import Month
from unionoffice.core.record import Quantity
from unionoffice.desks.awards import service, sheets
from unionoffice.desks.awards.records import Certificate, Recipient, Standing
from unionoffice.desks.awards.tab import AwardsTab, Candidates, CertificatesPage
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.competitions.records import Award, Competition, Entry, Participant, SchemeIndicator
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.kit import theme
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office, Print
from unionoffice.kit.questions import Questions
from unionoffice.printing import make

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def tab(qapp: QApplication, qtbot: QtBot, book: Book, answers: Answers) -> Iterator[AwardsTab]:
    theme.apply(qapp)
    settings.set_office(book, settings.Office(union="第二机械厂工会委员会", enterprise="第二机械厂"))
    desk = QWidget()
    office = Office(book, None, Questions(desk, answer_with=answers))
    office.choose_month(Month(1958, 4))
    made = AwardsTab(office)
    qtbot.addWidget(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def published(book: Book) -> int:
    """A competition of three workshops with one award foreseen, published."""
    shops = [roster.enter_unit(book, Unit(name=name, level=Level.WORKSHOP)) for name in ("铸工车间", "锻工车间", "机工车间")]
    row = competitions.enter(
        book,
        Competition(
            name="车间劳动竞赛", english="Workshop competition", written_on=dt.date(1957, 12, 28), first=dt.date(1958, 1, 1),
            last=dt.date(1958, 3, 31), participants=tuple(Participant(unit=shop) for shop in shops),
            indicators=(SchemeIndicator(name="产量", measure="吨", weight=Quantity(1_000_000)),), awards=(Award(title="优胜车间"),),
        ),
    )  # fmt: skip
    competitions.close_entries(book, row)
    competitions.start(book, row)
    found = competitions.competition(book, row)
    for place, who in enumerate(found.participants):
        (line,) = found.indicators
        competitions.write(book, row, [Entry(who.id, line.id, "plan", 100), Entry(who.id, line.id, "actual", 120 - place)])
    competitions.complete(book, row)
    competitions.score(book, row)
    competitions.review(book, row, dt.date(1958, 4, 10))
    competitions.publish(book, row, dt.date(1958, 4, 12))
    return row


def see(tab: AwardsTab, name: str, kind: type[QWidget] = QWidget) -> QWidget:
    QApplication.processEvents()
    found = [each for each in tab.findChildren(kind, name) if each.isVisible()]
    assert found, f"no {name}"
    return found[-1]


def press(tab: AwardsTab, name: str) -> None:
    found = see(tab, name, QPushButton)
    assert found.isEnabled()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def certificates_page(tab: AwardsTab) -> CertificatesPage:
    page = tab.pages[0]
    assert isinstance(page, CertificatesPage)
    return page


def test_a_certificate_by_hand_then_undone(tab: AwardsTab, book: Book) -> None:
    page = certificates_page(tab)
    page.new({"kind": Recipient.PERSON})
    assert page.form is not None
    for name, value in (("name", "李桂兰"), ("period", "一九五八年第一季度"), ("competition", "劳动竞赛"), ("title", "先进生产者")):
        box = page.form.editor(name).first_widget()
        box.setFocus()
        page.form.editor(name).set_value(value)
    page.save()
    (draft,) = service.drafts(book)
    assert draft.dated == dt.date(1958, 4, 30)
    assert page.model.count() == 1
    assert page.register.current() == draft.id
    tab.office.undo()
    assert page.model.count() == 0
    tab.office.redo()
    assert page.model.count() == 1
    page.show_record(draft.id)
    press(tab, "issue")
    issued = service.certificate(book, draft.id)
    assert issued.standing is Standing.ISSUED
    number = see(tab, "record_number", QLabel)
    assert isinstance(number, QLabel)
    assert number.text() == issued.number
    assert not [each for each in tab.findChildren(QPushButton, "correct") if each.isVisible()]


def test_a_mistake_is_told_beside_its_box_and_nothing_is_lost(tab: AwardsTab, book: Book) -> None:
    page = certificates_page(tab)
    page.new({"kind": Recipient.PERSON, "name": "王", "title": "先进生产者"})
    page.save()
    assert page.form is not None
    problem = see(tab, "name_problem", QLabel)
    assert isinstance(problem, QLabel)
    assert "two characters" in problem.text()
    assert page.form.editor("title").value() == "先进生产者"
    assert service.drafts(book) == []


def test_certificates_from_a_competition_several_at_once(tab: AwardsTab, book: Book, answers: Answers) -> None:
    row = published(book)
    assert service.without_certificates(book) == [row]
    assert service.badge(book, dt.date(1958, 4, 30)) == 1
    press(tab, "from_competition")
    flow = see(tab, "candidates")
    assert isinstance(flow, Candidates)
    listed = see(tab, "candidate_list", QTableWidget)
    assert isinstance(listed, QTableWidget)
    assert [listed.item(place, 0).text() for place in range(3)] == ["铸工车间", "锻工车间", "机工车间"]  # type: ignore[union-attr]
    assert [candidate.certificate.title for candidate in flow.chosen()] == ["优胜车间"]
    text = see(tab, "certificate_text", QLabel)
    assert isinstance(text, QLabel)
    assert "在一九五八年第一季度车间劳动竞赛中成绩显著，被评为优胜车间" in text.text()
    listed.item(1, 0).setCheckState(Qt.CheckState.Checked)  # type: ignore[union-attr]
    listed.setCurrentCell(1, 0)
    assert "荣获第二名" in text.text()
    press(tab, "draw_up")
    drafts = service.drafts(book)
    assert [draft.name for draft in drafts] == ["铸工车间", "锻工车间"]
    assert {link.other.row for link in book.links("competitions", row)} == {draft.id for draft in drafts}
    assert service.badge(book, dt.date(1958, 4, 30)) == 2  # the two drafts
    answers.agrees = False
    press(tab, "issue_drafts")
    assert len(service.drafts(book)) == 2
    answers.agrees = True
    press(tab, "issue_drafts")
    assert service.drafts(book) == []
    assert service.badge(book, dt.date(1958, 4, 30)) == 0
    press(tab, "from_competition")
    competition = see(tab, "candidates")
    assert isinstance(competition, Candidates)
    competition.form.set_values({"competition": row})
    competition.look()
    assert [len(candidate.has) for candidate in service.of_competition(book, row, dt.date(1958, 4, 30))] == [1, 1, 0]
    assert competition.chosen() == []
    assert not competition.draw_button.isEnabled()
    press(tab, "leave_candidates")


def test_drawing_up_and_issuing_is_one_act_and_prints_all(tab: AwardsTab, book: Book) -> None:
    published(book)
    press(tab, "from_competition")
    before = book.value("select count(*) from acts")
    press(tab, "draw_up_and_issue")
    assert book.value("select count(*) from acts") == before + 1
    assert book.to_undo() is None
    shown: list[object] = []
    tab.office.print_wanted.connect(shown.append)
    press(tab, "print_shown")
    assert len(shown) == 1


def test_a_voided_certificate_is_drawn_up_again(tab: AwardsTab, book: Book) -> None:
    page = certificates_page(tab)
    values = {"kind": Recipient.PERSON, "name": "李桂兰", "period": "一月", "competition": "竞赛", "title": "先进"}
    row = service.enter(book, Certificate(dated=dt.date(1958, 4, 2), **values))  # type: ignore[arg-type]
    service.issue(book, [row])
    page.show_record(row)
    press(tab, "void")
    assert page.form is not None
    page.form.set_values({"reason": "姓名写错"})
    page.save()
    assert service.certificate(book, row).standing is Standing.VOIDED
    press(tab, "draw_up_again")
    (draft,) = service.drafts(book)
    assert page.shown == draft.id


def test_wordings_are_laid_out_and_changed_with_an_example_beside(tab: AwardsTab, book: Book) -> None:
    tab.show_page(1)
    QApplication.processEvents()
    page = tab.pages[1]
    assert page.model.count() == 3
    page.show_record(service.wordings(book)[1].id)
    example = see(tab, "wording_example", QLabel)
    assert isinstance(example, QLabel)
    assert "铸工车间：在一九五八年第一季度车间劳动竞赛中荣获第一名" in example.text()
    page.start_correction()
    page.form.set_values({"chinese": "{unit}：第{place}名。"})
    page.save()
    problem = see(tab, "chinese_problem", QLabel)
    assert isinstance(problem, QLabel)
    assert "{place}" in problem.text()
    page.form.set_values({"chinese": "{unit}：荣获第{rank}名。"})
    page.save()
    assert service.wordings(book)[1].chinese == "{unit}：荣获第{rank}名。"


def test_a_printers_offsets_and_its_ruler(tab: AwardsTab, book: Book) -> None:
    tab.show_page(2)
    page = tab.pages[2]
    page.new({"name": "办公室", "right": 15_000})
    page.save()
    (printer,) = service.printers(book)
    assert (printer.name, printer.right) == ("办公室", 15_000)
    assert [each.paper for each in page.prints() if not each.blank] == [sheets.RULER]


def test_the_desk_speaks_chinese(qtbot: QtBot, tab: AwardsTab) -> None:
    words.use("zh")
    chinese = AwardsTab(tab.office)
    qtbot.addWidget(chinese)
    chinese.resize(1200, 700)
    chinese.show()
    said = {each.text() for each in chinese.findChildren(QPushButton)}
    assert {"从竞赛填发…", "从建议填发…", "颁发全部草稿…"} <= said


def test_the_date_offered_is_not_before_the_results_were_published(tab: AwardsTab, book: Book) -> None:
    published(book)  # on 12 April
    tab.office.choose_month(Month(1958, 3))
    press(tab, "from_competition")
    flow = see(tab, "candidates")
    assert isinstance(flow, Candidates)
    assert flow.form.editor("dated").value() == dt.date(1958, 4, 12)
    assert len(flow.chosen()) == 1
    flow.form.editor("dated").set_value(dt.date(1958, 4, 11))
    flow.look()
    trouble = see(tab, "candidates_trouble", QLabel)
    assert isinstance(trouble, QLabel)
    assert "1958-04-12" in trouble.text()
    assert flow.chosen() == []


def test_very_many_certificates_are_drawn_beside_the_window(tab: AwardsTab, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from unionoffice.desks.awards import tab as awards_tab

    monkeypatch.setattr(awards_tab, "DRAWN_ASIDE", 3)
    jobs = Jobs(book)
    tab.office.job_wanted.connect(jobs.start)
    shown: list[Print] = []
    tab.office.print_wanted.connect(shown.append)
    given = [Certificate(kind=Recipient.PERSON, name=f"王建国{n}", title="先进生产者", period="一九五八年", competition="竞赛",
                         dated=dt.date(1958, 4, 1)) for n in range(5)]  # fmt: skip
    rows = service.draw_up(book, [(each, None) for each in given])
    service.issue(book, rows)
    press(tab, "print_shown")
    assert shown == []
    assert jobs.wait_for_done(10_000)
    (wanted,) = shown
    assert set(wanted.rows) == set(rows)
    data = make.pdf_of_many(book, wanted.paper, wanted.rows, "zh")
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 5
    assert wanted.paper.final  # printing is written down as for any certificate
