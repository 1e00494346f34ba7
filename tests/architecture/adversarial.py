"""Texts that make a careless pattern slow, and the CPU time that a pattern takes on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import thread_time

CHARACTERS = 20_000
PATTERN_S = 0.05
"""For one pattern on one text of that length: about five times the slowest measured time."""
TRIES = 3
SIGNS = (*" \n\t:,(-!%$_1a男岁", "\n!", " \n", " :", "(,", "25", "年龄", "年龄 ", "age ", "young\n", "not ", "不得")
RUNS = " \n:,(1a"
TOGETHER = 4
"""The number of words in one text: the fewer, the longer the runs."""


def adversarial(pattern: re.Pattern[str]) -> Iterator[str]:
    """Repeated signs; repeated words of the pattern, four to a text; long runs of a sign after each word."""
    for sign in SIGNS:
        yield "a" + sign * (CHARACTERS // len(sign)) + "岁"
    words = words_of(pattern)
    for some in (words[at : at + TOGETHER] for at in range(0, len(words), TOGETHER)):
        length = CHARACTERS // len(some) + 1
        yield "".join(word * (length // len(word) + 1) for word in some)
        yield "".join(f"{word} " * (length // len(word)) for word in some)
        yield from ("".join(word + sign * length for word in some) + "岁" for sign in RUNS)


def words_of(pattern: re.Pattern[str]) -> list[str]:
    """The words in a pattern's source."""
    return sorted(set(re.findall(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}", pattern.pattern)))


def slow_text(pattern: re.Pattern[str]) -> str | None:
    """The beginning of a text on which the pattern is too slow, also when it is tried again; None without one."""
    for text in adversarial(pattern):
        if all(took(read(pattern, text)) > PATTERN_S for _ in range(TRIES)):
            return text[:40]
    return None


def read(pattern: re.Pattern[str], text: str) -> Callable[[], object]:
    return lambda: sum(1 for _ in pattern.finditer(text))


def took(use: Callable[[], object]) -> float:
    """CPU seconds of this thread, which other processes do not affect."""
    began = thread_time()
    use()
    return thread_time() - began
