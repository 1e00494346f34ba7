"""Mutation testing of the pure rules: `mutmut` changes the code in one place, and some test has to fail.

    python -m tests.mutation [--workers 2] [MODULE ...]

Owns which modules are mutated and which tests judge them. Each module is judged alone, in a copy of the project below
`build/mutate`. It fails where fewer than `KILLED_MIN` of a module's mutants are killed, or where one survives that
`docs/mutation.md` does not explain.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutate"
EXPLAINED = ROOT / "docs" / "mutation.md"
COPIED = ("schemas", "plumbing", "services", "livefair", "tests", "docs", "pyproject.toml")
KILLED_MIN = 0.9

MODULES = ("services/fair/*/*.py",)
TECHNICAL = re.compile(
    r"services/fair/(access|engine|kernel|report|chat|outcomes|reference|resumes)/|/((\w+_)?(rows|store|tables|queries|statements|reads|answers|telling|viewers)"
    r"|wire|noun|__init__)\.py$"
)
"""Below MODULES, what is no pure rule: by folder, or by the file name of its role."""

TESTS = (
    "tests/services/fair/booths/test_refused_booth.py",
    "tests/services/fair/fairs/test_fair.py",
)
"""The tables over all nouns: they judge each module, beside the tests in its own mirrored folder."""
WALKS = "--ignore-glob=*/test_world_*"
"""Walks through the whole world take seconds per mutant; the table of a rule has to notice its change without them."""
PYTEST = ("-m", "not servers and not long", "--hypothesis-profile=mutation", "-p", "no:cacheprovider", WALKS)

KILLED, TIMED_OUT = {1, 3}, {-24, 24, 36, 152, 255}
"""The exit statuses by which mutmut records that a test failed, or that the code went on for ever."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for a module's mutants; `survived` has the changes that no test noticed, as diffs."""

    module: str
    killed: int
    survived: dict[str, str]

    @property
    def total(self) -> int:
        return self.killed + len(self.survived)

    @property
    def share(self) -> float:
        return self.killed / self.total if self.total else 1.0


def pure_modules() -> list[str]:
    """Every module that holds rules as functions, relative to the root: nothing else is mutated."""
    found = (path for pattern in MODULES for path in ROOT.glob(pattern) if has_functions(path))
    modules = (path.relative_to(ROOT).as_posix() for path in found)
    return sorted(module for module in modules if not TECHNICAL.search(module))


def has_functions(path: Path) -> bool:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in nodes)


def judge(module: str, workers: int) -> Verdict:
    """Mutate one module and run its tests against each mutant.

    With the pattern, mutmut first runs the unchanged code by the same test ids: a mutant whose tests pytest does not
    find counts as killed. pytest's second run in a process does not find a given id that is not ASCII.
    """
    prepare(module)
    with (WORK / "mutmut.log").open("w") as log:
        subprocess.run([mutmut(), "run", "--max-children", str(workers), "*"], cwd=WORK, check=True, stdout=log)
    statuses = json.loads((WORK / "mutants" / f"{module}.meta").read_text())["exit_code_by_key"]
    survived = [name for name, status in statuses.items() if status not in KILLED | TIMED_OUT]
    return Verdict(module, len(statuses) - len(survived), {name: diff_of(name) for name in survived})


def prepare(module: str) -> None:
    """A fresh copy of the project in which only this module is mutated."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, WORK / name)
    with (WORK / "pyproject.toml").open("a") as file:
        file.write(settings_of(module))


def settings_of(module: str) -> str:
    """The section of mutmut; a list of strings is the same in JSON and TOML."""
    judges = [str(Path("tests") / Path(module).parent), *TESTS]
    lists = {
        "source_paths": ["schemas", "plumbing", "services", "livefair"],
        "also_copy": ["docs"],
        "only_mutate": [module],
        "pytest_add_cli_args": list(PYTEST),
        "pytest_add_cli_args_test_selection": judges,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in lists.items()]
    return "\n".join(["\n[tool.mutmut]", *lines, "use_git_change_detection = false", ""])


def diff_of(mutant: str) -> str:
    """What the mutant changed."""
    shown = subprocess.run([mutmut(), "show", mutant], cwd=WORK, check=True, capture_output=True, text=True).stdout
    return "\n".join(line for line in shown.splitlines() if re.match(r"[+-](?![+-]{2})", line))


def mutmut() -> str:
    return str(Path(sys.executable).with_name("mutmut"))


def unexplained(verdict: Verdict) -> list[str]:
    """The survivors whose changed line does not stand in docs/mutation.md."""
    text = EXPLAINED.read_text(encoding="utf-8")
    return [name for name, diff in verdict.survived.items() if not all(line in text for line in added(diff))]


def added(diff: str) -> Iterator[str]:
    return (line[1:].strip() for line in diff.splitlines() if line.startswith("+"))


def report(verdict: Verdict) -> bool:
    """Print what survived; whether the module passes."""
    unknown = unexplained(verdict)
    for name, diff in verdict.survived.items():
        print(f"\n{name}{': not explained in docs/mutation.md' if name in unknown else ''}\n{diff}")
    print(f"\n{verdict.module}: {verdict.killed} of {verdict.total} mutants killed, {verdict.share:.1%}", flush=True)
    return verdict.share >= KILLED_MIN and not unknown


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("modules", nargs="*", default=pure_modules())
    asked = parser.parse_args()
    passed = [report(judge(module, asked.workers)) for module in asked.modules]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
