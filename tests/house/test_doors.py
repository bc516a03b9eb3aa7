"""What imports cannot say: one door to writing, words that can be translated, names that say what a thing is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from unionoffice import schema
from unionoffice.core import book

HERE = Path(__file__).parents[2]
PROGRAM = HERE / "unionoffice"


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the program, parsed, by its path below the package."""
    return {
        path.relative_to(PROGRAM).as_posix(): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(PROGRAM.rglob("*.py"))
        if "_data" not in path.parts
    }


def every(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind, with the module it stands in."""
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield name, node


def called(node: ast.AST) -> str:
    """The last name of what a call calls: `act` of `self.book.act(...)`."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


# -- the rules, each a function of one module that gives the lines at fault -----------------------


def acts(name: str, tree: ast.Module) -> list[int]:
    """Acts opened outside a service, a desk's intake of lists, and the few modules of the core that keep the book."""
    if re.fullmatch(r"desks/\w+/(service(/\w+)?|intake)\.py|core/(book|office|upkeep|views)\.py", name):
        return []
    return [
        node.lineno for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "act" and isinstance(node.func, ast.Attribute)
    ]


def unmarked_words(name: str, tree: ast.Module) -> list[int]:
    """Keys that would never be found for translation: `N_` takes a literal; `_` a literal, or a name that holds a marked key."""
    if name == "core/words.py":
        return []

    def literal(node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and isinstance(node.value, str)

    def key(node: ast.AST) -> bool:
        if isinstance(node, ast.IfExp | ast.BoolOp):
            parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
            return all(key(part) for part in parts)
        return literal(node) or isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)

    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in ("_", "N_")]
    return [node.lineno for node in calls if not node.args or not (key if called(node) == "_" else literal)(node.args[0])]


def untranslated_troubles(_name: str, tree: ast.Module) -> list[int]:
    """A KnownError whose sentence is a bare English text."""

    def bare(node: ast.AST) -> bool:
        if isinstance(node, ast.Call) and called(node) in ("_", "N_", "word", "Said"):
            return False
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and bool(re.search(r"[A-Za-z]{2,}|[\u4e00-\u9fff]", node.value))
        return any(bare(child) for child in ast.iter_child_nodes(node))

    return [
        node.lineno for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "KnownError" and (not node.args or bare(node.args[0]))
    ]


def swallowed(_name: str, tree: ast.Module) -> list[int]:
    """`except:` of everything, and `except Exception: pass`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            everything = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            silent = all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
            if node.type is None or (everything and silent):
                found.append(node.lineno)
        if isinstance(node, ast.Call) and called(node) == "suppress":
            found += [node.lineno for kind in node.args if isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")]
    return found


def stars(_name: str, tree: ast.Module) -> list[int]:
    """Star imports."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names)]


def strangers(name: str, tree: ast.Module) -> list[int]:
    """reportlab and xlsxwriter outside printing, sqlite3 outside core, sqlite_utils outside schema, upkeep and migrations."""
    allowed = {
        "reportlab": name.startswith("printing/"),
        "xlsxwriter": name.startswith("printing/"),
        "sqlite3": name.startswith("core/"),
        "sqlite_utils": name in ("schema.py", "core/upkeep.py") or name.endswith("/migrations.py"),
        "PySide6": name in ("app.py", "tabs.py") or name.startswith(("kit/", "window/")) or "/tab" in name,
    }
    found = []
    for node in ast.walk(tree):
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
        found += [node.lineno for module in modules if not allowed.get(module.split(".")[0], True)]  # type: ignore[attr-defined]
    return found


def undocumented(name: str, tree: ast.Module) -> list[int]:
    """Public modules, classes and functions without a docstring."""
    faults = [] if ast.get_docstring(tree) or not tree.body else [1]

    def look(body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                overrides = any("override" in ast.unparse(mark) or "overload" in ast.unparse(mark) for mark in node.decorator_list)
                if not ast.get_docstring(node) and not overrides:
                    faults.append(node.lineno)
                if isinstance(node, ast.ClassDef):
                    look(node.body)

    look(tree.body)
    return faults


TABLES = sorted(
    {table.name for table in schema.TABLES}
    | {"acts", "changes", "taken_back", "register", "mentions", "found", "blobs", "numbers"}
)
NAMED = re.compile(rf"\b(?:from|join|into|update|table)\s+(?:{'|'.join(TABLES)})\b")


def tables_named(name: str, tree: ast.Module) -> list[int]:
    """SQL that names a table outside the stores, the migrations and the core."""
    if name.startswith("core/") or name.endswith(("/store.py", "/migrations.py")):
        return []
    found = []
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if NAMED.search(text) and re.search(r"\b(select|insert|update|delete|create|where)\b", text):
            found.append(node.lineno)  # type: ignore[attr-defined]
    return found


def half_written(name: str, tree: ast.Module) -> list[int]:
    """Files written in place, where a stop leaves half of them: all but what the program keeps for itself goes by core/whole.py."""
    if name in ("core/whole.py", "core/lock.py", "app.py", "kit/__init__.py", "kit/crash.py"):
        return []
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in ("write_bytes", "write_text")]


Rule = Callable[[str, ast.Module], list[int]]
RULES: dict[Rule, str] = {
    acts: "def show(book):\n    with book.act('x'):\n        pass\n",
    unmarked_words: "say(N_(text))\nsay(_(f'{a} b'))\nsay(_('a ' + b))\n",
    untranslated_troubles: "raise KnownError('The disk is full.')\nraise KnownError(f'{x} is wrong')\n",
    swallowed: "try:\n    work()\nexcept:\n    pass\ntry:\n    work()\nexcept Exception:\n    pass\n",
    stars: "from PySide6.QtWidgets import *\n",
    strangers: "import reportlab.pdfgen\nfrom sqlite3 import connect\nimport sqlite_utils\n",
    undocumented: "def shown():\n    return 1\n\nclass Thing:\n    '''Has one.'''\n    def part(self):\n        return 2\n",
    tables_named: "book.rows('select * from workers where id = 1')\n",
    half_written: "path.write_bytes(data)\n",
}


BREACHES: dict[Rule, int] = {
    acts: 1, unmarked_words: 3, untranslated_troubles: 2, swallowed: 2, stars: 1, strangers: 3, undocumented: 3, tables_named: 1,
    half_written: 1,
}
"""How many breaches each example holds."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    faults = [f"unionoffice/{name}:{line}" for name, tree in sources().items() for line in rule(name, tree)]
    assert faults == [], rule.__doc__


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_breach_of_the_rule_is_seen(rule: Rule) -> None:
    assert len(rule("desks/waste/rules.py", ast.parse(RULES[rule]))) == BREACHES[rule]


def test_modules_are_named_for_what_they_are() -> None:
    vague = {"utils", "util", "utilities", "manager", "managers", "helper", "helpers", "misc", "common"}
    assert [name for name in sources() if vague & set(name.removesuffix(".py").split("/"))] == []


def test_the_books_version_is_the_number_of_migrations() -> None:
    count = sum(len(each._migrations) for each in schema.SETS)
    assert count == book.VERSION, f"set VERSION in core/book.py to {count}"


def test_every_migration_has_a_name_of_its_own() -> None:
    names = [migration.name for each in schema.SETS for migration in each._migrations]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+\d{3}_\w+", name) for name in names), names
    assert len({each.name for each in schema.SETS}) == len(schema.SETS)


def test_every_desk_is_in_the_three_lists() -> None:
    desks = {path.parent.name for path in (*PROGRAM.glob("desks/*/service.py"), *PROGRAM.glob("desks/*/service"))}
    text = {name: (PROGRAM / name).read_text(encoding="utf-8") for name in ("schema.py", "papers.py", "tabs.py")}
    for desk in desks:
        folder = PROGRAM / "desks" / desk
        for name, part in (("schema.py", "migrations"), ("schema.py", "store"), ("papers.py", "sheets"), ("tabs.py", "tab")):
            if (folder / f"{part}.py").exists() or (folder / part).is_dir():
                assert f"desks.{desk}" in text[name], f"{desk} is missing in unionoffice/{name}"
