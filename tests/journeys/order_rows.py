"""What each order does and how it is answered, as whoever sends it by one channel sees it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from citizen import Citizen, cases_of
from sentences import sentence
from waiting import until

from gateway.simulator.central_store import Stored
from gateway.simulator.town import Town

# As they are written in Indonesian, in English, and in Telegram's menu.
ORDERS = {
    "LAPOR": ("LAPOR", "REPORT", "/lapor"),
    "STATUS": ("CEK", "STATUS", "/status"),
    "HELP": ("BANTUAN", "HELP", "/bantuan"),
    "KIRIM": ("KIRIM", "SEND", "/kirim"),
    "BATAL": ("BATAL", "cancel it", "/batal"),  # of CANCEL alone Twilio takes an SMS for STOP
    "RAHASIA": ("RAHASIA", "CONFIDENTIAL", "/rahasia"),
    "ANONIM": ("ANONIM", "ANONYMOUS", "/anonim"),
    "BUKA": ("BUKA", "REVEAL", "/buka@satupintu_bot"),
    "BAHASA": ("BAHASA INGGRIS", "LANGUAGE ENGLISH", "/bahasa inggris"),
    "STOP": ("BERHENTI", "STOP", "/berhenti"),
    "START": ("MULAI", "START", "/mulai"),
    "HAPUS DATA": ("HAPUS DATA", "DELETE MY DATA", "/hapus_data"),
}
HOW = ("in Indonesian", "in English", "by menu")
PLAIN = ("Lampu jalan di Gang Puspa {} padam sejak Senin", "The street lamp in Gang Puspa {} is dark since Monday")
GRAVE = (
    "Perangkat desa melakukan pungli surat tanah di Gang Puspa {}",
    "The village officer demands a bribe for land papers in Gang Puspa {}",
)
# Alone they would be added to what was told before.
MORE = ("itu fotonya menyusul, di Gang Puspa {}", "more photos of the lamp in Gang Puspa {} follow")
# What names a complaint names it by the number that its citizen was told.
NAMING = {"number", "number_protected", "status_known", "confirm_withdraw", "withdrawn", "confirm_lift", "flag_lifted"}
NAMING |= {"flag_set", "status_withdrawn"}
_places = itertools.count(1)


class Chat(Citizen):
    """Who writes their orders in one way (a place of `HOW`), and hears in one language."""

    def __init__(self, town: Town, way: str, how: int) -> None:
        super().__init__(town, way)
        self.how, self.place = how, next(_places)
        # An order is of no language: the country's, until something is told in another.
        self.tongue = "id"
        self.answers: list[str] = []

    def order(self, name: str, *rest: object) -> str:
        return " ".join((ORDERS[name][self.how], *map(str, rest)))

    async def orders(self, name: str, *rest: object) -> None:
        await self.writes(self.order(name, *rest))

    async def is_told(self, *kinds: str, tongue: str = "") -> None:
        """These, in whatever order two workers send them; after all that was told before, and nothing between."""
        self.answers = sorted([*self.answers, *(f"{kind} {tongue or self.tongue}" for kind in kinds)])
        with suppress(TimeoutError):  # what is there is shown below
            await until(lambda: len(self.heard) >= len(self.answers), 60)
        assert sorted(self.kinds) == self.answers

    @property
    def kinds(self) -> list[str]:
        return [sentence(self.way, text) for text in self.heard]

    async def case(self, text: str) -> Stored:
        """As the central system has it, with its number."""
        await until(lambda: [one for one in cases_of(self.town, text) if one.number])
        (found,) = cases_of(self.town, text)
        return found

    def names(self, case: Stored) -> None:
        """Whether every answer since its number that is about a complaint names that number."""
        for kind, text in zip(self.kinds, self.heard, strict=True):
            assert kind.split()[0] not in NAMING or str(case.number) in text, text

    async def tells(self, texts: tuple[str, str] = PLAIN, before: str = "") -> str:
        """What was told."""
        text, self.tongue = before + texts[self.how % 2].format(self.place), ("id", "en")[self.how % 2]
        await self.writes(text)
        return text

    async def has_told(self) -> Stored:
        """Something plain; its case."""
        text = await self.tells()
        await self.is_told("number")
        return await self.case(text)


async def lapor(chat: Chat) -> None:
    await chat.orders("LAPOR")
    await chat.is_told("help")
    await chat.has_told()
    again = await chat.tells(MORE, chat.order("LAPOR") + " ")
    await chat.case(again)
    await chat.is_told("number")


async def status(chat: Chat) -> None:
    case = await chat.has_told()
    await chat.orders("STATUS", case.number)
    await chat.is_told("status_known")
    await chat.orders("STATUS", "#", *str(case.number))
    await chat.is_told("status_known")
    chat.names(case)
    stranger = Chat(chat.town, chat.way, chat.how)
    await stranger.orders("STATUS", case.number)
    await stranger.is_told("status_unknown")
    await stranger.orders("STATUS")
    await stranger.is_told("status_ask")


async def help_(chat: Chat) -> None:
    await chat.orders("HELP")
    await chat.is_told("help")


async def kirim(chat: Chat) -> None:
    """Of what is held."""
    text = await chat.tells(GRAVE)
    await chat.is_told("offer")
    assert cases_of(chat.town, text) == []
    await chat.orders("KIRIM")
    await chat.is_told("sent_now", "number")
    assert not (await chat.case(text)).rahasia


async def batal(chat: Chat) -> None:
    case = await chat.has_told()
    await chat.orders("BATAL")
    await chat.is_told("confirm_withdraw")
    assert case.status != "ditarik"
    await chat.writes(await chat.word())
    await chat.is_told("withdrawn")
    assert case.status == "ditarik"
    await chat.orders("STATUS", case.number)
    await chat.is_told("status_withdrawn")
    chat.names(case)


async def rahasia(chat: Chat) -> None:
    """After the number; it is asked for its secret then."""
    case = await chat.has_told()
    await chat.orders("RAHASIA")
    await chat.is_told("flag_set")
    assert (case.rahasia, case.anonim) == (True, False)
    await chat.orders("STATUS", case.number)
    await chat.is_told("status_word")
    secret = re.search(r"(?:STATUS \d+|itu:|word:) ([a-z]{6})\b", chat.heard[1])
    assert secret, chat.heard[1]
    await chat.orders("STATUS", case.number, secret[1])
    await chat.is_told("status_known")
    chat.names(case)


async def anonim(chat: Chat) -> None:
    """Before what it is for."""
    await chat.orders("ANONIM")
    await chat.is_told("flag_alone")
    text = await chat.tells()
    await chat.is_told("number_protected")
    case = await chat.case(text)
    assert (case.rahasia, case.anonim) == (False, True)
    chat.names(case)


async def buka(chat: Chat) -> None:
    text = await chat.tells(before=chat.order("RAHASIA").lstrip("/") + " ")
    await chat.is_told("number_protected")
    case = await chat.case(text)
    await chat.orders("BUKA")
    await chat.is_told("confirm_lift")
    assert (case.rahasia, case.anonim) == (True, False)
    await chat.writes(await chat.word())
    await chat.is_told("flag_lifted")
    assert (case.rahasia, case.anonim) == (False, False)
    chat.names(case)


async def bahasa(chat: Chat) -> None:
    await chat.orders("BAHASA")
    await chat.is_told("language_set", tongue="en")
    # Indonesian as it is.
    await chat.writes("CEK")
    await chat.is_told("status_ask", tongue="en")
    await chat.writes("bahasa Indonesia")
    await chat.is_told("language_set", tongue="id")


async def stop(chat: Chat) -> None:
    """What comes is taken, and not answered."""
    await stops(chat)
    text = await chat.tells()
    await chat.case(text)


async def start(chat: Chat) -> None:
    await stops(chat)
    await chat.orders("START")
    await chat.is_told("help" if ORDERS["START"][chat.how] == "/start" else "started")
    await chat.has_told()


async def hapus_data(chat: Chat) -> None:
    """What the day does: test_erase_journey.py."""
    case = await chat.has_told()
    await chat.orders("HAPUS DATA")
    await chat.is_told("confirm_erase")
    await chat.writes(await chat.word())
    await chat.is_told("erase_set")
    await chat.orders("BATAL")
    await chat.is_told("erase_revoked")
    await chat.orders("STATUS", case.number)
    await chat.is_told("status_known")


async def stops(chat: Chat) -> None:
    """STOP itself is Twilio's affair: what we answer is not sent."""
    await chat.orders("STOP")
    if chat.way in ("sms", "whatsapp") and chat.order("STOP") == "STOP":
        await until(lambda: chat.address in " ".join(chat.town.twilio.refused))
    else:
        await chat.is_told("stopped")


ROWS: dict[str, Callable[[Chat], Coroutine[Any, Any, None]]] = {
    "LAPOR": lapor,
    "STATUS": status,
    "HELP": help_,
    "KIRIM": kirim,
    "BATAL": batal,
    "RAHASIA": rahasia,
    "ANONIM": anonim,
    "BUKA": buka,
    "BAHASA": bahasa,
    "STOP": stop,
    "START": start,
    "HAPUS DATA": hapus_data,
}
