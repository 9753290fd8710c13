"""What mail programs call a header when they forward, by role and interface language: facts, no code.

From the programs' own locale files (Roundcube 1.6, Claws Mail 4.1, Evolution 3.46, Thunderbird, Zimbra: see
https://hg.mozilla.org/l10n-central, https://github.com/roundcube/roundcubemail/tree/master/program/localization) and
from mails that Gmail, Outlook, Apple Mail, Yahoo, Samsung Mail and others send; compared with the words that
email-forward-parser 1.8.3 (MIT) knows. "|" stands between synonyms.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from normalizer.forward_labels_seldom import ADDRESS, CC, OTHER, REPLY_TO
from normalizer.forward_labels_usual import DATE, FROM, SUBJECT, TO


class Role(StrEnum):
    """What a labelled line of a forward says."""

    FROM = "from"
    DATE = "date"
    SUBJECT = "subject"
    TO = "to"
    CC = "cc"
    REPLY_TO = "reply-to"
    ADDRESS = "address"
    OTHER = "other"


LABELS: Mapping[Role, Mapping[str, str]] = {
    Role.OTHER: OTHER,
    Role.ADDRESS: ADDRESS,
    Role.REPLY_TO: REPLY_TO,
    Role.CC: CC,
    Role.TO: TO,
    Role.SUBJECT: SUBJECT,
    Role.DATE: DATE,
    Role.FROM: FROM,
}
