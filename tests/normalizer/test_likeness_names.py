"""Who somebody says they are makes no two complaints alike: people share names, and problems have none."""

from __future__ import annotations

import pytest

from normalizer.likeness import gist
from normalizer.likeness_rules import Told, verdict

LAMP = "lampu jalan di Gang Kenanga RT 4 Desa Sukamaju padam sejak hari Senin"
TRASH = "sampah di Pasar Kliwon menumpuk sudah seminggu dan berbau"
HERE = "di Gang Kenanga RT 4 Desa Sukamaju mohon ditindaklanjuti"
HEAPS, LIGHT = f"sampah menumpuk {HERE}", f"lampu padam {HERE}"
WATER = "air PDAM di Perumahan Griya Asri keruh dan berbau karat"
# How people say it.
WAYS = [
    "Saya Budi Santoso. {}",
    "Assalamualaikum, nama saya Budi Santoso, {}",
    "Perkenalkan saya Budi Santoso warga, mau lapor {}",
    "{}. Terima kasih, Budi Santoso",
    "Nama: Budi Santoso\nLaporan: {}",
]


def told(text: str, person: str) -> Told:
    return Told(gist(text), person=person, chat=f"sms-{person}")


@pytest.mark.parametrize("one", WAYS)
@pytest.mark.parametrize("other", WAYS[:2])
def test_one_name_makes_no_two_problems_one(one: str, other: str) -> None:
    nothing = ("tolong dibantu pak", "mohon segera ditangani")
    for first, second in ((LAMP, TRASH), (TRASH, WATER), (HEAPS, LIGHT), nothing):
        judged = verdict(told(one.format(first), "a"), told(other.format(second), "b"))
        assert not judged.same_problem, judged.why


@pytest.mark.parametrize("way", WAYS[:3])
def test_a_shared_name_does_not_make_up_for_a_place_that_only_one_tells(way: str) -> None:
    one, other = (way.format(text) for text in ("jalan rusak di RT 4", "jalan rusak di RT 4 Desa Lain"))
    assert not verdict(told(one, "a"), told(other, "b")).same_problem


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Saya Budi Santoso. lampu mati", ()),
        ("nama saya budi santoso dari RT 3, lampu mati", ()),
        ("Nama: Budi Santoso\nIsi: lampu mati", ()),
        ("SAYA BUDI SANTOSO MELAPOR", ("budi", "santoso")),
        ("Saya Melihat Tiang Roboh", ("lihat", "roboh")),
        ("nama saya dicoret dari daftar bansos", ("daftar", "bansos")),
        ("saya kehujanan di halte", ("halte",)),
    ],
)
def test_only_names_are_left_out(text: str, kept: tuple[str, ...]) -> None:
    weights = gist(text).weights
    assert {"budi", "santoso"} & weights.keys() == {"budi", "santoso"} & set(kept)
    assert set(kept) <= weights.keys()


@pytest.mark.parametrize("way", WAYS[:3])
def test_two_names_keep_one_problem_one(way: str) -> None:
    one, other = told(way.format(LAMP), "a"), told(way.replace("Budi Santoso", "Sari Wulandari").format(LAMP), "b")
    assert verdict(one, other).same_problem
