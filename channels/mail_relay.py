"""The relay that takes our answers: one SMTP transaction per answer, and what its reply means.

https://aiosmtplib.readthedocs.io, RFC 5321, 4.2.1 (what the first digit says)
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from channels.base import SendFailed
from normalizer.reasons import reason

if TYPE_CHECKING:  # only who answers loads it
    import aiosmtplib

# 4yz: later may be better. 421 and 45z are about the server, 5yz about the mail or the address.
_OURS_TO_MEND = frozenset({530, 534, 535, 538})  # login refused: the settings are wrong, not the answer
_NETWORK = (OSError, ssl.SSLError, asyncio.TimeoutError)


@dataclass(frozen=True)
class MailRelay:
    """Where answers go. `timeout` in seconds is for all of one answer; `hostname` is what we call ourselves there."""

    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: Literal["starttls", "tls", "none"] = "starttls"
    timeout: float = 10
    hostname: str = "localhost"

    async def send(self, recipient: str, content: bytes, bounces_to: str = "") -> None:
        """Hand over one answer, with a null sender unless bounces have an address of their own, at which no bounce and
        no robot is ever answered (RFC 3834, 3.3; docs/decisions.md). Raise SendFailed."""
        import aiosmtplib

        client = self._client()
        sending = _Progress()
        try:
            async with asyncio.timeout(self.timeout):
                await self._transact(client, (bounces_to, recipient), content, sending)
        except aiosmtplib.SMTPRecipientRefused as error:
            raise _refused(error.code, "the relay refused the recipient") from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refused(error.code, "the relay refused the answer", sending.data) from None
        except (aiosmtplib.SMTPException, *_NETWORK) as error:
            raise SendFailed(
                f"the relay {'went silent after it had the answer' if sending.data else 'cannot be reached'}"
                f" ({reason(error)})",
                unknown=sending.data,
                code="network",
            ) from None
        finally:
            client.close()

    async def _transact(
        self, client: aiosmtplib.SMTP, envelope: tuple[str, str], content: bytes, sending: _Progress
    ) -> None:
        bounces_to, recipient = envelope
        await client.connect()
        await client.ehlo()
        options = [] if recipient.isascii() else ["SMTPUTF8"]
        if options and not client.supports_extension("SMTPUTF8"):
            raise SendFailed("the relay takes no address beyond ASCII", permanent=True, code="smtputf8")
        await client.mail(bounces_to, options=options, encoding="utf-8")
        await client.rcpt(recipient, encoding="utf-8")
        sending.data = True
        await client.data(content)
        sending.data = False  # it is theirs now: a fault while saying goodbye does not matter
        await _goodbye(client)

    async def check(self) -> str:
        """Connect, greet, log in, leave. Raise SendFailed."""
        import aiosmtplib

        client = self._client()
        try:
            async with asyncio.timeout(self.timeout):
                await client.connect()
                await client.ehlo()
                await _goodbye(client)
        except aiosmtplib.SMTPAuthenticationError as error:
            raise SendFailed(
                "the relay refused MAIL_RELAY_USER and MAIL_RELAY_PASSWORD", permanent=True, code=str(error.code)
            ) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refused(error.code, "the relay refused our greeting") from None
        except (aiosmtplib.SMTPException, *_NETWORK) as error:
            raise SendFailed(
                f"no mail server answers at MAIL_RELAY_HOST:{self.port} ({reason(error)}); "
                f"see MAIL_RELAY_HOST, MAIL_RELAY_PORT and MAIL_RELAY_TLS={self.tls}",
                code="network",
            ) from None
        finally:
            client.close()
        return f"the relay answers at port {self.port}" + (" and knows us" if self.user else "")

    def _client(self) -> aiosmtplib.SMTP:
        import aiosmtplib

        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.tls == "tls",
            start_tls=self.tls == "starttls",
            timeout=self.timeout,
            local_hostname=self.hostname,
        )


@dataclass
class _Progress:
    """Whether the answer may have been taken."""

    data: bool = False


async def _goodbye(client: aiosmtplib.SMTP) -> None:
    import aiosmtplib

    try:
        await client.quit(timeout=2)
    except (aiosmtplib.SMTPException, *_NETWORK):
        client.close()


def _refused(code: int, why: str, sent: bool = False) -> SendFailed:
    """`sent`: the answer was on its way; then anything but a clear no leaves it open."""
    permanent = 500 <= code < 600 and code not in _OURS_TO_MEND
    return SendFailed(f"{why} with {code}", permanent=permanent, unknown=sent and code < 400, code=str(code))
