"""What is read as an answer to the offer of RAHASIA, and what tells something else."""

from __future__ import annotations

import pytest

from normalizer.flags import flags_in
from normalizer.offer_answer import goes_on, is_doubtful, only_agrees, wanted
from normalizer.schema import Flags

PROTECTS = """
ya
iya pak
nggih bu
mau dong
yes please
iya jangan dibuka
isinya jangan dibuka
mau tolong ditutup
tolong ditutup
jangan
iya jangan
jangan ditutup
jangan sampai bocor
jangan sampai tidak ditutup
jangan tidak dirahasiakan ya
tidak mau dibuka
gak boleh dibuka umum
aja dibuka pak
ulah dibuka
ojo disebar
saya takut pak
saya takut kalau dibuka
kalau tidak rahasia saya takut
tolong jangan sampai tetangga tahu
iya, isinya jangan sampai diketahui umum ya pak
ya kirim tapi rahasia
kirim aja tapi jangan disebar
nggih dipun tutup mawon
don't make it public
yes keep it private
iya bisa ketahuan
iya bisa bocor
ya nanti ketahuan
iya saya ketahuan
ok bisa viral
ya saya tahu
iya bisa dibaca orang
iya bisa ketahuan tetangga
gak boleh viral
tidak aman
gak aman kalau dibuka
gak ah takut
gak ah dibuka
boleh
setuju
saya setuju pak
silakan
monggo
tidak masalah
go ahead
terserah bapak saja
terserah
saya serahkan ke bapak
kumaha bapak we
up to you
terserah, yang penting cepat diproses
silakan diproses
iya diproses saja, setuju
lanjutkan tapi jangan dibuka untuk umum
setuju dirahasiakan
"""
DECLINES = """
gak usah rahasia, kirim aja
gak usah rahasia kirim aja
gausah dirahasiain langsung kirim aja
tidak usah, langsung kirim
tidak pak, kirim saja
ndak perlu dirahasiakan
ora usah, kirim wae
tidak usah ditutup
boleh dibuka
boleh kok dibuka
kirim aja kok pak
gapapa dibuka aja
tidak apa-apa diketahui umum
silakan dibuka
you can publish it
no need to keep it secret, just send
iya viralkan saja pak
iya biar viral
gapapa ketahuan
gak ah, buka aja
lanjutkan
lanjut aja pak
oke lanjut
iya lanjutkan saja
gak masalah kirim saja
silakan diteruskan
boleh langsung diteruskan
setuju dikirim
proceed please
langsung diproses saja
terserah, kirim saja
"""
ELSE = """
ok
tidak
gak usah
pak
iya pak terima kasih
tolong diproses
kirim orang ke sini
lanjutkan nanti saja
silakan datang ke lokasi
lanjutkan pembangunan jembatan
setuju jalannya ditutup
belum setuju
lanjutkan?
jangan dikirim dulu
tidak usah langsung kirim
ya jalan rusak
sekolahnya jangan ditutup
kantor desa dibuka saja
jangan dibuka jalannya
dibuka?
saya tahu
iya nanti dibuka orang
iya bisa disebar
gak boleh, nanti viral
gak usah, sudah viral
siapa yang bisa baca?
ok kok dibuka
kok diteruskan
emang boleh dibuka
harus dibuka ya pak
dibuka gak
belum dikirim kan
sudah dikirim belum
tunggu saya pikir dulu
betul, kepala sekolahnya pak Budi
"""


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("text", _lines(PROTECTS))
def test_what_protects(text: str) -> None:
    assert wanted(text) == Flags(rahasia=True)


@pytest.mark.parametrize("text", _lines(DECLINES))
def test_what_declines(text: str) -> None:
    assert wanted(text) == Flags()
    assert not flags_in(text), "and is no wish where nothing was offered"


@pytest.mark.parametrize("text", ["setuju", "silakan", "boleh pak", "terserah bapak saja", "pasrah saja pak, terserah"])
def test_what_chooses_nothing_only_answers_what_is_asked(text: str) -> None:
    assert only_agrees(text)
    assert not goes_on(text)
    assert not flags_in(text)


@pytest.mark.parametrize("text", ["lanjutkan", "oke lanjut", "teruskan saja pak"])
def test_what_kirim_does_in_other_words(text: str) -> None:
    assert goes_on(text)
    assert not only_agrees(text)


@pytest.mark.parametrize("text", _lines(ELSE))
def test_what_is_no_answer(text: str) -> None:
    assert wanted(text) is None


@pytest.mark.parametrize("text", ["ok", "tidak", "kok dibuka", "siapa yang baca", "apa bedanya pak", "dibuka gak"])
def test_what_is_asked_once_more(text: str) -> None:
    assert is_doubtful(text)


@pytest.mark.parametrize(
    "text", ["pak", "ya", "kirim", "jangan dikirim dulu", "ya jalan rusak", "kantor desa dibuka saja"]
)
def test_what_is_not(text: str) -> None:
    assert not is_doubtful(text)


def test_an_order_chooses_unless_it_asks() -> None:
    assert is_doubtful("buka?", ordered=True)
    assert not is_doubtful("buka", ordered=True)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("boleh, yang penting nama saya tidak keluar", Flags(anonim=True, rahasia=True)),
        ("ya tapi nama saya jangan disebut", Flags(anonim=True, rahasia=True)),
        ("gak usah rahasia tapi nama saya jangan disebut", Flags(anonim=True)),
    ],
)
def test_whose_name_it_is(text: str, flags: Flags) -> None:
    assert wanted(text) == flags
