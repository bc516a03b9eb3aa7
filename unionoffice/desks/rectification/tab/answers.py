"""Who owes what, on the screen; the code of an anonymous slip is looked up here, and the answers are posted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.words import N_, _
from unionoffice.desks.rectification import sheets
from unionoffice.desks.rectification.service import opinions, overview
from unionoffice.desks.rectification.service.overview import Owed
from unionoffice.kit import theme
from unionoffice.kit.desk import button, clear
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office, Print
from unionoffice.printing.paper import Paper

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AnswersPage(QWidget):
    """What every responsible unit and the union itself owes; every figure opens its opinions."""

    TITLE = N_("Answers owed")
    PAPERS: tuple[Paper, ...] = (sheets.ANSWER_WALL, sheets.NOTICE_BOARD, sheets.BY_UNIT, sheets.REGISTER)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setObjectName("answers_page")
        self.setProperty("area", "page")
        e = theme.em()
        inside = QWidget()
        inside.setProperty("area", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        column.setSpacing(round(e * 0.8))
        title = QLabel(_(self.TITLE))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addLayout(self._code_line())
        column.addLayout(self._wall_line())
        self.nothing = QLabel(_("Nothing is passed on yet. Pass opinions on to the unit that must answer: they are counted here."))
        self.nothing.setObjectName("answers_empty")
        self.nothing.setProperty("role", "quiet")
        self.nothing.setWordWrap(True)
        column.addWidget(self.nothing)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(round(e * 1.4))
        self.grid.setVerticalSpacing(round(e * 0.3))
        column.addLayout(self.grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("answers_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        office.acted.connect(lambda touched: self.refresh() if {"opinions", "units"} & touched.keys() else None)
        office.month_changed.connect(lambda _month: self.refresh())
        self.refresh()

    def _code_line(self) -> QHBoxLayout:
        """The box for the code of a slip: what is typed here is kept nowhere."""
        line = QHBoxLayout()
        words = QLabel(_("Code on a slip"))
        self.code = QLineEdit()
        self.code.setObjectName("code")
        self.code.setAccessibleName(_("Code on a slip"))
        self.code.setMaximumWidth(round(theme.em() * 12))
        self.code.returnPressed.connect(self.look_up)
        words.setBuddy(self.code)
        find = button(_("Find the opinion"), "find_code")
        find.clicked.connect(lambda: self.look_up())
        self.code_problem = QLabel()
        self.code_problem.setObjectName("code_problem")
        self.code_problem.setProperty("role", "error")
        self.code_problem.setWordWrap(True)
        for widget in (words, self.code, find):
            line.addWidget(widget)
        line.addWidget(self.code_problem, 1)
        return line

    def _wall_line(self) -> QHBoxLayout:
        """How many answers the wall still has to tell, and that it hangs."""
        line = QHBoxLayout()
        self.wall = button("", "to_post", "link")
        self.wall.clicked.connect(lambda: self.office.show_rows("opinions", opinions.to_post(self.office.book), _("to be posted")))
        self.post = button(_("They hang on the wall"), "post_answers")
        self.post.clicked.connect(lambda: self.post_answers())
        line.addWidget(self.wall)
        line.addWidget(self.post)
        line.addStretch(1)
        return line

    def look_up(self) -> None:
        """Show the opinion whose slip bears the code; the box is emptied."""
        typed = self.code.text()
        try:
            row = opinions.find_by_code(self.office.book, typed)
        except KnownError as trouble:
            self.code_problem.setText(str(trouble))
            return
        self.code.clear()
        self.code_problem.setText("")
        self.office.open("opinions", row)

    def post_answers(self) -> None:
        """Write down that the answers hang on the wall: who raised them anonymously is told by it."""
        try:
            count = opinions.post_answers(self.office.book, opinions.to_post(self.office.book), self.office.day())
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self.office.tell(_("{count} answers posted: that counts as told.", count=count))

    def refresh(self) -> None:
        """Count anew."""
        book = self.office.book
        waiting = len(opinions.to_post(book))
        words = _("Answers for the wall, not yet told: {count}", count=waiting)
        self.wall.setText(words)
        self.wall.setAccessibleName(words)
        for widget in (self.wall, self.post):
            widget.setVisible(waiting > 0)
        self.post.setEnabled(book.writable)
        found = overview.owed(book, self.office.day())
        clear(self.grid)
        self.nothing.setVisible(not found)
        if not found:
            return
        heads = ("", N_("to reply"), N_("to correct"), N_("to check"), N_("overdue"), N_("corrected"))
        for place, head in enumerate(heads):
            label = QLabel(_(head) if head else "")
            label.setProperty("role", "quiet")
            self.grid.addWidget(label, 0, place, RIGHT)
        for line, each in enumerate(found, start=1):
            self._add(line, each)
        self.grid.setColumnStretch(len(heads), 1)

    def _add(self, line: int, each: Owed) -> None:
        book = self.office.book
        name = _("the union itself") if each.unit is None else book.title("units", each.unit)
        where = Link(name, f"owed_{each.unit or 0}")
        where.setMinimumWidth(min(where.sizeHint().width() + round(theme.em()), round(theme.em() * 18)))
        where.clicked.connect(lambda _checked=False: self.office.show_rows("opinions", each.rows, name))
        self.grid.addWidget(where, line, 0, Qt.AlignmentFlag.AlignLeft)
        parts = (("replies", each.replies), ("corrections", each.corrections), ("checks", each.to_check),
                 ("overdue", each.overdue), ("corrected", each.corrected))  # fmt: skip
        for place, (what, rows) in enumerate(parts, start=1):
            if not rows:
                nothing = QLabel("0")
                nothing.setProperty("role", "quiet")
                self.grid.addWidget(nothing, line, place, RIGHT)
                continue
            count = Link(str(len(rows)), f"{what}_{each.unit or 0}")
            if what == "overdue":
                count.setProperty("tone", "overdue")
            count.clicked.connect(lambda _checked=False, rows=rows: self.office.show_rows("opinions", rows, name))
            self.grid.addWidget(count, line, place, RIGHT)
        go = button(_("Print its list"), f"list_{each.unit or 0}", "quiet")
        wanted = Print(sheets.UNIT_LIST, tbl="units", row=each.unit or sheets.THE_UNION)
        go.clicked.connect(lambda _checked=False: self.office.show_paper(wanted))
        self.grid.addWidget(go, line, len(parts) + 1, Qt.AlignmentFlag.AlignLeft)

    def prints(self) -> list[Print]:
        """The wall, the notice and the lists of the chosen month, and blank."""
        period = self.office.period()
        return [*(Print(paper, period=period) for paper in self.PAPERS), *(Print(paper, blank=True) for paper in self.PAPERS)]
