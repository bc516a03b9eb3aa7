"""Chinese and English are equal: every key has its Chinese, the places agree, the catalogue is the current one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from unionoffice.core import words

HERE = Path(__file__).parents[2]
FOLDER = HERE / "resources" / "translations" / "zh_CN"


def entries() -> list[tuple[str, str, str]]:
    """Every (file, English, Chinese) of the .po files."""
    from babel.messages.pofile import read_po

    found = []
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            found += [(path.name, str(m.id), str(m.string)) for m in read_po(file, locale="zh_CN") if m.id]
    return found


def test_every_key_has_its_chinese_and_the_catalogue_is_current() -> None:
    done = subprocess.run([sys.executable, str(HERE / ".ci" / "words"), "--check"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, "run .ci/words\n" + done.stdout + done.stderr


def test_places_agree() -> None:
    place = re.compile(r"\{[^}]*\}")
    differing = [
        f"{name}: {key}" for name, key, chinese in entries() if chinese and set(place.findall(key)) != set(place.findall(chinese))
    ]
    assert differing == []


def test_one_english_key_has_one_chinese() -> None:
    known: dict[str, str] = {}
    different = [f"{name}: {key}" for name, key, chinese in entries() if known.setdefault(key, chinese) != chinese]
    assert different == []


def test_chinese_is_chinese() -> None:
    """A translation without one Chinese character is one that was forgotten, but for names, formulas and signs."""
    forgotten = [
        f"{name}: {key} = {chinese}" for name, key, chinese in entries()
        if chinese == key and re.search(r"[A-Za-z]{4,}", re.sub(r"\{\w+\}|English|Chinese|[A-Z0-9]{2,}|[./]\w+", "", key))
    ]
    assert forgotten == []


def test_a_word_is_spoken_in_the_language_asked_for() -> None:
    assert words.word("Worker", "en") == "Worker"
    assert words.word("Female", "zh") == "女"
    with words.speaking("zh"):
        assert words._("Female") == "女"
    assert words._("Female") == "Female"
    assert words.word("{a} and {b}", "en", a="{b}", b="x") == "{b} and x", "what stands in a value is never filled again"
    assert words.word("{unknown}", "en", a=1) == "{unknown}"
    assert words.word("", "zh") == "", "an empty key is no word: gettext would give the head of its catalogue"


def test_another_thread_speaks_its_own_language() -> None:
    import contextvars
    import threading

    said: list[str] = []

    def job() -> None:
        with words.speaking("zh"):
            said.append(words._("Female"))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(job,))
    thread.start()
    thread.join()
    assert said == ["女"]
    assert words._("Female") == "Female"


@pytest.mark.parametrize("chosen", words.LANGUAGES)
def test_a_marked_text_in_a_text_is_worded_too(chosen: words.Language) -> None:
    inner = words.Said("Female")
    assert words.word("{who}!", chosen, who=inner) == {"en": "Female!", "zh": "女!"}[chosen]
