"""Orders as thumbs write them: spellings by hand, and a generator of slips, case, signs, order and joined words."""

from __future__ import annotations

import random
from collections.abc import Iterator

from normalizer.commands import Command
from normalizer.schema import Kind

# What is ordered: kind, command, the words; {n} is a number of ours.
ORDERS: tuple[tuple[Kind, Command, str], ...] = (
    *(
        (Kind.STATUS, Command.STATUS, text)
        for text in ("status {n}", "cek {n}", "cek status {n}", "status laporan {n}")
    ),
    *((Kind.STATUS, Command.STATUS, text) for text in ("cek laporan {n}", "check {n}", "status nomor {n}")),
    *((Kind.HELP, Command.HELP, text) for text in ("bantuan", "help", "menu", "butuh bantuan")),
    *((Kind.COMMAND, Command.SEND, text) for text in ("kirim", "kirim sekarang", "send now", "kirim laporan")),
    *(
        (Kind.COMMAND, Command.CANCEL, text)
        for text in ("batal", "batalkan", "cancel", "batal laporan", "batalkan {n}")
    ),
    *((Kind.COMMAND, Command.CANCEL, text) for text in ("batalkan laporan saya", "tidak jadi lapor")),
    *((Kind.COMMAND, Command.LIFT, text) for text in ("buka", "buka {n}", "buka rahasia", "buka anonim {n}")),
    *((Kind.COMMAND, Command.CONFIDENTIAL, text) for text in ("rahasia", "confidential", "rahasiakan")),
    *((Kind.COMMAND, Command.ANONYMOUS, text) for text in ("anonim", "anonymous")),
    *((Kind.COMMAND, Command.LANGUAGE, text) for text in ("bahasa inggris", "bahasa indonesia", "language english")),
    *((Kind.COMMAND, Command.LANGUAGE, text) for text in ("ganti bahasa", "english")),
    *((Kind.COMMAND, Command.STOP, text) for text in ("stop", "berhenti", "stop sms", "unsubscribe")),
    (Kind.COMMAND, Command.STOP, "berhenti langganan"),
    *((Kind.COMMAND, Command.START, text) for text in ("mulai", "start", "mulai lagi")),
    *((Kind.COMMAND, Command.ERASE, text) for text in ("hapus data", "hapus data saya", "delete my data")),
)
# Nobody can tell what these were: too short for a slip, or another word by it.
_WHOLE = frozenset(
    {
        *(
            "cek",
            "stop",
            "buka",
            "help",
            "menu",
            "data",
            "sms",
            "lapor",
            "saya",
            "my",
            "now",
            "lagi",
            "jadi",
            "tidak",
            "nomor",
        ),
        *("send", "mulai", "start"),
    }
)
_NEAR = {
    "q": "wa",
    "w": "qes",
    "e": "wrd",
    "r": "etf",
    "t": "ryg",
    "y": "tuh",
    "u": "yij",
    "i": "uok",
    "o": "ipl",
    "p": "ol",
    "a": "qsz",
    "s": "adw",
    "d": "sfe",
    "f": "dgr",
    "g": "fht",
    "h": "gjy",
    "j": "hku",
    "k": "jli",
    "l": "kop",
    "z": "xas",
    "x": "zcs",
    "c": "xvd",
    "v": "cbf",
    "b": "vng",
    "n": "bmh",
    "m": "nk",
}
_AROUND = (
    *(
        "{}",
        "{}",
        "{}",
        "{}.",
        "{}!",
        "{}!!",
        " {} ",
        "{} pak",
        "{} ya",
        "halo {}",
        "{} min",
        "tolong {}",
        "*{}*",
        "{}?",
    ),
)


def slipped(word: str, draw: random.Random) -> str:
    """One slip: a letter missing, doubled, its neighbour on the keyboard, or swapped with the next."""
    at = draw.randrange(1, len(word)) if len(word) > 3 else draw.randrange(len(word))
    how = draw.randrange(4)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[:at] + word[at] + word[at:]
    if how == 2 and word[at] in _NEAR:
        return word[:at] + draw.choice(_NEAR[word[at]]) + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word


def slipped_in_any(words: list[str], draw: random.Random) -> str:
    """One slip in any word of four letters or more; "" where there is none."""
    able = [at for at, word in enumerate(words) if word.isalpha() and len(word) > 3]
    if not able:
        return ""
    at = draw.choice(able)
    return " ".join([*words[:at], slipped(words[at], draw), *words[at + 1 :]])


def mistyped(text: str, slips: int, draw: random.Random) -> str:
    """`slips` in the words that bear one; a word of five letters bears one, a longer one two."""
    words = text.split()
    able = [at for at, word in enumerate(words) if word.isalpha() and word not in _WHOLE and len(word) > 3]
    for at in draw.sample(able, min(slips, len(able))) if len(able) >= slips else able[:1] * slips:
        words[at] = slipped(words[at], draw)
    return " ".join(words)


def dressed(text: str, draw: random.Random) -> str:
    """Case, signs and courtesy around it; sometimes two words are one."""
    words = text.split()
    if len(words) > 1 and draw.random() < 0.15:
        at = draw.randrange(len(words) - 1)
        words[at : at + 2] = [words[at] + words[at + 1]]
    said = " ".join(words)
    said = draw.choice((str, str.upper, str.capitalize, str.lower))(said)
    return draw.choice(_AROUND).format(said)


def typed(number: str, draw: random.Random) -> str:
    """A number as people send it back."""
    parted = f"{number[:4]} {number[4:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}"
    return draw.choice((number, f"#{number}", f"# {number}", *parted))


def orders(seed: int, rounds: int, numbers: tuple[str, ...]) -> Iterator[tuple[Kind, Command, str]]:
    """Each order `rounds` times: a third without a slip, a third with one, a third with two."""
    draw = random.Random(seed)
    for turn in range(rounds):
        for kind, command, text in ORDERS:
            said = mistyped(text, turn % 3, draw)
            written = dressed(said, draw).replace("{N}", "{n}")
            yield kind, command, written.replace("{n}", typed(draw.choice(numbers), draw))
