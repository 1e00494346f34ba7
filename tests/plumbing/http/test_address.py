"""The address that a request counts for, with and without proxies in front."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Scope

from plumbing.http.address import HEADER_CHARACTERS_MAX, Proxies

TRUSTED = Proxies.parse("10.0.0.0/8, 2001:db8:1::/48 127.0.0.1")


def scope(peer: str, *forwarded: str) -> Scope:
    headers = [(b"x-forwarded-for", one.encode("latin-1")) for one in forwarded]
    return {"type": "http", "client": (peer, 4711), "headers": [(b"host", b"a.example"), *headers]}


def test_the_header_of_a_stranger_is_not_believed() -> None:
    """Neither where no proxy is trusted, nor where the sender is none of them."""
    assert Proxies().of(scope("203.0.113.9", "198.51.100.1")) == "203.0.113.9"
    assert TRUSTED.of(scope("203.0.113.9", "198.51.100.1")) == "203.0.113.9"


def test_behind_a_trusted_proxy_the_last_hop_counts() -> None:
    """What the client itself wrote before it does not."""
    assert TRUSTED.of(scope("10.1.2.3", "198.51.100.1, 203.0.113.9")) == "203.0.113.9"
    assert TRUSTED.of(scope("10.1.2.3", "198.51.100.1", "203.0.113.9")) == "203.0.113.9"


def test_a_chain_of_trusted_proxies_is_followed_to_its_beginning() -> None:
    """Up to the first that is not trusted, or to the end of the header."""
    assert TRUSTED.of(scope("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.7")) == "203.0.113.9"
    assert TRUSTED.of(scope("127.0.0.1", "10.0.0.8, 10.0.0.7")) == "10.0.0.8"
    assert TRUSTED.of(scope("127.0.0.1")) == "127.0.0.1"


@pytest.mark.parametrize("hop", ["unknown", "", "_hidden", "1.2.3", "999.1.1.1", "198.51.100.1 203.0.113.9", "é"])
def test_a_hop_that_is_no_address_ends_the_chain(hop: str) -> None:
    """The last address that is known counts: here the proxy's."""
    assert TRUSTED.of(scope("10.1.2.3", f"198.51.100.1, {hop}")) == "10.1.2.3"


@pytest.mark.parametrize(
    ("hop", "counted"),
    [
        ("203.0.113.9:52000", "203.0.113.9"),
        ("[2001:db8::7]:443", "2001:db8::/64"),
        ("2001:db8::7", "2001:db8::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_an_address_may_be_written_in_several_ways(hop: str, counted: str) -> None:
    """With a port, in brackets, with a zone; one of version 6 counts as the network of its household."""
    assert TRUSTED.of(scope("10.1.2.3", hop)) == counted


def test_a_connection_without_an_address_counts_for_its_name() -> None:
    """A local socket has none."""
    assert TRUSTED.of({"type": "http", "client": None, "headers": []}) == ""
    assert TRUSTED.behind("local", "203.0.113.9") == "local"


def test_only_the_end_of_a_long_header_is_read() -> None:
    """A header of any length costs the same."""
    assert TRUSTED.of(scope("10.1.2.3", "1.1.1.1," * HEADER_CHARACTERS_MAX + "203.0.113.9")) == "203.0.113.9"


@given(st.text(st.characters(max_codepoint=255), max_size=60), st.text(max_size=30))
def test_no_header_raises(forwarded: str, peer: str) -> None:
    """Whatever a client sends, the address is a text."""
    assert isinstance(TRUSTED.of(scope("10.1.2.3", forwarded)), str)
    assert isinstance(TRUSTED.behind(peer, forwarded), str)


@pytest.mark.parametrize("text", ["10.0.0.0/33", "proxy", "10.0.0.1/8"])
def test_what_is_no_network_is_refused(text: str) -> None:
    """Also a network whose address has bits beyond its prefix."""
    with pytest.raises(ValueError, match=r".+"):
        Proxies.parse(text)
