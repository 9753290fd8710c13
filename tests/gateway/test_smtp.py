"""The SMTP listener over real sockets: every answer of the table, and that "250" comes after the mail is kept."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path

import aiosmtplib
import pytest
from real_clients import program, run
from smtp_kit import MAIL, US, Intake, Line, listening, takes

from channels.base import Unauthentic
from gateway.inbox import JournalBroken, JournalFull
from gateway.settings import load
from gateway.simulator.relay import send_mail
from gateway.smtp import Door, SmtpLimits, start_smtp
from gateway.smtp_data import IncomingMail
from gateway.smtp_sessions import SmtpSessions


async def test_a_mail_is_kept_byte_for_byte_with_its_envelope() -> None:
    intake = Intake()
    body = MAIL + b".titik di depan\r\n..dua titik\r\n\r\n.\xff\x80 8 bit tanpa izin\r\n"
    async with listening(intake) as listener:
        words = await send_mail("127.0.0.1", listener.port, body, "siti@example.id", [US, "camat@kab.example"])
    (raw,) = intake.kept
    assert words.startswith("2.0.0")
    assert raw.body == body
    assert (raw.channel, raw.url) == ("mail", "smtp:")
    assert raw.headers == (
        ("MAIL FROM", "siti@example.id"),
        ("RCPT TO", US),
        ("RCPT TO", "camat@kab.example"),
        ("HELO", "phone.example.net"),
        ("PEER", "127.0.0.1"),
    )
    assert raw.received_at.utcoffset() is not None


@pytest.mark.parametrize(
    ("relays", "trusted"), [("127.0.0.0/8", True), ("192.0.2.0/24, 127.0.0.2", False), ("", False)]
)
async def test_mail_of_a_trusted_relay_says_so_and_nobody_else_can(relays: str, trusted: bool) -> None:
    intake = Intake()
    networks = load({"MAIL_TRUSTED_RELAYS": relays}).mail_trusted_relays
    listener = await start_smtp(
        "127.0.0.1", 0, intake=intake, takes=takes, hostname="mx.kab.example", door=Door(relays=networks)
    )
    forged = b"RELAY: trusted\r\nAUTH: bupati\r\n" + MAIL
    await send_mail("127.0.0.1", listener.port, forged, "a@example.id", [US])
    await listener.stop(2)
    (raw,) = intake.kept
    assert (("RELAY", "trusted") in raw.headers) is trusted
    assert raw.header("AUTH") == ""


async def test_250_comes_only_after_the_mail_is_kept() -> None:
    intake = Intake(gate=asyncio.Event())
    async with listening(intake) as listener:
        sending = asyncio.create_task(send_mail("127.0.0.1", listener.port, MAIL, "a@example.id", [US]))
        await intake.entered.wait()
        assert not sending.done()
        assert intake.gate is not None
        intake.gate.set()
        await sending
    assert len(intake.kept) == 1


@pytest.mark.parametrize(
    ("label", "content"),
    [
        ("empty", b""),
        ("one dot less", b".\r\n"),
        ("one line", b"x\r\n"),
        ("empty line", b"\r\n"),
        ("CR at the end of a line", b"x\r\r\n"),
        ("bare LF", b"a\nb\r\n"),
        ("long line", b"x" * 300_000 + b"\r\n"),
        ("end at the edge of a piece", b"y" * (65_536 - 4) + b"\r\n"),
        ("end over the edge of a piece", b"y" * (65_536 - 6) + b"\r\n"),
        ("many dots", b".\r\n" * 50_000),
        ("binary", bytes(range(256)) * 500 + b"\r\n"),
    ],
)
async def test_contents_come_through(label: str, content: bytes) -> None:
    intake = Intake()
    async with listening(intake) as listener:
        line = await Line.to(listener)
        assert (await line.mail(_stuffed(content))).startswith("250")
        assert (await line.say(b"QUIT")).startswith("221")
        line.close()
    assert intake.kept[0].body == content


def _stuffed(content: bytes) -> bytes:
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n", b"\n\n.\n\n", b"\r\n\0.\r\n"]
)
async def test_nothing_but_the_true_end_ends_a_mail(end: bytes) -> None:
    smuggled = b"MAIL FROM:<bupati@kab.example>\r\nRCPT TO:<lapor@kab.example>\r\nDATA\r\nFrom: bupati\r\n\r\npalsu\r\n"
    intake = Intake()
    async with listening(intake) as listener:
        line = await Line.to(listener)
        assert (await line.mail(b"Subject: x\r\n\r\nhalo" + end + smuggled)).startswith("250")
        line.close()
    (raw,) = intake.kept
    assert raw.body.endswith(b"palsu\r\n")


async def test_a_client_that_sends_everything_at_once_is_understood() -> None:
    intake = Intake()
    async with listening(intake) as listener:
        line = await Line.to(listener)
        line.writer.write(
            b"EHLO c.example.net\r\nMAIL FROM:<a@example.id>\r\nRCPT TO:<lapor@kab.example>\r\nDATA\r\n"
            b"Subject: x\r\n\r\nhalo\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<lapor@kab.example>\r\nDATA\r\n.\r\nQUIT\r\n"
        )
        codes = [(await line.answer())[:3] for _ in range(9)]
        assert codes == ["250", "250", "250", "354", "250", "250", "250", "354", "250"]
        line.close()
    assert [raw.body for raw in intake.kept] == [b"Subject: x\r\n\r\nhalo\r\n", b""]
    assert intake.kept[1].header("MAIL FROM") == "<>"


FAULTS: list[tuple[Exception, str]] = [
    (JournalFull("the disk is full"), "452 4.3.1"),
    (JournalBroken("the journal cannot be written"), "451 4.3.0"),
    (Unauthentic("not from the provider"), "554 5.7.1"),
    (RuntimeError("rahasia siti@example.id"), "451 4.3.0"),
    (OSError(28, "No space left on device"), "451 4.3.0"),
    (RecursionError("deep"), "451 4.3.0"),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=[type(fault).__name__ for fault, _ in FAULTS])
async def test_faults_while_keeping(fault: Exception, expected: str) -> None:
    intake = Intake(fault=fault)
    async with listening(intake) as listener:
        line = await Line.to(listener)
        answer = await line.mail(MAIL)
        assert answer.startswith(expected)
        assert str(fault) not in answer
        intake.fault = None
        assert (await line.mail(MAIL)).startswith("250")  # the same client tries again on the same line
        line.close()
        assert listener.sessions.answers == {expected[:3]: 1, "250": 1}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (b"RCPT TO:<tidakada@kab.example>", "550 5.1.1"),
        (b"RCPT TO:<lapor@lain.example>", "550 5.1.1"),
        (b"RCPT TO:<postmaster>", "550 5.1.1"),
        (b"RCPT TO:<Lapor@KAB.example>", "250"),
        (b"RCPT TO:<lapor+x@kab.example>", "250"),
        ("RCPT TO:<läpor@kab.example>".encode(), "250"),
        (b"RCPT TO:<\xff\xfe@kab.example>", "250"),
        (b"RCPT TO:<", "553 5.1.3"),
        (b"RCPT TO:<a@[b>", "553 5.1.3"),
        (b"RCPT TO:" + b"(" * 1500, "553 5.1.3"),
        (b'RCPT TO:<"dengan spasi"@kab.example>', "250"),
        (b"RCPT TO:<a\0b@kab.example>", "553 5.1.3"),
        (b"DATA", "503"),
    ],
)
async def test_recipients(command: bytes, expected: str) -> None:
    async with listening(Intake()) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        assert (await line.say(b"MAIL FROM:<a@example.id> SMTPUTF8")).startswith("250")
        assert (await line.say(command)).startswith(expected)
        line.close()


@pytest.mark.parametrize("sign", [b"\0", b"\r", b"\x1b", "\x85".encode()])
async def test_a_sender_of_signs_that_nobody_can_write_is_refused(sign: bytes) -> None:
    """Of a mail without From it would be the reporter that the central system is told."""
    async with listening(Intake()) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        assert (await line.say(b"MAIL FROM:<a" + sign + b"b@example.id> SMTPUTF8")).startswith("553 5.1.3")
        assert (await line.say(b"MAIL FROM:<a@example.id>")).startswith("250")
        line.close()


async def test_addresses_that_are_no_utf8_can_be_stored() -> None:
    intake = Intake()
    async with listening(intake) as listener:
        line = await Line.to(listener)
        for command in (b"EHLO \xff.example.net", b"MAIL FROM:<\xe9@example.id>", b"RCPT TO:<\xff@kab.example>"):
            assert (await line.say(command)).startswith("250")
        assert (await line.say(b"DATA")).startswith("354")
        assert (await line.say(b"x\r\n.")).startswith("250")
        line.close()
    for _, value in intake.kept[0].headers:
        value.encode()


async def test_too_many_recipients_are_told_to_come_separately() -> None:
    async with listening(Intake(), limits=SmtpLimits(recipients=2)) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        await line.say(b"MAIL FROM:<a@example.id>")
        answers = [await line.say(b"RCPT TO:<w%d@kab.example>" % n) for n in range(3)]
        assert [answer[:3] for answer in answers] == ["250", "250", "452"]
        line.close()


async def test_what_is_offered() -> None:
    async with listening(Intake(), limits=SmtpLimits(max_bytes=1000)) as listener:
        line = await Line.to(listener, "220 mx.kab.example")
        for _ in range(3):  # each time the same
            offers = (await line.say(b"EHLO c.example.net")).splitlines()
            assert {"250-SIZE 1000", "250-8BITMIME", "250-SMTPUTF8", "250-PIPELINING"} < set(offers)
            assert not any("AUTH" in offer or "STARTTLS" in offer for offer in offers)
        line.close()


@pytest.mark.parametrize(("limit", "words"), [(1000, "1000 bytes"), (26_214_400, "25 MB"), (1_572_864, "1.5 MB")])
async def test_a_size_said_beforehand_is_refused_with_the_limit(limit: int, words: str) -> None:
    async with listening(Intake(), limits=SmtpLimits(max_bytes=limit)) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        answer = await line.say(b"MAIL FROM:<a@example.id> SIZE=%d" % (limit + 1))
        assert answer == f"552 5.3.4 Too large: at most {words} are taken"
        assert (await line.say(b"MAIL FROM:<a@example.id> SIZE=%d" % limit)).startswith("250")
        line.close()


@pytest.mark.parametrize(("size", "expected"), [(1000, "250"), (1001, "552 5.3.4"), (3000, "552 5.3.4")])
async def test_a_size_found_out_is_refused_and_the_line_goes_on(size: int, expected: str) -> None:
    intake = Intake()
    async with listening(intake, limits=SmtpLimits(max_bytes=1000)) as listener:
        line = await Line.to(listener)
        assert (await line.mail(b"x" * (size - 2) + b"\r\n")).startswith(expected)
        assert (await line.mail(b"kecil\r\n")).startswith("250")
        line.close()
        assert listener.sessions.held == 0
    assert len(intake.kept) == (2 if size == 1000 else 1)


async def test_a_mail_without_end_is_cut() -> None:
    async with listening(Intake(), limits=SmtpLimits(max_bytes=100_000)) as listener:
        line = await Line.to(listener)
        for command in (b"EHLO c", b"MAIL FROM:<a@example.id>", b"RCPT TO:<lapor@kab.example>", b"DATA"):
            await line.say(command)
        line.writer.write(b"x" * 600_000)
        with suppress(ConnectionResetError):  # what it still sends meets a closed door
            await line.closed()
        line.close()
        await asyncio.wait_for(listener.stop(5), 40)
        assert listener.sessions.answers == {"552": 1}
        assert (len(listener.sessions), listener.sessions.held) == (0, 0)


async def test_memory_for_all_mails_is_bounded() -> None:
    intake = Intake(gate=asyncio.Event())
    async with listening(intake, limits=SmtpLimits(held_bytes=10_000)) as listener:
        first, second = await Line.to(listener), await Line.to(listener)
        waiting = asyncio.create_task(first.mail(b"x" * 6000 + b"\r\n"))
        await intake.entered.wait()
        assert (await second.mail(b"x" * 6000 + b"\r\n")).startswith("452 4.3.1")
        assert intake.gate is not None
        intake.gate.set()
        assert (await waiting).startswith("250")
        assert listener.sessions.held == 0
        first.close()
        second.close()


STRANGER, HOUSE = "203.0.113.7", "10.0.0.7"


@pytest.mark.parametrize(("peer", "more"), [(STRANGER, False), (HOUSE, True), ("127.0.0.1", True), ("::1", True)])
def test_one_stranger_holds_a_quarter_of_the_memory_at_most(peer: str, more: bool) -> None:
    sessions = SmtpSessions(SmtpLimits(held_bytes=40_000, max_bytes=5_000))
    assert sessions.hold(peer, 10_000)
    assert sessions.hold(peer, 1) is more
    assert sessions.hold("2001:db8::7", 10_000), "another address has its own share"
    sessions.let_go(peer, 10_000 + more)
    sessions.let_go("2001:db8::7", 10_000)
    assert sessions.hold(peer, 10_000), "what was let go can be held again"
    assert sessions.held == 10_000


async def test_a_strangers_mail_beyond_his_share_is_put_off_and_leaves_nothing() -> None:
    sessions = SmtpSessions(SmtpLimits(held_bytes=40_000, max_bytes=5_000))
    mails = [IncomingMail(sessions, STRANGER) for _ in range(4)]
    for mail in mails:
        reader = asyncio.StreamReader()
        reader.feed_data(b"x" * 4_000 + b"\r\n.\r\n")
        await mail.read(reader, lambda: None)
    assert [mail.refusal[:9] for mail in mails] == ["", "", "452 4.3.1", "452 4.3.1"]
    for mail in mails:
        mail.release()
    assert sessions.held == 0


def test_the_largest_mail_fits_whatever_the_share() -> None:
    assert SmtpSessions(SmtpLimits(held_bytes=30_000_000)).hold(STRANGER, 26_214_405)


async def test_who_is_refused_again_and_again_is_cut_off() -> None:
    async with listening(Intake(), limits=SmtpLimits(errors=5, recipients=1)) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        await line.say(b"MAIL FROM:<a@example.id>")
        assert (await line.say(b"RCPT TO:<lapor@kab.example>")).startswith("250")
        for _ in range(8):
            assert (await line.say(b"RCPT TO:<camat@kab.example>")).startswith("452"), "put off is no error"
        for _ in range(5):
            assert (await line.say(b"RCPT TO:<tidakada@kab.example>")).startswith("550")
        assert (await line.answer()).startswith("421 4.7.0 Too many errors")
        assert await line.closed()
        assert listener.sessions.answers["421"] == 1
        line.close()


async def test_who_talks_without_end_and_brings_no_mail_is_cut_off() -> None:
    async with listening(Intake(), limits=SmtpLimits(commands=40)) as listener:
        line = await Line.to(listener)
        for _ in range(4):  # a mail begins the count anew
            for _ in range(10):
                assert (await line.say(b"NOOP")).startswith("250")
            assert (await line.mail(MAIL)).startswith("250")
        said = 0
        with suppress(ConnectionError):
            while (await line.say(b"NOOP")).startswith("250"):
                said += 1
                assert said <= 40
        assert said > 10
        assert await line.closed()
        assert listener.sessions.answers["421"] == 1
        line.close()


async def test_a_relay_of_ours_may_ask_for_long() -> None:
    asks = Door(relays=(ip_network("127.0.0.1/32"),))
    async with listening(Intake(), limits=SmtpLimits(commands=20), door=asks) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        for _ in range(30):
            assert (await line.say(b"NOOP")).startswith("250")
        line.close()


@pytest.mark.parametrize("limits", [SmtpLimits(sessions=2), SmtpLimits(sessions_per_address=2)])
async def test_too_many_sessions(limits: SmtpLimits) -> None:
    async with listening(Intake(), limits=limits) as listener:
        lines = [await Line.to(listener) for _ in range(2)]
        third = await Line.to(listener, "421 4.7.0")
        assert await third.closed()
        assert (await lines[0].say(b"QUIT")).startswith("221")
        assert await lines[0].closed()
        fourth = await Line.to(listener)
        assert len(listener.sessions) == 2
        for line in (*lines, third, fourth):
            line.close()


async def test_idle_sessions_are_told_and_closed() -> None:
    async with listening(Intake(), limits=SmtpLimits(idle_seconds=0.1)) as listener:
        line = await Line.to(listener)
        assert (await line.answer()).startswith("421 4.4.2")
        assert await line.closed()
        line.close()


async def test_when_most_sessions_are_taken_nobody_sits_idle_for_long() -> None:
    """Four addresses with fifty silent sessions each kept everybody else out for as long as they liked."""
    async with listening(Intake(), limits=SmtpLimits(sessions=4, idle_seconds=25)) as listener:
        early = [await Line.to(listener), await Line.to(listener)]
        late = await Line.to(listener)
        assert (await late.answer()).startswith("421 4.4.2")
        assert [(await line.say(b"NOOP"))[:3] for line in early] == ["250", "250"]
        for line in (*early, late):
            line.close()


async def test_when_most_sessions_are_taken_one_address_has_few() -> None:
    async with listening(Intake(), limits=SmtpLimits(sessions=8, sessions_per_address=10)) as listener:
        lines = [await Line.to(listener) for _ in range(5)]
        lines.append(await Line.to(listener, "421 4.7.0"))
        for line in lines:
            line.close()


async def test_our_own_slowness_is_not_the_clients_idleness() -> None:
    intake = Intake(gate=asyncio.Event())
    async with listening(intake, limits=SmtpLimits(idle_seconds=1.0)) as listener:
        line = await Line.to(listener)
        waiting = asyncio.create_task(line.mail(MAIL))
        await intake.entered.wait()
        asyncio.get_running_loop().call_later(1.5, intake.gate.set if intake.gate else lambda: None)
        assert (await waiting).startswith("250")
        line.close()


async def test_stop_ends_idle_sessions_and_lets_transactions_end() -> None:
    intake = Intake(gate=asyncio.Event())
    async with listening(intake) as listener:
        idle, busy = await Line.to(listener), await Line.to(listener)
        sending = asyncio.create_task(busy.mail(MAIL))
        await intake.entered.wait()
        stopping = asyncio.create_task(listener.stop(10))
        assert (await idle.answer()).startswith("421 4.3.2")
        assert not listener.server.is_serving()
        assert not stopping.done()
        assert intake.gate is not None
        intake.gate.set()
        assert (await sending).startswith("250")
        assert (await busy.answer()).startswith("421 4.3.2")
        await stopping
        assert len(listener.sessions) == 0
        idle.close()
        busy.close()


async def test_stop_has_a_deadline_and_what_is_being_kept_is_kept() -> None:
    intake = Intake(gate=asyncio.Event())
    async with listening(intake) as listener:
        busy = await Line.to(listener)
        sending = asyncio.create_task(busy.mail(MAIL))
        await intake.entered.wait()
        await listener.stop(0.1)
        assert (await sending).startswith("421 4.3.2")
        assert await busy.closed()
        busy.close()
        assert intake.gate is not None
        intake.gate.set()
        while not intake.kept:  # noqa: ASYNC110 -- the intake goes on by itself
            await asyncio.sleep(0)


async def test_a_client_that_hangs_up_in_the_middle_leaves_nothing_behind() -> None:
    intake = Intake()
    async with listening(intake) as listener:
        line = await Line.to(listener)
        for command in (b"EHLO c", b"MAIL FROM:<a@example.id>", b"RCPT TO:<lapor@kab.example>", b"DATA"):
            await line.say(command)
        line.writer.write(b"x" * 200_000)
        await line.writer.drain()
        line.close()
        await line.writer.wait_closed()
        await listener.stop(5)
        assert (len(listener.sessions), listener.sessions.held, intake.kept) == (0, 0, [])


async def test_smtplib_and_unknown_recipients() -> None:
    intake = Intake()
    async with listening(intake) as listener:

        def send() -> dict[str, tuple[int, bytes]]:
            with smtplib.SMTP("127.0.0.1", listener.port, local_hostname="c.example.net") as client:
                refused = client.sendmail("a@example.id", [US, "tidakada@kab.example"], MAIL)
            return dict(refused)

        refused = await asyncio.to_thread(send)
    assert refused["tidakada@kab.example"][0] == 550
    assert [raw.body for raw in intake.kept] == [MAIL]


async def test_aiosmtplib_hears_a_temporary_fault() -> None:
    async with listening(Intake(fault=JournalFull("full"))) as listener:
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await send_mail("127.0.0.1", listener.port, MAIL, "a@example.id", [US])
    assert refused.value.code == 452


async def test_lmtp_answers_once_per_recipient() -> None:
    intake = Intake()
    async with listening(intake, lmtp=True) as listener:

        def send() -> dict[str, tuple[int, bytes]]:
            with smtplib.LMTP("127.0.0.1", listener.port, local_hostname="c.example.net") as client:
                return dict(client.sendmail("a@example.id", [US, "x@lain.example"], MAIL))

        assert list(await asyncio.to_thread(send)) == ["x@lain.example"]
        line = await Line.to(listener)
        assert (await line.say(b"EHLO c")).startswith("500")
        await line.say(b"LHLO c")
        await line.say(b"MAIL FROM:<a@example.id>")
        for recipient in (b"RCPT TO:<lapor@kab.example>", b"RCPT TO:<x@lain.example>", b"RCPT TO:<camat@kab.example>"):
            await line.say(recipient)
        await line.say(b"DATA")
        answers = [await line.say(b"halo\r\n."), await line.answer()]
        assert [answer[:3] for answer in answers] == ["250", "250"]
        assert (await line.say(b"QUIT")).startswith("221")
        line.close()
    assert [len([key for key, _ in raw.headers if key == "RCPT TO"]) for raw in intake.kept] == [1, 2]


async def test_lmtp_faults_are_told_for_each_recipient() -> None:
    async with listening(Intake(fault=JournalFull("full")), lmtp=True) as listener:
        line = await Line.to(listener)
        for command in (b"LHLO c", b"MAIL FROM:<>", b"RCPT TO:<a@kab.example>", b"RCPT TO:<b@kab.example>", b"DATA"):
            await line.say(command)
        assert (await line.say(b"halo\r\n.")).startswith("452")
        assert (await line.answer()).startswith("452")
        line.close()


async def test_a_port_in_use_is_an_os_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        await start_smtp("127.0.0.1", taken.getsockname()[1], intake=Intake(), takes=takes, hostname="mx.example.net")


@pytest.mark.parametrize(
    ("options", "code", "kept"),
    [
        (["--to", US, "--body", "Jalan rusak", "--attach-type", "text/plain", "--attach", "@/etc/hostname"], 0, 1),
        (["--to", US, "--from", "<>", "--pipeline"], 0, 1),
        (["--to", f"{US},camat@kab.example"], 0, 1),
        (["--to", "tidakada@kab.example"], 24, 0),
        (["--to", US, "--body", "x" * 3000], 26, 0),
    ],
)
async def test_swaks(options: list[str], code: int, kept: int, tmp_path: Path) -> None:
    intake = Intake()
    async with listening(intake, limits=SmtpLimits(max_bytes=2500)) as listener:
        said = ("--server", f"127.0.0.1:{listener.port}", "--helo", "c.example.net", "--from", "a@example.id")
        status, output = await run(program("swaks"), *said, *options, cwd=tmp_path)
    assert status == code, output
    assert len(intake.kept) == kept
