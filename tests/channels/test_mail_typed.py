"""An official's typed list as messages: whose each is, what protects it, and when nothing is divided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from channels.mail import Mail
from channels.mail_relay import MailRelay
from normalizer.normalize import normalize
from normalizer.schema import ChannelName, Flags, Message, Party, Raw
from normalizer.triage import triage

MAILBOX = "lapor@kab.example.org"
MAIL = Mail((MAILBOX,), MAILBOX, MailRelay("127.0.0.1", 25, "", "", "none", 5, "kab.example.org"))
KADES = Party("kades@desa.example.org", "Kades")
SITI = "Nama: Siti Contoh\nHP: 0811-0000-0001\nIsi: jalan rusak"
BUDI = "Nama: Budi Misal\nIsi: lampu mati di gang"
UNSURE = "1. Ibu Siti, RT 03: jalan rusak\n2. Pak Budi, Gang Melati: air mati\n3. Pak Ketut: lampu padam"
PROVEN = ("MARK proof", "proven from forwarder")


def read(
    text: str, *more: tuple[str, str], head: str = "", proof: Sequence[tuple[str, str]] = (PROVEN,)
) -> list[Message]:
    data = f"From: Kades <{KADES.address}>\nSubject: Laporan warga\n{head}\n{text}".encode()
    headers = (("MAIL FROM", KADES.address), ("RCPT TO", MAILBOX), *proof, *more)
    found = MAIL.read(Raw(ChannelName("mail"), datetime(2026, 11, 21, tzinfo=UTC), "smtp:", headers, data))
    return [message for message in found if isinstance(message, Message)]


def authors(messages: Sequence[Message]) -> list[Party]:
    return [message.origin.author for message in messages if message.origin]


def test_each_citizen_has_their_own_words() -> None:
    siti, budi = read(f"Berikut:\n\n{SITI}\n\n{BUDI}\n\nTerima kasih")
    made = normalize(siti, triage(siti), "id")
    assert (made.reporter, made.submitted_by) == (Party("", "Siti Contoh"), KADES)
    assert (made.text, made.note, made.title) == (SITI, "Berikut:\n\nTerima kasih", "jalan rusak")
    assert made.forwarded
    assert normalize(budi, triage(budi), "id").reporter == Party("", "Budi Misal")


def test_who_asks_for_protection_asks_for_themselves() -> None:
    messages = read(f"{SITI.replace('jalan', 'RAHASIA jalan')}\n\n{BUDI}\n\nNama: Anonim\nIsi: pungutan liar di kantor")
    assert [triage(one).flags for one in messages] == [Flags(rahasia=True), Flags(), Flags(anonim=True)]


def test_an_officials_word_above_protects_all() -> None:
    messages = read(f"RAHASIA. Mohon identitas warga dijaga.\n\n{SITI}\n\n{BUDI}")
    assert [triage(one).flags.rahasia for one in messages] == [True, True]


def test_a_parts_delivery_is_of_its_words_and_not_of_its_place() -> None:
    one, other = read(f"{SITI}\n\n{BUDI}")
    assert one.delivery != other.delivery
    assert [message.delivery for message in read(f"{SITI}\n\n{BUDI}")] == [one.delivery, other.delivery]
    turned = {message.delivery.rpartition(":")[2] for message in read(f"{BUDI}\n\n{SITI}")}
    assert turned == {message.delivery.rpartition(":")[2] for message in (one, other)}


def test_one_block_is_one_complaint_on_behalf_of_a_name() -> None:
    (message,) = read(SITI)
    assert authors([message]) == [Party("", "Siti Contoh")]
    assert "0811-0000-0001" in message.text
    assert message.delivery.count(":") == 1


MIXED = (
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{}\n"
    "--b\nContent-Type: image/jpeg; name=a.jpg\n\n\xff\n--b--"
)


def test_nobody_can_tell_whose_photo_it_is() -> None:
    messages = read("", head=MIXED.format(f"{SITI}\n\n{BUDI}"))
    assert [("shared-files" in one.doubts, len(one.attachments)) for one in messages] == [(True, 1), (True, 1)]


ONE = [
    ("nobody proven", f"{SITI}\n\n{BUDI}", "", ()),
    ("proven, but no forwarder", f"{SITI}\n\n{BUDI}", "", (("MARK proof", "proven from"),)),
    ("a robot", f"{SITI}\n\n{BUDI}", "Auto-Submitted: auto-replied\n", (PROVEN,)),
    (
        "an answer to ours",
        f"{SITI}\n\n{BUDI}",
        f"In-Reply-To: <satupintu.a.{'a' * 42}@gw.example.org>\n",
        (PROVEN,),
    ),
    ("an uncertain list of a stranger", UNSURE, "", ()),
]


@pytest.mark.parametrize(("label", "text", "head", "proof"), ONE, ids=[row[0] for row in ONE])
def test_these_stay_as_they_came(label: str, text: str, head: str, proof: Sequence[tuple[str, str]]) -> None:
    (message,) = read(text, head=head, proof=proof)
    assert (message.origin, message.proposal) == (None, ()), label
    assert message.text == text


def test_a_forward_is_a_forward() -> None:
    (message,) = read(
        f"---------- Forwarded message ---------\nDari: Wati <wati@warga.example>\nTanggal: x\n\n{SITI}\n\n{BUDI}"
    )
    assert authors([message]) == [Party("wati@warga.example", "Wati")]


MARKED = [
    ("not yet answered", "", 1, 3, ()),
    ("confirmed", "yes", 3, 0, ()),
    ("denied", "no", 1, 0, ()),
    ("never answered", "late", 1, 0, ("split-unsure",)),
]


@pytest.mark.parametrize(("label", "mark", "messages", "proposal", "doubts"), MARKED, ids=[row[0] for row in MARKED])
def test_an_uncertain_list_waits_for_its_mark(
    label: str, mark: str, messages: int, proposal: int, doubts: tuple[str, ...]
) -> None:
    found = read(UNSURE, *((("MARK confirmed", mark),) if mark else ()))
    assert (len(found), len(found[0].proposal), found[0].doubts) == (messages, proposal, doubts), label


def test_what_was_asked_about_is_another_delivery_once_it_is_settled() -> None:
    (asked,) = read(UNSURE)
    settled = [read(UNSURE, ("MARK confirmed", said)) for said in ("yes", "no", "late")]
    assert all(message.delivery != asked.delivery for messages in settled for message in messages)
    assert settled[1][0].delivery == settled[2][0].delivery


def test_who_cannot_be_asked_is_left_to_a_person() -> None:
    (message,) = read(UNSURE, head="Precedence: bulk\n")
    assert (message.proposal, "split-unsure" in message.doubts) == ((), True)


def test_more_than_anybody_types_is_left_to_a_person() -> None:
    (message,) = read("\n\n".join(f"Nama: Siti\nIsi: jalan {place} rusak" for place in range(60)))
    assert message.origin is None
    assert "split-unsure" in message.doubts


def test_a_table_whose_rows_nobody_can_tell_apart_is_left_to_a_person() -> None:
    (message,) = read("Nama | HP | Isi\nSiti | 0811 | jalan rusak\nBudi\n(RT 3) | 0812 | lampu mati | segera")
    assert (message.origin, message.doubts) == (None, ("split-unsure",))
