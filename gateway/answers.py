"""Which sentence an answer is: from what the ledger owes to the words a citizen reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forwarder import tidings, words
from forwarder.items import ReplyLease
from forwarder.ladder import LADDERS, Rung
from forwarder.listener import Listener
from forwarder.mailbox import mailbox_word
from forwarder.questions import CONFIRM
from forwarder.sayings import Saying
from forwarder.seal import Hasher
from forwarder.status_word import word_for
from forwarder.to_write import WORDS
from forwarder.wish import PROTECTION, UNSENT, told_of
from forwarder.words_file import load, shipped
from forwarder.words_rules import Catalogue
from gateway.answer_lists import Lists
from gateway.settings import Settings
from normalizer.schema import Enclosure, Medium

# What is said about acts (forwarder/acts.py) is called alike everywhere.
ACTS = (
    *(Saying.FLAG_SET, Saying.FLAG_LIFTED, Saying.ACT_WAITS, Saying.WITHDRAWN, Saying.STATUS_WITHDRAWN),
    *(Saying.CONFIRM_LIFT, Saying.CONFIRM_WITHDRAW, Saying.CONFIRM_ERASE, Saying.CONFIRM_LATE, Saying.CONFIRM_WRONG),
    *(Saying.CONFIRM_OPEN, Saying.DRAFT_OPENED),
    *(Saying.ERASE_SET, Saying.ERASE_NONE, Saying.ERASE_REVOKED, Saying.ACT_UNKNOWN, Saying.SENT_NOW, Saying.OFFER),
)
# What an operator decided of a complaint that was not submitted (forwarder/decided.py).
DECIDED = (Saying.CLOSED, Saying.MERGED, Saying.MERGED_ALONE)
# What is said to orders, and to what cannot be read.
ORDERS = (
    *(Saying.EMERGENCY, Saying.UNCLEAR, Saying.STATUS_WORD, Saying.STOPPED, Saying.STARTED, Saying.JOINED),
    *(Saying.LANGUAGE_SET, Saying.LANGUAGE_ASK),
)
SAYINGS: Mapping[str, Saying] = {
    "number": Saying.NUMBER,
    "receipt": Saying.RECEIPT,
    "linked": Saying.LINKED,
    "help": Saying.HELP,
    "flag_alone": Saying.FLAG_ALONE,
    "flag_unknown": Saying.FLAG_UNKNOWN,
    "many": Saying.MANY,
    "status_unknown": Saying.STATUS_UNKNOWN,
    "status_ask": Saying.STATUS_ASK,
    "copy": Saying.COPY,
    "supplement": Saying.SUPPLEMENT,
    "supplement_flags": Saying.SUPPLEMENT_FLAGS,
    "draft_cancelled": Saying.DRAFT_CANCELLED,
    "progress": Saying.PROGRESS,
    "question": Saying.QUESTION,
    **{str(saying): saying for saying in ACTS},
    **{str(saying): saying for saying in (*ORDERS, *DECIDED)},
}
_ASKING: Mapping[tuple[str, str], Saying] = {
    ("receipt", "where"): Saying.RECEIPT_WHERE,
    ("receipt", "what"): Saying.RECEIPT_WHAT,
    ("receipt", WORDS): Saying.RECEIPT_WORDS,
    ("number", "where"): Saying.NUMBER_WHERE,
    ("number", "what"): Saying.NUMBER_WHAT,
    ("emergency", PROTECTION): Saying.EMERGENCY_OFFER,
    ("emergency", UNSENT): Saying.EMERGENCY_UNSENT,
}
# It was told before, so long ago that it is a complaint of its own.
_AGAIN: Mapping[str, Saying] = {"receipt": Saying.RECEIPT_AGAIN, "number": Saying.NUMBER_AGAIN}
# By mail only: about several complaints, and to village offices.
LISTS: Mapping[str, Saying] = {
    CONFIRM: Saying.CONFIRM_SPLIT,
    "split_late": Saying.SPLIT_LATE,
    "receipts": Saying.RECEIPTS,
    "some": Saying.SOME,
    "numbers": Saying.NUMBERS,
    "recap": Saying.RECAP,
    "recap_empty": Saying.RECAP_EMPTY,
    "enrolled": Saying.ENROLLED,
}
# With which of them a chat is told how its answers come by mail.
_TELL_MAILBOX = frozenset({"receipt", "status"})
# With which of them the printed receipt goes along.
PRINTED = frozenset({"number", "receipt", "linked", "receipts", "some", "numbers"})
_FILE_NAME = "tanda-terima.pdf"
# A question that goes by SMS because its chat is closed names the chat (forwarder/routes.py).
_NUMBER = re.compile(r"^(?:WhatsApp )?\+?[0-9]{3,15}$")


@dataclass(frozen=True)
class Answers:
    """Words in this deployment's name. mail_to: where mails are taken whose senders are proven; "" for nowhere."""

    brand: str
    catalogue: Catalogue = field(repr=False)
    zone: str = "Asia/Jakarta"
    contact: str = ""
    hasher: Hasher | None = None
    mail_to: str = ""

    @classmethod
    def of(cls, settings: Settings, mail_to: str = "") -> Answers:
        """Raise `SettingsFault` when the operator's own words cannot be used."""
        path = settings.words_file
        catalogue = load(Path(path)) if path else shipped()
        return cls(settings.brand, catalogue, settings.timezone, settings.contact, settings.hasher(), mail_to)

    def render(self, lease: ReplyLease, listener: Listener, medium: Medium) -> tuple[str, str]:
        """Subject and text. An SMS names the number to write to, if it came to one."""
        facts = {"number": lease.number, "national": lease.national, **dict(listener.facts)}
        if not (lease.receipted and "asking" not in facts):
            facts["earlier"] = lease.earlier  # once: with a receipt that asks nothing, else with the number
        if lease.receipted:
            facts.pop("left_out", None)  # told once
        if lease.what == "number" and lease.receipted:
            facts.pop("asking", None)  # asked once; each answer to an SMS costs its writer money
        if lease.what == "status":
            facts["status"] = tidings.standing(facts.get("status", ""), listener.language, self.catalogue)
        facts |= self._lists.facts(lease, listener)
        facts |= tidings.facts(lease, listener.language, self.catalogue, national=facts["national"])
        facts |= told_of(lease, facts, listener.language, self.catalogue)
        protected = bool(listener.flags) or lease.protected
        facts["secret"] = word_for(self.hasher, lease.number) if protected and lease.number and self.hasher else ""
        facts |= self._mailbox(lease, listener, facts["number"]) if not protected else {}
        said = words.render(
            saying_of(lease.what, {"asking": "", **facts}, protected=protected),
            listener.language,
            medium,
            brand=self.brand,
            number=facts["number"],
            national=facts["national"],
            write_to=listener.recipient if _NUMBER.match(listener.recipient) else "",
            protected=protected,
            others=facts,
            catalogue=self.catalogue,
        )
        return said.subject or listener.subject, said.text

    def _mailbox(self, lease: ReplyLease, listener: Listener, number: str) -> dict[str, str]:
        """How a phone is given a mailbox for answers that reach it by no other way."""
        phone = listener.to.address
        if lease.what not in _TELL_MAILBOX or Rung.MAIL not in LADDERS.get(listener.channel, ()):
            return {}
        if not (self.mail_to and self.hasher and number and phone.startswith("+")) or lease.mailbox:
            return {}
        return {"mail_to": self.mail_to, "mail_word": mailbox_word(self.hasher, number, phone)}

    def enclose(self, lease: ReplyLease, listener: Listener) -> tuple[Enclosure, ...]:
        """The printed receipts, when somebody proven wrote on a citizen's behalf; the same bytes for the same facts."""
        if not listener.printed or lease.what not in PRINTED:
            return ()
        # Loaded only where pages are made: it takes a tenth of a second.
        from gateway.receipt_page import MEDIA_TYPE, printed

        pages = list(self._lists.pages(lease, listener))
        return (Enclosure(_FILE_NAME, MEDIA_TYPE, printed(pages, self.brand)),) if pages else ()

    @property
    def _lists(self) -> Lists:
        return Lists(self.catalogue, self.zone, self.contact)


def saying_of(what: str, facts: Mapping[str, str], *, protected: bool) -> Saying:
    if what == "status":
        return Saying.STATUS_KNOWN if facts["national"] else Saying.STATUS_WAITING
    if (asks := _ASKING.get((what, facts["asking"]))) and not protected:
        return asks
    if (again := _AGAIN.get(what)) and facts.get("earlier") and not protected:
        return again
    return LISTS[what] if what in LISTS else SAYINGS[what]
