"""The page of the paper forms: an office writes a form out, changes it, takes it in again; and keeps its own words on paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem

from unionoffice.core import office as settings
from unionoffice.core import whole
from unionoffice.core.errors import KnownError
from unionoffice.core.words import LANGUAGES, _
from unionoffice.kit import theme
from unionoffice.kit.desk import button
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office
from unionoffice.window.settings import Aside


def tried(text: str, name: str) -> None:
    """Read a changed form and print its sample in both languages, filled and blank. Raises KnownError naming the block at fault."""
    from unionoffice.printing import forms, pdf

    shipped = forms.shipped(name)
    changed = forms.read_form(text, name)
    if set(forms.sample(changed)) != set(forms.sample(shipped)):
        raise KnownError(_("The names in [sample] must stay those of the shipped form; the sheets fill them in."))
    for language in LANGUAGES:
        pdf.render(changed, forms.sample(changed), language)
        pdf.render(changed, {}, language, blank=True)


class FormsPage(Aside):
    """Every form, shipped or the office's own, and the word list."""

    def __init__(self, office: Office) -> None:
        super().__init__(_("Paper forms"), office)
        self.setObjectName("forms_page")
        words = QLabel(
            _(
                "A form is a text file that says what stands where on paper. Write one out, change it with any text "
                "editor, and take it in again: it is tried first, and kept in the book. "
                "The file README beside the forms explains the words."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        self.column.addWidget(words)
        self.list = QListWidget()
        self.list.setObjectName("forms")
        self.list.setAccessibleName(_("Paper forms"))
        self.list.setMinimumHeight(round(theme.em() * 16))
        self.list.currentRowChanged.connect(lambda _row: self._refresh_buttons())
        self.column.addWidget(self.list)
        line = QHBoxLayout()
        self.write = button(_("Write out…"), "write_form")
        self.write.clicked.connect(self._write_out)
        self.take = button(_("Take in a changed form…"), "take_form", "primary")
        self.take.clicked.connect(self._take_in)
        self.drop = button(_("Use the shipped form again"), "drop_form")
        self.drop.clicked.connect(self._drop)
        for each in (self.write, self.take, self.drop):
            line.addWidget(each)
        line.addStretch(1)
        self.column.addLayout(line)
        heading = QLabel(_("The office's own words on paper"))
        heading.setProperty("role", "heading")
        self.column.addWidget(heading)
        self.words: Form[settings.OwnWords] = Form(settings.OwnWords, office)
        self.words.show_record(settings.own_words(office.book))
        self.words.submitted.connect(self._save_words)
        self.column.addWidget(self.words)
        keep = button(_("Save"), "save_words", "primary")
        keep.clicked.connect(self._save_words)
        self.column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        writable = office.book.writable
        self.take.setEnabled(writable)
        keep.setEnabled(writable)
        self._fill()

    def _fill(self) -> None:
        from unionoffice import papers
        from unionoffice.printing import forms

        titles = {paper.form: paper.title for paper in papers.PAPERS}
        row = max(self.list.currentRow(), 0)
        self.list.clear()
        for name in forms.shipped_names():
            own = self.office.book.form_text(name) is not None
            title = _(titles[name]) if name in titles else name
            item = QListWidgetItem(_("{title} · the office's own", title=title) if own else title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.list.setCurrentRow(row)

    def chosen(self) -> str:
        """The name of the form under the bar."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _refresh_buttons(self) -> None:
        own = bool(self.chosen()) and self.office.book.form_text(self.chosen()) is not None
        self.drop.setEnabled(own and self.office.book.writable)

    def _write_out(self) -> None:
        from unionoffice.printing import forms

        name = self.chosen()
        path = self.office.questions.save_file(
            _("Write the form out"), Path.home() / f"{name}.toml", kinds="TOML (*.toml)", ending=".toml"
        )
        if path is None:
            return
        try:
            whole.write(path, (self.office.book.form_text(name) or forms.shipped_text(name)).encode())
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self.office.tell(_("Written: {path}", path=path))

    def _take_in(self) -> None:
        name = self.chosen()
        path = self.office.questions.open_file(_("Which changed form?"), kinds="TOML (*.toml)")
        if path is None:
            return
        try:
            text = path.read_text(encoding="utf-8")
            tried(text, name)
            settings.set_form(self.office.book, name, text)
        except OSError as error:
            self.office.tell(KnownError(_("{path} cannot be read: {why}.", path=path, why=error.strerror or error)))
            return
        except UnicodeDecodeError:
            self.office.tell(KnownError(_("{path} is not a list of text.", path=path)))
            return
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self._fill()
        self.office.tell(_("The form was tried in both languages and is printed from now on. Undo takes it back."))

    def _drop(self) -> None:
        try:
            settings.drop_form(self.office.book, self.chosen())
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self._fill()

    def _save_words(self) -> None:
        self.words.clear_problems()
        try:
            settings.set_own_words(self.office.book, self.words.record())
        except KnownError as trouble:
            self.words.show_problem(trouble)
            return
        self.office.tell(_("The words are saved; papers printed from now on use them."))
