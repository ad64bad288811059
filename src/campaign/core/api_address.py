"""The address of the GitHub API: whether a token may travel there, and its one spelling."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

GITHUB = "https://api.github.com"

_PORTS = {"https": 443, "http": 80}


def is_safe(url: str) -> bool:
    """https, or http to this very computer; a host and perhaps a path: nothing reads two ways."""
    if not re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w.~-]+)*/?", url, re.ASCII):
        return False
    try:
        parts = urlsplit(url)
        known = parts.hostname and parts.port != 0
    except ValueError:  # such as a port beyond the last one
        return False
    return bool(known) and (parts.scheme == "https" or is_loopback(url))


def is_loopback(url: str) -> bool:
    """Whether the address is this computer itself."""
    host = _host(urlsplit(url))
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def spelled(url: str) -> str:
    """The one spelling of a safe address: small letters, no port that goes without saying.

    https://www.rfc-editor.org/rfc/rfc3986#section-6.2
    """
    parts = urlsplit(url)
    host = _host(parts)
    named = f"[{host}]" if ":" in host else host
    port = parts.port
    place = named if port is None or port == _PORTS[parts.scheme] else f"{named}:{port}"
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"


def server_name(url: str) -> str:
    """A name for the server, fit for a file: the same however this computer itself is called."""
    parts = urlsplit(url)
    host = "127.0.0.1" if is_loopback(url) else _host(parts).replace(":", "-")
    return host if parts.port is None else f"{host}-{parts.port}"


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")
