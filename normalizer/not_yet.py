"""Whether somebody who tells something says that it shall not go yet: "jalan rusak di RT 5. Jangan dikirim dulu".

Of the report only: "bantuan jangan dikirim dulu" and "izin tower jangan diproses dulu" are what is told.
"""

from __future__ import annotations

import re

from normalizer.prefilter import Prefiltered

# Nearly all that is told has none of these, and is looked at no further.
_MAYBE = (
    *("kirim", "terus", "lapor", "sampai", "aju", "proses", "tahan", "tunda", "simpan", "konsep", "draf", "drap"),
    *("wait", "send", "forward", "submit", "pass", "hold", "share"),
)
_NOT = (
    r"(?:jangan|jgn|jng|jan|ojo|ulah|gausah|gak usah|ga usah|nggak usah|tidak usah|tdk usah|ndak usah|ora usah|"
    r"teu kedah|"
    r"belum (?:usah|perlu)|jangan (?:di)?buru2|don'?t|do not|please don'?t)"
)
_GOES = (
    r"(?:di|nge|me)?(?:kirim|krim|terus|lapor|sampai|aju|naik)(?:kan|in|ken|keun|ke|no|ake|aken)?|"
    r"forward|send|submit|file|pass|share"
)
_IT = (
    r"(?: (?:it|this|that|on|ini|itu|laporan\w*|aduan\w*|pesan\w*|ya|yaa|pak|bu|min|kak|mas|mbak|"
    r"kemana mana|kemana2)| (?:ke|to) \w+)"
)
_WAIT = (
    r"(?:dulu|dl|dlu|dolo|yet|until|till|before|sampai|sampe|sebelum|selama|dhisik|disik|sik|heula|sementara|for now|"
    r"just yet|lah dulu)"
)
_REPORT = r"(?:laporan|aduan|pengaduan|pesan|report|complaint|message)\w*"
# What it may stand behind, so that nothing else is meant by it.
_BEFORE = (
    r"(?:^|[.,;:!?()\n–—-]\s*|\b(?:tapi|tp|tetapi|namun|but|and|dan|tolong|tlg|mohon|mhn|please|pls|pak|bu|min|kak|ya|jadi|"
    r"terus|trs|trus|nya|laporan\w*|aduan\w*|pesan\w*|report|ini|itu|dulu|sementara|admin|you|nanti|ntar) )"
)
# "Jangan diproses dulu sertifikatnya" is what is told.
_BEHIND = (
    r"(?=\s*(?:$|[.,;:!?()\n–—-])|\s+(?:ya|y|pak|bu|min|kak|mas|mbak|admin|saya|sy|aku|gue|gw|kami|karena|krn|soalnya|takut|"
    r"nanti|mau|masih|i|we|sampai|sampe|sebelum|until|till|before|dong|nya|nggih|atuh|ka|kaka|mang|kang|bli|plis|pls|please|kalau|kalo|\d|besok|minggu|tunggu|"
    r"hari|malam|laporan\w*|aduan\w*))"
)
_SAID = Prefiltered(
    rf"{_BEFORE}(?:saya |kami )?(?:"
    rf"{_NOT} (?:mau |di ?)?(?:{_GOES}){_IT}{{0,3}} {_WAIT}{_BEHIND}|"
    rf"{_NOT} (?:di)?(?:proses|tindak\w*) (?:dulu )?{_REPORT}(?: (?:saya|ini|itu))? ?(?:dulu|yet)?{_BEHIND}|"
    rf"{_NOT} (?:di)?proses\w* dulu {_REPORT}{_BEHIND}|"
    rf"(?:tahan|tunda|simpan|simpen|pending|keep|ditahan|ditunda|disimpan) (?:dulu |dl |aja |saja )*{_REPORT}|"
    rf"{_REPORT} (?:saya |ini |itu |tadi )?(?:di)?(?:pending|tahan|tunda|simpan) (?:aja |saja )?(?:dulu|dl){_BEHIND}|"
    rf"(?:draf|draft|konsep) (?:aja |saja )?(?:dulu|dl){_BEHIND}|"
    rf"belum (?:usah|perlu|boleh) (?:di)?(?:{_GOES}){_BEHIND}|"
    rf"(?:tunggu|wait|sebentar|bentar)\W+(?:dulu\W+)?{_NOT} (?:{_GOES})\b|"
    r"(?:saya|sy|aku|i ?(?:'?ll| will)) (?:bilang|kabari|kabarin|info|tell you|let you know) (?:kalau|kalo|klo|when) "
    rf"(?:\w+ )?(?:sudah |udah )?(?:boleh|bisa|siap|to|you can) (?:di)?(?:{_GOES})|"
    rf"(?:tahan|tunda|simpan|simpen|ditahan|ditunda|disimpan) dulu{_BEHIND}|"
    rf"{_NOT} (?:di)?(?:kirim|terus)(?:kan|in)? ?ke ?mana(?: ?-?mana|2)?{_BEHIND}|"
    r"(?:(?<=but )|(?<=please ))wait (?:until|till)\b|"
    rf"hold (?:off|on to (?:it|this)|it|this|my {_REPORT}|the {_REPORT})(?: (?:for now|until|till|off|please))?"
    rf"{_BEHIND}|"
    r"(?:ini |this is |it'?s )?(?:masih|baru|still|just|only) (?:a |cuma |sebatas )?(?:konsep|draf|draft|drap)\b)",
    re.IGNORECASE,
)
_LONGEST = 1_000


def told_not_yet(text: str) -> bool:
    """Pure and total."""
    said = " ".join(text[:_LONGEST].casefold().replace("\u2019", "'").split(" "))
    return any(map(said.__contains__, _MAYBE)) and _SAID.found_in(said)
