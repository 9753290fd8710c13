"""What `satupintu check` says of how senders of mail are verified."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from channels.base import NotNow
from channels.mail_proof_names import Names
from channels.mail_settings import Settings as MailSettings
from channels.mail_settings import entries, name_servers
from gateway.addresses import loopback
from gateway.finding import Finding, fault, ok, warning
from gateway.peers import near
from gateway.settings import Settings


def settings_findings(mail: MailSettings, settings: Settings) -> Iterator[Finding]:
    """What does not fit together, and what its price is."""
    named, trusted = bool(mail.mail_authserv_id), bool(settings.mail_trusted_relays)
    if mail.mail_proof == "off":
        yield warning(
            "MAIL_PROOF is off: senders are believed when MAIL FROM and From agree, and no forwarder is verified",
            "Set MAIL_PROOF to dns, or to relay behind a mail server that verifies",
        )
    if mail.mail_proof == "relay" and not trusted:
        yield fault(
            "MAIL_PROOF is relay, but no relay is trusted: nobody who writes without a login would ever be answered",
            "Name that mail server's address in MAIL_TRUSTED_RELAYS",
        )
    if mail.mail_proof == "dns" and named != trusted:
        missing = "MAIL_TRUSTED_RELAYS" if named else "MAIL_AUTHSERV_ID"
        yield warning(
            f"{missing} is missing beside its fellow: verdicts of our own mail server are not read, and SPF says "
            "nothing about mail that comes through it",
            f"Set {missing}, or take out the other one when mail comes here directly",
        )
    yield from _in_clear(mail)
    yield from _unread(mail, settings)


def _unread(mail: MailSettings, settings: Settings) -> Iterator[Finding]:
    operator = settings.operator_mail.lower()
    if operator and {operator, f"@{operator.rpartition('@')[2]}"} & set(entries(mail.mail_recipients)):
        yield warning(
            "OPERATOR_MAIL is a mailbox of this gateway: what it is told comes back here, and nobody reads it",
            "Set it to a person's address elsewhere",
        )


def _in_clear(mail: MailSettings) -> Iterator[Finding]:
    """What leaves this machine unsealed."""
    if mail.mail_relay_tls == "none" and _far(mail.mail_relay_host):
        yield warning(
            "MAIL_RELAY_TLS is none: answers, and MAIL_RELAY_PASSWORD if there is one, cross the net in clear",
            "Set MAIL_RELAY_TLS to starttls or tls",
        )
    if mail.rspamd_url.startswith("http://") and _far(urlsplit(mail.rspamd_url).hostname or ""):
        yield warning(
            "RSPAMD_URL is http: whole mails, and RSPAMD_PASSWORD if there is one, cross the net in clear",
            "Let rspamd run beside the gateway, or put https in front of it",
        )


def _far(host: str) -> bool:
    """Neither this machine nor a container beside it, nor an address of a private network."""
    named = "." in host or ":" in host
    numeric = host.replace(".", "").isdigit() or ":" in host
    return named and not loopback(host) and not (numeric and near(host))


async def dns(mail: MailSettings) -> list[Finding]:
    """Ask for our own domain; whatever the answer, there is one."""
    names = Names(name_servers(mail.mail_dns_servers))
    try:
        await names.texts(mail.sender.rpartition("@")[2])
    except NotNow as error:
        what = f"{error}: mails wait up to an hour for it, and then go on unanswered"
        return [warning(what, "Mend this machine's resolver, or set MAIL_DNS_SERVERS")]
    return [ok("DNS answers: senders of mail can be verified")]
