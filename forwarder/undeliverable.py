"""An answer that came back: noted at the answer and at its complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forwarder.ledger import Ledger
from forwarder.reply import report_key
from forwarder.seal import Hasher
from forwarder.supplement_token import complaint_of
from normalizer.schema import DeliveryReport

_CODE = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """`complaint` is what a token proved; `key` finds the answer, "" when only the complaint is known; `code` as in
    RFC 3463."""

    complaint: str
    key: str
    code: str


def undeliverable(hasher: Hasher, report: DeliveryReport) -> Undeliverable:
    """An empty `complaint` when nothing in the report proves that it is about an answer of ours: anybody can write a
    bounce."""
    complaint = next(filter(None, (complaint_of(hasher, token) for token in report.tokens)), "")
    key = report_key(hasher, report.channel, report.provider_id) if report.provider_id else ""
    return Undeliverable(complaint, key, report.code if _CODE.fullmatch(report.code) else "5.0.0")


async def note(ledger: Ledger, item: Undeliverable) -> bool:
    """False when it is about nothing of ours. May be repeated."""
    if not item.complaint:
        return False
    args = (item.complaint, item.key, item.code, ledger.keep.claim)
    (done,) = await ledger.run_many([("undeliverable", args)])
    return done is not None
