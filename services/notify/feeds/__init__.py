"""The topics that notify reads, and the one that it writes: records to and from `rooms/`."""
