"""The live edge: reads the rooms from the log and tells everyone who watches. No database, no domain rules."""
