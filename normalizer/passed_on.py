"""What those who passed a message on wrote above it, each under their name."""

from __future__ import annotations

from normalizer.schema import Flags, Language, Origin, Party

_SOMEBODY = {Language.INDONESIAN: "Penerus {}", Language.ENGLISH: "Forwarder {}"}


def notes_of(origin: Origin, flags: Flags, language: Language) -> str:
    """All notes, the last forwarder's first; that one alone is not attributed, for it is known whose it is.

    Of what is protected nobody in between is named: they may be who it is to be kept from, or the citizen's own kin.
    """
    told = [(place, who, note) for place, (who, note) in enumerate(_all(origin), 1) if note.strip()]
    if not any(place > 1 for place, _, _ in told):
        return origin.note
    somebody = _SOMEBODY.get(language, _SOMEBODY[Language.INDONESIAN])
    return "\n\n".join(
        f"{somebody.format(place) if flags or not _named(who) else _named(who)}:\n{note.strip()}"
        for place, who, note in told
    )


def _all(origin: Origin) -> tuple[tuple[Party, str], ...]:
    return ((origin.forwarder, origin.note), *origin.remarks)


def _named(who: Party) -> str:
    return f"{who.name} <{who.address}>" if who.name and who.address else who.name or who.address
