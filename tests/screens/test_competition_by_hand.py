"""A competition entered by hand in the real window: the scheme line by line, the figures on the sheet, the notice on paper."""

from __future__ import annotations

from pathlib import Path

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant


def test_a_scheme_typed_line_by_line_comes_to_a_published_sheet(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    clerk.tab("competitions")
    clerk.new()
    clerk.fill(name="车间竞赛", first="1958-1-1", last="1958-1-31", written_on="1957-12-30")
    clerk.line("participants", 0, unit="铸工")
    clerk.line("participants", 1, unit="机工")
    clerk.line("participants", 2, outside="红旗厂")
    clerk.line("indicators", 0, name="产量", measure="吨", weight="60", decimals="1")
    assert "add up to 60" in clerk.see("entry_hint").text()
    clerk.line("indicators", 1, name="废品率", weight="40", scoring="lower: 2 − actual ÷ plan", decimals="2")
    clerk.line("vetoes", 0, what="重伤事故")
    clerk.line("awards", 0, title="优胜车间")
    clerk.save()
    assert clerk.problem("participants") == ""
    assert clerk.rows() == [["JS-1957-0001", "车间竞赛", "between workshops", "1958-01-31", "Scheme drawn up"]]
    for step in ("close_entries", "start", "open_score_sheet"):
        clerk.press(step)
    sheet = clerk.window.page()
    sheet.grid.view.setCurrentIndex(sheet.model.index(0, 0))
    sheet.grid.view.setFocus()
    clerk.program.app.clipboard().setText("100\t105\t3\t2.7\n100\t100\t3\t3\n100\t105\t3\t2.7")
    sheet.grid.view.paste()
    assert [sheet.standing_model.text(row, 0) for row in range(3)] == ["1", "1", "3"]
    clerk.page(0)
    for step in ("complete", "score"):
        clerk.press(step)
    for step in ("review", "publish"):
        clerk.press(step)
        clerk.save()
    assert clerk.rows()[0][-1] == "Published"
    assert clerk.answers.asked == ["Publish the results"]
    assert not clerk.all("correct")
