"""Whether the sender that a mail names may be the one whose server sent it: relaxed alignment without DNS.

RFC 7489, 3.1 (alignment), 3.2 (organizational domain). The list of public suffixes is cut down to those under which a
domain has three labels and that write to an Indonesian agency: https://pandi.id, https://publicsuffix.org/list/
"""

from __future__ import annotations

_SECOND_LEVEL = {
    "id": "ac biz co desa go mil my net or ponpes sch web",
    "my": "com edu gov mil name net org",
    "sg": "com edu gov net org per",
    "th": "ac co go in mi net or",
    "ph": "com edu gov mil net ngo org",
    "tl": "com edu gov org",
    "au": "asn com edu gov id net org",
    "nz": "ac co geek gen govt maori net org school",
    "uk": "ac co gov ltd me net nhs org plc sch",
    "jp": "ac ad co ed go gr lg ne or",
    "kr": "ac co go ne or pe re",
    "tw": "club com edu gov idv net org",
    "hk": "com edu gov idv net org",
    "cn": "ac com edu gov net org",
    "in": "ac co edu firm gen gov ind net nic org res",
    "br": "com edu gov net org",
    "za": "ac co gov net org web",
    "tr": "com edu gov k12 net org",
    "sa": "com edu gov med net org sch",
}
_PUBLIC = frozenset(f"{second}.{top}" for top, seconds in _SECOND_LEVEL.items() for second in seconds.split())


def organisation(domain: str) -> str:
    """The part of a domain that somebody registered: `kab.go.id` of `mail.dinas.kab.go.id`."""
    labels = domain.strip().strip(".").lower().split(".")
    return ".".join(labels[-3:] if ".".join(labels[-2:]) in _PUBLIC else labels[-2:])


def aligned(envelope_from: str, address: str) -> bool:
    """Whether MAIL FROM belongs to the same organisation as the address a mail says it is from."""
    sent, named = (text.strip().strip("<>").rpartition("@")[2] for text in (envelope_from, address))
    return bool(sent) and organisation(sent) == organisation(named)
