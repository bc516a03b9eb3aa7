"""A kill at any moment: every act that was shown as saved is in the book, and none by half.

A child process writes acts of many rows and says each act's number after it is saved. The parent
kills it, never by the clock but by what it said: between acts, or at a chosen point inside one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core import letters
from tests.core.letters import LETTERS, PASSAGES
from unionoffice.core import upkeep
from unionoffice.core.book import Book

HERE = Path(__file__).parents[2]
POINTS = ("begin", "number", "letter", "passage 3", "worker", "link", "attach", "undo", "before commit")
"""Where inside an act the child says a word and waits to be killed."""

CHILD = '''
import datetime
import os
import signal
import sys
from pathlib import Path

from tests.core.letters import LETTERS, Letter, Passage
from unionoffice.core.book import Book
from unionoffice.core.record import changed
from unionoffice.desks.roster import store
from unionoffice.desks.roster.records import Worker


def say(text):
    os.write(1, (text + "\\n").encode())


def clerk(path, point, after):
    book = Book.open(path, clerk="王秀英")
    turn = book._turn
    done = 0

    def here(name):
        if done == after and name == point:
            say("inside")
            while True:
                signal.pause()  # waits for its end

    def stopped(*args, **more):
        with book.act("Undo"):  # the undo joins this act, which is killed before its end
            turn(*args, **more)
            here("undo")

    while True:
        with book.act("Enter letter {count}", count=done) as act:
            here("begin")
            number = act.number("XJ", datetime.date(1958, 2, 10))
            here("number")
            passages = tuple(Passage(said=f"{number} 第{n}段") for n in range(6))
            row = act.save(LETTERS, Letter(title=number, number=number, passages=passages[:3]))
            here("letter")
            letter = book.get(LETTERS, row)
            act.save(LETTERS, changed(letter, passages=(*letter.passages, *passages[3:])))
            here("passage 3")
            worker = store.save_worker(act, Worker(name=number, remark="x" * 3000))
            here("worker")
            act.link("written by", ("letters", row), ("workers", worker))
            here("link")
            act.attach(LETTERS, row, "page.pdf", "application/pdf", b"%PDF" + number.encode() * 500)
            here("attach")
            here("before commit")
        say(f"saved {act.id} {number}")
        done += 1
        if done % 3 == 0:
            if done == after and point == "undo":
                book._turn = stopped
            book.undo()
            say(f"undone {act.id}")


for line in sys.stdin:  # each line starts a clerk of its own: BOOK, the point of stopping, after how many acts
    path, point, after = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        signal.alarm(120)  # nobody came to kill it
        clerk(Path(path), point, int(after))
    say(f"began {child}")
    _pid, status = os.waitpid(child, 0)
    say(f"ended {os.waitstatus_to_exitcode(status)}")
'''


def run_and_kill(clerks: subprocess.Popen[str], path: Path, point: str, after: int) -> tuple[dict[int, str], set[int]]:
    """Let a clerk write and kill it; give the acts it said were saved, with their numbers, and those it said were undone."""
    assert clerks.stdin is not None
    assert clerks.stdout is not None
    clerks.stdin.write(f"{path}\t{point}\t{after}\n")
    clerks.stdin.flush()
    saved: dict[int, str] = {}
    undone: set[int] = set()
    child, ready, killed = 0, False, False
    for line in clerks.stdout:
        word, *rest = line.split()
        if word == "began":
            child = int(rest[0])
        elif word == "saved":
            saved[int(rest[0])] = rest[1]
        elif word == "undone":
            undone.add(int(rest[0]))
        elif word == "ended":
            assert int(rest[0]) == -signal.SIGKILL
            return saved, undone
        ready = ready or word == "inside" or (point == "" and len(saved) > after)
        if ready and child and not killed:
            os.kill(child, signal.SIGKILL)
            killed = True
    raise AssertionError("the clerks' process ended by itself")


def look_over(path: Path, saved: dict[int, str], undone: set[int]) -> None:
    """Every acknowledged act is there whole, and what is there is whole."""
    book = Book.open(path)
    try:
        acts = {row["id"]: row for row in book.rows("select * from acts")}
        back = {row["act"] for row in book.rows("select act from taken_back")}
        assert saved.keys() <= acts.keys()
        assert undone <= back
        standing = {row["number"] for row in book.rows("select number from letters")}
        for act, number in saved.items():
            assert (number in standing) == (act not in back), f"act {act}"
        for row in book.rows("select id, number from letters"):
            letter = book.get(LETTERS, row["id"])
            assert [line.said for line in letter.passages] == [f"{letter.number} 第{n}段" for n in range(6)]
            assert [link.other.title for link in book.links("letters", letter.id)] == [letter.number]
            assert [hit.title for hit in book.search(letter.number, tbl="workers")] == [letter.number]
            (page,) = book.attachments("letters", letter.id)
            assert book.blob(page.sha256) == b"%PDF" + letter.number.encode() * 500
        whole = len(standing)
        assert book.value("select count(*) from letter_passages") == 6 * whole
        assert book.value("select count(*) from workers") == whole
        assert book.value("select count(*) from links") == whole
        given = [row["running"] for row in book.rows("select running from numbers where kind = 'XJ' order by running")]
        assert given == list(range(1, len(given) + 1)), "no number is lost or given twice"
        assert upkeep.check(book, (LETTERS, PASSAGES, *letters.TABLES)) == []
    finally:
        book.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_sixty_kills_lose_no_acknowledged_act_and_leave_none_by_half(template_with_letters: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(template_with_letters, path)
    chance = random.Random(1958)
    plan = [(point, 2 + 3 * chance.randint(0, 1) + (1 if point == "undo" else 0)) for point in POINTS for _ in range(3)]
    plan += [("", chance.randint(0, 6)) for _ in range(60 - len(plan))]
    chance.shuffle(plan)
    saved: dict[int, str] = {}
    undone: set[int] = set()
    clerks = subprocess.Popen([sys.executable, "-c", CHILD], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with clerks:
        for turn, (point, after) in enumerate(plan, start=1):
            more, back = run_and_kill(clerks, path, point, after)
            assert len(more) >= (after if point else after + 1)
            saved |= more
            undone |= back
            if turn % 6 == 0:
                look_over(path, saved, undone)
        assert clerks.stdin is not None
        clerks.stdin.close()
    look_over(path, saved, undone)
    assert len(plan) >= 50


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("strace") is None, reason="counts system calls with strace")
def test_each_act_is_on_the_disk_before_it_is_shown_as_saved(template: Path, tmp_path: Path) -> None:
    """Between two lines that say "saved" at least one fsync or fdatasync of the book's log is seen to return."""
    path = tmp_path / "office.db"
    shutil.copyfile(template, path)
    script = f"""
import os
from pathlib import Path
from unionoffice.core.book import Book
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Worker
book = Book.open(Path({str(path)!r}))
for count in range(20):
    os.write(1, b"begin\\n")
    service.enter_worker(book, Worker(name=f"工{{count}}"))
    os.write(1, b"saved\\n")
book.close()
"""
    trace = tmp_path / "trace"
    done = subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(trace), sys.executable, "-c", script],
        cwd=HERE, check=False, capture_output=True, text=True,
    )
    if not trace.exists() or done.returncode != 0:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()[:200]}")
    synced, between = 0, []
    for line in trace.read_text(errors="replace").splitlines():
        if '"begin\\n"' in line:
            synced = 0
        elif "sync(" in line and "office.db-wal" in line and line.rstrip().endswith("= 0"):
            synced += 1
        elif '"saved\\n"' in line:
            between.append(synced)
    assert len(between) == 20
    assert min(between) >= 1, between
