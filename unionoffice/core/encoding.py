"""In which encoding a list was saved as text: UTF-8, UTF-16, GB18030 or BIG5, told by marks and by what its characters look like.

GB18030 and BIG5 give most bytes some character each. What tells them apart is whether the characters are those that people use:
the first of the two levels of GB 2312 and of BIG5, and among them the few hundred of which ordinary writing and lists consist.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache

import msgspec

from unionoffice.core.errors import BugError

ENCODINGS = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5": "BIG5",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
"""The encodings that a clerk can choose, and what they are called."""

_CODECS = {"utf-8": "utf-8-sig", "big5": "cp950"}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAMPLE = 200_000
_PREVIEW_LINES = 6
_PREVIEW_WIDTH = 120
_ENOUGH = 0.5
_LEAD = 0.04

_OFTEN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同"
    "现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最"
    "重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各"
    "入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基"
    "眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔单姓别车组"
    "技级厂备注编号职称厂钳铸锻刨铣磨焊装配班男否李刘陈杨黄赵周吴徐孙朱胡郭林罗宋谢唐韩曹邓萧冯曾蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪崔陆"
    "廖姚邱夏谭韦贾邹石熊孟秦薛侯雷龙段郝孔邵史毛顾赖武康贺严尹钱施牛洪龚秀英兰桂芳珍凤玉华志淑贞福祥六七八九零〇增减节约质奖励建议"
    "這個們來為國說時會對過發後裡種經麼學當沒動還進樣開從實軍無與長機業將兩間問並應戰頭體見產話給門東聲員論處義幾條氣題爾變總電數報結務場計區隊決馬書"
    "聽達難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運筆單車組級廠備註編號職劉陳楊黃趙吳孫羅謝韓許鄧馮蔡蘇葉呂蔣鍾盧陸譚韋賈鄒龍顧賴賀嚴錢龔鳳蘭"
    "貞鑄鍛銑裝別稱節約質獎勵建議點"
)


class Candidate(msgspec.Struct, frozen=True):
    """An encoding in which a file can be read: its first lines in it, and how much they look like writing, from 0 to 1."""

    encoding: str
    lines: tuple[str, ...]
    likeness: float

    @property
    def name(self) -> str:
        """What the encoding is called."""
        return ENCODINGS[self.encoding]


def codec_of(encoding: str) -> str:
    """The codec of one of `ENCODINGS`; a mark at the head of the file is no part of the text."""
    if encoding not in ENCODINGS:
        raise BugError(f"no encoding {encoding}")
    return _CODECS.get(encoding, encoding)


def candidates(data: bytes) -> list[Candidate]:
    """The encodings in which the file can be read, the likeliest first; of two as likely GB18030 goes before BIG5.

    Empty when there is none: the file is no text, or is damaged. Only its beginning is looked at.
    """
    sample = data[:SAMPLE]
    marked = next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), "")
    wide = (marked,) if marked.startswith("utf-16") else ("utf-16-le", "utf-16-be") if not marked and len(data) % 2 == 0 else ()
    narrow = ("utf-8", "gb18030", "big5") if b"\x00" not in sample and not marked.startswith("utf-16") else ()
    found = []
    for encoding in (*narrow, *wide):
        text = _start(sample, encoding, whole=len(data) <= SAMPLE)
        if text is None or "\x00" in text:
            continue
        likeness = _likeness(text)
        if encoding == marked or (encoding == "utf-8" and (likeness > _ENOUGH or any(sign >= "\u0800" for sign in text))):
            likeness = 1.0  # three bytes that happen to be UTF-8 are nothing else
        if encoding.startswith("utf-16") and likeness < _ENOUGH:
            continue
        found.append(Candidate(encoding, _lines(text), round(likeness, 3)))
    place = {candidate.encoding: number for number, candidate in enumerate(found)}
    found.sort(
        key=lambda candidate: (-candidate.likeness + (_LEAD if candidate.encoding == "big5" else 0), place[candidate.encoding])
    )
    if _damaged_utf8(sample) and not any(candidate.encoding == "utf-8" for candidate in found):
        return []
    return found


def damage(data: bytes, encoding: str) -> int | None:
    """The number of the first line that is not in that encoding; None when all are."""
    decoder = codecs.getincrementaldecoder(codec_of(encoding))()
    lines, step = 1, 1 << 20
    for start in range(0, max(len(data), 1), step):
        block = data[start : start + step]
        try:
            lines += decoder.decode(block, final=start + step >= len(data)).count("\n")
        except UnicodeDecodeError as error:
            return lines + _newlines(error.object[: error.start], encoding)
    return None


def start_of(data: bytes, encoding: str) -> str:
    """The beginning of a text, as far as a sample goes, without its mark."""
    return _start(data[:SAMPLE], encoding, whole=False) or ""


def _newlines(data: bytes, encoding: str) -> int:
    text = data.decode(codec_of(encoding), "replace")
    return text.count("\n") or text.count("\r")


def _start(sample: bytes, encoding: str, *, whole: bool) -> str | None:
    """The sample as text, without a character that the end of the sample cuts; None when it is not in that encoding."""
    decoder = codecs.getincrementaldecoder(codec_of(encoding))()
    try:
        return decoder.decode(sample, final=whole).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _damaged_utf8(sample: bytes) -> bool:
    """Whether all but a few of the characters beyond ASCII are UTF-8: then it is that, damaged, and no other encoding."""
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for sign in text if sign > "\x7f") - bad
    return good > 0 and bad * 8 < good


def _likeness(text: str) -> float:
    """How much a text looks like writing, 0 to 1: by the share of common characters among those beyond ASCII."""
    signs = text[:20_000]
    plain = sum(1 for sign in signs if sign.isascii() and (sign.isprintable() or sign in "\t\r\n"))
    if plain == len(signs):
        return 1.0
    beyond = [sign for sign in signs if not sign.isascii()]
    unseen = len(signs) - plain - len(beyond)
    if not beyond:
        return 1 - min(unseen * 20 / len(signs), 1)
    common = sum(_weight(sign) for sign in beyond) / len(beyond)
    return max(common - unseen * 20 / len(signs), 0)


@cache
def _weight(sign: str) -> float:
    """1 for the few hundred characters that people write most, less for common ones and signs, 0 for what hardly anyone writes."""
    if sign in _OFTEN:
        return 1
    if "\u3000" <= sign <= "\u3002" or "\uff01" <= sign <= "\uff5e" or sign in "“”‘’《》（）、·—…①②③④⑤√×¥￥":
        return 1
    if "\u4e00" <= sign <= "\u9fff":
        return 0.6 if _of_first_level(sign) else 0.05
    kind = unicodedata.category(sign)
    if kind in {"Cn", "Co", "Cs", "Cc"}:
        return 0
    return 0.5 if kind[0] == "L" and sign < "\u0250" else 0.1


def _of_first_level(sign: str) -> bool:
    try:
        if 0xB0 <= sign.encode("gb2312")[0] <= 0xD7:
            return True
    except UnicodeEncodeError:
        pass
    try:
        return 0xA4 <= sign.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False


def _lines(text: str) -> tuple[str, ...]:
    found = [line.strip()[:_PREVIEW_WIDTH] for line in text[:20_000].splitlines() if line.strip()]
    return tuple(found[:_PREVIEW_LINES])
