"""The sockets of viewers, and the HTTP beside them."""
