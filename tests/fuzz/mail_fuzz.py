"""`make fuzz`: hundreds of thousands of damaged mails through everything that reads a mail.

A failing input is written to a file, and the command that repeats it alone is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from mail_mutations import cases, mutated

from channels.mail import Mail, from_env
from gateway.explain import explain
from normalizer.codec import decode, encode
from normalizer.forwarded import Forward, read_forwards
from normalizer.mime import ParsedMail, parse
from normalizer.normalize import normalize
from normalizer.schema import ChannelName, Complaint, Message, Raw
from normalizer.text import has_words
from normalizer.triage import triage

MOST_SECONDS = 5.0  # of CPU for one input of at most 400,000 bytes, on a machine that is busy
_CHUNK = 500
_RECEIVED = datetime(2026, 1, 1, tzinfo=UTC)
_SETTINGS = {"MAIL_RECIPIENTS": "lapor@example.go.id", "MAIL_RELAY_HOST": "localhost"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: `fault` is empty when all is well; `seconds` of CPU for reading it all the way."""

    number: int
    size: int
    seconds: float
    fault: str = ""


class Fault(AssertionError):
    """Something that must hold of every mail does not."""


@cache
def _channel() -> Mail:
    made = from_env(_SETTINGS, "https://example.id")
    if made is None:
        raise Fault("the mail channel could not be made")
    return made


def read(data: bytes, twice: bool = True) -> None:
    """Read these bytes as the gateway would. Raise `Fault` when something does not hold, or whatever is raised."""
    mail = parse(data, "warga@example.id")
    forwards = read_forwards(mail)
    raw = Raw(
        ChannelName("mail"),
        _RECEIVED,
        "smtp:",
        (("RCPT TO", "lapor@example.go.id"), ("MAIL FROM", "warga@example.id")),
        data,
    )
    messages = tuple(_channel().read(raw))
    _hold(bool(messages), "a mail became no message")
    _sound(mail, forwards)
    for message in messages:
        if isinstance(message, Message):  # and no report on an answer of ours
            _complaint(message)
    told = explain("mail", data, {})
    json.dumps(told, ensure_ascii=False).encode()
    _hold(told["kind"] != "unreadable", f"explain could not read it: {told.get('why')}")
    if twice:
        _hold(parse(data, "warga@example.id") == mail, "the same bytes were read differently")
        _hold(tuple(_channel().read(raw)) == messages, "the same bytes gave different messages")


def _hold(held: bool, otherwise: str) -> None:
    if not held:
        raise Fault(otherwise)


def _sound(mail: ParsedMail, forwards: Sequence[Forward]) -> None:
    _hold("unparsable" not in mail.doubts, "the reader broke")
    _writable(repr(mail.from_) + mail.subject + mail.text + mail.message_id)
    for found in forwards:
        _writable(found.subject + found.text + found.note + found.date_raw + repr(found.chain))
        _hold(1 <= len(found.chain) <= 32, "a chain without links, or without end")
        _hold(found.date is None or found.date.utcoffset() is not None, "a date without a zone")
        _hold(found.confidence in ("high", "low") and bool(found.reason), "a confidence without a reason")
    for inner in mail.attached:
        _sound(inner, ())


def _writable(text: str) -> None:
    """Lone surrogates could not be stored."""
    text.encode()
    _hold("\0" not in text, "a NUL in what was read")


def _complaint(message: Message) -> None:
    complaint = normalize(message, triage(message), "id")
    again = decode(Complaint, encode(complaint))
    _hold(again == replace(complaint), "a complaint changed on its way through JSON")
    encode(message)
    if has_words(message.text):
        kept = f"{complaint.text} {complaint.note} {complaint.title}"
        _hold(has_words(kept), "all words of the mail were lost")


def outcome(number: int, data: bytes, reading: Callable[[bytes, bool], None] = read) -> Outcome:
    began = time.process_time()
    try:
        reading(data, number % 4 == 0)
    except Exception:  # noqa: BLE001 - whatever is raised is what is looked for
        return Outcome(number, len(data), time.process_time() - began, traceback.format_exc(limit=-6))
    seconds = time.process_time() - began
    return Outcome(number, len(data), seconds, "" if seconds < MOST_SECONDS else f"{seconds:.1f} s of CPU")


def several(seed: int, numbers: Iterable[int]) -> list[Outcome]:
    mails = cases()
    return [outcome(number, mutated(seed, number, mails)) for number in numbers]


def _report(seed: int, failed: Outcome, folder: Path) -> None:
    file = folder / f"mail-{seed}-{failed.number}.eml"
    file.write_bytes(mutated(seed, failed.number, cases()))
    print(f"\n{failed.fault}\ninput {failed.number}, kept in {file}; to repeat it:")
    print(f"  make fuzz ARGS='--seed {seed} --only {failed.number}'", flush=True)


def run(seed: int, inputs: int, workers: int, folder: Path) -> dict[str, Any]:
    """All inputs of one seed; what is printed at the end."""
    began = time.monotonic()
    chunks = [range(at, min(at + _CHUNK, inputs)) for at in range(0, inputs, _CHUNK)]
    done, failures, spent = 0, 0, 0.0
    slowest: list[Outcome] = []
    with ProcessPoolExecutor(workers) as pool:
        for found in pool.map(several, [seed] * len(chunks), chunks):
            for failed in islice((one for one in found if one.fault), 5):
                _report(seed, failed, folder)
            done, failures = done + len(found), failures + sum(1 for one in found if one.fault)
            spent += sum(one.seconds for one in found)
            slowest = sorted([*slowest, *found], key=lambda one: -one.seconds)[:5]
            if done % 10_000 == 0:
                print(f"{done} read, {failures} failed, slowest {slowest[0].seconds:.2f} s", flush=True)
    return {
        "seed": seed,
        "cases": len(cases()),
        "inputs": done,
        "failed": failures,
        "cpu_seconds": round(spent, 1),
        "seconds": round(time.monotonic() - began, 1),
        "slowest": [{"input": one.number, "bytes": one.size, "cpu_seconds": round(one.seconds, 3)} for one in slowest],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=1, help="processes; as many as there are idle cores")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="read this one input again and show what happens")
    parser.add_argument("--file", type=Path, help="read this file instead")
    chosen = parser.parse_args()
    if chosen.file is not None or chosen.only is not None:
        read(chosen.file.read_bytes() if chosen.file else mutated(chosen.seed, chosen.only, cases()))
        print("all is well")
        return 0
    folder = tempfile.mkdtemp(prefix="satupintu-fuzz-")
    summary = run(chosen.seed, chosen.inputs, chosen.workers, Path(folder))
    print(json.dumps(summary, indent=1))
    return 1 if summary["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
