"""What somebody orders us to do, in one word: the commands of every channel."""

from __future__ import annotations

from enum import StrEnum


class Command(StrEnum):
    """Each is said in Indonesian and in English; the name stands for both."""

    LAPOR = "lapor"  # what follows is a complaint, whatever else it could be taken for
    STATUS = "status"  # STATUS, CEK <number>
    HELP = "help"  # BANTUAN, HELP, MENU
    SEND = "send"  # KIRIM: what was written so far goes at once
    CANCEL = "cancel"  # BATAL: what was written so far, or a complaint that was taken, is withdrawn
    CONFIDENTIAL = "confidential"  # RAHASIA
    ANONYMOUS = "anonymous"  # ANONIM
    LIFT = "lift"  # BUKA: a flag is withdrawn
    LANGUAGE = "language"  # BAHASA INDONESIA, LANGUAGE ENGLISH
    STOP = "stop"  # STOP, BERHENTI: no more answers
    START = "start"  # MULAI, START: answers again
    ERASE = "erase"  # HAPUS DATA
    YES = "yes"
    NO = "no"
