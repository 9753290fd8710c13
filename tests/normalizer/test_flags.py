"""Which words ask for protection, and how far a slip may go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.flag_words import flag_word, one_slip
from normalizer.flags import flags_in
from normalizer.schema import Flags

WORDS = [
    ("RAHASIA", "rahasia"),
    ("Rahsia", "rahasia"),
    ("rahasai", "rahasia"),
    ("rahasiaa", "rahasia"),
    ("rahassia", "rahasia"),
    ("tahasia", "rahasia"),
    ("dirahasiakan", "rahasia"),
    ("confidential", "rahasia"),
    ("anonim", "anonim"),
    ("anomin", "anonim"),
    ("anonin", "anonim"),
    ("annonim", "anonim"),
    ("naonim", "anonim"),
    ("anonymous", "anonim"),
    ("sinonim", ""),
    ("rahang", ""),
    ("bahasa", ""),
    ("", ""),
]


@pytest.mark.parametrize(("word", "expected"), WORDS, ids=[row[0] for row in WORDS])
def test_flag_words(word: str, expected: str) -> None:
    assert flag_word(word.casefold()) == expected


@given(st.sampled_from(["rahasia", "anonim", "status"]), st.data())
def test_one_slip_is_forgiven(target: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(target) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    neighbours = target[at : at + 2][::-1]
    for slipped in (
        target[:at] + target[at + 1 :],
        target[:at] + letter + target[at + 1 :],
        target[:at] + letter + target[at:],
        target[:at] + neighbours + target[at + 2 :],
    ):
        assert one_slip(slipped, target)


@pytest.mark.parametrize("word", ["", "rah", "rhsaia", "rahas", "rahasiakan", "hasiara"])
def test_more_is_another_word(word: str) -> None:
    assert not one_slip(word, "rahasia")


TABLES = [
    "No\tNama\tHP\tIsi\n1\tSiti Contoh\t-\tJalan rusak",
    "No | Nama Warga | Keluhan\n1 | Siti Contoh | Jalan rusak",
    "No Nama Alamat Keluhan\n1 Siti Contoh RT 3 Jalan rusak",
]


@pytest.mark.parametrize("text", TABLES)
def test_the_head_of_a_table_asks_for_nothing(text: str) -> None:
    assert not flags_in(text)


@pytest.mark.parametrize(
    "text", ["no name please, the teacher hits pupils", "no-name", "no nama ya min, guru memukul murid"]
)
def test_no_name_is_a_wish(text: str) -> None:
    assert flags_in(text) == Flags(anonim=True)


BOTH = [
    ("both, in any order", "Rahasia, anonim. Kades pungli", Flags(anonim=True, rahasia=True)),
    ("a denial of one does not take away the other", "Tidak perlu anonim, tapi RAHASIA", Flags(rahasia=True)),
    ("a denial does not undo an instruction", "RAHASIA. Kata orang ini bukan rahasia lagi", Flags(rahasia=True)),
    ("a quotation is no instruction", 'Petugas membuka map "rahasia" warga di loket', Flags()),
    (
        "an office's disclaimer",
        "Jalan rusak.\n\nThis e-mail is confidential and for the intended recipient only.",
        Flags(),
    ),
    (
        "a disclaimer below an instruction",
        "RAHASIA. Kades pungli.\n\nEmail ini rahasia, hanya untuk penerima yang dituju.",
        Flags(rahasia=True),
    ),
    (
        "one that names the addressee in its next sentence",
        "Jalan rusak.\n\nEmail ini bersifat rahasia. Jika Anda bukan penerima yang dituju, mohon hapus.",
        Flags(),
    ),
    (
        "one with its name in capitals",
        "Jalan rusak.\n\nCONFIDENTIALITY NOTICE: This e-mail may contain confidential and privileged information.",
        Flags(),
    ),
    (
        "one that begins with the addressee",
        "Jalan rusak.\n\nThis mail is for the addressee only and may hold what is\nprivileged and confidential.",
        Flags(),
    ),
    (
        "the same words as a wish",
        "Jalan rusak.\n\nSurel ini rahasia, hanya untuk penerima di Inspektorat",
        Flags(rahasia=True),
    ),
    (
        "in capitals it is somebody's",
        "Jalan rusak.\n\nInformasi ini RAHASIA, untuk penerima yang dituju.",
        Flags(rahasia=True),
    ),
    ("an instruction that looks like one", "Confidential, intended only for the mayor", Flags(rahasia=True)),
    ("nothing", "", Flags()),
]


@pytest.mark.parametrize(("label", "text", "expected"), BOTH, ids=[row[0] for row in BOTH])
def test_flags_together(label: str, text: str, expected: Flags) -> None:
    assert flags_in(text) == expected, label
