"""The list of exposures of waste from elsewhere: new ones, and those of earlier years as far as they came. Names stay out of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Mapping
from typing import Any

from unionoffice.core import choices, numbering, reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Intake, Plan, Target, Told, day_target, loaded, still_as_read, write
from unionoffice.core.joined import parted
from unionoffice.core.money import Fen, format_money, old_yuan_said
from unionoffice.core.numbered import Numbered, line_key, read_number
from unionoffice.core.quantity import format_quantity
from unionoffice.core.record import Quantity, changed
from unionoffice.core.words import N_, _
from unionoffice.desks.roster import service as roster
from unionoffice.desks.waste import rules, service, store
from unionoffice.desks.waste.records import Basis, Exposure, ExposureState, LossPer, Recheck, WasteKind

_S = ExposureState

WRITTEN_AT_ONCE = (
    "old_number", "exposed_on", "title", "kind", "unit", "spot", "description", "measured_in", "unit_price", "basis", "since",
    "cause",
)  # fmt: skip
"""The fields a list gives as they stand in the record."""
BY_STEPS = (
    "verified_on", "verified_by", "finding", "measure", "measure_on", "responsible", "deadline", "result", "stopped_on",
    "withdrawn_on", "withdrawn_why",
)  # fmt: skip
"""What the steps write."""
NEEDS: dict[ExposureState, tuple[str, ...]] = {
    _S.REGISTERED: (),
    _S.VERIFIED: ("verified_on", "verified_by", "verified_loss"),
    _S.UNFOUNDED: ("verified_on", "verified_by", "finding"),
    _S.MEASURE_SET: ("verified_on", "verified_by", "verified_loss", "measure_on", "measure", "responsible", "deadline"),
    _S.STOPPED: (
        "verified_on", "verified_by", "verified_loss", "measure_on", "measure", "responsible", "deadline", "stopped_on", "result",
    ),
    _S.WITHDRAWN: ("withdrawn_on", "withdrawn_why"),
}  # fmt: skip
"""What the steps up to a state ask for."""
_REACHED = (
    (_S.WITHDRAWN, "withdrawn_on"), (_S.STOPPED, "stopped_on"), (_S.MEASURE_SET, "measure_on"), (_S.VERIFIED, "verified_on"),
)  # fmt: skip


class Known:
    """What the book knows when a list of exposures is read."""

    def __init__(self, book: Book) -> None:
        self.units = roster.unit_names(book)
        self.years = book.numbered_years(service.NUMBERS)
        self.paths = roster.paths(book)
        self.entries = Numbered(
            (row, number, old_number, day, (title, day, unit))
            for row, number, old_number, title, day, unit in store.told_apart_by(book)
        )

    def unit(self, text: str) -> int:
        """The unit that a cell names. Raises KnownError when there is none, or several."""
        return self.units.find(text)

    def standing(self, values: Mapping[str, Any]) -> int | None:
        """The exposure that a line already is: by its number, its paper number, or what, when and where together."""
        day = str(values.get("exposed_on", ""))
        return self.entries.find(
            values.get("number", ""), values.get("old_number", ""), day,
            (values.get("title", ""), day, values.get("unit")), several=_several,
        )  # fmt: skip

    def key(self, values: Mapping[str, Any]) -> Hashable:
        """What no two lines of one list share: the number of a year, else everything."""
        return line_key(values.get("number") or values.get("old_number"), values.get("exposed_on", ""), values)

    def keeps_number(self, values: Mapping[str, Any]) -> bool:
        """Whether an exposure of another book keeps its number: where this book has given none in its year."""
        day = values.get("exposed_on")
        kind = service.NUMBERS
        return day is not None and day.year not in self.years and numbering.of_year(values.get("number", ""), kind, day.year)

    def may_add(self, values: Mapping[str, Any]) -> bool:
        """Paper numbers may be given twice, register numbers never."""
        return values.get("number") not in self.entries.numbers


# -- cells ------------------------------------------------------------------------------


def _several(number: str) -> KnownError:
    return KnownError(_("several exposures bear the paper number {number}", number=number), field="old_number")


_PERS = (
    (LossPer.MONTH, re.compile(r"(每|/|一)?个?月(度)?|per month|a month|/month|monthly", re.IGNORECASE)),
    (LossPer.YEAR, re.compile(r"(每|/|一|全)?年(度)?|per year|a year|/year|yearly", re.IGNORECASE)),
    (LossPer.ONCE, re.compile(r"一?次性?|once", re.IGNORECASE)),
)


def read_loss(text: str) -> tuple[Fen, LossPer | None] | None:
    """A loss, and the time it is stated for where the cell says it: 每月120元, 1.2万元/年, 35 once. Raises KnownError."""
    per: LossPer | None = None
    plain = unicodedata.normalize("NFKC", text)
    for each, said in _PERS:
        if (match := said.search(plain)) is not None:
            per, plain = each, (plain[: match.start()] + plain[match.end() :]).strip("/ :,损失浪费约")
            break
    found = reading.read_fen(plain)
    if found is None:
        return None
    if found < 0:
        raise KnownError(_("A quantity, price or loss cannot be below zero."))
    return found, per


def read_amount(text: str) -> Fen | None:
    """An amount of money."""
    found = read_loss(text)
    return None if found is None else found[0]


_MEASURED = re.compile(r"(?P<number>.*[\d〇零一二两三四五六七八九十百千万])\s*(?P<unit>[^\d〇零一二两三四五六七八九十百千万.,%]+)")


def read_quantity(text: str) -> tuple[Quantity, str] | None:
    """A quantity, and its unit of measure where the cell has it: 12.5, 12.5 kg, 三百公斤. Raises KnownError."""
    try:
        found, unit = reading.read_quantity(text), ""
    except KnownError:
        match = _MEASURED.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is None:
            raise
        found, unit = reading.read_quantity(match["number"]), match["unit"].strip()
    return None if found is None else (found, unit)


def read_rechecks(text: str) -> tuple[Recheck, ...] | None:
    """The rechecks as a register leaves the office: a line for each with day, who, whether it came again, what was found."""
    if reading.says_nothing(text):
        return None
    found = []
    for place, (day, who, again, finding) in enumerate(line[:4] for line in parted(text, 4)):
        checked_on = reading.read_date(day)
        if checked_on is None:
            raise KnownError(_("A recheck has no day."))
        again_found = bool(reading.read_yes(again))
        found.append(Recheck(place=place, checked_on=checked_on, checked_by=who, again=again_found, finding=finding))
    return tuple(found)


_KINDS = {
    WasteKind.MATERIALS: ("原料", "材料", "原材料浪费", "材料浪费", "用料", "materials"),
    WasteKind.POWER: ("燃料", "动力", "电", "水电", "煤", "能源", "power", "fuel"),
    WasteKind.HOURS: ("工时", "窝工", "停工", "人力", "劳动力", "hours", "idle time"),
    WasteKind.EQUIPMENT: ("设备", "闲置设备", "equipment"),
    WasteKind.SCRAP: ("废品", "返修", "返工", "质量", "scrap", "rework"),
    WasteKind.FUNDS: ("资金", "积压资金", "funds"),
    WasteKind.STOCKS: ("库存", "积压", "物资积压", "stocks"),
    WasteKind.TRANSPORT: ("运输", "搬运", "transport"),
    WasteKind.OFFICE: ("办公", "行政费用", "办公费", "office"),
    WasteKind.OTHER: ("其他", "其它", "other"),
}
_STATES = {
    _S.REGISTERED: ("登记", "未处理", "待查", "待核实"),
    _S.VERIFIED: ("核实", "属实", "已查实", "查实"),
    _S.UNFOUNDED: ("不属实", "不实", "查无此事"),
    _S.MEASURE_SET: ("已定措施", "整改中", "处理中", "改进中"),
    _S.STOPPED: ("已制止", "已杜绝", "已解决", "已改进", "已整改", "解决", "改进"),
    _S.WITHDRAWN: ("撤销", "撤回"),
}
_PER = {
    LossPer.MONTH: ("月", "每月", "month", "monthly"),
    LossPer.YEAR: ("年", "每年", "全年", "year", "yearly"),
    LossPer.ONCE: ("次", "一次", "一次性"),
}
_BASES = {
    Basis.MEASURED: ("实测", "测量", "计量", "measured"),
    Basis.ESTIMATED: ("估计", "估算", "estimated"),
    Basis.UNKNOWN: ("不详", "unknown"),
}


# -- a line -----------------------------------------------------------------------------


def exposure_of(known: Known, values: Mapping[str, Any], before: Exposure | None) -> Exposure:
    """The exposure of a line, checked; what the line does not say stays as it is. Raises KnownError with the field at fault."""
    said = {name: values[name] for name in WRITTEN_AT_ONCE if name in values}
    if "quantity" in values:
        said["quantity"], unit = values["quantity"]
        if unit:
            said.setdefault("measured_in", unit)
    said.update(_loss(values, before))
    if before is not None:
        _same_steps(before, values)
        record = changed(before, **said)
        rules.check_exposure(record)
        return record
    if known.keeps_number(values):
        said["number"] = values["number"]
    elif "number" in values:  # a number of another book, or a paper number
        if said.get("old_number", values["number"]) != values["number"]:
            raise KnownError(
                _("This book has no exposure {no}. It gives its numbers itself: leave the number out.", no=values["number"]),
                field="number",
            )
        said["old_number"] = values["number"]
    for field, words in (("title", _("Write in a few words what is wasted.")), ("exposed_on", _("Write the day of the exposure."))):
        if field not in said:
            raise KnownError(words, field=field)
    record = _as_far_as_it_came(Exposure(**said, **_who(values)), values)
    rules.check_exposure(record)
    return changed(record, recheck_on=rules.next_recheck(record))


def _who(values: Mapping[str, Any]) -> dict[str, Any]:
    """Who exposed it: a name only where the line says that it may stand there."""
    if values.get("anonymous") is False and "exposed_by" in values:
        return {"anonymous": False, "exposed_by": values["exposed_by"]}
    return {"anonymous": True, "exposed_by": None}


def _loss(values: Mapping[str, Any], before: Exposure | None) -> dict[str, Any]:
    """The estimated loss and the time it is stated for, which must be known: losses of a month count twelve times in a year."""
    found: dict[str, Any] = {}
    for column, per in (("loss_a_month", LossPer.MONTH), ("loss_a_year", LossPer.YEAR), ("loss", None)):
        if column in values:
            found["loss"], told = values[column]
            found["loss_per"] = per or told or values.get("loss_per") or (before.loss_per if before else None)
            break
    else:
        if "loss_per" in values:
            found["loss_per"] = values["loss_per"]
    if "loss" in found and found["loss_per"] is None:
        raise KnownError(_("Say for which time the loss is stated: a month, a year, or once."), field="loss_per")
    return found


def _as_far_as_it_came(exposure: Exposure, values: Mapping[str, Any]) -> Exposure:
    """The exposure with its state and what the steps up to it wrote, as the rules of the desk ask for it."""
    state = values.get("state") or _reached(values)
    needed = NEEDS[state]
    for field in needed:
        if field not in values:
            raise KnownError(_("It is “{state}”: write “{field}”.", state=state, field=_label(field)), field=field)
    allowed = (*needed, "responsible", "finding", *(NEEDS[_S.STOPPED] if state is _S.WITHDRAWN else ()))
    for field in (*BY_STEPS, "verified_loss"):
        if field in values and field not in allowed and state is not _S.REGISTERED:
            raise KnownError(_("It is “{state}”, and yet there is “{field}”.", state=state, field=_label(field)), field=field)
    later = {name: values[name] for name in (*BY_STEPS, "rechecks") if name in values}
    if "rechecks" in later and "stopped_on" not in later:
        raise KnownError(_("Only waste that was stopped is rechecked."), field="rechecks")
    if "verified_loss" in values:
        later["verified_loss"], told = values["verified_loss"]
        later["verified_per"] = told or values.get("verified_per") or values.get("loss_per")
        if later["verified_per"] is None:
            raise KnownError(_("Say for which time the loss is stated: a month, a year, or once."), field="verified_per")
    if state is _S.REGISTERED and (written := later.keys() - {"responsible"}):
        field = next(name for name in later if name in written)
        raise KnownError(_("It is “{state}”, and yet there is “{field}”.", state=state, field=_label(field)), field=field)
    record = changed(exposure, state=state, **later)
    if record.withdrawn_on is not None:
        done = rules.latest(record.exposed_on, record.verified_on, record.measure_on, record.stopped_on)
        rules.not_before(record.withdrawn_on, done, "withdrawn_on")
    return record


def _reached(values: Mapping[str, Any]) -> ExposureState:
    """How far an exposure came whose line gives days and no state."""
    return next((state for state, field in _REACHED if field in values), _S.REGISTERED)


def _label(field: str) -> str:
    return _(EXPOSURES.label_of(field))


def _same_steps(before: Exposure, values: Mapping[str, Any]) -> None:
    """Raise KnownError when a list says otherwise than the steps of an exposure that stands, or than who may be named."""
    wanted = values.get("state")
    if wanted is not None and wanted is not before.state:
        raise KnownError(
            _("In the book it is “{now}”, not “{wanted}”: take the step at the exposure itself.", now=before.state, wanted=wanted),
            field="state",
        )
    if before.state is _S.WITHDRAWN:
        return
    said = {name: values[name] for name in BY_STEPS if name in values}
    if "verified_loss" in values:
        said["verified_loss"] = values["verified_loss"][0]
    if "rechecks" in values:
        said["rechecks"] = values["rechecks"]
    before = changed(before, rechecks=tuple(changed(line, id=0, parent=0) for line in before.rechecks))
    for field, value in said.items():
        if getattr(before, field) != value:
            raise KnownError(_("In the book it is otherwise: correct it at the exposure itself."), field=field)


# -- the list ---------------------------------------------------------------------------


def _show(known: Known, field: str, exposure: Exposure) -> str | None:
    if field in ("unit", "responsible"):
        return known.paths.get(getattr(exposure, field) or 0, "")
    if field in ("loss", "verified_loss"):
        amount, per = (exposure.loss, exposure.loss_per) if field == "loss" else (exposure.verified_loss, exposure.verified_per)
        return "" if amount is None else f"{format_money(amount)} {_(per.word)}"
    if field in ("loss_a_month", "loss_a_year"):
        wanted = LossPer.MONTH if field == "loss_a_month" else LossPer.YEAR
        return format_money(exposure.loss) if exposure.loss is not None and exposure.loss_per is wanted else ""
    if field == "quantity":
        return "" if exposure.quantity is None else f"{format_quantity(exposure.quantity)} {exposure.measured_in}".strip()
    return None


def take_in(book: Book, planned: Plan[Exposure], told: Told = lambda _done, _all: None) -> int:
    """Take a list of exposures in as one act, the earlier ones numbered first; give how many were written.

    Raises KnownError when something was entered since the list was read.
    """
    if not planned.records:
        return 0
    with book.act(N_("Take in {count} exposures of waste from a list"), count=len(planned.records)) as act:
        still_as_read(book, planned)
        act.keep_numbers(service.NUMBERS, [each.number for each in planned.records if not each.id and each.number])
        return write(
            planned, told, order=lambda exposure: exposure.exposed_on,
            enter=lambda portion: service.register_all(book, portion), correct=lambda portion: store.save_exposures(act, portion),
        )  # fmt: skip


EXPOSURES: Intake[Exposure] = Intake(
    "exposures",
    N_("Exposures of waste"),
    Exposure,
    (
        Target(field="number", read=read_number, example="浪 58-07", aliases=(
            "登记号", "登记编号", "编号", "号码", "号", "no", "no.", "register number")),
        Target(field="old_number", read=read_number, aliases=(
            "原编号", "原号", "旧编号", "纸面编号", "old number", "paper number")),
        day_target("exposed_on", "揭发日期", "发现日期", "登记日期", "日期", "时间", "提出日期", "date", "exposed on",
            example="1958-02-11"),
        Target(field="title", example="锅炉房蒸汽管漏气", aliases=(
            "浪费现象", "浪费情况", "浪费内容", "揭发内容", "现象", "题目", "项目", "名称", "waste", "title", "subject")),
        Target(field="kind", assumed=True, read=choices.reader(WasteKind, _KINDS), example="燃料、动力", aliases=(
            "浪费种类", "种类", "类别", "分类", "性质", "kind", "type", "category")),
        Target(field="unit", find=Known.unit, several=True, example="铸工车间", aliases=(
            "发生单位", "单位", "车间", "工段", "班组", "部门", "科室", "所在单位", "workshop", "section", "team", "department")),
        Target(field="spot", aliases=("地点", "部位", "机器", "设备", "具体地点", "place", "machine", "spot")),
        Target(field="description", aliases=("具体情况", "情况说明", "情况", "说明", "详细情况", "description", "details")),
        Target(field="quantity", read=read_quantity, example="12.5 吨", aliases=(
            "数量", "浪费数量", "损失数量", "quantity", "amount wasted")),
        Target(field="measured_in", aliases=("计量单位", "单位名称", "unit of measure")),
        Target(field="unit_price", read=read_amount, example="0.22", aliases=("单价", "price")),
        Target(field="loss", read=read_loss, example="每月 120 元", aliases=(
            "估计损失", "损失金额", "浪费金额", "损失", "金额", "折合金额", "loss", "estimated loss", "amount")),
        Target(field="loss_a_month", label=N_("Estimated loss a month"), read=read_loss, example="120", aliases=(
            "每月损失", "月损失", "每月损失金额", "每月浪费", "monthly loss", "loss per month")),
        Target(field="loss_a_year", label=N_("Estimated loss a year"), read=read_loss, example="1.2万", aliases=(
            "每年损失", "年损失", "全年损失", "年损失金额", "每年浪费", "yearly loss", "loss per year")),
        Target(field="loss_per", read=choices.reader(LossPer, _PER), example="每月", aliases=(
            "损失期间", "按", "期间", "per", "loss per")),
        Target(field="basis", read=choices.reader(Basis, _BASES), example="估计", aliases=("依据", "数据来源", "basis")),
        Target(field="since", aliases=("起始时间", "从何时起", "何时开始", "since")),
        Target(field="cause", aliases=("原因", "浪费原因", "产生原因", "cause", "reason")),
        Target(field="anonymous", read=lambda text: reading.read_yes(text, yes=("匿名", "anonymous"), no=("署名", "实名", "named")),
               example="匿名", aliases=("匿名", "是否匿名", "anonymous")),
        Target(field="exposed_by", aliases=("揭发人", "提出人", "反映人", "发现人", "姓名", "exposed by", "name")),
        Target(field="state", read=choices.reader(ExposureState, _STATES), example="已核实", aliases=(
            "状态", "处理结果", "处理情况", "落实情况", "state", "status")),
        day_target("verified_on", "核实日期", "查实日期", "verified"),
        Target(field="verified_by", aliases=("核实人", "查实人", "checked by", "verified by")),
        Target(field="verified_loss", read=read_loss, example="100元/月", aliases=(
            "核实损失", "查实损失", "核实金额", "实际损失", "verified loss")),
        Target(field="verified_per", read=choices.reader(LossPer, _PER), example="月", aliases=("核实期间", "verified per")),
        Target(field="finding", aliases=("核实结果", "查实情况", "核实情况", "finding")),
        Target(field="measure", aliases=("措施", "改进措施", "整改措施", "处理办法", "解决办法", "measure", "measures")),
        day_target("measure_on", "定措施日期", "措施日期", "measure set on"),
        Target(field="responsible", find=Known.unit, aliases=(
            "责任单位", "负责单位", "整改单位", "responsible", "responsible unit")),
        day_target("deadline", "期限", "限期", "完成期限", "整改期限", "due"),
        Target(field="result", aliases=("结果", "整改结果", "效果", "result")),
        day_target("stopped_on", "制止日期", "解决日期", "杜绝日期", "整改日期", "完成日期", "stopped"),
        Target(field="rechecks", read=read_rechecks, example="1958-04-11｜王建国｜否｜没有再漏"),
        day_target("withdrawn_on", "撤销日期", "withdrawn"),
        Target(field="withdrawn_why", aliases=("撤销原因", "撤销理由", "reason for withdrawing")),
    ),
    needed=(("title", "exposed_on"), ("number",), ("old_number",)),
    prepare=Known,
    standing=Known.standing,
    key=Known.key,
    key_field="number",
    understand=exposure_of,
    load=loaded(store.EXPOSURES),
    may_add=Known.may_add,
    unlike=lambda before, record: before.title != record.title and before.unit != record.unit,
    said=lambda _known, exposure: old_yuan_said(exposure.exposed_on, (exposure.loss, exposure.verified_loss, exposure.unit_price)),
    show=_show,
    take_in=take_in,
    tables=("waste_exposures", "units"),
    number="number",
    left_behind=N_(
        "Sessions, names of persons, attachments, ties to other entries, and who wrote what when, stay in the other book."
    ),
)  # fmt: skip
"""A list of exposures: told apart by register number, by paper number and year, else by title, day and unit."""
