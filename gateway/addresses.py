"""Addresses as a person writes them: `host:port` to listen on, base URLs to call."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator


@dataclass(frozen=True, slots=True)
class Listen:
    """`port` 0 lets the system choose one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse(value: object) -> object:
    """A `Listen` from `host:port`; anything that is no text is left to pydantic. Raise ValueError with the form."""
    if not isinstance(value, str):
        return value
    host, colon, port = value.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("must be host:port with a port up to 65535, as in 127.0.0.1:8080")
    return Listen(host, int(port))


def loopback(host: str) -> bool:
    """Whether that name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_url(value: str) -> str:
    """The URL without its last slash. Raise ValueError unless it is https, or http to this machine or to a container
    (a host name without a dot is never on the public internet)."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("is no URL") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("must be a URL such as https://lapor.example.go.id")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must have no user, password, ? or #")
    if parts.scheme == "http" and not loopback(host) and ("." in host or ":" in host):
        raise ValueError("must begin with https:// (http is only for this machine and for containers)")
    return value.rstrip("/")


ListenSetting = Annotated[Listen, BeforeValidator(parse)]
MaybeListenSetting = Annotated[Listen | None, BeforeValidator(parse)]
