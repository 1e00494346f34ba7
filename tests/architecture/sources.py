"""The project's own Python files, read and parsed once for the tests of this folder."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("schemas", "plumbing", "services", "livefair")
EVERYTHING = (*PRODUCT, "tests", "docs", "scripts")
REGISTRY = Path("services/fair/engine/registry.py")


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders, relative to the root."""
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def for_each(paths: Iterable[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test over all these files, which names every file that fails: a thousand tests of a millisecond each take
    longer to collect than to run.
    """

    def over(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            checked = [(path, _complaint(check, path)) for path in paths]
            assert checked, "there is no such file"
            failed = [f"{path}: {complaint}" for path, complaint in checked if complaint is not None]
            assert not failed, "\n".join(failed)

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return over


def _complaint(check: Callable[[Path], None], path: Path) -> str | None:
    try:
        check(path)
    except AssertionError as failure:
        return str(failure)
    return None


@cache
def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def module_name(path: Path) -> str:
    """`services/fair/wiring.py` is `services.fair.wiring`; a package's `__init__` is the package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(path: Path) -> set[str]:
    """The names of the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def has_code(path: Path) -> bool:
    """There is a function in it. Words, SQL, metrics and plain records are used by what is tested."""
    return any(functions(path))


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, relative to the root."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    return tuple(Path(name) for name in listed if name and (ROOT / name).is_file())


def nouns_listed() -> list[str]:
    """The folders of the nouns in the registry, in its order."""
    tree = tree_of(REGISTRY)
    folders = {
        alias.asname: node.module.split(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".noun")
        for alias in node.names
    }
    (nouns,) = [node.value for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    assert isinstance(nouns, ast.Tuple)
    return [folders[ast.unparse(one)] for one in nouns.elts]
