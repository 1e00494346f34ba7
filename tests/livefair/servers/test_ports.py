"""The choice of ports."""

from __future__ import annotations

import socket

import pytest

from livefair.failure import Failure
from livefair.servers import ports


def test_free_ports_differ_and_can_be_bound() -> None:
    """Ports requested together are different and free."""
    chosen = ports.free_ports(20)
    assert len(set(chosen)) == 20
    assert all(ports.is_free(port) for port in chosen)


def test_they_lie_below_the_range_of_outgoing_connections() -> None:
    """An outgoing connection cannot take the port of a server that restarts."""
    start = int(ports.EPHEMERAL_RANGE.read_text().split()[0])
    assert all(port < start for port in ports.free_ports(50))


def test_a_port_with_a_listener_is_not_free() -> None:
    """A listening port is not free."""
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        assert not ports.is_free(listener.getsockname()[1])


def test_too_many_are_refused_in_one_line() -> None:
    """Asking for more ports than exist is one line."""
    with pytest.raises(Failure, match="no 50000 free ports between 10000 and"):
        ports.free_ports(50_000)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("localhost:9092", True),
        ("[::1]:9", True),
        ("localhost", False),
        (":9", False),
        ("h:", False),
        ("h:65536", False),
    ],
)
def test_an_address_has_a_host_and_a_port(text: str, is_one: bool) -> None:
    """An address that no client could connect to is refused."""
    assert ports.is_address(text) is is_one
