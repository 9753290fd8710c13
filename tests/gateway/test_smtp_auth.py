"""AUTH over real sockets, and the file of those who may say it."""

from __future__ import annotations

import asyncio
import os
import ssl
import stat
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosmtplib
import pytest
from certificates import make_certificate
from smtp_kit import MAIL, US, Intake, Line, listening

from gateway.faults import SettingsFault
from gateway.smtp import Door, SmtpListener
from gateway.smtp_rates import Rates
from gateway.smtp_users import Hashed, Users, read_users, write_users

NAME, PASSWORD = "camat@kab.example", "kata sandi yang panjang"
CHEAP = Hashed.of(PASSWORD, ln=10, p=1)
PLAIN = b64encode(f"\0{NAME}\0{PASSWORD}".encode())


def b64(text: str) -> bytes:
    return b64encode(text.encode())


@pytest.fixture
def users(tmp_path: Path) -> Users:
    write_users(tmp_path / "users", {NAME: CHEAP})
    return Users(tmp_path / "users")


@asynccontextmanager
async def in_clear(users: Users | None, intake: Intake | None = None) -> AsyncIterator[tuple[SmtpListener, Line]]:
    """A listener that takes AUTH without TLS from this machine, and a client that said EHLO."""
    door = Door(users=users, clear_auth=True, require_auth=True)
    async with listening(intake or Intake(), door=door) as listener:
        line = await Line.to(listener)
        await line.say(b"EHLO c.example.net")
        yield listener, line
        line.close()


RIGHT: list[tuple[str, list[bytes]]] = [
    ("PLAIN at once", [b"AUTH PLAIN " + PLAIN]),
    ("PLAIN asked for", [b"AUTH PLAIN", PLAIN]),
    ("PLAIN in small letters", [b"auth plain " + PLAIN]),
    ("PLAIN for oneself", [b"AUTH PLAIN " + b64(f"{NAME}\0{NAME}\0{PASSWORD}")]),
    ("PLAIN with another case", [b"AUTH PLAIN " + b64(f"\0Camat@Kab.example\0{PASSWORD}")]),
    ("LOGIN", [b"AUTH LOGIN", b64(NAME), b64(PASSWORD)]),
    ("LOGIN with the name at once", [b"AUTH LOGIN " + b64(NAME), b64(PASSWORD)]),
]


@pytest.mark.parametrize("said", [row[1] for row in RIGHT], ids=[row[0] for row in RIGHT])
async def test_a_user_is_let_in_and_named_in_the_envelope(users: Users, said: list[bytes]) -> None:
    intake = Intake()
    async with in_clear(users, intake) as (_, line):
        assert [(await line.say(words))[:3] for words in said] == ["334"] * (len(said) - 1) + ["235"]
        assert (await line.say(b"MAIL FROM:<a@example.id> SIZE=100 AUTH=<>")).startswith("250")
        assert (await line.say(b"RCPT TO:<lapor@kab.example>")).startswith("250")
        await line.say(b"DATA")
        assert (await line.say(MAIL + b".")).startswith("250")
    assert ("AUTH", NAME) in intake.kept[0].headers


WRONG: list[tuple[str, list[bytes], str]] = [
    ("wrong password", [b"AUTH PLAIN " + b64(f"\0{NAME}\0salah")], "535 5.7.8"),
    ("unknown user", [b"AUTH PLAIN " + b64(f"\0bupati\0{PASSWORD}")], "535 5.7.8"),
    ("empty password", [b"AUTH PLAIN " + b64(f"\0{NAME}\0")], "535 5.7.8"),
    ("LOGIN wrong", [b"AUTH LOGIN", b64(NAME), b64("salah")], "535 5.7.8"),
    ("for somebody else", [b"AUTH PLAIN " + b64(f"bupati\0{NAME}\0{PASSWORD}")], "501 5.5.2"),
    ("two parts", [b"AUTH PLAIN " + b64(f"{NAME}\0{PASSWORD}")], "501 5.5.2"),
    ("empty at once", [b"AUTH PLAIN ="], "501 5.5.2"),
    ("no base64", [b"AUTH PLAIN !!!"], "501 5.5.2"),
    ("no base64 later", [b"AUTH LOGIN", b"\xff\xfe"], "501 5.5.2"),
    ("given up", [b"AUTH LOGIN", b64(NAME), b"*"], "501 5.7.0"),
    ("no UTF-8", [b"AUTH PLAIN " + b64encode(b"\0\xff\0\xff")], "535 5.7.8"),
    ("another way", [b"AUTH CRAM-MD5"], "504 5.5.4"),
    ("no way", [b"AUTH"], "501 5.5.2"),
    ("too many words", [b"AUTH PLAIN a b"], "501 5.5.2"),
]


@pytest.mark.parametrize(("said", "expected"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
async def test_nobody_else_is(users: Users, said: list[bytes], expected: str) -> None:
    async with in_clear(users) as (_, line):
        for words in said[:-1]:
            assert (await line.say(words)).startswith("334")
        assert (await line.say(said[-1])).startswith(expected)
        assert (await line.say(b"MAIL FROM:<a@example.id>")).startswith("530 5.7.0 Authentication required")
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith("235")


async def test_an_endless_answer_ends_the_line(users: Users) -> None:
    async with in_clear(users) as (_, line):
        await line.say(b"AUTH PLAIN")
        line.writer.write(b"A" * 200_000)
        assert (await line.answer()).startswith("501 5.5.2")


async def test_auth_comes_once_and_before_mail(users: Users) -> None:
    async with listening(Intake(), door=Door(users=users, clear_auth=True)) as listener:
        line = await Line.to(listener)
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith("503")  # EHLO first
        assert "250-AUTH PLAIN LOGIN" in await line.say(b"EHLO c.example.net")
        await line.say(b"MAIL FROM:<a@example.id>")
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith("503 5.5.1")
        await line.say(b"RSET")
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith("235")
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith("503 5.5.1")
        assert "AUTH" not in await line.say(b"EHLO c.example.net")
        line.close()


@pytest.mark.parametrize(
    ("door", "answer"),
    [
        (Door(), "502 5.5.1"),
        (Door(users=Users(Path("/nowhere"))), "538 5.7.11"),
        (Door(users=Users(Path("/nowhere")), clear_auth=True), "454 4.7.0"),
    ],
)
async def test_auth_where_it_is_not_offered_or_cannot_be_checked(door: Door, answer: str) -> None:
    async with listening(Intake(), door=door) as listener:
        line = await Line.to(listener)
        offered = "AUTH" in await line.say(b"EHLO c.example.net")
        assert offered is answer.startswith("454")
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith(answer)
        line.close()


async def test_after_tls_it_is_offered_and_what_was_said_before_is_forgotten(users: Users, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "mx.pem")
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=str(certificate))
    intake = Intake()
    door = Door(users=users, require_auth=True)
    async with listening(intake, tls=ours, door=door) as listener:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=listener.port, start_tls=False, local_hostname="c.example")
        async with client:
            with pytest.raises(aiosmtplib.SMTPResponseException) as refused:
                await client.sendmail("a@example.id", [US], MAIL)
            assert (refused.value.code, refused.value.message) == (530, "5.7.0 Must issue a STARTTLS command first")
            await client.starttls(tls_context=theirs)
            await client.login(NAME, PASSWORD)
            await client.sendmail("a@example.id", [US], MAIL)
    assert ("AUTH", NAME) in intake.kept[0].headers


async def test_guessing_is_stopped_for_an_address_whatever_the_line(users: Users) -> None:
    users.failures = Rates(3, 600, clock=lambda: 0.0)
    async with in_clear(users) as (listener, first):
        assert (await first.say(b"AUTH PLAIN " + PLAIN)).startswith("235")  # who is right is not counted
        lines = [await Line.to(listener) for _ in range(5)]
        answers = []
        for line in lines:
            await line.say(b"EHLO c.example.net")
            answers.append((await line.say(b"AUTH PLAIN " + b64(f"\0{NAME}\0salah")))[:9])
            line.close()
        assert answers == ["535 5.7.8"] * 3 + ["421 4.7.0"] * 2
        assert (listener.sessions.answers["535"], listener.sessions.answers["421"]) == (3, 2)


async def test_others_are_served_while_a_password_is_looked_at(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, go = threading.Event(), threading.Event()

    class Slow(Hashed):
        def fits(self, password: str) -> bool:
            looking.set()
            assert go.wait(20)
            return super().fits(password)

    monkeypatch.setattr(users, "load", lambda: {NAME: Slow(10, 8, 1, CHEAP.salt, CHEAP.digest)})
    async with in_clear(users) as (listener, line):
        asked = asyncio.create_task(line.say(b"AUTH PLAIN " + PLAIN))
        assert await asyncio.to_thread(looking.wait, 20)
        other = await Line.to(listener)
        assert (await other.say(b"EHLO c.example.net")).startswith("250")
        assert not asked.done()
        go.set()
        assert (await asked).startswith("235")
        other.close()


async def test_when_many_wait_one_comes_later(users: Users) -> None:
    users._waiting = 20
    async with in_clear(users) as (_, line):
        assert (await line.say(b"AUTH PLAIN " + PLAIN)).startswith("454 4.7.0")


def test_an_unknown_user_costs_as_much_as_a_known_one(users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    fits = Hashed.fits

    def noted(hashed: Hashed, password: str) -> bool:
        looked.append(hashed.ln)
        return fits(hashed, password)

    monkeypatch.setattr(Hashed, "fits", noted)
    write_users(users.path, {NAME: Hashed.of(PASSWORD)})
    assert users._right(NAME, PASSWORD)
    assert not users._right("bupati", PASSWORD)
    assert looked == [15, 15]


async def test_a_changed_file_counts_at_once(users: Users) -> None:
    assert await users.right(NAME, PASSWORD)
    write_users(users.path, {"lurah": CHEAP})
    assert not await users.right(NAME, PASSWORD)
    assert await users.right("lurah", PASSWORD)


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    assert Hashed.of("kué yang énak", ln=10, p=1).fits("kue\u0301 yang e\u0301nak")


LINES = {
    "a name": "camat",
    "a password": "camat:sandi",
    "too strong": "camat:$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$" + "A" * 43 + "=",
    "too large": "camat:$scrypt$ln=17,r=99,p=1$AAAAAAAAAAAAAAAAAAAAAA==$" + "A" * 43 + "=",
    "a capital": f"Camat:{CHEAP}",
    "more behind it": f"camat:{CHEAP}x",
    "no name": f":{CHEAP}",
}


# Named: each process that runs tests draws a salt of its own, and all must know them by the same names.
@pytest.mark.parametrize("line", LINES.values(), ids=list(LINES))
def test_a_line_that_is_no_user_is_told_by_its_number(line: str, tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"# users\n\n{NAME}:{CHEAP}\n{line}\n")
    with pytest.raises(SettingsFault, match="Line 4 of SMTP_USERS_FILE is no user") as fault:
        read_users(path)
    assert "scrypt" not in str(fault.value)


def test_hashes_stay_out_of_reprs(users: Users) -> None:
    known = users.load()[NAME]
    assert str(known) == str(CHEAP)
    for words in (repr(users), repr(known)):
        assert "$" not in words
        assert "salt" not in words


def command(*words: str, users: Path, said: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SMTP_USERS_FILE": str(users)}
    return subprocess.run(
        [sys.executable, "-m", "gateway", "smtp-user", *words], input=said, env=env, text=True, capture_output=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_the_command_line_adds_and_removes(tmp_path: Path) -> None:
    path = tmp_path / "users"
    made = command("add", "Camat@kab.example", users=path, said=f"{PASSWORD}\n")
    assert (made.returncode, made.stdout) == (0, f"{NAME} may send mail now.\n"), made.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_users(path)[NAME].fits(PASSWORD)
    assert PASSWORD not in path.read_text()
    short = command("add", "lurah", users=path, said="pendek\n")
    assert (short.returncode, "at least 12 characters" in short.stderr) == (2, True)
    assert command("add", "../x", users=path, said=PASSWORD).returncode == 2
    assert command("list", users=path).stdout == f"{NAME}\n"
    assert command("remove", NAME, users=path).returncode == 0
    assert command("remove", NAME, users=path).returncode == 1
    assert read_users(path) == {}
