"""The address that a request counts for: its sender's, or behind proxies that are trusted, the one that they saw.

Each proxy appends the address of its own peer to `X-Forwarded-For`, so the header is believed from its end, as far as
trusted proxies wrote it; whatever stands before that the client may have made up. A stranger's header is not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

HEADER = b"x-forwarded-for"
HEADER_CHARACTERS_MAX = 500  # of its end; a dozen proxies
REMEMBERED_MAX = 10_000
PREFIX_V6 = 64  # a household or a machine has a whole network of this size

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Proxies:
    """The proxies that are trusted, and the addresses behind them."""

    def __init__(self, trusted: Iterable[Network] = ()) -> None:
        self._trusted = tuple(trusted)
        self._client = lru_cache(REMEMBERED_MAX)(self._found)

    @classmethod
    def parse(cls, text: str) -> Proxies:
        """Of addresses and networks, separated by blanks or commas. Raises ValueError."""
        return cls(ip_network(word) for word in text.replace(",", " ").split())

    def __bool__(self) -> bool:
        """Whether any is trusted."""
        return bool(self._trusted)

    def of(self, scope: Scope) -> str:
        """The address of an ASGI request. An address of version 6 is given as its network."""
        peer = scope["client"][0] if scope.get("client") else ""
        if not self._trusted:
            return self._client(peer, "")
        return self.behind(
            peer, ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == HEADER)
        )

    def behind(self, peer: str, forwarded: str) -> str:
        """The address of a connection from `peer` with this `X-Forwarded-For`: repeated headers joined by commas."""
        return self._client(peer, forwarded[-HEADER_CHARACTERS_MAX:])

    def _found(self, peer: str, forwarded: str) -> str:
        found = _address(peer)
        if found is None:
            return peer  # no address at all: the name of a local socket
        for hop in reversed(forwarded.split(",")):
            before = _address(hop) if self._trusts(found) else None
            if before is None:
                break
            found = before
        return str(found if isinstance(found, IPv4Address) else IPv6Network((found, PREFIX_V6), strict=False))

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> Address | None:
    """An address with or without its port; None if it is none. One of version 4 that is written as 6 is one of 4."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
