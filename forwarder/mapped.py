"""A central system that a TOML profile describes: how an agency plugs in an API whose documentation only it has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, TypeVar

import aiohttp
from yarl import URL

from forwarder import mapped_answer, mapped_fill
from forwarder.central import (
    SETTLE,
    Abilities,
    Category,
    CentralError,
    Progress,
    Rejected,
    Unavailable,
    Unknown,
    hold_flags,
)
from forwarder.listing import Page
from forwarder.mapped_fill import Secret, Value
from forwarder.mapped_places import places
from forwarder.mapped_profile import Call, LookUp, Profile, load
from forwarder.rehearsal import Rehearsal, hidden
from forwarder.wire import Answer, Request, Wire, url_faults
from normalizer.schema import Accepted, Attachment, DeliveryNote, Flags, Receipt, Submission

_CANNOT: Final = f"The profile has no [{{}}]. {SETTLE}"
_NOBODY: Final = "satupintu-check-0000000000"

C = TypeVar("C", bound=Call)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Mapped:
    """Satisfies `forwarder.central.Central`. What the profile has no section for cannot be done."""

    wire: Wire
    profile: Profile
    secret: Secret
    clock: Callable[[], datetime] = field(default=_utc_now, repr=False)

    @property
    def name(self) -> str:
        return f"mapped:{self.profile.name}"

    @property
    def can(self) -> Abilities:
        profile, look_up = self.profile, self.profile.look_up
        return Abilities(
            anonim=profile.can.anonim != "no",
            leaves_out=profile.can.anonim == "leave_out",
            rahasia=profile.can.rahasia == "flag",
            supplements=profile.supplement is not None,
            amend=profile.amend is not None,
            withdraw=profile.withdraw is not None,
            look_up=look_up is not None,
            consistent_look_up=look_up is not None and look_up.sure,
            idempotent=profile.can.idempotent,
            status=profile.status is not None,
            lookup_settles_after=look_up.settles if look_up else 0.0,
        )

    def freeze(self, submission: Submission) -> bytes:
        hold_flags(self.can, submission.flags)
        return mapped_fill.freeze(submission, self.profile)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        call = self.profile.submit
        answer = await self.wire.call(mapped_fill.thawed(call, body, self.secret, reference))
        can = self.can
        doubted = not can.idempotent and (can.consistent_look_up or not call.answer.vouched)
        return mapped_answer.receipt(answer, call.answer, self.clock(), doubted=doubted)

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        call = _section("look_up", self.profile.look_up)
        return mapped_answer.found(await self._looked(call, reference, since), call, reference, self.clock())

    @property
    def shows_cases(self) -> bool:
        """Whether its look-up lists whatever is there, and not what bears one reference."""
        call = self.profile.look_up
        return call is not None and bool(call.list) and "reference" not in _wanted(call)

    async def shown(self, since: datetime, until: datetime) -> AsyncIterator[Page]:
        """Satisfies `forwarder.listing.ShowsCases`."""
        call = _section("look_up", self.profile.look_up)
        yield mapped_answer.shown(await self._looked(call, "", since), call, self.clock())

    async def number(self, token: str) -> str | None:
        call = _section("token", self.profile.token)
        return mapped_answer.numbered(await self._ask(call, {"token": token}), call.answer, self.clock())

    async def status(self, reference: str, number: str = "") -> Progress | None:
        call = _section("status", self.profile.status)
        answer = await self._ask(call, await self._known(call, reference, number))
        return mapped_answer.progress(answer, self.profile, call.answer, self.clock())

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        call = _section("supplement", self.profile.supplement)
        if attachments:
            text = f"{text}\n\n[{len(attachments)} lampiran tidak ikut; ada pada operator pengaduan]"
        more: dict[str, Value] = {"key": key, "text": text, "attachments": mapped_fill.names_of(attachments)}
        doubted = not (self.can.idempotent or call.answer.vouched)
        await self._change(call, reference, number, more, doubted=doubted)

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        call = _section("amend", self.profile.amend)
        # What was told who it is cannot be made to forget it by telling nothing.
        hold_flags(replace(self.can, anonim=self.profile.can.anonim == "flag"), flags, SETTLE)
        await self._change(call, reference, number, mapped_fill.flag_values(flags, self.profile))

    async def withdraw(self, reference: str, number: str = "") -> None:
        await self._change(_section("withdraw", self.profile.withdraw), reference, number, {})

    async def categories(self) -> Sequence[Category]:
        call = self.profile.categories
        if call is None:
            return ()
        return mapped_answer.categories(await self._ask(call, {}, most=4_194_304), call, self.clock())

    async def check(self) -> str:
        """By whatever of the profile makes no case."""
        host = self.wire.url.host
        if self.profile.look_up:
            await self.find(_NOBODY, self.clock())
            return f"The central system at {host} answers a look-up, by the profile {self.profile.name}."
        if self.profile.categories:
            return f"The central system at {host} answers with {len(await self.categories())} categories."
        return f"The profile {self.profile.name} is in order; it names nothing that can be asked without making a case."

    def rehearse(self, submission: Submission) -> Rehearsal:
        submit = self.profile.submit
        try:
            frozen = self.freeze(submission)
        except Rejected as why:
            values = mapped_fill.case_values(submission, self.profile)
            return replace(self._shown(mapped_fill.request_of(submit, values, self.secret)), refused=str(why))
        return self._shown(mapped_fill.thawed(submit, frozen, self.secret, submission.reference))

    async def dry_run(self, submission: Submission) -> Rehearsal | None:
        call = self.profile.dry_run
        if call is None:
            return None
        hold_flags(self.can, submission.flags)
        request = mapped_fill.request_of(call, mapped_fill.case_values(submission, self.profile), self.secret)
        try:
            answer = await self.wire.call(request)
        except CentralError as error:
            return replace(self._shown(request), failed=str(error))
        return self._shown(request, answer, self._read(answer, call))

    async def close(self) -> None:
        await self.wire.close()

    def _read(self, answer: Answer, call: Call) -> str:
        """In words, what a submission would make of it."""
        try:
            if not (call.answer.number or call.answer.token):
                mapped_answer.done(answer, call.answer, self.clock())
                return "It says yes; the profile reads no number from a dry run."
            taken = mapped_answer.receipt(answer, call.answer, self.clock())
        except CentralError as error:
            return f"{type(error).__name__}: {error}"
        return f"Accepted: number {taken.number}" if isinstance(taken, Accepted) else "Deferred: a token"

    def _shown(self, request: Request, answer: Answer | None = None, read: str = "") -> Rehearsal:
        made = Rehearsal(
            request.method,
            str(self.wire.at(request)),
            {**self.wire.headers, **request.headers},
            request.data or b"",
            hidden(self.secret.key),
        )
        if answer is None:
            return made
        return Rehearsal(
            made.method, made.url, made.headers, made.body, made.secrets, True, answer.status, answer.body, read
        )

    async def _ask(self, call: Call, values: Mapping[str, Value], most: int = 1_048_576) -> Answer:
        made = mapped_fill.request_of(call, values, self.secret)
        request = Request(made.method, made.path, made.data, made.headers, made.query, most=most)
        return await self.wire.call(request)

    async def _looked(self, call: LookUp, reference: str, since: datetime | None) -> Answer:
        begin = mapped_fill.moment(since) if since else ""
        try:
            return await self._ask(call, {"reference": reference, "since": begin}, most=8_388_608)
        except Unknown as error:
            raise Unavailable(f"the look-up gave no answer: {error}") from None

    async def _change(
        self, call: Call, reference: str, number: str, more: Mapping[str, Value], *, doubted: bool = False
    ) -> None:
        values = {**await self._known(call, reference, number), **more}
        mapped_answer.done(await self._ask(call, values), call.answer, self.clock(), doubted=doubted)

    async def _known(self, call: Call, reference: str, number: str) -> dict[str, Value]:
        """With the tracking number where the call wants one. Raise `Unavailable` while there is none."""
        if "number" in _wanted(call) and not number:
            found = await self.find(reference) if self.profile.look_up else None
            if not isinstance(found, Accepted):
                raise Unavailable("the case has no tracking number yet, and the central system wants it")
            number = found.number
        return {"reference": reference, "number": number}


def _wanted(call: Call) -> set[str]:
    return places([call.path, call.query, call.headers, call.fields])


def _section(name: str, call: C | None) -> C:
    if call is None:
        raise Rejected(_CANNOT.format(name))
    return call


def from_settings(profile: str, url: str, key: str, timeout: float, limit: int) -> Mapped:
    """Raise ValueError with all that is wrong and how to mend it."""
    faults, read = [*url_faults(url), *_key_faults(key)], None
    try:
        read = load(profile)
    except ValueError as error:
        faults.append(f"CENTRAL_PROFILE {error}")
    if read is not None and read.auth.kind == "basic" and ":" not in key:
        faults.append("CENTRAL_KEY must be user:password, because the profile's auth.kind is basic")
    if faults or read is None:
        raise ValueError("\n".join(faults))
    # Whatever submits may be a PUT, which must not be repeated behind our back.
    wire = Wire(URL(url), {"Accept": "application/json", **_auth_header(read, key)}, timeout, limit, careful=True)
    return Mapped(wire, read, Secret(read.auth.kind, read.auth.name, key))


def _auth_header(profile: Profile, key: str) -> dict[str, str]:
    if profile.auth.kind == "bearer":
        return {"Authorization": f"Bearer {key}"}
    if profile.auth.kind == "basic":
        return {"Authorization": aiohttp.encode_basic_auth(*key.partition(":")[::2])}
    return {profile.auth.name: key} if profile.auth.kind == "header" else {}


def _key_faults(key: str) -> list[str]:
    if not key or not key.isascii() or not key.isprintable():
        return ["CENTRAL_KEY must be what the central system gave you: printable characters"]
    return []
