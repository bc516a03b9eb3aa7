"""How Chinese names are read, for finding them by pinyin and its initials. Used when a record is saved, not when it is looked for.

Of a character the first reading is kept, which is the commonest in pypinyin's table of single characters. Those of which
another reading is met in a tenth of pypinyin's phrases, or in names of people and workshops, have both (`_BOTH`). A surname has
its own reading first (`_SURNAMES`, `_DOUBLE_SURNAMES`: a short table of our own, of common use; pypinyin has none). Names follow
no dictionary of phrases, so pypinyin's is not loaded: it would take 45 MB and a seventh of a second.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache


def _table(text: str) -> dict[str, str]:
    return {each[0]: each[1:] for each in text.split()}


_BOTH = _table(
    "行xing/hang 长chang/zhang 重zhong/chong 乐le/yue 调tiao/diao 传chuan/zhuan 朝chao/zhao 折zhe/she 露lu/lou 弹tan/dan "
    "藏cang/zang 称cheng/chen 薄bo/bao 还huan/hai 塞sai/se 阿a/e 率lv/lu/shuai 校xiao/jiao 降jiang/xiang 劲jin/jing 省sheng/xing "
    "宿su/xiu 属shu/zhu 都du/dou 觉jue/jiao 模mo/mu 圈quan/juan 削xue/xiao 朴pu/piao 卡ka/qia 剥bo/bao 贾jia/gu 卜bu/bo 泊bo/po "
    "柏bai/bo 壳ke/qiao 澄cheng/deng 拓tuo/ta 堡bao/pu 轧zha/ya 娜na/nuo 莞guan/wan 盛sheng/cheng 晟sheng/cheng 单dan/shan "
    "解jie/xie 会hui/kuai 奇qi/ji 强qiang/jiang 茜qian/xi 颉xie/jie 琢zhuo/zuo 仔zi/zai 曾zeng/ceng 参can/shen 纶lun/guan 恶e/wu "
    "差cha/chai 便bian/pian 栅zha/shan 粘nian/zhan 区qu/ou 查cha/zha"
)
_SURNAMES = _table(
    "单shan 解xie 区ou 查zha 曾zeng 朴piao 乐yue 仇qiu 盖ge 乜nie 秘bi 洗xian 员yun 缪miao 覃qin/tan 翟zhai 祭zhai 召shao 种chong "
    "黑he 郇xun/huan 郗xi/chi 句gou 尉wei/yu 隗wei/kui 谌chen/shen 佴nai 能nai 牟mu/mou 适kuo 莘shen/xin 阚kan 繁po 费fei/bi "
    "俞yu/shu 难ning"
)
_DOUBLE_SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "鲜于": "xian yu", "宰父": "zai fu", "夹谷": "jia gu", "乐正": "yue zheng", "亓官": "qi guan", "皇甫": "huang fu",
    "拓跋": "tuo ba", "百里": "bai li", "谷梁": "gu liang", "漆雕": "qi diao", "子车": "zi ju", "公冶": "gong ye",
    "太叔": "tai shu",
}  # fmt: skip


def spoken(names: Iterable[str]) -> str:
    """How names are read, a line each: the name, then after tabs the readings (with / between them) of each letter or digit of it.

    "王乐" becomes "王乐", "wang", "le/yue". Names without a Chinese character have no line: they are read as they are written.
    """
    return "\n".join(filter(None, map(_line, dict.fromkeys(names))))


@lru_cache(16_384)
def _line(name: str) -> str:
    signs = [sign for sign in name if sign.isalnum()]
    if "\t" in name or "\n" in name or not any(map(_is_read, signs)):
        return ""
    readings = list(map(_readings, signs))
    double = _DOUBLE_SURNAMES.get("".join(signs[:2])) if len(signs) > 2 else None
    if double:
        readings[:2] = double.split()
    elif signs[0] in _SURNAMES:
        readings[0] = "/".join(dict.fromkeys((*_SURNAMES[signs[0]].split("/"), *readings[0].split("/"))))
    return "\t".join((name, *readings))


@cache
def _is_read(sign: str) -> bool:
    """Whether a sign is no letter or digit of a keyboard and has a reading."""
    return not sign.isascii() and bool(_readings(sign))


@cache
def _readings(sign: str) -> str:
    """The readings of a character, without tones and / between them; a letter or digit is itself; empty when none is known."""
    if sign.isascii():
        return sign.casefold()
    if sign in _BOTH:
        return _BOTH[sign]
    reading = unicodedata.normalize("NFD", _single().get(ord(sign), "").partition(",")[0])
    bare = "".join(part for part in reading if part.isalpha() or part == "\u0308")
    # ü is typed as v on a keyboard, and as u by those who do not know that
    ways = (bare.replace("u\u0308", "v"), bare.replace("u\u0308", "u")) if "\u0308" in bare else (bare,)
    return "/".join(way for way in ways if way.isascii())


@cache
def _single() -> dict[int, str]:
    """The readings of single characters as pypinyin has them, the commonest first."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # pypinyin's own switches: not its phrases, and no second copy
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
