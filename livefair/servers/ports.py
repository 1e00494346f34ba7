"""Chooses free TCP ports. Does not reserve them: another process may take one before it is bound."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from livefair.failure import Failure

HOST = "127.0.0.1"
LOWEST = 10_000
TRIES_MAX = 1_000
PORT_MAX = 65_535
EPHEMERAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """`count` different ports without listeners, below the range of outgoing connections.

    A port inside that range is a trap for a server that is killed and restarted on it: meanwhile any outgoing
    connection may get the port, and a client that keeps connecting to it ends up connected to itself.

    Raises Failure where there are not enough.
    """
    chosen: set[int] = set()
    candidates = random.SystemRandom()
    for _ in range(TRIES_MAX):
        port = candidates.randrange(LOWEST, _ephemeral_start())
        if port not in chosen and is_free(port):
            chosen.add(port)
        if len(chosen) == count:
            return sorted(chosen)
    raise Failure(f"no {count} free ports between {LOWEST} and {_ephemeral_start()}: stop what holds them")


def is_address(text: str) -> bool:
    """Whether the text is HOST:PORT."""
    host, _, port = text.rpartition(":")
    return bool(host) and port.isascii() and port.isdecimal() and 0 < int(port) <= PORT_MAX


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server may bind a port in TIME_WAIT
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _ephemeral_start() -> int:
    try:
        start = int(EPHEMERAL_RANGE.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        start = 32_768
    return start if start > LOWEST + TRIES_MAX else 32_768
