"""An invented office of any size, to see how the program feels after decades: the same every time for the same number of rows."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from unionoffice import schema
from unionoffice.core import office as offices
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity
from unionoffice.core.words import _, speaking
from unionoffice.desks.proposals import records as proposals_records
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Author, Calculation, Proposal, Step
from unionoffice.desks.roster import records as roster_records
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Unit, Worker
from unionoffice.desks.waste import records as waste_records
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import Exposure

FIRST_DAY = datetime.date(1953, 1, 1)
YEARS = 30
MOST_WORKERS = 100_000
WORKERS_AN_ACT = 1_000
LAST_WORDS = "1982-12"  # the month the window shows

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "建国桂兰秀英玉珍志强淑芬德明春梅永福海波文华丽娟国庆凤琴学文宝山立新荣生金花红旗卫东爱民长江振华素云耀先光明世杰"
TRADES = (
    "铸工", "车工", "钳工", "铣工", "锻工", "焊工", "电工", "木工", "磨工", "刨工", "起重工", "热处理工", "工艺技术员",
    "助理工程师",
)  # fmt: skip
SHOPS = (
    "铸工", "机加工", "锻工", "装配", "工具", "机修", "热处理", "冷作", "木模", "铆焊", "动力", "运输",
)  # fmt: skip
THINGS = (
    "轴承座", "切削油", "砂箱", "夹具", "齿轮毛坯", "法兰盘", "连杆", "曲轴", "铜屑", "焊条头", "冷却水", "蒸汽管道", "天车",
    "退火炉", "木模", "刀具", "钻模", "包装箱", "润滑油", "型砂", "轧辊", "皮带轮", "电动机", "铸铁件", "螺栓", "坯料",
    "照明用电", "压缩空气", "图纸", "卡板",
)  # fmt: skip
WAYS = (
    "改用离心浇铸", "回收再用", "改进装夹", "套裁下料", "多刀切削", "以铁代钢", "集中配送", "提高转速", "缩短加热时间",
    "加装护罩", "合并工序", "改用标准件", "减少加工余量", "加装自动停车", "循环使用", "分类存放", "改用废料", "快速装卸",
    "双件同铣", "按时开停",
)  # fmt: skip
FAULTS = (
    "长期漏损", "无人回收", "空转过夜", "超过定额", "堆放露天生锈", "返工过多", "等料停工", "领多用少", "运输往返",
)  # fmt: skip
PLACES = (
    "三号冲天炉旁", "C620 车床", "东跨北头", "X62W 铣床", "毛坯库", "二号天车下", "锅炉房", "工具室", "Z35 摇臂钻",
)  # fmt: skip


def make(folder: Path, rows: int, told: Callable[[int, int], None] = lambda _done, _all: None) -> Path:
    """Make an invented office of `rows` entries in a folder: a tenth are workers (at most 100,000), the rest in equal parts saving
    proposals and exposures of waste, entered day by day over thirty years; give the book's path.

    `told` is told how many entries are made. Raises KnownError when a book stands there already, or the disk refuses.
    """
    path = folder / f"office-{rows}.db"
    if path.exists():
        raise KnownError(_("There is already a file {path}. Choose another name.", path=path))
    unfinished = folder / f"office-{rows}-unfinished.db"
    for ending in ("", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    upkeep.create(unfinished, schema.SETS)
    book = Book.open(unfinished, clerk="王秀英", unfinished=True)
    try:
        with speaking("zh"):
            _fill(book, rows, told)
    finally:
        book.close()
    unfinished.rename(path)
    drafts = Drafts(path)
    drafts.keep("screen/month", {"value": f'"{LAST_WORDS}"'})
    drafts.close()
    return path


def _fill(book: Book, rows: int, told: Callable[[int, int], None]) -> None:
    chance = random.Random(1958)  # noqa: S311 - an invented office, the same every time
    offices.set_office(book, offices.Office(
        union="第二机械厂工会委员会", enterprise="第二机械厂", code="2JC", sample=True,
    ))  # fmt: skip
    offices.set_clerk(book, book.clerk)
    people = max(1, min(MOST_WORKERS, rows // 10))
    teams = _units(book, people)
    workers: list[int] = []
    batch: list[Worker] = []
    for each in some_workers(people, teams, chance):
        batch.append(each)
        if len(batch) == WORKERS_AN_ACT:
            workers += roster.enter_workers(book, batch)
            batch = []
            told(len(workers), rows)
    workers += roster.enter_workers(book, batch) if batch else []
    left = rows - people
    days = min(YEARS * 365, max(1, left // 20))
    done = 0
    for place in range(days):
        day = FIRST_DAY + datetime.timedelta(days=place * YEARS * 365 // days)
        today = left * (place + 1) // days - done
        if not today:
            continue
        received = today // 2
        if received:
            proposals.receive_all(book, [_proposal(day, teams, workers, chance) for _one in range(received)])
        waste.register_all(book, [_exposure(day, teams, chance) for _one in range(today - received)])
        done += today
        told(people + done, rows)


def _units(book: Book, people: int) -> list[int]:
    """The tree of units: some 150 workers to a team, eight teams to a workshop; the teams are given."""
    plant = roster.enter_unit(book, Unit(name="第二机械厂", english="Second Machine Works", level=roster_records.Level.PLANT))
    teams: list[int] = []
    for place in range(max(1, people // 1_200)):
        kind, round_ = SHOPS[place % len(SHOPS)], place // len(SHOPS)
        name = f"{kind}{round_ + 1 if round_ else ''}车间"
        shop = roster.enter_unit(
            book, Unit(name=name, english=f"Workshop {place + 1}", level=roster_records.Level.WORKSHOP, above=plant)
        )
        teams += [
            roster.enter_unit(book, Unit(name=f"{name[:-2]}{team}组", english=f"Team {place + 1}-{team}", above=shop))
            for team in range(1, 9)
        ]
    return teams


def some_workers(count: int, teams: Sequence[int], chance: random.Random) -> Iterator[Worker]:
    """Workers of teams, with works numbers counted up."""
    for place in range(count):
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + (chance.choice(GIVEN) if chance.random() < 0.7 else "")
        born = chance.randint(1900, 1940)
        yield Worker(
            number=f"{place + 1:06d}", name=name, sex=chance.choice((roster_records.Sex.MALE, roster_records.Sex.FEMALE)),
            born=born, unit=chance.choice(teams) if teams else None, trade=chance.choice(TRADES), grade=chance.randint(1, 8),
            entered_on=datetime.date(max(born + 16, chance.randint(1935, 1952)), chance.randint(1, 12), chance.randint(1, 28)),
            member=chance.random() < 0.93,
        )  # fmt: skip


_S = proposals_records.State
_WAYS = (
    (_S.RECEIVED,), (_S.RECEIVED, _S.REVIEWED), (_S.RECEIVED, _S.REVIEWED, _S.REJECTED), (_S.RECEIVED, _S.REVIEWED, _S.ADOPTED),
    (_S.RECEIVED, _S.REVIEWED, _S.ADOPTED, _S.IMPLEMENTING),
    (_S.RECEIVED, _S.REVIEWED, _S.ADOPTED, _S.IMPLEMENTING, _S.IMPLEMENTED),
)  # fmt: skip
_OLD = (_WAYS[2], _WAYS[2], _WAYS[5], _WAYS[5], _WAYS[5])


def _proposal(day: datetime.date, teams: Sequence[int], workers: Sequence[int], chance: random.Random) -> Proposal:
    """One proposal received on a day; those of the last year are still under way."""
    thing, way = chance.choice(THINGS), chance.choice(WAYS)
    recent = day.year >= FIRST_DAY.year + YEARS - 1
    states = chance.choice(_WAYS) if recent else chance.choice(_OLD)
    dates = [day + datetime.timedelta(days=9 * place) for place in range(len(states))]
    done = states[-1] is _S.IMPLEMENTED
    carried = _S.IMPLEMENTING in states
    saved = Fen(chance.randint(2_000, 900_000)) if done else None
    authors = chance.sample(workers, min(len(workers), 1 if chance.random() < 0.7 else 2))
    unit = chance.choice(teams)
    return Proposal(
        title=f"{thing}{way}", kind=chance.choice(tuple(proposals_records.Kind)[:5]), received_on=day, unit=unit,
        authors=tuple(Author(worker=worker) for worker in authors),
        problem=f"{thing}{chance.choice(FAULTS)}，每月约{chance.randint(3, 900)}公斤", method=f"在{chance.choice(PLACES)}{way}",
        expected=f"每月节约{chance.randint(20, 3000)}元", old_number=_old_number(chance), state=states[-1],
        steps=tuple(
            Step(stage=state, given_on=given, opinion={_S.RECEIVED: "", _S.REJECTED: "成本过高"}.get(state, f"{way}可行"))
            for state, given in zip(states, dates, strict=True)
        ),
        implementing_unit=unit if carried else None, started_on=dates[3] if carried else None,
        planned_end=dates[3] + datetime.timedelta(days=30) if carried else None,
        ended_on=dates[4] if done else None, benefit_from=dates[4] if done else None, actual_fen=saved,
        calculations=() if saved is None else (
            Calculation(
                nature=proposals_records.Nature.ACTUAL, way=proposals_records.Way.FREE, what="按实际耗用计算", amount=saved,
            ),
        ),
    )  # fmt: skip


def _old_number(chance: random.Random) -> str:
    """The number in a paper book: every fifth entry comes from one."""
    return f"{chance.randint(1, 99_999):05d}" if chance.random() < 0.2 else ""


def _exposure(day: datetime.date, teams: Sequence[int], chance: random.Random) -> Exposure:
    """One exposure of waste made on a day; those of the last year are still under way."""
    thing, fault, unit = chance.choice(THINGS), chance.choice(FAULTS), chance.choice(teams)
    recent = day.year >= FIRST_DAY.year + YEARS - 1
    states = waste_records.ExposureState
    state = chance.choice((states.REGISTERED, states.VERIFIED, states.MEASURE_SET, states.STOPPED)) if recent else states.STOPPED
    looked_into = state is not states.REGISTERED
    measured = state in (states.MEASURE_SET, states.STOPPED)
    loss = Fen(chance.randint(500, 200_000))
    return Exposure(
        title=f"{thing}{fault}", exposed_on=day, kind=chance.choice(tuple(waste_records.WasteKind)), unit=unit,
        spot=chance.choice(PLACES), description=f"{thing}{fault}，{chance.choice(PLACES)}，每班{chance.randint(1, 60)}件",
        quantity=Quantity(chance.randint(1, 5_000) * 10_000), measured_in="公斤", loss=loss, cause=f"{chance.choice(WAYS)}未落实",
        old_number=_old_number(chance), state=state,
        verified_on=day + datetime.timedelta(days=5) if looked_into else None, verified_by="浪费检查组" if looked_into else "",
        verified_loss=Fen(loss * 9 // 10) if looked_into else None, finding="属实" if looked_into else "",
        measure=f"由车间{chance.choice(WAYS)}" if measured else "", responsible=unit if measured else None,
        measure_on=day + datetime.timedelta(days=8) if measured else None,
        deadline=day + datetime.timedelta(days=38) if measured else None,
        stopped_on=day + datetime.timedelta(days=30) if state is states.STOPPED else None,
        result="已制止" if state is states.STOPPED else "",
    )  # fmt: skip
