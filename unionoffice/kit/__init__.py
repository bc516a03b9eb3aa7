"""Qt bricks without a word of the office.

Qt is first loaded here. PySide6 puts a hook of its own before `import`, which reads the source of every module to see whether
it wants the names of Qt written in another way (`from __feature__ import ...`), and keeps that source. Nothing here wants that,
so the import that stood before is put back: the start is sooner by a twentieth, and some two megabytes of sources are not kept.
"""

import builtins

_plain_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _plain_import
