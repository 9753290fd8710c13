"""What tells one person's two complaints about one place apart, and what makes one of two wordings."""

from __future__ import annotations

from importlib.resources import files

import pytest

from normalizer.likeness import compare, gist
from normalizer.likeness_met import Pair
from normalizer.likeness_rules import Told, Verdict, verdict
from normalizer.likeness_score import BAR, TABLE, score
from normalizer.likeness_signs import signs
from normalizer.likeness_text import variants
from normalizer.places import facts
from normalizer.schema import Location

TWO = [
    ("another place of its kind", "Sampah menumpuk 2 minggu di pasar", "Sampah menumpuk dua minggu di sekolah"),
    (
        "another official",
        "BLT saya dipotong 100 ribu oleh pak RT",
        "BLT saya dipotong seratus ribu lagi oleh pak RW",
    ),
    ("another trouble", "Listrik di Dusun Karanganyar mati sejak sore", "Tagihan listrik di Dusun Karanganyar naik"),
    ("another thing", "lampu jembatan Kali Opak hilang dicuri", "plat jembatan Kali Opak hilang dicuri"),
    (
        "another person's need",
        "BLT ibu saya an Sumiyem desa Giriasih belum cair",
        "BLT bapak saya an Paimin desa Giriasih belum cair",
    ),
    (
        "another paper",
        "KTP saya di kecamatan Giriasih belum jadi 2 bulan",
        "KK saya di kecamatan Giriasih belum jadi 2 bulan",
    ),
    (
        "another parcel",
        "sertifikat persil 27 Desa Giriasih belum selesai",
        "sertifikat persil 72 Desa Giriasih belum selesai",
    ),
    ("another house", "tolong cek meteran Jl Srikaya 13, bocor", "tolong cek meteran Jl Srikaya 31 (rumah ibu), bocor"),
    (
        "the opposite",
        "sawah saya sisi utara Desa Giriasih kekeringan",
        "sawah saya sisi selatan Desa Giriasih kebanjiran",
    ),
    (
        "it says so",
        "lubang di Jl Srikaya dekat pasar",
        "lubang di Jl Srikaya dekat sekolah, ini beda sama laporan kemarin",
    ),
    (
        "it is settled",
        "lampu PJU gang Srikaya Giriasih belum diganti",
        "lampu PJU gang Srikaya Giriasih sudah diganti makasih, tapi silau ke kamar saya",
    ),
    (
        "the next of them",
        "Sampah RT 02 Perum Asri Giriasih ga diangkut",
        "Sampah RT 02 beres, sekarang yang RT 08 Perum Asri Giriasih ga diangkut",
    ),
    (
        "another spot beside it",
        "ada lubang dalam di km 17 jalan lintas Giriasih",
        "di km 42 jalan lintas Giriasih juga ada lubang dalam, lain dengan yang km 17",
    ),
    ("another lamp", "Lampu jalan (PJU) di Jl Srikaya mati", "Lampu lalu lintas di perempatan Jl Srikaya mati"),
    (
        "another school",
        "Kami wali murid SMKN 2 Giriasih memprotes biaya magang",
        "Kami wali murid SMAN 2 Giriasih memprotes biaya magang",
    ),
    (
        "another person in the same frame",
        "Saya Joko, warga Desa Giriasih. KTP saya hilang dan belum bisa cetak ulang. (diteruskan Kasi)",
        "Saya Bambang, warga Desa Giriasih. KTP saya hilang dan belum bisa cetak ulang. (diteruskan Kasi)",
    ),
    ("it denies it", "paving Perum Asri Blok C rusak", "Perum Asri Blok C sumur resapan jebol, bukan paving"),
]
ONE = [
    (
        "asked again",
        "lampu jalan di Gang Srikaya RT 3 Giriasih padam sudah seminggu",
        "Pak sampai sekarang lampu Gang Srikaya RT 3 Giriasih belum nyala juga",
    ),
    (
        "in Javanese",
        "Nyuwun sewu pak, lampu wonten Jalan Srikaya Kidul sampun pejah, peteng sanget",
        "Lampu di Jalan Srikaya Kidul mati pak, gelap sekali kalau malam",
    ),
    (
        "in English",
        "The garbage behind Pasar Srikaya Giriasih is dumped every night and burned, the smoke is bad",
        "Sampah di belakang Pasar Srikaya Giriasih dibuang tiap malam lalu dibakar, asapnya parah",
    ),
    (
        "a sum in two spellings",
        "KUA Giriasih minta 1,2 juta padahal nikah di kantor gratis",
        "KUA Giriasih minta 1,2jt nikah di kantor. harusnya gratis kan?",
    ),
    (
        "without vowels",
        "pupuk subsidi di kios Sumber Tani Giriasih kosong sejak Maret",
        "ppk subsdi kios smbr tani giriasih msh ksong pak",
    ),
    (
        "more is told",
        "jambret di flyover Giriasih",
        "jambret lagi di flyover Giriasih tadi malam, tas ibu saya dirampas dua orang naik motor",
    ),
    (
        "a letter and an SMS",
        "Kepada Yth. Bupati, sopir truk pasir di Jalan Srikaya ngebut tiap pagi dan jalan menjadi rusak",
        "truk pasir Jl Srikaya masih ngebut, jalan tambah rusak",
    ),
]


def told(text: str, place: Location | None = None) -> Told:
    return Told(gist(text), person="a", chat="sms-a", place=place)


@pytest.mark.parametrize(("label", "one", "other"), TWO)
def test_they_are_two(label: str, one: str, other: str) -> None:
    judged = verdict(told(one), told(other))
    assert judged == Verdict(False, False, judged.why)


@pytest.mark.parametrize(("label", "one", "other"), ONE)
def test_they_are_one(label: str, one: str, other: str) -> None:
    judged = verdict(told(one), told(other))
    assert judged == Verdict(True, True, judged.why)


@pytest.mark.parametrize(("label", "one", "other"), [*TWO, *ONE])
def test_both_ways_round_the_signs_are_the_same(label: str, one: str, other: str) -> None:
    a, b = gist(one), gist(other)
    assert signs(Pair.of(a, b), compare(a, b)) == signs(Pair.of(b, a), compare(b, a))


SLIPS = [
    ("pohonan pohonan prhonan jembatai", "pehonan"),
    ("pedagung pedagaeg pedagang gedungnyu gedungnyu geduninya prhonan", "pedageng gedungnya gedungnya"),
    ("kelinci kelinci gednngnya gedrngnya karangan karangan karungan", "keainci gedungnya"),
    ("lampu jalan mati lagi", "lampu jalan padam lagi"),
]


@pytest.mark.parametrize(("one", "other"), SLIPS)
def test_both_ways_round_slips_weigh_the_same(one: str, other: str) -> None:
    """Two words of the one may be a slip of one word of the other; and "mati" weighs less than "padam"."""
    a, b = told(one), told(other)
    assert compare(a.gist, b.gist) == compare(b.gist, a.gist)
    assert verdict(a, b) == verdict(b, a)


def test_each_sign_has_its_weight() -> None:
    one, other = gist(ONE[0][1]), gist(ONE[0][2])
    found = signs(Pair.of(one, other), compare(one, other))
    lines = (files("normalizer") / TABLE).read_text("utf-8").splitlines()
    assert {line.split()[0] for line in lines} == {"bias", *found}
    assert score(found) >= BAR


def test_why_names_signs_and_no_words() -> None:
    why = verdict(told(TWO[0][1]), told(TWO[0][2])).why
    assert "signs weigh" in why
    assert not set(why.replace(",", "").split()) & {"listrik", "karanganyar", "tagihan"}


def test_texts_that_tell_nothing_are_never_one() -> None:
    for one, other in (("tolong pak", "mohon dibantu"), ("", "halo"), ("", ""), ("??", "!!")):
        assert not verdict(told(one), told(other)).same_person


def test_a_pin_at_the_same_spot_is_a_place_in_common() -> None:
    here, near = Location(-7.5, 112.5), Location(-7.5003, 112.5002)
    one, other = "pohon besar miring mau roboh di tepi sawah kami", "pohonnya makin miring pak, takut roboh ke sawah"
    assert verdict(told(one, here), told(other, near)).same_person


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("minta 1,2 juta per siswa", "money", {"1200000"}),
        ("Jl Srikaya 41 (rumah ibu saya)", "street", {"srikaya 41"}),
        ("sertifikat persil 114 Desa Giriasih", "of persil", {"114"}),
        ("guiding block di Jl. Srikaya", "block", None),
        ("posyandu Ds Giriasih Dlm habis", "village", {"giriasih dalam"}),
        ("Di Gang Buntu 2 banjir", "lane", {"buntu 2"}),
    ],
)
def test_facts_of_second_wordings(text: str, kind: str, value: set[str] | None) -> None:
    found = facts(text).found.get(kind)
    assert found == value if value is None else found is not None and {one.removesuffix(" ~") for one in found} == value


def test_a_word_that_nobody_means_costs_no_more_than_it_is_long() -> None:
    """Each of its letters left out in turn, 10,000 letters took 100 MB, and were kept."""
    long = "b" + "ac" * 4_900
    assert sum(map(len, variants(long))) == len(long)
    one, other = (told(f"jalan rusak di Desa Giriasih {word}") for word in (long, long[:-1] + "x"))
    assert verdict(one, other) == verdict(other, one)
