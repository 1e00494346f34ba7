"""A contract of import-linter: layers of which some are the nouns of the registry, in its order.

So the order of the nouns is written once. `pyproject.toml` names it `layers_of_nouns`.
"""

from __future__ import annotations

from typing import Any

from importlinter.contracts.layers import LayersContract

from tests.architecture.sources import nouns_listed

PLACE = "NOUNS"


class LayersOfNouns(LayersContract):
    """The layer called `NOUNS` stands for one layer a noun: each knows those listed before it."""

    def __init__(self, name: str, session_options: dict[str, Any], contract_options: dict[str, Any]) -> None:
        layers = with_nouns(contract_options["layers"], nouns_listed())
        super().__init__(name, session_options, {**contract_options, "layers": layers})


def with_nouns(layers: list[str], nouns: list[str]) -> list[str]:
    """The layers, highest first; the last noun of the registry is the highest."""
    place = layers.index(PLACE)
    return [*layers[:place], *reversed(nouns), *layers[place + 1 :]]
