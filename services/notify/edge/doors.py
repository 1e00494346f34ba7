"""Who is connected: from which address and as which person, and what share of the sockets each of them has.

Behind trusted proxies the address is the one that they saw, which is known only after the handshake: until then such a
connection counts for no address.
"""

from __future__ import annotations

from collections.abc import Mapping

from websockets.http11 import Request

from plumbing.http.address import HEADER, Proxies
from plumbing.limits import ADDRESS, PERSON, Limit, Shares
from services.notify.rooms.protocol import TooManySockets

SOCKETS = Limit("sockets", 20_000, "503", shares={ADDRESS: 10_000}, over_share="429")
SOCKETS_OF_ONE = Limit(
    "sockets of signed-in people", None, shares={PERSON: 100}, over_share="`too_many_sockets`, then closed with 4429"
)
HANDSHAKES = Limit(
    "connections whose handshake is not done, at most 10 s each",
    8_000,
    "closed",
    shares={ADDRESS: 4_000},
    over_share="closed",
)


class Doors:
    """Counts connections and sockets. `limited` gives each address and person a share."""

    def __init__(self, proxies: Proxies | None = None, *, limited: bool = True) -> None:
        self.proxies = proxies or Proxies()
        self.sockets = Shares(SOCKETS, limited=limited)
        self.people = Shares(SOCKETS_OF_ONE, limited=limited)
        self.handshakes = Shares(HANDSHAKES, limited=limited and not self.proxies)

    @property
    def full(self) -> bool:
        return self.sockets.taken >= SOCKETS.most

    def arrive(self, peer: str) -> Visitor | None:
        """A new connection; None where too many wait for their handshake already."""
        visitor = Visitor(self, peer)
        return visitor if self.handshakes.take(visitor.from_there) is None else None


class Visitor:
    """One connection: first before its handshake, then as a socket, and perhaps as a person."""

    __slots__ = ("_counted_as", "_counted_in", "_doors", "_peer", "_person", "from_there")

    def __init__(self, doors: Doors, peer: str) -> None:
        self._doors, self._peer, self._counted_in = doors, peer, doors.handshakes
        self._person: Mapping[str, str] | None = None
        self.from_there: Mapping[str, str] = {ADDRESS: doors.proxies.behind(peer, "")}
        self._counted_as: Mapping[str, str] = self.from_there

    @property
    def who(self) -> Mapping[str, str]:
        """For whom it counts where signed-in people count as themselves, and guests as their address."""
        return self._person or self.from_there

    def over(self, request: Request) -> str | None:
        """Which bound this handshake would exceed as a socket: that of all, or that of its address."""
        forwarded = ",".join(request.headers.get_all(HEADER.decode()))
        self.from_there = {ADDRESS: self._doors.proxies.behind(self._peer, forwarded)}
        return self._doors.sockets.over(self.from_there)

    def enter(self) -> None:
        """The handshake is done, and exceeded no bound."""
        self._counted_in.give_back(self._counted_as)
        self._counted_in, self._counted_as = self._doors.sockets, self.from_there
        self._counted_in.take(self._counted_as)

    def sign_in(self, sub: str) -> None:
        """Count it for a person too. Raises TooManySockets."""
        person = {PERSON: sub}
        if self._doors.people.take(person) is not None:
            raise TooManySockets(f"at most {SOCKETS_OF_ONE.share(PERSON)} connections at once: close one first")
        self._person = person

    def leave(self) -> None:
        """The connection is gone."""
        self._counted_in.give_back(self._counted_as)
        if self._person is not None:
            self._doors.people.give_back(self._person)
