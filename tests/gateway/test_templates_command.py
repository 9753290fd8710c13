"""`satupintu templates` against the stand-in, and what `check` says of answers that have no way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from channels import whatsapp
from channels.twilio_channel import TwilioChannel
from channels.twilio_content import Contents
from forwarder.approved import ApprovedFile, Held
from forwarder.templates import templates_of
from forwarder.words_file import shipped
from gateway import check_answers, templates_cli
from gateway.complete import Complete
from gateway.finding import Finding, Level
from gateway.settings import Settings
from gateway.simulator.twilio import TwilioStandIn
from gateway.templates_cli import Desk, TemplatesFault, main
from normalizer.schema import Language

BRAND = "LAPOR! Kab. Contoh"
PRICES = Path(__file__).parents[1] / "cases" / "prices_some.toml"


@pytest.fixture
async def desk(twilio: TwilioStandIn, tmp_path: Path) -> AsyncIterator[Desk]:
    channel = whatsapp.from_env(twilio.env(), "")
    assert isinstance(channel, TwilioChannel)
    yield Desk(
        Contents(channel.rest, twilio.server.url),
        ApprovedFile(tmp_path, BRAND, shipped()),
        templates_of(BRAND, shipped()),
    )
    await channel.close()


async def test_submitted_once_watched_and_used(twilio: TwilioStandIn, desk: Desk) -> None:
    assert await desk.look() == []
    for _ in range(2):
        await desk.submit()
    assert (twilio.content.created, len(twilio.content.kept)) == (6, 6), "a second run makes none twice"
    assert {one.category for one in twilio.content.kept.values()} == {"UTILITY"}
    while not all(one.status == "approved" for one in await desk.look()):
        assert len(desk.approved.held()) == 6
    found = desk.approved.usable("number", Language.INDONESIAN)
    assert found is not None
    template, sid = found
    assert twilio.content.kept[sid].body == template.text
    assert len(ApprovedFile(desk.approved.folder, BRAND, shipped()).held()) == 6, "another process reads it"


async def test_a_run_that_was_cut_short_is_finished_by_the_next(twilio: TwilioStandIn, desk: Desk) -> None:
    first = replace(desk, wanted=desk.wanted[:2])
    await first.submit()
    await desk.contents.create(desk.wanted[2].name, "id", desk.wanted[2].text, {"1": "a", "2": "b"})
    await desk.submit()
    assert len(twilio.content.kept) == 6
    assert all(one.status != "unsubmitted" for one in twilio.content.kept.values())


async def test_a_rejected_one_is_told_and_not_used(twilio: TwilioStandIn, desk: Desk) -> None:
    twilio.content.rejects.add("question")
    await desk.submit()
    for _ in range(3):
        held = await desk.look()
    assert {one.status for one in held} == {"approved", "rejected"}
    assert {one.why for one in held if one.status == "rejected"} == {"TAG_CONTENT_MISMATCH"}
    assert desk.approved.usable("question", Language.INDONESIAN) is None
    assert desk.approved.usable("status", Language.ENGLISH) is not None


async def test_another_brand_submits_its_own_words(twilio: TwilioStandIn, desk: Desk) -> None:
    await desk.submit()
    await replace(desk, wanted=templates_of("LAPOR! Kota Contoh", shipped())).submit()
    assert len(twilio.content.kept) == 12


async def test_watched_until_whatsapp_has_decided_on_all(
    twilio: TwilioStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(templates_cli, "read_env", twilio.env)
    monkeypatch.setattr(templates_cli, "LOOK_SECONDS", 0.0)
    twilio.content.rejects.add("question")
    wanted = templates_of(BRAND, shipped())
    settings = Settings(data_dir=tmp_path, brand=BRAND)
    assert await templates_cli._run(settings, wanted, submit=True, watch=True) == 1
    *before, last = (block for block in capsys.readouterr().out.split("number.id")[1:])
    assert before, "shown each time, while WhatsApp has not decided"
    assert (last.count("approved"), last.count("rejected")) == (4, 2)
    assert not [word for word in ("pending", "received", "unsubmitted") if word in last]


def test_without_whatsapp_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates_cli, "read_env", dict)
    with pytest.raises(TemplatesFault, match="TWILIO_WHATSAPP_FROM"):
        main(Settings(data_dir=tmp_path), submit=True, watch=False)


def test_an_account_that_is_refused_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = {
        **TwilioStandIn().env(),
        "TWILIO_API_BASE": "http://127.0.0.1:1",
        "TWILIO_CONTENT_BASE": "http://127.0.0.1:1",
    }
    monkeypatch.setattr(templates_cli, "read_env", lambda: env)
    with pytest.raises(TemplatesFault, match="cannot be reached"):
        main(Settings(data_dir=tmp_path), submit=True, watch=False)


# Nobody is there to be asked: what was noted last is told, and that it is old.
NOWHERE = "http://127.0.0.1:1"
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "made-up",
    "TWILIO_API_BASE": NOWHERE,
    "TWILIO_CONTENT_BASE": NOWHERE,
}
WHATSAPP = {**TWILIO, "TWILIO_WHATSAPP_FROM": "+6281100009999"}
SMS = {**TWILIO, "TWILIO_SMS_FROM": "+6281100009999"}
BOTH = {**WHATSAPP, **SMS}
HTTP = {"SMS_HTTP_PROFILE": "kannel", "SMS_HTTP_SECRET": "made-up", "SMS_HTTP_SEND_URL": NOWHERE}
MAIL = {"MAIL_RECIPIENTS": "lapor@kab.example.org", "MAIL_RELAY_HOST": "127.0.0.1", "MAIL_RELAY_TLS": "none"}
BUDGET = {"SMS_RUPIAH_PER_DAY": "100000", "WHATSAPP_RUPIAH_PER_DAY": "100000"}


async def looked(complete: Complete) -> list[Finding]:
    try:
        return await check_answers.closed_chats(complete.lines, complete.settings)
    finally:
        for line in complete.lines:
            if line.channel:
                await line.channel.close()


# label, settings, approved templates, what is said, what is not
CHECKS = [
    (
        "nothing below WhatsApp",
        WHATSAPP,
        0,
        ["no approved template: number.id", "They wait", "no other way", "as of the last `satupintu templates`"],
        ["by SMS"],
    ),
    (
        "a proven mailbox below it",
        {**WHATSAPP, **MAIL},
        0,
        ["They go to a mailbox its citizen proved instead", "all others wait", "no other way but a mailbox"],
        ["by SMS", "nor does mail"],
    ),
    (
        "mail that proves nobody",
        {**WHATSAPP, **MAIL, "MAIL_PROOF": "off"},
        0,
        ["They wait", "no other way, nor does mail prove who writes"],
        ["a mailbox"],
    ),
    ("both", {**BOTH, **MAIL}, 0, ["by SMS to the same number, at last to a mailbox"], ["no other way", "wait"]),
    ("an SMS below it", BOTH, 0, ["no approved template: number.id", "go by SMS"], ["no other way"]),
    ("one is lacking", BOTH, 5, ["no approved template: question.en"], ["number.id"]),
    ("all are there", BOTH, 6, ["approved in both languages"], ["Not deliverable"]),
    ("no WhatsApp", SMS, 0, ["Nothing limits what answers by SMS"], ["template", "answers by WhatsApp cost"]),
    ("no budget", BOTH, 6, ["(SMS_RUPIAH_PER_DAY is 0)", "(WHATSAPP_RUPIAH_PER_DAY is 0)"], []),
    ("one of two", {**BOTH, "SMS_RUPIAH_PER_DAY": "9"}, 6, ["(WHATSAPP_RUPIAH_PER_DAY is 0)"], ["answers by SMS cost"]),
    ("none for another provider's", HTTP, 0, ["(SMS_RUPIAH_PER_DAY is 0)"], ["template"]),
    ("example prices", {**BOTH, **BUDGET}, 6, ["example prices of 2026-01-01"], ["Nothing limits"]),
    ("a price for all that is sent", {**BOTH, **BUDGET}, 6, [], ["No price is known"]),
    (
        "a way without a price",
        {**BOTH, **BUDGET, "PRICES_FILE": str(PRICES), "ANSWERED_COUNTRIES": "+62,+60"},
        6,
        ["No price is known of sms free to +60, whatsapp template to +62, whatsapp template to +60: a budget"],
        ["example prices"],
    ),
    (
        "a price for one country",
        {**SMS, **BUDGET, "PRICES_FILE": str(PRICES), "ANSWERED_COUNTRIES": "all"},
        6,
        ["No price is known of sms free to other countries: a budget"],
        ["example prices", "whatsapp"],
    ),
    ("no phone at all", {}, 0, [], ["template", "Nothing limits"]),
]


@pytest.mark.parametrize(("label", "env", "count", "said", "unsaid"), CHECKS, ids=[row[0] for row in CHECKS])
async def test_check(
    tmp_path: Path, label: str, env: dict[str, str], count: int, said: list[str], unsaid: list[str]
) -> None:
    own = {**env, "DATA_DIR": str(tmp_path), "BRAND": BRAND}
    file = ApprovedFile(tmp_path, BRAND, shipped())
    file.keep([Held(one.name, "HX" + "0" * 32, "approved") for one in templates_of(BRAND, shipped())[:count]])
    complete = Complete.look(own)
    found = [*check_answers.findings(complete.lines, complete.settings), *await looked(complete)]
    text = "\n".join(str(one) for one in found)
    assert all(words in text for words in said), text
    assert not any(words in text for words in unsaid), text
    assert all(one.level is not Level.FAULT for one in found)


def asking(twilio: TwilioStandIn, folder: Path) -> Complete:
    return Complete.look({**twilio.env(), "DATA_DIR": str(folder), "BRAND": BRAND})


async def said(complete: Complete) -> str:
    found = await looked(complete)
    assert all(one.level is not Level.FAULT for one in found)
    return "\n".join(str(one) for one in found)


async def test_twilio_is_asked_what_is_approved_now(twilio: TwilioStandIn, desk: Desk, tmp_path: Path) -> None:
    """What workers were told last is neither more nor less than that."""
    twilio.content.rejects.add("question")
    await desk.submit()
    text = await said(asking(twilio, tmp_path))
    assert "no approved template: number.id (received), number.en (received)" in text
    for _ in range(3):
        held = await desk.look()
    assert "question.id (rejected), question.en (rejected)" in await said(asking(twilio, tmp_path))
    # All of them are approved there, and one is not known here.
    twilio.content.rejects.clear()
    for one in twilio.content.kept.values():
        one.status = "approved"
    text = await said(asking(twilio, tmp_path))
    assert "Not deliverable either, approved at Twilio but not known to workers here: question.id, question.en" in text
    assert "Run: satupintu templates" in text
    before = desk.approved.path.read_bytes()
    await desk.look()
    assert await said(asking(twilio, tmp_path)) == (
        "WhatsApp templates for number, status and question are approved in both languages"
    )
    # WhatsApp takes an approval back, and nobody has run the command since.
    known = desk.approved.path.read_bytes()
    next(one for one in twilio.content.kept.values() if one.friendly_name == held[0].name).status = "paused"
    assert "no approved template: number.id (paused)" in await said(asking(twilio, tmp_path))
    assert before != known == desk.approved.path.read_bytes(), "asking changes nothing"


async def test_what_is_wrong_with_the_words_hides_nothing_else(tmp_path: Path) -> None:
    """They are told as a fault of the settings; the rest is looked at with the words that ship."""
    (tmp_path / "id.po").write_text('msgid "help.chat"\nmsgstr "Tiket"\n')
    complete = Complete.look({**BOTH, "DATA_DIR": str(tmp_path), "WORDS_FILE": str(tmp_path / "id.po")})
    assert any("[help.id] chat: say nomor laporan" in fault for fault in complete.faults)
    found = await looked(complete)
    assert any("no approved template: number.id" in str(one) for one in found)


def test_words_that_cannot_be_used_are_not_submitted(tmp_path: Path) -> None:
    (tmp_path / "id.po").write_text('msgid "template_number.template"\nmsgstr "{brand} {national}"\n')
    with pytest.raises(TemplatesFault, match=r"WORDS_FILE: the words in id\.po were not taken"):
        main(Settings(data_dir=tmp_path, words_file=tmp_path / "id.po"), submit=True, watch=False)
