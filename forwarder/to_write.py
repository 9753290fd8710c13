"""What a person writes down before the central system gets it: a voice note, the photo of a letter, a scan."""

from __future__ import annotations

from typing import Final

from normalizer.schema import Complaint
from normalizer.wordless import TO_TRANSCRIBE, points

BEGINS: Final = "to be written down: "
WHY: Final = (
    f"{BEGINS}satupintu complaints show NUMBER --files FOLDER has sound and picture; what they tell: "
    'satupintu complaints edit NUMBER --text "…"; then satupintu complaints retry NUMBER'
)
# What its receipt says, among what receipts ask for (`Missing`).
WORDS: Final = "words"


def to_write(complaint: Complaint) -> bool:
    """Whether no word of it tells anything, and something can be heard or seen."""
    return TO_TRANSCRIBE in complaint.doubts and bool(complaint.attachments) and points(complaint.text)
