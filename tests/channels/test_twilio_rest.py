"""Answers through Twilio: over a real socket to the stand-in, with everything that may go wrong on the way."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from channels import sms, whatsapp
from channels.base import SendFailed
from channels.twilio_channel import TwilioChannel
from channels.twilio_errors import CODES, refused
from channels.twilio_form import SMS, WHATSAPP
from gateway.simulator.faults import Fault
from gateway.simulator.twilio import TwilioStandIn
from normalizer.schema import Language, Medium, Otherwise, Party, Reply

PHONE = "+6281100001234"


def reply(channel: str = "sms", text: str = "Laporan Anda: 1916449", to: str = PHONE) -> Reply:
    return Reply("r1", SMS if channel == "sms" else WHATSAPP, Party(to), text, Language.INDONESIAN)


def built(twilio: TwilioStandIn, way: str = "sms", public_url: str = "", **env: str) -> TwilioChannel:
    module = sms if way == "sms" else whatsapp
    found = module.from_env(twilio.env() | env, public_url)
    assert isinstance(found, TwilioChannel)
    return found


async def failure(channel: TwilioChannel, answer: Reply) -> SendFailed:
    try:
        with pytest.raises(SendFailed) as caught:
            await channel.send(answer)
    finally:
        await channel.close()
    return caught.value


async def test_an_sms_leaves(twilio: TwilioStandIn) -> None:
    channel = built(twilio)
    sid = await channel.send(reply())
    await channel.close()
    (held,) = twilio.messages_to(PHONE)
    assert (held.sid, held.to, held.sender, held.body) == (sid, PHONE, twilio.our_number, "Laporan Anda: 1916449")
    assert channel.medium is Medium.SMS


async def test_whatsapp_leaves_with_its_prefix(twilio: TwilioStandIn) -> None:
    channel = built(twilio, "whatsapp")
    await channel.send(reply("whatsapp"))
    await channel.send(reply("whatsapp", to="US.13491208655302741918"))
    await channel.close()
    assert [one.to for one in twilio.messages] == [f"whatsapp:{PHONE}", "whatsapp:US.13491208655302741918"]
    assert twilio.messages[0].sender == f"whatsapp:{twilio.our_number}"
    assert channel.medium is Medium.CHAT


async def test_a_messaging_service_chooses_the_sender(twilio: TwilioStandIn) -> None:
    channel = built(twilio, TWILIO_SMS_FROM="", TWILIO_MESSAGING_SERVICE_SID="MG" + "a" * 32)
    await channel.send(reply())
    await channel.close()
    assert [(one.sender, one.service) for one in twilio.messages] == [("", "MG" + "a" * 32)]


@pytest.mark.parametrize("way", ["sms", "whatsapp"])
async def test_the_callback_is_below_the_public_url(twilio: TwilioStandIn, way: str) -> None:
    channel = built(twilio, way, "http://127.0.0.1:9/")
    await channel.send(reply(way))
    await channel.close()
    assert twilio.messages[0].callback == f"http://127.0.0.1:9/twilio/{way}/status"


# label, fault, permanent, unknown, after, code, taken at the stand-in
FAULTS = [
    ("busy", Fault(kind="busy", seconds=7), False, False, 7.0, "20429", 0),
    ("server error", Fault(kind="error", status=503), False, True, None, "20500", 0),
    ("taken, answer lost", Fault(kind="cut"), False, True, None, "", 1),
    ("cut before taking", Fault(kind="drop"), False, True, None, "", 0),
    ("too slow", Fault(kind="slow", seconds=3), False, True, None, "", 0),
    ("not a number", Fault(kind="refuse", code=21211), True, False, None, "21211", 0),
    ("wrote STOP", Fault(kind="refuse", code=21610), True, False, None, "21610", 0),
    ("outside the window", Fault(kind="refuse", code=63016), True, False, None, "63016", 0),
    ("channel's rate", Fault(kind="refuse", code=63018), False, False, None, "63018", 0),
    ("account is closed", Fault(kind="refuse", code=20005), False, False, 300.0, "20005", 0),
    ("sender is none", Fault(kind="refuse", code=21606), False, False, None, "21606", 0),
    ("WhatsApp sender is none", Fault(kind="refuse", code=63007), False, False, None, "63007", 0),
    ("blocked on WhatsApp", Fault(kind="refuse", code=63014), True, False, None, "63014", 0),
    ("unheard-of code", Fault(kind="refuse", code=29999), True, False, None, "29999", 0),
]


@pytest.mark.parametrize(
    ("label", "fault", "permanent", "unknown", "after", "code", "taken"), FAULTS, ids=[row[0] for row in FAULTS]
)
async def test_faults(
    twilio: TwilioStandIn,
    label: str,
    fault: Fault,
    permanent: bool,
    unknown: bool,
    after: float | None,
    code: str,
    taken: int,
) -> None:
    twilio.faults.tell(fault)
    error = await failure(built(twilio, TWILIO_TIMEOUT_SECONDS="0.5" if fault.kind == "slow" else "20"), reply())
    assert (error.permanent, error.unknown, error.after, error.code) == (permanent, unknown, after, code)
    assert (twilio.calls, len(twilio.messages_to(PHONE))) == (1, taken), "a POST is never repeated"
    assert PHONE[1:] not in str(error)
    assert "1916449" not in str(error)


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        error = await failure(built(TwilioStandIn(), TWILIO_API_BASE=base), reply())
    assert (error.permanent, error.unknown) == (False, False)


NONE = [
    ("another kind of JSON", b"", b"[1]"),
    ("nested without end", b"", b"[" * 200_000),
    ("a number without end", b"", b'{"sid": ' + b"9" * 10_000 + b"}"),
    ("no sid", b"", b'{"sid": ""}'),
    ("a Date in a zone of its own", b"Date: Fri, 20 Nov 2026 05:00:00 +" + b"9" * 40 + b"\r\n", b"{}"),
]


@pytest.mark.parametrize(("head", "said"), [pytest.param(*row[1:], id=row[0]) for row in NONE])
async def test_an_answer_that_is_none_may_have_been_taken(head: bytes, said: bytes) -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = b"Content-Length: %d\r\n" % len(said)
        writer.write(b"HTTP/1.1 200 OK\r\n" + length + head + b"Connection: close\r\n\r\n" + said)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        error = await failure(built(TwilioStandIn(), TWILIO_API_BASE=base), reply())
        channel = built(TwilioStandIn(), TWILIO_API_BASE=base)
        for asked in (channel.look_up(reply()), channel.check()):
            with pytest.raises(SendFailed):
                await asked
        await channel.close()
    assert error.unknown


async def test_wrong_token_is_the_operators_to_mend(twilio: TwilioStandIn) -> None:
    error = await failure(built(twilio, TWILIO_AUTH_TOKEN="wrong"), reply())
    assert (error.permanent, error.unknown, error.after, error.code) == (False, False, 300.0, "20003")
    assert "TWILIO_AUTH_TOKEN" in str(error)


async def test_too_long_is_not_even_tried(twilio: TwilioStandIn) -> None:
    error = await failure(built(twilio), reply(text="a" * 1601))
    assert (error.permanent, error.code, twilio.calls) == (True, "21617", 0)


async def test_look_up_finds_what_did_leave(twilio: TwilioStandIn) -> None:
    channel = built(twilio)
    assert await channel.look_up(reply()) == ""
    twilio.faults.tell(Fault(kind="cut", times=1))
    with pytest.raises(SendFailed):
        await channel.send(reply())
    assert await channel.look_up(reply()) == twilio.messages_to(PHONE)[0].sid
    assert await channel.look_up(reply(text="Laporan Anda: 1916450")) == ""
    assert await channel.look_up(reply(to="+6281100009876")) == ""
    await channel.close()


async def test_look_up_through_the_words_of_a_trial_account(twilio: TwilioStandIn) -> None:
    channel = built(twilio)
    sid = await channel.send(reply(text="Sent from your Twilio trial account - Laporan Anda: 1916449"))
    assert await channel.look_up(reply()) == sid
    await channel.close()


async def test_look_up_admits_that_it_cannot_tell(twilio: TwilioStandIn) -> None:
    channel = built(twilio)
    for number in range(50):
        await channel.send(reply(text=f"pesan {number}"))
    assert await channel.look_up(reply()) is None
    await channel.close()


async def test_look_up_of_what_had_no_room_finds_nothing(twilio: TwilioStandIn) -> None:
    """It may leave now."""
    channel = built(twilio)
    twilio.failing[PHONE] = 30001
    await channel.send(reply())
    await twilio.server.settled()
    assert await channel.look_up(reply()) == ""
    await channel.close()


async def test_look_up_of_what_left_and_failed_is_that_failure(twilio: TwilioStandIn) -> None:
    channel = built(twilio, "whatsapp")
    twilio.closed_windows.add(PHONE)
    await channel.send(reply("whatsapp"))
    await twilio.server.settled()
    with pytest.raises(SendFailed) as caught:
        await channel.look_up(reply("whatsapp"))
    await channel.close()
    assert (caught.value.permanent, caught.value.code) == (True, "63016")
    assert caught.value.otherwise is Otherwise.WORDS


async def test_look_up_passes_over_what_was_sent_before(twilio: TwilioStandIn) -> None:
    channel = built(twilio)
    sid = await channel.send(reply())
    twilio.messages_to(PHONE)[0].created -= timedelta(hours=1)
    assert await channel.look_up(replace(reply(), tried=timedelta(minutes=5))) == ""
    assert await channel.look_up(replace(reply(), tried=timedelta(minutes=50))) == sid, "a clock was set meanwhile"
    assert await channel.look_up(reply()) == sid, "nobody knows when it was tried"
    await channel.close()


@pytest.mark.parametrize("days", [-2, 2])
async def test_look_up_goes_by_the_clock_of_who_is_asked(
    twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    channel = built(twilio)
    sid = await channel.send(reply())

    class Off(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Off:
            return cls.fromtimestamp((datetime.now(UTC) + timedelta(days=days)).timestamp(), tz)

    monkeypatch.setattr("channels.twilio_rest.datetime", Off)
    assert await channel.look_up(reply()) == sid
    assert await channel.look_up(replace(reply(), tried=timedelta(seconds=5))) == sid
    await channel.close()


async def test_look_up_when_nobody_can_be_asked() -> None:
    channel = built(TwilioStandIn(), TWILIO_API_BASE="http://127.0.0.1:1")
    with pytest.raises(SendFailed) as caught:
        await channel.look_up(reply())
    await channel.close()
    assert not caught.value.unknown


async def test_check(twilio: TwilioStandIn) -> None:
    channel = built(twilio)
    assert "active" in await channel.check()
    await channel.close()


def test_one_channel_serves_one_loop_after_another() -> None:
    async def send_once(channel: TwilioChannel, twilio: TwilioStandIn) -> str:
        url = await twilio.start()
        sid = await replace(channel, rest=replace(channel.rest, base=url)).send(reply())
        await channel.close()
        await twilio.stop()
        return sid

    channel = built(TwilioStandIn(server=replace(TwilioStandIn().server, url="http://127.0.0.1:1")))
    sids = [asyncio.run(send_once(channel, TwilioStandIn())) for _ in range(3)]
    assert len(set(sids)) == 3


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_of_the_table_is_obeyed(code: int) -> None:
    error = refused("POST", 400, {}, f'{{"code": {code}}}')
    assert (error.permanent, error.unknown, error.code) == (
        CODES[code] not in ("later", "ours"),
        False,
        str(code),
    )
    assert error.ours == (CODES[code] == "ours")
    instead = {"words": Otherwise.WORDS, "way": Otherwise.WAY}.get(CODES[code], Otherwise.NOTHING)
    assert error.otherwise is (instead if error.permanent else Otherwise.NOTHING)


@pytest.mark.parametrize("text", ["", "[]", "null", "<html>", '{"code": "x"}', "[" * 100_000, '{"code": true}'])
def test_errors_without_a_code(text: str) -> None:
    assert refused("POST", 400, {}, text).permanent
    assert refused("POST", 502, {}, text).unknown
    assert not refused("GET", 502, {}, text).unknown
    assert not refused("POST", 401, {}, text).permanent
