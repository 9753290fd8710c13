"""Whatever a client says, it gets an SMTP answer, never one about a fault of ours, and nothing is kept by accident."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from smtp_kit import Intake, Line, listening

from gateway.smtp import Door, SmtpLimits
from gateway.smtp_users import Hashed, Users, write_users

_VERBS = (
    b"HELO", b"EHLO", b"MAIL FROM:", b"RCPT TO:", b"RSET", b"NOOP", b"VRFY", b"HELP", b"EXPN", b"AUTH", b"AUTH PLAIN",
    b"AUTH LOGIN", b"STARTTLS", b"BDAT", b"DATA", b"XCLIENT", b"mail from:", b"LHLO",
)  # fmt: skip
_ARGUMENTS = (
    b"", b" ", b"<>", b"<a@example.id>", b"<a@example.id> SIZE=99999999999999999999", b"<a@example.id> SIZE=-1",
    b"<a@example.id> BODY=8BITMIME SMTPUTF8", b"<a@example.id> AUTH=<>", b"<@a,@b:c@example.id>", b"<\xff@\xfe>",
    b'<"a b"@example.id>', b"<a@[127.0.0.1]>", b"<a@b", b"(((((", b"=?utf-8?b?/w==?=", b"\0", b"PLAIN =", b"c.example",
)  # fmt: skip
_WORD = st.sampled_from(_ARGUMENTS) | st.binary(max_size=60)
_LINE = st.builds(lambda verb, word: (verb + b" " + word).replace(b"\r", b"").replace(b"\n", b""),
                  st.sampled_from(_VERBS) | st.binary(max_size=8), _WORD)  # fmt: skip


@pytest.fixture
def users(tmp_path: Path) -> Users:
    write_users(tmp_path / "users", {"camat": Hashed.of("kata sandi yang panjang", ln=10, p=1)})
    return Users(tmp_path / "users")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_LINE, min_size=1, max_size=12))
@example([b"VRFY \xff"])
@example([b"VRFY (\x16\xd9"])
@example([b"EHLO c", b"AUTH PLAIN \x80"])
@example([b"EHLO \xff", b"MAIL FROM:<\xe9@\xe9>", b"RCPT TO:<\xff>"])
@example([b"EHLO c", b"AUTH PLAIN", b"\xff" * 10])
def test_any_commands_are_answered(users: Users, lines: list[bytes]) -> None:
    asyncio.run(_spoken(users, lines))


async def _spoken(users: Users, lines: list[bytes]) -> None:
    intake, door = Intake(), Door(users=users, clear_auth=True)
    async with listening(intake, door=door, limits=SmtpLimits(errors=1000)) as listener:
        line = await Line.to(listener)
        for words in lines:
            answer = await line.say(words)
            if not answer:  # it was told to go away in the answer before
                break
            assert answer[:3].isdigit(), words
            assert not answer.startswith("451"), words
            if answer.startswith("354"):
                await line.say(b".")
        line.close()
    assert all(raw.header("RCPT TO") for raw in intake.kept)
