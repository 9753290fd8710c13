"""From the settings to the mail listeners: which there are, and what each asks of its clients."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.addresses import Listen
from gateway.faults import SettingsFault
from gateway.finding import Finding, fault, ok, warning
from gateway.peers import near
from gateway.settings import Settings
from gateway.smtp_house import Door
from gateway.smtp_sessions import SmtpLimits
from gateway.smtp_users import Users

_FIX = "Make it with satupintu smtp-user add NAME, readable by the account that serves"


@dataclass(frozen=True)
class Doorway:
    """One listener."""

    where: Listen
    door: Door
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    lmtp: bool = False


def doors(settings: Settings, tls: ssl.SSLContext | None) -> Iterator[Doorway]:
    """The listeners that are switched on. Raise `SettingsFault` when SMTP_USERS_FILE cannot be used.

    LMTP asks neither for TLS nor for AUTH and takes no PROXY header: it is for our own mail server beside us.
    """
    users = _users(settings)
    relays, proxies = settings.mail_trusted_relays, settings.smtp_proxy_from
    if settings.lmtp_listen:
        yield Doorway(settings.lmtp_listen, Door(relays), lmtp=True)
    if settings.smtp_listen:
        asks = Door(relays, proxies, settings.smtp_require_tls, users=users, clear_auth=settings.smtp_auth_on_loopback)
        yield Doorway(settings.smtp_listen, asks, tls)
    if settings.submission_listen:
        in_clear = settings.smtp_auth_on_loopback
        asks = Door(relays, proxies, require_auth=True, users=users, clear_auth=in_clear)  # AUTH asks for TLS
        yield Doorway(settings.submission_listen, asks, tls)


def limits(settings: Settings) -> SmtpLimits:
    largest = settings.max_mail_bytes
    held = max(SmtpLimits().held_bytes, 5 * largest)
    return SmtpLimits(max_bytes=largest, held_bytes=held, mails_per_minute=settings.smtp_mails_per_minute)


def _users(settings: Settings) -> Users | None:
    if settings.smtp_users_file is None:
        return None
    users = Users(settings.smtp_users_file)
    try:
        users.load()
    except OSError as error:
        raise SettingsFault(f"SMTP_USERS_FILE cannot be read ({error.strerror}). {_FIX}") from None
    return users


def look(settings: Settings) -> list[Finding]:
    """For `satupintu check`; nothing when nobody may say AUTH, and LMTP stays at home."""
    return [*_lmtp(settings), *_of_users(settings)]


def _lmtp(settings: Settings) -> Iterator[Finding]:
    listen = settings.lmtp_listen
    if listen and not near(listen.host):
        yield warning(
            f"LMTP_LISTEN is {listen}: it asks for neither TLS nor a password, and whoever reaches it hands over mail",
            "Listen on 127.0.0.1, or on a wire of your own behind a firewall; for everybody else there is SMTP_LISTEN",
        )


def _of_users(settings: Settings) -> list[Finding]:
    try:
        users = _users(settings)
    except SettingsFault as wrong:
        return [fault(sentence) for sentence in wrong.faults]
    if users is None:
        return []
    if not (count := len(users.load())):
        return [warning("SMTP_USERS_FILE has no user", "Add one: satupintu smtp-user add NAME")]
    if users.path.stat().st_mode & 0o007:
        return [warning("Everybody on this machine can read SMTP_USERS_FILE", f"chmod o= {users.path}")]
    return [ok(f"{count} users may send mail with a password")]
