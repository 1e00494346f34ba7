"""Exceptions that end a command."""

from __future__ import annotations

import pytest

from livefair.failure import Failure, first_of, one_line, told


def test_the_first_is_found_in_groups_of_groups() -> None:
    """One exception of nested groups is shown."""
    first = Failure("first")
    group = ExceptionGroup("outer", [ExceptionGroup("inner", [first, Failure("second")]), Failure("third")])
    assert first_of(group) is first


def test_ctrl_c_is_its_own_status() -> None:
    """As in a shell, without a traceback."""
    with pytest.raises(SystemExit) as ended, one_line():
        raise KeyboardInterrupt
    assert ended.value.code == 130


def test_what_the_machine_refuses_is_told_with_its_place() -> None:
    """The reason and the file, or the kind of error if there is no reason."""
    assert told(FileNotFoundError(2, "No such file", "/a/b")) == "No such file (/a/b)"
    assert told(OSError(28, "No space left on device")) == "No space left on device"
    assert told(TimeoutError()) == "TimeoutError"
