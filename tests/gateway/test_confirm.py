"""An uncertain list is shown to the official, and nothing is made of it before the official, or time, has spoken."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from journal_samples import HASHER
from node_kit import NodeKit, a_node, answers_of, until

from channels.mail_thread import signed_address
from forwarder.listener import Listener
from forwarder.questions import question_in, token_subject
from forwarder.supplement_token import token_of
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.confirm import Questions
from gateway.confirm_words import said_in, shown
from gateway.explain import explain_all
from gateway.row_end import complaints_in
from gateway.simulator.samples import letter
from gateway.simulator.town_processes import MAILBOX
from normalizer.mime import parse
from normalizer.quotes import own_words
from normalizer.schema import ChannelName, Flags, Language, Medium, Origin, Party, Raw

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from forwarder.items import ReplyLease

KADES, OTHER = "kades@sukamaju.desa.example.org", "sekdes@lain.desa.example.org"
LIST = (
    "Laporan hari ini:\n1. Siti Contoh (0811-0000-0001) RT 2: jalan rusak parah\n"
    "2. Budi Misal (0811-0000-0002): lampu mati sejak minggu lalu"
)
SURE = "Nama: Siti Contoh\nHP: 0811-0000-0001\nIsi: jalan rusak\n\nNama: Budi Misal\nIsi: lampu mati di gang"


class Proven:
    """Stands for DKIM and SPF, which need a DNS server: whoever writes from a village office is that office."""

    mark = "proof"

    def wants(self, raw: Raw) -> bool:
        return raw.channel == "mail"

    async def find(self, raw: Raw) -> str:
        return "proven forwarder" if ".desa." in raw.header("MAIL FROM") else "unproven"

    def given_up(self) -> str:
        return "unproven away"


@asynccontextmanager
async def office(folder: Path, url: str, name: str = "node-1") -> AsyncIterator[NodeKit]:
    async with a_node(folder, url, name) as node:
        node.steps = (Proven(),)
        yield node


def written(text: str, place: int, *, sender: str = KADES, to: str = MAILBOX, head: str = "") -> Raw:
    body = head.encode() + letter(sender, "Kepala Desa", text, f"mark-{place}")
    return Raw(ChannelName("mail"), datetime.now(UTC), "smtp:", (("MAIL FROM", sender), ("RCPT TO", to)), body)


async def the_question(node: NodeKit) -> ReplyLease:
    (lease,) = await node.ledger.lease_reply(10, 10)
    assert lease.what == "confirm_split"
    return lease


def reply(node: NodeKit, text: str, place: int = 50, *, sender: str = KADES, head: str = "") -> Raw:
    """An answer to the question that is open, as a mail program makes it."""
    (delivery, who) = question_in(node.reader.rows(body=False)[0].end).split(":")
    token = token_of(HASHER, token_subject(f"{delivery}.{who}.confirm_split"))
    head = f"In-Reply-To: <satupintu.abc.{token}@gw.example.org>\n{head}"
    return written(text, place, sender=sender, to=signed_address(MAILBOX, token), head=head)


async def settled(node: NodeKit, *raws: Raw, later: timedelta = timedelta()) -> list[str]:
    """The ends once no question is open that can be answered now."""
    await node.arrives(*raws)
    async with node.pumping():
        await until(lambda: node.reader.meta("beat"))
        await node.settled()
        await Questions(node.reader, node.control).settle(node.ledger, datetime.now(UTC) + later)
        return await node.settled()


async def bodies(node: NodeKit) -> list[str]:
    return [node.ledger.open_body(lease).decode() for lease in await node.ledger.lease_forward(10, 10)]


async def test_ok_makes_several_complaints_of_it(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        (asked,) = await node.pumped(written(LIST, 1))
        assert question_in(asked)
        assert await bodies(node) == []
        ends = await settled(node, reply(node, "OK\n\nTerima kasih\nKepala Desa Sukamaju"))
        assert ends[1] == "confirms:yes"
        assert len(complaints_in(ends[0])) == 2
        told = sorted(await bodies(node))
        assert ["Siti Contoh" in told[0], "Budi Misal" in told[0]] in ([True, False], [False, True])


async def test_what_is_certain_is_not_asked_about(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        (end,) = await node.pumped(written(SURE, 1))
        assert len(complaints_in(end)) == 2


async def test_a_strangers_list_stays_one_complaint(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        ends = await node.pumped(
            written(SURE, 1, sender="sari@warga.example.org"), written(LIST, 2, sender="a@b.example")
        )
        assert [len(complaints_in(end)) for end in ends] == [1, 1]


async def test_no_makes_one_complaint_of_it(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        await node.pumped(written(LIST, 1))
        ends = await settled(node, reply(node, "Bukan, ini satu laporan"))
        assert len(complaints_in(ends[0])) == 1
        (body,) = await bodies(node)
        assert "split-unsure" not in body
        assert "Siti Contoh" in body
        assert "Budi Misal" in body


async def test_without_an_answer_a_person_gets_it_after_two_days(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        await node.pumped(written(LIST, 1))
        (waiting,) = await settled(node, later=timedelta(days=2, minutes=-1))
        assert question_in(waiting)
        (end,) = await settled(node, later=timedelta(days=2, minutes=1))
        assert len(complaints_in(end)) == 1
        (body,) = await bodies(node)
        assert "split-unsure" in body


async def test_an_ok_that_comes_too_late_is_told_so(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        await node.pumped(written(LIST, 1))
        late = reply(node, "OK")
        (end,) = await settled(node, later=timedelta(days=2, minutes=1))
        ends = await settled(node, late)
        assert ends == [end, "answered:split_late"]
        assert [name.split()[1] for name in await answers_of(node.ledger)].count("split_late") == 1
        assert len(await bodies(node)) == 1
        await node.redis.flushall()
        assert await settled(node) == ends


OTHERS = [
    ("another office", "OK", OTHER, "", "confirms:yes"),
    ("nobody proven", "OK", "sari@warga.example.org", "", "quarantined"),
    ("other words", "Nomor 2 saja", KADES, "", "quarantined"),
    ("a robot", "OK", KADES, "Auto-Submitted: auto-replied\n", "robot"),
]


@pytest.mark.parametrize(("label", "text", "sender", "head", "end"), OTHERS, ids=[row[0] for row in OTHERS])
async def test_who_else_answers_decides_nothing(
    tmp_path: Path, redis_url: str, label: str, text: str, sender: str, head: str, end: str
) -> None:
    async with office(tmp_path, redis_url) as node:
        await node.pumped(written(LIST, 1))
        ends = await settled(node, reply(node, text, sender=sender, head=head))
        assert question_in(ends[0]), label
        assert ends[1] == end


async def test_the_first_answer_counts_and_a_flush_changes_nothing(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        await node.pumped(written(LIST, 1))
        yes, no = reply(node, "ok", 50), reply(node, "bukan", 51)
        await node.redis.flushall()
        ends = await settled(node, yes)
        assert len(complaints_in(ends[0])) == 2
        assert await settled(node, yes, no) == [*ends, "confirms:no"]
        await node.redis.flushall()
        assert await settled(node) == [*ends, "confirms:no"]
        assert len(await bodies(node)) == 2


async def test_an_answer_that_came_to_another_node_is_heard(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as first, office(tmp_path, redis_url, "node-2") as second:
        await first.pumped(written(LIST, 1))
        answer = reply(first, "setuju")
        async with first.pumping():
            assert await second.pumped(answer) == ["confirms:yes"]
            await until(lambda: not question_in(first.reader.rows(body=False)[0].end))
            (end,) = await first.settled()
        assert len(complaints_in(end)) == 2


async def test_an_answer_that_nobody_heard_yet_survives_a_flush(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as first, office(tmp_path, redis_url, "node-2") as second:
        await first.pumped(written(LIST, 1))
        assert await second.pumped(reply(first, "ya")) == ["confirms:yes"]
        assert question_in(first.reader.rows(body=False)[0].end)
        await first.redis.flushall()
        async with second.pumping(), first.pumping():
            await until(lambda: complaints_in(first.reader.rows(body=False)[0].end))
        assert len(complaints_in(first.reader.rows(body=False)[0].end)) == 2


async def test_the_mail_shows_the_parts_and_asks_once(tmp_path: Path, redis_url: str) -> None:
    async with office(tmp_path, redis_url) as node:
        await node.pumped(written(LIST, 1), written(LIST, 1))
        lease = await the_question(node)
        assert token_subject(lease.id).removeprefix("split") in question_in(node.reader.rows(body=False)[0].end)
        listener = Listener.decode(lease.listener)
        subject, text = Answers("LAPOR! Kab. Contoh", shipped()).render(lease, listener, Medium.MAIL)
        assert "konfirmasi" in subject
        assert "1. Siti Contoh: RT 2: jalan rusak parah" in text
        assert "2. Budi Misal: lampu mati" in text
        assert "OK" in text
        assert listener.to.address == KADES
        assert len(await answers_of(node.ledger)) == 1


def test_explain_shows_what_a_proven_officials_list_becomes() -> None:
    shown_parts = explain_all("mail", written(LIST, 1).body, {}, proven=True)
    (proposal,) = [one["proposal"] for one in shown_parts]
    assert isinstance(proposal, list)
    assert len(proposal) == 2
    split = explain_all("mail", written(SURE, 1).body, {}, proven=True)
    assert [one["reporter"] for one in split] == [
        {"address": "", "name": "Siti Contoh"},
        {"address": "", "name": "Budi Misal"},
    ]
    assert len(explain_all("mail", written(SURE, 1).body, {})) == 1


PARTS = (Origin(Party("", "Siti Contoh"), Party(""), "jalan rusak", "Siti Contoh: jalan rusak sekali"),)


def test_of_protected_parts_neither_name_nor_words_are_shown() -> None:
    assert shown(PARTS, Flags(), Language.INDONESIAN) == "1. Siti Contoh: jalan rusak"
    assert shown(PARTS, Flags(rahasia=True), Language.INDONESIAN) == "1. (5 kata)"
    assert shown(PARTS, Flags(anonim=True), Language.ENGLISH) == "1. (5 words)"


SAID: Sequence[tuple[str, str | None]] = [
    ("OK", "yes"),
    ("Ok.", "yes"),
    ("oke pak", "yes"),
    ("Ya", "yes"),
    ("Ya, setuju. Terima kasih.", "yes"),
    ("setuju", "yes"),
    ("yes", "yes"),
    ("Benar, mohon diproses semua", "yes"),
    ("Selamat pagi\n\nOK\n\n", "yes"),
    ("OK\n\nAhmad\nKepala Desa Sukamaju\nJl. Balai Desa 1", "yes"),
    ("BUKAN", "no"),
    ("tidak", "no"),
    ("Satu laporan saja", "no"),
    ("No, it is one report", "no"),
    ("Tidak, ini satu laporan.\nTerima kasih", "no"),
    ("", None),
    ("Terima kasih", None),
    ("OK tapi nomor 2 salah", None),
    ("OK\nKecuali nomor 2", None),
    ("OK\n\ntapi bagian 3 salah", None),
    ("Tidak apa-apa, ok", None),
    ("Jalan Mawar juga rusak", None),
    ("Ya Tuhan jalannya rusak lagi", None),
    ("Nomor 2 saja", None),
]


@pytest.mark.parametrize(("text", "said"), SAID, ids=[" ".join(row[0].split())[:30] or "empty" for row in SAID])
def test_what_an_answer_says(text: str, said: str | None) -> None:
    assert said_in(text) == said


QUESTION = (
    "Isinya tampak 2 laporan:\n\n1. Siti: jalan\n2. Budi: lampu\n\n"
    "Bila pembagian ini benar, balas surat ini dengan: OK\nBila ini satu laporan saja, balas dengan: BUKAN"
)
QUOTED = "\n".join(f"> {line}" for line in QUESTION.split("\n"))
OUTLOOK = (
    "Dari: LAPOR <lapor@kab.example.org>\nDikirim: Senin, 23 November 2026 10:15\n"
    "Kepada: Kades <kades@desa.example.org>\nPerihal: Mohon konfirmasi\n\n"
)
LETTERS = [
    ("Gmail", f"OK\n\nPada Sen, 23 Nov 2026 pukul 10.15 LAPOR! <lapor@kab.example.org> menulis:\n\n{QUOTED}", "yes"),
    ("Outlook", f"Ok, setuju\n\n{OUTLOOK}{QUESTION}", "yes"),
    (
        "Samsung",
        f"Bukan\n\nDikirim dari perangkat Galaxy saya\n\n-------- Pesan asli --------\n{OUTLOOK}{QUESTION}",
        "no",
    ),
    ("below", f"{QUOTED}\n\nOK", "yes"),
    ("English", f"No\n\nOn Mon, Nov 23, 2026 at 10:15 AM LAPOR <lapor@kab.example.org> wrote:\n{QUOTED}", "no"),
]


@pytest.mark.parametrize(("label", "text", "said"), LETTERS, ids=[row[0] for row in LETTERS])
def test_the_question_quoted_below_is_no_answer(label: str, text: str, said: str) -> None:
    assert said_in(own_words(text).text) == said, label


PAGES = (Path(__file__).parent.parent / "cases" / "replies" / "pages.txt").read_text("utf-8").split("=== ")[1:]
ANSWERED = [
    (label, page.replace("{TOP}", word).replace("{PARAGRAPHS}", word), said)
    for label, page in (one.partition("\n")[::2] for one in PAGES)
    for word, said in (("OK", "yes"), ("Bukan", "no"))
    if "\n=>\n" not in page
]


@pytest.mark.parametrize(("label", "page", "said"), ANSWERED, ids=[f"{row[0]}, {row[2]}" for row in ANSWERED])
def test_an_answer_in_a_page_without_plain_text_is_read(label: str, page: str, said: str) -> None:
    page = page.replace("{LETTER}", QUESTION.replace("\n", "<br>")).replace("{PRE}", QUESTION)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = KADES, "Re: Mohon konfirmasi"
    mail.set_content(page, subtype="html")
    assert said_in(own_words(parse(mail.as_bytes()).text).text) == said, label
