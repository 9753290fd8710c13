"""Why a network call failed, in words for an operator: the names of libraries' exceptions mean nothing to one.

What aiohttp, aiosmtplib, redis-py and the standard library raise; by name, so that none of them is loaded for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

# The most telling of an exception's classes, and of those it came from, comes first.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ConnectionRefusedError": "nothing listens at that address and port",
        "gaierror": "DNS does not know that name",
        "ClientConnectorDNSError": "DNS does not know that name",
        "SSLCertVerificationError": "its certificate is not accepted",
        "ClientConnectorCertificateError": "its certificate is not accepted",
        "SSLError": "TLS failed",
        "ClientConnectorSSLError": "TLS failed",
        "InvalidURL": "that is no address",
        "ServerDisconnectedError": "the other side hung up",
        "SMTPServerDisconnected": "the other side hung up",
        "ConnectionResetError": "the other side hung up",
        "BrokenPipeError": "the other side hung up",
        "IncompleteReadError": "the other side hung up",
        "ClientPayloadError": "the answer broke off",
        "ClientResponseError": "the answer is no HTTP",
        "BadStatusLine": "the answer is no HTTP",
        "AuthenticationError": "the login is refused",
        "TimeoutError": "it took too long",
    }
)
_MOST_CAUSES = 5


def reason(error: BaseException) -> str:
    """A few words without names and addresses; "the connection failed" where nobody knows more."""
    found = {kind.__name__ for each in _causes(error) for kind in type(each).__mro__}
    return next((words for name, words in _WORDS.items() if name in found), "the connection failed")


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if seen is None:
            return
        yield seen
        below = getattr(seen, "os_error", None) or getattr(seen, "certificate_error", None)
        seen = below if isinstance(below, BaseException) else seen.__cause__ or seen.__context__
