"""Everything the settings can be wrong about, at once: the gateway's own, every channel's, and the operator's words."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

import channels
from channels.base import Channel, ChannelSettings, Registered
from forwarder import words_file
from gateway.faults import SettingsFault, sentences
from gateway.settings import Settings, load


@dataclass(frozen=True, slots=True)
class Line:
    """One registered channel as the settings make it: `channel` is None when it is off or its settings are wrong."""

    registered: Registered
    channel: Channel | None
    wrong: tuple[str, ...] = ()
    settings: ChannelSettings | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """`settings` has every faulty one at its default, so that the rest can be looked at; `wrong` is what the gateway's
    own settings and the words are wrong about, `faults` all of it, each once."""

    settings: Settings
    wrong: tuple[str, ...]
    lines: tuple[Line, ...]

    @classmethod
    def look(cls, env: Mapping[str, str]) -> Complete:
        settings, wrong = partial(env)
        lines = tuple(_line(registered, env, settings.public_url) for registered in channels.ALL)
        if faulty := _words(settings):
            settings = settings.model_copy(update={"words_file": None})
        return cls(settings, (*wrong, *faulty), lines)

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.wrong, *(fault for line in self.lines for fault in line.wrong)]))


def serving(env: Mapping[str, str]) -> Settings:
    """The settings for `serve` and `work`. Raise `SettingsFault` with all that is wrong."""
    found = Complete.look(env)
    if found.faults:
        raise SettingsFault(*found.faults)
    return found.settings


def partial(env: Mapping[str, str]) -> tuple[Settings, tuple[str, ...]]:
    """The settings with every faulty one at its default, and what is wrong."""
    try:
        return load(env, serving=True), ()
    except SettingsFault as error:
        wrong = error.faults
    faulty = {sentence.split(" ", 1)[0] for sentence in wrong} | {"LEASE_SECONDS", "CENTRAL_TIMEOUT_SECONDS"}
    names = {name.upper() for name in Settings.model_fields}
    left = {name: value for name, value in env.items() if name in names - faulty}
    while still := _faults(left):  # one that cannot be without what is missing, or a default that does not fit to it
        left = _without_cause(left, still)
    if "CENTRAL" in env and "CENTRAL" not in left:  # it is not known how to ask it
        left.pop("CENTRAL_URL", None)
    return load(left), wrong


def _without_cause(left: Mapping[str, str], still: frozenset[str]) -> dict[str, str]:
    """Without the one setting that most of what is still wrong goes away with; nothing at all if none does."""
    shorter = [{name: value for name, value in left.items() if name != out} for out in left]
    best = min(shorter, key=lambda less: len(still & _faults(less)), default={})
    return best if still - _faults(best) else {}


def _faults(env: Mapping[str, str]) -> frozenset[str]:
    try:
        load(env)
    except SettingsFault as error:
        return frozenset(error.faults)
    return frozenset()


def _words(settings: Settings) -> tuple[str, ...]:
    try:
        words_file.load(settings.words_file)
    except words_file.CatalogueFault as error:
        return (f"WORDS_FILE: {error}",)
    return ()


def _line(registered: Registered, env: Mapping[str, str], public_url: str) -> Line:
    try:
        module = importlib.import_module(registered.module)
        return Line(registered, module.from_env(env, public_url), settings=module.Settings.from_env(env))
    except ValidationError as error:
        return Line(registered, None, sentences(error))
    except ValueError as error:  # a profile or a combination that cannot be
        return Line(registered, None, (f"{registered.name}: {error}",))
    except ImportError as error:
        return Line(registered, None, (f"The channel {registered.name} cannot be loaded ({error.name} is missing)",))
