"""A local system: its folder, its keys, its servers by stages, its topics and tables."""
