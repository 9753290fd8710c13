"""Logs without personal data: everything a record holds is masked, and what cannot be masked is not printed.

structlog writes one line per event to stderr; records of libraries' own loggers take the same way.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from gateway.masking import Masker

# Libraries that log on their own; below WARNING they tell of single messages and connections.
LIBRARIES = ("aiohttp", "aiosmtplib", "asyncio", "httpx", "mail.log", "redis", "rq", "rq.worker", "telegram", "twilio")
# aiosmtpd's warnings quote what a client said in place of a command, and that may be a mail, word by word.
_QUOTING = frozenset({"mail.log"})
# Whose exceptions carry sentences written for people. Others may quote what they choked on.
OURS = ("gateway", "forwarder", "channels", "normalizer")
_FRAMES = 12
_LINE = 300


def configure(
    level: str = "INFO", form: str = "json", secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send structlog's and the standard library's records to `stream` (stderr), masked.

    form: `json`, or `console` for key=value. secrets: values that are cut out wherever they stand.
    """
    out = stream or sys.stderr
    masker = Masker(secrets)
    structlog.configure(
        processors=_processors(masker, form),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    logging.raiseExceptions = False  # the standard library would print the record, unmasked
    _route(_Library(masker))


def _processors(masker: Masker, form: str) -> list[Processor]:
    last: Processor = (
        structlog.processors.JSONRenderer(serializer=json.dumps, ensure_ascii=False)
        if form == "json"
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    )
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exceptions,
        _masked(masker),
        last,
    ]


def _masked(masker: Masker) -> Processor:
    def mask(_logger: WrappedLogger, _method: str, event: EventDict) -> Mapping[str, object]:
        kept = {key: event.pop(key) for key in ("timestamp", "level") if key in event}
        return {**kept, **masker.fields(event)}

    return mask


def _exceptions(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put what was raised in place of `exc_info`: kinds, our own sentences, and places without source or locals."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["error"] = describe(error)
        event["where"] = _places(error)
    return event


def describe(error: BaseException) -> str:
    """An exception's kind and its causes' kinds; its text only where we wrote it, or an operating system error's."""
    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < 5:
        chain.append(_one(seen))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " from ".join(chain)


def _one(error: BaseException) -> str:
    kind = type(error)
    if kind.__module__.split(".")[0] in OURS:
        return f"{kind.__name__}: {str(error)[:_LINE]}"
    if isinstance(error, OSError) and error.strerror:
        return f"{kind.__name__}: {error.strerror[:_LINE]}"
    return kind.__name__


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return ["/".join(frame.filename.split("/")[-2:]) + f":{frame.lineno} {frame.name}" for frame in frames]


class _Library(logging.Handler):
    """Takes a library's record into structlog: its first line, its arguments masked one by one."""

    def __init__(self, masker: Masker) -> None:
        super().__init__(logging.WARNING)
        self._masker = masker

    def emit(self, record: logging.LogRecord) -> None:
        try:
            logger = structlog.get_logger().bind(logger=record.name)
            _say(logger, record.levelno)(self._text(record), exc_info=record.exc_info)
        except Exception:  # noqa: BLE001 - a log line must never stop a complaint, nor be printed unmasked
            self.handleError(record)

    def _text(self, record: logging.LogRecord) -> str:
        args = record.args
        safe: object = self._masker.fields(args) if isinstance(args, Mapping) else tuple(map(self._masker, args or ()))
        try:
            text = str(record.msg) % safe if args else str(record.msg)
        except (TypeError, ValueError, KeyError):  # an argument became text where the line wanted a number
            text = str(record.msg)
        return text.split("\n", 1)[0][:_LINE]

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        structlog.get_logger().bind(logger=record.name).error("a library's log record could not be written")


def _say(logger: structlog.typing.FilteringBoundLogger, level: int) -> Callable[..., None]:
    return logger.error if level >= logging.ERROR else logger.warning


def _route(handler: logging.Handler) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.ERROR if name in _QUOTING else logging.WARNING)
        logger.propagate = True
