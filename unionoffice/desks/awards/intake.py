"""The list of certificates handed out in earlier years, before this book was kept."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from unionoffice.core import choices, numbering, reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Intake, Plan, Target, Told, day_target, loaded, portions, still_as_read
from unionoffice.core.numbered import Numbered, line_key
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.awards import rules, service, store
from unionoffice.desks.awards.records import Certificate, Lacking, Recipient, Source, Standing, Tongue, Voiding
from unionoffice.desks.roster import service as roster

WRITTEN_AT_ONCE = (
    "source", "tongue", "period", "competition", "title", "rank", "grade", "facts", "wording", "addressed", "body", "issuer",
    "dated", "lacking",
)  # fmt: skip
"""The fields a list gives as they stand in the record."""


class Known:
    """What the book knows when a list of certificates is read."""

    def __init__(self, book: Book) -> None:
        self.people = roster.people(book)
        self.years = book.numbered_years(service.NUMBERS)
        self.paths = roster.paths(book)
        self.issuers = {tongue: service.usual_issuer(book, tongue) for tongue in Tongue}
        self.entries = Numbered(
            (row, number, old_number, dated, (name, dated, title))
            for row, number, old_number, name, dated, title in store.told_apart_by(book)
        )

    def persons(self, text: str) -> tuple[roster.Written, ...] | None:
        """Whom a cell names, as it is written there."""
        return None if reading.says_nothing(text) else self.people.written(text) or None

    def unit(self, text: str) -> int:
        """The unit that a cell names. Raises KnownError when there is none, or several."""
        return self.people.units.find(text)

    def standing(self, values: Mapping[str, Any]) -> int | None:
        """The certificate that a line already is: by the number it bears, else by name, day and honour."""
        dated = str(values.get("dated", ""))
        return self.entries.find(
            values.get("number") or values.get("old_number", ""), "", dated,
            (values.get("name", ""), dated, values.get("title", "")), several=_several,
        )  # fmt: skip

    def key(self, values: Mapping[str, Any]) -> Hashable:
        """What no two lines of one list share: the number of a year, else everything."""
        return line_key(values.get("number") or values.get("old_number"), values.get("dated", ""), values)

    def keeps_number(self, values: Mapping[str, Any]) -> bool:
        """Whether a certificate of another book keeps its number: where this book has given none in its year."""
        dated = values.get("dated")
        return dated is not None and dated.year not in self.years and numbering.of_year(
            values.get("number", ""), service.NUMBERS, dated.year
        )

    def may_add(self, values: Mapping[str, Any]) -> bool:
        """Numbers printed in earlier years may be given twice, those of the book never."""
        return values.get("number") not in self.entries.numbers


def _several(number: str) -> KnownError:
    return KnownError(_("several certificates bear the number {number}", number=number), field="number")


def read_number(text: str) -> str | None:
    """The number as it is printed; one of ours with its check character."""
    if reading.says_nothing(text):
        return None
    kept = numbering.as_kept(text)
    return numbering.with_check(kept) if kept.startswith("JZ-") and kept != " ".join(text.split()) else " ".join(text.split())


def read_worker(text: str) -> str | None:
    """A works number, with or without the name behind it: 1042 李桂兰."""
    number = "" if reading.says_nothing(text) else text.split()[0]
    return number if any(sign.isdigit() for sign in number) else None


_RECIPIENTS = {
    Recipient.WORKER: ("个人", "职工", "worker", "person"),
    Recipient.UNIT: ("集体", "单位", "班组", "unit"),
    Recipient.PERSON: ("厂外个人", "外单位个人"),
    Recipient.BODY: ("厂外单位", "外单位"),
}
_STANDINGS = {Standing.ISSUED: ("已发", "有效", "已颁发"), Standing.VOIDED: ("作废", "已作废", "注销")}
_TONGUES = {Tongue.CHINESE: ("汉文", "汉语", "中"), Tongue.ENGLISH: ("英", "英语")}


def certificate_of(known: Known, values: Mapping[str, Any], before: Certificate | None) -> Certificate:
    """The certificate of a line, checked: issued, voided since, or still a draft. Raises KnownError with the field at fault.

    What was handed out is not changed by a list: a line that says otherwise than the book is at fault.
    """
    said = {name: values[name] for name in WRITTEN_AT_ONCE if name in values}
    said.update(_recipient(known, values) if "name" in values or "worker" in values else {})
    if before is not None:
        return _as_it_stands(known, before, values, said)
    for field, words in (("name", _("Write who was honoured.")), ("dated", _("Write the date that the certificate bears."))):
        if field not in said:
            raise KnownError(words, field=field)
    said.setdefault("issuer", known.issuers[said.get("tongue", Tongue.CHINESE)])
    keeps = known.keeps_number(values) and values.get("standing") is not Standing.DRAFT
    printed = {values[field] for field in ("number", "old_number")[keeps:] if field in values}
    if len(printed) > 1:
        raise KnownError(_("The certificate has two numbers. Leave one out."), field="old_number")
    said.setdefault("source", Source.COMPETITION if said.get("competition") else Source.HAND)
    kept = numbering.with_check(numbering.as_kept(values["number"])) if keeps else ""
    record = Certificate(number=kept, old_number=next(iter(printed), ""), **said)
    rules.check(record)
    if not (record.title or record.competition or record.rank or record.grade or record.facts or record.body):
        raise KnownError(_("Write what it was given for."), field="title")
    if values.get("standing") is Standing.DRAFT:
        if "voided_on" in values:
            raise KnownError(_("This certificate is still a draft: issue it first."), field="voided_on")
        return record
    issued = changed(record, standing=Standing.ISSUED)
    if values.get("standing") is not Standing.VOIDED and "voided_on" not in values:
        return issued
    if "voided_on" not in values:
        raise KnownError(_("Write the day on which it was voided."), field="voided_on")
    voiding = Voiding(voided_on=values["voided_on"], reason=values.get("void_reason", ""))
    try:
        rules.check_voiding(issued, voiding)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="void_reason" if trouble.field == "reason" else trouble.field) from trouble
    return changed(issued, standing=Standing.VOIDED, voided_on=voiding.voided_on, void_reason=voiding.reason.strip())


def _recipient(known: Known, values: Mapping[str, Any]) -> dict[str, Any]:
    """Who is honoured: a worker, a unit, or one from outside, with the name that stands on the certificate."""
    name, number, kind = values.get("name", ""), values.get("worker", ""), values.get("kind")
    if kind is Recipient.BODY:
        return {"kind": kind, "name": name}
    if not number and kind in (None, Recipient.UNIT):
        try:
            unit = known.people.units.find_or_none(name)
        except KnownError as trouble:
            raise KnownError(str(trouble), field="name") from trouble
        if unit is not None:
            return {"kind": Recipient.UNIT, "unit": unit, "name": name}
        if kind is Recipient.UNIT:
            raise KnownError(_("no unit is called {name}", name=name), field="name")
    plain = name.removesuffix("同志").strip()
    written = known.people.written(plain) if plain else (roster.Written(),)
    if len(written) != 1:
        raise KnownError(_("A certificate honours one person or one unit: give each a line."), field="name")
    one = written[0]
    if kind is Recipient.PERSON:
        return {"kind": kind, "name": one.name}
    person = known.people.find(
        roster.Written(number or one.number, one.name, one.unit), values.get("unit"), field="worker" if number else "name"
    )
    if person.worker is None:
        if kind is Recipient.WORKER:
            raise KnownError(_("No worker of the roster is called {name}.", name=person.name), field="name")
        return {"kind": Recipient.PERSON, "name": person.name}
    return {"kind": Recipient.WORKER, "worker": person.worker, "name": one.name or person.name}


def _as_it_stands(known: Known, before: Certificate, values: Mapping[str, Any], said: Mapping[str, Any]) -> Certificate:
    """The certificate that stands, when the line says nothing else of it; KnownError with the first field that differs."""
    del known
    said = {**said, **{name: values[name] for name in ("standing", "voided_on", "void_reason") if name in values}}
    for field, value in said.items():
        if getattr(before, field) != value:
            raise KnownError(
                _("In the book certificate {number} says otherwise. What was handed out is not changed by a list.",
                  number=before.number or before.name),
                field=field,
            )  # fmt: skip
    return before


def _show(known: Known, field: str, certificate: Certificate) -> str | None:
    if field == "number":
        return certificate.old_number or certificate.number
    if field == "unit":
        return known.paths.get(certificate.unit or 0, "")
    if field == "worker":
        return known.people.names.get(certificate.worker or 0, "")
    return None


def _said(_known: Known, certificate: Certificate) -> str:
    """Who is not on the roster, so that a wrong name is seen."""
    return _("not on the roster: {names}", names=certificate.name) if certificate.kind is Recipient.PERSON else ""


def take_in(book: Book, planned: Plan[Certificate], told: Told = lambda _done, _all: None) -> int:
    """Take a list of earlier certificates in as one act, in the order of their dates; give how many were written.

    The book gives each a number of its own, of the year of its date; the printed one stands beside it as the paper number.
    Drafts have none.
    Raises KnownError when something was entered since the list was read.
    """
    if not planned.records:
        return 0
    records = sorted(planned.records, key=lambda record: record.dated)
    with book.act(N_("Take in {count} certificates of earlier years"), count=len(records)) as act:
        still_as_read(book, planned)
        act.keep_numbers(service.NUMBERS, [numbering.as_kept(record.number) for record in records if record.number])
        for portion in portions(records, told):
            numbers = iter(act.numbers(service.NUMBERS, [each.dated for each in portion if _needs_number(each)]))
            store.save_all(act, [
                changed(each, number=numbering.with_check(next(numbers))) if _needs_number(each) else each for each in portion
            ])  # fmt: skip
        told(len(records), len(records))
    return len(records)


def _needs_number(certificate: Certificate) -> bool:
    return certificate.standing is not Standing.DRAFT and not certificate.number


CERTIFICATES: Intake[Certificate] = Intake(
    "certificates",
    N_("Certificates of earlier years"),
    Certificate,
    (
        Target(field="number", read=read_number, example="奖字第 57-12 号", aliases=(
            "奖状编号", "证书编号", "奖状号", "证号", "编号", "号码", "no", "no.", "certificate number")),
        Target(field="old_number", read=read_number, aliases=("原编号", "原号", "旧编号", "paper number", "old number")),
        Target(field="name", example="李桂兰", aliases=(
            "姓名", "受奖人", "获奖者", "获奖人", "获奖单位", "受奖单位", "奖给", "授予", "获奖单位或个人", "recipient", "name",
            "awarded to")),
        Target(field="worker", label=N_("Works number"), read=read_worker, example="0117", aliases=(
            "工号", "职工号", "职工编号", "职工", "works number", "works no", "worker")),
        Target(field="unit", find=Known.unit, several=True, example="铸工车间", aliases=(
            "所在单位", "所属单位", "车间", "工段", "班组", "部门", "workshop", "department")),
        Target(field="kind", read=choices.reader(Recipient, _RECIPIENTS), example="个人", aliases=(
            "对象", "个人或集体", "类别", "recipient is")),
        Target(field="title", example="先进生产者", aliases=(
            "称号", "荣誉称号", "奖项", "荣誉", "奖励名称", "名称", "honour", "honor", "title", "award")),
        Target(field="source", read=choices.reader(Source)),
        Target(field="competition", aliases=("竞赛", "竞赛名称", "评比", "活动", "competition")),
        Target(field="period", aliases=("期间", "时期", "年度", "竞赛期间", "period")),
        Target(field="rank", read=reading.read_whole, example="1", aliases=("名次", "rank", "place")),
        Target(field="grade", read=reading.read_whole, aliases=("奖励等级", "等级", "几等奖", "grade")),
        Target(field="facts", aliases=("事迹", "主要事迹", "功绩", "成绩", "merits", "merit")),
        Target(field="wording"),
        Target(field="addressed", aliases=("抬头", "受奖人一行")),
        Target(field="body", aliases=("奖状正文", "正文", "内容", "text")),
        Target(field="lacking", read=choices.reader(Lacking)),
        Target(field="tongue", read=choices.reader(Tongue, _TONGUES), example="中文", aliases=("语言", "文种", "language")),
        Target(field="issuer", example="第二机械厂工会委员会", aliases=(
            "颁发单位", "发奖单位", "授奖单位", "颁发机关", "issued by", "issuer")),
        day_target("dated", "日期", "颁发日期", "发证日期", "授奖日期", "发奖日期", "时间", "date", "issued on",
            example="1957-05-01"),
        Target(field="standing", read=choices.reader(Standing, _STANDINGS), example="已颁发", aliases=("状态", "state", "status")),
        day_target("voided_on", "作废日期", "注销日期", "voided", example="1957-06-01"),
        Target(field="void_reason", label=N_("Reason for voiding"), aliases=(
            "作废原因", "注销原因", "作废理由", "原因", "reason for voiding", "reason")),
    ),
    needed=(("name", "dated"), ("worker", "dated"), ("number",)),
    prepare=Known,
    standing=Known.standing,
    key=Known.key,
    key_field="number",
    understand=certificate_of,
    load=loaded(store.CERTIFICATES),
    may_add=Known.may_add,
    said=_said,
    show=_show,
    take_in=take_in,
    tables=("certificates", "workers", "units"),
    number="number",
    left_behind=N_("The pages as they were printed, ties to other entries, and who wrote what when, stay in the other book."),
)  # fmt: skip
"""A list of certificates handed out before: told apart by the printed number and year, else by name, date and honour."""
