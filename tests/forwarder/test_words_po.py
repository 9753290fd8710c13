"""Catalogues are gettext files: those that ship, an operator's own, and a language more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from forwarder.sayings import Saying, kinds
from forwarder.words import render, table
from forwarder.words_file import CatalogueFault, load, shipped, texts_of, tongues_of
from forwarder.words_po import PoFault, read, write
from forwarder.words_rules import forms_of
from normalizer.schema import Language, Medium

FOLDER = Path(str(files("forwarder"))) / "catalogue"
BRAND = "LAPOR! Kab. Contoh"
HEADER = 'msgid ""\nmsgstr "Language: {}\\n"\n\n'
JAVANESE = {
    "number.sms": "{brand}: Nomer laporan Panjenengan {national}.[ Takon: STATUS {national} dhateng {write_to}]",
    "help.subject": "Cara ngaturaken laporan",
    "help.mail": "Sugeng rawuh. Mangga dipunserat: punapa, wonten pundi, kapan.",
}


def po(language: str, texts: Mapping[str, str]) -> str:
    return (HEADER.format(language) if language else "") + "\n".join(
        f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in texts.items()
    )


def kept(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def number(path: Path | None, language: Language, medium: Medium = Medium.SMS) -> str:
    said = render(Saying.NUMBER, language, medium, brand=BRAND, national="1916449", catalogue=load(path))
    return said.text


@pytest.mark.parametrize("language", Language)
def test_what_ships_is_as_the_command_prints_it(language: Language) -> None:
    """Each message with its reason above it, every kind and form, in the order of docs/words.md."""
    text = (FOLDER / f"{language}.po").read_text("utf-8")
    assert text == write(language, shipped()), f"satupintu words --po {language} > forwarder/catalogue/{language}.po"
    with (FOLDER / f"{language}.po").open("rb") as opened:
        found = [message for message in read_po(opened, abort_invalid=True) if message.id]
    assert [message.id for message in found] == [f"{kind}.{form}" for kind in kinds() for form in forms_of(kind)]
    assert all(message.string and message.auto_comments and not list(message.check()) for message in found)


def test_a_language_more_is_a_file_in_the_folder(tmp_path: Path) -> None:
    kept(tmp_path, "jv.po", po("jv", JAVANESE))
    javanese = Language("jv")
    catalogue = load(tmp_path)
    assert tongues_of(catalogue) == (*Language, javanese)
    assert number(tmp_path, javanese) == f"{BRAND}: Nomer laporan Panjenengan 1916449."
    help_mail = render(Saying.HELP, javanese, Medium.MAIL, brand=BRAND, catalogue=catalogue)
    assert (help_mail.subject, help_mail.text[:12]) == ("Cara ngaturaken laporan", "Sugeng rawuh")
    assert texts_of(catalogue, "receipt", javanese) == shipped()["receipt"][Language.INDONESIAN]
    assert number(tmp_path, Language.ENGLISH) == number(None, Language.ENGLISH)
    assert "Nomer laporan Panjenengan" in table(catalogue)


def test_a_catalogue_to_fill_in_names_all_and_says_nothing_yet() -> None:
    empty = write("su", shipped())
    assert read(empty) == ("su", {})
    for said in (
        "#. Always: {brand}, {national}.",
        "#. The central system has given its number.",
        'msgid "number.sms"',
    ):
        assert said in empty
    assert "Laporan Bapak/Ibu" not in re.sub(r"^#.*$", "", empty, flags=re.MULTILINE)
    filled = empty.replace('msgid "stopped.sms"\nmsgstr ""', 'msgid "stopped.sms"\nmsgstr "{brand}: Cekap."')
    assert read(filled) == ("su", {"stopped": {"sms": "{brand}: Cekap."}})


def test_an_operators_files_lie_over_ours_by_name(tmp_path: Path) -> None:
    """Also what was written before catalogues were gettext's."""
    kept(tmp_path, "1.toml", '[number.id]\nsms = "{brand}: lama {national}"\nchat = "lama {national}"')
    kept(tmp_path, "2.po", po("id", {"number.sms": "{brand}: baru {national}"}))
    kept(tmp_path, "notes.txt", "nobody reads this")
    assert number(tmp_path, Language.INDONESIAN) == f"{BRAND}: baru 1916449"
    assert number(tmp_path, Language.INDONESIAN, Medium.CHAT) == "lama 1916449"
    assert number(tmp_path / "2.po", Language.INDONESIAN, Medium.CHAT) == number(None, Language.INDONESIAN, Medium.CHAT)


def test_without_a_header_the_file_is_called_by_its_language(tmp_path: Path) -> None:
    path = kept(tmp_path, "en.po", po("", {"number.sms": "{brand}: It is {national}"}))
    assert number(path, Language.ENGLISH) == f"{BRAND}: It is 1916449"
    bom = kept(tmp_path, "su.po", b"\xef\xbb\xbf" + po("", {"number.sms": "{brand}: nyaeta {national}"}).encode())
    assert number(bom, Language("su")) == f"{BRAND}: nyaeta 1916449"


@pytest.mark.parametrize("width", [30, 76, 0])
def test_what_a_translators_program_saves_says_the_same(width: int) -> None:
    """With all its header lines, sentences in pieces and the comments of whoever translated."""
    ours = (FOLDER / "id.po").read_text("utf-8")
    saved, out = read_po(BytesIO(ours.encode())), BytesIO()
    saved.locale, saved.project, saved.last_translator = "id", "Satu Pintu", "Sari Contoh <sari@example.org>"
    for message in saved:
        message.user_comments = ["Sudah diperiksa"]
    write_po(out, saved, width=width)
    assert "Plural-Forms" in (text := out.getvalue().decode())
    assert text != ours
    assert read(text) == read(ours)


NOT_SAID = [
    ("not translated", 'msgid "number.sms"\nmsgstr ""\n'),
    ("fuzzy", '#, fuzzy\nmsgid "number.sms"\nmsgstr "{brand}: kira-kira {national}"\n'),
    ("obsolete", '#~ msgid "number.sms"\n#~ msgstr "{brand}: dulu {national}"\n'),
]


@pytest.mark.parametrize(("label", "text"), NOT_SAID, ids=[row[0] for row in NOT_SAID])
def test_what_a_translator_left_open_is_said_as_before(tmp_path: Path, label: str, text: str) -> None:
    path = kept(tmp_path, "id.po", HEADER.format("id") + text)
    assert number(path, Language.INDONESIAN) == number(None, Language.INDONESIAN)


FAULTS: list[tuple[str, str | bytes, str]] = [
    ("no .po", "Nomor laporan", "it is no .po file"),
    ("a sentence that is not closed", 'msgid "number.sms"\nmsgstr\n', "it is no .po file"),
    ("a sentence without quotes", 'msgid "help.chat"\nmsgstr Halo\n', "line 2 is no msgid"),
    ("a message without its sentence", 'msgid "number.sms"\n', "it is no .po file"),
    ("no UTF-8", b'msgid "number.sms"\nmsgstr "\xff"\n', "it is not UTF-8"),
    ("said twice", po("id", {"number.sms": "{brand}: {national}"}) * 2, "number.sms stands there twice"),
    ("a plural", 'msgid "number.sms"\nmsgid_plural "x"\nmsgstr[0] "a"\nmsgstr[1] "b"\n', "a plural or a context"),
    ("a context", 'msgctxt "x"\nmsgid "number.sms"\nmsgstr "a"\n', "a plural or a context"),
    ("no such kind", po("id", {"thanks.sms": "x"}), "[thanks]: no such kind"),
    ("a sentence for a key", po("id", {"Terima kasih": "Thanks"}), "no such kind"),
    ("no such form", po("id", {"help.fax": "x"}), "[help.id] fax: must be a text"),
    ("a language by its name", po("Bahasa Jawa", {"help.chat": "x"}), "expected only letters"),
    ("a language by its short name", po("jawa", {"help.chat": "x"}), "write its code"),
    ("a placeholder nobody fills", po("id", {"help.chat": "{nama}"}), "unknown placeholder nama"),
    ("one that is missing", po("jv", {"number.sms": "{brand}: x"}), "[number.jv] sms: must always hold {national}"),
    ("jargon", po("en", {"help.chat": "Your ticket"}), "say nomor laporan, never tiket"),
    ("too long", po("jv", {"number.sms": "{brand}: {national}" + "x" * 160}), "must fit 160 characters"),
    ("no GSM-7", po("jv", {"number.sms": "{brand}: é𝒳 {national}"}), "must keep to GSM-7"),
    ("a scam word", po("jv", {"number.sms": "{brand}: kode {national}"}), "must not say kode"),
    ("a link", po("jv", {"number.sms": "{brand}: {national} lapor.go.id"}), "must hold no link"),
    (
        "a template that leaves something out",
        po("id", {"template_number.template": "Laporan [di {brand}] nomor {national} diteruskan."}),
        "write it without [ ]",
    ),
    (
        "a template that opens with a variable",
        po("id", {"template_number.template": "{national} adalah nomor laporan di {brand} ini."}),
        "must not open or close",
    ),
    (
        "a template without its variable",
        po("id", {"template_status.template": "Laporan {number} di {brand} berubah keadaannya."}),
        "must always hold {status}",
    ),
    (
        "a template in a third language",
        po("jv", {"template_number.template": "Laporan ing {brand} nomer {national} sampun."}),
        "in id and en only",
    ),
    (
        "a menu's order that nobody understands",
        po("id", {"menu.menu": "zzqx: Apa"}),
        "/zzqx is no order that is understood",
    ),
    ("a menu without what it does", po("id", {"menu.menu": "lapor"}), "/lapor must say what it does"),
    ("an order twice", po("id", {"menu.menu": "lapor: A\\nlapor: B"}), "each of them once"),
    ("a long title", po("id", {"untitled.title": "x" * 121}), "at most 120 characters"),
    ("two lines of title", po("id", {"untitled.title": "a\\nb"}), "a title is one line"),
    ("something in months", po("jv", {"months.months": "a b c d e f g h i j k {brand}"}), "unknown placeholder brand"),
]


@pytest.mark.parametrize(("label", "text", "fault"), FAULTS, ids=[row[0] for row in FAULTS])
def test_faults_are_told_with_the_file_and_the_place(tmp_path: Path, label: str, text: str | bytes, fault: str) -> None:
    kept(tmp_path, "good.po", po("su", {"number.sms": "{brand}: {national}"}))
    kept(tmp_path, "id.po", text)
    with pytest.raises(CatalogueFault, match=re.escape(fault)) as told:
        load(tmp_path)
    assert "id.po" in str(told.value)


def test_a_folder_without_words(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFault, match="holds no words: put"):
        load(tmp_path)


@pytest.mark.parametrize("cut", range(0, 2400, 37))
def test_half_a_file_is_a_fault_or_less_and_never_something_else(cut: int) -> None:
    """A text that is cut between two sentences may still be read: its rules are looked at afterwards."""
    part = (FOLDER / "id.po").read_text("utf-8")[:cut]
    if part.count('"') % 2 or re.search(r"(?:^|\n)(?:msg\w*\s*|m\w{0,5}|msgid \"[^\"]*\"\s*)$", part):
        with pytest.raises(PoFault, match=r"no \.po file"):
            read(part, "id")
    else:
        language, texts = read(part, "id")
        assert language in ("id", "i", "")
        assert set(texts) <= set(kinds())
