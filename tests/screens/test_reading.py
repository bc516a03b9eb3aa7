"""A book that another program holds is only read: no tab offers to write in it, and papers print all the same."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.screens.clerk import Clerk
from unionoffice.core.lock import Lock
from unionoffice.tabs import TABS

WRITING = (
    "tool_new", "tool_undo", "correct", "attach", "save", "log_meeting", "from_competition", "from_proposal", "issue_drafts",
    "issue", "save_carried", "drop_carried", "take_in", "veto", "excuse", "take_figures", "write", "confirm", "adopt", "review",
    "publish",
)  # fmt: skip


def test_no_tab_offers_writing_in_a_book_that_is_only_read(clerk: Clerk, sample_book: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(sample_book, path)
    other = Lock(path)
    assert other.take("赵会计")
    clerk.program.open(path)
    clerk.month("1958-03")
    offered = []
    for tab in TABS:
        clerk.tab(tab.name)
        for place, page in enumerate(clerk.window.made[tab.name].pages):
            if len(clerk.window.made[tab.name].pages) > 1:
                clerk.page(place)
            if hasattr(page, "model") and hasattr(page.model, "record") and page.model.count():
                page.show_record(page.model.record(0).id)
            offered += [f"{tab.name} {place}: {name}" for name in WRITING if clerk.can(name)]
    assert offered == []
    clerk.tab("waste")
    clerk.page(0)
    clerk.press("filter_all")
    clerk.choose("HY-1958-0001")
    assert "反浪费专题鸣放会记录" in clerk.print("minutes", language="zh")
    other.release()
