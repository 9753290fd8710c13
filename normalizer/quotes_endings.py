"""What mail programs, and the gateways of offices, put below a person's words: signatures and disclaimers.

"-- " above a signature: RFC 3676, 4.3. The programs' lines are as they send them in Indonesian, English and Malay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DELIMITER = re.compile(r"--\s?|—\s?")
_LONGEST_SIGNATURE = 15
_LONGEST_LINE = 160
_SENTENCE, _LONG_SENTENCE = 4, 9
_OPENING = re.compile(
    r"(?:dikirim(?:kan)?|terkirim|dihantar|surel (?:ini )?dikirim|email (?:ini )?dikirim|pesan (?:ini )?dikirim) "
    r"(?:dari(?:pada)?|via|lewat|melalui|menggunakan|dengan|oleh)\b|"
    r"sent (?:from|via|with|using|by|on)\b|(?:get|dapatkan|unduh|download|buka) (?:outlook|yahoo|bluemail|spark)\b|"
    r"(?:verzonden|envoyé|gesendet|von) (?:vanaf|depuis|von|meinem)\b",
    re.IGNORECASE,
)
# Without one of these, "dikirim dari kantor desa pukul 9" is somebody's sentence.
_PRODUCT = re.compile(
    r"\b(?:iphone|ipad|ios|android|samsung|galaxy|xiaomi|redmi|poco|oppo|vivo|realme|infinix|huawei|nokia|blackberry|"
    r"windows|yahoo|outlook|gmail|google|zimbra|roundcube|thunderbird|proton\w*|k-9|bluemail|spark|mail\.ru|"
    r"apple mail|mail app|hp|ponsel|handphone|telepon(?: (?:seluler|genggam|saya))?|gawai|smartphone|mobile|phone|"
    r"telefon|tablet|perangkat|telkomsel|indosat|xl)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s*[\[(<]?https?://\S{1,200}\s*")
_DISCLAIMER = re.compile(
    r"[\W_]*(?:disclaimer|penafian|sanggahan|pemberitahuan(?: kerahasiaan)?|confidentiality notice|"
    r"(?:this|the) (?:e-?mail|message|information|communication|transmission)|"
    r"(?:e-?mail|surel|surat elektronik|pesan|informasi|isi (?:e-?mail|surel|pesan)|mel) (?:ini|yang)|"
    r"(?:think|consider) (?:before|the environment)|please consider the environment|"
    r"(?:pikirkan|pertimbangkan) (?:lingkungan|sebelum)|virus-free|bebas virus)\b",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"intended (?:recipient|only|solely|for)|addressee|named (?:above|recipient)|received (?:this|it) in error|"
    r"(?:untuk|bagi|oleh) penerima|diperuntukkan|dituju\b|ditujukan (?:hanya|untuk|kepada)|penerima yang|dialamatkan|"
    r"menerima (?:e-?mail|surel|pesan) ini (?:karena|secara)|salah kirim|kesalahan pengiriman",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"before printing|sebelum mencetak|avast|avg\.com|(?:scanned|dipindai) (?:by|for|oleh)|virus-free|bebas virus",
    re.IGNORECASE,
)
# "Surel ini rahasia, hanya untuk penerima di Inspektorat" is a person's wish; no office writes so short.
_FEWEST_WORDS = 18
_NAMED = re.compile(r"[\W_]*(?:disclaimer|penafian|confidentiality notice)\b", re.IGNORECASE)


def words_end(lines: Sequence[str]) -> int:
    """How many of the lines are the person's own: what follows them is a signature or a disclaimer. A name under a
    greeting is a person's own."""
    end = _delimited(lines)
    while (shorter := _without_last(lines[:end])) < end:
        end = shorter
    return end


def _delimited(lines: Sequence[str]) -> int:
    """A signature is short; "--" far above the end is a line that somebody drew."""
    first = max(0, len(lines) - _LONGEST_SIGNATURE - 1)
    for at in range(first, len(lines)):
        if lines[at] == "-- " or (_DELIMITER.fullmatch(lines[at]) and not any(map(_is_said, lines[at + 1 :]))):
            return at
    return len(lines)


def _is_said(line: str) -> bool:
    """A sentence: below a line that anybody may draw it is no signature."""
    count = len(line.split())
    return count >= _LONG_SENTENCE or (count >= _SENTENCE and line.rstrip().endswith((".", "!", "?")))


def _without_last(lines: Sequence[str]) -> int:
    """Without the last paragraph if it is a disclaimer, or the last line if a program wrote it."""
    end = len(lines)
    while end and not lines[end - 1].strip(" \t_-*"):
        end -= 1
    if not end:
        return 0
    if _by_program(lines[end - 1]):
        return end - 1
    if _LINK.fullmatch(lines[end - 1]) and end > 1 and _by_program(lines[end - 2]):
        return end - 2
    return _disclaimed(lines, end)


def _by_program(line: str) -> bool:
    plain = re.sub(r"<?https?://\S{1,200}", "", line).strip(" \t*_<>[]()-–—.\u200b\ufeff")
    if len(plain) > _LONGEST_LINE or not _OPENING.match(plain):
        return False
    return bool(_PRODUCT.search(plain)) and len(plain.split()) <= 12


def _disclaimed(lines: Sequence[str], end: int) -> int:
    start = end
    while start and lines[start - 1].strip() and end - start < 30:
        start -= 1
        if not _DISCLAIMER.match(lines[start]):
            continue
        paragraph = " ".join(lines[start:end])
        long = len(paragraph.split()) >= _FEWEST_WORDS
        if (long and _TO_WHOM.search(paragraph)) or _BANNER.search(paragraph) or _NAMED.match(lines[start]):
            return start
    return len(lines) if end == len(lines) else end
