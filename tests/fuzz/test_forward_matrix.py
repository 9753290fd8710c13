"""What every program writes in every language, however it was bent on its way, is read back exactly.

A sample in CI; FORWARDS=all (`make fuzz`) reads them all.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from forward_matrix import Forwarded, answers, forwards, lines_above, mixtures, nested
from forward_parts import LAYOUTS, words
from forward_quirks import QUIRKS

from normalizer.forwarded import Forward, read_forwards, read_text
from normalizer.mime import parse

pytestmark = pytest.mark.once

WIB = ZoneInfo("Asia/Jakarta")
STEP = 1 if os.environ.get("FORWARDS") == "all" else 11
Seen = tuple[str, ...]
T = TypeVar("T")


def sampled(everything: Iterable[T]) -> Iterator[T]:
    return islice(everything, 0, None, STEP)


def read(forward: Forwarded) -> Forward | None:
    if forward.mail:
        return next(iter(read_forwards(parse(forward.mail), WIB)), None)
    return read_text(forward.subject, forward.text, WIB)


def trimmed(text: str, forward: Forwarded) -> str:
    """Blanks at the ends of lines mean nothing; HTML has no lines of its own."""
    return " ".join(text.split()) if forward.mail else "\n".join(map(str.rstrip, text.strip().split("\n")))


def wanted(forward: Forwarded) -> Seen:
    parts = forward.parts
    note = f"{parts.note}\n\nGet Outlook for Android" if "telephone" in forward.label else parts.note
    return parts.name, parts.address, parts.subject, parts.date, trimmed(note, forward), trimmed(parts.body, forward)


def seen(found: Forward, forward: Forwarded) -> Seen:
    author, texts = found.reporter, (trimmed(found.note, forward), trimmed(found.text, forward))
    return author.name, author.address, found.subject, found.date_raw, *texts


def faults(everything: Iterable[Forwarded]) -> tuple[int, int, list[str]]:
    """How many were read, how many of them with low confidence, and which were read wrongly."""
    count, low, wrong = 0, 0, []
    for forward in everything:
        count += 1
        found = read(forward)
        low += found is not None and found.confidence == "low"
        if found is None or seen(found, forward) != wanted(forward):
            sure = found.confidence if found else "not taken for a forward"
            wrong.append(f"{forward.label} ({sure}): {found and seen(found, forward)}")
    return count, low, wrong


@pytest.mark.timeout(900)
def test_every_program_in_every_language() -> None:
    count, low, wrong = faults(sampled(forwards()))
    print(f"forwards: {count} read, {len(wrong)} wrong, {low} of low confidence")
    assert wrong == []
    assert count >= 25_000 // STEP
    assert low == 0


@pytest.mark.timeout(900)
def test_several_quirks_at_once() -> None:
    """Now and then a line of the text is taken for the end of a subject; nobody's words are laid to somebody else."""
    count, exact, alien = 0, 0, []
    for forward in mixtures(20_261_121, 22_000 // STEP):
        count += 1
        found = read(forward)
        exact += found is not None and seen(found, forward) == wanted(forward)
        if found and found.confidence == "high" and seen(found, forward)[:2] != wanted(forward)[:2]:
            alien.append(f"{forward.label}: {found.reporter}")
    print(f"mixtures: {count} read, {count - exact} not exact, {len(alien)} sure of a wrong author")
    assert alien == []
    assert exact / count >= 0.99


@pytest.mark.parametrize("subject", ["", "Laporan warga"])
def test_without_a_forward_subject_nothing_is_sure_but_what_is_marked(subject: str) -> None:
    """Calibration: what has neither mark nor prefix may be a reply, and is left to a person."""
    unmarked = ("outlook", "outlook-web", "roundcube", "k9", "samsung", "ionos")
    sure, wrong = 0, []
    for forward in sampled(forwards()):
        parts = forward.parts
        if forward.mail or "subject" in forward.label:
            continue
        found = read_text(subject, forward.text, WIB)
        if found and found.confidence == "high":
            sure += 1
            if (found.reporter.name, found.reporter.address) != (parts.name, parts.address):
                wrong.append(forward.label)
        if parts.program in unmarked and parts.note and found:
            assert found.confidence == "low", forward.label
    print(f"without a prefix: {sure} of high confidence, {len(wrong)} of them wrong")
    assert wrong == []
    assert sure > 10_000 // STEP


def test_lines_above_a_forward() -> None:
    count, low, wrong = faults(lines_above())
    assert (low, wrong) == (0, [])
    assert count >= 36


def test_no_answer_is_taken_for_a_forward() -> None:
    all_of_them = list(sampled(answers()))
    taken = [other.label for other in all_of_them if read_text(other.subject, other.text, WIB)]
    print(f"answers: {len(all_of_them)} read, {len(taken)} taken for forwards")
    assert taken == []
    assert len(all_of_them) >= 380 // STEP


def test_every_program_within_every_other() -> None:
    count, wrong = 0, []
    for forward, outer in nested():
        count += 1
        found = read(forward)
        chain = [(hop.author.address, hop.note) for hop in found.chain] if found else []
        passed = [("kades@example.desa.id", forward.parts.note), (forward.parts.address, "")]
        note = (*wanted(forward)[:4], outer.note, wanted(forward)[5])
        if found is None or chain != passed or seen(found, forward) != note:
            wrong.append(f"{forward.label}: {chain} {found and seen(found, forward)}")
    print(f"forwards of forwards: {count} read, {len(wrong)} wrong")
    assert wrong == []
    assert count == len(LAYOUTS) ** 2


def test_dates_are_understood() -> None:
    """Of what the programs print, every date but the shortest: numbers alone may be a day or a month first."""
    unread = []
    for language, dates in words()["dates"].items():
        assert isinstance(dates, list)
        texts = [
            f"m\n\n---------- Forwarded message ---------\nFrom: a@example.id\nDate: {date}\n\nx" for date in dates[:3]
        ]
        found = [read_text("Fwd: x", text, WIB) for text in texts]
        unread += [
            f"{language}: {date}"
            for date, one in zip(dates, found, strict=False)
            if one is None or one.date is None or one.date.isoformat() not in _MOMENTS
        ]
    assert unread == []


_MOMENTS = ("2026-03-05T09:15:07+00:00", "2026-03-05T09:15:00+00:00")


def test_the_matrix_is_whole() -> None:
    languages = {language for program in LAYOUTS for language in words().get(program, ())}
    assert len(languages) >= 35
    assert len(LAYOUTS) >= 20
    assert len(QUIRKS) >= 85
    assert {"id", "ms", "en"} <= set(words()["gmail"])


def test_words_of_a_language_nobody_knows_are_guessed_with_low_confidence() -> None:
    text = (
        "Mohon dicek.\n\n-------- Forwarded Message --------\nXyzu: Siti <siti@example.id>\nQwert: 5/3/2026 16:15\n"
        "Plok: Jalan rusak\nVrem: Kades <kades@example.desa.id>\n\nIsi aduan."
    )
    found = read_text("Fwd: Jalan rusak", text, WIB)
    assert found is not None
    assert (found.reporter.address, found.reporter.name, found.confidence) == ("siti@example.id", "Siti", "low")
    assert (found.subject, found.date_raw, found.text, found.note) == (
        "Jalan rusak",
        "5/3/2026 16:15",
        "Isi aduan.",
        "Mohon dicek.",
    )
