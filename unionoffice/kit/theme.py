"""How everything looks: one accent colour, light or dark, and a text size that the clerk can change."""

from __future__ import annotations

from functools import cache

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from unionoffice.core import paths

SMALLEST, LARGEST = 80, 200
BASE_POINTS = 10.5
FAMILY = "Noto Sans SC"
ARGUMENTS = ("-style", "fusion")
"""What an application is made with to have the look from the beginning: to give it later, or to read it, loads all of Qt's
names of styles, a tenth of the start."""
DRESSED = "dressed"
"""The property of an application that was made with them."""


class Theme(msgspec.Struct, frozen=True):
    """The named colours of one theme, each as #rrggbb. A colour never says anything alone: a word stands with it."""

    dark: bool
    page: str  # behind registers and cards
    panel: str  # behind the record beside the register
    field: str  # inside entry boxes
    line: str  # hair lines between rows and round cards
    edge: str  # outlines of boxes and buttons that can be used
    hover: str  # under the mouse
    text: str
    quiet: str  # labels, notes, numbers of records
    accent: str  # the one colour: the filled button, the step that is reached
    on_accent: str
    accent_text: str  # the accent as the colour of words
    chosen: str  # behind the chosen row
    on_chosen: str
    side: str  # the bar of tabs
    on_side: str
    side_quiet: str
    side_chosen: str
    good: str
    warn: str
    overdue: str
    notice: str  # behind a message
    trouble: str  # behind a message of trouble


LIGHT = Theme(
    dark=False,
    page="#ffffff",
    panel="#f4f5f7",
    field="#ffffff",
    line="#e1e4e8",
    edge="#b9bec6",
    hover="#eceef1",
    text="#1f2328",
    quiet="#596069",
    accent="#9b2226",
    on_accent="#ffffff",
    accent_text="#9b2226",
    chosen="#f8e9e9",
    on_chosen="#1f2328",
    side="#2b2f36",
    on_side="#eef0f2",
    side_quiet="#b8bec7",
    side_chosen="#3c424b",
    good="#23633f",
    warn="#7a5500",
    overdue="#a31515",
    notice="#eef3ee",
    trouble="#fbeaea",
)
DARK = Theme(
    dark=True,
    page="#1d1f23",
    panel="#25282d",
    field="#17181b",
    line="#383c43",
    edge="#6b727d",
    hover="#31353b",
    text="#e8eaed",
    quiet="#a9b0ba",
    accent="#b23a3e",
    on_accent="#ffffff",
    accent_text="#f29b97",
    chosen="#47282b",
    on_chosen="#ffffff",
    side="#131417",
    on_side="#eef0f2",
    side_quiet="#a9b0ba",
    side_chosen="#2d3036",
    good="#7fcf9f",
    warn="#e3b85c",
    overdue="#ff9d96",
    notice="#22302a",
    trouble="#40272a",
)

_now: Theme = LIGHT
_size: int = 100
_dark_wanted: bool | None = None
_follows_system = False


def now() -> Theme:
    """The theme in use."""
    return _now


def size() -> int:
    """The text size in percent."""
    return _size


def colour(name: str) -> QColor:
    """One of the theme's colours by its name, such as "overdue"."""
    return QColor(getattr(_now, name))


def apply(app: QApplication, *, size_percent: int = 100, dark: bool | None = None) -> None:
    """Give the whole program its look. `dark` None follows the system, now and when it changes."""
    global _dark_wanted, _follows_system
    _dark_wanted = dark
    if not app.property(DRESSED):
        app.setStyle("Fusion")
    _take_fonts()
    if not _follows_system:
        app.styleHints().colorSchemeChanged.connect(_system_changed)
        _follows_system = True
    _paint(app, size_percent)


def set_size(percent: int) -> int:
    """Change the text size of everything, within 80 to 200 percent; give the size that was taken."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _paint(app, percent)
    return _size


def set_dark(dark: bool | None) -> None:
    """Change to dark or light; None follows the system."""
    global _dark_wanted
    _dark_wanted = dark
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _paint(app, _size)


def em() -> float:
    """The size of the letters in pixels; every measure is a multiple of it."""
    return float(QFontInfo(QApplication.font()).pixelSize())


def line_height() -> int:
    """The height of one line of text in pixels."""
    return round(QFontMetricsF(QApplication.font()).height())


def row_height() -> int:
    """The height of a row of a table, roomy enough for the text at every size."""
    return round(line_height() * 1.7)


def put(widget: QWidget, **properties: str) -> None:
    """Give a widget `role`, `kind`, `tone` or `area`, and show it so at once; one not yet in sight is dressed when it comes."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    one, two = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (one + 0.05) / (two + 0.05)


def _luminance(hex_colour: str) -> float:
    shares = []
    for place in (1, 3, 5):
        share = int(hex_colour[place : place + 2], 16) / 255
        shares.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


@cache
def _take_fonts() -> bool:
    """Load the program's own typeface; False when it is not there and the system's is used."""
    found = [
        QFontDatabase.addApplicationFont(str(path))
        for path in sorted((paths.resources() / "fonts").glob("NotoSansSC-*.ttf"))
    ]
    return any(number >= 0 for number in found)


def _system_changed() -> None:
    app = QApplication.instance()
    if _dark_wanted is None and isinstance(app, QApplication):
        _paint(app, _size)


def _paint(app: QApplication, percent: int) -> None:
    global _now, _size
    _size = max(SMALLEST, min(LARGEST, percent))
    dark = _dark_wanted
    if dark is None:
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _now = DARK if dark else LIGHT
    font = QFont(FAMILY) if _take_fonts() else app.font()
    font.setPointSizeF(BASE_POINTS * _size / 100)
    app.setFont(font)
    app.setPalette(_palette(_now))
    app.setStyleSheet(_sheet(_now))


def _palette(theme: Theme) -> QPalette:
    role, palette = QPalette.ColorRole, QPalette()
    for which, name in (
        (role.Window, theme.page),
        (role.WindowText, theme.text),
        (role.Base, theme.field),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.quiet),
        (role.Button, theme.panel),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.overdue),
        (role.ToolTipBase, theme.side),
        (role.ToolTipText, theme.on_side),
        (role.Highlight, theme.chosen),
        (role.HighlightedText, theme.on_chosen),
        (role.Accent, theme.accent),
        (role.Link, theme.accent_text),
        (role.LinkVisited, theme.accent_text),
        (role.Light, theme.hover),
        (role.Midlight, theme.line),
        (role.Mid, theme.edge),
        (role.Dark, theme.quiet),
        (role.Shadow, "#000000"),
    ):
        palette.setColor(which, QColor(name))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.quiet))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(theme.panel))
    return palette


def _sheet(t: Theme) -> str:
    """The one style sheet; every length is a multiple of the letters' size."""
    e = em()
    icons = (paths.resources() / "icons" / "kit").as_posix()
    shade = "dark" if t.dark else "light"
    small, gap, wide = max(2, round(e * 0.22)), round(e * 0.38), round(e * 0.9)
    mark = round(e * 1.15)
    return f"""
QToolTip {{ background: {t.side}; color: {t.on_side}; border: 1px solid {t.edge}; padding: {small}px {gap}px; }}
QLabel[role="title"] {{ font-size: {round(e * 1.4)}px; font-weight: 500; }}
QLabel[role="heading"] {{ color: {t.accent_text}; font-weight: 500; }}
QLabel[role="strong"] {{ font-weight: 500; }}
QLabel[role="figure"] {{ color: {t.text}; font-size: {round(e * 1.25)}px; font-weight: 500; }}
QLabel[role="quiet"], QLabel[tone="quiet"] {{ color: {t.quiet}; }}
QLabel[role="error"] {{ color: {t.overdue}; }}
QLabel[role="number"] {{ qproperty-alignment: 'AlignRight|AlignVCenter'; }}
QLabel[role="badge"] {{ background: {t.accent}; color: {t.on_accent}; border-radius: {round(e * 0.7)}px;
    padding: 0 {gap}px; min-width: {round(e * 0.7)}px; min-height: {2 * round(e * 0.7)}px; font-size: {round(e * 0.85)}px;
    qproperty-alignment: AlignCenter; }}
QLabel[tone="good"] {{ color: {t.good}; }}
QLabel[tone="warn"] {{ color: {t.warn}; }}
QLabel[tone="overdue"] {{ color: {t.overdue}; }}

QWidget[area="page"] {{ background: {t.page}; }}
QWidget[area="panel"] {{ background: {t.panel}; }}
QWidget[area="card"] {{ background: {t.page}; border: 1px solid {t.line}; border-radius: {gap}px; }}
QWidget[area="bar"] {{ background: {t.page}; border-bottom: 1px solid {t.line}; }}
QWidget[area="foot"] {{ background: {t.page}; border-top: 1px solid {t.line}; }}
QScrollArea[area="desk"] {{ background: {t.line}; border: 2px solid {t.line}; }}
QScrollArea[area="desk"]:focus {{ border: 2px solid {t.accent_text}; }}
QWidget[area="notice"] {{ background: {t.notice}; border: 1px solid {t.line}; border-radius: {gap}px; }}
QWidget[area="trouble"] {{ background: {t.trouble}; border: 1px solid {t.overdue}; border-radius: {gap}px; }}
QScrollArea, QScrollArea > QWidget > QWidget, QWidget[area="clear"] {{ background: transparent; border: none; }}

QPushButton {{ background: {t.page}; color: {t.text}; border: 1px solid {t.edge}; border-radius: {gap}px;
    padding: {gap}px {wide}px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.line}; }}
QPushButton:focus {{ border: 2px solid {t.accent_text}; padding: {gap - 1}px {wide - 1}px; }}
QPushButton:disabled {{ color: {t.quiet}; border-color: {t.line}; background: {t.panel}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 500; }}
QPushButton[kind="primary"]:hover {{ background: {_mixed(t.accent, "#000000", 0.14)}; }}
QPushButton[kind="primary"]:pressed {{ background: {_mixed(t.accent, "#000000", 0.28)}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.line}; color: {t.quiet}; border-color: {t.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {t.text}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {t.accent_text}; }}
QPushButton[kind="danger"] {{ color: {t.overdue}; border-color: {t.overdue}; }}
QPushButton[kind="danger"]:hover {{ background: {t.trouble}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {t.accent_text};
    padding: {small}px {small}px; text-align: left; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 1px solid {t.accent_text}; padding: {small}px {small}px; }}
QPushButton[kind="chip"] {{ border-radius: {round(e * 0.95)}px; padding: {small}px {round(e * 0.8)}px; color: {t.text};
    background: {t.page}; }}
QPushButton[kind="chip"]:hover {{ background: {t.hover}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {t.accent_text}; padding: {small - 1}px {round(e * 0.8) - 1}px; }}
QPushButton[kind="chip"][tone="overdue"] {{ color: {t.overdue}; border-color: {t.overdue}; }}
QPushButton[kind="chip"]:checked {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
QPushButton[kind="chip"]:checked:focus {{ border-color: {t.text}; }}
QPushButton[kind="figure"] {{ background: transparent; border: 1px solid transparent; border-radius: {gap}px; padding: 0; }}
QPushButton[kind="figure"]:disabled {{ background: transparent; border-color: transparent; }}
QPushButton[kind="figure"]:hover {{ background: {t.hover}; }}
QPushButton[kind="figure"]:focus {{ border: 2px solid {t.accent_text}; padding: 0; }}
QPushButton[kind="sign"] {{ background: transparent; border: 1px solid transparent; padding: {small}px; }}
QPushButton[kind="sign"]:hover {{ background: {t.hover}; }}
QPushButton[kind="sign"]:focus {{ border: 2px solid {t.accent_text}; padding: {small - 1}px; }}
QToolButton {{ background: transparent; color: {t.text}; border: 1px solid transparent; border-radius: {small}px;
    padding: {small}px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:focus {{ border: 1px solid {t.accent_text}; }}
QToolButton:checked {{ background: {t.chosen}; color: {t.on_chosen}; }}
QLineEdit QToolButton, QLineEdit QToolButton:hover {{ border: none; padding: 0; background: transparent; }}

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {{ background: {t.field}; color: {t.text};
    border: 1px solid {t.edge}; border-radius: {small + 1}px; padding: {small + 1}px {gap}px;
    selection-background-color: {t.accent}; selection-color: {t.on_accent}; placeholder-text-color: {t.quiet}; }}
QPlainTextEdit {{ padding: {small - 1}px {small}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {{
    border: 2px solid {t.accent_text}; padding: {small}px {gap - 1}px; }}
QPlainTextEdit:focus {{ padding: {small - 2}px {small - 1}px; }}
QLineEdit[problem="true"], QPlainTextEdit[problem="true"], QComboBox[problem="true"] {{ border-color: {t.overdue};
    background: {t.trouble}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ background: {t.panel};
    color: {t.quiet}; border-color: {t.line}; }}
QLineEdit:read-only {{ background: {t.panel}; }}
QComboBox::drop-down {{ border: none; width: {round(e * 1.6)}px; }}
QComboBox::down-arrow {{ image: url("{icons}/down_{shade}.png"); width: {round(e * 0.75)}px; height: {round(e * 0.75)}px; }}
QComboBox QAbstractItemView {{ background: {t.page}; color: {t.text}; border: 1px solid {t.edge}; outline: none;
    selection-background-color: {t.chosen}; selection-color: {t.on_chosen}; padding: {small}px; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; width: {round(e * 1.3)}px; background: transparent; }}
QSpinBox::up-arrow {{ image: url("{icons}/up_{shade}.png"); width: {round(e * 0.6)}px; height: {round(e * 0.6)}px; }}
QSpinBox::down-arrow {{ image: url("{icons}/down_{shade}.png"); width: {round(e * 0.6)}px; height: {round(e * 0.6)}px; }}

QCheckBox, QRadioButton {{ spacing: {gap}px; padding: {small}px; border: 1px solid transparent; border-radius: {small}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {t.accent_text}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.quiet}; }}
QCheckBox::indicator {{ width: {mark}px; height: {mark}px; border: 1px solid {t.edge}; border-radius: {small}px;
    background: {t.field}; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{icons}/check.png"); }}
QCheckBox::indicator:focus {{ border-color: {t.accent_text}; }}
QRadioButton::indicator {{ width: {mark}px; height: {mark}px; border: 1px solid {t.edge}; border-radius: {mark // 2 + 1}px;
    background: {t.field}; }}
QRadioButton::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{icons}/dot.png"); }}

QAbstractItemView {{ background: {t.page}; color: {t.text}; border: 1px solid {t.line}; outline: none;
    selection-background-color: {t.chosen}; selection-color: {t.on_chosen}; alternate-background-color: {t.panel}; }}
QTableView, QTreeView, QListView {{ gridline-color: {t.line}; }}
QTableView[plain="true"], QListView[plain="true"] {{ border: 1px solid {t.page}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 1px solid {t.accent_text}; }}
QListView[kind="agenda"], QListView[kind="agenda"]:focus {{ border: none; }}
QTableView::item {{ padding-left: {gap}px; padding-right: {gap}px; }}
QHeaderView, QHeaderView::section {{ background: {t.page}; color: {t.quiet}; border: none; }}
QHeaderView::section {{ border: none; border-bottom: 1px solid {t.line}; padding: {gap}px; font-weight: 500; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ subcontrol-position: top center; width: {round(e * 0.9)}px;
    height: {round(e * 0.55)}px; }}
QTableView QTableCornerButton::section {{ background: {t.page}; border: none; border-bottom: 1px solid {t.line}; }}

QScrollBar:vertical {{ background: transparent; width: {round(e * 0.75)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {round(e * 0.75)}px; margin: 0; }}
QScrollBar::handle {{ background: {t.edge}; border-radius: {round(e * 0.25)}px; margin: {max(1, round(e * 0.12))}px; }}
QScrollBar::handle:vertical {{ min-height: {round(e * 2)}px; }}
QScrollBar::handle:horizontal {{ min-width: {round(e * 2)}px; }}
QScrollBar::handle:hover {{ background: {t.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}

QMenuBar {{ background: {t.page}; }}
QMenuBar::item {{ padding: {small}px {gap + small}px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{ background: {t.page}; color: {t.text}; border: 1px solid {t.edge}; padding: {small}px; }}
QMenu::item {{ padding: {gap}px {round(e * 1.6)}px; border-radius: {small}px; }}
QMenu::item:selected {{ background: {t.chosen}; color: {t.on_chosen}; }}
QMenu::item:disabled {{ color: {t.quiet}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {small}px {gap}px; }}

QProgressBar {{ border: none; border-radius: {small}px; background: {t.line}; height: {gap}px; color: transparent; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: {small}px; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:focus, QSplitter::handle:hover {{ background: {t.accent_text}; }}
QSplitter::handle:horizontal {{ width: {max(1, small - 1)}px; }}
QSplitter::handle:vertical {{ height: {max(1, small - 1)}px; }}
QStatusBar {{ background: {t.page}; border-top: 1px solid {t.line}; color: {t.quiet}; }}
QStatusBar::item {{ border: none; }}
QGroupBox {{ border: 1px solid {t.line}; border-radius: {gap}px; margin-top: {round(e * 0.8)}px; padding-top: {gap}px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: {wide}px; color: {t.quiet}; }}
QCalendarWidget QToolButton {{ padding: {gap}px; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.panel}; }}

#sidebar, #sidebar QWidget {{ background: {t.side}; color: {t.side_quiet}; }}
QListView#sidebar {{ border: none; }}
QListView#sidebar::item {{ padding: {gap}px {wide}px; border-left: {small}px solid transparent; color: {t.side_quiet}; }}
QListView#sidebar::item:hover {{ background: {_mixed(t.side, "#ffffff", 0.06)}; }}
QListView#sidebar::item:selected {{ background: {t.side_chosen}; color: {t.on_side}; border-left: {small}px solid {t.accent}; }}
QListView#sidebar:focus {{ border: none; }}
QListView#sidebar::item:selected:focus {{ border: 1px solid {t.on_side}; border-left: {small}px solid {t.accent}; }}
#sidebar QPushButton {{ background: transparent; color: {t.side_quiet}; text-align: left; border: 1px solid transparent;
    border-left: {small}px solid transparent; border-radius: 0; padding: {gap + 1}px {wide}px; font-weight: 400; }}
#sidebar QPushButton:hover {{ background: {_mixed(t.side, "#ffffff", 0.06)}; color: {t.on_side}; }}
#sidebar QPushButton:checked {{ background: {t.side_chosen}; color: {t.on_side}; border-left-color: {t.accent}; font-weight: 500; }}
#sidebar QPushButton:focus {{ border: 1px solid {t.on_side}; border-left: {small}px solid {t.accent}; }}
#sidebar QLabel[role="badge"] {{ background: {t.accent}; color: {t.on_accent}; }}
"""


def _mixed(first: str, second: str, share: float) -> str:
    """`first` with a share of `second` in it."""
    one, two = QColor(first), QColor(second)
    mixed = [round(a + (b - a) * share) for a, b in zip(one.toTuple()[:3], two.toTuple()[:3], strict=True)]  # type: ignore[index]
    return "#{:02x}{:02x}{:02x}".format(*mixed)
