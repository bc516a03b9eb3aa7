"""A picture or PDF kept with a record, shown in a window of its own beside the book's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core.kept import Attachment
from unionoffice.kit import theme
from unionoffice.kit.office import Office


def show_attachment(parent: QWidget, office: Office, attachment: Attachment) -> QWidget:
    """Open the attachment in a small window that closes with Escape; give the window."""
    data = office.book.blob(attachment.sha256)
    window = QWidget(parent.window(), Qt.WindowType.Window)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setWindowTitle(attachment.name)
    window.setObjectName("attachment_window")
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    if attachment.media == "application/pdf":
        from unionoffice.kit.preview import Preview

        preview = Preview(window)
        preview.show_pdf(data, attachment.name)
        column.addWidget(preview)
    else:
        picture = QPixmap()
        picture.loadFromData(data)
        label = QLabel()
        label.setAccessibleName(attachment.name)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        wide = round(theme.em() * 60)
        label.setPixmap(picture.scaledToWidth(min(wide, picture.width()), Qt.TransformationMode.SmoothTransformation))
        area = QScrollArea()
        area.setWidget(label)
        area.setWidgetResizable(True)
        column.addWidget(area)
    window.resize(round(theme.em() * 62), round(theme.em() * 42))
    window.show()
    return window
