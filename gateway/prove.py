"""`satupintu check --ledger`: a daily proof that nothing was lost and nothing doubled; status 1 on any difference."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from channels.base import Channel
from forwarder import epoch
from forwarder.central import Central
from forwarder.items import LedgerAway, LedgerLost, LedgerRefused
from gateway import wiring, wiring_ledger
from gateway.centrals import make_central
from gateway.control_client import ControlClient
from gateway.environment import read_env
from gateway.inbox import JournalError
from gateway.journal_reader import JournalReader
from gateway.proof_answers import Answers
from gateway.proof_central import compare
from gateway.proof_courtesy import Courtesy
from gateway.proof_flags import compare_flags
from gateway.proof_owed import Debts
from gateway.proof_pieces import Pieces
from gateway.proof_providers import ON_ITS_WAY, recount
from gateway.proof_rows import Account, account
from gateway.settings import Settings
from gateway.terminal import printable
from normalizer.schema import ChannelName

_REFUSED = (
    "Nothing can be compared: Redis refuses what the proof asks it for ({why}), and will again. Has another program "
    "written into it? Nothing was changed."
)


@dataclass(frozen=True)
class Books:
    """What is compared: this node's journal, the ledger, the central system, and the channels' providers. `on_its_way`:
    so much later than a provider has it, another node may take a message in."""

    settings: Settings
    central: Central
    channels: Mapping[ChannelName, Channel] = field(repr=False)
    on_its_way: timedelta = ON_ITS_WAY

    async def account(self, since: datetime, until: datetime) -> Account:
        """Raise `JournalError`, `LedgerAway`, `LedgerLost` or `LedgerRefused` when nothing can be compared."""
        async with AsyncExitStack() as stack:
            reader = stack.enter_context(closing(JournalReader.open(self.settings.data_dir, self.settings.sealer())))
            redis = wiring_ledger.make_redis(self.settings)
            stack.push_async_callback(redis.aclose)
            stack.push_async_callback(self.central.close)
            control = await stack.enter_async_context(ControlClient(self.settings.data_dir, patience=5))
            name = await epoch.current(redis)
            if not name:
                raise LedgerAway("the ledger is being rebuilt, or was never made")
            ledger = wiring_ledger.make_ledger(self.settings, redis, name)
            hasher = self.settings.hasher()
            found = await account(Pieces(reader, ledger, hasher, self.channels), since, until)
            await Debts(reader, ledger, self.settings.node_id).compare(found)
            courtesy = Courtesy(ledger, ZoneInfo(self.settings.timezone))
            await compare(found, ledger, self.central, courtesy)
            await compare_flags(found, ledger, self.central, courtesy)
            for channel in self.channels.values():
                stack.push_async_callback(channel.close)
                node, late = self.settings.node_id, self.on_its_way
                await recount(found, channel, reader, ledger, hasher, control, node, late, courtesy)
            await Answers(reader, ledger, hasher, self.channels, courtesy).recount(found)
        return found


def main(settings: Settings, day: str = "", grace: float = 60, console: Console | None = None) -> int:
    """`day`: YYYY-MM-DD in TIMEZONE; "" for yesterday and today so far. grace: what came in the last seconds may
    still be on its way, and is left out. 1 on a difference; 2 for a day that has not begun."""
    console = console or Console(soft_wrap=True, highlight=False)
    try:
        since, until = bounds(day, ZoneInfo(settings.timezone), datetime.now(UTC) - timedelta(seconds=grace))
    except ValueError as error:
        console.print(Text(f"--day: {error}. Nothing was compared.", style="bold red"))
        return 2
    books = Books(settings, make_central(settings), wiring.make_channels(read_env(), settings.public_url))
    try:
        found = asyncio.run(books.account(since, until))
    except (JournalError, LedgerAway, LedgerLost) as away:
        of_redis = isinstance(away, LedgerAway) and away.__cause__
        why = f"Redis cannot be used ({away}); satupintu check says more" if of_redis else str(away).rstrip(".")
        console.print(
            printable(f"Nothing can be compared now: {why}. Nothing was changed; try again."), style="bold red"
        )
        return 1
    except LedgerRefused as refused:
        console.print(printable(_REFUSED.format(why=refused)), style="bold red")
        return 1
    show(found, console, ZoneInfo(settings.timezone))
    return int(bool(found.differences))


def bounds(day: str, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """[from, to) of that day, or of yesterday and today, up to `now`. Raise ValueError for no date, or one to come."""
    wanted = date.fromisoformat(day) if day else now.astimezone(zone).date() - timedelta(days=1)
    since = datetime.combine(wanted, time(), zone)
    if since > now:
        raise ValueError(f"{wanted} has not begun in {zone.key}: there is nothing to compare yet")
    until = datetime.combine(wanted + timedelta(days=1 if day else 2), time(), zone)
    return since.astimezone(UTC), min(until.astimezone(UTC), now)


def show(found: Account, console: Console, zone: ZoneInfo) -> None:
    """Sums, then each difference: ids and numbers, nobody's words."""
    since, until = (moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z") for moment in (found.since, found.until))
    console.print(f"{found.rows} message{'' if found.rows == 1 else 's'} from {since} to {until}")
    sums = Table(show_header=False, box=None, padding=(0, 2))
    for what, count in sorted(found.sums.items()):
        sums.add_row(str(count), printable(what))
    console.print(sums)
    for one in found.differences:
        console.print(printable(f"DIFFERENCE {one.kind:<11} {one.about}  {one.sentence}"), style="bold red")
    count = len(found.differences)
    told = f"{count} difference{'s' * (count > 1)}" if count else "Everything agrees."
    console.print(told, style="bold red" if found.differences else "green")
