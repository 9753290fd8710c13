"""What a sender's two reports name and nothing else has: a person, a code, a number, a year."""

from __future__ import annotations

import pytest

from normalizer.likeness import gist
from normalizer.likeness_rules import Told, verdict
from normalizer.likeness_told import decode, encode, parsed, told_in
from normalizer.places_persons import others

READ = [
    ("KTP atas nama Budi belum jadi", {"whom": {"budi"}}),
    ("bansos a.n. Siti A. belum cair", {"whom": {"siti a"}}),
    ("BLT an wagiyem dipotong", {}),
    ("BLT an. wagiyem dipotong", {"whom": {"wagiyem dipotong ~"}}),
    ("akta anak saya Rizki salah", {"kin": {"anak"}, "whom": {"rizki"}}),
    ("akta anak saya rizki salah", {"kin": {"anak"}, "whom": {"rizki salah ~"}}),
    ("rumah Pak Sarwono roboh", {"whom": {"sarwono"}}),
    ("bantuan untuk Mbah Tukinem", {"whom": {"tukinem"}}),
    ("Ibu Marsiah warga kami sakit", {"whom": {"marsiah"}}),
    ("lansia bernama Mbah Sadiyo", {"whom": {"sadiyo"}}),
    ("Nama penerima: Yuliana Tefa", {"whom": {"yuliana tefa"}}),
    ("Bapak Sugeng warga RT 2 dan Ibu Tini warga RT 3", {"whom": {"sugeng", "tini"}}),
    ("pasien Wagimin sudah menunggu", {"whom": {"wagimin"}}),
    ("saya mewakili Ibu Sri Wahyuni", {"whom": {"sri wahyuni"}}),
    ("Meneruskan laporan Bpk. Sarwono: air mati", {"whom": {"sarwono"}}),
    ("keluhan dari Ibu Marsiah soal air", {"whom": {"marsiah"}}),
    ("banjir di rumah Pak Sarwono", {"whom": {"sarwono"}}),
    ("Pelapor: Budi\nair mati", {"self": {"budi"}}),
    ("Nama: Siti Aminah\nAduan: air mati", {"self": {"siti aminah"}}),
    ("the card of my son Markus is lost", {"whom": {"markus"}}),
    ("a card in the name of Markus Wenda", {"whom": {"markus wenda"}}),
    ("rumah C12 bocor", {"code": {"c 12"}, "code of rumah": {"c12"}}),
    ("rumah no C 07 bocor", {"code": {"c 7"}, "code of rumah": {"c7"}}),
    ("tiang KJT-0417 miring", {"code": {"kjt 417"}, "code of tiang": {"kjt417"}}),
    ("tiang kjt 0417 miring", {"code": {"kjt 417"}, "code of tiang": {"kjt417"}}),
    ("bus AD 8123 KT", {"plate": {"ad8123kt"}}),
    ("angkot b 1432 ux", {"plate": {"b1432ux"}}),
    ("truk ad8123kt", {"plate": {"ad8123kt"}}),
    ("NIK saya 3501 1200 0000 0001", {"number of nik": {"3501120000000001"}}),
    ("nomor pelanggan: 00123", {"number of customer": {"00123"}}),
    ("no registrasi 88/2209", {"number of file": {"882209"}}),
    ("PBB 2024 belum terbit", {"year": {"2024"}}),
    ("dana BOS tahun anggaran 2023", {"year": {"2023"}}),
    ("ibuku dan mbah saya ditolak", {"kin": {"ibu", "nenek"}}),
    ("air sudah tidak keruh", {"ceased": {"keruh"}}),
    ("air tidak keruh lagi", {"ceased": {"keruh"}}),
    # What is none.
    ("Ibu, saya mau melapor", {}),
    ("mohon ibu saya mohon", {}),
    ("air tidak mengalir lagi", {}),
    ("air tidak keruh", {}),
    ("Terima kasih, Budi", {}),
    ("Saya Budi dari RT 3", {"self": {"budi"}}),
    ("Diteruskan: saya Ibu Komariah minta bantuan", {"self": {"komariah"}}),
    ("mobil saya Avanza dicuri", {}),
    ("nama saya Budi Santoso, lampu mati", {}),
    ("Hormat kami, Bu Sri Lestari, ketua RT", {}),
    ("a.n. warga, Suparman", {}),
    ("pelapor sudah menunggu", {}),
    ("pasien BPJS ditolak", {}),
    ("laporan dari pak RT", {}),
    ("dari rumah Pak Sarwono ke timur gelap", {}),
    ("Pak Ganjar mohon dibantu", {}),
    ("Yth. Ibu Camat, jalan rusak", {}),
    ("depan rumah Pak Sarwono ada lubang", {}),
    ("I am married to an Indonesian", {}),
    ("sertifikat atas nama almarhum ayah", {}),
    ("Anak Saya Dipukul Guru", {"kin": {"anak"}}),
    ("papan nama taman baca", {}),
    ("gara2 anak2 di alun2", {}),
    ("jam7 di rt006, 10km, covid19, H-3, ke-2", {}),
    ("hub 0811-0000-1234 atau 021-5550000", {}),
    ("laporan nomor 1234567 belum dijawab", {}),
    ("jalan rusak sejak tahun 2019, dibangun tahun 2005", {}),
    ("bayar 2000 rupiah di tahun 2024", {}),
    ("tagihan rekening 450000", {}),
]


@pytest.mark.parametrize(("text", "wanted"), READ, ids=[text for text, _ in READ])
def test_marks(text: str, wanted: dict[str, set[str]]) -> None:
    assert {kind: set(values) for kind, values in gist(text).facts.marks.items()} == wanted


def told(text: str, person: str = "p") -> Told:
    return Told(gist(text), person=person, chat=f"sms-{person}")


MET = [
    ("Kartu BPJS atas nama Budi belum aktif", "Kartu BPJS atas nama Andi belum aktif", False),
    ("Kartu BPJS a.n. Rina belum aktif", "Kartu BPJS a.n. Rini belum aktif", False),
    ("Kartu BPJS a.n. Siti Aminah belum aktif", "Kartu BPJS a.n. Siti Rohaya belum aktif", False),
    ("Kartu BPJS a.n. Siti Aminah belum aktif", "kartu bpjs an siti aminah belum aktif", True),
    ("Listrik di rumah C12 mati sejak kemarin", "Listrik di rumah C21 mati sejak kemarin", False),
    ("Listrik di rumah C12 mati sejak kemarin", "listrik di rumah c-12 mati sejak kemarin", True),
    ("Listrik di rumah C12 mati sejak kemarin", "Listrik di rumah D12 mati sejak kemarin", False),
    ("Lampu di tiang KJT-04 mati, rumah saya C12", "Lampu di tiang KJT-04 mati, rumah saya C7", False),
    ("Lampu di tiang KJT-04 mati sejak Senin", "Lampu di tiang KJT-04 mati sejak Senin, dekat unit B7", True),
    ("PBB 2024 belum terbit di desa kami", "PBB 2025 belum terbit di desa kami", False),
    ("SPPT PBB tahun 2024 atas tanah saya salah luas", "SPPT PBB 2024 atas tanah saya salah luas", True),
    ("Sampah di Pasar Gondang menumpuk seminggu. Trims, Budi", "Sampah di Pasar Gondang menumpuk seminggu", True),
    ("Nama: Siti Aminah\nAduan: PKH tidak cair", "Nama: Sri Wahyuni\nAduan: PKH tidak cair", False),
]


@pytest.mark.parametrize(("one", "other", "linked"), MET)
def test_of_one_sender(one: str, other: str, *, linked: bool) -> None:
    for a, b in ((one, other), (other, one)):
        judged = verdict(told(a), told(b))
        assert judged.same_person is linked, judged.why


PEOPLE = [
    ("djoko susilo", "joko", False),
    ("muhammad rizki", "m rizky", False),
    ("siti a", "siti aminah", False),
    ("nisa", "nissa", False),
    ("sumiyati", "sumiyait", False),
    ("rina", "rini", True),
    ("yanti", "yanto", True),
    ("siti aminah", "siti rohaya", True),
    ("siti aminah ~", "siti rohaya ~", True),
    ("wagiyem dipotong ~", "wagiyem belum ~", False),
]


@pytest.mark.parametrize(("one", "other", "two"), PEOPLE)
def test_two_names_are_two_people(one: str, other: str, *, two: bool) -> None:
    assert others({one}, {other}) is two
    assert others({other}, {one}) is two
    assert not others({one}, {one, other})


def test_a_code_that_was_cut_is_no_other() -> None:
    whole = "Tolong lampu jalan di depan sekolah kami sudah lama sekali mati, yaitu lampu di tiang KJT-0417 dekat pos"
    assert verdict(told(whole), told(whole[: whole.index("17")])).same_person


def test_marks_are_kept_and_a_row_of_before_has_none() -> None:
    made = told("rumah C12 atas nama Budi bocor")
    row = encode(made)
    back = decode(row)
    assert back is not None
    assert back.gist.facts.marks == made.gist.facts.marks
    older = dict(parsed(row) or {})
    del older["k"]
    assert told_in(older).gist.facts.marks == {}
    assert told_in(older).gist.facts.found == made.gist.facts.found
