"""Mails to the operator: once a day what waits, and at once what a mail provider asks about forwarding."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import structlog

from channels.abilities import Notice, Notifying
from channels.base import Channel, SendFailed
from forwarder.deadlines import Risk
from gateway.digest_words import Waiting, digest_of, request_of
from gateway.inbox import JournalError, Row, marked
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.settings import Settings
from gateway.tray import reason, sorter
from normalizer.schema import ChannelName

log = structlog.get_logger("digest")

EVERY_SECONDS = 30.0
# Beyond these a mail says how many more there are; nobody reads a thousand lines.
MOST_LINES = 50
# Anybody can write a mail that looks like a provider's. Of more in a day only the digest speaks.
MOST_UNPROVEN = 10
_TOLD, _META, _UNPROVEN = "told", "digest", "told_unproven"


def due(now: datetime, told: str, at: time, zone: ZoneInfo) -> date | None:
    """Today's date there, when it is past the hour and today's digest (`told`, an ISO date) was not sent yet."""
    local = now.astimezone(zone)
    return local.date() if local.time() >= at and told != local.date().isoformat() else None


@dataclass(eq=False)
class Operator:
    """Writes to OPERATOR_MAIL through the first channel that can. The journal remembers what was told, so that a
    restart tells nothing twice; a relay that is away is tried again at every look. Uses a reader of its own."""

    journal: Journal
    reader: JournalReader
    channels: Mapping[ChannelName, Channel]
    settings: Settings
    parked: Callable[[], float]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    every: float = EVERY_SECONDS
    pressing: Callable[[], Mapping[str, float]] = dict

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self.every)

    async def look(self) -> None:
        """Send what is due now; what cannot be told of the one does not keep back the other."""
        for tell in (self._tell_requests, self._tell_day):
            await self._told(tell)

    async def _told(self, tell: Callable[[], Awaitable[None]]) -> None:
        try:
            await tell()
        except (SendFailed, JournalError) as error:
            log.warning("operator_not_told", why=str(error))
        except Exception as error:  # noqa: BLE001 - what a stranger wrote must not end the process that takes mail
            log.warning("operator_not_told", why=describe(error))

    async def _tell_requests(self) -> None:
        for head in await asyncio.to_thread(self.reader.untold, 1000):
            by = "yes" if reason(head) != "unproven" or await self._may_tell_unproven() else "digest"
            if by == "yes":
                await self._send(await asyncio.to_thread(self._request, head.seq))
            await self.journal.mark(head.seq, {_TOLD: by})

    async def _may_tell_unproven(self) -> bool:
        """Count one more of today's."""
        today = self.now().astimezone(ZoneInfo(self.settings.timezone)).date().isoformat()
        day, _, count = (await asyncio.to_thread(self.reader.meta, _UNPROVEN) or "").partition(" ")
        told = int(count or 0) if day == today else 0
        if told >= MOST_UNPROVEN:
            return False
        await self.journal.set_meta(_UNPROVEN, f"{today} {told + 1}")
        return True

    async def _tell_day(self) -> None:
        settings = self.settings
        told = await asyncio.to_thread(self.reader.meta, _META) or ""
        today = due(self.now(), told, settings.digest_time, ZoneInfo(settings.timezone))
        if today is None:
            return
        waiting = await asyncio.to_thread(self._waiting)
        if waiting.anything:
            subject, text = digest_of(waiting, settings.node_id, ZoneInfo(settings.timezone))
            await self._send(self._notice(f"digest-{settings.node_id}-{today.isoformat()}", subject, text))
        await self.journal.set_meta(_META, today.isoformat())

    async def _send(self, notice: Notice) -> None:
        by = next((channel for channel in self.channels.values() if isinstance(channel, Notifying)), None)
        if by is None:
            return
        try:
            await by.notify(notice)
        except SendFailed as failed:
            if not failed.permanent:
                raise
            # The address is refused for good: the tray and the log still tell.
            log.warning("operator_refused", why=failed.reason)

    def _request(self, seq: int) -> Notice:
        row = self.reader.row(seq)
        raw, sorting = (marked(row), sorter(self.channels, row)) if row else (None, None)
        words = sorting.request(raw) if sorting and raw else ""
        subject, text = request_of(seq, words)
        return self._notice(f"request-{self.settings.node_id}-{seq}", subject, text)

    def _notice(self, name: str, subject: str, text: str) -> Notice:
        return Notice(name.replace(".", "-"), self.settings.operator_mail, subject, text)

    def _waiting(self) -> Waiting:
        heads = self.reader.tray("held", MOST_LINES)
        count, _ = self.reader.held()
        return Waiting(
            # One after the other: fifty of the largest mails would fill the memory of the process that takes mail.
            lines=tuple(self._line(self.reader.row(head.seq) or head) for head in heads),
            held=count,
            requests=tuple(row.seq for row in self.reader.tray("verification", MOST_LINES)),
            quarantined=self.reader.quarantined(),
            parked=int(self.parked()),
            late=int(self.pressing().get(Risk.LATE, 0)),
            at_risk=int(self.pressing().get(Risk.AT_RISK, 0)),
        )

    def _line(self, row: Row) -> tuple[int, datetime, str, str, str]:
        """Number, time, reason, the sender's domain, and the subject with people's data masked."""
        raw, sorting = marked(row), sorter(self.channels, row)
        return (row.seq, row.received_at, reason(row), *(sorting.summary(raw) if sorting and raw else ("", "")))
