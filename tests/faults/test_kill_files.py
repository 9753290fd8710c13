"""kill -9 of the serving process and of workers while mails with files come in: each case has its files, once."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
from collections import Counter
from contextlib import suppress
from email.message import EmailMessage

import pytest
from chaos import children, dice, runs
from crowd import FAULTS_OF_A_LINE, Citizen, Crowd, eventually

pytestmark = [pytest.mark.process, pytest.mark.timeout(180 + 8 * runs())]


def photos(citizen: Citizen) -> list[bytes]:
    """Two of their own, and one that everybody sends."""
    return [b"\xff\xd8\xff\xe0" + f"{citizen.sid} {n}".encode() * 400 for n in range(2)] + [
        b"\xff\xd8\xff\xe0" + b"everybody's" * 400
    ]


def letter_with_files(citizen: Citizen) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Warga <{citizen.address}>", "lapor@kab-contoh.example.org"
    mail["Message-ID"], mail["Date"] = f"<{citizen.sid}@desa.example.org>", "Fri, 20 Nov 2026 10:00:00 +0700"
    mail.set_content(citizen.words)
    for place, photo in enumerate(photos(citizen)):
        mail.add_attachment(photo, maintype="image", subtype="jpeg", filename=f"foto-{place}.jpg")
    return mail.as_bytes()


async def writes(crowd: Crowd, citizen: Citizen) -> None:
    """Until it is acknowledged, as a relay does: the same mail again."""
    while not citizen.yes:
        with suppress(*FAULTS_OF_A_LINE):
            citizen.answer = await crowd.town.nodes[0].mail(letter_with_files(citizen), citizen.address)
            citizen.yes = citizen.answer.startswith("2")
        await asyncio.sleep(0.2)


async def test_each_case_has_its_files_once(crowd: Crowd) -> None:
    town, throws, over = crowd.town, dice(), asyncio.Event()
    node, killed = town.nodes[0], Counter[str]()
    town.central.orders.latency = 0.05  # so that some are killed between two files

    async def load() -> None:
        async with asyncio.TaskGroup() as writing:
            while not over.is_set():
                writing.create_task(writes(crowd, crowd.citizen("mail")))
                await asyncio.sleep(0.15)

    def one_of(role: str, parents: list[int]) -> int | None:
        return next((pid for parent in parents for pid, name in children(parent).items() if name == role), None)

    loading = asyncio.create_task(load())
    for turn in range(runs()):
        await asyncio.sleep(throws.uniform(0.1, 1.0))
        if turn % 3 == 0:
            await node.serve.kill()
            await node.start()
            killed["serve"] += 1
            continue
        parents = [one.child.pid for one in (node.serve, *town.workers) if one.child is not None]
        role = "pump" if turn % 3 == 1 else "forward"
        if role == "forward":  # in the middle of its work
            before = town.central.store.counts.attachments
            await eventually(lambda had=before: town.central.store.counts.attachments > had, 30)  # type: ignore[misc]
            await asyncio.sleep(throws.uniform(0, 0.05))
        pid = one_of(role, parents)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed[role] += 1
    over.set()
    await loading
    await crowd.all_answered(120)
    await crowd.all_quiet(60)
    crowd.assert_once()
    # A case whose files came too late would have been followed by a supplement.
    assert town.central.store.counts.supplements == 0
    kept = {name for _, name in town.central.store.attachments}
    for citizen in crowd.citizens:
        (case,) = crowd.cases_of(citizen)
        wanted = [hashlib.sha256(photo).hexdigest() for photo in photos(citizen)]
        assert list(case.attachments) == wanted
        assert set(wanted) <= kept
    assert len(kept) == 2 * len(crowd.citizens) + 1
    await eventually(lambda: not crowd.due()["rows"], 30)
    print(f"{len(crowd.citizens)} mails with files, {dict(killed)}, {town.central.store.counts}")
    assert len(crowd.citizens) > runs()
    assert killed["forward"], "no worker was there to be killed"
