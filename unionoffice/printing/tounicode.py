"""Names beyond the first 65,536 characters (王𬭎) can be copied from our PDFs and found in them.

A PDF says for each drawn letter which character it is. reportlab 5.1 writes that map
with five digits for such a character, where the PDF reference (ISO 32000-1, 9.10.3)
asks for UTF-16 with surrogate pairs, and puts more than the permitted 100 entries in
one section. This module replaces that one function.
"""

from __future__ import annotations

from collections.abc import Sequence

_SECTION = 100


def character_map(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of one font subset: byte n stands for the character `subset[n]`."""
    entries = [f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(subset)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({name})",
        f"/Ordering ({name})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _SECTION):
        section = entries[start : start + _SECTION]
        lines += [f"{len(section)} beginbfchar", *section, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def mend() -> None:
    """Make reportlab write our map; doing it twice does no harm."""
    from reportlab.pdfbase import ttfonts

    ttfonts.makeToUnicodeCMap = character_map
