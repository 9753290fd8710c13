"""swaks, msmtp and Postfix against a real `satupintu serve`: TLS, passwords, sizes, and the whole way to the centre."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from certificates import make_certificate
from mail_guide import block
from postfix_kit import running
from real_clients import program, run, without
from waiting import a_town, until

from gateway.journal_reader import JournalReader
from gateway.ports import free_ports
from gateway.settings import load
from gateway.simulator.relay import send_mail
from gateway.simulator.samples import letter
from gateway.simulator.town import Town
from gateway.simulator.town_processes import MAILBOX
from gateway.smtp_users import Hashed, write_users
from normalizer.schema import Raw

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

NAME, PASSWORD = "camat@kab.example", "kata sandi yang panjang"
LARGEST = 100_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("clients")
    lmtp, submission = free_ports(2)
    write_users(folder / "users", {NAME: Hashed.of(PASSWORD, ln=10, p=1)})
    extra = {
        "LMTP_LISTEN": f"127.0.0.1:{lmtp}",
        "SUBMISSION_LISTEN": f"127.0.0.1:{submission}",
        "SMTP_TLS_CERT": str(make_certificate(folder / "mx.pem")),
        "SMTP_USERS_FILE": str(folder / "users"),
        "MAIL_TRUSTED_RELAYS": "127.0.0.1",
        "MAIL_PROOF": "off",
        "MAX_MAIL_BYTES": str(LARGEST),
        "JOURNAL_RESERVE_MB": "1",
    }
    async with a_town(folder, **extra) as found:
        yield found


def swaks(town: Town, *more: str, submission: bool = False) -> list[str]:
    node = town.nodes[0]
    server = node.env["SUBMISSION_LISTEN"] if submission else f"127.0.0.1:{node.smtp}"
    said = ["--server", server, "--helo", "c.example.net", "--from", "siti@warga.example.org", "--to", MAILBOX]
    return [program("swaks"), *said, *more]


AS_CAMAT = ("--auth-user", NAME, "--auth-password", PASSWORD)

# swaks leaves with 24: recipient refused, 23: MAIL refused, 26: mail refused, 28: no AUTH or it failed, 29: no TLS
SWAKS: list[tuple[str, bool, list[str], int, str]] = [
    ("plain", False, ["--body", "Lampu jalan di simpang tiga padam"], 0, "250 2.0.0 Kept"),
    ("TLS", False, ["--tls", "--body", "Saluran irigasi tersumbat sampah"], 0, "250 2.0.0 Kept"),
    ("unknown recipient", False, ["--to", "tidakada@kab-contoh.example.org"], 24, "550 5.1.1"),
    ("too large, found out", False, ["--body", "x" * (LARGEST + 1)], 26, "552 5.3.4 Too large: at most"),
    ("PLAIN", True, ["--tls", "--auth", "PLAIN", *AS_CAMAT], 0, "235 2.7.0"),
    ("LOGIN", True, ["--tls", "--auth", "LOGIN", *AS_CAMAT], 0, "235 2.7.0"),
    ("no TLS", True, [], 23, "530 5.7.0 Must issue a STARTTLS"),
    ("no password", True, ["--tls"], 23, "530 5.7.0 Authentication required"),
    ("wrong password", True, ["--tls", "--auth", "PLAIN", "--auth-user", NAME, "--auth-password", "x"], 28, "535"),
]


@pytest.mark.parametrize(
    ("submission", "options", "code", "words"), [row[1:] for row in SWAKS], ids=[row[0] for row in SWAKS]
)
async def test_swaks(town: Town, submission: bool, options: list[str], code: int, words: str, tmp_path: Path) -> None:
    status, output = await run(*swaks(town, *options, submission=submission), cwd=tmp_path)
    if "requires Net::SSLeay" in output:
        without("swaks speaks no TLS: apt-get install libnet-ssleay-perl")
    assert status == code, output
    assert words in output


async def test_msmtp_with_tls_and_a_password(town: Town, tmp_path: Path) -> None:
    host, _, port = town.nodes[0].env["SUBMISSION_LISTEN"].rpartition(":")
    config = tmp_path / "msmtprc"
    config.write_text(
        f"account default\nhost {host}\nport {port}\nfrom {NAME}\nauth on\nuser {NAME}\n"
        f'passwordeval "cat {tmp_path}/password"\ntls on\ntls_starttls on\n'
        f"tls_trust_file {town.nodes[0].env['SMTP_TLS_CERT']}\n"
    )
    (tmp_path / "password").write_text(PASSWORD)
    config.chmod(0o600)
    mail = letter(NAME, "Camat", "Tanggul sungai retak di Dusun Kalibening sejak kemarin", "msmtp-1")
    status, output = await run(program("msmtp"), "-C", str(config), MAILBOX, said=mail, cwd=tmp_path)
    assert status == 0, output
    [raw] = [raw for raw in kept(town) if b"Tanggul sungai" in raw.body]
    assert ("AUTH", NAME) in raw.headers


async def test_postfix_hands_over_by_lmtp_and_the_complaint_reaches_the_centre(town: Town) -> None:
    lmtp = town.nodes[0].env["LMTP_LISTEN"]
    main = block("/etc/postfix/main.cf").replace("127.0.0.1:2424", lmtp).replace("lapor.kab.example", _domain())
    words = "Pohon tumbang menutup jalan desa di depan balai warga"
    async with running(main) as postfix:
        mail = letter("made@warga.example.org", "Made Contoh", words, "postfix-1")
        await send_mail("127.0.0.1", postfix.port, mail, "made@warga.example.org", [MAILBOX], 40)
        await postfix.logged("status=sent (250 2.0.0 Kept)")
    [raw] = [raw for raw in kept(town) if b"Pohon tumbang" in raw.body]
    assert ("RELAY", "trusted") in raw.headers
    wanted = hashlib.sha256(words.encode()).hexdigest()
    await until(lambda: [case for case in town.central.store.in_order if case.text == wanted])


def _domain() -> str:
    return MAILBOX.partition("@")[2]


def kept(town: Town) -> list[Raw]:
    node = town.nodes[0]
    reader = JournalReader.open(node.folder, load(node.env).sealer())
    found = [row.raw for row in reader.rows() if row.raw is not None]
    reader.close()
    return found


CASES = Path(__file__).parents[1] / "cases/mail"


@pytest.mark.parametrize(
    "case", ["forward-thunderbird-html-id", "forward-thunderbird-flowed", "forward-zimbra-html-en"]
)
async def test_a_mail_programs_forward_reaches_the_centre_in_the_citizens_words(
    town: Town, case: str, tmp_path: Path
) -> None:
    expected = tomllib.loads((CASES / f"{case}.toml").read_text(encoding="utf-8"))["text"]
    said = swaks(town, "--tls", "--data", f"@{CASES / case}.eml")
    status, output = await run(*said, cwd=tmp_path)
    assert status == 0, output
    wanted = hashlib.sha256(expected.strip().encode()).hexdigest()
    await until(lambda: [found for found in town.central.store.in_order if found.text == wanted])
