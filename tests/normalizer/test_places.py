"""Facts of place, number and date."""

from __future__ import annotations

import sys

import pytest

from normalizer.places import facts, meet

READ = [
    ("RT 06/03", {"rt": {"6"}, "rw": {"3"}}),
    ("RT/RW 6/3 saja", {"rt": {"6"}, "rw": {"3"}}),
    ("rt006 rw003", {"rt": {"6"}, "rw": {"3"}}),
    ("RT.04/RW.02", {"rt": {"4"}, "rw": {"2"}}),
    ("rt 3, 4 dan 5", {"rt": {"3", "4", "5"}}),
    ("rumah saya no 249a", {"house": {"249a"}}),
    ("nomor rumah 12", {"house": {"12"}}),
    ("lampu nomor 7 mati", {"of lampu": {"7"}}),
    ("belakang kios 21 Pasar Blimbing", {"of kios": {"21"}, "pasar": {"blimbing"}}),
    ("tiang no 17", {"of tiang": {"17"}}),
    ("sumur nomor dua kering", {"of sumur": {"2"}}),
    ("keluhan nomor satu warga", {}),
    ("blok C 3", {"block": {"c3"}}),
    ("gg arbei", {"lane": {"arbei"}}),
    ("Gang Mawar 3", {"lane": {"mawar 3"}}),
    ("Jl. Ahmad Yani, depan pos", {"street": {"ahmad yani"}}),
    ("Jalan Raya Selorejo km 7", {"street": {"selorejo"}, "km": {"7"}}),
    (
        "di Dusun Krajan Desa Sukamaju Kec. Pakis",
        {"hamlet": {"krajan"}, "village": {"sukamaju"}, "district": {"pakis"}},
    ),
    ("Dusun III Desa Sukamaju", {"of dusun": {"3"}, "village": {"sukamaju"}}),
    ("dsn iv rt 2", {"of dusun": {"4"}, "rt": {"2"}}),
    ("Lingkungan II, Kelurahan Babura", {"of lingkungan": {"2"}, "village": {"babura"}}),
    ("Dusun Krajan II", {"hamlet": {"krajan 2"}}),
    ("dusun krajan ii becek", {"hamlet": {"krajan 2"}}),
    ("Gang Mawar I, depan pos", {"lane": {"mawar 1"}}),
    ("RT XII RW XI", {"rt": {"12"}, "rw": {"11"}}),
    ("Banjar I Wayan rusak", {}),
    ("SDN 3 Sukamaju", {"school sd": {"3"}}),
    ("SD Negeri 3", {"school sd": {"3"}}),
    ("tgl 12", {"date": {"12"}}),
    ("12 November 2026", {"date": {"12-11"}}),
    ("pada 12/11/26", {"date": {"12-11"}}),
    ("listrik di Desa Nirwana\nBarat sering mati", {"village": {"nirwana barat"}}),
    ("tower di Desa Cisolok 🌧️ Tengah berisik", {"village": {"cisolok tengah"}}),
    ("gelap di Desa Cisolok, Barat juga", {"village": {"cisolok"}}),
    ("bayar 50rb", {"money": {"50000"}}),
    ("bayar 1,2jt", {"money": {"1200000"}}),
    ("bayar 1.5 juta", {"money": {"1500000"}}),
    ("bayar Rp4.500.000", {"money": {"4500000"}}),
    ("bayar Rp 50.000", {"money": {"50000"}}),
    ("mobil N 1234 AB", {"plate": {"n1234ab"}}),
    ("Pasar Besar", {"pasar": {"besar"}}),
    ("Limbah di Piyungan bau", {"in": {"piyungan"}}),
    # What is no fact.
    ("jalan rusak", {}),
    ("jalan berlubang di desa kami", {}),
    ("jalan di depan rumah", {}),
    ("hub no hp 0811-0000-1234", {}),
    ("NIK 3507000000000001", {}),
    ("no rekening 1234", {}),
    ("laporan nomor 1234", {}),
    ("sudah 3 minggu", {}),
    ("ada 5 orang", {}),
    ("jam 7 pagi", {}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "wanted"), READ, ids=[text for text, _ in READ])
def test_facts(text: str, wanted: dict[str, set[str]]) -> None:
    assert {kind: set(values) for kind, values in facts(text).found.items()} == wanted


def test_a_sign_that_only_looks_like_a_digit_is_none() -> None:
    """ "❶" opens the lists of many a chat."""
    signs = [sign for sign in map(chr, range(sys.maxunicode + 1)) if sign.isdigit() and not sign.isdecimal()]
    assert "❶" in signs
    for sign in signs:
        said = f"{sign} {sign}/{sign}/26 km {sign} blok c {sign} Rp 5.{sign * 3} bayar 1,{sign} juta tgl {sign} RT 3"
        assert facts(said).found["rt"] == {"3"}


MET = [
    ("RT 6 RW 6", "rt06/06", {"rt", "rw"}, set()),
    ("gang Arbei RT 6", "gang Jambu RT 6", {"rt"}, {"lane"}),
    ("di Dusun III becek", "dusun 3", {"of dusun"}, set()),
    ("di Dusun II becek", "dusun 3", set(), {"of dusun"}),
    ("Dusun Krajan II", "dsn krajan 2", {"hamlet"}, set()),
    ("Dusun Krajan II", "Dusun Krajan III", set(), {"hamlet"}),
    ("lampu mati di gang mawar v", "lampu mati di gang mawar x", set(), {"lane"}),
    ("dusun krajan i banjir", "dusun krajan ii banjir", set(), {"hamlet"}),
    ("Gang Mawar V", "gang mawar v lampu mati", {"lane"}, set()),
    ("Gang Mawar", "gang mawar i live here", {"lane"}, set()),
    ("no 249a", "no 253", set(), {"house"}),
    ("tgl 12", "12 November", {"date"}, set()),
    ("tgl 12", "13 November", set(), {"date"}),
    ("Jalan Ahmad Yani", "jl ahmad", {"street"}, set()),
    ("Jalan Merdeka", "Jalan Merdeka Timur", set(), {"street"}),
    ("Jalan Merdeka Barat", "Jalan Merdeka Timur", set(), {"street"}),
    ("jalan merdeka becek", "jalan merdeka timur becek", set(), {"street"}),
    ("Dusun Krajan", "Dusun Krajan Lor", set(), {"hamlet"}),
    ("dusun krajan", "Dusun Krajan Kidul", set(), {"hamlet"}),
    ("banjir di Desa Sukamaju", "banjir lagi di Desa Sukamaju Baru", set(), {"village"}),
    ("jalan cempaka becek", "jalan cempaka baru diaspal", {"street"}, set()),
    ("Jalan Cempaka", "Jalan Cempaka Raya", set(), {"street"}),
    ("Jalan Raya Cempaka", "Jalan Cempaka", {"street"}, set()),
    ("Gang Mawar RT 3", "gg mawar 2 rt 3", {"rt"}, {"lane"}),
    ("Gang Mawar RT 3", "Gang Mawar II RT 3", {"rt"}, {"lane"}),
    ("gang mawar rt 3", "gg mawer 2 rt 3", {"rt"}, {"lane"}),
    ("gang mawar dua rt 3", "Gang Mawar II RT 3", {"rt", "lane"}, set()),
    ("Gang Mawar B Desa Wanasari", "Gang Mawar C Desa Wanasari", {"village"}, {"lane"}),
    ("Jalan Mawar 12 gelap", "Jl. Mawar no 12 gelap", {"street"}, set()),
    ("Jalan Mawar 12 gelap", "Jl. Mawar no 14 gelap", set(), {"street"}),
    ("gang buntu di RT 3", "gang Haji Mamat di RT 3", {"rt"}, {"lane"}),
    ("Blok Kidul banjir", "blok lor banjir", set(), {"blok"}),
    ("SD Sukamaju bocor", "SMP Sukamaju bocor", set(), {"school"}),
    ("lulus SD Sukamaju ke SMP Sukamaju", "ke SMP Sukamaju", {"name of smp"}, set()),
    ("MI Al Hikmah bocor", "MI Al Falah bocor", set(), {"name of mi"}),
    ("Puskesmas Sukamaju tutup", "Pustu Sukamaju tutup", set(), {"facility"}),
    ("Puskesmas Pembantu Sukamaju tutup", "Pustu Sukamaju tutup", {"pustu"}, set()),
    ("dari Puskesmas Sukamaju ke RSUD Sukamaju", "ke RSUD Sukamaju", {"rsud"}, set()),
    ("apotek Sehat mahal", "apotik Waras mahal", set(), {"apotek"}),
    ("poli mata antre", "poli jantung antre", set(), {"poli"}),
    ("Samsat Cimareme", "Samsat Soreang", set(), {"samsat"}),
    ("Kantor Pos Cikalong", "Kantor Pos Soreang", set(), {"kantor pos"}),
    ("bansos bulan Oktober", "bansos November", set(), {"month"}),
    ("bansos bulan okt", "bansos Oktober", {"month"}, set()),
    ("bansos Mei 2026", "bansos bulan mei", {"month"}, set()),
    ("dari Maret sampai Mei", "sejak Maret", {"month"}, set()),
    ("Jalan Nuri", "Jalan Nuri Sempaja Hulu", {"street"}, set()),
    ("Desa Sukamaju", "Desa Sukajaya", set(), {"village"}),
    ("Desa Mulyosari", "Desa Mulyasari", set(), {"village"}),
    ("Desa Karangsari", "Desa Karangsati", set(), set()),
    ("Desa Kolon Asri", "Desa Kulon Asri", set(), set()),
    ("jl raden saleh becek", "jl raden intan becek", set(), {"street"}),
    ("Gang Mawar 1", "Gang Mawar 2", set(), {"lane"}),
    ("km 5 sampai km 6", "km 22 sampai km 6", set(), {"km"}),
    ("RT 3", "RT 3 dan 4", {"rt"}, set()),
    ("jalan di dusun 1 rusak", "jalan di dusun 3 rusak", set(), {"of dusun"}),
    ("Dusun 3", "dsn 03", {"of dusun"}, set()),
    ("3 dusun 2 desa", "4 dusun 3 desa", set(), set()),
    ("RT 3", "RW 4", set(), set()),
]


@pytest.mark.parametrize(("a", "b", "agreed", "differ"), MET)
def test_meeting(a: str, b: str, agreed: set[str], differ: set[str]) -> None:
    for one, other in ((a, b), (b, a)):
        met = meet(facts(one), facts(other))
        assert (set(met.agreed), set(met.differ)) == (agreed, differ)


def test_a_slip_in_a_name_is_neither() -> None:
    met = meet(facts("desa Sukamaju"), facts("desa sukmaju"))
    assert (sorted(met.agreed), sorted(met.differ), sorted(met.near)) == ([], [], ["village"])


NAMES = [
    ("Sukamaju", "Sukmaju", set()),
    ("Sukamaju", "Sukamajuu", set()),
    ("Sukamaju", "Suakmaju", set()),
    ("Sukamaju", "Sukanaju", set()),
    ("Pakis", "Pakes", set()),
    ("Karangsari", "Karangsani", {"village"}),
    ("Sukasari", "Sukasira", {"village"}),
    ("Wonorejo", "Wonosari", {"village"}),
]


@pytest.mark.parametrize(("one", "other", "differ"), NAMES)
def test_a_slip_is_one_of_the_thumb(one: str, other: str, differ: set[str]) -> None:
    met = meet(facts(f"banjir di Desa {one}"), facts(f"banjir di Desa {other}"))
    assert set(met.differ) == differ
    assert set(met.near) == {"village"} - differ


def test_length_costs_no_more_than_its_share() -> None:
    assert facts("RT 1 " * 100_000).found == {"rt": {"1"}}
