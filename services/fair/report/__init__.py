"""The report of a fair: its figures, and how they stand in a workbook and on a page."""
