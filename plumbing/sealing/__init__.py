"""Sealed texts: encrypted with keys in the object store that can be destroyed, which erases the texts everywhere."""
