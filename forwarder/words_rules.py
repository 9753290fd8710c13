"""What a sentence of the catalogue must hold, may hold and must not say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from normalizer import gsm7

Texts = Mapping[str, str]
Catalogue = Mapping[str, Mapping[str, Texts]]

FORMS = ("sms", "chat", "subject", "mail")
PLACEHOLDERS = ("brand", "number", "national", "write_to")
MONTHS = 12
_ONE_MAIL = ("count", "list")
_PERIOD = ("since", "until")
# One of the two, or neither (forwarder/wish.py).
_WISH = ("kept", "waits")
# Where to, and the word that proves a mailbox (forwarder/mailbox.py): in chats of phones.
_MAILBOX = ("mail_to", "mail_word")
# What is said by mail only, and the pieces of which answers and pages are made.
_OTHER_FORMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("receipts", "some", "numbers", "recap", "recap_empty", "confirm_split", "enrolled"), ("subject", "mail")
    ),
    **dict.fromkeys(("receipts_protected", "some_protected", "numbers_protected"), ("subject", "mail")),
    **dict.fromkeys(("line", "line_linked", "line_protected", "line_recap"), ("line",)),
    "page": ("page",),
    "split_late": ("subject", "mail"),
    "kept": ("kept",),
    "waits": ("waits",),
    "months": ("months",),
    "states": ("states",),
    "clock": ("clock",),
    **dict.fromkeys(("untitled_file", "untitled_place", "untitled"), ("title",)),
    "menu": ("menu",),
    **dict.fromkeys(("template_number", "template_status", "template_question"), ("template",)),
}
# These have values for no others.
_ONLY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("kept", "waits", "months", "states", "menu"), ()),
    **dict.fromkeys(("untitled_file", "untitled_place", "untitled"), ()),
    "template_number": ("brand", "national"),
    "template_status": ("brand", "number", "status"),
    "template_question": ("brand", "number", "question"),
}
# Placeholders that only these kinds fill.
_OWN_PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "receipt": ("left_out", "secret", "whose", *_MAILBOX),
    "number": ("left_out", "secret", "whose"),
    **dict.fromkeys(("receipt_protected", "number_protected"), ("left_out", "secret", *_WISH)),
    **dict.fromkeys(("receipt_again", "number_again"), ("left_out", "whose", "earlier")),
    "linked": ("whose",),
    "linked_protected": ("secret", *_WISH),
    "flag_set": ("secret",),
    **dict.fromkeys(("supplement", "supplement_protected"), ("left_out",)),
    **dict.fromkeys(("receipts", "some", "numbers"), (*_ONE_MAIL, "left_out")),
    **dict.fromkeys(("receipts_protected", "some_protected", "numbers_protected"), (*_ONE_MAIL, "left_out", "kept")),
    "recap": (*_ONE_MAIL, *_PERIOD, "more"),
    "recap_empty": _PERIOD,
    "confirm_split": ("count", "parts"),
    **dict.fromkeys(("line", "line_linked"), ("place", "about")),
    "line_protected": ("place",),
    "line_recap": ("date", "about", "status"),
    "page": ("date", "name", "about", "office", "contact"),
    "clock": ("hour", "minute", "zone"),
    **dict.fromkeys(("confirm_lift", "confirm_withdraw", "confirm_erase", "confirm_open"), ("word",)),
    "offer": ("left_out", "minutes"),
    **dict.fromkeys(("progress", "progress_protected"), ("status",)),
    "status_known": ("status", *_WISH, *_MAILBOX),
    "status_waiting": (*_WISH, *_MAILBOX),
    **dict.fromkeys(("question", "question_protected"), ("question", "cite")),
    **dict.fromkeys(("receipt_where", "receipt_what", "number_where", "number_what"), ("left_out",)),
    "receipt_words": ("left_out",),
}
# The longest that may stand in a one-segment SMS: settings check the brand against it. Ours has ten digits, LAPOR!'s
# have been seen with seven and eight; +62 and thirteen digits is E.164's longest.
LONGEST = {
    "brand": "L" * 30,
    "number": "1" * 10,
    "national": "1" * 12,
    "earlier": "1" * 12,
    "write_to": "+62" + "8" * 13,
    # The longest of normalizer/confirm_word.py; a day.
    "word": "w" * 8,
    "minutes": "1440",
    # The longest of catalogue/news.toml's states.
    "status": "s" * 28,
    # normalizer/secret_word.py.
    "secret": "w" * 6,
    "kept": "k" * 17,
    "waits": "w" * 16,
}

# What a kind must say wherever it is said, or it is worth nothing to the citizen.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "number": ("national",),
    "number_protected": ("national",),
    "receipt": ("number",),
    "receipt_protected": ("number",),
    "number_again": ("national", "earlier"),
    "receipt_again": ("number", "earlier"),
    "linked": ("number",),
    "linked_protected": ("number",),
    "help": (),
    "flag_alone": (),
    "flag_unknown": (),
    "erase_none": (),
    "many": (),
    "status_known": ("number", "national"),
    "status_waiting": ("number",),
    "status_unknown": (),
    "status_ask": (),
    "copy": ("national",),
    **dict.fromkeys(("receipts", "some", "numbers"), ("list",)),
    **dict.fromkeys(("receipts_protected", "some_protected", "numbers_protected"), ("list",)),
    "recap": ("list",),
    "recap_empty": (),
    "confirm_split": ("parts",),
    "split_late": (),
    "enrolled": (),
    **dict.fromkeys(("supplement", "supplement_protected", "supplement_flags"), ("number",)),
    **dict.fromkeys(("line", "line_linked", "line_protected", "line_recap"), ("number",)),
    "page": ("number",),
    "months": (),
    "clock": ("hour", "minute"),
    **dict.fromkeys(("flag_set", "flag_lifted", "act_waits", "withdrawn", "status_withdrawn", "sent_now"), ("number",)),
    **dict.fromkeys(("closed", "merged", "merged_alone"), ("number",)),
    **dict.fromkeys(("confirm_lift", "confirm_withdraw"), ("number", "word")),
    **dict.fromkeys(("confirm_erase", "confirm_open"), ("word",)),
    **dict.fromkeys(("confirm_late", "confirm_wrong", "erase_set", "erase_revoked", "act_unknown"), ()),
    "offer": ("number", "minutes"),
    **dict.fromkeys(("receipt_where", "receipt_what"), ("number",)),
    **dict.fromkeys(("number_where", "number_what"), ("national",)),
    "receipt_words": ("number",),
    **dict.fromkeys(
        ("emergency", "emergency_offer", "emergency_unsent", "unclear", "status_word", "stopped", "started"), ()
    ),
    **dict.fromkeys(("language_set", "language_ask", "joined"), ()),
    **dict.fromkeys(("draft_cancelled", "draft_opened"), ()),
    **dict.fromkeys(("progress", "progress_protected"), ("number", "status")),
    **dict.fromkeys(("question", "question_protected"), ("number", "question")),
    "states": (),
    **_ONLY,
}

# What has a value in every answer that may name it.
_ALWAYS_THERE = frozenset({"brand", *_PERIOD, "count", "place", "date", "zone"})
# The first answer to who asked for protection.
CONFIRMING = frozenset({"receipt_protected", "number_protected", "receipts_protected", "numbers_protected"})
PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
# Spam filters of Indonesian operators, and citizens, take these for fraud.
_SCAM = re.compile(r"\b(kode|pin|otp|verifikasi|verification|password|sandi|hadiah)\b", re.IGNORECASE)
# Orders as citizens are told to write them (normalizer/commands.py).
_ORDER = re.compile(
    r"\b(STATUS|CEK|RAHASIA|ANONIM|BUKA|KIRIM|BATAL|CANCEL|STOP|BERHENTI|MULAI|START|BAHASA|LANGUAGE|HAPUS)\b"
)
# What asks for an answer in whatever words.
ASKING = frozenset(
    {"confirm_lift", "confirm_withdraw", "confirm_erase", "confirm_open", "confirm_wrong", "offer", "question"}
    | {"emergency_offer"}
    | {"status_ask", "status_word", "language_ask", "unclear", "help", "receipt_where", "receipt_what", "flag_alone"}
    | {"number_where", "number_what"}
    | {"flag_unknown"}
)
_LINK = re.compile(r"://|\bwww\.|\b[a-z0-9-]+\.(?:id|com|net|org|io|ly|me)\b", re.IGNORECASE)
_JARGON = re.compile(r"\b(tiket|ticket)\b", re.IGNORECASE)
# As titles are cut (normalizer/text.py, which most processes have no need of).
TITLE_LENGTH = 120
_ADDRESS = "Bapak/Ibu"
_ADDRESSED = re.compile(r"\b(?:bapak|ibu)\s?/\s?(?:bapak|ibu)\b", re.IGNORECASE)


def forms_of(kind: str) -> tuple[str, ...]:
    """In which forms this kind is said."""
    return _OTHER_FORMS.get(kind, FORMS)


def placeholders_of(kind: str) -> tuple[str, ...]:
    """Which of them this kind has values for."""
    return _ONLY[kind] if kind in _ONLY else (*PLACEHOLDERS, *_OWN_PLACEHOLDERS.get(kind, ()))


def catalogue_faults(catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with texts of the right shape, one sentence each."""
    for kind, tongues in catalogue.items():
        for tongue, texts in tongues.items():
            for form, text in texts.items():
                yield from (f"[{kind}.{tongue}] {form}: {fault}" for fault in text_faults(kind, form, text))


def text_faults(kind: str, form: str, text: str) -> Iterator[str]:
    used = set(PLACEHOLDER.findall(text))
    known = placeholders_of(kind)
    if strange := used - set(known):
        yield f"unknown placeholder {', '.join(sorted(strange))}; there are {', '.join(known) or 'none'}"
    if set("[]{}") & set(PLACEHOLDER.sub("", OPTIONAL.sub(r"\1", text))):
        yield "a bracket is open or stands alone; [ ] hold what may be left out, { } a placeholder"
    if _JARGON.search(text):
        yield "say nomor laporan, never tiket"
    if any(said != _ADDRESS for said in _ADDRESSED.findall(text)):
        yield f"write {_ADDRESS} with two capitals, behind a salutation, too"
    always = set(PLACEHOLDER.findall(OPTIONAL.sub("", text)))
    if empty := always & set(known) - set(REQUIRED[kind]) - _ALWAYS_THERE:
        yield f"{', '.join(sorted(empty))} may be missing: put it and its words into [ ]"
    if form != "subject" and (missing := set(REQUIRED[kind]) - always):
        yield f"must always hold {', '.join('{' + name + '}' for name in sorted(missing))}"
    if kind in CONFIRMING and form != "subject" and "kept" not in used - always:
        yield "must hold {kept} in [ ]: whoever asked for protection is told there that it holds"
    if kind in _WISH and (gsm7.septets(text) or gsm7.ONE_SEGMENT) > len(LONGEST[kind]):
        yield f"an SMS has room for {len(LONGEST[kind])} plain letters of it"
    if kind == "months" and len(text.split()) != MONTHS:
        yield f"must hold the names of {MONTHS} months with blanks between"
    yield from _form_faults(kind, form, text, always)


def _form_faults(kind: str, form: str, text: str, always: set[str]) -> Iterator[str]:
    if form in ("subject", "title") and len(text.splitlines()) > 1:
        yield f"a {form} is one line"
    if form == "title" and len(text) > TITLE_LENGTH:
        yield f"a title has at most {TITLE_LENGTH} characters"
    if form == "template" and OPTIONAL.search(text):
        yield "WhatsApp leaves nothing of a template out: write it without [ ]"
    if form == "sms":
        yield from _sms_faults(kind, text, always)


def longest(text: str) -> str:
    """With the longest values in all that may stand together; what an SMS cannot carry is longer than all."""

    def without(absent: str) -> str:
        told = OPTIONAL.sub(lambda part: "" if f"{{{absent}}}" in part[1] else part[1], text)
        return PLACEHOLDER.sub(lambda name: LONGEST.get(name[1], ""), told)

    return max(map(without, _WISH), key=lambda said: gsm7.septets(said) or math.inf)


def _sms_faults(kind: str, text: str, always: set[str]) -> Iterator[str]:
    if "brand" not in always:
        yield "an SMS must always hold {brand}"
    if "{write_to}" not in text and (kind in ASKING or _ORDER.search(text)):
        yield "an SMS that asks for an answer must name {write_to}"
    if _LINK.search(text):
        yield "an SMS must hold no link"
    if found := _SCAM.search(text):
        yield f"an SMS must not say {found.group().lower()}: filters take it for fraud"
    length = gsm7.septets(longest(text))
    if length is None:
        yield "an SMS must keep to GSM-7 (no dashes, curly quotes or emoji)"
    elif length > gsm7.ONE_SEGMENT:
        yield f"an SMS must fit {gsm7.ONE_SEGMENT} characters; with the longest names and numbers it has {length}"
