"""Certificates: their text, their numbers, issue and voiding, reprints, wordings, printers, the register and records of merit."""

from __future__ import annotations

import datetime as dt
import io
import re

import pypdf
import pytest

from unionoffice import schema
from unionoffice.core import numbering, office, upkeep, words
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.kept import FORMS, FormText
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.core.words import Language
from unionoffice.desks.awards import rules, service, sheets
from unionoffice.desks.awards.records import (
    USUAL,
    Certificate,
    Lacking,
    Printer,
    Recipient,
    Source,
    Standing,
    Tongue,
    Voiding,
    Wording,
)
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import (
    Appraisal,
    Author,
    AwardSetting,
    Decision,
    Finish,
    Proposal,
    Review,
    Scale,
    ScaleRow,
    Start,
)
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.printing import forms, pdf

DAY = dt.date(1958, 4, 2)
NOWHERE = "\U0002A6A5"  # 𪚥, in none of the office's typefaces
ONLY_SONG = "\U000278B2"  # 𧢲, not in Kai


@pytest.fixture
def plant(book: Book) -> Book:
    english = "Union Committee of the Second Machine Works"
    office.set_office(book, office.Office(union="第二机械厂工会委员会", union_english=english))
    unit = roster.enter_unit(book, Unit(name="第二机械厂", english="Second Machine Works", level=Level.PLANT))
    shop = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=unit))
    roster.enter_worker(book, Worker(name="李桂兰", number="0117", trade="车工", grade=4, unit=shop))
    return book


def title(**values: object) -> Certificate:
    return changed(
        Certificate(worker=1, period="一九五八年第一季度", competition="车间劳动竞赛", title="先进生产者", dated=DAY), **values
    )


def text_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_the_usual_wording_by_title(plant: Book) -> None:
    made = service.certificate(plant, service.enter(plant, title()))
    assert made.name == "李桂兰"
    assert made.issuer == "第二机械厂工会委员会"
    assert made.addressed == "李桂兰同志"
    assert made.body == "在一九五八年第一季度车间劳动竞赛中成绩显著，被评为先进生产者。特发此状，以资鼓励。"
    assert (made.number, made.standing) == ("", Standing.DRAFT)


def test_the_usual_wording_by_rank_speaks_of_a_unit_in_both_languages(plant: Book) -> None:
    given = Certificate(kind=Recipient.UNIT, unit=2, period="一九五八年一月", competition="车间劳动竞赛", rank=3, dated=DAY)
    chinese = service.certificate(plant, service.enter(plant, given))
    assert chinese.addressed == "铸工车间"
    assert chinese.body == "在一九五八年一月车间劳动竞赛中荣获第三名。特发此状，以资鼓励。"
    english = service.certificate(
        plant,
        service.enter(plant, changed(given, tongue=Tongue.ENGLISH, period="January 1958", competition="Workshop Competition")),
    )
    assert (english.addressed, english.name) == ("Foundry", "Foundry")
    assert english.body == "in recognition of winning third place in the Workshop Competition, January 1958."
    assert english.issuer == "Union Committee of the Second Machine Works"


def test_the_usual_wording_for_a_proposal(plant: Book) -> None:
    made = service.certificate(
        plant, service.enter(plant, Certificate(worker=1, source=Source.PROPOSAL, title="轴承座改用离心浇铸", grade=3, dated=DAY))
    )
    assert made.body == "所提合理化建议“轴承座改用离心浇铸”经实施效果显著，授予三等奖。特发此状，以资鼓励。"


def test_a_wording_for_one_kind_of_recipient_addresses_the_other_rightly(plant: Book) -> None:
    person = service.certificate(plant, service.enter(plant, title(title="", rank=1)))
    assert person.addressed == "李桂兰同志"
    unit = service.certificate(plant, service.enter(plant, title(kind=Recipient.UNIT, unit=2, title="先进单位")))
    assert unit.addressed == "铸工车间"


def test_what_the_clerk_wrote_stays_and_what_the_wording_gave_follows_a_correction(plant: Book) -> None:
    row = service.enter(plant, title())
    service.correct(plant, changed(service.certificate(plant, row), title="生产能手"))
    assert "被评为生产能手" in service.certificate(plant, row).body
    service.correct(plant, changed(service.certificate(plant, row), body="热心传授技术。"))
    service.correct(plant, changed(service.certificate(plant, row), title="别的称号"))
    assert service.certificate(plant, row).body == "热心传授技术。"
    plant.undo()
    plant.undo()
    assert "生产能手" in service.certificate(plant, row).body


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"worker": None}, "worker"),
        ({"kind": Recipient.UNIT}, "unit"),
        ({"kind": Recipient.PERSON, "name": "王"}, "name"),
        ({"kind": Recipient.PERSON, "name": "王" * 41}, "name"),
        ({"kind": Recipient.BODY, "name": "厂" * 61}, "name"),
        ({"period": ""}, "period"),
        ({"title": ""}, "title"),
        ({"wording": "没有的用语"}, "wording"),
        ({"rank": 0}, "rank"),
    ],
)
def test_bad_input_names_its_field_and_enters_nothing(plant: Book, values: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as trouble:
        service.enter(plant, title(**values))
    assert trouble.value.field == field
    assert service.drafts(plant) == []


def test_names_at_their_limits_are_taken_and_print_on_one_page(plant: Book) -> None:
    rows = [
        service.enter(plant, title(kind=Recipient.PERSON, name=name)) for name in ("王五", "阿卜杜热依木" * 6 + "买买提江")
    ]
    long = "第二机械厂铸工车间造型工段青年突击" * 3 + "第二机械厂铸工车间"
    rows.append(service.enter(plant, title(kind=Recipient.BODY, name=long)))
    assert [len(service.certificate(plant, row).name) for row in rows] == [2, 40, 60]
    service.issue(plant, rows)
    assert len(pypdf.PdfReader(io.BytesIO(sheets.certificates_pdf(plant, rows))).pages) == 3


def test_issue_gives_numbers_with_check_characters_and_cannot_be_undone(plant: Book) -> None:
    rows = service.draw_up(plant, [(title(), None), (title(dated=dt.date(1957, 12, 31)), None), (title(), None)])
    numbers = service.issue(plant, rows)
    assert [number[:12] for number in numbers] == ["JZ-1958-0001", "JZ-1957-0001", "JZ-1958-0002"]
    assert all(number[-1] == numbering.check_character(number[:12]) for number in numbers)
    assert plant.undo() is None
    assert plant.struck("JZ") == []
    assert [hit.number for hit in plant.search(numbers[0])] == [numbers[0]]
    assert upkeep.check(plant, schema.TABLES) == []


def test_drawing_up_several_is_one_act(plant: Book) -> None:
    service.draw_up(plant, [(title(), None), (title(title="生产能手"), None)])
    assert str(plant.to_undo()) == "Draw up 2 certificates, 李桂兰 and others"
    plant.undo()
    assert service.drafts(plant) == []
    plant.redo()
    assert [draft.title for draft in service.drafts(plant)] == ["先进生产者", "生产能手"]


def test_one_that_cannot_be_stops_all(plant: Book) -> None:
    rows = service.draw_up(plant, [(title(), None), (title(), None)])
    service.issue(plant, rows[:1])
    with pytest.raises(KnownError, match="is issued"):
        service.issue(plant, [rows[1], rows[0]])
    assert [draft.id for draft in service.drafts(plant)] == [rows[1]]
    with pytest.raises(KnownError, match="no draft"):
        service.issue(plant, [])
    with pytest.raises(KnownError):
        service.draw_up(plant, [])


def test_what_is_issued_can_only_be_voided_with_a_reason_and_keeps_its_number(plant: Book) -> None:
    row = service.enter(plant, title())
    with pytest.raises(KnownError, match="still a draft"):
        service.void(plant, row, Voiding(voided_on=DAY, reason="写错"))
    (number,) = service.issue(plant, [row])
    with pytest.raises(KnownError, match="cannot be changed"):
        service.correct(plant, changed(service.certificate(plant, row), title="别的"))
    with pytest.raises(KnownError, match="cannot be changed"):
        service.drop(plant, row)
    with pytest.raises(KnownError, match="reason"):
        service.void(plant, row, Voiding(voided_on=DAY, reason=" "))
    with pytest.raises(KnownError, match="before"):
        service.void(plant, row, Voiding(voided_on=DAY - dt.timedelta(1), reason="写错"))
    service.void(plant, row, Voiding(voided_on=DAY, reason="姓名写错"))
    assert plant.undo() is None
    voided = service.certificate(plant, row)
    assert (voided.number, voided.standing, voided.void_reason) == (number, Standing.VOIDED, "姓名写错")
    with pytest.raises(KnownError, match="voided"):
        service.void(plant, row, Voiding(voided_on=DAY, reason="again"))
    again = service.draw_up_again(plant, row, DAY)
    assert service.issue(plant, [again])[0][:12] == "JZ-1958-0002"
    with pytest.raises(KnownError):
        service.draw_up_again(plant, again, DAY)


def test_a_draft_can_be_thrown_away_and_brought_back(plant: Book) -> None:
    row = service.enter(plant, title(), ("workers", 1))
    service.drop(plant, row)
    assert service.drafts(plant) == []
    assert plant.links("workers", 1) == []
    plant.undo()
    assert [draft.id for draft in service.drafts(plant)] == [row]
    assert [link.other.row for link in plant.links("workers", 1)] == [row]


def test_a_reprint_is_the_same_whatever_changed_since(plant: Book) -> None:
    row = service.enter(plant, title())
    service.issue(plant, [row])
    first = sheets.certificates_pdf(plant, [row])
    roster.correct_worker(plant, changed(roster.worker(plant, 1), name="李桂英"))
    office.set_office(plant, office.Office(union="改了名的工会"))
    other = forms.shipped_text("certificate").replace('zh = "奖状"', 'zh = "荣誉证书"')
    with plant.act("Change a form") as act:
        act.save(FORMS, FormText(name="certificate", text=other))
    assert sheets.certificates_pdf(plant, [row]) == first
    assert "奖状" in text_of(first)
    second = sheets.certificates_pdf(plant, [row], sheets.Look(reprint=True))
    assert "补印" in text_of(second)
    assert "补印" not in text_of(first)
    later = service.enter(plant, title())
    service.issue(plant, [later])
    with pytest.raises(KnownError, match="form was changed"):
        sheets.certificates_pdf(plant, [row, later])


def test_a_character_that_kai_lacks_is_asked_about_once(plant: Book) -> None:
    row = service.enter(plant, title(kind=Recipient.PERSON, name=f"王{ONLY_SONG}"))
    assert service.needs_choice(plant, [row]) == {ONLY_SONG}
    with pytest.raises(KnownError, match=ONLY_SONG):
        service.issue(plant, [row])
    service.issue(plant, [row], Lacking.SONG)
    assert service.certificate(plant, row).lacking is Lacking.SONG
    assert f"王{ONLY_SONG}同志" in text_of(sheets.certificates_pdf(plant, [row]))
    blank = service.enter(plant, title(kind=Recipient.PERSON, name=f"王{ONLY_SONG}"))
    service.issue(plant, [blank], Lacking.BRUSH)
    assert service.values(plant, service.certificate(plant, blank))["recipient"] == "王　同志"
    assert ONLY_SONG not in text_of(sheets.certificates_pdf(plant, [blank]))
    assert service.certificate(plant, blank).name == f"王{ONLY_SONG}"


def test_a_character_of_no_typeface_is_left_for_the_brush_or_refused(plant: Book) -> None:
    row = service.enter(plant, title(kind=Recipient.PERSON, name=f"王{NOWHERE}"))
    with pytest.raises(KnownError, match="No typeface"):
        service.issue(plant, [row], Lacking.SONG)
    service.issue(plant, [row], Lacking.BRUSH)
    assert "王" in text_of(sheets.certificates_pdf(plant, [row]))


def test_a_draft_prints_as_a_draft(plant: Book) -> None:
    row = service.enter(plant, title())
    assert "尚未颁发" in text_of(sheets.certificates_pdf(plant, [row]))


def test_two_languages_do_not_stand_in_one_file(plant: Book) -> None:
    rows = service.draw_up(plant, [(title(), None), (title(tongue=Tongue.ENGLISH), None)])
    with pytest.raises(KnownError, match="apart"):
        sheets.certificates_pdf(plant, rows)
    with pytest.raises(KnownError, match="no certificate"):
        sheets.certificates_pdf(plant, [])


def test_pre_printed_paper_gets_the_text_alone_moved_by_the_printers_offsets(plant: Book) -> None:
    row = service.enter(plant, title())
    service.issue(plant, [row])
    printer = Printer(name="办公室", right=Quantity(15_000), down=Quantity(-20_000))
    service.save_printer(plant, printer)
    (kept,) = service.printers(plant)

    def place(look: sheets.Look) -> dict[str, tuple[float, float]]:
        found: dict[str, tuple[float, float]] = {}

        def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
            if text.strip():
                found[text.strip()] = (cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5])

        pypdf.PdfReader(io.BytesIO(sheets.certificates_pdf(plant, [row], look))).pages[0].extract_text(visitor_text=visit)
        return found

    whole, moved = place(sheets.Look()), place(sheets.Look(printer=kept, text_only=True))
    assert "奖状" in text_of(sheets.certificates_pdf(plant, [row]))
    assert not any(text[:1] == "奖" for text in moved)
    common = set(whole) & set(moved)
    assert common
    for text in common:
        assert moved[text][0] - whole[text][0] == pytest.approx(1.5 * 72 / 25.4, abs=0.01)
        assert moved[text][1] - whole[text][1] == pytest.approx(2.0 * 72 / 25.4, abs=0.01)  # PDF counts upwards


@pytest.mark.parametrize(
    ("values", "field"), [({"name": ""}, "name"), ({"right": Quantity(12_345)}, "right"), ({"down": Quantity(310_000)}, "down")]
)
def test_offsets_are_half_millimetres_within_reason(plant: Book, values: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as trouble:
        service.save_printer(plant, changed(Printer(name="打印机"), **values))
    assert trouble.value.field == field


def test_printers_are_told_apart_and_taken_out(plant: Book) -> None:
    row = service.save_printer(plant, Printer(name="打印机"))
    with pytest.raises(KnownError, match="already"):
        service.save_printer(plant, Printer(name="打印机"))
    service.drop_printer(plant, row)
    assert service.printers(plant) == []
    plant.undo()
    assert [printer.name for printer in service.printers(plant)] == ["打印机"]


@pytest.mark.parametrize(
    ("chinese", "field", "words_of_it"),
    [
        ("", "chinese", "Chinese and in English"),
        ("{name}同志：被评为{honour}。", "chinese", "{honour}"),
        ("{name}同志被评为{title}。", "chinese", "colon"),
        ("各位同志：被评为{title}。", "chinese", "colon"),
        ("{name}同志：被评为{title。", "chinese", "braces"),
    ],
)
def test_a_wording_that_cannot_be_filled_is_refused_in_words(plant: Book, chinese: str, field: str, words_of_it: str) -> None:
    with pytest.raises(KnownError) as trouble:
        service.save_wording(plant, Wording(name="自拟", chinese=chinese, english="{name}: {title}."))
    assert trouble.value.field == field
    assert words_of_it in str(trouble.value)


def test_an_office_changes_the_usual_wordings_and_adds_its_own(plant: Book) -> None:
    assert [wording.shipped for wording in service.wordings(plant)] == ["title", "rank", "proposal"]
    service.save_wording(plant, changed(USUAL[0], chinese="{name}同志：被授予{title}称号。特发此状，以资鼓励。"))
    assert service.certificate(plant, service.enter(plant, title())).body == "被授予先进生产者称号。特发此状，以资鼓励。"
    service.save_wording(plant, Wording(name="自拟", chinese="{unit}{name}同志：{facts}，{date}。", english="{name}: {facts}."))
    made = service.certificate(plant, service.enter(plant, title(wording="自拟", facts="舍己救人")))
    assert (made.addressed, made.body) == ("铸工车间李桂兰同志", "舍己救人，一九五八年四月二日。")
    with pytest.raises(KnownError, match="already a wording"):
        service.save_wording(plant, Wording(name="自拟", chinese="{name}同志：好。", english="{name}: good."))


def test_ranks_in_words() -> None:
    assert [rules.ordinal(n, "zh") for n in (1, 2, 3, 10, 12, 20)] == ["一", "二", "三", "十", "十二", "二十"]
    assert [rules.ordinal(n, "en") for n in (1, 12, 21, 22, 23, 24, 111, 113)] == [
        "first", "twelfth", "21st", "22nd", "23rd", "24th", "111th", "113th",
    ]


def awarded_proposal(book: Book) -> int:
    """A proposal of two authors, one of them from outside, with an award of the third grade by the office's own scale."""
    row = proposals.enter(
        book,
        Proposal(
            title="轴承座改用离心浇铸", received_on=dt.date(1958, 1, 5), unit=2, problem="废品多。", method="改用离心浇铸。",
            authors=(Author(worker=1, share=60), Author(name="外单位老师傅", share=40)),
        ),
    )  # fmt: skip
    scale = proposals.enter_scale(
        book,
        Scale(name="本厂标准", valid_from=dt.date(1958, 1, 1), rows=tuple(
            ScaleRow(grade=grade, lower=Fen(low), upper=None if grade == 1 else Fen(high), least=Fen(1000), most=Fen(50_000))
            for grade, low, high in ((1, 1_000_000, 0), (2, 100_000, 1_000_000), (3, 0, 100_000))
        )),
    )  # fmt: skip
    proposals.review(book, row, Review(given_on=dt.date(1958, 1, 8), opinion="可行"))
    with pytest.raises(KnownError, match="No award"):
        service.of_proposal(book, row, DAY)
    proposals.adopt(book, row, Decision(given_on=dt.date(1958, 1, 10), opinion="采纳"))
    proposals.start(book, row, Start(started_on=dt.date(1958, 1, 12), implementing_unit=2, responsible=1))
    proposals.finish(book, row, Finish(ended_on=dt.date(1958, 2, 12)))
    proposals.appraise(book, row, Appraisal(given_on=dt.date(1958, 3, 1), opinion="效果显著"))
    award = AwardSetting(given_on=dt.date(1958, 3, 5), scale=scale, grade=3, award_fen=Fen(20_000), award_reason="按类推定级")
    proposals.set_award(book, row, award)
    return row


def test_certificates_for_the_authors_of_an_awarded_proposal(plant: Book) -> None:
    row = awarded_proposal(plant)
    found = service.of_proposal(plant, row, DAY)
    assert [(c.certificate.name, c.certificate.kind, c.has) for c in found] == [
        ("李桂兰", Recipient.WORKER, ()), ("外单位老师傅", Recipient.PERSON, ()),
    ]
    drafts = service.draw_up(plant, [(candidate.certificate, candidate.source) for candidate in found])
    made = service.certificate(plant, drafts[1])
    assert made.addressed == "外单位老师傅同志"
    assert made.body == "所提合理化建议“轴承座改用离心浇铸”经实施效果显著，授予三等奖。特发此状，以资鼓励。"
    assert [len(candidate.has) for candidate in service.of_proposal(plant, row, DAY)] == [1, 1]
    assert [link.other.tbl for link in plant.links("proposals", row)] == ["certificates", "certificates"]
    service.issue(plant, drafts)
    assert service.figures(plant, Period.of_year(1958))[2].value == 2
    merits = service.merits(plant, "workers", 1)
    assert [(merit.kind, merit.tbl) for merit in merits] == [("Saving proposal", "proposals"), ("Certificate", "certificates")]
    service.void(plant, drafts[0], Voiding(voided_on=DAY, reason="写错"))
    assert [len(candidate.has) for candidate in service.of_proposal(plant, row, DAY)] == [0, 1]
    assert [merit.tbl for merit in service.merits(plant, "workers", 1)] == ["proposals"]


@pytest.mark.parametrize(
    ("first", "last", "closing_day", "chinese", "english"),
    [
        ((1958, 1, 1), (1958, 3, 31), 31, "一九五八年第一季度", "first quarter of 1958"),
        ((1958, 2, 1), (1958, 2, 28), 31, "一九五八年二月份", "February 1958"),
        ((1957, 12, 26), (1958, 1, 25), 25, "一九五八年一月份", "January 1958"),
        ((1958, 1, 1), (1958, 12, 31), 25, "一九五八年", "1958"),
        ((1958, 7, 1), (1958, 12, 31), 31, "一九五八年下半年", "second half of 1958"),
        ((1958, 1, 5), (1958, 1, 20), 31, "一九五八年一月五日至一九五八年一月二十日", "5 January 1958 to 20 January 1958"),
    ],
)
def test_the_days_of_a_competition_are_named_as_certificates_name_them(
    first: tuple[int, int, int], last: tuple[int, int, int], closing_day: int, chinese: str, english: str
) -> None:
    days = (dt.date(*first), dt.date(*last), closing_day)
    assert rules.period_words(*days, Tongue.CHINESE) == chinese
    assert rules.period_words(*days, Tongue.ENGLISH) == english


def test_figures_can_be_opened(plant: Book) -> None:
    rows = service.draw_up(
        plant,
        [
            (title(), None),
            (title(source=Source.COMPETITION), None),
            (title(source=Source.COMPETITION), None),
            (title(dated=dt.date(1958, 5, 1)), None),
        ],
    )
    service.issue(plant, rows)
    service.void(plant, rows[0], Voiding(voided_on=DAY, reason="写错"))
    service.enter(plant, title())
    april = {figure.code: figure for figure in service.figures(plant, Period.of_month(Month(1958, 4)))}
    assert {code: figure.value for code, figure in april.items()} == {
        "awards.issued": 2, "awards.competition": 2, "awards.proposal": 0, "awards.hand": 0, "awards.voided": 1,
    }
    assert set(april["awards.competition"].rows) == set(rows[1:3])
    assert [c.id for c in service.certificates_of_worker(plant, 1)] == rows[1:]
    assert service.certificates_of_unit(plant, 2) == []


def test_the_register_and_the_record_of_merit_read_back(plant: Book) -> None:
    rows = service.draw_up(plant, [(title(), None), (title(title="", rank=2), None), (title(kind=Recipient.UNIT, unit=2), None)])
    numbers = service.issue(plant, rows)
    service.void(plant, rows[1], Voiding(voided_on=DAY, reason="名次有误"))
    sheet = sheets.register(plant, Period.of_month(Month(1958, 4)))
    assert (sheet["issued"], sheet["voided"]) == (2, 1)
    chinese = text_of(pdf.render(forms.shipped("certificate_register"), sheet, "zh"))
    for wanted in (*numbers, "奖状登记簿", "李桂兰", "作废", "名次有误", "第2名"):
        assert wanted in chinese
    english = text_of(pdf.render(forms.shipped("certificate_register"), sheet, "en"))
    assert "RegisterofCertificates" in english
    assert "Voided" in english
    assert "rank2" in english
    merit = sheets.merit_of_worker(plant, 1)
    page = text_of(pdf.render(forms.shipped("merit_record"), merit, "zh"))
    assert numbers[0] in page
    assert numbers[1] not in page
    assert numbers[2] not in page
    assert "荣誉记录" in page
    assert "技术等级4级" in page
    of_unit = text_of(pdf.render(forms.shipped("merit_record"), sheets.merit_of_unit(plant, 2), "en"))
    assert numbers[2] in of_unit
    assert "Foundry" in of_unit


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["certificate", "certificate_register", "certificate_ruler", "merit_record"])
def test_every_form_prints_filled_and_blank_on_one_page(name: str, language: Language) -> None:
    form = forms.shipped(name)
    for blank in (False, True):
        data = pdf.render(form, forms.sample(form), language, blank=blank)
        assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 1


def test_the_sheets_give_what_the_forms_ask(plant: Book) -> None:
    row = service.enter(plant, title())
    printer = service.save_printer(plant, Printer(name="打印机"))
    for paper, values in (
        (sheets.CERTIFICATE, sheets.certificate(plant, row)),
        (sheets.RULER, sheets.ruler(plant, printer)),
        (sheets.REGISTER, sheets.register(plant, Period.of_year(1958))),
        (sheets.MERIT_OF_WORKER, sheets.merit_of_worker(plant, 1)),
        (sheets.MERIT_OF_UNIT, sheets.merit_of_unit(plant, 1)),
    ):
        forms.check_sheet(forms.shipped(paper.form), values)
    words.use("zh")
    assert service.for_what(service.certificate(plant, row)) == "车间劳动竞赛 · 先进生产者"


@pytest.mark.parametrize(
    ("period", "competition", "left"),
    [
        ("一九五八年二月份", "二月份班组竞赛", "一九五八年"),
        ("一九五八年二月份", "2月班组竞赛", "一九五八年"),
        ("一九五八年十二月份", "十二月份班组竞赛", "一九五八年"),
        ("一九五八年十二月份", "二月份班组竞赛", "一九五八年十二月份"),
        ("一九五八年二月份", "1958年2月份班组竞赛", ""),
        ("一九五八年二月份", "一九五八年二月份班组竞赛", ""),
        ("一九五八年第一季度", "一季度厂际竞赛", "一九五八年"),
        ("一九五八年下半年", "下半年节约竞赛", "一九五八年"),
        ("一九五八年第一季度", "车间劳动竞赛", "一九五八年第一季度"),
        ("一九五八年", "二月份班组竞赛", "一九五八年"),
        ("February 1958", "February team competition", "1958"),
        ("February 1958", "Team competition, February 1958", ""),
        ("February 1958", "Team competition", "February 1958"),
        ("", "二月份班组竞赛", ""),
    ],
)
def test_a_period_that_the_name_of_the_competition_says_is_not_said_twice(period: str, competition: str, left: str) -> None:
    assert rules.period_beside(period, competition) == left


def test_no_certificate_reads_its_month_twice(plant: Book) -> None:
    chinese = service.certificate(plant, service.enter(plant, title(period="一九五八年二月份", competition="二月份班组竞赛")))
    assert chinese.body == "在一九五八年二月份班组竞赛中成绩显著，被评为先进生产者。特发此状，以资鼓励。"
    assert chinese.period == "一九五八年二月份"  # the book keeps what the clerk chose
    whole = service.certificate(plant, service.enter(plant, title(period="一九五八年二月份", competition="1958年2月份班组竞赛")))
    assert whole.body.startswith("在1958年2月份班组竞赛中成绩显著")
    english = service.certificate(
        plant,
        service.enter(plant, title(tongue=Tongue.ENGLISH, name="Li Guilan", period="February 1958", title="Advanced Producer",
                                   competition="Team Competition of February 1958")),
    )
    assert english.body.startswith("in recognition of outstanding results in the Team Competition of February 1958, and of")


def test_a_certificate_bears_no_date_before_the_award_was_set(plant: Book) -> None:
    row = awarded_proposal(plant)  # set on 5 March 1958
    early = dt.date(1958, 3, 4)
    with pytest.raises(KnownError, match="1958-03-05") as told:
        service.of_proposal(plant, row, early)
    assert told.value.field == "dated"
    (found, _other) = service.of_proposal(plant, row, DAY)
    with pytest.raises(KnownError, match="1958-03-05"):
        service.draw_up(plant, [(changed(found.certificate, dated=early), found.source)])
    (draft,) = service.draw_up(plant, [(found.certificate, found.source)])
    with pytest.raises(KnownError) as told:
        service.correct(plant, changed(service.certificate(plant, draft), dated=early))
    assert told.value.field == "dated"
    service.issue(plant, [draft])


def test_workers_of_one_name_are_told_apart_in_lists_and_honoured_by_name_alone(plant: Book) -> None:
    twin = roster.enter_worker(plant, Worker(name="李桂兰", number="0245", trade="钳工", unit=2))
    rows = [service.enter(plant, title()), service.enter(plant, title(worker=twin))]
    service.issue(plant, rows)
    register = sheets.register(plant, Period.of_year(1958))["rows"]
    assert [str(line[2]) for line in register] == ["李桂兰 (0117)", "李桂兰 (0245)"]  # type: ignore[attr-defined]
    assert service.certificate(plant, rows[1]).addressed == "李桂兰同志"
    recipients = next(column for column in service.CERTIFICATES.columns if column.field == "name")
    assert recipients.value is not None
    assert str(recipients.value(plant, service.certificate(plant, rows[1]))) == "李桂兰 (0245)"
