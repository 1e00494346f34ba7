"""A local system: its folder and keys, its servers in stages, its topics and tables."""
