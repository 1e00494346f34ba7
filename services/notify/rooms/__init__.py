"""Rooms and their viewers: which frame goes to which viewer, and when. Pure: no I/O, no clock."""
