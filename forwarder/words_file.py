"""The catalogue of words: where it is read, and what an operator's own file lays over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from forwarder.words_rules import REQUIRED, Catalogue, Texts, catalogue_faults, forms_of
from normalizer.schema import Language

_FILES = (
    "words.toml",
    "forwards.toml",
    "supplements.toml",
    "floods.toml",
    "acts.toml",
    "commands.toml",
    "drafts.toml",
    "news.toml",
)
_CODE = re.compile(r"[a-z]{2,3}")


class CatalogueFault(ValueError):
    """An operator's catalogue cannot be used; every fault stands on its own line, with the place."""


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with Satu Pintu: every kind, language and form."""
    folder = files("forwarder").joinpath("catalogue")
    return _laid_over(
        {kind: tongues for name in _FILES for kind, tongues in tomllib.loads(_read(folder, name)).items()},
        *(tomllib.loads(one.read_text("utf-8")) for one in _more_languages(folder)),
    )


def _more_languages(folder: Traversable) -> list[Traversable]:
    """Each file of `languages` holds one more language, or as much of it as somebody wrote."""
    more = folder.joinpath("languages")
    found = [one for one in more.iterdir() if one.name.endswith(".toml")] if more.is_dir() else []
    return sorted(found, key=lambda one: one.name)


def _laid_over(below: Catalogue, *above: Catalogue) -> Catalogue:
    """The lower sentences where no upper one stands in their place."""
    whole = {kind: {tongue: dict(texts) for tongue, texts in tongues.items()} for kind, tongues in below.items()}
    for catalogue in above:
        for kind, tongues in catalogue.items():
            for tongue, texts in tongues.items():
                whole[kind].setdefault(tongue, {}).update(texts)
    return whole


def tongues_of(catalogue: Catalogue) -> tuple[Language, ...]:
    """The languages it speaks, wholly or in part: Indonesian and English first."""
    others = {tongue for tongues in catalogue.values() for tongue in tongues} - set(Language)
    return (*Language, *(Language(tongue) for tongue in sorted(others)))


def texts_of(catalogue: Catalogue, kind: str, language: str) -> Texts:
    """What is said of this kind, by form; Indonesian where the language has no words. A mail is in one language."""
    indonesian, own = catalogue[kind][Language.INDONESIAN], catalogue[kind].get(language, {})
    if "mail" in indonesian and "mail" not in own:
        own = {form: text for form, text in own.items() if form != "subject"}
    return {**indonesian, **own}


def _read(folder: Traversable, name: str) -> str:
    return folder.joinpath(name).read_text("utf-8")


def load(path: Path | None) -> Catalogue:
    """The shipped catalogue with an operator's file laid over it. Raise `CatalogueFault` with all faults at once."""
    if path is None:
        return shipped()
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CatalogueFault(f"the words in {path.name} cannot be read: {_why(error)}; mend it or unset it") from error
    faults = list(_shape_faults(own)) or list(catalogue_faults(own))
    if faults:
        raise CatalogueFault(f"the words in {path.name} were not taken:\n" + "\n".join(faults))
    return _laid_over(shipped(), own)


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"it is no TOML ({error})"


def _shape_faults(own: Mapping[str, object]) -> Iterator[str]:
    for kind, tongues in own.items():
        if kind not in REQUIRED or not isinstance(tongues, dict):
            yield f"[{kind}]: no such kind; there are {', '.join(REQUIRED)}"
            continue
        for tongue, texts in tongues.items():
            if not _CODE.fullmatch(tongue) or not isinstance(texts, dict):
                yield f"[{kind}.{tongue}]: no language; write its code (ISO 639), as {', '.join(Language)}, jv, su"
                continue
            yield from (
                f"[{kind}.{tongue}] {form}: must be a text, under one of {', '.join(forms_of(kind))}"
                for form, text in texts.items()
                if form not in forms_of(kind) or not isinstance(text, str) or not text.strip()
            )
