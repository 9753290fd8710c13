"""What reads and understands is made from settings here: the pump and its readers need it, and nobody else loads it."""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import Channel
from forwarder.sayings import Piece
from forwarder.words_file import texts_of, tongues_of
from forwarder.words_rules import Catalogue
from gateway import wiring
from gateway.answers import Answers
from gateway.attach_limits import FileLimits
from gateway.drafting import Drafting
from gateway.forwarders import Forwarders
from gateway.news_settings import statuses
from gateway.settings import Settings
from gateway.understand import Understanding
from gateway.vet import Step
from gateway.vet_answer import AnswerStep
from gateway.vet_proof import ProofStep
from gateway.vet_spam import SpamStep
from normalizer.normalize import Untitled
from normalizer.schema import ChannelName, Language


def make_understanding(settings: Settings, made: Mapping[ChannelName, Channel]) -> Understanding:
    wait_ms = int(settings.number_wait_seconds * 1000)
    catalogue = Answers.of(settings).catalogue
    keywords = frozenset(settings.agency_keywords.upper().replace(",", " ").split())
    return Understanding(
        made,
        wiring.make_callback(settings),
        settings.hasher(),
        settings.node_id,
        wait_ms,
        keywords,
        patience_ms=int(settings.bundle_wait_seconds * 1000),
        zone=settings.timezone,
        languages=frozenset(tongues_of(catalogue)),
        files=FileLimits(settings.attachment_max_mb * 1_048_576, settings.attachments_per_complaint),
        hold_minutes=settings.sensitive_hold_minutes,
        drafting=Drafting.of(settings),
        told=statuses(settings.status_told),
        untitled=untitled_of(catalogue),
    )


def untitled_of(catalogue: Catalogue) -> Untitled:
    """What a complaint without words is called, in the languages in which messages are told apart."""

    def said(kind: Piece, language: Language) -> str:
        return texts_of(catalogue, kind, language)["title"].strip()

    def row(language: Language) -> tuple[str, str, str]:
        return (
            said(Piece.UNTITLED_FILE, language),
            said(Piece.UNTITLED_PLACE, language),
            said(Piece.UNTITLED, language),
        )

    return {language: row(language) for language in Language}


def make_steps(settings: Settings, made: Mapping[ChannelName, Channel]) -> list[Step]:
    """What the pump finds out about deliveries before it understands them, in this order."""
    hasher = settings.hasher()
    proof = ProofStep(made, Forwarders(settings.data_dir, hasher, settings.sealer()))
    return [proof, AnswerStep(made, hasher), SpamStep(made)]
