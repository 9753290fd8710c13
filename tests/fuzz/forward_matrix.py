"""Every program that forwards mail x every language it speaks x what happens to mail on its way, and what must be read.

The words stand in tests/cases/clients/words.toml, typed from the programs; nothing here looks at the tables under test.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from forward_changes import named, same
from forward_parts import BODY, LAYOUTS, NOTE, Layout, Parts, parts_of, spoken_by, without_directions, words
from forward_quirks import QUIRKS, fits
from forward_writing import all_quoted, bold, header_lines, laid_out, plain


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A mail's subject and text (or bytes), and what must be read from it."""

    label: str
    subject: str
    text: str
    mail: bytes
    parts: Parts


def forwards() -> Iterator[Forwarded]:
    """All of them, always in the same order."""
    for program, layout in LAYOUTS.items():
        for language, labels in words()[spoken_by(program)].items():
            parts = parts_of(program, language, str(labels), layout)
            for quirk, (change, write) in QUIRKS.items():
                if not fits(program, quirk):
                    continue
                changed = change(parts)
                text, mail = write(changed)
                label = f"{program} {language}: {quirk}"
                yield Forwarded(label, f"{changed.prefix} {changed.subject}", text, mail, changed)


# Without a bracket behind the address nothing tells where it ends, when the next header follows at once.
_OPEN = {"angle brackets lost", "bare address", "name only", "name behind the address", "wrapped before the address"}


def mixtures(seed: int, count: int) -> Iterator[Forwarded]:
    """Several quirks at once, drawn by chance: some contradict each other, so that a few cannot be read right."""
    rng = random.Random(seed)
    spoken = [(program, language) for program in LAYOUTS for language in words()[spoken_by(program)]]
    changing = [name for name, (change, write) in QUIRKS.items() if write is plain and change is not same]
    writing = [name for name, (change, _) in QUIRKS.items() if change is same]
    for number in range(count):
        program, language = rng.choice(spoken)
        names = [*rng.sample(changing, rng.choice((1, 2, 2, 3))), rng.choice(writing)]
        if not all(fits(program, name) for name in names) or ("all on one line" in names and _OPEN & {*names}):
            continue
        parts = parts_of(program, language, str(words()[spoken_by(program)][language]), LAYOUTS[program])
        for name in names:
            parts = QUIRKS[name][0](parts)
        text, mail = QUIRKS[names[-1]][1](parts)
        label = f"mixture {number}: {program} {language}: {', '.join(names)}"
        yield Forwarded(label, f"{parts.prefix} {parts.subject}", text, mail, parts)


@dataclass(frozen=True, slots=True)
class Other:
    """A mail that is no forward, though it looks like one."""

    label: str
    subject: str
    text: str


_ANSWERS = ("Re:", "RE:", "Bls:", "AW:", "SV:", "Antw.:", "Odp:", "RE: Re:", "回复:", "Balas:")


def answers() -> Iterator[Other]:
    """Replies: the headers of the mail answered stand below the answer, with no mark or with one that only says that
    an original message follows."""
    for program in ("outlook", "outlook-web", "roundcube", "k9", "samsung", "ionos"):
        for number, (language, labels) in enumerate(words()[spoken_by(program)].items()):
            parts = parts_of(program, language, str(labels), LAYOUTS[program])
            for write in (plain, bold, all_quoted):
                answer = _ANSWERS[number % len(_ANSWERS)]
                yield Other(f"{program} {language} {write.__name__}", f"{answer} {parts.subject}", write(parts)[0])


def lines_above() -> Iterator[Forwarded]:
    """Outlook for Mac: "On …, Siti <…> wrote:" under a forward's subject."""
    for language, line in words()["outlook-mac"].items():
        dates = words()["dates"][language]
        date = str(dates[3]) if isinstance(dates, list) else ""
        said = str(line).format(d=date, n="Siti Aminah", a="siti.aminah@example.id")
        parts = replace(
            parts_of("apple", "en", "x|F|S|D|T|C|R", LAYOUTS["apple"]),
            date=without_directions(date),
            program="outlook-mac",
        )
        for label, body in (("as it is", BODY), ("indented", BODY.replace("\n", "\n    "))):
            text = f"{NOTE}\n\n{said}\n\n{body}\n"
            yield Forwarded(
                f"outlook-mac {language}: {label}", f"FW: {parts.subject}", text, b"", replace(parts, body=body)
            )


def nested() -> Iterator[tuple[Forwarded, Parts]]:
    """Village to district to us: every program's forward inside every other one's, in turning languages."""
    for turn, (outer_program, outer_layout) in enumerate(LAYOUTS.items()):
        for step, (inner_program, inner_layout) in enumerate(LAYOUTS.items()):
            inner = _of_turn(inner_program, inner_layout, turn)
            outer = _of_turn(outer_program, outer_layout, step)
            note = "Warga kami menunggu.\n\nKades Sukamaju"
            inner = replace(inner, note=note)
            passed = replace(
                named("Kades Sukamaju <kades@example.desa.id>", "Kades Sukamaju", "kades@example.desa.id")(outer),
                note="Yth. Kabupaten, mohon tindak lanjut.\nCamat",
                body=laid_out(inner, header_lines(inner)).rstrip("\n"),
            )
            passed = _titled(passed, f"{inner.prefix} {inner.subject}")
            label = f"{inner_program} {inner.language} in {outer_program} {outer.language}"
            text = laid_out(passed, header_lines(passed))
            yield Forwarded(label, f"{passed.prefix} {passed.subject}", text, b"", inner), passed


def _of_turn(program: str, layout: Layout, turn: int) -> Parts:
    languages = list(words()[spoken_by(program)].items())
    language, labels = languages[(turn if turn % 3 else 1) % len(languages)]
    return parts_of(program, language, str(labels), layout)


def _titled(parts: Parts, subject: str) -> Parts:
    headers = tuple((field, label, subject if field == "s" else text) for field, label, text in parts.headers)
    return replace(parts, headers=headers, subject=subject)
