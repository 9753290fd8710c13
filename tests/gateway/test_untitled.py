"""A complaint without words is called as the catalogues say, an operator's own too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from node_kit import ACCOUNT, ENV, whatsapp

from forwarder.items import Claim
from forwarder.words_file import load, shipped
from gateway.drafting import Drafting
from gateway.settings import load as settings_of
from gateway.wiring import make_channels
from gateway.wiring_pump import make_understanding, untitled_of
from normalizer import codec
from normalizer.normalize import UNTITLED
from normalizer.schema import Complaint, Language, Message

FILE = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{'0' * 32}/Media/ME{'0' * 32}"
PHOTO = whatsapp("", NumMedia="1", MediaUrl0=FILE, MediaContentType0="image/jpeg")
KEYS = {"ID_KEY": "A" * 43, "ENCRYPTION_KEYS": "A" * 43}
OWN = 'msgid "untitled_file.title"\nmsgstr "Foto tanpa kata"\n'


def title(path: Path, words: str) -> str:
    """Of a photo alone."""
    env = {**ENV, "DATA_DIR": str(path), "WORDS_FILE": words, **KEYS}
    found = make_understanding(settings_of(env), make_channels(ENV, "https://gw.example.org"))
    (message,) = found.channels[PHOTO.channel].read(PHOTO)
    assert isinstance(message, Message)
    claim = replace(found, drafting=Drafting()).item(message, False, {})
    assert isinstance(claim, Claim)
    return codec.decode(Complaint, claim.body).title


def test_the_titles_of_understanding_are_those_that_ship() -> None:
    assert untitled_of(shipped()) == UNTITLED


@pytest.mark.parametrize("language", Language)
def test_an_operator_changes_one(tmp_path: Path, language: Language) -> None:
    own = tmp_path / f"{language}.po"
    own.write_text(OWN)
    assert untitled_of(load(own)) == {**UNTITLED, language: ("Foto tanpa kata", *UNTITLED[language][1:])}


def test_a_photo_alone_is_called_so(tmp_path: Path) -> None:
    assert title(tmp_path, "") == "Laporan dengan lampiran"
    (tmp_path / "id.po").write_text(OWN)
    assert title(tmp_path, str(tmp_path / "id.po")) == "Foto tanpa kata"
