"""Who is told what, and when. Pure: no I/O, no clock."""
