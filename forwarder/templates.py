"""WhatsApp templates: the catalogue, which answers they stand for, and what fills them
(https://www.twilio.com/docs/content)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from forwarder.words_rules import LONGEST, PLACEHOLDER, Catalogue
from normalizer.schema import Language

# By what the ledger owes. What is not listed is only said in an open chat.
TEMPLATE_OF: Mapping[str, str] = {
    "number": "number",
    "progress": "status",
    "question": "question",
}
# How their words are called in the catalogues.
_SAID, _FORM = "template_", "template"
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
LONGEST_BODY, LONGEST_NAME = 1024, 512
# Above this share of variables WhatsApp takes a template for spam: so many words for each variable and one more.
_WORDS_FOR_EACH = 3
_LONGEST_VALUE = 600
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Template:
    """`text` holds the brand, and `{{1}}` for the first of `variables`. A changed text is another template: WhatsApp
    approves words, not names."""

    kind: str
    language: Language
    category: str
    text: str
    variables: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def name(self) -> str:
        """Small letters, digits and underscores, as WhatsApp takes them."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()[:10]
        return f"satupintu_{self.kind}_{self.language}_{digest}"

    @property
    def key(self) -> str:
        return f"{self.kind}.{self.language}"

    def filled(self, values: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The text as it will be read, and the variables by number. Raise KeyError when a value is missing or empty."""
        told = [(str(place), _value(values, name)) for place, name in enumerate(self.variables, 1)]
        said = dict(told)
        return VARIABLE.sub(lambda found: said[found[1]], self.text), tuple(told)


def _value(values: Mapping[str, str], name: str) -> str:
    """One line: WhatsApp takes no line breaks, tabs or runs of blanks in a variable."""
    told = " ".join(values.get(name, "").split())
    if not told:
        raise KeyError(name)
    return told if len(told) <= _LONGEST_VALUE else told[: _LONGEST_VALUE - 1] + "…"


@cache
def _rows() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("forwarder").joinpath("catalogue", "templates.toml").read_text("utf-8"))


def templates_of(brand: str, catalogue: Catalogue) -> list[Template]:
    """Every template in both languages, in the name and the words of this deployment."""
    return [
        _made(kind, language, brand, catalogue[_SAID + kind][language][_FORM])
        for kind in _rows()
        for language in Language
    ]


def _made(kind: str, language: Language, brand: str, text: str) -> Template:
    row = _rows()[kind]
    variables = _names(row["variables"])
    places = {"brand": brand, **{name: f"{{{{{place}}}}}" for place, name in enumerate(variables, 1)}}
    told = PLACEHOLDER.sub(lambda found: places.get(found[1], found[0]), text.strip())
    return Template(kind, language, str(row["category"]), told, variables, _names(row["samples"]))


def words_faults(catalogue: Catalogue) -> Iterator[str]:
    """What WhatsApp would refuse of an operator's own words, with the longest brand."""
    for said in (f"{_SAID}{kind}" for kind in _rows()):
        for language, texts in catalogue.get(said, {}).items():
            if language not in set(Language):
                yield f"[{said}.{language}]: templates are submitted in {' and '.join(Language)} only"
                continue
            made = _made(said.removeprefix(_SAID), Language(language), LONGEST["brand"], texts[_FORM])
            yield from (f"[{said}.{language}] {_FORM}: {fault}" for fault in faults(made))


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def faults(template: Template) -> Iterator[str]:
    """What WhatsApp would refuse, one sentence each."""
    found = VARIABLE.findall(template.text)
    wanted = [str(place) for place in range(1, len(template.variables) + 1)]
    if template.category not in CATEGORIES:
        yield f"the category must be one of {', '.join(CATEGORIES)}"
    if sorted(set(found)) != wanted:
        yield "the variables must be numbered {{1}}, {{2}} … as many as are named"
    if len(template.samples) != len(template.variables) or not all(one.strip() for one in template.samples):
        yield "each variable needs a sample"
    if len(template.name) > LONGEST_NAME or not re.fullmatch(r"[a-z0-9_]+", template.name):
        yield "a name has small letters, digits and underscores only"
    yield from _text_faults(template.text, len(found))


def _text_faults(text: str, variables: int) -> Iterator[str]:
    if len(text) > LONGEST_BODY:
        yield f"at most {LONGEST_BODY} characters"
    if text.startswith("{{") or text.endswith("}}"):
        yield "a variable must not open or close the text"
    if re.search(r"\}\}\s*\{\{", text):
        yield "two variables must not touch each other"
    if re.search(r"\n{3,}| {4,}|\t", text):
        yield "no runs of blanks or empty lines"
    if len(VARIABLE.sub(" ", text).split()) < _WORDS_FOR_EACH * variables + 1:
        yield "too few words around the variables"
