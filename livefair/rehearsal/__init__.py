"""A finished session shown again, or played again in a fresh fair."""
