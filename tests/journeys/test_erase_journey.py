"""HAPUS DATA over real sockets on every channel: the word, the day, and what is gone and what stays afterwards."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from citizen import WAYS, Citizen
from redis import Redis
from waiting import a_town, until

from forwarder.redis_server import text
from forwarder.seal import Hasher, Sealer, decode_key
from forwarder.store import Vault
from forwarder.store_folder import Folder
from gateway.journal_reader import JournalReader
from gateway.simulator.central_store import Stored
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

EXTRA = {"NUMBER_WAIT_SECONDS": "2", "JOURNAL_RESERVE_MB": "1"}
DAY_MS = 86_400_000
# Whose files lie with us; those of chats are fetched from their provider when they are passed on.
WITH_FILES = ("mail",)


@dataclass
class Pair:
    """Who wants to be forgotten, their neighbour, and what each of them told."""

    own: Citizen
    neighbour: Citizen
    case: Stored
    kept: Stored
    photos: tuple[bytes, bytes] = field(repr=False)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def forgetful(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("erase"), **EXTRA) as found:
        yield found


def bytes_of(place: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + f"photo {place} ".encode() * 90


async def a_pair(town: Town, way: str, place: int) -> Pair:
    own, neighbour = Citizen(town, way), Citizen(town, way, name="Ketut Laksmi")
    photos = (bytes_of(2 * place), bytes_of(2 * place + 1)) if way in WITH_FILES else (b"", b"")
    told = f"Got di depan rumah warga Dusun Sidarapuh nomor {place} mampet ({way})"
    kept = f"Lampu lapangan voli Desa Wonokerta blok {place} padam ({way})"
    cases = await own.complains(told, photo=photos[0]), await neighbour.complains(kept, photo=photos[1])
    return Pair(own, neighbour, *cases, photos)


async def confirms(citizen: Citizen) -> None:
    await citizen.writes("HAPUS DATA")
    word = await citizen.word()
    await citizen.writes(f" {word.upper()}!")
    await citizen.hears("dihapus 24 jam lagi")


async def asks(citizen: Citizen, case: Stored, *answer: str) -> None:
    """Where that stands; the next words to them have all of these."""
    before = len(citizen.heard)
    await citizen.writes(f"STATUS {case.number}")
    await until(lambda: len(citizen.heard) > before)
    assert all(part in citizen.heard[before] for part in answer), citizen.heard[before:]


def rows_about(town: Town, *citizens: Citizen, cases: Iterable[Stored] = ()) -> set[int]:
    """Rows of the journal in which an address of theirs, or what we call a case, can be read."""
    wanted = [one.address.lstrip("+").encode() for one in citizens] + [case.reference.encode() for case in cases]
    reader = JournalReader.open(town.nodes[0].folder, Sealer.of(decode_key(town.keys[1])))
    try:
        rows = [row for row in reader.rows(limit=10_000) if row.raw]
        shown = {row.seq: b"\n".join(_parts(row.raw)) for row in rows if row.raw}
        return {seq for seq, said in shown.items() if any(one in said for one in wanted)}
    finally:
        reader.close()


def ended(town: Town, end: str) -> list[int]:
    """Rows that ended so."""
    reader = JournalReader.open(town.nodes[0].folder, Sealer.of(decode_key(town.keys[1])))
    try:
        return [row.seq for row in reader.rows(limit=10_000, body=False, end=end)]
    finally:
        reader.close()


def _parts(raw: object) -> Iterable[bytes]:
    return (getattr(raw, "body"), getattr(raw, "url").encode(), repr(getattr(raw, "headers")).encode())  # noqa: B009


def ledger_of(server: Redis) -> str:
    return f"sp:{text(server.get('sp:epoch'))}:"


def held_of(server: Redis, case: Stored) -> set[str]:
    """What Redis holds of a complaint, by name."""
    return set(map(text, server.hkeys(f"{ledger_of(server)}c:{case.reference}")))  # type: ignore[arg-type, unused-ignore]


def named(server: Redis, citizen: Citizen, hasher: Hasher) -> list[str]:
    """Keys that bear the name of that chat, but for what is on its way to the journal."""
    who = f"{citizen.way}-{hasher.short('who', citizen.way, citizen.address)[:16]}"
    return [text(key) for key in server.scan_iter(match="*") if who in text(key)]


async def a_day_goes_by(town: Town, count: int) -> None:
    """All that waits for its day has waited: it is due now, and a gateway that comes up looks at once."""
    with Redis.from_url(town.redis.url) as server:
        due = f"{ledger_of(server)}due:erase"
        waits = dict(server.zrange(due, 0, -1, withscores=True))  # type: ignore[arg-type, unused-ignore]
        assert len(waits) == count
        for key, at in waits.items():
            asked = int(text(server.hget(f"{ledger_of(server)}E:{text(key)}", "at")))
            assert at - asked == DAY_MS
            server.zadd(due, {key: 0})
        await town.nodes[0].serve.stop()
        await town.nodes[0].start()
        await until(lambda: not server.zcard(due))


async def test_each_chat_has_its_day_and_is_forgotten_and_nobody_else_is(forgetful: Town) -> None:
    async with asyncio.TaskGroup() as all_of_them:
        made = [all_of_them.create_task(a_pair(forgetful, way, place)) for place, way in enumerate(WAYS)]
    pairs = [one.result() for one in made]
    by_way = {pair.own.way: pair for pair in pairs}
    # The same phone on another channel is the same person, whose chats are all meant; an account that shared its phone
    # may ask for what that phone told, and destroys its own only.
    also = Citizen(forgetful, "whatsapp", by_way["sms"].own.address)
    second = await also.complains("Papan nama Puskesmas Pembantu Karangsari roboh diterpa angin")
    account, phone = by_way["telegram"].own, by_way["sms"].neighbour
    await forgetful.telegram.citizen_sends(int(account.address), contact=(phone.address, int(account.address)))
    await account.hears("sudah dikenali")
    await asks(account, by_way["sms"].kept, str(by_way["sms"].kept.number))
    await asyncio.gather(*(confirms(pair.own) for pair in pairs))
    for pair in pairs:
        forgetful.central.announce(pair.case.reference, "status.changed", "diproses")
    await until(lambda: len(ended(forgetful, "news")) == len(pairs))
    theirs, others = [*(pair.own for pair in pairs), also], [pair.neighbour for pair in pairs]
    told = [pair.case for pair in pairs]
    to_go, to_stay = rows_about(forgetful, *theirs, cases=told), rows_about(forgetful, *others)
    await a_day_goes_by(forgetful, len(pairs))

    assert rows_about(forgetful, *theirs, cases=told) == set()
    assert rows_about(forgetful, *others) == to_stay - to_go
    hasher = Hasher(decode_key(forgetful.keys[0]))
    vault = Vault(Folder(forgetful.nodes[0].folder / "attachments"), hasher, Sealer.of(decode_key(forgetful.keys[1])))
    personal = {"body", "case", "owner", "who"}
    with Redis.from_url(forgetful.redis.url) as server:
        for pair in pairs:
            assert held_of(server, pair.case) & personal == set()
            assert held_of(server, pair.kept) >= personal
            assert named(server, pair.own, hasher) == []
            assert named(server, pair.neighbour, hasher)
            files = [await vault.fetch(hashlib.sha256(one).hexdigest()) for one in pair.photos if one]
            assert files == [None, *pair.photos[1:]][: len(files)]
        assert held_of(server, second) & personal == set()
    # The central system keeps what it holds, and was told nothing: so the citizen was told beforehand.
    assert {pair.case.status for pair in pairs} == {"diproses"}
    assert {pair.kept.status for pair in pairs} == {second.status}
    assert forgetful.central.store.counts.withdrawn == 0

    await asyncio.gather(*(asks(pair.own, pair.case, "omor itu tidak kami temukan") for pair in pairs))
    await asyncio.gather(*(asks(pair.neighbour, pair.kept, str(pair.kept.number)) for pair in pairs))
    await asks(account, by_way["sms"].kept, "omor itu tidak kami temukan")
    with Redis.from_url(forgetful.redis.url) as server:
        before = server.get("sp:epoch")
        server.flushall()
        await until(lambda: server.get("sp:epoch") not in (None, before))
        await asks(account, by_way["sms"].kept, "omor itu tidak kami temukan")
        await asks(by_way["sms"].neighbour, by_way["sms"].kept, str(by_way["sms"].kept.number))
        assert all(held_of(server, pair.case) & personal == set() for pair in pairs)
