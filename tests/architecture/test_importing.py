"""Importing a module of the product opens no socket, thread, child process or file to write."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.sources import PRODUCT, ROOT, module_name, python_files

GUARDED = """
import builtins, socket, subprocess, sys, threading
from importlib import import_module

opened = []

def refuse(what):
    def refused(*arguments, **options):
        raise AssertionError(f"{what} while {importing} was imported")
    return refused

class NoSocket(socket.socket):
    def __init__(self, *arguments, **options):
        raise AssertionError(f"a socket was opened while {importing} was imported")

open_file = builtins.open
def open_to_read(file, mode="r", *arguments, **options):
    if set(mode) & set("wax+"):
        raise AssertionError(f"{file} was opened to write while {importing} was imported")
    return open_file(file, mode, *arguments, **options)

importing = "the libraries"
for library in %(libraries)r:
    import_module(library)
socket.socket, builtins.open = NoSocket, open_to_read
threading.Thread.start = refuse("a thread was started")
subprocess.Popen.__init__ = refuse("a process was started")
threads = threading.active_count()
for importing in %(modules)r:
    import_module(importing)
assert threading.active_count() == threads, "a thread was started"
print("imported", len(%(modules)r))
"""
LIBRARIES = ["asyncio", "aiokafka", "asyncpg", "faststream.kafka", "prometheus_client", "uvicorn", "typer", "httpx"]


@pytest.mark.parametrize("package", PRODUCT)
def test_importing_opens_nothing(package: str) -> None:
    """All modules of a package in a fresh interpreter, where opening anything is an error."""
    modules = [module_name(path) for path in python_files(package) if path.name != "__main__.py"]
    program = GUARDED % {"libraries": LIBRARIES, "modules": modules}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout == f"imported {len(modules)}\n", done.stderr[-2_000:]


def test_the_guard_itself_refuses(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A module that opens a socket is caught, so the test above proves something."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "opens_a_socket.py").write_text("import socket\nsocket.socket()\n")
    program = GUARDED % {"libraries": [], "modules": ["opens_a_socket"]}
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=60)
    assert "a socket was opened while opens_a_socket was imported" in done.stderr


def test_a_decider_waits_for_no_library_of_pages_to_print() -> None:
    """fair imports reportlab for the first PDF, not at its start: a killed one is to decide again soon."""
    program = "import sys, services.fair.__main__; print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "False\n", done.stderr[-2_000:]
