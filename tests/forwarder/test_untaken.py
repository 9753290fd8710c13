"""Files towards a central system that takes none: named with the reason, neither fetched nor waited for."""

from __future__ import annotations

from pathlib import Path

from central_kinds import KEY, open311_adapter

from forwarder.attach import Carry
from forwarder.seal import Hasher, Sealer
from forwarder.store import Vault
from forwarder.store_folder import Folder
from normalizer.schema import Attachment, Withheld

PHOTO = Attachment("foto Budi.jpg", "image/jpeg", 7, "0" * 64, "part:1")
INFECTED = Attachment("a.exe", "application/x-dosexec", 7, "1" * 64, "part:2", Withheld.INFECTED)


def carry(folder: Path) -> Carry:
    """With an empty store: whatever is fetched would be waited for."""
    key = bytes(range(32))
    return Carry(Vault(Folder(folder), Hasher(key), Sealer.of(key)))


async def test_they_are_named_and_not_waited_for(tmp_path: Path) -> None:
    central = open311_adapter("seen")("https://central.example.org", KEY, 5.0, 5, tmp_path)
    named = await carry(tmp_path).hand_over((PHOTO, INFECTED), central, 0.0, anonim=False)
    assert [(one.name, one.withheld) for one in named] == [
        ("foto Budi.jpg", Withheld.REFUSED),
        ("a.exe", Withheld.INFECTED),
    ]
    assert await carry(tmp_path).hand_over((), central, 0.0, anonim=False) == ()


async def test_of_an_anonymous_person_their_names_go_too(tmp_path: Path) -> None:
    central = open311_adapter("seen")("https://central.example.org", KEY, 5.0, 5, tmp_path)
    (named,) = await carry(tmp_path).hand_over((PHOTO,), central, 0.0, anonim=True)
    assert "Budi" not in named.name
    assert (named.sha256, named.size, named.withheld) == (None, None, Withheld.REFUSED)
