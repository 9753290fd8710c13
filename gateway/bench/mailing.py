"""Part f: mails a second, against aiosmtpd with a handler that forgets them; the same client for both."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from gateway.bench import place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.load import Order
from gateway.bench.place import Place

NULL, OURS = "null handler of aiosmtpd", "ours, kept before 250"
READ = "ours, kept and read in full before 250"
_MOST_RATE = 4000


async def measure(folder: Path, plan: Plan) -> Part:
    figures: dict[tuple[str, bool], Figure] = {
        (name, reuse): Figure(f"f: {name}, {'connections reused' if reuse else 'one connection per mail'}", "/s")
        for reuse in (True, False)
        for name in (NULL, OURS, READ)
    }
    first, most = 1, max(plan.mail_connections, min(plan.requests, int(plan.seconds * _MOST_RATE)))
    async with AsyncExitStack() as stack:
        here, reading = Place(folder / "node"), Place(folder / "reading")
        ports = {
            NULL: (await stack.enter_async_context(place.server("null-mail")))[0],
            OURS: (await stack.enter_async_context(place.server("mail", here.env())))[0],
            READ: (await stack.enter_async_context(place.server("mail-read", reading.env())))[0],
        }
        for _ in range(plan.rounds):
            for (name, reuse), figure in figures.items():
                order = Order("mail", ports[name], first, most, plan.mail_connections, plan.seconds, reuse=reuse)
                figure.values.append((await place.shoot(order)).rate)
                first += most
    goals = tuple(
        Goal(f"f over the null handler, {what}{how}", figures[name, reuse].median / figures[NULL, reuse].median, 0.5)
        for name, what in ((OURS, ""), (READ, "read in full, "))
        for reuse, how in ((True, "reused"), (False, "one per mail"))
    )
    note = (
        f"{plan.mail_connections} connections, {plan.seconds:g} s a shot, in turns; ours seals and fsyncs before 250."
        " Mails are otherwise read by the pump, in another process: read in full says what one process does"
        " that does it all."
    )
    return Part("f: mail", tuple(figures.values()), goals, (note,))
