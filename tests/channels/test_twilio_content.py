"""Templates at Twilio's Content API: over a real socket to the stand-in, which takes nothing that Twilio refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from channels import whatsapp
from channels.base import SendFailed
from channels.twilio_channel import TwilioChannel
from channels.twilio_content import Contents
from channels.twilio_form import WHATSAPP
from gateway.simulator.twilio import TwilioStandIn
from normalizer.schema import Language, Otherwise, Party, Reply

PHONE = "+6281100001234"
BODY = "Nomor laporan Bapak/Ibu di kantor kami adalah {{1}}. Terima kasih."


@pytest.fixture
async def channel(twilio: TwilioStandIn) -> AsyncIterator[TwilioChannel]:
    found = whatsapp.from_env(twilio.env(), "")
    assert isinstance(found, TwilioChannel)
    yield found
    await found.close()


@pytest.fixture
def contents(twilio: TwilioStandIn, channel: TwilioChannel) -> Contents:
    return Contents(channel.rest, twilio.server.url)


async def approved(contents: Contents) -> str:
    sid = await contents.create("nomor_id", "id", BODY, {"1": "1916449"})
    await contents.submit(sid, "nomor_id", "UTILITY")
    for _ in range(2):
        await contents.status(sid)
    return sid


async def test_a_template_is_made_submitted_and_approved(twilio: TwilioStandIn, contents: Contents) -> None:
    assert await contents.known() == {}
    sid = await contents.create("nomor_id", "id", BODY, {"1": "1916449"})
    assert await contents.known() == {"nomor_id": sid}
    assert await contents.status(sid) == ("unsubmitted", "")
    assert await contents.submit(sid, "nomor_id", "UTILITY") == "received"
    assert [(await contents.status(sid))[0] for _ in range(3)] == ["received", "pending", "approved"]
    assert twilio.content.kept[sid].language == "id"


async def test_all_pages_are_read(twilio: TwilioStandIn, contents: Contents) -> None:
    for place in range(120):
        await contents.create(f"t{place}", "id", BODY, {"1": "1916449"})
    assert len(await contents.known()) == 120


async def test_a_rejection_tells_why(twilio: TwilioStandIn, contents: Contents) -> None:
    twilio.content.rejects.add("nomor")
    sid = await contents.create("nomor_id", "id", BODY, {"1": "1916449"})
    await contents.submit(sid, "nomor_id", "UTILITY")
    assert await contents.status(sid) == ("rejected", "TAG_CONTENT_MISMATCH")


WRONG = [
    ("no words", {"language": "id", "types": {"twilio/text": {"body": ""}}}),
    ("no language", {"types": {"twilio/text": {"body": "Halo"}}}),
    ("no sample", {"language": "id", "types": {"twilio/text": {"body": BODY}}}),
    ("a gap", {"language": "id", "variables": {"2": "x"}, "types": {"twilio/text": {"body": "Halo {{2}} ya"}}}),
    ("two types", {"language": "id", "types": {"twilio/text": {"body": "a"}, "twilio/media": {"body": "a"}}}),
    ("too long", {"language": "id", "types": {"twilio/text": {"body": "a" * 1025}}}),
    ("unknown field", {"language": "id", "types": {"twilio/text": {"body": "a"}}, "name": "x"}),
]


@pytest.mark.parametrize(("label", "wanted"), WRONG, ids=[row[0] for row in WRONG])
async def test_the_stand_in_takes_no_faulty_template(
    twilio: TwilioStandIn, label: str, wanted: dict[str, object]
) -> None:
    headers = {"Authorization": aiohttp.encode_basic_auth(twilio.account, twilio.token)}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{twilio.server.url}/v1/Content", json=wanted) as answer,
    ):
        assert answer.status == 400
    assert not twilio.content.kept


@pytest.mark.parametrize(
    ("name", "category"), [("Nomor", "UTILITY"), ("nomor_id", "SERVICE"), ("", "UTILITY")], ids=str
)
async def test_a_faulty_request_for_approval(contents: Contents, name: str, category: str) -> None:
    sid = await contents.create("nomor_id", "id", BODY, {"1": "1916449"})
    with pytest.raises(SendFailed) as caught:
        await contents.submit(sid, name, category)
    assert caught.value.permanent


async def test_a_second_request_is_refused(contents: Contents) -> None:
    sid = await approved(contents)
    with pytest.raises(SendFailed):
        await contents.submit(sid, "nomor_id", "UTILITY")


async def test_a_wrong_token(contents: Contents) -> None:
    stranger = replace(contents, rest=replace(contents.rest, token="wrong"))
    with pytest.raises(SendFailed) as caught:
        await stranger.known()
    assert "TWILIO_AUTH_TOKEN" in str(caught.value)


def letter(sid: str, *variables: tuple[str, str]) -> Reply:
    text = BODY.replace("{{1}}", "1916449")
    return Reply("r1", WHATSAPP, Party(PHONE), text, Language.INDONESIAN, template=sid, variables=variables)


async def test_an_approved_template_reaches_a_closed_chat(
    twilio: TwilioStandIn, contents: Contents, channel: TwilioChannel
) -> None:
    twilio.closed_windows.add(PHONE)
    sid = await channel.send(letter(await approved(contents), ("1", "1916449")))
    await twilio.server.settled()
    (held,) = twilio.messages_to(PHONE)
    assert (held.sid, held.body, held.status) == (
        sid,
        "Nomor laporan Bapak/Ibu di kantor kami adalah 1916449. Terima kasih.",
        "read",
    )
    assert await channel.look_up(letter("")) == sid, "it is found by what it says"


@pytest.mark.parametrize(
    ("variables", "code"),
    [((), "21656"), ((("1", "a\nb"),), "21656"), ((("1", "a"), ("2", "b")), "21656")],
    ids=["none", "a line break", "too many"],
)
async def test_variables_that_do_not_fit(
    contents: Contents, channel: TwilioChannel, variables: tuple[tuple[str, str], ...], code: str
) -> None:
    with pytest.raises(SendFailed) as caught:
        await channel.send(letter(await approved(contents), *variables))
    assert (caught.value.permanent, caught.value.code, caught.value.otherwise) == (True, code, Otherwise.WAY)


async def test_a_template_nobody_knows(channel: TwilioChannel) -> None:
    with pytest.raises(SendFailed) as caught:
        await channel.send(letter("HX" + "0" * 32, ("1", "1916449")))
    assert (caught.value.code, caught.value.otherwise) == ("21655", Otherwise.WAY)
