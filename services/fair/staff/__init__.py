"""The staff of booths."""
