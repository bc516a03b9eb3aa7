"""Qt bricks without a word of the office.

Qt is first loaded here, and three things are seen to, by which the start is sooner by a sixth.

Python looks for objects that nothing but themselves holds each time 700 new ones have come, so dozens of times while the
program is loaded, and again and again while a list of 100,000 lines is read, a tenth of a second each time. Here it looks
after 50,000.

PySide6 keeps a part of itself as text in Python, which words the errors of wrong calls, and compiles it anew at every start. What
was once compiled is kept among the clerk's data. What writes files for editors of programs is left out.

PySide6 also puts a hook before `import`, which reads the source of every module to see whether it wants the names of Qt
written in another way (`from __feature__ import ...`), and keeps that source. Nothing here wants that, so the import that
stood before is put back.
"""

import builtins
import gc
import importlib.util
import marshal
from pathlib import Path
from typing import Any

from unionoffice.core import paths

_plain_import, _plain_compile = builtins.__import__, builtins.compile
_PARTS = ("signature_bootstrap.py", "shibokensupport/")
_FOR_EDITORS = "shibokensupport/signature/lib/pyi_generator.py"


def _compiled_once(source: Any, filename: Any, *how: Any, **more: Any) -> Any:
    """In the place of `compile` while Qt is loaded: what the same Python made of the same text is read back."""
    if not str(filename).startswith(_PARTS):
        return _plain_compile(source, filename, *how, **more)
    if filename == _FOR_EDITORS:
        source = b""
    of_text = importlib.util.MAGIC_NUMBER + importlib.util.source_hash(source)
    try:
        found = _kept(filename).read_bytes()
    except OSError:
        found = b""  # it is the first start
    made = found[len(of_text) + 8 :]
    if found.startswith(of_text + importlib.util.source_hash(made)):  # else Qt or Python are others, or the disk spoilt it
        return marshal.loads(made)  # noqa: S302 - of the clerk's own folder, as Python trusts its own
    code = _plain_compile(source, filename, *how, **more)
    made = marshal.dumps(code)
    try:
        _kept(filename).parent.mkdir(exist_ok=True)
        _kept(filename).write_bytes(of_text + importlib.util.source_hash(made) + made)
    except OSError:
        return code  # the disk refuses: it is compiled again at the next start
    return code


def _kept(filename: str) -> Path:
    return paths.user_data() / "qt-python" / (filename.replace("/", ".") + "c")


gc.set_threshold(50_000)
builtins.compile = _compiled_once
try:
    import PySide6.QtCore  # noqa: F401
finally:
    builtins.__import__, builtins.compile = _plain_import, _plain_compile
