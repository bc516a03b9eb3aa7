"""An office changes a paper form and the words on it, from the window."""

from __future__ import annotations

from pathlib import Path

from tests.screens.clerk import Clerk, read_pdf
from tests.screens.test_begin import begin
from unionoffice.core.book import Book
from unionoffice.papers import named
from unionoffice.printing import make


def blank(book: Book | None, form: str) -> str:
    assert book is not None
    return read_pdf(make.blank_pdf(book, named(form)[0], "zh"))


def choose(clerk: Clerk, words: str) -> None:
    page = clerk.see("forms_page")
    (row,) = [place for place in range(page.list.count()) if page.list.item(place).text() == words]
    page.list.setCurrentRow(row)


def test_a_form_is_written_out_changed_tried_and_taken_in(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.window.book_menu.forms()
    clerk.settle()
    choose(clerk, "Sign-in sheet")
    out = tmp_path / "sign_in.toml"
    clerk.answers.save.append(out)
    clerk.press("write_form")
    text = out.read_text(encoding="utf-8")
    assert "签到表" in text

    out.write_text(text.replace("[[block]]", "[[blook]]", 1), encoding="utf-8")
    clerk.answers.open.append(out)
    clerk.press("take_form")
    assert clerk.message() and clerk.program.book is not None and clerk.program.book.form_text("sign_in") is None

    out.write_text(text.replace("签到表", "到会登记表"), encoding="utf-8")
    clerk.answers.open.append(out)
    clerk.press("take_form")
    assert "到会登记表" in blank(clerk.program.book, "sign_in")
    clerk.press("drop_form")
    assert "签到表" in blank(clerk.program.book, "sign_in")
    clerk.press("tool_undo")
    assert "到会登记表" in blank(clerk.program.book, "sign_in")


def test_the_offices_own_words_stand_on_paper(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.window.book_menu.forms()
    clerk.settle()
    clerk.fill(words=[{"language": "Chinese", "ours": "鸣放会", "theirs": "座谈会"}])
    clerk.press("save_words")
    assert "saved" in clerk.message()
    printed = blank(clerk.program.book, "minutes")
    assert "反浪费专题座谈会记录" in printed and "鸣放会" not in printed
    path = clerk.program.book.path if clerk.program.book else tmp_path
    clerk.program.close_book()
    clerk.program.open(path, clerk="王秀英")
    assert "反浪费专题座谈会记录" in blank(clerk.program.book, "minutes")
