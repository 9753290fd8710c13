"""What is said to citizens, and when: the kinds of sentences in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum


class Saying(StrEnum):
    """What is said, and when."""

    NUMBER = "number"  # the national number is there
    RECEIPT = "receipt"  # it is not there soon: our own number now, the national one later
    NUMBER_AGAIN = "number_again"  # … of what the same person told before, longer ago than a repeat is linked
    RECEIPT_AGAIN = "receipt_again"
    LINKED = "linked"  # the same again: already here, the same number
    HELP = "help"  # a greeting, a call for help, nothing to read
    MANY = "many"  # more came from one sender than is answered one by one
    FLAG_ALONE = "flag_alone"  # RAHASIA or ANONIM without anything else
    FLAG_UNKNOWN = "flag_unknown"  # RAHASIA or ANONIM and a number that is none of theirs
    STATUS_KNOWN = "status_known"  # asked: passed on, the national number is there
    STATUS_WAITING = "status_waiting"  # asked: held here or at the central system, no national number yet
    STATUS_UNKNOWN = "status_unknown"  # asked: no such number, or another person's
    STATUS_ASK = "status_ask"  # asked without a number
    COPY = "copy"  # to the citizen behind a proven forward: the number and nothing else
    RECEIPTS = "receipts"  # one mail with several complaints: our numbers
    SOME = "some"  # some of them have their national number, the others are late
    NUMBERS = "numbers"  # all of them have it
    RECAP = "recap"  # REKAP: what a proven forwarder passed on, and where it stands
    RECAP_EMPTY = "recap_empty"  # REKAP of a time in which nothing was passed on
    CONFIRM_SPLIT = "confirm_split"  # what an official typed may be several complaints: shall it be divided?
    SPLIT_LATE = "split_late"  # OK or BUKAN came when the mail had gone on
    ENROLLED = "enrolled"  # a village office sent its one-time word: spent, so it is not repeated
    SUPPLEMENT = "supplement"  # an answer to our answer was added to its complaint
    SUPPLEMENT_FLAGS = "supplement_flags"  # it asks for protection
    CONFIRM_OPEN = "confirm_open"  # a word is asked back before what is being written loses its protection
    DRAFT_OPENED = "draft_opened"  # it lost it
    DRAFT_CANCELLED = "draft_cancelled"  # BATAL before anything was sent
    FLAG_SET = "flag_set"  # protection that was asked for holds now
    FLAG_LIFTED = "flag_lifted"  # it was lifted
    ACT_WAITS = "act_waits"  # what was asked is noted and does not hold yet
    WITHDRAWN = "withdrawn"  # a complaint was withdrawn
    STATUS_WITHDRAWN = "status_withdrawn"  # asked: it was withdrawn
    CLOSED = "closed"  # an operator closed it: it was not passed on
    MERGED = "merged"  # an operator linked it with another, whose number counts from now on
    MERGED_ALONE = "merged_alone"  # … whose number may not be told
    CONFIRM_LIFT = "confirm_lift"  # a word is asked back before protection is lifted
    CONFIRM_WITHDRAW = "confirm_withdraw"  # … before a complaint is withdrawn
    CONFIRM_ERASE = "confirm_erase"  # … before a person's data is erased
    CONFIRM_LATE = "confirm_late"  # the word came too late
    CONFIRM_WRONG = "confirm_wrong"  # it was another word
    ERASE_SET = "erase_set"  # everything will be erased in a day
    ERASE_NONE = "erase_none"  # an erasure is called off, and none waits
    ERASE_REVOKED = "erase_revoked"  # it will not
    ACT_UNKNOWN = "act_unknown"  # nothing is there that could be changed
    SENT_NOW = "sent_now"  # KIRIM: what was held goes
    OFFER = "offer"  # dangerous in public: protection is offered, and waited for
    EMERGENCY = "emergency"  # somebody is in danger now: whom to call
    EMERGENCY_OFFER = "emergency_offer"  # … and it is dangerous in public: protection is offered, and not waited for
    EMERGENCY_UNSENT = "emergency_unsent"  # … and its writer says that it shall not be sent
    UNCLEAR = "unclear"  # nothing that can be read
    RECEIPT_WHERE = "receipt_where"  # a receipt that asks where it is
    RECEIPT_WHAT = "receipt_what"  # a receipt that asks what happened
    NUMBER_WHERE = "number_where"  # a number that came before any receipt asked where it is
    NUMBER_WHAT = "number_what"  # … or what happened
    RECEIPT_WORDS = "receipt_words"  # a receipt of sound or picture alone: a person writes down what it tells
    STATUS_WORD = "status_word"  # a confidential number was asked for without its word
    STOPPED = "stopped"  # STOP: no more answers
    STARTED = "started"  # START: answers again
    LANGUAGE_SET = "language_set"  # the language of answers was chosen
    LANGUAGE_ASK = "language_ask"  # which language?
    PROGRESS = "progress"  # the central system tells how it stands
    QUESTION = "question"  # the agency asks something
    JOINED = "joined"  # an account shared its own phone number


class Piece(StrEnum):
    """What answers and pages are made of."""

    LINE = "line"
    LINE_LINKED = "line_linked"
    LINE_PROTECTED = "line_protected"
    LINE_RECAP = "line_recap"
    KEPT = "kept"
    WAITS = "waits"
    PAGE = "page"
    MONTHS = "months"
    STATES = "states"
    CLOCK = "clock"
    UNTITLED_FILE = "untitled_file"
    UNTITLED_PLACE = "untitled_place"
    UNTITLED = "untitled"
    MENU = "menu"
    TEMPLATE_NUMBER = "template_number"
    TEMPLATE_STATUS = "template_status"
    TEMPLATE_QUESTION = "template_question"


WHEN: Mapping[Saying | Piece, str] = {
    Saying.NUMBER: "The central system has given its number.",
    Saying.RECEIPT: "The central system's number is not there soon: our own number at once.",
    Saying.NUMBER_AGAIN: "The same again, so long after that it is a complaint of its own: the earlier number, too.",
    Saying.RECEIPT_AGAIN: "Our own number of such a one. Only the same person hears it, and not if one is protected.",
    Saying.LINKED: "The same complaint came again: one submission, the same number.",
    Saying.SUPPLEMENT: "Somebody answered our answer: it was added to the complaint. Once in ten minutes.",
    Saying.SUPPLEMENT_FLAGS: "Somebody answered our answer and asks for protection now.",
    Saying.CONFIRM_OPEN: "BUKA before a complaint was whole: to be confirmed with a word in the same chat.",
    Saying.DRAFT_OPENED: "BUKA before a complaint was whole was confirmed: it goes without protection.",
    Saying.DRAFT_CANCELLED: "BATAL before a complaint was whole, or of what was added since: nothing of it was sent.",
    Saying.HELP: "A greeting, BANTUAN, or nothing that can be read.",
    Saying.MANY: "More came from one sender than is answered one by one: once, instead of all further answers.",
    Saying.FLAG_ALONE: "RAHASIA or ANONIM came without a complaint.",
    Saying.FLAG_UNKNOWN: "RAHASIA or ANONIM with a number that is unknown or belongs to somebody else.",
    Saying.STATUS_KNOWN: "STATUS of one's own complaint that has its national number.",
    Saying.STATUS_WAITING: "STATUS of one's own complaint that has none yet, also while the central system is down.",
    Saying.STATUS_UNKNOWN: "STATUS of a number that is unknown or belongs to somebody else.",
    Saying.STATUS_ASK: "STATUS without a number.",
    Saying.COPY: "To the citizen behind a proven forward: the number and nothing else.",
    Saying.RECEIPTS: "One mail with several complaints: our numbers, one answer.",
    Saying.SOME: "Some of them have their national number, the others are late: once.",
    Saying.NUMBERS: "All complaints of one mail have their national number.",
    Saying.RECAP: "REKAP of a proven forwarder: what was forwarded, and where it stands.",
    Saying.RECAP_EMPTY: "REKAP of a time in which nothing was forwarded.",
    Saying.CONFIRM_SPLIT: "What a proven forwarder typed may be several complaints: the parts, to be confirmed.",
    Saying.SPLIT_LATE: "OK or BUKAN came after two days: the mail has gone on as one report.",
    Saying.ENROLLED: "A village office sent its one-time word: from now on citizens behind its forwards are told, too.",
    Saying.FLAG_SET: "RAHASIA or ANONIM for a complaint that is there: it holds now, also at the central system.",
    Saying.FLAG_LIFTED: "BUKA was confirmed: it is in force, also at the central system.",
    Saying.ACT_WAITS: "RAHASIA, ANONIM, BUKA or BATAL could not be told to the central system yet.",
    Saying.WITHDRAWN: "BATAL: it never went, or the central system knows that it is withdrawn.",
    Saying.STATUS_WITHDRAWN: "STATUS of one's own complaint that was withdrawn.",
    Saying.CLOSED: "An operator closed it before it was passed on; also STATUS of it.",
    Saying.MERGED: "An operator linked it with another one about the same: that one's number.",
    Saying.MERGED_ALONE: "The same where one of the two is protected; also STATUS of it.",
    Saying.CONFIRM_LIFT: "BUKA: to be confirmed with a word in the same chat, five times a day at most.",
    Saying.CONFIRM_WITHDRAW: "BATAL after it was passed on: to be confirmed with a word.",
    Saying.CONFIRM_ERASE: "HAPUS DATA: to be confirmed with a word.",
    Saying.CONFIRM_LATE: "The word came after ten minutes, within a day.",
    Saying.CONFIRM_WRONG: "It was another word; after three of them the request is forgotten.",
    Saying.ERASE_SET: "HAPUS DATA was confirmed: in a day everything is erased.",
    Saying.ERASE_NONE: "BATAL HAPUS where no erasure waits.",
    Saying.ERASE_REVOKED: "BATAL within that day.",
    Saying.ACT_UNKNOWN: "BATAL, BUKA or KIRIM of what is not there, or is somebody else's.",
    Saying.SENT_NOW: "KIRIM of a complaint that was held for its sender's answer.",
    Saying.OFFER: "The first answer to what is dangerous when public; again to who chooses neither. It is held.",
    Saying.EMERGENCY: "A call for help: whom to call. The complaint is taken and gets its receipt. Three times a day.",
    Saying.EMERGENCY_OFFER: "The same where it is dangerous when public, unless it is protected. It goes at once.",
    Saying.EMERGENCY_UNSENT: "The same where its sender says that it shall not be sent. It is not.",
    Saying.UNCLEAR: "Nothing that can be read: asked once a day, then it is kept as a complaint and a person looks.",
    Saying.RECEIPT_WHERE: "The receipt of a complaint that does not say where; it goes on all the same.",
    Saying.RECEIPT_WHAT: "The receipt of a complaint that does not say what happened; it goes on all the same.",
    Saying.NUMBER_WHERE: "The number of a complaint that does not say where, if no receipt asked.",
    Saying.NUMBER_WHAT: "The number of a complaint that does not say what happened; as above.",
    Saying.RECEIPT_WORDS: "The receipt of sound or picture without words: it waits to be written down.",
    Saying.STATUS_WORD: "STATUS of one's own rahasia complaint without the word that came with its number.",
    Saying.STOPPED: "STOP, BERHENTI: the last answer until MULAI. Never where the provider answered it already.",
    Saying.STARTED: "MULAI, START.",
    Saying.LANGUAGE_SET: "BAHASA INDONESIA, LANGUAGE ENGLISH.",
    Saying.LANGUAGE_ASK: "BAHASA without a language, or with one we do not speak yet.",
    Saying.JOINED: "An account on Telegram shared its own phone number.",
    Piece.LINE: "A complaint in the list of one mail.",
    Piece.LINE_LINKED: "A complaint of that list that was here before.",
    Piece.LINE_PROTECTED: "A complaint of a list that is anonim or rahasia.",
    Piece.LINE_RECAP: "A complaint in the list that REKAP asks for.",
    Piece.KEPT: "{kept} of an answer: protection was asked for, and holds.",
    Piece.WAITS: "{waits} of an answer: what was asked for is not known to the central system yet.",
    Saying.PROGRESS: "The central system says how it stands now, if that is among STATUS_TOLD.",
    Saying.QUESTION: "The agency asks the citizen; an answer in the same chat, or to the mail, is passed on.",
    Piece.STATES: "LAPOR!'s statuses as citizens know them, one a line: the status, a colon, the words.",
    Piece.MONTHS: "The names of the months in dates, with blanks between.",
    Piece.CLOCK: "The time of day, on the printed receipt.",
    Piece.UNTITLED_FILE: "What a complaint is about that came with a file and without words.",
    Piece.UNTITLED_PLACE: "What it is about if it came with a location only.",
    Piece.UNTITLED: "What it is about if it came with neither.",
    Piece.MENU: "Telegram's menu, one order a line: what is sent, a colon, what it does.",
    Piece.TEMPLATE_NUMBER: "WhatsApp's template for the national number, later than 24 hours after the citizen wrote.",
    Piece.TEMPLATE_STATUS: "WhatsApp's template for news of how a complaint stands.",
    Piece.TEMPLATE_QUESTION: "WhatsApp's template for a question of the agency's.",
    Piece.PAGE: "The printed receipt (Tanda Terima), in both languages on one page; its first line is the heading.",
}
# For anonim and rahasia these are said in neutral words: phones are shared, and subjects are read over a shoulder.
PROTECTED = frozenset(
    {Saying.NUMBER, Saying.RECEIPT, Saying.LINKED, Saying.RECEIPTS, Saying.SOME, Saying.NUMBERS, Saying.SUPPLEMENT}
    | {Saying.PROGRESS, Saying.QUESTION},
)


def kinds() -> Iterator[str]:
    """All that is said, in the order of docs/words.md."""
    for saying in (*Saying, *Piece):
        yield str(saying)
        if saying in PROTECTED:
            yield f"{saying}_protected"


def when(kind: str) -> str:
    """When it is said, in a sentence."""
    name = kind.removesuffix("_protected")
    bare = kind if kind in set(Piece) else name
    said = WHEN[Saying(bare) if bare in set(Saying) else Piece(bare)]
    return said + (" For anonim and rahasia, in neutral words." if bare != kind else "")
