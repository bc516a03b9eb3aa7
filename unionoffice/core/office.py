"""What the office does about itself: its name and settings, its clerks, pictures kept with records, and what was printed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.kept import ATTACHMENTS, FORMS, PRINTED, FormText, Printed
from unionoffice.core.period import CALENDAR, Month, Period, month_of
from unionoffice.core.record import Record, Table, Worded, changed, shown
from unionoffice.core.words import N_, Language, _, set_office_words


class ScreenLanguage(Worded):
    """The language of the screen."""

    CHINESE = "zh", N_("Chinese")
    ENGLISH = "en", N_("English")


class Office(Record):
    """The office that keeps the book (基层工会): what stands at the head of its papers, and its habits."""

    union: Annotated[str, shown(N_("Full name of the union"))] = ""
    union_english: Annotated[str, shown(N_("Its English name"), hint=N_("for English papers; may stay empty"))] = ""
    enterprise: Annotated[str, shown(N_("Enterprise"))] = ""
    higher: Annotated[str, shown(N_("Higher union"))] = ""
    code: Annotated[str, shown(N_("Short code"), hint=N_("a few letters or digits"))] = ""
    closing_day: Annotated[
        int, shown(N_("Months close on day"), ge=1, le=31, hint=N_("31 is the calendar month; 25 closes on the 25th"))
    ] = CALENDAR
    reply_days: Annotated[int, shown(N_("Days for a reply to an opinion"), ge=1, le=365)] = 7
    at_once_days: Annotated[int, shown(N_("Days in which “at once” is done"), ge=0, le=365)] = 3
    sample: bool = False  # the invented sample office says so on its papers


def office(book: Book) -> Office:
    """The office's settings as they stand."""
    kept = book.setting("office", {})
    return Office(**{name: value for name, value in kept.items() if name in Office.__struct_fields__})


def set_office(book: Book, settings: Office) -> None:
    """Change the office's settings. Raises KnownError with the field at fault."""
    if not settings.union.strip():
        raise KnownError(_("Write the union's full name; it stands at the head of every paper."), field="union")
    if not 1 <= settings.closing_day <= 31:
        raise KnownError(_("The closing day is a number from 1 to 31."), field="closing_day")
    values = msgspec.to_builtins(settings)
    del values["id"]
    with book.act(N_("Change the office's settings")) as act:
        act.set("office", values)


def set_first_numbers(book: Book, first: Mapping[str, int]) -> None:
    """Say where the paper registers stand: {"JY-1958": 31} makes JY-1958-0031 the next number.

    Raises KnownError when a number would be given a second time.
    """
    for key, running in first.items():
        kind, year = key.split("-")
        highest = book.value("select max(running) from numbers where kind = :k and year = :y", k=kind, y=int(year)) or 0
        if running <= highest:
            raise KnownError(
                _("{kind} numbers of {year} already go up to {highest}.", kind=kind, year=year, highest=highest), field=key
            )
    with book.act(N_("Set the next register numbers")) as act:
        act.set("first_numbers", {**book.setting("first_numbers", {}), **first})


def month_period(book: Book, month: Month) -> Period:
    """A month as this office closes it."""
    return Period.of_month(month, office(book).closing_day)


def month_of_day(book: Book, day: datetime.date) -> Month:
    """The month to which this office counts a day."""
    return month_of(day, office(book).closing_day)


# -- clerks ------------------------------------------------------------------------


def clerks(book: Book) -> list[str]:
    """The names of the clerks who may open the book."""
    return list(book.setting("clerks", {}))


def set_clerk(book: Book, name: str, pin: str = "") -> None:
    """Enter a clerk, or change the clerk's PIN; an empty PIN means none is asked."""
    if not name.strip():
        raise KnownError(_("Write the clerk's name."), field="clerk")
    if pin and not (pin.isdigit() and 4 <= len(pin) <= 12):
        raise KnownError(_("A PIN is 4 to 12 digits."), field="pin")
    kept = ""
    if pin:
        import secrets

        salt = secrets.token_hex(8)
        kept = f"{salt}:{_slow_hash(pin, salt)}"
    with book.act(N_("Enter clerk {name}"), name=name.strip()) as act:
        act.set("clerks", {**book.setting("clerks", {}), name.strip(): kept})


def has_pin(book: Book, name: str) -> bool:
    """Whether a PIN is asked of this clerk."""
    return bool(book.setting("clerks", {}).get(name))


def pin_fits(book: Book, name: str, pin: str) -> bool:
    """Whether this is the clerk's PIN."""
    kept = book.setting("clerks", {}).get(name, "")
    if not kept:
        return True
    import secrets

    salt, _colon, wanted = kept.partition(":")
    return secrets.compare_digest(_slow_hash(pin, salt), wanted)


def _slow_hash(pin: str, salt: str) -> str:
    import hashlib  # here, as it brings a cryptographic library of four megabytes that most days need not

    return hashlib.scrypt(pin.encode(), salt=salt.encode(), n=2**14, r=8, p=1).hex()


# -- pictures and papers --------------------------------------------------------------

MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".pdf": "application/pdf"}
_STARTS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "application/pdf": b"%PDF"}
LARGEST_PICTURE = 50_000_000


def attach(book: Book, table: Table[Any], row: int, name: str, data: bytes) -> int:
    """Keep a picture (PNG, JPEG) or a PDF with a record. Raises KnownError for anything else, or over 50 MB."""
    media = MEDIA.get("." + name.rpartition(".")[2].lower(), "")
    if not media or not data.startswith(_STARTS[media]):
        raise KnownError(_("{name} is not a PNG or JPEG picture or a PDF; only those can be kept in the book.", name=name))
    if len(data) > LARGEST_PICTURE:
        raise KnownError(_("{name} is larger than 50 MB. Scan it with fewer dots per inch.", name=name))
    with book.act(N_("Keep {name}"), name=name) as act:
        return act.attach(table, row, name, media, data)


def detach(book: Book, attachment: int) -> None:
    """Take a picture or PDF away from its record."""
    kept = book.get(ATTACHMENTS, attachment)
    with book.act(N_("Take {name} away"), name=kept.name) as act:
        act.delete(ATTACHMENTS, attachment)
        act.touched.setdefault(kept.tbl, set()).add(kept.row)


def note_printed(
    book: Book, form: str, title: str, *, tbl: str = "", row: int = 0, period: str = "", language: str = "zh", final: bool = False
) -> int:
    """Write down that a paper was printed; a second printing of the same is a reprint.

    `title` is the English key of the paper's name. A final paper is handed out: nothing
    before it can be undone.
    """
    before = book.printings(form, tbl, row, period)
    hit = book.hit(tbl, row)
    with book.act(
        N_("Print {paper} {number}"),
        final=final,
        aside=True,
        paper={"key": title, "values": {}},
        number=(hit.number or hit.title) if hit else period,
    ) as act:
        if tbl:
            act.touched.setdefault(tbl, set()).add(row)
        return act.save(
            PRINTED,
            Printed(
                form=form, tbl=tbl, row=row, period=period, language=language, at=act.at, clerk=book.clerk, reprint=bool(before)
            ),
        )


# -- the office's own forms and words ---------------------------------------------------


def set_form(book: Book, name: str, text: str) -> None:
    """Keep the office's own text of a form in the book; from now on it is printed in place of the shipped one."""
    kept = book.one(FormText, "select * from forms where name = :name", name=name)
    with book.act(N_("Change the form {name}"), name=name) as act:
        act.save(FORMS, changed(kept, text=text) if kept else FormText(name=name, text=text))


def drop_form(book: Book, name: str) -> None:
    """Print the shipped form again."""
    kept = book.one(FormText, "select * from forms where name = :name", name=name)
    if kept is not None:
        with book.act(N_("Use the shipped form {name} again"), name=name) as act:
            act.delete(FORMS, kept.id)


class OwnWord(Record):
    """A word of the forms that this office says in another way (用词习惯), such as 座谈会 for 鸣放会."""

    parent: int = 0
    place: int = 0
    language: Annotated[ScreenLanguage, shown(N_("Language"))] = ScreenLanguage.CHINESE
    ours: Annotated[str, shown(N_("Word on the forms"))]
    theirs: Annotated[str, shown(N_("Word of this office"))]


class OwnWords(Record):
    """The office's own word list."""

    words: Annotated[tuple[OwnWord, ...], shown(N_("Words on paper"))] = ()


def own_words(book: Book) -> OwnWords:
    """The office's own word list as it stands."""
    kept: list[list[str]] = book.setting("own_words", [])
    return OwnWords(
        words=tuple(
            OwnWord(language=ScreenLanguage.ENGLISH if each[0] == "en" else ScreenLanguage.CHINESE, ours=each[1], theirs=each[2])
            for each in kept
        )
    )


def set_own_words(book: Book, own: OwnWords) -> None:
    """Change the word list; papers printed from now on use it. Raises KnownError for a word without its other."""
    for word in own.words:
        if not (word.ours.strip() and word.theirs.strip()):
            raise KnownError(_("Write both words of a line: the one on the forms and the one of this office."), field="words")
        if set("{}") & set(word.ours + word.theirs):
            raise KnownError(_("Words on paper hold no braces: {word}", word=word.ours), field="words")
    with book.act(N_("Change the office's own words")) as act:
        act.set("own_words", [[word.language.value, word.ours.strip(), word.theirs.strip()] for word in own.words])
    speak_as(book)


def speak_as(book: Book) -> None:
    """Print with this office's own words from now on."""
    words: dict[Language, dict[str, str]] = {"zh": {}, "en": {}}
    for word in own_words(book).words:
        words["zh" if word.language is ScreenLanguage.CHINESE else "en"][word.ours] = word.theirs
    set_office_words(words)


# -- how lists from elsewhere are arranged -----------------------------------------------

LISTS_REMEMBERED = 40


def kept_arrangements(book: Book, name: str) -> dict[str, dict[str, str]]:
    """What the columns of a kind of list mean, by the names under which the clerk kept it: each heading with its field."""
    kept: dict[str, dict[str, str]] = book.setting("lists", {}).get(name, {}).get("kept", {})
    return kept


def last_arrangements(book: Book, name: str) -> dict[str, dict[str, str]]:
    """What the columns meant the last time, by the headings of the list."""
    last: dict[str, dict[str, str]] = book.setting("lists", {}).get(name, {}).get("last", {})
    return last


def keep_arrangement(book: Book, name: str, called: str, arrangement: Mapping[str, str]) -> None:
    """Keep under a name what the columns of a kind of list mean; what was kept under it before is gone."""
    if not called.strip():
        raise KnownError(_("Write a name under which the columns shall be kept."), field="arrangement_name")
    kept = kept_arrangements(book, name) | {called.strip(): dict(arrangement)}
    _set_lists(book, name, N_("Keep the columns of a list as {name}"), kept=kept, called=called.strip())


def forget_arrangement(book: Book, name: str, called: str) -> None:
    """Keep an arrangement of columns no longer."""
    kept = {each: value for each, value in kept_arrangements(book, name).items() if each != called}
    _set_lists(book, name, N_("Forget the columns kept as {name}"), kept=kept, called=called)


def remember_arrangement(book: Book, name: str, heads: str, arrangement: Mapping[str, str]) -> None:
    """Remember what the columns of a list with these headings meant, for the next list with the same; the oldest are forgotten."""
    last = last_arrangements(book, name)
    if last.get(heads) == dict(arrangement):
        return
    last = {each: value for each, value in last.items() if each != heads} | {heads: dict(arrangement)}
    _set_lists(book, name, N_("Remember the columns of a list"), last=dict(list(last.items())[-LISTS_REMEMBERED:]))


def _set_lists(book: Book, name: str, label: str, called: str = "", **changes: dict[str, dict[str, str]]) -> None:
    lists: dict[str, dict[str, Any]] = book.setting("lists", {})
    with book.act(label, aside=True, name=called) as act:
        act.set("lists", {**lists, name: {**lists.get(name, {}), **changes}})
