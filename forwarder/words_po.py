"""One language's sentences as a gettext catalogue (.po), read and written by Babel: https://babel.pocoo.org"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from forwarder.sayings import kinds, when
from forwarder.words_rules import REQUIRED, Catalogue, forms_of, placeholders_of
from normalizer.schema import Language

# Every message says by a key what it is: `number.sms` is the kind `number` by SMS. The sentence of another language as
# the key would be lost with each word that is changed in it.
_HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
_ABOUT = """\
Every sentence that citizens read, in one language. Messages are named by key: what is said, a dot, and how it travels.
What stands in [square brackets] is left out when a placeholder in it has no value. `mail` ends with the brand by
itself. {brand} is this deployment's name, {number} our nomor laporan, {national} the central system's number,
{write_to} the number to write to, {left_out} attachments that were too large or too many, {word} what has to come back
from the same chat, {secret} the word that proves a confidential number, {mail_word} the one that proves a mailbox, sent
from there to {mail_to}. {kept} stands while protection that was asked for holds, {waits} while it does not yet; never
both. Phones are shared: what is said of an order does not name what it is about.

An SMS is one GSM-7 segment of 160 characters with the longest names and numbers, without link or scam word; only that
of a question may take more, for the question is the agency's. Indonesia's operators ask for the brand in the text of
branded sender names; scam filters look for kode, PIN and OTP. UU 27/2022 (Pelindungan Data Pribadi) asks to say what
happens with the data. 112 is the general emergency number, 110 the police, 113 the fire brigade, 119 the ambulance.
"""
_TWICE = re.compile(r'^msgid "([^"]+)"', re.MULTILINE)
# Babel takes the first and last sign of whatever stands there for quotes.
_LINE = re.compile(r'#.*|(?:msg(?:id|str|ctxt|id_plural)(?:\[\d\])?\s+)?"(?:[^"\\]|\\.)*"|')


class PoFault(ValueError):
    """It is no catalogue; the sentence says where."""


def read(text: str, otherwise: str = "") -> tuple[str, dict[str, dict[str, str]]]:
    """Its language, by its header or else `otherwise`; and its texts, by kind and form. What is not translated or
    marked fuzzy is not there. Raise `PoFault`."""
    # Loaded where a catalogue is read, and nowhere else: a tenth of a second.
    from babel.messages.pofile import PoFileError, read_po

    for place, line in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line.strip()):
            raise PoFault(f'it is no .po file: line {place} is no msgid, msgstr or "text" in quotes')
    if twice := [key for key, times in Counter(_TWICE.findall(text)).items() if times > 1]:
        raise PoFault(f"{', '.join(twice)} stands there twice")
    try:
        found = read_po(io.BytesIO(text.encode()), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, IndexError, LookupError, AttributeError, TypeError) as error:
        raise PoFault(f"it is no .po file ({error})") from error
    texts: dict[str, dict[str, str]] = {}
    for message in found:
        if not message.id or message.fuzzy or not message.string:
            continue
        if not isinstance(message.id, str) or not isinstance(message.string, str) or message.context:
            raise PoFault(f"{message.id} has a plural or a context; our messages have neither")
        kind, _, form = message.id.rpartition(".")
        texts.setdefault(kind, {})[form] = message.string
    return (found.locale_identifier or otherwise).partition("_")[0], texts


def write(language: str, catalogue: Catalogue) -> str:
    """All of it in this language, with what a translator must know above each; where it has no words yet, that is the
    Indonesian sentence, too."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    made = Catalog(charset="utf-8")
    for kind in kinds():
        for form in forms_of(kind):
            said = catalogue[kind].get(language, {}).get(form, "").strip()
            reference = "" if said else catalogue[kind][Language.INDONESIAN].get(form, "").strip()
            made.add(f"{kind}.{form}", said, auto_comments=[*_notes(kind, form), *reference.splitlines()])
    out = io.BytesIO()
    # As long as they are: a sentence in pieces is not found by who looks for it.
    write_po(out, made, width=-1, omit_header=True)
    about = "".join(f"# {line}".rstrip() + "\n" for line in _ABOUT.splitlines())
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in {"Language": language, **_HEADER}.items())
    return f'{about}msgid ""\nmsgstr ""\n{head}\n{out.getvalue().decode().rstrip()}\n'


def _notes(kind: str, form: str) -> Iterator[str]:
    yield when(kind)
    always = set(REQUIRED[kind]) if form != "subject" else set()
    always |= {"brand"} if form == "sms" else set()
    names: Mapping[str, str] = {name: f"{{{name}}}" for name in placeholders_of(kind)}
    if must := [shown for name, shown in names.items() if name in always]:
        yield f"Always: {', '.join(must)}."
    if may := [shown for name, shown in names.items() if name not in always]:
        yield f"If need be: {', '.join(may)}."
