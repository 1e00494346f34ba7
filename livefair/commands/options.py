"""Owns the options that several commands share, so that they are named and explained alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HOME = Path(".livefair")
HomeOption = Annotated[Path, typer.Option("--home", help="The folder of the system, as `livefair up` was told.")]
