"""The choice of ports."""

from __future__ import annotations

import socket

from livefair.servers import ports


def test_free_ports_differ_and_can_be_bound() -> None:
    """Several ports asked for at once are different and free."""
    chosen = ports.free_ports(20)
    assert len(set(chosen)) == 20
    assert all(ports.is_free(port) for port in chosen)


def test_they_lie_below_the_range_of_outgoing_connections() -> None:
    """No outgoing connection can be given a port of a server that is away for a moment."""
    start = int(ports.EPHEMERAL_RANGE.read_text().split()[0])
    assert all(port < start for port in ports.free_ports(50))


def test_a_port_with_a_listener_is_not_free() -> None:
    """A taken port is seen as taken."""
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        assert not ports.is_free(listener.getsockname()[1])
