"""The certificate of the mail listener, so that mail does not cross the net in clear (STARTTLS, RFC 3207)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import structlog
from cryptography import x509

from gateway.faults import SettingsFault
from gateway.finding import Finding, fault, ok, warning
from gateway.settings import Settings

log = structlog.get_logger("smtp")

# Let's Encrypt renews thirty days before the end; two weeks before it something has gone wrong.
SOON = timedelta(days=14)
LOOK_SECONDS = 60.0
_FIX = "Name a PEM file with the certificate and its chain in SMTP_TLS_CERT and its key in SMTP_TLS_KEY, both readable"


def context(settings: Settings) -> ssl.SSLContext | None:
    """What STARTTLS is offered with; None without a certificate. Raise `SettingsFault` when it cannot be used."""
    if settings.smtp_tls_cert is None:
        return None
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    if wrong := _load(made, settings):
        raise SettingsFault(f"{wrong}. {_FIX}")
    return made


def _load(into: ssl.SSLContext, settings: Settings) -> str:
    """Why the files cannot be used; empty when they are."""
    try:
        # A key with a password would make OpenSSL ask on the terminal.
        into.load_cert_chain(str(settings.smtp_tls_cert), _key(settings), password="")
    except ssl.SSLError as error:
        return f"SMTP_TLS_CERT and SMTP_TLS_KEY are no certificate and its key ({error.reason or 'not PEM'})"
    except OSError as error:
        return f"SMTP_TLS_CERT or SMTP_TLS_KEY cannot be read ({error.strerror})"
    return ""


def _key(settings: Settings) -> str | None:
    return str(settings.smtp_tls_key) if settings.smtp_tls_key else None


async def keep_fresh(made: ssl.SSLContext, settings: Settings, seconds: float = LOOK_SECONDS) -> None:
    """Read the files again when they have changed: certificates are renewed while we run. A bad one leaves the last
    one in use. Sessions under TLS keep what they began with."""
    seen: list[tuple[int, ...] | None] = []
    while True:
        await asyncio.sleep(seconds)
        if (now := _stamps(settings)) == seen:
            continue
        seen = now
        trial = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        if wrong := _load(trial, settings) or _load(made, settings):
            log.warning("certificate_not_renewed", why=wrong)
        else:
            log.info("certificate_renewed")


def _stamps(settings: Settings) -> list[tuple[int, ...] | None]:
    """What changes when a file is replaced, also when certbot only points its link elsewhere."""
    stamps: list[tuple[int, ...] | None] = []
    for path in (settings.smtp_tls_cert, settings.smtp_tls_key):
        try:
            now = path.stat() if path else None
        except OSError:
            now = None
        stamps.append((now.st_dev, now.st_ino, now.st_mtime_ns, now.st_size) if now else None)
    return stamps


def look(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """For `satupintu check`; nothing when no mail is taken by SMTP."""
    listens = settings.smtp_listen or settings.submission_listen
    return list(_findings(settings, now or datetime.now(UTC))) if listens else []


def _findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    if settings.smtp_tls_cert is None:
        yield warning("Mail arrives in clear: the listener has no certificate", _FIX)
        return
    if wrong := _load(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), settings):
        yield fault(wrong, _FIX)
        return
    until = x509.load_pem_x509_certificates(settings.smtp_tls_cert.read_bytes())[0].not_valid_after_utc
    if until <= now:
        yield fault(
            f"The certificate in SMTP_TLS_CERT expired on {until:%Y-%m-%d}", "Renew it; it is then read at once"
        )
    elif until - now < SOON:
        yield warning(f"The certificate in SMTP_TLS_CERT expires on {until:%Y-%m-%d}", "See why it was not renewed")
    else:
        yield ok(f"Mail is taken over TLS; the certificate is good until {until:%Y-%m-%d}")
