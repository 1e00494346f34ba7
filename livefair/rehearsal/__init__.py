"""A finished session, shown again from the log or played again in a fresh fair."""
