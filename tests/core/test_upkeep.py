"""Making a book, bringing it up to date, and every way in which the file or the disk may refuse."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from tests.core import letters
from tests.core.letters import Letter, Passage
from unionoffice import schema
from unionoffice.core import backup, upkeep
from unionoffice.core.book import APPLICATION_ID, Book, connect
from unionoffice.core.errors import BugError, Interrupted, KnownError
from unionoffice.core.record import changed
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker


def everything(path: Path) -> dict[str, bytes]:
    """The book's file and whatever lies beside it, byte by byte; an empty log is no content."""
    beside = [each for each in path.parent.glob(f"{path.name}*") if each.name == path.name or each.stat().st_size]
    return {each.name: each.read_bytes() for each in beside}


def closed_book(template: Path, folder: Path) -> Path:
    """A closed book with one worker in it."""
    path = folder / "office.db"
    shutil.copyfile(template, path)
    book = Book.open(path, clerk="王秀英")
    service.enter_worker(book, Worker(name="李桂兰"))
    book.close()
    return path


def of_version(path: Path) -> int:
    conn = sqlite3.connect(path)
    version = int(conn.execute("pragma user_version").fetchone()[0])
    conn.close()
    return version


# -- making -------------------------------------------------------------------------


def test_a_new_book_is_sound_and_bears_its_number(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "new" / "office.db"
    upkeep.create(path, letters.SETS)
    assert sorted(each.name for each in path.parent.iterdir()) == ["office.db"]
    book = Book.open(path)
    assert upkeep.check(book, letters.TABLES) == []
    assert len(book.setting("book_id")) == 16
    assert book.value("pragma user_version") == sum(len(each._migrations) for each in letters.SETS)
    assert book.value("pragma journal_mode") == "wal"
    assert book.value("pragma synchronous") == 2
    assert book.value("pragma foreign_keys") == 1
    assert book.value("pragma secure_delete") == 1
    book.close()
    assert upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups") is None
    assert not (tmp_path / "backups").exists()


def test_two_books_have_two_ids(tmp_path: Path) -> None:
    ids = set()
    for name in ("a.db", "b.db"):
        upkeep.create(tmp_path / name, schema.SETS)
        book = Book.open(tmp_path / name)
        ids.add(book.setting("book_id"))
        upkeep.become_another_office(book)
        ids.add(book.setting("book_id"))
        book.close()
    assert len(ids) == 4


def test_what_stands_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(b"a letter")
    with pytest.raises(KnownError, match="already a file"):
        upkeep.create(path, schema.SETS)
    assert path.read_bytes() == b"a letter"


def test_a_book_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    failing = Migrations("failing")

    @failing()
    def f001_fails(db: Database) -> None:
        db.execute("create table half (id integer)")
        raise OSError(28, "No space left on device")

    with pytest.raises(KnownError, match="cannot be made: No space left"):
        upkeep.create(tmp_path / "office.db", (*schema.SETS, failing))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError, match="cannot be made"):
        upkeep.create(tmp_path / "file" / "office.db", schema.SETS)


# -- bringing up to date ----------------------------------------------------------------


def test_an_upgrade_keeps_what_was_written_and_makes_a_checked_backup_first(template: Path, tmp_path: Path) -> None:
    path = closed_book(template, tmp_path)
    before = of_version(path)
    made = upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups")
    assert made is not None
    assert of_version(path) == before + 1
    assert of_version(made) == before
    upkeep.check_file(made)
    book = Book.open(path)
    assert [hit.title for hit in book.search("桂兰")] == ["李桂兰"]
    letters.enter(book, Letter(title="新", passages=(Passage(said="x"),)))
    assert upkeep.check(book, letters.TABLES) == []
    book.close()
    kept = Book.open(made)
    assert [hit.title for hit in kept.search("桂兰")] == ["李桂兰"]
    kept.close()
    assert upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups") is None


def before_the_runs(filled: Path, path: Path) -> None:
    """A book as the migrations left it before the search was laid down in runs, with the rows of a filled book."""
    conn = connect(path, mode="rwc")
    conn.execute(f"pragma application_id = {APPLICATION_ID}")
    conn.execute("pragma journal_mode = wal")
    conn.execute("pragma foreign_keys = off")
    db = Database(conn, execute_plugins=False)
    for each in letters.SETS:
        each.apply(db, stop_before="c002_runs" if each is upkeep.migrations else None)
    conn.execute("attach ? as filled", (str(filled),))
    for (name,) in conn.execute("select name from main.sqlite_master where type = 'table' and sql like '%strict%'").fetchall():
        conn.execute(f"insert into main.{name} select * from filled.{name}")
    conn.execute("insert into main.found (rowid, text) select id, '旧 的 字 句' from filled.register")
    conn.execute(f"pragma user_version = {sum(len(each.applied(db)) for each in letters.SETS)}")
    conn.close()


def test_the_search_of_an_older_book_is_laid_down_anew_from_its_records(template: Path, tmp_path: Path) -> None:
    filled, path = tmp_path / "filled.db", tmp_path / "office.db"
    upkeep.create(filled, letters.SETS)
    book = Book.open(filled, clerk="王秀英")
    unit = service.enter_unit(book, Unit(name="铸工车间", level=Level.PLANT))
    for number in range(1_200):
        service.enter_worker(book, Worker(name=f"王德禄{number}", number=f"{number:05}", unit=unit))
    passages = (Passage(said="一"), Passage(said="二", worker=7), Passage(said="三"))
    letters.enter(book, Letter(title="新", unit=unit, passages=passages))
    service.correct_worker(book, changed(service.worker(book, 900), name="李桂兰"))
    order = [hit.row for hit in book.search("王德禄", limit=2_000)]
    assert order[0] == 1_200 and len(order) == 1_199
    book.close()
    before_the_runs(filled, path)
    version = of_version(path)
    told: list[tuple[int, int, str]] = []

    def tell(done: int, every: int, what: str) -> None:
        told.append((done, every, what))

    made = upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups", letters.TABLES, tell)
    assert made is not None and of_version(made) == version == of_version(path) - 1
    parts = list(dict.fromkeys(what for _done, _every, what in told))
    assert parts == [
        "Pages copied to the backup",
        "Check of the backup",
        "Changes made to the tables",
        "Entries written anew for the search",
        "Check of what was written",
        "Saving",
    ]
    written = [(done, every) for done, every, what in told if what == parts[3]]
    assert written[-1] == (1_202, 1_202) and len(written) > 3 and written == sorted(written)
    book = Book.open(path)
    assert upkeep.check(book, letters.TABLES) == []
    assert [hit.row for hit in book.search("王德禄", limit=2_000)] == order
    assert [hit.title for hit in book.search("liguilan")] == ["李桂兰"]
    assert [hit.title for hit in book.search("zgcj")] == ["铸工车间"]
    assert book.search("旧的字句") == []
    book.close()


def test_an_older_book_of_which_a_table_is_unknown_is_left_as_it_was(tmp_path: Path) -> None:
    filled, path = tmp_path / "filled.db", tmp_path / "office.db"
    upkeep.create(filled, letters.SETS)
    book = Book.open(filled, clerk="王秀英")
    letters.enter(book, Letter(title="新"))
    book.close()
    before_the_runs(filled, path)
    before = everything(path)
    with pytest.raises(BugError, match=r"lacks entries.*letters"):
        upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups", schema.TABLES)
    assert everything(path) == before


PARTS = ("Pages copied", "Check of the backup", "Changes made", "Entries written", "Check of what", "Saving")


@pytest.mark.parametrize("part", PARTS)
def test_an_upgrade_that_is_stopped_leaves_the_book_as_it_was(template: Path, tmp_path: Path, part: str) -> None:
    filled, path = tmp_path / "filled.db", tmp_path / "office.db"
    upkeep.create(filled, letters.SETS)
    book = Book.open(filled, clerk="王秀英")
    letters.enter(book, Letter(title="新"))
    book.close()
    before_the_runs(filled, path)
    before = everything(path)

    def tell(_done: int, _every: int, what: str) -> None:
        if what.startswith(part):
            raise Interrupted

    with pytest.raises(Interrupted):
        upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups", letters.TABLES, tell)
    assert everything(path) == before
    assert not list(tmp_path.rglob("*.part"))
    upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups", letters.TABLES)
    assert everything(path) != before


def test_an_upgrade_is_stopped_in_the_midst_of_a_long_statement(template: Path, tmp_path: Path) -> None:
    later = Migrations("later")
    told: list[str] = []

    @later()
    def t001_endless(db: Database) -> None:
        db.execute("update workers set name = 'spoilt'")
        db.execute("with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n")

    def tell(_done: int, _every: int, what: str) -> None:
        told.append(what)
        if told.count("Changes made to the tables") > 20:
            raise Interrupted

    path = closed_book(template, tmp_path)
    before = everything(path)
    with pytest.raises(Interrupted):
        upkeep.bring_up_to_date(path, (*schema.SETS, later), tmp_path / "backups", schema.TABLES, tell)
    assert everything(path) == before


@pytest.mark.parametrize("trouble", ["python", "sql", "points nowhere"])
def test_a_failing_upgrade_leaves_the_file_as_it_was(template: Path, tmp_path: Path, trouble: str) -> None:
    later = Migrations("later")

    @later()
    def t001_first(db: Database) -> None:
        db.execute("create table later (id integer primary key, worker integer references workers (id)) strict")
        db.execute("update workers set name = 'spoilt'")
        db.execute("alter table units add column colour text not null default 'red'")

    @later()
    def t002_second(db: Database) -> None:
        if trouble == "python":
            raise ZeroDivisionError
        db.execute("insert into later (worker) values (999)" if trouble == "points nowhere" else "drop table nowhere")

    path = closed_book(template, tmp_path)
    before = everything(path)
    with pytest.raises((ZeroDivisionError, BugError)):
        upkeep.bring_up_to_date(path, (*letters.SETS, later), tmp_path / "backups")
    assert everything(path) == before
    book = Book.open(path)
    assert upkeep.check(book, schema.TABLES) == []
    service.enter_worker(book, Worker(name="又一"))
    book.close()


def test_an_upgrade_killed_in_its_middle_leaves_the_old_book(template: Path, tmp_path: Path) -> None:
    path = closed_book(template, tmp_path)
    script = f"""
import os, signal, sys
from pathlib import Path
from sqlite_utils import Migrations
from unionoffice.core import backup, backup, upkeep
from tests.core import letters
last = Migrations("last")
@last()
def z001_die(db):
    db.execute("update workers set name = 'spoilt'")
    os.kill(os.getpid(), signal.SIGKILL)
upkeep.bring_up_to_date(Path({str(path)!r}), (*letters.SETS, last), Path({str(tmp_path / "backups")!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == -9
    book = Book.open(path)
    assert book.value("select name from workers") == "李桂兰"
    assert book.value("select count(*) from sqlite_master where name = 'letters'") == 0
    assert upkeep.check(book, schema.TABLES) == []
    book.close()
    assert upkeep.bring_up_to_date(path, letters.SETS, tmp_path / "backups") is not None


def test_a_newer_book_is_refused_and_left_as_it_is(template_with_letters: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(template_with_letters, path)
    before = everything(path)
    with pytest.raises(KnownError, match="newer version"):
        upkeep.bring_up_to_date(path, schema.SETS, tmp_path / "backups")
    assert everything(path) == before
    assert not (tmp_path / "backups").exists()


# -- files that are no book, or no longer --------------------------------------------------


def test_no_book_at_all_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.db", tmp_path):
        with pytest.raises(KnownError, match="There is no book"):
            Book.open(path)


@pytest.mark.parametrize(
    "content", [b"", b"x", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(5000), b"PK\x03\x04" + bytes(9000)]
)
def test_another_file_is_refused_by_every_door(tmp_path: Path, book: Book, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    for door in (
        lambda: Book.open(path),
        lambda: upkeep.bring_up_to_date(path, schema.SETS, tmp_path / "backups"),
        lambda: upkeep.restore(book, path, schema.SETS),
        lambda: upkeep.check_file(path),
    ):
        with pytest.raises(KnownError, match="not a book"):
            door()
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    conn = sqlite3.connect(path)
    conn.execute("create table acts (id)")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(KnownError, match="not a book"):
        Book.open(path)
    assert path.read_bytes() == before


def damage(path: Path, how: str) -> None:
    """Spoil a closed book's file as a bad disk does."""
    data = bytearray(path.read_bytes())
    if how == "cut off":
        data = data[: len(data) // 2 // 4096 * 4096 + 100]
    elif how == "pages overwritten":
        for page in range(1, len(data) // 4096):
            data[page * 4096 : page * 4096 + 600] = b"\xa5" * 600
    else:
        data[100:4096] = bytes(3996)
    path.write_bytes(data)


@pytest.mark.parametrize("how", ["cut off", "pages overwritten", "head wiped"])
def test_a_damaged_book_is_one_sentence_and_left_as_it_is(template: Path, tmp_path: Path, how: str) -> None:
    path = closed_book(template, tmp_path)
    damage(path, how)
    before = path.read_bytes()

    def use() -> None:
        book = Book.open(path)
        try:
            faults = upkeep.check(book, schema.TABLES)
            if faults:
                raise KnownError(faults[0])
            service.enter_worker(book, Worker(name="又一"))
        finally:
            book.close()

    for door in (use, lambda: backup.back_up(path, tmp_path / "backups"), lambda: upkeep.check_file(path)):
        with pytest.raises(KnownError) as told:
            door()
        assert "\n" not in str(told.value)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("backups/*"))


# -- disks that refuse ------------------------------------------------------------------


def test_a_full_disk_is_told_and_nothing_is_half_written(book: Book) -> None:
    service.enter_worker(book, Worker(name="李桂兰"))
    before = book.value("select count(*) from workers")
    book.conn.execute(f"pragma max_page_count = {book.value('pragma page_count') + 2}")
    with pytest.raises(KnownError, match="disk is full"), book.act("Take a list in"):
        for count in range(2000):
            service.enter_worker(book, Worker(name=f"工{count}", remark="长" * 200))
    assert book.value("select count(*) from workers") == before
    assert not book.conn.in_transaction
    assert str(book.to_undo()) == "Enter worker 李桂兰"
    book.conn.execute("pragma max_page_count = 1000000")
    assert service.enter_worker(book, Worker(name="又一"))
    assert upkeep.check(book, schema.TABLES) == []


def in_a_small_room(script: str, *, bytes_a_file: int) -> str:
    """What a child prints whose files may not grow beyond a size: the disk refuses inside every write."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_a_file}, {bytes_a_file}))\n"
    done = subprocess.run(
        [sys.executable, "-c", limit + script],
        cwd=Path(__file__).parents[2], check=False, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_disk_that_refuses_in_the_middle_leaves_book_and_backups_whole(template: Path, tmp_path: Path) -> None:
    path = closed_book(template, tmp_path)
    said = in_a_small_room(
        f"""
from pathlib import Path
from unionoffice import schema
from unionoffice.core import backup, backup, upkeep
from unionoffice.core.book import APPLICATION_ID, Book, connect
from unionoffice.core.errors import KnownError
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker
path = Path({str(path)!r})
book = Book.open(path)
try:
    with book.act("Take in"):
        for count in range(3000):
            service.enter_worker(book, Worker(name=f"工{{count}}", remark="长" * 300))
except KnownError as told:
    print("act:", told)
book.close()
for name, work in (
    ("backup", lambda: backup.back_up(path, path.parent / "backups")),
    ("create", lambda: upkeep.create(path.with_name("new.db"), schema.SETS)),
):
    try:
        work()
    except KnownError as told:
        print(name + ":", told)
""",
        bytes_a_file=path.stat().st_size // 3,
    )
    assert [line.partition(":")[0] for line in said.splitlines()] == ["act", "backup", "create"], said
    assert list((tmp_path / "backups").iterdir()) == []
    assert not (tmp_path / "new.db").exists()
    assert not list(tmp_path.glob("*.part*"))
    book = Book.open(path)
    assert book.value("select count(*) from workers") == 1
    assert upkeep.check(book, schema.TABLES) == []
    book.close()


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights are kept otherwise here")
def test_a_read_only_folder_is_told_and_the_book_can_still_be_read(template: Path) -> None:
    """As a user without the right to write: root may write anywhere, so a child gives its rights up first."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = closed_book(template, folder)
        path.chmod(0o444)
        folder.chmod(0o555)
        script = f"""
import os
import urllib.parse
from pathlib import Path
from unionoffice import schema
from tests.core import letters
from unionoffice.core import backup, backup, upkeep
from unionoffice.core.book import APPLICATION_ID, Book, connect
from unionoffice.core.errors import KnownError
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
path = Path({str(path)!r})
def write():
    book = Book.open(path)
    try:
        service.enter_worker(book, Worker(name="甲"))
    finally:
        book.close()
for work in (
    write,
    lambda: upkeep.bring_up_to_date(path, letters.SETS, path.parent / "backups"),
    lambda: backup.back_up(path, path.parent / "backups"),
    lambda: upkeep.create(path.with_name("new.db"), schema.SETS),
):
    try:
        work()
        print("done")
    except KnownError as told:
        print("told:", told)
book = Book.open(path, write=False, immutable=True)
print(book.value("select name from workers"))
"""
        before = path.read_bytes()
        try:
            done = subprocess.run(
                [sys.executable, "-B", "-c", script], cwd=Path(__file__).parents[2], check=False, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            lines = done.stdout.splitlines()
            assert [line.partition(":")[0] for line in lines] == ["told", "told", "told", "told", "李桂兰"], done.stdout
            assert path.read_bytes() == before
            assert [each.name for each in folder.iterdir()] == ["office.db"]
        finally:
            folder.chmod(0o755)
