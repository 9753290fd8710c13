"""What machines send to a SIM's line, over real sockets: into the tray, masked; never passed on, never answered."""

from __future__ import annotations

import pytest
from citizen import Citizen, cases_of
from typed import typed

from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

# Who writes, what, and why it waits. A short code's name is no secret; a phone's digits and every code are.
MACHINES = {
    "sms": [
        ("BANKCONTOH", "Transaksi kartu Anda Rp1.250.000 berhasil. Sisa saldo Rp482.913", "held:sender-name"),
        ("4444", "Sisa pulsa Anda Rp1.250 berlaku hingga 30/11", "held:short-code"),
        ("+6281100006701", "Kode OTP Anda 482913. Jangan berikan kepada siapapun.", "held:otp"),
        ("+6281100006702", "Pinjaman dana tanpa jaminan bunga rendah, cair hari ini. WA 081100007777", "held:advert"),
    ],
    "sms_http": [
        ("OPERATOR-X", "Paket data 10GB hanya Rp25.000, aktifkan di *123*482913#", "held:sender-name"),
        ("1212", "Masa aktif nomor Anda berakhir 12/12", "held:short-code"),
        ("+6281100006703", "482914 adalah kode verifikasi Anda. JANGAN BAGIKAN kepada siapa pun.", "held:otp"),
        ("+6281100006704", "Selamat! Nomor Anda memenangkan hadiah Rp50 juta, klik hadiah.example", "held:advert"),
    ],
}
SECRETS = ("482913", "482914", "482.913", "1.250", "+62811", "811000067", "50 juta")


async def tray_of(town: Town) -> list[str]:
    """As an operator sees it."""
    status, shown = await typed(town.nodes[0].env, "tray", "list", "--limit", "500")
    assert status == 0, shown
    return shown.splitlines()


@pytest.mark.parametrize("way", MACHINES)
async def test_machines_wait_in_the_tray_and_hear_nothing(town: Town, way: str) -> None:
    senders = [Citizen(town, way, sender) for sender, _, _ in MACHINES[way]]
    for one, (_, text, _) in zip(senders, MACHINES[way], strict=True):
        await one.writes(text)
    # Whoever writes after them has an answer: what was written before is through by then.
    case = await Citizen(town, way).complains(f"Pintu air di Dusun Karangjati macet dan sawah kebanjiran ({way})")
    await Citizen(town, way).complains(f"Atap Pos Ronda Dusun Karangjati bocor di tiga tempat ({way})")
    assert case.channel == way
    assert cases_of(town, *(text for _, text, _ in MACHINES[way])) == []
    assert [words_to(town, channel, one.address) for one in senders for channel in ("sms", "sms_http")] == [[]] * 8
    shown = await tray_of(town)
    for sender, text, end in MACHINES[way]:
        masked = "".join("x" if sign.isdigit() else sign for sign in sender)
        (line,) = [line for line in shown if "".join("x" if s.isdigit() else s for s in text[:25]) in line]
        assert end in line
        assert masked in line
    assert [secret for secret in SECRETS if secret in "\n".join(shown)] == []
