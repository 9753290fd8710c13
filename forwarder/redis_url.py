"""REDIS_URL: one server, or the sentinels that know which of several is the primary one
(https://valkey.io/topics/sentinel/).

`redis://`, `rediss://` (TLS) and `unix://` are redis-py's own. `sentinel://user:password@host1:26379,host2/service/0`
names sentinels and their service; user and password are the servers'. `sentinels://` speaks TLS with all of them.
In the query: `sentinel_username` and `sentinel_password`, and redis-py's `ssl_…` options.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("redis", "rediss", "unix", "sentinel", "sentinels")
_PORT = 26379
_SSL = frozenset({"ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs", "ssl_check_hostname"})


@dataclass(frozen=True, slots=True)
class Sentinels:
    """`of_servers` and `of_sentinels` are keyword arguments of redis-py's connections."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    of_servers: dict[str, str | int | bool] = field(repr=False)
    of_sentinels: dict[str, str | int | bool] = field(repr=False)


def sentinels(url: str) -> Sentinels | None:
    """None for a URL that names one server. Raise ValueError with what is wrong."""
    parts = urlsplit(url)
    if parts.scheme not in ("sentinel", "sentinels"):
        return None
    login, _, hosts = parts.netloc.rpartition("@")
    service, _, number = parts.path.strip("/").partition("/")
    asked = dict(parse_qsl(parts.query))
    if unknown := sorted(set(asked) - _SSL - {"sentinel_username", "sentinel_password"}):
        raise ValueError(f"has options that nobody knows: {', '.join(unknown)[:100]}")
    if not service or not (number or "0").isdigit():
        raise ValueError("must name the sentinels' service, as in sentinel://host1,host2,host3/mymaster/0")
    tls: dict[str, str | int | bool] = {"ssl": True} if parts.scheme == "sentinels" else {}
    tls |= {name: _typed(value) for name, value in asked.items() if name in _SSL}
    own = {name.removeprefix("sentinel_"): value for name, value in asked.items() if name.startswith("sentinel_")}
    return Sentinels(_hosts(hosts), service, {**tls, **_login(login), "db": int(number or 0)}, {**tls, **own})


def fault(url: str) -> str:
    """What is wrong with the URL, as the rest of a sentence; "" for nothing."""
    if urlsplit(url).scheme not in SCHEMES:
        return "must begin with redis://, rediss://, unix://, sentinel:// or sentinels://"
    try:
        sentinels(url)
    except ValueError as error:
        return str(error)
    return ""


def where(url: str) -> str:
    """Host and port, or the socket's path; never the login."""
    parts = urlsplit(url)
    return parts.path if parts.scheme == "unix" else parts.netloc.rpartition("@")[2]


def _hosts(text: str) -> tuple[tuple[str, int], ...]:
    found = [_host(one) for one in text.split(",") if one]
    if not found:
        raise ValueError("must name at least one sentinel, as in sentinel://host1,host2,host3/mymaster/0")
    return tuple(found)


def _host(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError("has a sentinel's port that is no number") from error
    return parts.hostname or "", port or _PORT


def _login(text: str) -> dict[str, str | int | bool]:
    user, _, password = text.partition(":")
    named = (("username", unquote(user)), ("password", unquote(password)))
    return {name: value for name, value in named if value}


def _typed(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value.lower(), value)
