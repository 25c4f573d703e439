"""The one module of ours that opens a connection: a message to an address somebody gave.

Only https, only to addresses of the public network (unless whoever looks after the system allows
the company's own), never where a server sends on to, and never for longer than `MOST_S`.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from http.client import HTTPException, HTTPSConnection
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from fairlead.errors import InputError

MOST_S = 20.0
STEP_S = 10.0
"""Longest wait for one step, and for all."""
COME_BACK = frozenset({429, 503})
"""The server says that it did not take it, and to come back."""
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotTakenError(Exception):
    """Surely nothing arrived: it may be sent again."""


class FailedError(Exception):
    """It was refused, or nobody knows whether it arrived: it is not sent again."""


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address messages may go to.

    Raises
    ------
    InputError
        It is no https address, or carries a name and password.
    """
    try:
        parts = urlsplit(address.strip())
        good = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise InputError(
            _("this is no https address"), hint=_("Copy it whole; it begins with https://.")
        )
    if parts.username or parts.password or not address.strip().isascii():
        raise InputError(
            _("an address with a name and password, or with letters beyond ASCII, is not taken"),
            hint=_("Copy the address as the other system shows it."),
        )
    return parts


def is_allowed(ip: str, *, private: bool) -> bool:
    """Say whether a network address may be dialled.

    Parameters
    ----------
    ip
        The address; one that carries another inside (as IPv6 does for IPv4) is judged by that.
    private
        Whether the company's own network and this machine may be.
    """
    found = _inner(ipaddress.ip_address(ip.partition("%")[0]))
    if found.is_multicast or found.is_unspecified or found.is_link_local:
        return False
    return found.is_global or (private and (found.is_private or found.is_loopback))


def _inner(ip: Address) -> Address:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else ip)


class _Dialled(HTTPSConnection):
    """A connection to the network address that was looked at, so that no second look-up differs."""

    def __init__(self, host: str, port: int, ip: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=STEP_S, context=context)
        self.ip, self.safe = ip, context

    def connect(self) -> None:
        """Connect, and check that the server is who it says."""
        raw = socket.create_connection((self.ip, self.port), STEP_S)
        try:
            self.sock = self.safe.wrap_socket(raw, server_hostname=self.host)
        except OSError:
            raw.close()
            raise


def post(address: str, body: bytes, *, private: bool) -> None:
    """Send a message once.

    Parameters
    ----------
    address
        Where to.
    body
        The message, JSON.
    private
        Whether the company's own network may be dialled.

    Raises
    ------
    NotTakenError
        Nobody was reached, or the server asks to come back.
    FailedError
        It was refused, it would go to a private network, or no answer came.
    """
    parts = parts_of(address)
    host, port = str(parts.hostname), parts.port or 443
    line = _dial(host, port, private=private)
    giving_up = threading.Timer(MOST_S, _cut, (line,))
    giving_up.daemon = True
    giving_up.start()
    try:
        where = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", where, body, {"Content-Type": "application/json"})
        status = line.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        raise FailedError("no answer came; it may have arrived") from error
    finally:
        giving_up.cancel()
        line.close()
    if status in COME_BACK:
        raise NotTakenError(f"it answered {status}")
    if not 200 <= status < 300:
        raise FailedError(f"it answered {status}")


def _dial(host: str, port: int, *, private: bool) -> _Dialled:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotTakenError("no such host is known here") from error
    ips = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not all(is_allowed(ip, private=private) for ip in ips):
        raise FailedError("it lies in a private network")
    for ip in ips:
        line = _Dialled(host, port, ip, ssl.create_default_context())
        try:
            line.connect()
        except ssl.SSLCertVerificationError as error:
            raise NotTakenError("its certificate is not valid") from error
        except OSError:
            continue
        return line
    raise NotTakenError("it cannot be reached")


def _cut(line: _Dialled) -> None:
    """End a connection that takes too long, from another thread."""
    try:
        line.sock.shutdown(socket.SHUT_RDWR)
    except OSError:  # it ended by itself
        return
