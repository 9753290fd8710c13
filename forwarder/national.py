"""A central system that speaks our published contract, docs/central-api.yaml."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import aiohttp
from yarl import URL

from forwarder import national_answer, national_case
from forwarder.central import Abilities, Category, Progress, Unavailable, Unknown
from forwarder.national_answer import Answer, Limits
from normalizer.schema import Attachment, DeliveryNote, Flags, Receipt, Submission, Withheld

# What docs/central-api.yaml promises.
ABILITIES: Final = Abilities(
    anonim=True,
    rahasia=True,
    attachments=True,
    supplements=True,
    amend=True,
    withdraw=True,
    look_up=True,
    consistent_look_up=True,
    idempotent=True,
    callbacks=True,
    status=True,
)
_LONGEST_ANSWER: Final = 65_536
_LONGEST_LIST: Final = 4_194_304  # 5,000 categories
_BYTES: Final = {"Content-Type": "application/octet-stream"}
_LIMITS_SECONDS: Final = 600.0
_INSTANCE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_JSON: Final = {"Content-Type": "application/json"}
# Failures before a byte of the request left: the case is surely not there.
_NOTHING_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class National:
    """Satisfies `forwarder.central.Central`.

    `timeout` is the total of one call in seconds, of which a connection may take half, so that a call which runs out
    of time later has been sent; `file_timeout` that of handing over one attachment. `limit` is the most connections per
    event loop and should be at least the worker's concurrency. One object may be used under successive event loops;
    call `close` before each of them ends.
    """

    url: URL
    key: str = field(repr=False)
    instance: str
    timeout: float = 10.0
    limit: int = 50
    clock: Callable[[], datetime] = field(default=_utc_now, repr=False)
    file_timeout: float = 60.0
    _sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _limits: list[tuple[datetime, Limits]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        return "national"

    @property
    def can(self) -> Abilities:
        return ABILITIES

    def freeze(self, submission: Submission) -> bytes:
        return national_case.freeze(submission)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        delivery = {"attempt": note.attempt, "delayed_minutes": note.delayed_minutes}
        # Put together from bytes: parsing and dumping again could change the frozen case between two versions of us.
        data = b'{"case":' + body + b',"delivery":' + national_case.dump(delivery) + b"}"
        answer = await self._call("POST", "v1/cases", data, {"Idempotency-Key": reference})
        return national_answer.receipt(answer, reference, self.clock())

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        try:
            answer = await self._call("GET", f"v1/cases/{reference}")
        except Unknown as error:
            raise Unavailable(f"the look-up gave no answer: {error}") from None
        return national_answer.found(answer, reference, self.clock())

    async def status(self, reference: str, number: str = "") -> Progress | None:
        return national_answer.progress(await self._call("GET", f"v1/cases/{reference}"), reference, self.clock())

    async def number(self, token: str) -> str | None:
        return national_answer.numbered(await self._call("GET", f"v1/tokens/{token}"), self.clock())

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        data = national_case.supplement(text, attachments)
        answer = await self._call("POST", f"v1/cases/{reference}/supplements", data, {"Idempotency-Key": key})
        national_answer.added(answer, reference, self.clock())

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        data = national_case.dump({"anonim": flags.anonim, "rahasia": flags.rahasia})
        await self._change("PATCH", reference, "flags", data, {})

    async def withdraw(self, reference: str, number: str = "") -> None:
        await self._change("POST", reference, "withdrawal", None, {})

    async def categories(self) -> Sequence[Category]:
        return national_answer.categories(await self._call("GET", "v1/categories", most=_LONGEST_LIST), self.clock())

    async def attach(self, place: int, attachment: Attachment, content: bytes) -> Withheld:
        """Satisfies `forwarder.attach.TakesFiles`; its limits are asked every ten minutes."""
        limits = await self._limited()
        if why := limits.refuses(place, attachment.media_type, len(content)):
            return why
        answer = await self._call("PUT", f"v1/attachments/{attachment.sha256}", content, _BYTES, self.file_timeout)
        return national_answer.attached(answer, str(attachment.sha256), self.clock())

    async def _limited(self) -> Limits:
        now = self.clock()
        if not self._limits or (now - self._limits[0][0]).total_seconds() > _LIMITS_SECONDS:
            self._limits[:] = [(now, national_answer.limits(await self._call("GET", "v1/limits"), now))]
        return self._limits[0][1]

    async def check(self) -> str:
        answer = await self._call("GET", "v1/limits")
        if answer.status != 200:
            national_answer.refuse(answer, self.clock())
        if not isinstance(answer.json().get("body_bytes"), int):
            raise Unknown(f"what answers at {self.url.host} does not speak docs/central-api.yaml; check CENTRAL_URL")
        return f"The central system at {self.url.host} answers and knows this gateway as {self.instance}."

    async def close(self) -> None:
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    async def _change(
        self, method: str, reference: str, what: str, data: bytes | None, more: Mapping[str, str]
    ) -> None:
        answer = await self._call(method, f"v1/cases/{reference}/{what}", data, more)
        national_answer.noted(answer, reference, self.clock())

    async def _call(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        more: Mapping[str, str] | None = None,
        within: float | None = None,
        most: int = _LONGEST_ANSWER,
    ) -> Answer:
        headers = (_JSON if data is not None else {}) | dict(more or {})
        total = within or self.timeout
        timeout = aiohttp.ClientTimeout(total=total, connect=self.timeout / 2)
        request = self._session().request(
            method, self._at(path), data=data, headers=headers, allow_redirects=False, timeout=timeout
        )
        try:
            async with request as response:
                body = await _capped(response, most)
        except _NOTHING_SENT as error:
            raise Unavailable(f"the central system cannot be reached ({type(error).__name__})") from None
        except TimeoutError:
            raise Unknown(f"the central system did not answer within {total:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Unknown(f"the connection was lost before the answer ({type(error).__name__})") from None
        return Answer(response.status, response.content_type.lower(), response.headers.get("Retry-After"), body)

    def _at(self, path: str) -> URL:
        return self.url.joinpath(*path.split("/"))

    def _session(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            self._forget_dead_loops()
            session = self._sessions[loop] = self._new_session()
        return session

    def _forget_dead_loops(self) -> None:
        for loop in [each for each in self._sessions if each.is_closed()]:
            self._sessions.pop(loop).detach()

    def _new_session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self.limit, keepalive_timeout=25),  # the contract: servers keep 30 s
            timeout=aiohttp.ClientTimeout(total=self.timeout, connect=self.timeout / 2),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Satupintu-Instance": self.instance,
                "Accept": "application/json, application/problem+json",
                "Accept-Encoding": "identity",  # an answer is small; a compressed one could unfold without end
                "User-Agent": "satupintu",
            },
            cookie_jar=aiohttp.DummyCookieJar(),
        )


async def _capped(response: aiohttp.ClientResponse, most: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > most:
            raise ValueError("the answer is longer than any of the contract")
    return bytes(body)


def from_settings(
    url: str, key: str, instance: str, timeout: float, limit: int, file_timeout: float = 60.0
) -> National:
    """Make the adapter; timeouts in seconds. Raise ValueError with all that is wrong and how to mend it."""
    faults = [*_url_faults(url), *_identity_faults(key, instance)]
    if faults:
        raise ValueError("; ".join(faults))
    return National(URL(url), key, instance, timeout, limit, file_timeout=file_timeout)


def _url_faults(url: str) -> list[str]:
    try:
        parsed = URL(url)
    except ValueError:
        return ["CENTRAL_URL is no URL; write it like https://central.example.org"]
    if parsed.scheme not in ("http", "https") or not parsed.host:
        return [
            "CENTRAL_URL must start with https:// (or http:// on loopback); write it like https://central.example.org"
        ]
    if parsed.user or parsed.password or parsed.query_string or parsed.fragment:
        return ["CENTRAL_URL must hold no password, query or fragment; the key belongs in CENTRAL_KEY"]
    if parsed.scheme == "http" and not _is_near(parsed.host):
        return ["CENTRAL_URL must be https:// unless it is on this machine: complaints would travel in the clear"]
    return []


def _is_near(host: str) -> bool:
    """This machine, or a name without a dot, which only a private network (such as compose's) resolves."""
    return host in ("127.0.0.1", "::1") or "." not in host.replace(":", ".")


def _identity_faults(key: str, instance: str) -> list[str]:
    faults = []
    if len(key) < 16 or not key.isascii() or not key.isprintable() or " " in key:
        faults.append("CENTRAL_KEY must be at least 16 printable characters without blanks; ask the central system")
    if not _INSTANCE.fullmatch(instance):
        faults.append("CENTRAL_INSTANCE must be the name agreed with the central system: a-z, 0-9, dots, hyphens")
    return faults
