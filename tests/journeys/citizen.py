"""A citizen in one chat of a town: what they write goes over real sockets, what they hear lies with their provider."""

from __future__ import annotations

import hashlib
import itertools
import re
from typing import Any

from waiting import until

from gateway.simulator.central_store import Stored
from gateway.simulator.narrator import words_to
from gateway.simulator.relay import send_mail
from gateway.simulator.samples import letter
from gateway.simulator.town import Town
from gateway.simulator.town_processes import MAILBOX

CHATS = ("sms", "whatsapp", "sms_http", "telegram")
WAYS = (*CHATS, "mail")
_WORD = re.compile(r"(?:satu kata|one word): (\w+)|(?:balas|answer) (\w+)(?: (?:ke|to) \S+)? (?:dalam|within|in)\b")
_people = itertools.count(1)


class Citizen:
    """One person in one chat. `address`: of another chat of the same person."""

    def __init__(self, town: Town, way: str, address: str = "", name: str = "Wayan Sukerti") -> None:
        place = next(_people)
        self.town, self.way, self.name = town, way, name
        self.address = address or _address(way, place)

    async def writes(self, text: str, *, node: int = 0, photo: bytes = b"", proven: bool = True) -> None:
        """A mail has nothing but that text: no subject that would be told as well. proven: the agency's mail server
        vouches for its sender."""
        there, sender = self.town.nodes[node], self.address
        if self.way == "telegram":
            await self.town.telegram.citizen_sends(int(sender), text, name=self.name, photo=photo or False)
            return
        if self.way == "mail":
            made = self._letter(text, photo)
            if proven:
                await there.mail(made, sender)
            else:
                await send_mail("127.0.0.1", there.smtp, made, sender, [MAILBOX])
            return
        if self.way == "sms_http":
            status, _ = await self.town.aggregator.phone_sends(f"{there.url}/sms", sender, text)
        else:
            more: dict[str, Any] = {"media": [("image/jpeg", photo)]} if photo else {}
            more |= {"whatsapp": self.way == "whatsapp", "name": self.name}
            status, _ = await self.town.twilio.phone_sends(f"{there.url}/twilio/{self.way}", sender, text, **more)
        assert status == 200

    def _letter(self, text: str, photo: bytes) -> bytes:
        mark = f"{next(_people)}-{hashlib.md5(text.encode()).hexdigest()}"
        made = letter(self.address, self.name, text, mark, ("image/jpeg", photo) if photo else None)
        return made.replace(b"Subject: Laporan warga\n", b"")

    @property
    def heard(self) -> list[str]:
        return words_to(self.town, self.way, self.address)

    @property
    def told(self) -> str:
        return "\n".join(self.heard)

    async def hears(self, *parts: str) -> str:
        """The last answer with all these parts, once there is one."""
        await until(lambda: any(all(part in one for part in parts) for one in self.heard))
        return next(one for one in reversed(self.heard) if all(part in one for part in parts))

    async def word(self) -> str:
        """The word that the last question asks for."""
        await until(lambda: any(_WORD.search(one) for one in self.heard))
        found = [match for one in self.heard if (match := _WORD.search(one))]
        return str(found[-1][1] or found[-1][2])

    async def complains(self, text: str, **more: Any) -> Stored:
        """A complaint, once its writer has its number."""
        await self.writes(text, **more)
        await until(lambda: [case for case in cases_of(self.town, text) if case.number])
        (case,) = cases_of(self.town, text)
        await self.hears(str(case.number))
        return case


def _address(way: str, place: int) -> str:
    """Of nobody: a number that cannot ring, a chat, an address under a reserved name."""
    if way == "mail":
        return f"warga{place}@warga.example.org"
    return str(620_071_000 + place) if way == "telegram" else f"+628110000{7100 + place}"


def cases_of(town: Town, *texts: str) -> list[Stored]:
    """The cases with these words, in the order they came."""
    wanted = {hashlib.sha256(text.encode()).hexdigest() for text in texts}
    return [case for case in town.central.store.in_order if case.text in wanted]
