"""Amounts in words and in digits are one; what a text's own other wording says of a place is no other place."""

from __future__ import annotations

import pytest

from normalizer.likeness import compare, gist
from normalizer.likeness_amounts import amount_signs, amounts
from normalizer.likeness_rules import Told, verdict
from normalizer.places import facts, meet


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("minta 500rb", "lima ratus rebu"),
        ("10 ribu", "ceban"),
        ("rp1 450 000", "satu juta empat ratus lima puluh ribu"),
        ("1 2 juta", "1200 ribu"),
        ("setengah juta", "rp 500 000"),
        ("rong ewu", "2000 rupiah"),
        ("7 kilo", "tujuh kilogram"),
        ("3 bln", "tiga bulan"),
        ("2 minggu", "14 hari"),
        ("umur 71", "usia 71"),
        ("lt 3", "lantai tiga"),
        ("dua puluh lima orang", "25 org"),
        ("sebulan", "1 bulan"),
    ],
)
def test_words_and_digits_are_one_amount(one: str, other: str) -> None:
    left, right = amounts(one.split()), amounts(other.split())
    if "rupiah" in other:  # a sum without a thousand behind it is one by its word alone
        assert left.found["rp"] == {2_000}
        return
    assert left.found == right.found
    assert left.found
    found = amount_signs(left, right, frozenset())
    assert found["sums_agree"] + found["amounts_agree"] == 1
    assert not found["numbers"]


@pytest.mark.parametrize(("one", "other"), [("7 kilo", "8 kilo"), ("3 bulan", "3 hari"), ("500rb", "lima ratus")])
def test_other_amounts_do_not_agree(one: str, other: str) -> None:
    found = amount_signs(amounts(one.split()), amounts(other.split()), frozenset())
    assert not found["sums_agree"]
    assert not found["amounts_agree"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pasar ikan Kuala Mempawa salurannya macet", "air cucian ikan di pasar Kuala Mempawa menggenang"),
        ("jembatan gantung sei tapang papannya lepas", "Di Sei Tapang itu jembatan gantungnya papannya copot"),
        ("Akta salah, harusnya 12 Mei ditulis 21 Mei", "akta, tgl lahir 21 padahal 12 mei"),
        ("warung di kolong jembatan, anak smp ikut nongkrong", "kolong jembatan, anak2 smp minum miras"),
        ("Tanggul di Desa Pilang Wetan retak", "Tanggul Pilang Wetan retak, satu desa tenggelam nanti"),
    ],
)
def test_a_place_told_in_other_words_is_no_other_place(one: str, other: str) -> None:
    assert not compare(gist(one), gist(other), one_person=True).differ


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jalan Merdeka rusak parah", "Jalan Merdeka Timur rusak parah"),
        ("Marka di Jalan Raya Karangploso hilang", "Marka di Jalan Jambu Karangploso hilang"),
        ("Pasar Induk Cempaka kotor sekali", "Pasar Melati kotor sekali"),
    ],
)
def test_another_name_is_another_place(one: str, other: str) -> None:
    assert compare(gist(one), gist(other), one_person=True).differ


def test_strangers_names_are_read_strictly() -> None:
    one, other = "Pasar ikan Kuala Mempawa bau", "pasar Kuala Mempawa bau"
    assert meet(facts(one), facts(other)).differ
    assert compare(gist(one), gist(other)).differ


def test_a_sum_and_a_name_in_other_words_are_one_complaint() -> None:
    one = "Saya mau lapor parkir RS Citra Wiguna. Baru 10 menit ditagih 15rb tanpa struk"
    other = "tarif parkir rs citra wiguna lima belas ribu bwt sepuluh menit, gak ada karcis"
    assert verdict(Told(gist(one), person="p"), Told(gist(other), person="p")).same_person
