"""The command line: the window's errands without the window.

Every command imports what it needs when it is called, so that asking for help loads neither Qt nor the printing.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unionoffice import lists
from unionoffice.core import whole, words
from unionoffice.core.encoding import ENCODINGS
from unionoffice.core.errors import Interrupted, KnownError
from unionoffice.core.words import LANGUAGES, Language, _

if TYPE_CHECKING:
    from unionoffice.core.book import Book, Tell
    from unionoffice.core.intake import Intake
    from unionoffice.core.search import Hit
    from unionoffice.printing.export import Encoding
    from unionoffice.printing.paper import Paper

DONE, TROUBLE, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; give the exit code: 0 done, 1 a known trouble told in one line, 2 wrong usage."""
    words.use(system_language())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        code = commands().main(given, prog_name="unionoffice", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except KnownError as trouble:
        return _told(str(trouble))
    except OSError as trouble:
        return _told(": ".join(str(part) for part in (trouble.filename, trouble.strerror or trouble) if part))
    except (click.Abort, KeyboardInterrupt, Interrupted):
        return _told(_("Stopped."))
    except Exception:  # noqa: BLE001 - the last line of defence: the clerk gets one sentence, the developers the whole story
        return _told(_("This is a fault of the program, not yours. What happened is written in {path}.", path=_logged()))


def _told(text: str) -> int:
    """Say a trouble in one line."""
    click.echo("unionoffice: " + " ".join(text.split()), err=True)
    return TROUBLE


def _logged() -> Path:
    from unionoffice.core import paths

    path = paths.user_data() / "trouble.log"
    with path.open("a", encoding="utf-8") as file:
        file.write(traceback.format_exc() + "\n")
    return path


def system_language() -> Language:
    """The language of the system: Chinese or, for every other, English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    if sys.platform == "win32":
        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 4 else "en"
    return "en"


# -- the commands --------------------------------------------------------------------------


class _Commands(click.Group):
    """The commands; a first word that is none of them is the book whose window shall open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or not (args[0] in self.commands or args[0].startswith("-")):
            args = ["open", *args]
        return super().parse_args(ctx, args)


def commands() -> click.Group:
    """All commands with their help in the language spoken here."""
    file = click.Path(path_type=Path)
    book = click.Argument(["book"], type=file, metavar="BOOK")
    spoken = click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), default=words.language(), show_default=True, help=_("Language of the paper.")
    )
    group = _Commands(
        "unionoffice",
        help=_("The office book of a grassroots trade union. `unionoffice BOOK` opens the window; without a book, the last one."),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    group.add_command(click.Command(
        "open", callback=open_window, help=_("Open the window over a book."), hidden=True,
        params=[click.Argument(["book"], type=file, required=False, metavar="[BOOK]")],
    ))  # fmt: skip
    group.add_command(click.Command(
        "demo", callback=demo, help=_("Make the invented sample office in a folder, print its papers, and open it."),
        params=[
            click.Argument(["folder"], type=file, metavar="DIR"),
            click.Option(["--no-window"], is_flag=True, help=_("Do not open the window.")),
            click.Option(["--rows"], type=click.IntRange(1, 10_000_000), metavar="N",
                         help=_("Make an office of this many entries instead, to see how the program feels after decades.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "print", callback=print_paper,
        help=_("Print a paper as PDF: FORM is proposal, certificate, minutes, contract, score-sheet and so on. "
               "With neither number nor month it comes out blank, to be filled in by hand."),
        params=[
            book,
            click.Argument(["form"], metavar="FORM"),
            click.Option(["--no", "numbers"], multiple=True, metavar="NUMBER",
                         help=_("Register number of the record, or a name; several times for several records.")),
            click.Option(["--month"], metavar="MONTH", help=_("Month of the paper, such as 1958-02; also 1958-Q1, 1958-H1, 1958.")),
            spoken,
            click.Option(["--out"], type=file, required=True, metavar="FILE.pdf", help=_("Where the PDF goes.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "month", callback=month, help=_("Write the summary of a month as PDF, XLSX and CSV."),
        params=[
            book,
            click.Argument(["period"], metavar="MONTH"),
            click.Option(["--out"], type=file, required=True, metavar="DIR", help=_("The folder for the three files.")),
            spoken,
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "sheet", callback=sheet_to_fill,
        help=_("Make a spreadsheet for a workshop to fill: proposals, exposures, workers, or the figures of a month."),
        params=[
            book,
            click.Argument(["what"], type=click.Choice(["proposals", "exposures", "workers", "figures"])),
            click.Option(["--unit"], metavar="NAME", help=_("The unit that shall fill it; otherwise the whole plant.")),
            click.Option(["--month"], metavar="MONTH", help=_("Figures: the month, such as 1958-02.")),
            click.Option(["--lines"], type=click.IntRange(1, 2000), default=100, show_default=True, help=_("How many lines.")),
            spoken,
            click.Option(["--out"], type=file, required=True, metavar="FILE.xlsx", help=_("Where the spreadsheet goes.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "import", callback=take_in,
        help=_("Take in a list, a spreadsheet or CSV: as one act that can be undone, or nothing."),
        params=[
            book,
            click.Argument(["what"], type=click.Choice(list(lists.LISTS))),
            click.Argument(["source"], type=file, metavar="FILE"),
            click.Option(["--sheet"], metavar="NAME", help=_("The sheet of a workbook; otherwise the first that is not empty.")),
            click.Option(["--encoding"], type=click.Choice(list(ENCODINGS)), help=_("How the letters of a text are written.")),
            click.Option(["--mapping"], metavar="NAME", help=_("The columns mean what was kept under this name.")),
            click.Option(["--faulty"], type=click.Choice(["stop", "skip"]), default="stop", show_default=True,
                         help=_("What becomes of faulty lines: nothing is taken in, or the others are.")),
            click.Option(["--same"], type=click.Choice(["update", "add", "skip"]),
                         help=_("What becomes of lines that stand in the book: changed there, entered once more, left.")),
            click.Option(["--faults"], type=file, metavar="FILE.xlsx", help=_("Where the faulty lines are written, marked.")),
            click.Option(["--outside"], is_flag=True, help=_("Figures: they are those of other plants, for comparing.")),
            click.Option(["--erase"], is_flag=True, help=_("Figures: a blank cell empties what stands; otherwise it leaves it.")),
            click.Option(["--dry-run"], is_flag=True, help=_("Only say what would be taken in.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "export", callback=export,
        help=_("Write a register as XLSX or CSV: REGISTER is workers, saving-proposals, exposures and so on."),
        params=[
            book,
            click.Argument(["register"], metavar="REGISTER"),
            click.Option(["--to"], type=file, required=True, metavar="FILE.xlsx|csv", help=_("Where the list goes.")),
            click.Option(["--encoding"], type=click.Choice(["utf-8", "gb18030"]), default="utf-8", show_default=True,
                         help=_("Of the CSV: gb18030 for older programs.")),
            click.Option(["--all-fields"], is_flag=True,
                         help=_("All fields with their lines, to come back without loss; else the columns of the screen.")),
            click.Option(["--filter", "chosen"], metavar="NAME", help=_("Only what this filter or kept view shows.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "score", callback=score, help=_("Show ranks, totals and points of a competition."),
        params=[
            book,
            click.Argument(["number"], metavar="NUMBER"),
            click.Option(["--format", "layout"], type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
                         help=_("How it is written.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "compare", callback=compare,
        help=_("Compare the units by an indicator: rank, value, gap to the leader, and what each would gain by reaching it."),
        params=[
            book,
            click.Argument(["indicator"], metavar="INDICATOR"),
            click.Option(["--month"], metavar="MONTH",
                         help=_("Month, such as 1958-02; also 1958-Q1, 1958-01..03, 1958. Without it, the latest with figures.")),
            click.Option(["--group", "named"], metavar="GROUP", help=_("Only this group of comparables.")),
            click.Option(["--format", "layout"], type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
                         help=_("How it is written.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "due", callback=due, help=_("List what is overdue, due in the week to come, and waiting, from all desks."),
        params=[
            book,
            click.Option(["--on"], metavar="DATE", help=_("The day to count from, such as 1958-03-31; without it, today.")),
        ],
    ))  # fmt: skip
    group.add_command(click.Command(
        "check", callback=check, help=_("Look the whole book over; a line for each fault."), params=[book],
    ))  # fmt: skip
    group.add_command(click.Command(
        "backup", callback=backup, help=_("Make a checked copy of the book beside it, or in another place."),
        params=[book, click.Option(["--to"], type=file, metavar="FILE", help=_("Where the copy goes."))],
    ))  # fmt: skip
    group.add_command(click.Command(
        "restore", callback=restore, help=_("Put a backup in the place of the book; the book as it was is kept beside it."),
        params=[book, click.Argument(["source"], type=file, metavar="FROM")],
    ))  # fmt: skip
    return group


# -- the window ---------------------------------------------------------------------------


def no_display() -> bool:
    """Whether nobody could see a window here."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.split(":")[0] in ("offscreen", "minimal")
    return sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(book: Path | None) -> int:
    """Open the window over a book, or the last one."""
    if no_display():
        raise KnownError(
            _("There is no display here, so the window cannot be opened. See `unionoffice --help` for the other errands.")
        )
    from unionoffice import app

    return app.main(book)


def demo(folder: Path, no_window: bool, rows: int | None) -> int:
    """Make the sample office, or one of a given size, print its papers, open its window if somebody can see it."""
    if rows is None:
        from unionoffice import sample

        path = sample.make(folder)
        click.echo(_("The sample office, all invented: {path}", path=path))
        papers = sample.print_papers(path, folder / "papers", words.language())
        click.echo(_("Its papers: {count} files in {path}", count=len(papers), path=folder / "papers"))
    else:
        path = _large_office(folder, rows)
        click.echo(_("An office of {count} entries, all invented: {path}", count=f"{rows:,}", path=path))
    if no_window:
        return DONE
    if no_display() or not _window_can_open():
        click.echo(_("There is no display here, so its window is not opened. Open it later with: unionoffice {path}", path=path))
        return DONE
    from unionoffice import app

    return app.main(path)


def _large_office(folder: Path, rows: int) -> Path:
    from unionoffice import large_sample

    with click.progressbar(length=rows, label=_("Entries"), file=sys.stderr) as bar:
        return large_sample.make(folder, rows, lambda done, _all: bar.update(done - bar.pos))


def _window_can_open() -> bool:
    """Whether Qt finds a screen: tried in a program of its own, for without one Qt ends the program it runs in."""
    if not sys.platform.startswith("linux") or getattr(sys, "frozen", False):
        return True
    tried = subprocess.run(
        [sys.executable, "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"], capture_output=True, check=False
    )
    return tried.returncode == 0


# -- lists that leave -----------------------------------------------------------------------


def export(book: Path, register: str, to: Path, encoding: Encoding, all_fields: bool, chosen: str | None) -> int:
    """Write a register to a file, all of it or what a filter shows."""
    from unionoffice import registers
    from unionoffice.printing import export as exports

    listed = registers.named(register)
    if listed is None:
        known = ", ".join(each.name for each in registers.REGISTERS)
        raise click.BadParameter(
            _("There is no register {register}. There are: {known}.", register=register, known=known), param_hint="REGISTER"
        )
    with _to_read(book) as opened, opened.one_moment():
        what = registers.leaving(opened, listed, chosen or "all", whole=all_fields)
        if encoding != "utf-8" and (rare := exports.beyond_gbk(opened, what)):
            click.echo(rare.words(), err=True)
        with click.progressbar(length=1, label=_("Entries"), file=sys.stderr) as bar:
            rows = exports.write(opened, what, to, encoding=encoding, told=_advancing(bar))
    click.echo(_("{count} entries written: {path}", count=f"{rows:,}", path=to))
    return DONE


def _advancing(bar: Any) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        bar.length = max(total, 1)
        bar.update(done - bar.pos)

    return told


# -- papers --------------------------------------------------------------------------------


def print_paper(book: Path, form: str, numbers: tuple[str, ...], month: str | None, lang: Language, out: Path) -> int:
    """Print one paper to a PDF file, of records or of a period, or blank; and write down that it was printed."""
    from unionoffice.papers import PAPERS, named

    wanted = named(form)
    if not wanted:
        known = ", ".join(dict.fromkeys(paper.form.replace("_", "-") for paper in PAPERS))
        raise click.BadParameter(_("There is no form {form}. There are: {known}.", form=form, known=known), param_hint="FORM")
    if numbers and month:
        raise click.UsageError(_("Give either a number or a month, not both."))
    if numbers and wanted[0].of not in ("record", "selection"):
        raise click.UsageError(_("{form} is a paper of a period: give --month.", form=form))
    if month and wanted[0].of != "period":
        raise click.UsageError(_("{form} is a paper of one record: give --no.", form=form))
    _keep_apart(out, book)
    with _writing_if_possible(book) as opened:
        return _print(opened, wanted, numbers, month, lang, out)


def _keep_apart(out: Path, book: Path) -> None:
    if out.resolve() == book.resolve():
        raise KnownError(_("{path} is the book itself. Choose another file.", path=out))


def _telling(bars: ExitStack) -> Tell:
    """What says on stderr how far a long errand is, with a bar for each part of it; the last bar is ended with `bars`."""
    said = ""
    advance = _advancing(None)

    def tell(done: int, total: int, what: str) -> None:
        nonlocal said, advance
        if what != said:
            bars.close()
            said = what
            advance = _advancing(bars.enter_context(click.progressbar(length=max(total, 1), label=what, file=sys.stderr)))
        advance(done, total)

    return tell


@contextmanager
def _to_read(path: Path) -> Iterator[Book]:
    """The book for reading; when it must be brought up to date first, that is told."""
    from unionoffice import opening

    with ExitStack() as bars, opening.to_read(path, _telling(bars)) as book:
        bars.close()
        yield book


@contextmanager
def _to_write(path: Path) -> Iterator[Book]:
    """The book for writing; when it must be brought up to date first, that is told."""
    from unionoffice import opening

    with ExitStack() as bars, opening.to_write(path, _telling(bars)) as book:
        bars.close()
        yield book


def _writing_if_possible(path: Path) -> Any:
    """The book for writing when nobody else writes in it, else for reading."""
    from unionoffice import opening
    from unionoffice.core import book as books
    from unionoffice.core.lock import Lock

    books.looks_like_a_book(path)
    if not opening.can_be_written(path):
        return _to_read(path)
    lock = Lock(path)
    if not lock.take(""):
        return _to_read(path)
    lock.release()
    return _to_write(path)


def _print(
    book: Book, wanted: Sequence[Paper], numbers: Sequence[str], month: str | None, lang: Language, out: Path
) -> int:
    from unionoffice.core import office as offices
    from unionoffice.core.period import Period
    from unionoffice.printing import make

    paper, rows, period = wanted[0], [], ""
    if numbers:
        hits = [_record(book, wanted, number) for number in numbers]
        paper = next(each for each in wanted if each.subject == hits[0].tbl)
        rows = [hit.row for hit in hits]
        again = len(rows) == 1 and paper.final and bool(book.printings(paper.form, paper.subject, rows[0], ""))
        if len(rows) == 1:
            data = make.pdf_of(book, paper, rows[0], lang, reprint=again)
        else:
            data = make.pdf_of_many(book, paper, rows, lang)
    elif month:
        subject = Period.parse(month, offices.office(book).closing_day)
        period = str(subject)
        data = make.pdf_of(book, paper, subject, lang)
    else:
        data = make.blank_pdf(book, paper, lang)
    _written(out, data)
    if not (rows or period):
        return DONE
    if not book.writable:
        click.echo(_("The book is open for reading only here: the printing is not written down in it."), err=True)
        return DONE
    for row in rows or [0]:
        offices.note_printed(
            book, paper.form, paper.title, tbl=paper.subject if rows else "", row=row, period=period, language=lang,
            final=paper.final,
        )  # fmt: skip
    return DONE


def _record(book: Book, wanted: Sequence[Paper], number: str) -> Hit:
    """The record a paper is wanted of: by register number, paper number, works number or name."""
    subjects = [paper.subject for paper in wanted]
    hit = book.numbered(number)
    if hit is not None and hit.tbl in subjects:
        return hit
    plain = number.strip()
    found = [
        each
        for tbl in subjects
        for each in book.search(plain, tbl=tbl, limit=500)
        if plain in (each.title, each.old_number, *each.note.split(" · ")) or each.number.startswith(f"{plain.upper()}-")
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise KnownError(_("{count} records answer to {number}. Give the number.", count=len(found), number=number))
    if hit is not None:
        raise KnownError(_("{number} is “{title}”, and this paper is not made of that.", number=hit.number, title=hit.title))
    raise KnownError(_("There is no {number} in this book.", number=number))


def _written(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and say where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.write(path, data)
    click.echo(str(path))


def month(book: Path, period: str, out: Path, lang: Language) -> int:
    """Write the summary of a period as PDF, XLSX and CSV; an issued one as it was handed out."""
    from unionoffice.core import office as offices
    from unionoffice.core.period import Period
    from unionoffice.desks.monthly import sheets

    with _to_read(book) as opened:
        wanted = Period.parse(period, offices.office(opened).closing_day)
        for name, data in sheets.export(opened, wanted, lang).items():
            _written(out / name, data)
    return DONE


# -- the roster and competitions --------------------------------------------------------------


def sheet_to_fill(book: Path, what: str, unit: str | None, month: str | None, lines: int, lang: Language, out: Path) -> int:
    """Make a sheet to fill."""
    from unionoffice import fill_sheets
    from unionoffice.core.period import Month
    from unionoffice.desks.roster import service as roster

    if out.suffix.lower() != ".xlsx":
        raise KnownError(_("A sheet to fill is an XLSX file: {path} must end with .xlsx.", path=out.name))
    with _to_read(book) as opened:
        where = roster.unit_names(opened).find(unit) if unit else None
        data = fill_sheets.make(opened, what, lang, unit=where, month=Month.parse(month) if month else None, lines=lines)
    _written(out, data)
    return DONE


def take_in(
    book: Path, what: str, source: Path, sheet: str | None, encoding: str | None, mapping: str | None, faulty: str,
    same: str | None, faults: Path | None, outside: bool, erase: bool, dry_run: bool,
) -> int:  # fmt: skip
    """Take a list in, or only say what it holds; each faulty line is told with its reason."""
    from unionoffice.core import filling
    from unionoffice.core.spreadsheet import open_source

    if (erase or outside) and what != "figures":
        raise KnownError(_("--erase and --outside are for figures only."))
    if erase and outside:
        raise KnownError(_("A blank cell never empties another plant's figure: leave out --erase."))
    if faults is not None and (_same_file(faults, book) or _same_file(faults, source)):
        raise KnownError(_("{path} is the list or the book itself. Choose another file.", path=faults))
    what = "outside" if outside else what
    with _to_read(book) if dry_run else _to_write(book) as opened:
        listed = _listed(what, erase)
        rows = filling.as_list(opened, open_source(source, sheet=sheet, encoding=encoding), listed).rows
        _take_in_list(opened, listed, rows, mapping=mapping, faulty=faulty, same=same, faults=faults, dry_run=dry_run)
    return DONE


def _listed(what: str, erase: bool) -> Intake[Any]:
    if not erase:
        return lists.named(what)
    from unionoffice.desks.figures import intake

    return intake.ERASING


def _same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _take_in_list(
    book: Book, listed: Intake[Any], rows: list[list[str]], *, mapping: str | None, faulty: str, same: Any, faults: Path | None,
    dry_run: bool,
) -> None:  # fmt: skip
    from unionoffice.core import intake, office

    kept = office.kept_arrangements(book, listed.name)
    if mapping is not None and mapping not in kept:
        known = _("; ").join(kept) or _("none")
        raise KnownError(_("No columns are kept under the name {name}. Kept are: {known}.", name=mapping, known=known))
    last = office.last_arrangements(book, listed.name)
    found = intake.read_rows(book, rows, listed, kept=kept.get(mapping or ""), last=last)
    if same is not None:
        intake.decide(found, same)
    unread = [each.head for each in found.arrangement.columns if each.head and not each.field]
    if unread:
        click.echo(_("Columns that are not taken in: {heads}.", heads=_("; ").join(unread)))
    wrong = found.faults
    for fault in wrong:
        place = _("line {number}, {column} “{value}”", number=fault.line, column=found.head_of(fault), value=fault.value)
        click.echo(f"{place}: {fault.reason}")
    if faults is not None and wrong:
        from unionoffice.printing import fault_list

        whole.write(faults, fault_list.of_reading(found, words.language()))
        click.echo(_("The faulty lines are saved: {path}", path=faults))
    for said in dict.fromkeys(intake.said_of_line(found, line) for line in found.lines):
        if said:
            click.echo(said)
    for number, said in intake.said_of_changes(found):
        click.echo(_("line {number}: {fault}", number=number, fault=said))
    if left := intake.left_behind(found):
        click.echo(left)
    if faulty == "stop":
        _refuse_faulty(found.counts().faulty, len(found.lines))
    planned = intake.plan(found, faulty="skip")
    click.echo(_("{list}: {said}.", list=_(listed.label), said=intake.said_of(planned.counts)))
    if not dry_run:
        click.echo(_("{count} lines were taken in.", count=listed.take_in(book, planned, lambda _done, _all: None)))


def _refuse_faulty(faulty: int, lines: int) -> None:
    if faulty:
        raise KnownError(_("Nothing was taken in: {count} of {all} lines are faulty.", count=faulty, all=lines))


def score(book: Path, number: str, layout: str) -> int:
    """Show how a competition stands: as published, or as reckoned so far."""
    import json

    from unionoffice.desks.competitions import service as competitions
    from unionoffice.printing import tables

    with _to_read(book) as opened:
        hit = opened.numbered(number)
        if hit is None:
            raise KnownError(_("There is no {number} in this book.", number=number))
        if hit.tbl != "competitions":
            raise KnownError(_("{number} is “{title}”, not a competition.", number=hit.number, title=hit.title))
        standings: list[dict[str, Any]] = competitions.standings(opened, hit.row)
    if layout == "json":
        click.echo(json.dumps({"number": hit.number, "name": hit.title, "standings": standings}, ensure_ascii=False, indent=2))
        return DONE
    heads, rows = _score_table(standings)
    if layout == "csv":
        sys.stdout.buffer.write(tables.csv_bytes(heads, rows, words.language()))
        return DONE
    click.echo(f"{hit.number}  {hit.title}")
    for line in aligned([heads, *rows]):
        click.echo(line)
    return DONE


def _score_table(standings: Sequence[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    from unionoffice.desks.competitions.records import Standing

    indicators = list(standings[0]["points"]) if standings else []
    known = {standing.value: standing for standing in Standing}
    heads = [_("Rank"), _("Participant"), *indicators, _("Total"), _("Remark")]
    rows = []
    for each in standings:
        standing = known[each["standing"]]
        points = [each["points"].get(name) or "" for name in indicators]
        said = "" if standing is Standing.RANKED else _(standing.word)
        rows.append([str(each["rank"] or ""), each["participant"], *points, each["total"] or "", said])
    return heads, rows


def compare(book: Path, indicator: str, month: str | None, named: str | None, layout: str) -> int:
    """Show rank, value, gap and gain of every unit by an indicator, group by group."""
    import json

    from unionoffice.desks.comparison import reckoning
    from unionoffice.desks.comparison import service as comparison
    from unionoffice.printing import tables

    with _to_read(book) as opened:
        found = comparison.asked_for(opened, indicator, month, named)
        said = [reckoning.as_data(each) for each in found]
    if layout == "json":
        whole = [{name: value for name, value in each.items() if name != "said"} for each in said]
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return DONE
    heads = [
        _("Rank"), _("Unit"), _("Value"), _("Gap"), _("Gap in %"), _("Gain"), _("Gain counted in"), _("Yuan"), _("Remark"),
    ]  # fmt: skip
    fields = ("rank", "unit", "value", "gap", "percent", "gain", "measure", "yuan", "remark")
    tabled = [[[str(row[name] or "") for name in fields] for row in each["units"]] for each in said]
    if layout == "csv":
        rows = [[each["group"], *row] for each, group in zip(said, tabled, strict=True) for row in group]
        sys.stdout.buffer.write(tables.csv_bytes([_("Group of comparables"), *heads], rows, words.language()))
        return DONE
    for place, (each, rows) in enumerate(zip(said, tabled, strict=True)):
        if place:
            click.echo()
        click.echo(f"{each['group']}: {each['indicator']} {each['measure']} · {each['period']} · {each['direction']}")
        for line in aligned([heads, *rows]):
            click.echo(line)
        for line in each["said"]:
            click.echo(line)
    return DONE


def due(book: Path, on: str | None) -> int:
    """List what is overdue, due or waiting on a day: date, whether it is overdue, number, what is owed, of what, by whom."""
    import datetime

    from unionoffice.core.period import Month, parse_date
    from unionoffice.desks.today import rules
    from unionoffice.desks.today import service as today

    now = datetime.date.today()
    day = parse_date(on, Month(now.year, now.month)) if on else now
    with _to_read(book) as opened:
        entries = today.gather(opened, day)
    if not entries:
        click.echo(_("On {day} nothing is due, overdue or waiting.", day=day))
        return DONE
    heads = [_("Date"), "", _("Number"), _("What is owed"), _("Of what"), _("Who")]
    english = words.language() == "en"
    rows = [
        [
            "" if each.due.day is None else each.due.day.isoformat(),
            str(rules.mark(each.due, day)), each.due.number, str(each.due.what), each.due.title,
            rules.owner(each, english=english),
        ]
        for each in entries
    ]  # fmt: skip
    for line in aligned([heads, *rows]):
        click.echo(line)
    return DONE


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows with their columns under each other; a Chinese character is two letters wide."""
    columns = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (columns[place] - width(cell)) for place, cell in enumerate(row)).rstrip() for row in rows
    ]


def width(text: str) -> int:
    """How many letters wide a text stands on a screen of equal letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


# -- looking after the book ------------------------------------------------------------------


def check(book: Path) -> int:
    """Look the whole book over: a line for each fault, and 1 when there is any."""
    from unionoffice import schema
    from unionoffice.core import upkeep

    with _to_read(book) as opened, opened.one_moment(), ExitStack() as bars:
        faults = upkeep.check(opened, schema.TABLES, _telling(bars))
    for fault in faults:
        click.echo(fault)
    if faults:
        raise KnownError(
            _("{count} faults were found. Restore the latest sound backup: unionoffice restore BOOK FROM.", count=len(faults))
        )
    click.echo(_("All is well."))
    return DONE


def backup(book: Path, to: Path | None) -> int:
    """Make a checked copy of the book."""
    from unionoffice.core import backup
    from unionoffice.core import book as books

    books.looks_like_a_book(book)
    if to is not None and to.exists():
        raise KnownError(_("There is already a file {path}. Choose another name.", path=to))
    click.echo(str(backup.back_up(book, to.parent if to else backup.backup_folder(book), to=to)))
    return DONE


def restore(book: Path, source: Path) -> int:
    """Put a backup in the place of the book."""
    from unionoffice import opening

    with ExitStack() as bars:
        kept = opening.restore(book, source, _telling(bars))
    click.echo(_("{book} is restored from {source}.", book=book, source=source))
    if kept is not None:
        click.echo(_("The book as it was is kept: {path}", path=kept))
    return DONE
