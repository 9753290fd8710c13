"""Where settings come from: the process's environment over `.env`, and secrets from files (`NAME_FILE`).

Files are how Docker and systemd hand over secrets: https://docs.docker.com/compose/how-tos/use-secrets/
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dotenv.parser import Binding, parse_stream

# Only a secret is read from a file: SSL_CERT_FILE and its like belong to others.
_WORD = r"[A-Z0-9_]*(?:KEYS?|TOKENS?|SECRETS?|PASSWORDS?)(?:_OLD)?"
_SECRET_NAME = re.compile(rf"^{_WORD}$")
_SECRET_FILE = re.compile(rf"^(?:{_WORD}|REDIS_URL)_FILE$")
_MOST = 65_536
DOTENV_FAULT = "DOTENV_FAULT"


def env_file() -> Path:
    """`.env` here, or the file that ENV_FILE names."""
    return Path(os.environ.get("ENV_FILE") or ".env")


def read_env(path: str | Path | None = None) -> dict[str, str]:
    """Variables of that file (`env_file()` if None) below those of the process; secrets' files are read.

    A file that cannot be read leaves its `NAME_FILE` in place; `file_faults` (and so `load`) tells why.
    """
    env = {**dotenv_file(path or env_file()), **os.environ}
    for name in [name for name in env if env[name].strip() and _SECRET_FILE.match(name)]:
        secret = name.removesuffix("_FILE")
        if not env.get(secret) and not _fault(env[name]):
            env[secret] = Path(env.pop(name)).read_text(encoding="utf-8").rstrip("\r\n")
    return env


def dotenv_file(path: str | Path) -> dict[str, str]:
    """What stands in that file, `$` taken as it is; what is wrong with it stands under DOTENV_FAULT, a line each.

    A file called `.env` may be missing; one that somebody named must be there.
    """
    path = Path(path)
    if not path.is_file():
        missing = f"{path} is not there: mend ENV_FILE or --env-file, or make the file"
        return {} if path.name == ".env" else {DOTENV_FAULT: missing}
    try:
        found = list(parse_stream(io.StringIO(path.read_text(encoding="utf-8"))))
    except (OSError, UnicodeDecodeError):
        return {DOTENV_FAULT: f"{path} cannot be read as UTF-8 text: mend the file or its rights"}
    values = {one.key: one.value for one in found if one.key is not None and one.value is not None}
    wrong = [f"Line {line} of {path} is no NAME=value: mend it or take it out" for line in _malformed(found)]
    return values | ({DOTENV_FAULT: "\n".join(wrong)} if wrong else {})


def repeated_names(path: Path) -> Iterator[str]:
    """Names that stand in that file more than once, with different values: only the last counts."""
    seen: dict[str, set[str | None]] = {}
    with suppress(OSError, UnicodeDecodeError):
        for one in parse_stream(io.StringIO(path.read_text(encoding="utf-8"))):
            if one.key is not None and not one.error:
                seen.setdefault(one.key, set()).add(one.value)
    yield from sorted(name for name, values in seen.items() if len(values) > 1)


def _malformed(found: Iterable[Binding]) -> Iterator[int]:
    """Numbers of lines that were not understood; what stands in them may be a secret and is never repeated. What the
    parser takes for one piece may begin with empty lines."""
    for one in found:
        if one.error or (one.key is not None and one.value is None):
            text = one.original.string
            yield one.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def secret_values(env: Mapping[str, str]) -> set[str]:
    """What must never be printed: every secret's value, each of several in a list, and Redis's password."""
    values = {env[name].strip() for name in env if _SECRET_NAME.match(name)}
    parts = {part.strip() for value in values for part in value.split(",")}
    try:
        password = urlsplit(env.get("REDIS_URL", "")).password or ""
    except ValueError:
        password = env["REDIS_URL"]
    return (values | parts | {password, unquote(password)}) - {""}


def file_faults(env: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the files settings come from, in sentences with the fix."""
    yield from env.get(DOTENV_FAULT, "").splitlines()
    for name in sorted(name for name in env if _SECRET_FILE.match(name) and env[name].strip()):
        if env.get(name.removesuffix("_FILE")):
            yield f"{name} and {name.removesuffix('_FILE')} are both set: keep one of them"
        elif fault := _fault(env[name]):
            yield f"{name} names a file that {fault}"


def _fault(path: str) -> str:
    try:
        if Path(path).stat().st_size > _MOST:
            return f"is larger than {_MOST} bytes: that is no secret"
        Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "is not UTF-8 text: write the secret into it as text"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "is no path"
        return f"cannot be read ({reason}): mend the path or the file's rights"
    return ""
