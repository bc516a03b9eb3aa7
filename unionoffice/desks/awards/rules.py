"""What must hold of a certificate, and how its text is made from a wording."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from unionoffice.core.errors import KnownError
from unionoffice.core.period import CALENDAR, Period, chinese_number, date_words, formal_chinese_date, month_of
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import Language, _
from unionoffice.desks.awards.records import Certificate, Lacking, Printer, Recipient, Standing, Tongue, Voiding, Wording

PLACES = ("name", "unit", "period", "competition", "rank", "title", "grade", "facts", "issuer", "date")
"""The places a wording may have."""

PERSON_LENGTH, UNIT_LENGTH = 40, 60
OFFSET_STEP, OFFSET_MOST = QUANTITY_SCALE // 2, 30 * QUANTITY_SCALE

_PLACE = re.compile(r"\{([^{}]*)\}")
_CLOSING = "特发此状"
_DIGITS = "〇一二三四五六七八九"
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip


def places(text: str) -> list[str]:
    """The names of the places in a wording, in order."""
    return _PLACE.findall(text)


def ordinal(number: int, language: Language) -> str:
    """A rank or grade in words: 三 (as in 第三名, 三等奖), or third; from 21 on 21st, beyond 99 in digits."""
    if language == "zh":
        return chinese_number(number) if number <= 99 else str(number)
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def period_words(first: date, last: date, closing_day: int, tongue: Tongue) -> str:
    """The days of a competition as a certificate names them: 一九五八年第一季度, or February 1958; else from day to day."""
    language: Language = "zh" if tongue is Tongue.CHINESE else "en"
    for closes in (closing_day, CALENDAR):
        month = month_of(last, closes)
        for period in (
            Period.of_month(month, closes),
            Period.of_quarter(month.year, (month.number + 2) // 3, closes),
            Period.of_half(month.year, (month.number + 5) // 6, closes),
            Period.of_year(month.year, closes),
        ):
            if (period.first, period.last) == (first, last):
                return _formal(period.name(language)) if language == "zh" else period.name(language)
    if language == "zh":
        return f"{formal_chinese_date(first)}至{formal_chinese_date(last)}"
    return f"{date_words(first, language)} to {date_words(last, language)}"


def _formal(name: str) -> str:
    """1958年2月份 as 一九五八年二月份: the year digit by digit, the month as a number."""
    year, rest = name.split("年", 1)
    digits = "".join(_DIGITS[int(digit)] for digit in year)
    return f"{digits}年" + re.sub(r"\d+", lambda number: chinese_number(int(number[0])), rest)


def period_beside(period: str, competition: str) -> str:
    """What is left to say of the period beside a competition's name that begins with it, or with its month or quarter.

    二月份班组竞赛 of 一九五八年二月份 leaves 一九五八年; 1958年二月份竞赛 leaves nothing; so does February 1958 Match. Nothing is
    left to say either where the name itself ends with the period.
    """
    said, name = _with_digits(period).lower(), _with_digits(competition).lower()
    year = re.match(r"\d{4}年", said)
    if not said or not name:
        return period
    if said in name:
        return ""
    rest = said[year.end() :] if year else ""
    if rest and any(name.startswith(each) for each in (rest, rest.removesuffix("份"), rest.removeprefix("第"))):
        return period[: period.index("年") + 1]
    month = re.fullmatch(r"(.+) (\d{4})", said)
    if month and name.startswith((month[1] + " ", month[1] + "'")):
        return month[2]
    return period


def _with_digits(text: str) -> str:
    """A text with its Chinese years, months and quarters in digits, so that 一九五八年十二月 and 1958年12月 are the same."""
    text = re.sub(r"[〇一二三四五六七八九]{4}(?=年)", lambda year: "".join(str(_DIGITS.index(each)) for each in year[0]), text)
    return re.sub(r"[一二三四五六七八九十]{1,3}(?=月|日|季)", lambda number: str(_number(number[0])), text)


def _number(words: str) -> int:
    """A Chinese number below 100: 十二 is 12, 二十 is 20."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.index(words) if len(words) == 1 else 0
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def is_rank(title: str) -> bool:
    """Whether the title of an award only names a rank, such as 第一名 or First place."""
    return bool(re.fullmatch(r"第?[一二三四五六七八九十\d]+名|(first|second|third|\d+(st|nd|rd|th)) place", title.strip().lower()))


def check_wording(wording: Wording) -> None:
    """Raise KnownError, naming the field, when a wording is empty, has an unknown place, or does not begin with the name."""
    if not wording.name.strip():
        raise KnownError(_("Give the wording a name, by which it is chosen."), field="name")
    for field, text in (("chinese", wording.chinese), ("english", wording.english)):
        if not text.strip():
            raise KnownError(_("Write the wording in Chinese and in English."), field=field)
        for place in places(text):
            if place not in PLACES:
                raise KnownError(
                    _("There is no place “{place}” in a wording. Known are: {known}.",
                      place="{" + place + "}", known=" ".join("{" + known + "}" for known in PLACES)),
                    field=field,
                )
        if re.search(r"[{}]", _PLACE.sub("", text)):
            raise KnownError(_("A place is written between two braces, such as {place}.", place="{name}"), field=field)
        line, found, rest = split(text)
        if not found or not rest.strip() or not {"name", "unit"} & set(places(line)):
            raise KnownError(
                _("A wording begins with the recipient and a colon, such as {example}.", example="{name}同志："), field=field
            )


def split(text: str) -> tuple[str, str, str]:
    """A wording parted at its first colon: the recipient line, the colon, the text. Either kind of colon is taken."""
    found = re.search("[：:]", text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def filled(template: str, values: Mapping[str, str]) -> str:
    """A part of a wording with its places filled. Raises KnownError naming the field that is still empty."""

    def fill(place: re.Match[str]) -> str:
        value = values.get(place[1], "")
        if not value:
            raise KnownError(
                _("The wording has a place {place}, and nothing is written for it.", place="{" + place[1] + "}"),
                field={"unit": "name", "date": "dated"}.get(place[1], place[1]),
            )
        return value

    return _PLACE.sub(fill, template)


def values_of(certificate: Certificate, unit_name: str) -> dict[str, str]:
    """What fills the places of a wording; `unit_name` is that of the worker's unit, or empty."""
    language: Language = "zh" if certificate.tongue.value == "zh" else "en"
    return {
        "name": certificate.name,
        "unit": unit_name if certificate.kind.is_person else certificate.name,
        "period": certificate.period,
        "competition": certificate.competition,
        "rank": ordinal(certificate.rank, language) if certificate.rank else "",
        "title": certificate.title,
        "grade": ordinal(certificate.grade, language) if certificate.grade else "",
        "facts": certificate.facts,
        "issuer": certificate.issuer,
        "date": date_words(certificate.dated, language, formal=True),
    }


def written(certificate: Certificate, wording: Wording, unit_name: str) -> tuple[str, str]:
    """The recipient line and the text of a certificate in its language.

    A wording that addresses a unit (or a person) and nothing else addresses a person (or a unit) as well. A period
    that the competition's name begins with is not said twice.
    """
    text = wording.chinese if certificate.tongue.value == "zh" else wording.english
    line, _colon, rest = split(text)
    if certificate.kind.is_person and line.strip() == "{unit}":
        line = "{name}同志" if certificate.tongue.value == "zh" else "{name}"
    elif not certificate.kind.is_person and line.strip() in ("{name}同志", "{name}"):
        line = "{unit}"
    values = values_of(certificate, unit_name)
    if certificate.period and not (beside := period_beside(certificate.period, certificate.competition)):
        rest = re.sub(r"(, ?)?\{period\}", "", rest)  # the competition's name says it
    elif certificate.period:
        values["period"] = beside
    return filled(line, values).strip(), filled(rest, values).strip()


_EXAMPLE = {
    "zh": {
        "name": "李桂兰", "unit": "铸工车间", "period": "一九五八年第一季度", "competition": "车间劳动竞赛", "rank": "一",
        "title": "先进生产者", "grade": "三", "facts": "热心传授技术", "issuer": "工会委员会", "date": "一九五八年四月二日",
    },
    "en": {
        "name": "Li Guilan", "unit": "Foundry", "period": "first quarter of 1958", "competition": "Workshop Competition",
        "rank": "first", "title": "Advanced Producer", "grade": "third", "facts": "teaching others with zeal",
        "issuer": "Union Committee", "date": "2 April 1958",
    },
}  # fmt: skip


def example(wording: Wording) -> tuple[str, str]:
    """A wording with an invented example filled in, in Chinese and in English."""
    return filled(wording.chinese, _EXAMPLE["zh"]), filled(wording.english, _EXAMPLE["en"])


def check(certificate: Certificate) -> None:
    """Raise KnownError, naming the field, for the first thing on a draft that cannot be."""
    name = certificate.name.strip()
    if certificate.kind is Recipient.WORKER and certificate.worker is None:
        raise KnownError(_("Choose the worker who is honoured."), field="worker")
    if certificate.kind is Recipient.UNIT and certificate.unit is None:
        raise KnownError(_("Choose the unit that is honoured."), field="unit")
    if len(name) < 2:
        raise KnownError(_("Write the name as it shall stand on the certificate; it has at least two characters."), field="name")
    most = PERSON_LENGTH if certificate.kind.is_person else UNIT_LENGTH
    if len(name) > most:
        raise KnownError(_("The name has {count} characters; at most {most} find room.", count=len(name), most=most), field="name")
    if not certificate.issuer.strip():
        raise KnownError(_("Write who issues the certificate."), field="issuer")
    for field in ("rank", "grade"):
        number = getattr(certificate, field)
        if number is not None and number < 1:
            raise KnownError(_("A rank or grade is counted from 1."), field=field)


def must_be(certificate: Certificate, standing: Standing) -> None:
    """Raise KnownError when the certificate is not in the state from which the step can be taken."""
    if certificate.standing is standing:
        return
    if certificate.standing is Standing.DRAFT:
        raise KnownError(_("This certificate is still a draft: issue it first."))
    if certificate.standing is Standing.VOIDED:
        raise KnownError(_("Certificate {number} is voided: nothing more can be done with it.", number=certificate.number))
    raise KnownError(
        _("Certificate {number} is issued: it cannot be changed. Void it with a reason and draw up another.",
          number=certificate.number)
    )


def check_voiding(certificate: Certificate, voiding: Voiding) -> None:
    """Raise KnownError when the reason is missing or the day stands before the certificate's date."""
    must_be(certificate, Standing.ISSUED)
    if not voiding.reason.strip():
        raise KnownError(_("Write down the reason."), field="reason")
    if voiding.voided_on < certificate.dated:
        raise KnownError(_("It cannot be voided before {day}, the date it bears.", day=certificate.dated), field="voided_on")


def check_printer(printer: Printer) -> None:
    """Raise KnownError, naming the field: an offset is a multiple of half a millimetre, at most 30 mm either way."""
    if not printer.name.strip():
        raise KnownError(_("Write the printer's name."), field="name")
    for field in ("right", "down"):
        offset = getattr(printer, field)
        if offset % OFFSET_STEP:
            raise KnownError(_("Offsets are measured in half millimetres, such as 1.5."), field=field)
        if abs(offset) > OFFSET_MOST:
            raise KnownError(_("An offset of more than 30 mm means that the paper lies wrong in the printer."), field=field)


def sheet(certificate: Certificate, unprintable: set[str]) -> dict[str, object]:
    """The values of the printed certificate.

    `unprintable` are the characters to be left blank for the brush. The closing phrase
    特发此状，以资鼓励 stands on a line of its own.
    """

    def clear(text: str) -> str:
        return "".join("　" if letter in unprintable else letter for letter in text)

    body = certificate.body
    if certificate.tongue.value == "zh":
        body = re.sub(rf"(?<=[。！])\s*(?={_CLOSING})", "\n", body)
    return {
        "recipient": clear(certificate.addressed),
        "body": clear(body),
        "issuer": clear(certificate.issuer),
        "date": certificate.dated,
        "number": certificate.number,
    }


def must_choose(certificate: Certificate, kai_lacks: set[str], all_lack: set[str]) -> None:
    """Raise KnownError while the clerk has not said what is done with the characters that Kai lacks.

    `all_lack` are those that no typeface of the office has: they can only be left for the brush.
    """
    if kai_lacks and certificate.lacking is None:
        raise KnownError(
            _("The Kai typeface lacks {letters} on the certificate of {name}. "
              "Take them from Song, or leave them blank for the brush?",
              letters=" ".join(sorted(kai_lacks)), name=certificate.name),
            field="lacking",
        )
    if all_lack and certificate.lacking is Lacking.SONG:
        raise KnownError(
            _("No typeface has {letters} on the certificate of {name}. Leave them blank for the brush.",
              letters=" ".join(sorted(all_lack)), name=certificate.name),
            field="lacking",
        )
