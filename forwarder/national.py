"""A central system that speaks our published contract, docs/central-api.yaml."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from yarl import URL

from forwarder import national_answer, national_case, national_list
from forwarder.central import Abilities, Category, CentralError, Progress, Unavailable, Unknown
from forwarder.listing import Listed
from forwarder.national_answer import Limits
from forwarder.rehearsal import Rehearsal, hidden
from forwarder.wire import LONGEST_ANSWER, Answer, Request, Wire, url_faults
from normalizer.schema import Attachment, DeliveryNote, Flags, Receipt, Submission, Withheld

# What docs/central-api.yaml promises; its callbacks are heard where a secret is agreed upon.
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
_SILENT: Final = replace(ABILITIES, callbacks=False)
_LONGEST_LIST: Final = 4_194_304  # 5,000 categories
_BYTES: Final = {"Content-Type": "application/octet-stream"}
_LIMITS_SECONDS: Final = 600.0
_INSTANCE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_JSON: Final = {"Content-Type": "application/json"}


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class National:
    """Satisfies `forwarder.central.Central`.

    `timeout` is the total of one call in seconds, of which a connection may take half, so that a call which runs out
    of time later has been sent; `file_timeout` that of handing over one attachment. `limit` is the most connections per
    event loop and should be at least the worker's concurrency. One object may be used under successive event loops;
    call `close` before each of them ends. `called_back`: a secret is agreed upon, so that it tells of numbers and
    statuses by itself; else it is asked for them.
    """

    url: URL
    key: str = field(repr=False)
    instance: str
    timeout: float = 10.0
    limit: int = 50
    clock: Callable[[], datetime] = field(default=_utc_now, repr=False)
    file_timeout: float = 60.0
    called_back: bool = True
    _limits: list[tuple[datetime, Limits]] = field(default_factory=list, init=False, repr=False, compare=False)
    _wire: Wire = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Satupintu-Instance": self.instance,
            "Accept": "application/json, application/problem+json",
        }
        object.__setattr__(self, "_wire", Wire(self.url, headers, self.timeout, self.limit))

    @property
    def name(self) -> str:
        return "national"

    @property
    def shelf(self) -> str:
        return f"{self.name} {self.instance} {self.url}"

    @property
    def can(self) -> Abilities:
        return ABILITIES if self.called_back else _SILENT

    def freeze(self, submission: Submission) -> bytes:
        return national_case.freeze(submission)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        answer = await self._wire.call(_submission(reference, body, note))
        return national_answer.receipt(answer, reference, self.clock())

    def rehearse(self, submission: Submission) -> Rehearsal:
        """Satisfies `forwarder.rehearsal.Rehearses`."""
        return self._shown(_submission(submission.reference, self.freeze(submission), DeliveryNote(1, 0)))

    async def dry_run(self, submission: Submission) -> Rehearsal | None:
        """Satisfies `forwarder.rehearsal.DryRuns`. The contract has no trial of a case: its limits are asked for."""
        request = _request("GET", "v1/limits")
        answer = await self._wire.call(request)
        try:
            limits = national_answer.limits(answer, self.clock())
            read = f"Limits: {limits.bytes} bytes a file, {limits.files} files a case"
        except CentralError as error:
            read = f"{type(error).__name__}: {error}"
        made = self._shown(request)
        return replace(made, answered=True, status=answer.status, answer=answer.body, read=read)

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        try:
            answer = await self._call("GET", f"v1/cases/{reference}")
        except Unknown as error:
            raise Unavailable(f"the look-up gave no answer: {error}") from None
        return national_answer.found(answer, reference, self.clock())

    async def flags(self, reference: str) -> Flags | None:
        """Satisfies `forwarder.listing.ShowsFlags`."""
        try:
            answer = await self._call("GET", f"v1/cases/{reference}")
        except Unknown as error:
            raise Unavailable(f"the look-up gave no answer: {error}") from None
        return national_answer.shown(answer, reference, self.clock())

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

    def cases(self, since: datetime, until: datetime) -> AsyncIterator[Listed]:
        """Satisfies `forwarder.listing.ListsCases`."""
        return national_list.cases(self._wire.call, since, until, self.clock)

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
        await self._wire.close()

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
        most: int = LONGEST_ANSWER,
    ) -> Answer:
        return await self._wire.call(_request(method, path, data, more, within or 0.0, most))

    def _shown(self, request: Request) -> Rehearsal:
        headers = {**self._wire.headers, **request.headers}
        return Rehearsal(request.method, str(self._wire.at(request)), headers, request.data or b"", hidden(self.key))


def _request(
    method: str,
    path: str,
    data: bytes | None = None,
    more: Mapping[str, str] | None = None,
    within: float = 0.0,
    most: int = LONGEST_ANSWER,
) -> Request:
    headers = (_JSON if data is not None else {}) | dict(more or {})
    return Request(method, tuple(path.split("/")), data, headers, within=within, most=most)


def _submission(reference: str, body: bytes, note: DeliveryNote) -> Request:
    # Put together from bytes: parsing and dumping again could change the frozen case between two versions of us.
    delivery = b'{"attempt":%d,"delayed_minutes":%d}' % (note.attempt, note.delayed_minutes)
    data = b'{"case":' + body + b',"delivery":' + delivery + b"}"
    return _request("POST", "v1/cases", data, {"Idempotency-Key": reference})


def from_settings(
    url: str,
    key: str,
    instance: str,
    timeout: float,
    limit: int,
    file_timeout: float = 60.0,
    *,
    called_back: bool = True,
) -> National:
    """Make the adapter; timeouts in seconds. Raise ValueError with all that is wrong and how to mend it."""
    faults = [*url_faults(url), *_identity_faults(key, instance)]
    if faults:
        raise ValueError("\n".join(faults))
    return National(URL(url), key, instance, timeout, limit, file_timeout=file_timeout, called_back=called_back)


def _identity_faults(key: str, instance: str) -> list[str]:
    faults = []
    if len(key) < 16 or not key.isascii() or not key.isprintable() or " " in key:
        faults.append("CENTRAL_KEY must be at least 16 printable characters without blanks; ask the central system")
    if not _INSTANCE.fullmatch(instance):
        faults.append("CENTRAL_INSTANCE must be the name agreed with the central system: a-z, 0-9, dots, hyphens")
    return faults
