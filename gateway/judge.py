"""`satupintu judge`: whether two complaints are the same, for pairs in a file; nothing is kept or sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from gateway.judge_read import Unusable, read_told
from gateway.terminal import json_line
from normalizer.likeness_rules import verdict

# The longest real text is 8,471 characters; a line holds two, with room for escapes.
LONGEST_LINE = 1_000_000


def judge(path: str) -> int:
    """Print one JSON object for each line of `path` ("-": standard input), in their order. Status 1 when a line could
    not be read: such a line's object says so under `error`, with its number, and both answers are false."""
    bad = 0
    with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as lines:
        for answer in judged(_bounded(lines)):
            bad += "error" in answer
            sys.stdout.write(json_line(json.dumps(answer, ensure_ascii=False)) + "\n")
    if bad:
        sys.stderr.write(f"{bad} lines could not be read; the others were judged\n")
    return 1 if bad else 0


def _bounded(file: IO[bytes]) -> Iterator[bytes]:
    """Its lines; of one that is too long only the beginning, so that a file without lines fills no memory."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def judged(lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """The answer to each line that is not blank."""
    for at, line in enumerate(lines, start=1):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _answer(at, line)


def _answer(at: int, line: bytes) -> dict[str, object]:
    try:
        return judge_pair(_pair(line))
    except Unusable as error:
        fault = str(error)
    except Exception as error:  # noqa: BLE001 - one line must not stop the rest; its words must not be shown
        fault = f"could not be judged: {type(error).__name__}"
    said = f"line {at}: {fault}"
    return {"same_person_same_complaint": False, "same_problem": False, "why": said, "error": said, "line": at}


def _pair(line: bytes) -> Mapping[str, object]:
    if len(line) > LONGEST_LINE:
        raise Unusable(f"longer than {LONGEST_LINE} bytes")
    try:
        made = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unusable("no JSON in UTF-8") from error
    if not isinstance(made, dict) or not isinstance(made.get("a"), dict) or not isinstance(made.get("b"), dict):
        raise Unusable('not of the form {"a": {…}, "b": {…}}')
    return made


def judge_pair(pair: Mapping[str, object]) -> dict[str, object]:
    """`a` and `b` as `judge_read.read_told` takes them. Raise `Unusable`."""
    found = verdict(read_told(pair["a"]), read_told(pair["b"]))
    return {
        "same_person_same_complaint": found.same_person,
        "same_problem": found.same_problem,
        "why": found.why,
    }
