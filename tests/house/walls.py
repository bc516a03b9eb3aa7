"""Looks at who imports whom in a copy of the program, and says which walls are broken.

Run as `python -m tests.house.walls`, from the folder of the copy: it reads a JSON list of canaries
({file: line to add, ...} each), adds one after the other, and writes for each the sorted names of the broken walls.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import grimp
from importlinter.application import use_cases
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import registry

THROUGH_THE_DOOR = "Another desk is asked through its service or its records"
NO_CYCLES = "No cycles"


EDITORS = {"unionoffice.kit.editors", "unionoffice.kit.lines"}
"""The one circle there is: lines are made of editors, and are one of the editors."""


def broken() -> list[str]:
    """The names of the walls that are broken in the program of the present folder."""
    options = use_cases.read_user_options("pyproject.toml")
    registry.register(LayersContract, "layers")
    registry.register(ForbiddenContract, "forbidden")
    report = use_cases.create_report(options, cache_dir=None)
    assert not report.could_not_run, "a contract could not run"
    found = {contract.name for contract, check in report.get_contracts_and_checks() if not check.kept}
    graph = grimp.build_graph("unionoffice", exclude_type_checking_imports=True, cache_dir=None)
    if not_through_the_door(graph):
        found.add(THROUGH_THE_DOOR)
    if cycles(graph):
        found.add(NO_CYCLES)
    return sorted(found)


def not_through_the_door(graph: grimp.ImportGraph) -> list[str]:
    """Imports from one desk to another that name neither its service nor its records."""
    found = []
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            one, other = importer.split("."), imported.split(".")
            if one[:2] != ["unionoffice", "desks"] or other[:2] != ["unionoffice", "desks"] or len(one) < 3 or len(other) < 3:
                continue
            if one[2] != other[2] and other[3:] not in (["service"], ["records"]):
                found.append(f"{importer} -> {imported}")
    return found


def cycles(graph: grimp.ImportGraph) -> list[str]:
    """Modules that lie on a circle of imports."""
    return [
        module
        for module in sorted(graph.modules)
        for imported in graph.find_modules_directly_imported_by(module)
        if not {module, imported} <= EDITORS and graph.chain_exists(importer=imported, imported=module)
    ]


def main() -> None:
    """Break the walls one after the other."""
    sys.path.insert(0, str(Path.cwd()))
    configure()
    said = []
    for canary in json.load(sys.stdin):
        before = {name: Path(name).read_text(encoding="utf-8") if Path(name).exists() else None for name in canary}
        for name, line in canary.items():
            with Path(name).open("a", encoding="utf-8") as file:
                file.write(f"\n{line}\n")
        said.append(broken())
        for name, text in before.items():
            if text is None:
                Path(name).unlink()
            else:
                Path(name).write_text(text, encoding="utf-8")
    sys.stdout.write("\n<<<" + json.dumps(said))


if __name__ == "__main__":
    main()
