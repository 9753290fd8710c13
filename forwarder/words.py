"""The sentences citizens read, with their values, by what is said and how it travels; and all of them as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forwarder.sayings import PROTECTED, Piece, Saying, kinds, when
from forwarder.words_file import shipped, texts_of, tongues_of
from forwarder.words_rules import LONGEST, OPTIONAL, PLACEHOLDER, Catalogue, Texts, forms_of, longest
from normalizer import gsm7
from normalizer.schema import Language, Medium

# What most answers have no value for.
_OPEN = dict.fromkeys(("left_out", "secret", "status", "whose", "kept", "waits", "mail_to", "mail_word"), "")
_SIGNATURE = "\n\n– {brand}"
_INTRO = """\
# What citizens read

Made by `satupintu words`; a test compares. The sentences stand in gettext catalogues, one for each language
(`forwarder/catalogue/*.po`), by key: `number.sms` is the kind `number` by SMS. `[…]` is left out when a value in it is
missing.

An operator changes any of it without code: `satupintu words --po id` prints the catalogue of a language, and WORDS_FILE
names a file of what shall be said otherwise, or a folder of such files. What it leaves out stays as here. (A TOML file
with sections such as `[number.id]` and lines such as `sms = "…"` does as well.)

A language more is a file more: `satupintu words --po jv` prints one to be filled in. It goes into that folder, or into
`forwarder/catalogue`; what it leaves empty or marks fuzzy is said in Indonesian.
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What is sent; `subject` is for mail only."""

    subject: str = field(repr=False)
    text: str = field(repr=False)


def render(
    saying: Saying,
    language: Language,
    medium: Medium,
    *,
    brand: str,
    number: str = "",
    national: str = "",
    write_to: str = "",
    protected: bool = False,
    others: Mapping[str, str] = MappingProxyType({}),
    catalogue: Catalogue | None = None,
) -> Words:
    """The words of one answer; `protected` when the complaint is anonim or rahasia; `others` are placeholders of this
    saying alone. What is said by mail only has no words for another medium (KeyError).

    Raise ValueError when a value the sentence cannot do without is empty: an answer without its number helps nobody.
    """
    texts = texts_of(catalogue or shipped(), kind_of(saying, protected), language)
    values = {"brand": brand, "number": number, "national": national, "write_to": write_to, **_OPEN, **others}
    if medium is Medium.SMS:
        return Words("", gsm7.fold(_filled(texts["sms"], values)))
    if medium is Medium.CHAT:
        return Words("", _filled(texts["chat"], values))
    return Words(_filled(texts["subject"], values), _filled(texts["mail"].rstrip() + _SIGNATURE, values))


def piece(kind: Piece, language: Language, values: Mapping[str, str], catalogue: Catalogue | None = None) -> str:
    """A line of a list, or the text of a page; what has no value is left out. Raise ValueError as `render`."""
    form = forms_of(kind)[0]
    text = texts_of(catalogue or shipped(), kind, language)[form]
    return _filled(text, {**dict.fromkeys(PLACEHOLDER.findall(text), ""), **values})


def kind_of(saying: Saying | Piece, protected: bool) -> str:
    """Under which name docs/words.md has it."""
    return f"{saying}_protected" if protected and saying in PROTECTED else str(saying)


def _filled(text: str, values: Mapping[str, str]) -> str:
    def optional(part: re.Match[str]) -> str:
        return part[1] if all(values[name] for name in PLACEHOLDER.findall(part[1])) else ""

    def value(name: re.Match[str]) -> str:
        if not values[name[1]]:
            raise ValueError(f"these words need {name[1]}, and it is empty")
        return values[name[1]]

    kept = OPTIONAL.sub(optional, text)
    return re.sub(r"\n{3,}", "\n\n", PLACEHOLDER.sub(value, kept)).strip()


def brand_fault(brand: str) -> str:
    """Why an SMS could cost more than one segment with this brand; "" when it cannot."""
    length, most = gsm7.septets(brand), len(LONGEST["brand"])
    if not brand.strip():
        return "is empty: citizens could not tell who answers them"
    if length is None:
        return "holds a character SMS has no place for: use plain letters"
    return f"takes {length} characters of an SMS, at most {most} fit" if length > most else ""


def table(catalogue: Catalogue | None = None) -> str:
    """Every sentence as one Markdown page: when it is said, in both languages, and what an SMS of it takes."""
    return "\n".join(_page(catalogue or shipped())) + "\n"


def _page(catalogue: Catalogue) -> Iterator[str]:
    yield _INTRO
    lengths = ", ".join(f"{name} {len(value)}" for name, value in LONGEST.items())
    yield f"SMS lengths are counted with the longest values ({lengths}).\n"
    yield from _overview(catalogue)
    for kind in kinds():
        yield f"## {kind}\n\n{when(kind)}\n"
        for language in tongues_of(catalogue):
            said = catalogue[kind].get(language, {})
            yield from _entry(language, said, tuple(form for form in forms_of(kind) if form in said))


def _overview(catalogue: Catalogue) -> Iterator[str]:
    """One row for each; of what no SMS says, another form."""
    tongues = tongues_of(catalogue)
    yield "## All of them\n"
    yield f"| what | when it is said | {' | '.join(f'SMS, {tongue}' for tongue in tongues)} | segments |"
    yield "|---" * (3 + len(tongues)) + "|"
    for kind in kinds():
        said = [catalogue[kind].get(tongue, {}) for tongue in tongues]
        segments = ", ".join(
            str(gsm7.segments(longest(text["sms"].strip()))) if "sms" in text else "–" for text in said
        )
        told = " | ".join(_told(kind, texts) for texts in said)
        yield f"| [{kind}](#{kind}) | {when(kind)} | {told} | {segments} |"
    yield ""


def _told(kind: str, texts: Texts) -> str:
    """In a cell; a mail rather than its subject."""
    form = next((form for form in ("sms", "chat", "mail", *forms_of(kind)) if form in texts), "")
    text = texts.get(form, "–").strip().replace("|", "\\|").replace("\n", "<br>")
    return text if form in ("sms", "") else f"*{form}:* {text}"


def _entry(language: Language, texts: Mapping[str, str], forms: tuple[str, ...]) -> Iterator[str]:
    fullest = longest(texts.get("sms", ""))
    length = gsm7.septets(fullest)
    for form in forms:
        note = f", {length} of 160 characters, {gsm7.segments(fullest)} segment" if form == "sms" else ""
        yield f"**{language} · {form}**{note}\n\n```text\n{texts[form].strip()}\n```\n"
