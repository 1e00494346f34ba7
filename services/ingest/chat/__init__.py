"""The writes of a session's room: comments and reactions."""
