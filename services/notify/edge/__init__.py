"""The WebSockets of viewers, and the HTTP endpoints on the same port."""
