"""The tray: what nothing is made of until a person looked at it, and what that person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from channels.abilities import Sorting, able
from channels.base import Channel
from gateway.control_client import ControlClient
from gateway.inbox import End, Row, marked
from gateway.tray_sms import SmsTray, is_line
from normalizer.schema import ChannelName

RELEASED = "released"
HELD, SPAM, VERIFICATION = "held:", "spam", "verification:"


def waits(channels: Mapping[ChannelName, Channel], row: Row) -> str:
    """The end of a row that waits for a person; "" for all others. The same whenever it is asked."""
    channel = able(channels.get(row.channel), Sorting)
    raw = marked(row) if channel else None
    return channel.waits(raw) if raw and channel else ""


def sorter(channels: Mapping[ChannelName, Channel], row: Row) -> Sorting | None:
    """Who shows a row of the tray. A line's rows are sorted while they are understood: see gateway/understand.py."""
    channel = channels.get(row.channel)
    if channel is not None and is_line(row.channel):
        return SmsTray(channel)
    return able(channel, Sorting)


def reason(row: Row) -> str:
    """`adverts` of `held:adverts`."""
    return row.end.partition(":")[2]


def in_tray(row: Row) -> bool:
    return row.end.startswith((HELD, VERIFICATION))


async def release(client: ControlClient, seqs: Sequence[int]) -> int:
    """Send rows their normal way: submitted and answered as if nobody had doubted. The mark first: a crash in between
    leaves them in the tray."""
    for seq in seqs:
        await client.mark(seq, {RELEASED: "yes"})
    return await client.replay(seqs)


async def condemn(client: ControlClient, seqs: Sequence[int]) -> int:
    """Out of the tray as spam; their bytes stay until they are purged like all others."""
    await client.end([End(seq, SPAM) for seq in seqs])
    return len(seqs)
