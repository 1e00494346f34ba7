"""The report of a fair: its figures, and their layout in a workbook and on pages."""
