"""Files of a mail, the whole way: listener's bytes → journal → store → scan and strip → the central system's hands."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import attachment_samples as samples
import pytest
from journal_samples import HASHER, SEALER
from node_kit import NodeKit, a_node, facts_of, until

from forwarder.attach import Carry
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import ReplyLease
from forwarder.listener import Listener
from forwarder.national import National, from_settings
from forwarder.scan import Clamd
from forwarder.store import Vault
from forwarder.store_folder import Folder
from forwarder.store_s3 import S3
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.attach import AWAY, Keeper, purge
from gateway.attach_limits import FileLimits
from gateway.simulator.central import StandInCentral
from gateway.simulator.clamd import EICAR, StandInClamd
from gateway.simulator.s3 import StandInS3
from gateway.simulator.town_processes import MAILBOX
from gateway.wiring import SHARED_MARGIN
from normalizer.schema import ChannelName, Medium, Raw

KEY = "a-key-made-up-for-tests"
PHOTO, LETTER = samples.jpeg(), samples.pdf()
File = tuple[bytes, str, str]
PHOTO_FILE: File = (PHOTO, "image/jpeg", "Rumah Siti Contoh.jpg")
LETTER_FILE: File = (LETTER, "application/pdf", "Surat Siti Contoh.pdf")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def mail(text: str, *files: File, mark: str = "m1", at: datetime | None = None) -> Raw:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Siti <siti@warga.example.org>", MAILBOX, "Laporan warga"
    made["Date"], made["Message-ID"] = "Sat, 21 Nov 2026 08:30:00 +0700", f"<{mark}@mail.example.org>"
    made.set_content(text)
    for content, kind, name in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    headers = (("MAIL FROM", "siti@warga.example.org"), ("RCPT TO", MAILBOX))
    return Raw(ChannelName("mail"), at or datetime.now(UTC), "smtp:", headers, made.as_bytes())


@dataclass(eq=False)
class Office:
    """A node, its store, and the central system it works for. `wait`: seconds a complaint waits for its files."""

    node: NodeKit
    vault: Vault
    central: StandInCentral
    national: National
    clamd: Clamd | None = None
    unscanned_goes: bool = False
    wait: float = 900.0
    strip_seconds: float = 60.0

    async def comes(self, *raws: Raw) -> None:
        self.node.keeper = Keeper(self.vault, self.node.control)
        await self.node.pumped(*raws)

    async def passes(self) -> None:
        """What is due now is forwarded."""
        redis: Any = self.node.redis
        due = self.node.ledger.key("due:forward")
        for name in await redis.zrange(due, 0, -1):
            await redis.zadd(due, {name: 0})
        carry = Carry(self.vault, self.clamd, self.unscanned_goes, self.wait, strip_seconds=self.strip_seconds)
        forward = Forward(self.node.ledger, self.national, 60_000, carry=carry)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()

    def named(self, place: int = -1) -> list[dict[str, Any]]:
        """The attachments of a case as the central system was told of them."""
        told = [seen for seen in self.central.store.seen if seen.operation == "submit"]
        found: list[dict[str, Any]] = json.loads(told[place].body)["case"]["attachments"]
        return found

    def held(self) -> list[bytes]:
        return list(self.central.store.attachments.values())

    async def of(self, name: str) -> str:
        row = next(row for row in self.node.reader.rows(body=False) if row.end.startswith("complaint:"))
        return (await facts_of(self.node.ledger, row.end.split(":")[1])).get(name, "")


@asynccontextmanager
async def an_office(folder: Path, url: str, store: S3 | None = None, **changes: Any) -> AsyncIterator[Office]:
    central = StandInCentral({"desa": KEY})
    await central.start()
    national = from_settings(central.url, KEY, "desa", 2.0, 20)
    try:
        async with a_node(folder, url, **changes) as node:
            yield Office(node, Vault(store or Folder(folder / "attachments"), HASHER, SEALER), central, national)
    finally:
        await national.close()
        await central.stop()


async def test_a_photo_and_a_letter_arrive_byte_for_byte(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
        await office.passes()
        assert office.held() == [PHOTO, LETTER]
        photo, letter = office.named()
        assert photo == {"name": PHOTO_FILE[2], "media_type": "image/jpeg", "size": len(PHOTO), "sha256": sha256(PHOTO)}
        assert (letter["name"], letter["sha256"]) == (LETTER_FILE[2], sha256(LETTER))
        assert await office.of("state") == "done"


async def test_of_an_anonymous_person_goes_on_what_identifies_nobody(tmp_path: Path, redis_url: str) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + PHOTO
    mailed = (samples.docx(), "application/msword", "siti.doc"), (old, "application/msword", "a.doc")
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("ANONIM. Jembatan putus", PHOTO_FILE, LETTER_FILE, *mailed))
        await office.passes()
        assert len(office.held()) == 3
        for content in office.held():
            assert [word for word in samples.TELLING if word in content] == []
        told = office.named()
        assert [each["name"] for each in told[:2]] == ["foto-1.jpg", "dokumen-1.pdf"]
        assert [each.get("sha256") for each in told[:3]] == [sha256(content) for content in office.held()]
        assert told[3] == {"name": "dokumen-3.doc", "media_type": "application/msword", "withheld": "identifying"}
        assert "iti" not in json.dumps(told)
        assert await office.vault.fetch(sha256(PHOTO)) == PHOTO, "the sealed original stays"
        assert await office.of("withheld") == "identifying"
        standing = await office.node.ledger.standing(await office.of("number"))
        assert standing
        assert "attachment-identifying" in standing.look


async def test_what_lies_in_the_store_tells_nothing(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
    files = [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]
    assert len(files) == 2
    everything = b"".join(path.read_bytes() + str(path).encode() for path in files)
    for content in (PHOTO, LETTER):
        assert content[:64] not in everything
        assert sha256(content).encode() not in everything
    assert b"Siti" not in everything


async def test_what_is_done_again_changes_nothing(tmp_path: Path, redis_url: str) -> None:
    """Also a crash between the store and the claim: the files are there, and the row is read again."""
    server = StandInS3()
    await server.start()
    store = S3(server.url, server.bucket, server.access_key, "made-up")
    async with an_office(tmp_path, redis_url, store) as office:
        raw = mail("Jembatan putus", PHOTO_FILE, PHOTO_FILE)
        await office.vault.keep(PHOTO, raw.received_at.replace(microsecond=0))
        assert server.puts == 1
        await office.comes(raw)
        assert await office.node.control.replay([1]) == 1
        await office.comes()
        assert server.puts == len(server.objects) == 1, "two identical photos, once kept, once written"
        await office.passes()
        assert office.held() == [PHOTO]
        assert [each["sha256"] for each in office.named()] == [sha256(PHOTO)] * 2
    await server.stop()


async def test_a_store_that_is_away_holds_up_nothing_and_is_mended(tmp_path: Path, redis_url: str) -> None:
    server = StandInS3()
    await server.start()
    server.down = "full"
    store = S3(server.url, server.bucket, server.access_key, "made-up", timeout=20)
    async with an_office(tmp_path, redis_url, store) as office:
        node, now = office.node, [1000.0]
        await office.comes(mail("Jembatan putus", PHOTO_FILE), mail("Lampu padam", mark="m2"))
        row = node.reader.row(1)
        assert row
        assert (row.end.split(":")[0], row.marks) == ("complaint", {"attachments": "missing"})
        assert "Attachments wait in the journal" in (node.reader.meta(AWAY) or "")
        await office.passes()
        assert len(office.central.store.in_order) == 1, "the other one waits for its photo"
        server.down = ""
        keeper = Keeper(office.vault, node.control, lambda: now[0])
        assert await keeper.heal(node.reader, node.rebuild.understanding) == 1
        assert await keeper.heal(node.reader, node.rebuild.understanding) == 0
        assert (node.reader.meta(AWAY), node.reader.marked("attachments", "missing")) == ("", [])
        await office.passes()
        assert office.held() == [PHOTO]
        assert len(office.central.store.in_order) == 2
    await server.stop()


async def test_the_pump_mends_by_itself(tmp_path: Path, redis_url: str) -> None:
    server = StandInS3()
    await server.start()
    store = S3(server.url, server.bucket, server.access_key, "made-up")
    async with an_office(tmp_path, redis_url, store) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE))
        await store.delete(office.vault.name(sha256(PHOTO)))
        await office.node.control.mark(1, {"attachments": "missing"})
        office.node.keeper = Keeper(office.vault, office.node.control)
        async with office.node.pumping():
            await until(lambda: server.objects)
            await until(lambda: not office.node.reader.marked("attachments", "missing"))
    await server.stop()


async def test_the_text_waits_for_its_files_no_longer_than_it_is_told_to(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
        await office.vault.store.delete(office.vault.name(sha256(PHOTO)))
        await office.passes()
        assert (office.central.store.in_order, await office.of("state")) == ([], "due")
        office.wait = 0.0
        await office.passes()
        assert [each.get("withheld") for each in office.named()] == ["missing", None]
        assert office.held() == [LETTER]
        assert (await office.of("state"), await office.of("withheld")) == ("done", "missing")
        assert [fact.data for fact in office.node.reader.facts() if fact.kind == "withheld"] in (["missing"], [])


async def test_what_is_too_large_or_too_many_is_left_out_and_told(tmp_path: Path, redis_url: str) -> None:
    large: File = (bytes(5000), "application/octet-stream", "film desa.mp4")
    limits = FileLimits(size=4000, count=1)
    small: File = (b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png", "peta.png")
    async with an_office(tmp_path, redis_url, files=limits) as office:
        await office.comes(mail("Jembatan putus", large, small, (b"catatan", "text/plain", "catatan.txt")))
        await office.passes()
        assert [each.get("withheld") for each in office.named()] == ["too_large", None, "too_many"]
        assert office.held() == [small[0]]
        [lease, *_] = await office.node.ledger.lease_reply(5, 60_000)
        facts = dict(Listener.decode(lease.listener).facts)
        assert facts["left_out"] == "film desa.mp4 (1 MB), catatan.txt"
        assert "attachment-too_large,attachment-too_many" in await office.of("look")
        standing = await office.node.ledger.standing(await office.of("number"))
        assert standing
        assert standing.look == "attachment-too_large,attachment-too_many"


async def leased(office: Office, what: str) -> ReplyLease:
    """The answer of this kind, when it is due."""
    redis: Any = office.node.redis
    due = office.node.ledger.key("due:reply")
    for name in await redis.zrange(due, 0, -1):
        await redis.zadd(due, {name: 0})
    found = {lease.what: lease for lease in await office.node.ledger.lease_reply(9, 60_000)}
    return found[what]


@pytest.mark.parametrize("receipt", [True, False], ids=["a receipt left", "the number comes at once"])
async def test_what_was_left_out_is_told_once(tmp_path: Path, redis_url: str, receipt: bool) -> None:
    large: File = (bytes(5000), "application/octet-stream", "film desa.mp4")
    answers = Answers("LAPOR! Contoh", shipped())
    async with an_office(tmp_path, redis_url, files=FileLimits(size=4000)) as office:
        await office.comes(mail("Jembatan putus", large))
        if receipt:
            first = await leased(office, "receipt")
            assert "film desa.mp4" in answers.render(first, Listener.decode(first.listener), Medium.MAIL)[1]
            await office.node.ledger.begin_reply(first, 60_000)
            await office.node.ledger.sent(first, "provider-1", "report-1")
        await office.passes()
        number = await leased(office, "number")
        text = answers.render(number, Listener.decode(number.listener), Medium.MAIL)[1]
        assert number.national in text
        assert ("film desa.mp4" in text) is not receipt


@pytest.mark.parametrize("flag", ["", "RAHASIA. "])
async def test_the_one_answer_to_several_complaints_tells_it_too(tmp_path: Path, redis_url: str, flag: str) -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "Desa <desa@desa.example.org>", MAILBOX, "Fwd: laporan warga"
    outer["Message-ID"] = "<outer@desa.example.org>"
    outer.set_content("Diteruskan dari warga.")
    for place, side in enumerate((1, 3)):
        inner = EmailMessage()
        inner["From"], inner["Subject"] = f"Warga {place} <warga{place}@example.org>", f"Jalan rusak RT {place}"
        inner["Date"] = "Sat, 21 Nov 2026 08:30:00 +0700"
        inner.set_content(f"{flag if place else ''}Jalan di depan rumah nomor {place} rusak parah sejak bulan lalu")
        inner.add_attachment(samples.jpeg(side), maintype="image", subtype="jpeg", filename=f"foto{place}.jpg")
        outer.add_attachment(inner)
    answers = Answers("LAPOR! Contoh", shipped())
    async with an_office(tmp_path, redis_url, files=FileLimits(count=0)) as office:
        await office.comes(replace(mail(""), body=outer.as_bytes()))
        receipts = await leased(office, "receipts")
        text = answers.render(receipts, Listener.decode(receipts.listener), Medium.MAIL)[1]
        assert ("foto0.jpg, foto1.jpg" in text) is not bool(flag)
        assert flag == "" or "terlalu banyak): 2" in text
        await office.node.ledger.begin_reply(receipts, 60_000)
        await office.node.ledger.sent(receipts, "provider-1", "report-1")
        await office.passes()
        numbers = await leased(office, "numbers")
        assert "terlalu banyak" not in answers.render(numbers, Listener.decode(numbers.listener), Medium.MAIL)[1]


async def test_malware_stays_here_and_the_text_goes_on(tmp_path: Path, redis_url: str) -> None:
    standin = StandInClamd()
    async with an_office(tmp_path, redis_url) as office:
        office.clamd = Clamd(await standin.start(), 5)
        await office.comes(
            mail("Jembatan putus", (b"%PDF-1.7 " + EICAR, "application/pdf", "undangan.pdf"), PHOTO_FILE)
        )
        await office.passes()
        assert [each.get("withheld") for each in office.named()] == ["infected", None]
        assert (office.held(), await office.of("withheld"), standin.scans) == ([PHOTO], "infected", 2)
    await standin.stop()


@pytest.mark.parametrize(
    ("goes", "wait", "held", "withheld"),
    [(True, 900.0, [PHOTO], [None]), (False, 0.0, [], ["unscanned"])],
    ids=["pass", "hold"],
)
async def test_without_clamd_a_file_is_held_or_passed_as_the_setting_says(
    tmp_path: Path, redis_url: str, goes: bool, wait: float, held: Sequence[bytes], withheld: Sequence[str | None]
) -> None:
    async with an_office(tmp_path, redis_url) as office:
        office.clamd = Clamd(str(tmp_path / "nobody.sock"), 1)
        await office.comes(mail("Jembatan putus", PHOTO_FILE))
        await office.passes()
        assert not office.central.store.in_order, "it waits for clamd first"
        office.unscanned_goes, office.wait = goes, wait
        await office.passes()
        assert (office.held(), [each.get("withheld") for each in office.named()]) == (list(held), list(withheld))


async def test_files_that_take_long_to_strip_are_left_behind(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        office.strip_seconds = 0.001
        await office.comes(mail("Tolong rahasiakan nama saya, saya anonim. Jembatan putus", PHOTO_FILE, LETTER_FILE))
        await office.passes()
        assert [each.get("withheld") for each in office.named()] == [None, "identifying"]
        assert len(office.held()) == 1
        assert await office.of("state") == "done"


async def test_a_refused_file_never_stops_its_case(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        office.central.orders.refuse_file = 1
        unknown: File = (b"\0\1\2", "application/x-contoh", "contoh.xyz")
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE, unknown))
        await office.passes()
        assert [each.get("withheld") for each in office.named()] == ["refused", None, None]
        assert await office.of("state") == "done"


async def test_a_central_system_that_is_away_gets_the_files_when_it_is_back(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE))
        office.wait = 0.0
        for down in ("refuse", "cut"):
            office.central.orders.down = down
            await office.node.redis.delete(office.node.ledger.key("hold:forward"))
            await office.passes()
            assert await office.of("state") == "due", down
        office.central.orders.down = ""
        await office.node.redis.delete(office.node.ledger.key("hold:forward"))
        await office.passes()
        assert (office.held(), [each.get("withheld") for each in office.named()]) == ([PHOTO], [None])


async def test_the_case_names_at_every_attempt_what_it_named_at_the_first(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE))
        await office.vault.store.delete(office.vault.name(sha256(PHOTO)))
        office.wait, office.central.orders.down = 0.0, ""
        office.central.orders.fail = 1
        await office.passes()
        await office.vault.keep(PHOTO, datetime.now(UTC))
        await office.passes()
        assert office.central.store.counts.conflicts == 0
        assert await office.of("state") == "done"


async def test_each_attached_mail_becomes_a_complaint_with_its_own_photo(tmp_path: Path, redis_url: str) -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "Desa <desa@desa.example.org>", MAILBOX, "Fwd: laporan warga"
    outer["Message-ID"] = "<outer@desa.example.org>"
    outer.set_content("Diteruskan dari warga.")
    photos = [samples.jpeg(side) for side in (1, 3)]
    for place, photo in enumerate(photos):
        inner = EmailMessage()
        inner["From"], inner["Subject"] = f"Warga {place} <warga{place}@example.org>", f"Jalan rusak RT {place}"
        inner["Date"] = "Sat, 21 Nov 2026 08:30:00 +0700"
        inner.set_content(f"Jalan di depan rumah nomor {place} rusak parah sejak bulan lalu")
        inner.add_attachment(photo, maintype="image", subtype="jpeg", filename="foto.jpg")
        outer.add_attachment(inner)
    raw = replace(mail(""), body=outer.as_bytes())
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(raw)
        await office.passes()
        assert sorted(office.held()) == sorted(photos)
        assert {each["sha256"] for place in (0, 1) for each in office.named(place)} == set(map(sha256, photos))


async def test_what_another_node_needs_survives_the_purge_of_a_shared_store(tmp_path: Path, redis_url: str) -> None:
    """Its complaint has no number after more than a year; whoever purges knows nothing of it."""
    year, now, clock = timedelta(days=365), datetime.now(UTC), [0.0]
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, at=now - timedelta(days=400)))
        (lies,) = (path for path in (tmp_path / "attachments").rglob("*") if path.is_file())
        shared = replace(office.vault, margin=SHARED_MARGIN)
        keeper = Keeper(office.vault, office.node.control, lambda: clock[0], retention=year)

        def aged(days: int) -> None:
            os.utime(lies, (now.timestamp() - days * 86_400,) * 2)

        aged(370)
        assert await shared.purge(now - year) == 0, "its node has seven days to say that it is needed"
        assert await keeper.refresh(office.node.reader, office.node.rebuild.understanding, now) == 1
        assert await shared.purge(now - year + timedelta(days=300)) == 0
        aged(400)
        assert await keeper.refresh(office.node.reader, office.node.rebuild.understanding, now) == 0, "not every moment"
        assert await shared.purge(now - year) == 1, "that node was away for long"
        clock[0] = 86_400.0
        assert await keeper.refresh(office.node.reader, office.node.rebuild.understanding, now) == 1
        await office.passes()
        assert office.held() == [PHOTO]


async def test_files_go_when_the_rows_they_came_with_are_purged(tmp_path: Path, redis_url: str) -> None:
    old, between = datetime.now(UTC) - timedelta(days=400), datetime.now(UTC) - timedelta(days=200)
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE, at=old))
        age(tmp_path / "attachments", old)
        assert await purge(office.vault, office.node.reader, between) == 0, "it has no number yet"
        await office.passes()
        await office.comes(mail("Jembatan di hulu putus juga", PHOTO_FILE, mark="m2"))
        assert await office.node.control.purge(between) == 1
        assert await purge(office.vault, office.node.reader, between) == 1
        assert await office.vault.fetch(sha256(PHOTO)) == PHOTO
        assert await office.vault.fetch(sha256(LETTER)) is None


def age(folder: Path, moment: datetime) -> None:
    """As if everything in it had been written then."""
    for file in folder.rglob("*"):
        if file.is_file():
            os.utime(file, (moment.timestamp(),) * 2)
