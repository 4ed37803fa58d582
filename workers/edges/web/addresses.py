"""Which URLs may be asked, and which addresses may be connected to.

A URL's spelling proves nothing: `http://2130706433/`, `http://127.1/` and any DNS name may lead to this very machine. So the host
is not judged by its name. `Gate.open_socket` is called by aiohttp with the address that is about to be connected to, after every
resolution and for every hop: there is no moment at which another answer of the DNS could slip in (rebinding).
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

from yarl import URL

from workers.edges.web.failures import Failure

IPAddress = IPv4Address | IPv6Address

MAX_URL: Final = 4096  #: characters; longer ones are traps, not articles

#: What is not the public Internet, by its name in the IANA registries. `ipaddress.is_global` is not enough: it changed between
#: Python versions and calls 6to4, NAT64, site-local and multicast addresses global.
_CLOSED: Final = tuple(
    (ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "this machine"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier (CGNAT)"),
        ("127.0.0.0/8", "this machine"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation only"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks only"),
        ("198.51.100.0/24", "for documentation only"),
        ("203.0.113.0/24", "for documentation only"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this machine"),
        ("::1/128", "this machine"),
        ("::/96", "an IPv4 address in old disguise"),
        ("64:ff9b::/96", "an IPv4 address behind NAT64"),
        ("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation only"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "for documentation only"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)

_PUBLIC_IPV6: Final = IPv6Network("2000::/3")  #: all that IANA has handed out for the public Internet


class Gate:
    """Keeps us on the public Internet, and inside the private ranges that the operator opened."""

    def __init__(self, *, allow_networks: Iterable[str] = (), ports: Iterable[int] = (80, 443, 8080, 8443)) -> None:
        """Raises ValueError for a range that is none."""
        self._allowed = tuple(ip_network(network, strict=False) for network in allow_networks)
        self._ports = frozenset(ports)

    def check_url(self, text: str | URL) -> URL:
        """The URL, fit to be asked; raises a permanent Failure that says what is wrong with it."""
        url = parse_url(text) if isinstance(text, str) else text
        if url.scheme not in ("http", "https"):
            raise Failure(f"{url.scheme or 'no scheme'}: only http and https are fetched")
        if url.user is not None or url.password is not None:
            raise Failure("the address carries a user name")
        if not url.host:
            raise Failure("the address names no host")
        if url.port not in self._ports:
            raise Failure(f"port {url.port} is not among those that may be fetched from (WIREWATCH_PORTS)")
        return url.with_fragment(None)

    def refusal(self, address: IPAddress) -> str | None:
        """Why this address must not be connected to, in words; None when it may."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if any(address in network for network in self._allowed):
            return None
        kind = next((name for network, name in _CLOSED if address in network), None)
        if kind is None and (not address.is_global or (address.version == 6 and address not in _PUBLIC_IPV6)):
            kind = "not public"
        return kind and f"address {address} is {kind}: allow it with WIREWATCH_ALLOW_NETWORKS"

    def open_socket(self, addr_info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """aiohttp's socket factory: a socket for an address that passed, else PermissionError with the reason."""
        family, kind, protocol, _, sockaddr = addr_info
        reason = self.refusal(ip_address(str(sockaddr[0]).partition("%")[0]))
        if reason:
            raise PermissionError(errno.EACCES, reason)
        return socket.socket(family=family, type=kind, proto=protocol)


def parse_url(text: str) -> URL:
    """The text as a URL, refusing what different programs read differently; raises a permanent Failure."""
    text = text.strip()
    if len(text) > MAX_URL:
        raise Failure(f"the address is longer than {MAX_URL} characters")
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in text):
        raise Failure("the address holds control characters")
    if "\\" in text.partition("?")[0]:
        raise Failure("the address holds a backslash")
    try:
        url = URL(text)
        url.port  # noqa: B018 (reading it is what validates it)
    except ValueError as error:
        raise Failure(f"the address cannot be read: {error}") from None
    return url
