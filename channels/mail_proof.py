"""Who really sent a mail, and how that is kept beside it.

The mark: `proven` or `unproven`, then words: how it was proven (auth, relay, dmarc, dkim, spf), or why not (from: not
one author; relay: a trusted one says no; away: nobody could be asked; nothing). `forwarder`: a known one; `enrolled`:
by a one-time word in this very mail; `elsewhere`: by a signature alone, on a mail that names no address of ours. No
address, no domain.
RFC 7489, 3.1: SPF and DKIM count only for a domain of the author's own organisation. ARC (RFC 8617) counts for nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from channels.base import NotNow
from channels.mail_alignment import host, mailbox, organisation, same_organisation
from channels.mail_proof_dkim import Signature, Verifier, read_key, read_signature, tag_list
from channels.mail_proof_fields import Header, author_of, read_header
from channels.mail_proof_names import Names, Silent
from channels.mail_proof_replay import doubled, elsewhere, read_anew, replayed, rewrapped
from channels.mail_proof_results import verdicts
from channels.mail_proof_spf import public_address, spf
from normalizer.schema import Raw
from normalizer.verification_mail import of_provider

# All questions of one mail. The pump goes on with others meanwhile.
SECONDS = 12.0
MOST_SIGNATURES = 4
LOOKED_AT = 30
_SIGNED = ("dmarc", "dkim")  # proofs that outlive the way a mail came
_WORDS = frozenset(
    {"auth", "relay", "dmarc", "dkim", "spf", "from", "away", "nothing", "forwarder", "enrolled", "elsewhere"}
)

_Question = tuple[str, Callable[[Raw, Header, str], Awaitable[bool]]]


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the author a mail names is who sent it."""

    proven: bool = False
    words: tuple[str, ...] = ()

    @property
    def forwarder(self) -> bool:
        return self.proven and "forwarder" in self.words

    @property
    def enrolled(self) -> bool:
        return self.forwarder and "enrolled" in self.words

    @property
    def elsewhere(self) -> bool:
        return "elsewhere" in self.words

    def __str__(self) -> str:
        return " ".join(("proven" if self.proven else "unproven", *self.words))

    def __and__(self, more: Sequence[str]) -> Proof:
        return Proof(self.proven, (*self.words, *more))

    @classmethod
    def read(cls, mark: str) -> Proof:
        """Whatever is no mark of ours proves nothing."""
        first, *words = mark.split() or [""]
        return cls(first == "proven", tuple(word for word in words if word in _WORDS))


def proof_of(raw: Raw, address: str) -> Proof:
    """What the row's mark says, if it says it of this address. Whoever reads a mail otherwise than the verifier did (an
    mbox line for a header, Sender for From) would answer somebody of whom nothing was proven."""
    proof = Proof.read(raw.header("MARK proof"))
    header = read_header(raw.body) if proof.proven else None
    same = header is not None and mailbox(address) != "" and author_of(header) == mailbox(address)
    return proof if same else Proof(False, proof.words)


@dataclass(frozen=True)
class Prover:
    """`mode` as in MAIL_PROOF; `authserv_id`: the name of our mail server's verdicts, of which it writes `headers`."""

    mode: Literal["dns", "relay", "off"] = "off"
    authserv_id: str = ""
    headers: int = 1
    names: Names = field(default_factory=Names, repr=False, compare=False)

    async def prove(self, raw: Raw) -> tuple[str, Proof]:
        """The author as `mailbox` has him (empty when there is not exactly one), and whether it was he.
        Raise `NotNow`."""
        header = read_header(raw.body)
        author = author_of(header) if header else ""
        if not header or not author:
            return "", Proof(False, ("from",))
        if mailbox(raw.header("AUTH")) == author:
            return author, Proof(True, ("auth",))
        relayed = raw.header("RELAY") == "trusted"
        if relayed and (how := self._told(raw, header, author)):
            return author, Proof(True, ("relay", *how))
        if self.mode != "dns":
            return author, Proof(False, ("relay" if relayed else "nothing",))
        asked: list[_Question] = [("spf", self._spf), ("dkim", self._dkim)]
        # A provider's machines send for its customers as well: its own mail is told by its signature alone.
        return author, await self._by_dns(raw, header, author, asked[1:] if of_provider(author) else asked)

    def sent_elsewhere(
        self, raw: Raw, author: str, proof: Proof, takes: Callable[[str], bool], *, office: bool
    ) -> bool:
        """Whether nothing but a signature proves it, which anybody who got the mail can send on. office: what it quotes
        of others counts, so it matters how it is read."""
        header = None if {"auth", "spf"} & set(proof.words) else read_header(raw.body)
        domain = author.rpartition("@")[2]
        return header is not None and (elsewhere(header, domain, takes) or (office and read_anew(header, domain)))

    def _told(self, raw: Raw, header: Header, author: str) -> tuple[str, ...]:
        """By what our relay says it was proven; DMARC may mean a signature."""
        found = verdicts(header, self.authserv_id, self.headers, author) if self.authserv_id else ()
        way = [how for how in found if how not in _SIGNED]
        signed = [how for how in found if how in _SIGNED]
        at, domain = raw.received_at.timestamp(), author.rpartition("@")[2]
        stripped = "dkim" in found and not header.all("dkim-signature")  # what it covered, nobody can tell any more
        if signed and (way or not (stripped or replayed(raw.body, header, domain, at))):
            return (*signed[:1], *(how for how in signed[1:] if how == "dkim"), *way[:1])
        return tuple(way[:1])

    async def _by_dns(self, raw: Raw, header: Header, author: str, asked: Sequence[_Question]) -> Proof:
        """Any proof will do; who could not be asked matters only when there is none."""
        domain = author.rpartition("@")[2]
        away: NotNow | None = None
        try:
            async with asyncio.timeout(SECONDS):
                for how, ask in asked:
                    try:
                        if await ask(raw, header, domain):
                            return Proof(True, (how,))
                    except NotNow as error:
                        away = error
        except TimeoutError:
            raise NotNow("DNS is too slow") from None
        if away:
            raise away
        return Proof(False, ("nothing",))

    async def _spf(self, raw: Raw, _header: Header, domain: str) -> bool:
        """A relay of ours connects for everybody: his address says nothing."""
        address = public_address(raw.header("PEER"))
        sender = raw.header("MAIL FROM").strip().strip("<>")
        named = host(sender.rpartition("@")[2])
        if address is None or raw.header("RELAY") or not same_organisation(named, domain):
            return False
        if await spf(self.names, address, sender, raw.header("HELO")) != "pass":
            return False
        return named == domain or not await self._strict(domain, "aspf")

    async def _dkim(self, raw: Raw, header: Header, domain: str) -> bool:
        if doubled(header):
            return False
        verifier = Verifier(raw.body, header)
        away: NotNow | None = None
        for signature in self._signatures(raw, header, domain):
            try:
                if await self._holds(verifier, signature, domain):
                    return True
            except Silent:
                raise  # each of the others could take as long, and other mails of the same relay wait
            except NotNow as error:
                away = error
        if away:
            raise away
        return False

    def _signatures(self, raw: Raw, header: Header, domain: str) -> list[Signature]:
        """Those of the author's organisation, the topmost: nobody else's are worth a question."""
        fields = header.all("dkim-signature")[:LOOKED_AT]
        found = (read_signature(one, raw.received_at.timestamp()) for one in fields)
        ours = [one for one in found if one and same_organisation(one.domain, domain)]
        return [one for one in ours if not rewrapped(raw.body, header, one.names)][:MOST_SIGNATURES]

    async def _holds(self, verifier: Verifier, signature: Signature, domain: str) -> bool:
        keys = [key for text in (await self.names.texts(signature.key_name))[:2] if (key := read_key(text))]
        for key in keys:
            if await asyncio.to_thread(verifier.holds, signature, key):
                return signature.domain == domain or not await self._strict(domain, "adkim")
        return False

    async def _strict(self, domain: str, which: str) -> bool:
        """Whether the author's domain asks for its very name (RFC 7489, 6.3 and 6.6.3)."""
        for place in dict.fromkeys((domain, organisation(domain))):
            texts = await self.names.texts(f"_dmarc.{place}") if place else []
            records = [tags for text in texts if (tags := tag_list(text)).get("v") == "DMARC1"]
            if records:
                return records[0].get(which, "r").lower() == "s"
        return False
