"""Files of an answer to our answer, and files that their complaint did not wait for: at the central system, once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import attachment_samples as samples
import pytest
from journal_samples import HASHER, SEALER
from node_kit import facts_of
from supplement_kit import Desk, a_desk, a_reply, first_mail, reply_address

from forwarder import supplement
from forwarder.added import Added
from forwarder.attach import Carry
from forwarder.drain import Drain
from forwarder.scan import Clamd
from forwarder.store import Vault
from forwarder.store_folder import Folder
from gateway.attach import Keeper
from gateway.simulator.clamd import EICAR, StandInClamd
from gateway.simulator.relay import DeliveredMail
from normalizer import codec
from normalizer.schema import Raw

BROKEN = "Jembatan di Desa Sukamaju putus sejak hari Senin"
MORE = "Ini foto jembatan itu dari sisi utara."
PHOTO, LETTER = samples.jpeg(), samples.pdf()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def with_files(raw: Raw, *contents: bytes) -> Raw:
    """The same mail, with photos and letters beside its words."""
    made: Any = message_from_bytes(raw.body, policy=policy.default)
    for content in contents:
        kind, name = ("pdf", "Surat Sari Contoh.pdf") if content.startswith(b"%PDF") else ("jpeg", "Rumah Sari.jpg")
        made.add_attachment(content, maintype="image" if kind == "jpeg" else "application", subtype=kind, filename=name)
    return replace(raw, body=made.as_bytes())


@asynccontextmanager
async def desk_with_store(folder: Path, url: str) -> AsyncIterator[tuple[Desk, Vault]]:
    vault = Vault(Folder(folder / "attachments"), HASHER, SEALER)
    async with a_desk(folder, url) as desk:
        desk.node.keeper = Keeper(vault, desk.node.control)
        desk.carry = Carry(vault)
        yield desk, vault


async def forget(vault: Vault, content: bytes) -> None:
    await vault.store.delete(vault.name(sha256(content)))


def told(desk: Desk) -> list[dict[str, Any]]:
    """Bodies of all supplements that were sent, also those sent again."""
    return [json.loads(one.body) for one in desk.central.store.seen if one.operation == "supplement"]


def held(desk: Desk) -> list[bytes]:
    return list(desk.central.store.attachments.values())


async def look(desk: Desk) -> str:
    standing = await desk.ledger.standing_of(desk.cases[0].reference)
    assert standing
    return standing.look


async def answered_with(desk: Desk, answer: DeliveredMail, *contents: bytes, text: str = MORE) -> None:
    ends = await desk.node.pumped(with_files(a_reply(answer, text), *contents))
    assert ends[-1].startswith("supplement:")


async def test_a_photo_and_a_letter_go_with_the_words(tmp_path: Path, redis_url: str) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, _):
        answer = await desk.complaint(first_mail(BROKEN))
        reply = with_files(a_reply(answer, MORE), PHOTO, LETTER)
        await desk.node.pumped(reply, reply)
        assert await desk.node.control.replay([2]) == 1
        await desk.node.pumped()
        assert await desk.add() == 1
        assert await desk.add() == 0
        (added,) = told(desk)
        assert held(desk) == [PHOTO, LETTER]
        assert [each["sha256"] for each in added["attachments"]] == [sha256(PHOTO), sha256(LETTER)]
        assert [each["name"] for each in added["attachments"]] == ["Rumah Sari.jpg", "Surat Sari Contoh.pdf"]
        assert added["text"].startswith(MORE)


@pytest.mark.parametrize("asked_in", ["the complaint", "the answer"])
async def test_of_an_anonymous_person_goes_on_what_identifies_nobody(
    tmp_path: Path, redis_url: str, asked_in: str
) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        first, then = (f"ANONIM. {BROKEN}", MORE) if asked_in == "the complaint" else (BROKEN, f"ANONIM. {MORE}")
        answer = await desk.complaint(first_mail(first))
        await answered_with(desk, answer, PHOTO, LETTER, text=then)
        assert await desk.add() == 1
        assert len(held(desk)) == 2
        for content in held(desk):
            assert [word for word in samples.TELLING if word in content] == []
        (added,) = told(desk)
        assert [each["name"] for each in added["attachments"]] == ["foto-1.jpg", "dokumen-1.pdf"]
        assert "Sari" not in json.dumps(added)
        assert desk.cases[0].anonim
        assert await vault.fetch(sha256(PHOTO)) == PHOTO, "the sealed original stays"


async def test_what_does_not_go_on_says_why(tmp_path: Path, redis_url: str) -> None:
    scanner = StandInClamd()
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        desk.carry = Carry(vault, Clamd(await scanner.start(), 5))
        answer = await desk.complaint(first_mail(BROKEN))
        await answered_with(desk, answer, b"%PDF-1.7 " + EICAR, PHOTO)
        assert await desk.add() == 1
        assert [each.get("withheld") for each in told(desk)[0]["attachments"]] == ["infected", None]
        assert held(desk) == [PHOTO]
        assert "attachment-infected" in await look(desk)
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        assert "attachment-infected" in await look(desk), "also in a ledger that was made anew"
    await scanner.stop()


async def test_words_wait_for_their_file_no_longer_than_told(tmp_path: Path, redis_url: str) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        answer = await desk.complaint(first_mail(BROKEN))
        await answered_with(desk, answer, PHOTO)
        await forget(vault, PHOTO)
        await desk.add()
        assert told(desk) == []
        desk.carry = Carry(vault, wait=0.0)
        await desk.add()
        assert [each.get("withheld") for each in told(desk)[0]["attachments"]] == ["missing"]
        assert "attachment-missing" in await look(desk)


@pytest.mark.parametrize("flushed", [False, True], ids=["a lost answer", "a lost ledger"])
async def test_what_was_told_is_told_again_and_changes_nothing(tmp_path: Path, redis_url: str, flushed: bool) -> None:
    """Killed between the central system's yes and our note of it; meanwhile the file is there."""
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        answer = await desk.complaint(first_mail(BROKEN))
        await answered_with(desk, answer, PHOTO)
        await forget(vault, PHOTO)
        desk.carry = Carry(vault, wait=0.0)
        (lease,) = await supplement.lease(desk.ledger, 5, 60_000)
        add_on = replace(desk.add_on, lease_ms=60_000)
        frozen, why = await add_on._freeze(lease)
        assert why == "missing"
        assert await supplement.begin(desk.ledger, lease, 60_000, frozen, why) == frozen
        text = json.loads(frozen)["text"]
        await desk.national.supplement(lease.complaint, lease.key, text, supplement_files(frozen))
        await vault.keep(PHOTO, datetime.now(UTC))
        if flushed:
            await desk.node.redis.flushall()
            await desk.node.pumped()
        assert await desk.add() == 1
        assert await desk.ledger.parked(5) == []
        assert desk.central.store.counts.supplements == 1
        first, again = told(desk)
        assert (first == again) is not flushed, "a new ledger may name other files; the key says that it is there"


def supplement_files(frozen: bytes) -> Any:
    return codec.decode(Added, frozen).attachments


# -- files that come after their complaint ----------------------------------------------------------------------------


async def went_without(desk: Desk, vault: Vault, text: str = BROKEN) -> None:
    """A complaint with a photo and a letter, whose photo was not there in time."""
    await desk.node.pumped(with_files(first_mail(text), PHOTO, LETTER))
    await forget(vault, PHOTO)
    desk.carry = Carry(vault, wait=0.0)
    await desk.forward()
    assert held(desk)[:1] != [PHOTO]
    assert "attachment-missing" in await look(desk)


@pytest.mark.parametrize("flushed", ["never", "before", "after"])
async def test_a_file_that_was_missing_follows_once(tmp_path: Path, redis_url: str, flushed: str) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        await went_without(desk, vault)
        await desk.add()
        assert told(desk) == [], "it is not there yet"
        if flushed == "before":
            await desk.node.pumped()
            await desk.node.redis.flushall()
            await desk.node.pumped()
            await desk.forward()
        await vault.keep(PHOTO, datetime.now(UTC))
        assert await desk.add() == 1
        if flushed == "after":
            await desk.node.pumped()
            await desk.node.redis.flushall()
            await desk.node.pumped()
            await desk.forward()
        assert await desk.add() == 0
        (added,) = told(desk)
        assert [(each["sha256"], each.get("withheld")) for each in added["attachments"]] == [(sha256(PHOTO), None)]
        assert added["text"].startswith("Lampiran yang menyusul:")
        assert sorted(held(desk)) == sorted([PHOTO, LETTER])
        assert "attachment-missing" not in await look(desk)
        kinds = [fact.kind for fact in desk.node.reader.facts_of(desk.cases[0].reference)]
        assert flushed == "never" or "late" in kinds


async def test_what_follows_an_anonymous_complaint_identifies_nobody(tmp_path: Path, redis_url: str) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        await went_without(desk, vault, f"ANONIM. {BROKEN}")
        await vault.keep(PHOTO, datetime.now(UTC))
        assert await desk.add() == 1
        (added,) = told(desk)
        assert added["attachments"][0]["name"] == "foto-1.jpg"
        for content in held(desk):
            assert [word for word in samples.TELLING if word in content] == []


async def test_a_case_that_is_frozen_anew_with_its_file_is_followed_by_nothing(tmp_path: Path, redis_url: str) -> None:
    """The central system was away when the case was frozen, and then the ledger was lost."""
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        await desk.node.pumped(with_files(first_mail(BROKEN), PHOTO))
        await forget(vault, PHOTO)
        desk.carry = Carry(vault, wait=0.0)
        desk.central.orders.down = "refuse"
        await desk.forward()
        desk.central.orders.down = ""
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        await vault.keep(PHOTO, datetime.now(UTC))
        await desk.hasten("due:forward")
        await desk.forward()
        await desk.add()
        assert [case.attachments for case in desk.cases] == [(sha256(PHOTO),)]
        assert told(desk) == []


async def test_what_never_comes_waits_for_a_person_at_last(tmp_path: Path, redis_url: str) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, vault):
        await went_without(desk, vault)
        in_four_days = (datetime.now(UTC) + timedelta(days=4)).timestamp()
        await desk.hasten("due:supplement")
        late = replace(desk.add_on, clock=lambda: in_four_days)
        await Drain(late.take, late.handle, concurrency=1, go_on=lambda: True).run()
        (parked,) = await desk.ledger.parked(5)
        assert "Files that should follow" in parked.why
        await vault.keep(PHOTO, datetime.now(UTC))
        assert await desk.ledger.retry(parked.id)
        assert await desk.add() == 1
        assert sorted(held(desk)) == sorted([PHOTO, LETTER])
        assert (await facts_of(desk.ledger, parked.id.partition("+")[0]))["state"] == "done"


async def test_a_reply_address_of_a_case_with_files_stands(tmp_path: Path, redis_url: str) -> None:
    """Words and files of both: nothing is told twice."""
    async with desk_with_store(tmp_path, redis_url) as (desk, _):
        answer = await desk.complaint(with_files(first_mail(BROKEN), PHOTO))
        assert reply_address(answer)
        await answered_with(desk, answer, PHOTO)
        await desk.add()
        assert held(desk) == [PHOTO], "the same photo again is the same bytes"
        assert len(told(desk)) == 1
