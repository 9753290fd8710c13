"""Every sentence a citizen reads keeps the rules, also the operator's own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from forwarder.sayings import PROTECTED, Piece, Saying, kinds
from forwarder.words import Words, brand_fault, piece, render, table
from forwarder.words_file import CatalogueFault, load, shipped
from forwarder.words_menu import menus_of
from forwarder.words_rules import ASKING, LONGEST, REQUIRED, catalogue_faults, forms_of, text_faults
from normalizer import gsm7
from normalizer.flags import flags_in
from normalizer.schema import Flags, Language, Medium

PUBLISHED = Path(__file__).parents[2] / "docs" / "words.md"
BRAND = "LAPOR! Kab. Contoh"
EVERY = [
    (saying, language, medium, protected)
    for saying, language, medium, protected in itertools.product(Saying, Language, Medium, (False, True))
    if (not protected or saying in PROTECTED) and (medium is Medium.MAIL or medium in forms_of(saying))
]
# What only some sayings have a place for.
OTHERS = {
    "count": "5",
    "list": "1. 2218779091",
    "since": "1 Nov 2026",
    "until": "30 Nov 2026",
    "more": "12",
    "parts": "1. Siti",
    "earlier": "3" * 12,
    "word": LONGEST["word"],
    "minutes": LONGEST["minutes"],
    "status": LONGEST["status"],
    # A longer question takes another SMS: the agency is not cut short.
    "question": "Di rumah nomor berapa lubang itu?",
    "cite": "",
}
NAMES = ["-".join([*map(str, row[:3]), "protected" if row[3] else "open"]) for row in EVERY]


# How protection stands that was asked for; no two of them at once.
WISHES: list[dict[str, str]] = [{}, {"kept": LONGEST["kept"]}, {"waits": LONGEST["waits"]}]


def said(
    saying: Saying, language: Language, medium: Medium, protected: bool, wish: Mapping[str, str] = MappingProxyType({})
) -> Words:
    return render(
        saying,
        language,
        medium,
        brand=LONGEST["brand"],
        number=LONGEST["number"],
        national="2" * len(LONGEST["national"]),
        write_to=LONGEST["write_to"],
        protected=protected,
        others={**OTHERS, **wish},
    )


@pytest.mark.parametrize("wish", WISHES, ids=["open", "kept", "waits"])
@pytest.mark.parametrize(("saying", "language", "medium", "protected"), EVERY, ids=NAMES)
def test_every_sentence(
    saying: Saying, language: Language, medium: Medium, protected: bool, wish: Mapping[str, str]
) -> None:
    words = said(saying, language, medium, protected, wish)
    whole = f"{words.subject}\n{words.text}"
    assert LONGEST["brand"] in words.text
    assert bool(words.subject) == (medium is Medium.MAIL)
    assert not re.search(r"tiket|ticket|://|www\.|[{}\[\]]", whole, re.IGNORECASE)
    if medium is Medium.SMS:
        assert gsm7.segments(words.text) == 1
        assert gsm7.septets(words.text) is not None
        assert not re.search(r"\b(kode|pin|otp|verifikasi)\b", whole, re.IGNORECASE)
        invites = re.search(r"STATUS|\b(silakan|mohon|balas|please)\b", words.text, re.IGNORECASE)
        assert not invites or LONGEST["write_to"] in words.text


PROTECTED_ROWS = [row for row in EVERY if row[3]]


@pytest.mark.parametrize(("saying", "language", "medium"), [row[:3] for row in PROTECTED_ROWS])
def test_protected_words_tell_nothing(saying: Saying, language: Language, medium: Medium) -> None:
    """A shared phone must not show that somebody complained, nor a mail's subject its number."""
    words = render(saying, language, medium, brand="X", number="1", national="2", protected=True, others=OTHERS)
    assert not re.search(
        r"lapor|aduan|keluh|report|complain|rahasia|anonim", f"{words.subject} {words.text}", re.IGNORECASE
    )
    assert not re.search(r"\d", words.subject)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("medium", Medium)
def test_the_first_answers_say_what_happens_with_the_data(language: Language, medium: Medium) -> None:
    for saying in (Saying.NUMBER, Saying.RECEIPT, Saying.HELP):
        assert "27/2022" in said(saying, language, medium, protected=False).text
    assert {"RAHASIA", "ANONIM"} <= set(re.findall(r"\w+", said(Saying.HELP, language, medium, protected=False).text))


# What the first answer to who asked for protection may be.
FIRST = (Saying.NUMBER, Saying.RECEIPT, Saying.RECEIPTS, Saying.NUMBERS)


@pytest.mark.parametrize(("saying", "language", "medium"), [row[:3] for row in PROTECTED_ROWS if row[0] in FIRST])
def test_who_asked_for_protection_is_told_that_it_holds_and_what_happens_with_the_data(
    saying: Saying, language: Language, medium: Medium
) -> None:
    """Only where it holds: "as you asked" is no word for what waits, or was lifted."""
    kept = piece(Piece.KEPT, language, {})
    told = {wish: said(saying, language, medium, protected=True, wish={wish: kept}).text for wish in ("kept", "none")}
    assert kept in told["kept"]
    assert kept not in told["none"]
    assert not re.search(r"permintaan|asked|dijaga sesuai|protect(?!ion)", told["none"])
    assert all("27/2022" in text for text in told.values())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("saying", [Saying.STATUS_KNOWN, Saying.STATUS_WAITING])
def test_status_tells_how_protection_stands(saying: Saying, medium: Medium, language: Language) -> None:
    kept, waits = (piece(one, language, {}) for one in (Piece.KEPT, Piece.WAITS))
    values: list[dict[str, str]] = [{"kept": kept}, {"waits": waits}, {}]
    told = [said(saying, language, medium, protected=False, wish=wish).text for wish in values]
    assert [(kept in text, waits in text) for text in told] == [(True, False), (False, True), (False, False)]
    assert not re.search("rahasia|anonim|confidential|anonymous", "".join(told), re.IGNORECASE)
    assert not re.search(r"\d", said(saying, language, medium, protected=False).subject), "read over a shoulder"


def test_our_own_status_line_is_understood() -> None:
    text = render(Saying.RECEIPT, Language.INDONESIAN, Medium.CHAT, brand=BRAND, number="2218779091").text
    assert "2218779091" in text
    assert flags_in(text) == Flags()


def test_what_has_no_value_is_left_out() -> None:
    sms = render(Saying.LINKED, Language.INDONESIAN, Medium.SMS, brand=BRAND, number="2218779091").text
    assert sms == f"{BRAND}: Laporan yang sama sudah kami terima. Nomor laporan Bapak/Ibu tetap 2218779091."
    mail = render(Saying.LINKED, Language.INDONESIAN, Medium.MAIL, brand=BRAND, number="2218779091").text
    assert "nasional" not in mail
    assert "\n\n\n" not in mail


def test_an_answer_without_its_number_is_refused() -> None:
    with pytest.raises(ValueError, match="national"):
        render(Saying.NUMBER, Language.INDONESIAN, Medium.CHAT, brand=BRAND)


def test_values_are_not_read_as_patterns() -> None:
    words = render(Saying.NUMBER, Language.INDONESIAN, Medium.CHAT, brand="[{number}]\\1", national="01{brand}")
    assert "01{brand}" in words.text
    assert words.text.endswith("– [{number}]\\1")


def test_a_brand_that_sms_cannot_carry_is_folded() -> None:
    words = render(Saying.HELP, Language.INDONESIAN, Medium.SMS, brand="LAPOR! – “Contoh”")
    assert words.text.startswith('LAPOR! - "Contoh": ')


BRANDS = [
    (BRAND, ""),
    (LONGEST["brand"], ""),
    ("", "is empty"),
    ("LAPOR! “Contoh”", "plain letters"),
    ("L" * 31, "at most 30"),
    ("[" * 16, "at most 30"),
]


@pytest.mark.parametrize(("brand", "fault"), BRANDS)
def test_brands(brand: str, fault: str) -> None:
    assert fault in brand_fault(brand)
    assert bool(fault) == bool(brand_fault(brand))


def test_the_shipped_catalogue_is_whole_and_without_fault() -> None:
    assert list(catalogue_faults(shipped())) == []
    assert set(shipped()) == set(REQUIRED) == {
        *Saying, *Piece, *(f"{saying}_protected" for saying in PROTECTED),
    }  # fmt: skip
    for kind, tongues in shipped().items():
        assert set(tongues) == set(Language)
        assert all(set(texts) == set(forms_of(kind)) for texts in tongues.values())


@pytest.mark.parametrize("kind", sorted(kind for kind in Piece if REQUIRED[kind] == ("number",)))
@pytest.mark.parametrize("language", list(Language))
def test_a_piece_names_its_number_and_leaves_out_what_is_missing(kind: Piece, language: Language) -> None:
    given = {"place": "3", "date": "21 Nov 2026"}
    bare = piece(kind, language, {"number": "2218779091", **given})
    assert "2218779091" in bare
    assert not re.search(r"[{}\[\]]|nasional,|,\s*$", bare)
    full = piece(kind, language, {"number": "2218779091", "national": "01916449", "about": "Jalan rusak", **given})
    assert "01916449" in full
    assert ("Jalan rusak" in full) is (kind is not Piece.LINE_PROTECTED)
    with pytest.raises(ValueError, match="number"):
        piece(kind, language, given)


def test_the_page_is_the_catalogue() -> None:
    assert PUBLISHED.read_text("utf-8") == table(), "write docs/words.md again from forwarder.words.table()"


def test_its_table_leaves_nothing_out() -> None:
    rows = [line for line in table().splitlines() if line.startswith("| [")]
    assert [row.split("]")[0] for row in rows] == [f"| [{kind}" for kind in kinds()]
    assert not [row for row in rows if " | – | " in row]


def own(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "words.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_an_operator_changes_one_sentence(tmp_path: Path) -> None:
    path = own(tmp_path, '[number.id]\nsms = "{brand}: Matur nuwun, nomor laporan {national}."')
    catalogue = load(path)
    words = render(Saying.NUMBER, Language.INDONESIAN, Medium.SMS, brand=BRAND, national="1916449", catalogue=catalogue)
    assert words.text == f"{BRAND}: Matur nuwun, nomor laporan 1916449."
    english = render(Saying.NUMBER, Language.ENGLISH, Medium.SMS, brand=BRAND, national="1916449", catalogue=catalogue)
    assert english == render(Saying.NUMBER, Language.ENGLISH, Medium.SMS, brand=BRAND, national="1916449")
    assert load(None) is shipped()


FAULTS = [
    ("no TOML", "[number", "it is no TOML"),
    ("no UTF-8", b"\xff", "it is not UTF-8"),
    ("too deep", "a = " + "[" * 5_000, "it is no TOML"),
    ("no such kind", '[thanks.id]\nsms = "x"', "no such kind"),
    ("no language", '[help.jawa]\nsms = "x"', "no language"),
    ("no such form", '[help.id]\nfax = "x"', "must be a text"),
    ("no text", "[help.id]\nsms = 5", "must be a text"),
    ("an empty text", '[help.id]\nsms = " "', "must be a text"),
    ("a placeholder nobody fills", '[help.id]\nchat = "{name}"', "unknown placeholder name"),
    ("a number that may be missing", '[number.id]\nchat = "Halo[ {national}]"', "must always hold {national}"),
    ("an open bracket", '[help.id]\nchat = "Halo [ {brand}"', "a bracket is open"),
    ("jargon", '[help.id]\nchat = "Tiket"', "never tiket"),
    ("a salutation and no capital", '[stopped.id]\nmail = "Yth.,\\n\\nbapak/Ibu tidak kami balas"', "two capitals"),
    ("another way round", '[help.id]\nchat = "Ibu / Bapak, silakan tulis"', "two capitals"),
    ("no brand", '[help.id]\nsms = "Halo"', "must always hold {brand}"),
    ("a link", '[help.id]\nsms = "{brand}: buka lapor.go.id"', "no link"),
    ("a scam word", '[help.id]\nsms = "{brand}: kode Anda"', "must not say kode"),
    ("UCS-2", '[help.id]\nsms = "{brand} – Halo"', "GSM-7"),
    ("too long", f'[help.id]\nsms = "{{brand}}{"a" * 131}"', "it has 161"),
    ("no number to write to", '[help.id]\nsms = "{brand}: STATUS"', "must name {write_to}"),
    (
        "protection that nobody is told of",
        '[number_protected.id]\nchat = "Nomor: {national}"',
        "must hold {kept} in [ ]",
    ),
    ("… told always", '[receipt_protected.id]\nchat = "Nomor {number}, {kept}"', "must hold {kept} in [ ]"),
    ("more than an SMS holds", '[kept.id]\nkept = "seperti yang Bapak/Ibu minta"', "has room for 17"),
    ("no letters of an SMS", '[waits.id]\nwaits = "belum – ya"', "has room for 16 plain letters"),
    ("what may be missing", '[receipt.id]\nchat = "{number} {left_out}"', "left_out may be missing"),
    ("… in a subject", '[help.id]\nsubject = "Nomor {number}"', "number may be missing"),
    ("an order and no number", '[erase_set.id]\nsms = "{brand}: Tidak jadi? Balas BATAL"', "must name {write_to}"),
    ("in English", '[stopped.en]\nsms = "{brand}: START, and we answer again"', "must name {write_to}"),
    ("a word to come back", '[confirm_lift.id]\nsms = "{brand}: {number}? {word}"', "must name {write_to}"),
    ("a question", '[question.en]\nsms = "{brand}: {number}: {question}"', "must name {write_to}"),
    ("what is missing", '[receipt_where.id]\nsms = "{brand}: {number}. Di mana?"', "must name {write_to}"),
    ("two lines of subject", '[help.id]\nsubject = """a\nb"""', "one line"),
]


@pytest.mark.parametrize(("label", "text", "fault"), FAULTS, ids=[row[0] for row in FAULTS])
def test_an_operators_faults_are_told(tmp_path: Path, label: str, text: str | bytes, fault: str) -> None:
    with pytest.raises(CatalogueFault, match=re.escape(fault)):
        load(own(tmp_path, text))


@pytest.mark.parametrize("kind", sorted(ASKING))
@pytest.mark.parametrize("language", Language)
def test_what_asks_for_an_answer_in_any_words_names_the_number_to_write_to(kind: str, language: Language) -> None:
    text = shipped()[kind][language]["sms"]
    assert "an SMS that asks for an answer must name {write_to}" not in list(text_faults(kind, "sms", text))
    bare = re.sub(r"\[[^\[\]]*\{write_to\}[^\[\]]*\]", "", text)
    assert "an SMS that asks for an answer must name {write_to}" in list(text_faults(kind, "sms", bare))


ORDERS = ["STATUS", "RAHASIA", "ANONIM", "BUKA", "KIRIM", "BATAL", "CANCEL", "STOP", "MULAI", "START", "HAPUS DATA"]


@pytest.mark.parametrize("kind", ["act_waits", "withdrawn", "linked"])
@pytest.mark.parametrize("order", ORDERS)
def test_an_order_that_an_operator_asks_for_does_so_too(kind: str, order: str) -> None:
    text = f"{{brand}}: Nomor {{number}}. Bila perlu, {order}."
    assert list(text_faults(kind, "sms", text)) == ["an SMS that asks for an answer must name {write_to}"]
    assert list(text_faults(kind, "sms", text + "[ Ke {write_to}]")) == []


def test_the_longest_is_what_takes_most_on_the_network() -> None:
    """A letter of the extension table takes two places, and only one of the two words about protection is told."""
    text = "{brand}: {number}.[ {kept} " + "a" * 70 + "][ {waits} " + "~" * 60 + "]"
    (fault,) = text_faults("status_waiting", "sms", text)
    assert fault.endswith("it has 181")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFault) as caught:
        load(own(tmp_path, '[help.id]\nsms = "kode"\nchat = "{x}"'))
    assert len(str(caught.value).splitlines()) == 5


@pytest.mark.parametrize("name", ["none.toml", "x" * 300])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(CatalogueFault, match="cannot be read"):
        load(tmp_path / name)


def test_a_menu_shows_no_brackets(tmp_path: Path) -> None:
    menus = menus_of(load(own(tmp_path, '[menu.id]\nmenu = """lapor: Tulis [sebuah] laporan\n[batal: Tarik]"""')))
    assert menus["id"] == menus[""] == (("lapor", "Tulis sebuah laporan"), ("batal", "Tarik"))


@pytest.mark.parametrize("kind", ["menu", "template_number", "number", "untitled"])
def test_a_section_of_which_each_line_was_taken_out_says_nothing(tmp_path: Path, kind: str) -> None:
    catalogue = load(own(tmp_path, f"[{kind}.id]\n# x = 'y'\n[{kind}.jv]\n"))
    assert catalogue == shipped()
    assert menus_of(catalogue) == menus_of(shipped())
