"""Hooks of schemathesis: most requests name things that exist, so that they pass the first checks.

schemathesis loads this file in its own environment; it imports nothing of the project.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis  # type: ignore[import-not-found]  # it has an environment of its own

KNOWN: dict[str, str] = json.loads(Path(os.environ["LIVEFAIR_FUZZ_IDS"]).read_text())
KNOWN_SHARE = 0.8


@schemathesis.hook  # type: ignore[untyped-decorator]  # nor its types
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Four of five paths name the fair, job, application and so on of the stage."""
    if path_parameters and random.random() < KNOWN_SHARE:
        return {name: KNOWN.get(name, value) for name, value in path_parameters.items()}
    return path_parameters


@schemathesis.serializer("application/pdf")  # type: ignore[untyped-decorator]  # nor its types
def pdf(context: Any, value: Any) -> bytes:
    """Bytes as they are, anything else as JSON: not every upload is a PDF."""
    return value if isinstance(value, bytes) else json.dumps(value, default=str).encode()
