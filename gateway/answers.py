"""Which sentence an answer is: from what the ledger owes to the words a citizen reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forwarder import words
from forwarder.items import ReplyLease
from forwarder.listener import Listener
from forwarder.words import Saying
from forwarder.words_file import Catalogue, shipped
from gateway.settings import Settings
from normalizer.schema import Medium

SAYINGS: Mapping[str, Saying] = {
    "number": Saying.NUMBER,
    "receipt": Saying.RECEIPT,
    "linked": Saying.LINKED,
    "help": Saying.HELP,
    "flag_alone": Saying.FLAG_ALONE,
    "status_unknown": Saying.STATUS_UNKNOWN,
    "status_ask": Saying.STATUS_ASK,
}
_NUMBER = re.compile(r"^\+?[0-9]{3,15}$")


@dataclass(frozen=True)
class Answers:
    """Words in this deployment's name."""

    brand: str
    catalogue: Catalogue

    @classmethod
    def of(cls, settings: Settings) -> Answers:
        """Raise `SettingsFault` when the operator's own words cannot be used."""
        path = settings.words_file
        return cls(settings.brand, words.load(Path(path)) if path else shipped())

    def render(self, lease: ReplyLease, listener: Listener, medium: Medium) -> tuple[str, str]:
        """Subject and text. An SMS names the number to write to, if it came to one."""
        facts = {"number": lease.number, "national": lease.national, **dict(listener.facts)}
        said = words.render(
            _saying(lease.what, facts),
            listener.language,
            medium,
            brand=self.brand,
            number=facts["number"],
            national=facts["national"],
            write_to=listener.recipient if _NUMBER.match(listener.recipient) else "",
            protected=bool(listener.flags),
            catalogue=self.catalogue,
        )
        return said.subject or listener.subject, said.text


def _saying(what: str, facts: Mapping[str, str]) -> Saying:
    if what == "status":
        return Saying.STATUS_KNOWN if facts["national"] else Saying.STATUS_WAITING
    return SAYINGS[what]
