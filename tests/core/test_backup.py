"""Backups, letting old ones go, and restoring."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import letters
from tests.core.letters import LETTERS, Letter, Passage
from unionoffice import schema
from unionoffice.core import backup, office, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Worker

TODAY = datetime.date.today().isoformat()


def names_in(path: Path) -> list[str]:
    """The workers in a closed book."""
    book = Book.open(path)
    found = [row["name"] for row in book.rows("select name from workers order by id")]
    book.close()
    return found


# -- making -------------------------------------------------------------------------


def test_a_backup_is_named_by_act_and_day_and_stands_alone(book: Book) -> None:
    service.enter_worker(book, Worker(name="李桂兰"))
    last = book.value("select max(id) from acts")
    folder = backup.backup_folder(book.path)
    made = backup.back_up(book.path, folder)
    assert made == folder / f"office-{last:06d}-{TODAY}.db"
    assert [each.name for each in folder.iterdir()] == [made.name]
    assert backup.backed_up_today(folder, datetime.date.today())
    assert not backup.backed_up_today(folder, datetime.date.today() + datetime.timedelta(days=1))
    upkeep.check_file(made)
    assert [each.name for each in folder.iterdir()] == [made.name], "checking leaves nothing beside the backup"
    assert names_in(made) == ["李桂兰"]
    assert made.read_bytes()[18:20] == b"\x01\x01", "a backup needs no log beside it and can be read from a CD"


def test_a_backup_holds_whole_acts_only(book: Book) -> None:
    service.enter_worker(book, Worker(name="甲"))
    folder = backup.backup_folder(book.path)
    with book.act("Two at once"):
        service.enter_worker(book, Worker(name="乙"))
        made = backup.back_up(book.path, folder)
        service.enter_worker(book, Worker(name="丙"))
    assert names_in(made) == ["甲"]
    assert names_in(backup.back_up(book.path, folder)) == ["甲", "乙", "丙"]


def test_a_backup_is_of_one_moment_though_the_clerk_goes_on(book: Book, tmp_path: Path) -> None:
    for count in range(50):
        service.enter_worker(book, Worker(name=f"工{count}", remark="长" * 40_000))
    asked: list[int] = []

    def step(done: int, whole: int) -> bool:
        asked.append(whole)
        service.enter_worker(book, Worker(name="新来的"))
        return done <= whole

    made = backup.back_up(book.path, tmp_path / "b", progress=step)
    assert asked
    assert names_in(made) == [f"工{count}" for count in range(50)]
    assert book.value("select count(*) from workers where name = '新来的'") == len(asked)


def test_a_stopped_backup_leaves_nothing(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    earlier = backup.back_up(book.path, folder)
    before = earlier.read_bytes()
    service.enter_worker(book, Worker(name="甲"))
    with pytest.raises(KnownError, match="stopped"):
        backup.back_up(book.path, folder, progress=lambda _done, _whole: False)
    assert list(folder.iterdir()) == [earlier]
    assert earlier.read_bytes() == before


def test_a_backup_killed_midway_leaves_the_book_and_the_next_one_whole(book: Book, tmp_path: Path) -> None:
    for count in range(20):
        service.enter_worker(book, Worker(name=f"工{count}", remark="长" * 200_000))
    folder = tmp_path / "b"
    script = f"""
import os, signal
from pathlib import Path
from unionoffice.core import backup, backup, upkeep
backup.back_up(Path({str(book.path)!r}), Path({str(folder)!r}), progress=lambda done, whole: os.kill(os.getpid(), signal.SIGKILL))
"""
    assert subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False).returncode == -9
    assert backup.backups(folder) == [], "what is half made is no backup"
    made = backup.back_up(book.path, folder)
    assert list(folder.iterdir()) == [made]
    assert len(names_in(made)) == 20


def test_a_copy_goes_where_the_clerk_says(book: Book, tmp_path: Path) -> None:
    wanted = tmp_path / "usb" / "账册副本.db"
    assert backup.back_up(book.path, wanted.parent, to=wanted) == wanted
    assert [each.name for each in wanted.parent.iterdir()] == ["账册副本.db"]
    (tmp_path / "no folder").write_text("")
    with pytest.raises(KnownError, match="No backup was made"):
        backup.back_up(book.path, tmp_path / "no folder")


# -- letting old ones go -----------------------------------------------------------------


def laid(folder: Path, days: list[datetime.date], *, size: int = 10) -> None:
    """Backups of some days, by name and by time of writing."""
    folder.mkdir(exist_ok=True)
    for act, day in enumerate(days, start=1):
        path = folder / f"office-{act:06d}-{day.isoformat()}.db"
        path.write_bytes(b"x" * size)
        moment = datetime.datetime.combine(day, datetime.time(8), datetime.UTC).timestamp() + act
        os.utime(path, (moment, moment))


def test_fourteen_days_and_twelve_months_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    start = datetime.date(1957, 1, 1)
    days = [start + datetime.timedelta(days=n) for n in range(500)]
    laid(folder, [day for day in days for _twice in range(2)])
    backup.thin_out(folder)
    kept = sorted(path.stem[-10:] for path in backup.backups(folder))
    last_of_month = {day.isoformat()[:7]: day.isoformat() for day in days}
    expected = {day.isoformat() for day in days[-14:]} | set(list(last_of_month.values())[-12:])
    assert set(kept) == expected
    acts = {path.stem[-10:]: int(path.stem[-17:-11]) for path in backup.backups(folder)}
    assert all(act % 2 == 0 or day == days[-1].isoformat() for day, act in acts.items()), "of each day the last"


def test_what_was_kept_by_hand_or_before_a_restore_is_never_let_go(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    others = [folder / "office-before-restore-19580210-101112.db", folder / "重要.db", folder / "notes.txt"]
    for path in others:
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    laid(folder, [datetime.date(1957, 1, 1) + datetime.timedelta(days=n) for n in range(60)])
    assert backup.thin_out(folder)
    assert all(path.exists() for path in others)


@given(st.lists(st.dates(datetime.date(1957, 1, 1), datetime.date(1958, 12, 31)), max_size=40), st.booleans())
def test_never_fewer_than_three_and_never_the_latest(
    tmp_path_factory: pytest.TempPathFactory, days: list[datetime.date], full: bool
) -> None:
    folder = tmp_path_factory.mktemp("b")
    laid(folder, days)
    before = backup.backups(folder)
    with pytest.MonkeyPatch.context() as patch:
        if full:  # a disk with not a byte to spare
            patch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 0))
        gone = backup.thin_out(folder)
    kept = backup.backups(folder)
    assert sorted([*gone, *kept]) == sorted(before)
    assert kept[: min(3, len(before))] == before[:3]
    assert len(kept) <= (3 if full else 26 + 3)
    assert backup.thin_out(folder) == []
    shutil.rmtree(folder)


# -- restoring ----------------------------------------------------------------------------


def test_restore_brings_the_old_book_back_into_the_open_one(lettered: Book) -> None:
    service.enter_worker(lettered, Worker(name="旧"))
    letters.enter(lettered, Letter(title="一", passages=(Passage(said="刀具"),)))
    source = backup.back_up(lettered.path, backup.backup_folder(lettered.path))
    service.enter_worker(lettered, Worker(name="新"))
    for _ in range(3):
        letters.enter(lettered, Letter(title="二"))
    present = upkeep.restore(lettered, source, letters.SETS)

    assert names_in(present) == ["旧", "新"], "what was there is backed up first"
    assert [row["name"] for row in lettered.rows("select name from workers")] == ["旧"]
    assert [hit.title for hit in lettered.search("刀具")] == ["一"]
    assert lettered.to_undo() is None
    assert lettered.to_redo() is None
    row = letters.enter(lettered, Letter(title="三"))
    assert lettered.get(LETTERS, row).number == "XJ-1958-0005", "numbers of the lost entries are not given again"
    assert str(lettered.journal()[1].said).startswith("Restore the book from office-")
    assert upkeep.check(lettered, letters.TABLES) == []
    left = {each.name for each in backup.backup_folder(lettered.path).iterdir()}
    assert left == {source.name, present.name}, "nothing half-made is left"
    path = lettered.path
    lettered.close()
    assert names_in(path) == ["旧"], "an old log beside the book does not undo the restore"


def test_numbers_go_on_from_the_book_that_is_further(lettered: Book) -> None:
    for _ in range(4):
        letters.enter(lettered, Letter(title="一"))
    source = backup.back_up(lettered.path, backup.backup_folder(lettered.path))
    for _ in range(4):
        lettered.undo()
    office.set_first_numbers(lettered, {"JY-1958": 31, "XJ-1959": 7})
    upkeep.restore(lettered, source, letters.SETS)
    assert lettered.next_running("XJ", 1958) == 5
    assert lettered.next_running("JY", 1958) == 31, "where the paper register stands was said after the backup"
    assert lettered.next_running("XJ", 1959) == 7
    assert lettered.next_running("HY", 1958) == 1


def test_an_older_backup_is_brought_up_to_date_on_a_copy(template: Path, lettered: Book, tmp_path: Path) -> None:
    source = tmp_path / "old" / "old.db"
    source.parent.mkdir()
    shutil.copyfile(template, source)
    old = Book.open(source)
    service.enter_worker(old, Worker(name="去年的"))
    old.close()
    before = source.read_bytes()
    upkeep.restore(lettered, source, letters.SETS)
    assert source.read_bytes() == before
    assert [each.name for each in source.parent.iterdir()] == ["old.db"]
    assert [row["name"] for row in lettered.rows("select name from workers")] == ["去年的"]
    letters.enter(lettered, Letter(title="可以写"))
    assert upkeep.check(lettered, letters.TABLES) == []


def test_a_copied_book_is_restored_with_the_log_beside_it(book: Book, template: Path, tmp_path: Path) -> None:
    live = tmp_path / "live.db"
    shutil.copyfile(template, live)
    other = Book.open(live)
    service.enter_worker(other, Worker(name="还在日志里"))
    copied = tmp_path / "usb" / "copied.db"
    copied.parent.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(live.with_name(live.name + ending), copied.with_name(copied.name + ending))
    other.close()
    before = {each.name: each.read_bytes() for each in copied.parent.iterdir()}
    upkeep.restore(book, copied, schema.SETS)
    assert [row["name"] for row in book.rows("select name from workers")] == ["还在日志里"]
    assert {each.name: each.read_bytes() for each in copied.parent.iterdir()} == before


def test_what_cannot_be_restored_leaves_the_open_book_as_it_is(lettered: Book, tmp_path: Path) -> None:
    service.enter_worker(lettered, Worker(name="甲", remark="长" * 50_000))
    folder = backup.backup_folder(lettered.path)
    source = backup.back_up(lettered.path, folder)
    data = bytearray(source.read_bytes())
    damaged = tmp_path / "damaged.db"
    for page in range(2, len(data) // 4096, 2):
        data[page * 4096 : page * 4096 + 900] = b"\xa5" * 900
    damaged.write_bytes(data)
    with pytest.raises(KnownError, match=r"damaged\.db is damaged and was not used"):
        upkeep.restore(lettered, damaged, letters.SETS)
    with pytest.raises(KnownError, match="newer version"):
        upkeep.restore(lettered, source, schema.SETS)
    with pytest.raises(KnownError, match="There is no book"):
        upkeep.restore(lettered, tmp_path / "none.db", letters.SETS)
    assert [hit.title for hit in lettered.search("甲")] == ["甲"]
    assert str(lettered.to_undo()) == "Enter worker 甲"
    assert list(folder.iterdir()) == [source]
    assert upkeep.check(lettered, letters.TABLES) == []


def test_a_disk_that_fills_up_during_restore_leaves_the_open_book_as_it_is(lettered: Book) -> None:
    for count in range(30):
        service.enter_worker(lettered, Worker(name=f"工{count}", remark="长" * 20_000))
    source = backup.back_up(lettered.path, backup.backup_folder(lettered.path))
    for _ in range(30):
        lettered.undo()
    lettered.conn.execute("vacuum")
    lettered.conn.execute(f"pragma max_page_count = {lettered.value('pragma page_count') + 20}")
    with pytest.raises(KnownError, match="full"):
        upkeep.restore(lettered, source, letters.SETS)
    lettered.conn.execute("pragma max_page_count = 1000000")
    assert lettered.value("select count(*) from workers") == 0
    assert upkeep.check(lettered, letters.TABLES) == []
    upkeep.restore(lettered, source, letters.SETS)
    assert lettered.value("select count(*) from workers") == 30


def test_a_second_connection_sees_the_restored_book(lettered: Book) -> None:
    source = backup.back_up(lettered.path, backup.backup_folder(lettered.path))
    service.enter_worker(lettered, Worker(name="甲"))
    reader = lettered.second()
    assert reader.value("select count(*) from workers") == 1
    upkeep.restore(lettered, source, letters.SETS)
    assert reader.value("select count(*) from workers") == 0
    reader.close()
