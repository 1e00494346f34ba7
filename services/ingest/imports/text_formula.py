"""Reads the formula by which a CSV file keeps digits as text: `="0571"`. Knows no row and no column.

Our own exports write it, as other tools do, since spreadsheets otherwise take the digits for a number.
"""

from __future__ import annotations

BEGINS, ENDS = '="', '"'


def text_in(cell: str) -> str:
    """The text that the formula stands for; any other cell as it is."""
    if not (cell.startswith(BEGINS) and cell.endswith(ENDS) and len(cell) > len(BEGINS)):
        return cell
    text = cell[len(BEGINS) : -len(ENDS)]
    return cell if ENDS in text.replace(2 * ENDS, "") else text.replace(2 * ENDS, ENDS)
