"""The images: only their folders, locked libraries, no root, a health check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, imported, python_files

SERVICES = ("ingest", "fair", "notify")
Stage = list[tuple[str, str]]


def stages() -> dict[str, tuple[str, Stage]]:
    """Each stage of the Dockerfile: its base, and its instructions."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    found: dict[str, tuple[str, Stage]] = {}
    name = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        instruction, _, rest = line.partition(" ")
        if instruction == "FROM":
            base, _, name = rest.partition(" AS ")
            found[name] = (base, [])
        else:
            found[name][1].append((instruction, rest.strip()))
    return found


def instructions(target: str) -> Stage:
    """The instructions of a stage and of its bases, in order."""
    base, own = stages()[target]
    return (instructions(base) if base in stages() else []) + own


def copied(target: str) -> set[str]:
    """What a stage copies from the repository, itself or from the stage that compiles it."""
    lines = [rest.removeprefix("--from=sources /app/") for name, rest in instructions(target) if name == "COPY"]
    return {source for rest in lines if "--from" not in rest for source in rest.split()[:-1]}


def parts(path: str) -> list[str]:
    """A locked file and those that it includes."""
    included = re.findall(r"^-r (\S+)$", (ROOT / path).read_text(), re.MULTILINE)
    return [path, *(part for name in included for part in parts(str(Path(path).parent / name)))]


def pins(*paths: str) -> list[str]:
    """The packages of locked files, without those of included files."""
    texts = [(ROOT / path).read_text() for path in paths]
    return [name for text in texts for name in dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))]


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_only_its_three_folders(service: str) -> None:
    """A service cannot start to use another folder unnoticed."""
    assert copied(service) == {"schemas", "plumbing", f"services/{service}"}


@pytest.mark.parametrize("target", [*SERVICES, "tools"])
def test_an_image_holds_compiled_sources(target: str) -> None:
    """In a container that cannot write, each start would compile them, which takes a fifth of a second of CPU."""
    own = [rest for name, rest in instructions(target) if name == "COPY" and "-libraries" not in rest]
    assert all(rest.startswith("--from=sources ") for rest in own)
    assert ("RUN", "python -m compileall -q --invalidation-mode unchecked-hash .") in instructions("sources")


@pytest.mark.parametrize("target", [*SERVICES, "tools"])
def test_an_image_runs_without_root(target: str) -> None:
    """The last user of the image is not root."""
    assert [rest for instruction, rest in instructions(target) if instruction == "USER"][-1] == "livefair"


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_says_whether_it_is_ready(service: str) -> None:
    """With Python, since a slim image has no curl."""
    (check,) = [rest for instruction, rest in instructions(service) if instruction == "HEALTHCHECK"]
    assert "/readyz" in check
    assert '"python"' in check
    assert "curl" not in check


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_starts_its_service(service: str) -> None:
    """With its entry point, which names the instance after the container."""
    commands = dict(instructions(service))
    assert commands["CMD"] == f'["python", "-m", "services.{service}"]'
    assert "LIVEFAIR_INSTANCE" in commands["ENTRYPOINT"]


def test_every_base_is_pinned() -> None:
    """To its version and its digest: `latest` is another image each month."""
    bases = {base for base, _ in stages().values() if base not in stages()}
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim@sha256:[0-9a-f]{64}", base) for base in bases)


@pytest.mark.parametrize("name", ["services", "tools"])
def test_an_images_libraries_are_the_locked_ones(name: str) -> None:
    """The tested versions with hashes: requirements.lock includes the images' files."""
    ours = parts(f"deploy/{name}.lock")
    assert set(ours) < set(parts("requirements.lock"))
    assert copied(f"{name}-libraries") == set(ours)
    assert "pytest" not in pins(*ours)
    (install,) = [rest for _, rest in instructions(f"{name}-libraries") if "pip install" in rest]
    assert install.endswith(f"--require-hashes -r {name}.lock")


def test_a_package_is_locked_once() -> None:
    """In one file only, so that two files cannot have different versions."""
    locked = pins(*parts("requirements.lock"))
    assert len(locked) > 80
    assert sorted(locked) == sorted(set(locked))


def test_an_images_libraries_are_all_that_its_code_imports() -> None:
    """A library that only the tests have would be missing at the first request that needs it."""
    ours, providers = set(pins("deploy/services.lock")), packages_distributions()
    needed = defaultdict(list)
    for path in python_files("schemas", "plumbing", "services"):
        for name in {name.partition(".")[0] for name in imported(path)} - set(sys.stdlib_module_names):
            needed[name].append(path)
    third_party = {name for name in needed if name not in ("schemas", "plumbing", "services")}
    distributions = {name: [one.lower().replace("_", "-") for one in providers[name]] for name in third_party}
    assert {name: needed[name] for name, found in distributions.items() if not set(found) & ours} == {}


ALONE = """
import sys
sys.path[:] = [{folder!r}] + [path for path in sys.path if path not in ("", {root!r})]
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder).lower()]
import services.{service}.wiring, services.{service}.__main__
print(services.{service}.wiring.__file__)
"""


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_stands_on_its_three_folders(service: str, tmp_path: Path) -> None:
    """In a copy of its image's folders every import works."""
    for folder in ("schemas", "plumbing", f"services/{service}"):
        (tmp_path / folder).parent.mkdir(exist_ok=True)
        (tmp_path / folder).symlink_to(ROOT / folder)
    program = ALONE.format(folder=str(tmp_path), root=str(ROOT), service=service)
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == str(tmp_path / "services" / service / "wiring.py"), done.stderr[-2_000:]


def test_the_context_is_only_what_is_copied() -> None:
    """Secrets, data and history never reach the builder."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert "*" in lines
    assert kept == {"schemas", "plumbing", "services", "livefair", "deploy/*.lock"}


def test_the_health_check_is_a_program() -> None:
    """It compiles, and gives up before its timeout."""
    (check,) = [rest for instruction, rest in stages()["service"][1] if instruction == "HEALTHCHECK"]
    program = ast.literal_eval(check[check.index("[") :])[2]
    assert ast.parse(program)
    assert "timeout=2" in program
