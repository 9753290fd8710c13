"""The catalogue of words: where it is read, and what an operator's own files lay over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from forwarder.own_text import own_text
from forwarder.templates import words_faults
from forwarder.words_menu import menu_faults
from forwarder.words_po import PoFault, read
from forwarder.words_rules import REQUIRED, Catalogue, Texts, catalogue_faults, forms_of
from normalizer.schema import Language

_CODE = re.compile(r"[a-z]{2,3}")
# The second is how an operator's own words were written before catalogues were gettext's.
_SUFFIXES = (".po", ".toml")


class CatalogueFault(ValueError):
    """An operator's catalogue cannot be used; every fault stands on its own line, with the place."""


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with Satu Pintu: a file for each language, whole or as much of it as somebody wrote."""
    folder = files("forwarder").joinpath("catalogue")
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".po")), key=lambda one: one.name)
    return _laid_over(*(_of(*read(one.read_text("utf-8"), one.name.removesuffix(".po"))) for one in found))


def is_code(language: str) -> bool:
    """Whether it can be a language's, by ISO 639."""
    return bool(_CODE.fullmatch(language))


def _of(language: str, texts: Mapping[str, Texts]) -> Catalogue:
    return {kind: {language: said} for kind, said in texts.items()}


def _laid_over(*layers: Catalogue) -> Catalogue:
    """The lower sentences where no upper one stands in their place."""
    whole: dict[str, dict[str, dict[str, str]]] = {}
    for catalogue in layers:
        for kind, tongues in catalogue.items():
            for tongue, texts in tongues.items():
                whole.setdefault(kind, {}).setdefault(tongue, {}).update(texts)
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


def load(path: Path | None) -> Catalogue:
    """The shipped catalogue with an operator's file, or all those of a folder by name, laid over it. Raise
    `CatalogueFault` with all faults of a file at once."""
    if path is None:
        return shipped()
    try:
        found = sorted(one for one in path.iterdir() if one.suffix in _SUFFIXES) if path.is_dir() else [path]
    except OSError as error:  # a folder that is not ours to list, a name that no system takes
        raise _unread(path, error) from error
    if not found:
        raise CatalogueFault(f"the folder {path.name} holds no words: put a .po file into it, or unset it")
    return _laid_over(shipped(), *(_checked(one) for one in found))


def _checked(path: Path) -> Catalogue:
    try:
        own = _read(path)
    except (OSError, ValueError, RecursionError) as error:
        raise _unread(path, error) from error
    faults = list(_shape_faults(own))
    if not faults:
        own = {kind: {tongue: texts for tongue, texts in tongues.items() if texts} for kind, tongues in own.items()}
        faults = [*catalogue_faults(own), *words_faults(own), *menu_faults(own)]
    if faults:
        raise CatalogueFault(f"the words in {path.name} were not taken:\n" + "\n".join(faults))
    return own


def _unread(path: Path, error: Exception) -> CatalogueFault:
    return CatalogueFault(f"the words in {path.name} cannot be read: {_why(error)}; mend it or unset it")


def _read(path: Path) -> Catalogue:
    text = own_text(path)
    return tomllib.loads(text) if path.suffix == ".toml" else _of(*read(text, path.stem))


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, PoFault):
        return str(error)
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"it is no TOML ({error})"


def _shape_faults(own: Mapping[str, object]) -> Iterator[str]:
    for kind, tongues in own.items():
        if kind not in REQUIRED or not isinstance(tongues, dict):
            yield f"[{kind}]: no such kind; there are {', '.join(REQUIRED)}"
            continue
        for tongue, texts in tongues.items():
            if not is_code(tongue) or not isinstance(texts, dict):
                yield f"[{kind}.{tongue}]: no language; write its code (ISO 639), as {', '.join(Language)}, jv, su"
                continue
            yield from (
                f"[{kind}.{tongue}] {form}: must be a text, under one of {', '.join(forms_of(kind))}"
                for form, text in texts.items()
                if form not in forms_of(kind) or not isinstance(text, str) or not text.strip()
            )
