"""Which addresses may be posted to: those of hosts that the operator allows, and no others.

A municipality's administrator writes the address, and the server posts to it: unchecked, it could be made to speak to
anything in the operator's own network.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from marketplace.foundation.posting.port import AddressRefused, PostRefused

_PORTS = {"http": 80, "https": 443}
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Host:
    """`*.example.org` (any host under it, by https on its own port) or one host: `teams.example.org`, or with scheme
    and port `http://127.0.0.1:8123`. A host that the operator names in full may be a private one."""

    name: str
    scheme: str = "https"
    port: int = 443
    any_under: bool = False

    def takes(self, parts: SplitResult, port: int) -> bool:
        """Whether an address is at this host."""
        found = (parts.hostname or "").rstrip(".")
        fits = found.endswith("." + self.name) if self.any_under else found == self.name
        return fits and parts.scheme == self.scheme and port == self.port


def hosts_from(setting: str) -> tuple[Host, ...]:
    """The hosts that a setting names, with commas between.

    Raises:
        ValueError: one is no host.
    """
    return tuple(_host(part.strip()) for part in setting.split(",") if part.strip())


def host_of(address: str, allowed: Sequence[Host]) -> Host:
    """The allowed host that an address is at.

    Raises:
        AddressRefused: at none, or it is no address to post to.
    """
    plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if not plain or len(address) > _MOST:
        raise AddressRefused("not an address")
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise AddressRefused("not an address") from None
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("an address without name, password and fragment")
    for host in allowed:
        if host.takes(parts, port):
            return host
    raise AddressRefused("not an address of a host that is allowed")


def refuse_private(host: Host, address: str) -> None:
    """Refuse a name under an allowed one that leads into a private network or to this machine.

    Raises:
        PostRefused: it does.
        OSError: the name leads nowhere now.
    """
    if not host.any_under:
        return
    found = socket.getaddrinfo(urlsplit(address).hostname, host.port, type=socket.SOCK_STREAM)
    if not all(ipaddress.ip_address(str(where[4][0])).is_global for where in found):
        raise PostRefused("the host's name leads to a private address")


def _host(written: str) -> Host:
    parts = urlsplit(written if "://" in written else f"https://{written}")
    name = (parts.hostname or "").removeprefix("*.")
    whole = parts.scheme in _PORTS and name and not parts.path.strip("/") and not parts.query and "*" not in name
    if not whole or parts.username is not None or not written.isprintable() or " " in written:
        raise ValueError(f"{written!r} is not a host")
    any_under = (parts.hostname or "").startswith("*.")
    if any_under and "." not in name:
        raise ValueError(f"{written!r} allows too much")
    return Host(name, parts.scheme, parts.port or _PORTS[parts.scheme], any_under)
