"""Once more by the same person, or the same problem by another: what is linked, what stands beside, and who learns."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from journal_samples import SEALER
from ledger_kit import overtaken
from node_kit import NodeKit, a_ledger, a_node, facts_of, mail, sms, understanding, whatsapp
from office_mail import PROVEN, forward, wrapped

from forwarder import supplement
from forwarder.added import Added
from forwarder.beside import beside, storms
from forwarder.items import Claim, ForwardLease, ReplyLease
from forwarder.ledger import Ledger
from gateway.inbox import Row
from gateway.row_end import complaints_in
from gateway.vitals import Vitals
from normalizer import codec
from normalizer.schema import Raw

MINE, THEIRS = "+6281100000001", "+6281100000002"
ROAD = "Jalan di Gang Arbei RT 6 RW 6 Desa Sukamaju berlubang dalam sekali, kemarin dua anak jatuh dari sepeda."
AGAIN = (
    "Assalamualaikum, gg arbei rt06/06 ds sukamaju jalannya bolong dalam, kmrn ada 2 anak jatoh dr sepeda, mhn ditambal"
)
ELSEWHERE = ROAD.replace("Arbei", "Jambu")
LEASE_MS = 60_000


def later(raw: Raw, **by: float) -> Raw:
    return replace(raw, received_at=raw.received_at + timedelta(**by))


def forwarded(text: str, mark: str = PROVEN, subject: str = "aduan", name: str = "sari") -> Raw:
    """As an office passes on what Sari wrote by mail."""
    whose = f"{name.title()} Contoh"
    return wrapped(forward(text, name=whose, address=f"{name}@warga.example.org", subject=subject), mark)


def borrowed(raw: Raw) -> Raw:
    """A mail that somebody else sent in its sender's name."""
    return replace(raw, headers=(("MAIL FROM", "x@evil.example"), *raw.headers[1:]))


def ids(ends: list[str]) -> list[str]:
    return [name for end in ends for name in complaints_in(end)]


async def leases(node: NodeKit) -> dict[str, ForwardLease]:
    return {lease.id: lease for lease in await node.ledger.lease_forward(1000, LEASE_MS)}


WELL, CANAL = "Sumur kering sejak bulan lalu, mohon bantuan air bersih", "Saluran irigasi jebol di blok sawah timur"
HOLES = "Banyak lubang besar, motor sering jatuh, mohon segera ditambal"

CARD = "Kartu BPJS atas nama Budi belum aktif padahal iurannya lunas"
HOUSE = "Listrik di rumah C12 Perumahan Griya Asri mati sejak kemarin sore"
TODAY = "Hari ini lampu jalan mati lagi di Gang Arbei RT 6 Desa Sukamaju"

PAIRS: list[tuple[str, Raw, Raw, str]] = [
    (
        "two matters under one subject",
        forwarded(f"{WELL} (Sari Contoh)", subject="Sumur Sari"),
        forwarded(f"{CANAL} (Sari Contoh)", subject="Sumur Sari"),
        "apart",
    ),
    (
        "places that only the subjects tell",
        forwarded(HOLES, subject="Gang Arbei RT 6 RW 6"),
        forwarded(HOLES, subject="Gang Jambu RT 2 RW 1"),
        "apart",
    ),
    (
        "one place that only the subjects tell",
        forwarded(HOLES, subject="Gang Arbei RT 6 RW 6"),
        forwarded("Lubang besar banyak sekali, motor jatuh, mohon ditambal", subject="Gg Arbei RT 06/06"),
        "linked",
    ),
    ("other words, another channel", sms(ROAD), whatsapp(AGAIN), "linked"),
    ("other words, the same chat", sms(ROAD), sms(AGAIN, 2), "linked"),
    ("another lane", sms(ROAD), whatsapp(ELSEWHERE), "apart"),
    ("a stranger's same words", sms(ROAD), sms(ROAD, 2, phone=THEIRS), "related"),
    ("a stranger's other words", sms(ROAD), whatsapp(AGAIN, phone=THEIRS), "related"),
    ("a stranger's other lane", sms(ROAD), sms(ELSEWHERE, 2, phone=THEIRS), "apart"),
    ("a lane's name one word longer", sms(ROAD), sms(ROAD.replace("Arbei", "Arbei Timur"), 2), "apart"),
    ("a village's name two letters off", sms(ROAD), whatsapp(ROAD.replace("Sukamaju", "Sukajaya")), "apart"),
    ("a village's name mistyped", sms(ROAD), whatsapp(ROAD.replace("Sukamaju", "Sukmaju")), "linked"),
    ("another's card by one sender", sms(CARD), sms(CARD.replace("Budi", "Andi"), 2), "apart"),
    ("another's house by one sender", sms(HOUSE), whatsapp(HOUSE.replace("C12", "C21")), "apart"),
    ("another's card in mails of one office", mail(CARD), mail(CARD.replace("Budi", "Andi"), 2), "apart"),
    ("one's card once more", sms(CARD), whatsapp(CARD.replace("atas nama", "a.n.")), "linked"),
    ("short words of strangers", sms("jalan rusak parah"), sms("jalan rusak parah", 2, phone=THEIRS), "apart"),
    ("the second asks for protection, elsewhere", sms(ROAD), whatsapp(AGAIN + " RAHASIA"), "apart"),
    ("the first asked for protection, elsewhere", sms("ANONIM " + ROAD), later(whatsapp(AGAIN), minutes=30), "apart"),
    ("protected in one chat", sms("RAHASIA " + ROAD), sms("RAHASIA " + AGAIN, 2), "linked"),
    ("protection asked for by the second of a chat", sms(ROAD), sms("RAHASIA " + AGAIN, 2), "linked"),
    ("a stranger beside a protected one", sms("RAHASIA " + ROAD), sms(ROAD, 2, phone=THEIRS), "apart"),
    ("a protected one beside a stranger's", sms(ROAD), sms("ANONIM " + ROAD, 2, phone=THEIRS), "apart"),
    ("six days later", sms(ROAD), later(whatsapp(AGAIN), days=6), "linked"),
    ("six days later, pumped the other way round", later(sms(ROAD), days=6), whatsapp(AGAIN), "linked"),
    ("eight days later", sms(ROAD), later(whatsapp(AGAIN), days=8), "recurs"),
    ("today, and today four days later", sms(TODAY), later(sms(TODAY, 2), days=4), "recurs"),
    ("today, and an hour later", sms(TODAY), later(sms(TODAY, 2), hours=1), "linked"),
    ("a stranger eight days later", sms(ROAD), later(sms(ROAD, 2, phone=THEIRS), days=8), "apart"),
    ("somebody forwards it who is nobody", mail(ROAD), forwarded(AGAIN, mark=""), "related"),
    ("the same words in a borrowed name", mail(ROAD), borrowed(mail(ROAD, 2)), "related"),
    ("other words in a borrowed name", borrowed(mail(ROAD)), mail(AGAIN, 2), "related"),
    ("protected, in a borrowed name", mail("RAHASIA " + ROAD), borrowed(mail("RAHASIA " + AGAIN, 2)), "apart"),
    ("a proven forwarder passes it on", mail(ROAD), forwarded(AGAIN), "linked"),
    ("a proven forwarder passes on another's", mail(ROAD, sender="ani@example.org"), forwarded(AGAIN), "related"),
]


@pytest.mark.parametrize(("first", "second", "wanted"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
async def test_what_becomes_of_a_second_one(
    tmp_path: Path, redis_url: str, first: Raw, second: Raw, wanted: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        before = await node.pumped(first)
        ends = await node.pumped(second)
        assert ends[0] == before[0], "what was there keeps its number"
        assert await became(node, ends) == wanted
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert await became(node, ends) == wanted, "as it was before everything was lost"


async def became(node: NodeKit, ends: list[str]) -> str:
    one, two = ids(ends)
    if ends[1].startswith("linked:"):
        assert one == two
        return "linked"
    lease = (await leases(node))[two]
    if lease.related:
        assert lease.related == (one,)
        return "related"
    assert lease.recurrence_of in ("", one)
    return "recurs" if lease.recurrence_of else "apart"


# -- what the second one adds ------------------------------------------------------------------------------------------


async def added(node: NodeKit) -> list[tuple[str, str, int]]:
    """Complaint, words and number of files of each supplement."""
    taken = await supplement.lease(node.ledger, 100, LEASE_MS)
    told = [(lease.complaint, codec.decode(Added, supplement.opened(node.ledger, lease))) for lease in taken]
    return sorted((name, one.text, len(one.attachments)) for name, one in told)


async def numbered(node: NodeKit, name: str, number: str = "0012345") -> None:
    """The central system has it: supplements wait for that."""
    await node.ledger.begin_forward((lease := (await leases(node))[name]), LEASE_MS, b"case")
    assert await node.ledger.numbered(lease, number, doubt=False)


def photographed(text: str, place: int) -> Raw:
    media = {"NumMedia": "1", "MediaUrl0": f"https://api.example.org/{place}", "MediaContentType0": "image/jpeg"}
    return whatsapp(text, place, **media)


ADDED: list[tuple[str, Raw, list[str]]] = [
    ("nothing new", whatsapp(f"Assalamualaikum. {ROAD} Terima kasih."), []),
    ("a part of it", whatsapp(ROAD[:80]), []),
    ("other words", whatsapp(AGAIN), [AGAIN]),
    ("a photo", photographed(ROAD, 2), ["[Lampiran: image/jpeg]"]),
    ("a photo and more words", photographed(AGAIN, 2), [f"{AGAIN}\n\n[Lampiran: image/jpeg]"]),
    ("a pin", whatsapp(ROAD, Latitude="-7.25", Longitude="112.75"), ["[Lokasi: -7.250000, 112.750000]"]),
    ("an office's note", forwarded(ROAD), [f"{ROAD}\n\nMohon ditindaklanjuti."]),
]


@pytest.mark.parametrize(("second", "wanted"), [row[1:] for row in ADDED], ids=[row[0] for row in ADDED])
async def test_what_is_new_goes_to_the_first(tmp_path: Path, redis_url: str, second: Raw, wanted: list[str]) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(mail(ROAD) if second.channel == "mail" else sms(ROAD), second)
        (name,) = set(ids(ends))
        await numbered(node, name)
        assert [text for _, text, _ in await added(node)] == wanted
        assert await node.pumped() == ends, "its number is in the journal now"
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert [text for _, text, _ in await added(node)] == wanted, "told again, because nobody knows that it was told"


async def test_each_channel_gets_the_number_and_nobody_else(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(ROAD), whatsapp(AGAIN), sms(ROAD, 3, phone=THEIRS))
        mine, theirs = ids(ends)[0], ids(ends)[2]
        await numbered(node, mine)
        told = [f"{one.subject} {one.id.split('.')[1].split('-')[0]} {one.what}" for one in await answered(node)]
        assert sorted(told) == [f"{mine} sms number", f"{mine} whatsapp number", f"{theirs} sms receipt"]


async def answered(node: NodeKit) -> list[ReplyLease]:
    return await node.ledger.lease_reply(100, LEASE_MS)


async def test_protection_of_the_second_holds_for_the_first(tmp_path: Path, redis_url: str) -> None:
    """In one chat. Before the central system has it, it goes there protected."""
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(ROAD), sms("RAHASIA " + AGAIN, 2))
        (name,) = set(ids(ends))
        assert (await leases(node))[name].asked == "r"
        assert (await facts_of(node.ledger, name))["flagged"] == "1"


async def test_one_that_is_protected_later_is_not_met_by_another_chat(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        first = await node.pumped(sms(ROAD), sms("RAHASIA " + AGAIN, 2))
        ends = await node.pumped(whatsapp(ROAD, 3), sms(ROAD, 4, phone=THEIRS))
        name = ids(first)[0]
        assert [one for one in ids(ends) if one != name] == list(dict.fromkeys(ids(ends)[2:]))
        assert not any(name in lease.related for lease in (await leases(node)).values())


async def test_it_is_there_again_when_its_gist_is_long_gone(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (first,) = ids(await node.pumped(sms(ROAD)))
        await node.redis.delete(node.ledger.key(f"gist:{first}"))
        ends = await node.pumped(later(whatsapp(AGAIN), days=285))
        assert (await leases(node))[ids(ends)[1]].recurrence_of == first


async def test_a_third_one_says_nothing_that_was_said(tmp_path: Path, redis_url: str) -> None:
    """Twenty additions are kept apart from noise: more stay in the journal, and a person looks."""
    async with a_node(tmp_path, redis_url) as node:
        more = [sms(f"{ROAD} Tambahan saya: {word}", place) for place, word in enumerate(WORDS, 2)]
        ends = await node.pumped(sms(ROAD), *more)
        assert [end.split(":")[0] for end in ends] == ["complaint", *["linked"] * len(more)]
        (name,) = set(ids(ends))
        await numbered(node, name)
        assert len(await added(node)) == 20
        assert "many-additions" in (await facts_of(node.ledger, name))["look"]


WORDS = (
    *("gorong", "selokan", "paving", "pagar", "tiang", "kabel", "papan", "rambu", "pohon", "cermin", "tanjakan"),
    *("tikungan", "kerikil", "pasir", "genangan", "lumut", "trotoar", "jembatan", "saluran", "beton", "kayu", "besi"),
)


# -- many at once ------------------------------------------------------------------------------------------------------


async def test_two_gateways_at_once_make_one_complaint_of_one_person(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as one, a_node(tmp_path, redis_url, "node-2") as two:
        await one.pumped()
        for batch in range(10):
            phone, places = f"+628110000{batch:04d}", range(100 * batch + 1, 100 * batch + 13)
            mine = [sms(PLACED.format(place), place, phone=phone) for place in places]
            again = [whatsapp(RETOLD.format(place), place, phone=phone) for place in places]
            ends = await asyncio.gather(one.pumped(*mine), two.pumped(*again))
            for first, second in zip(*(end[-12:] for end in ends), strict=True):
                assert ids([first]) == ids([second])
                assert {first.split(":")[0], second.split(":")[0]} == {"complaint", "linked"}


PLACED = "Lampu jalan di Gang Melati nomor {} RT 2 RW 5 Desa Sukamaju sudah mati sejak seminggu, gelap kalau malam."
RETOLD = "pju gg melati no {} rt02/05 ds sukamaju mati sdh seminggu pak, malam gelap sekali, mhn diganti lampunya"


async def test_a_storm_is_a_cluster_and_an_alarm(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        crowd = [sms(ROAD, place, phone=f"+62811000010{place:02d}") for place in range(25)]
        ends = await node.pumped(*crowd)
        names = ids(ends)
        assert len(set(names)) == 25, "each has a number of its own"
        assert (await storms(node.ledger, 0))[0].size == 25
        shown = await beside(node.ledger, names[7])
        assert (shown.size, len(shown.cluster)) == (25, 10)
        vitals = Vitals(node.redis)
        await vitals.look()
        assert (vitals.storms, vitals.counts["storm"]) == (1, 1)
        for key in [key async for key in node.redis.scan_iter(match=node.ledger.key("like:*"))]:
            assert len((await node.redis.get(key)).split()) <= 16, "copies cost no more than a few"
        told = [lease.related for lease in (await leases(node)).values()]
        assert max(map(len, told)) == 1
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert (await beside(node.ledger, names[7])).size == 25


async def test_what_was_taken_in_is_asked_again_and_is_the_same(tmp_path: Path, redis_url: str) -> None:
    """A provider's retry six days later, after everything was lost, on another gateway."""
    async with a_node(tmp_path, redis_url) as node, a_node(tmp_path, redis_url, "node-2") as other:
        ends = await node.pumped(sms(ROAD), whatsapp(AGAIN), sms(ROAD, 3, phone=THEIRS))
        await node.redis.flushall()
        await node.pumped()
        again = [later(raw, days=6) for raw in (sms(ROAD), whatsapp(AGAIN), sms(ROAD, 3, phone=THEIRS))]
        assert await other.pumped(*again) == ["again"] * 3
        anew = await other.pumped(later(sms(AGAIN, 9), days=6))
        assert anew[3] == f"linked:{ids(ends)[0]}"


@pytest.mark.parametrize("trip", range(1, 7))
async def test_what_an_office_passes_on_twice_at_two_gateways_is_one_complaint(redis_url: str, trip: int) -> None:
    """The other gateway takes it in between any two round trips of the first, which has many of that office."""
    async with a_ledger(redis_url) as ledger:
        other = Ledger(ledger.redis, ledger.epoch, SEALER)
        office = [claim_of(forwarded(f"RAHASIA {PLACED.format(n)}", name=f"warga{n}")) for n in range(1, 10)]
        again = claim_of(forwarded(f"RAHASIA {RETOLD.format(9)}", name="warga9"))
        reached = overtaken(ledger, trip, lambda: other.take_in([again]))
        assert again.flagged
        assert again.who == office[-1].who
        ends = await ledger.take_in(office)
        assert reached.is_set()
        assert ends[-1] == ("linked", f"linked:{again.id}")


def claim_of(raw: Raw) -> Claim:
    (item,) = understanding().items(Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", ""), doubt=False)
    assert isinstance(item, Claim)
    return item
