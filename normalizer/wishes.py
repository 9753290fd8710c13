"""Whether a message wishes for something new and complains of nothing: LAPOR!'s class aspirasi without its name."""

from __future__ import annotations

import re

from normalizer.questions import complains
from normalizer.text import folded

_LOOKED_AT = 400
_WISHES = re.compile(
    r"^(?:\w+ ){0,6}?(?:sebaiknya|seyogyanya|alangkah (?:baiknya|indahnya|bagusnya)|akan lebih baik|"
    r"lebih baik (?:kalau|jika)|ada baiknya|"
    r"bagaimana (?:kalau|jika|bila|kalo)|gimana (?:kalau|kalo)|kalau bisa|kalo bisa|coba kalau|coba kalo|andai|"
    r"semoga (?:ke depan|kedepan|nanti|bisa|ada)|(?:sekedar|sekadar|cuma)? ?saran (?:aja|saja)|(?:punya|"
    r"ada) (?:ide|usul|"
    r"usulan|saran|masukan|gagasan)|"
    r"(?:harapan|harapannya|usul|usulan|saran|ide|aspirasi) (?:saya|sy|kami|warga|kita|masyarakat)|(?:berharap|"
    r"mengharapkan|mengusulkan|"
    r"menyarankan|mengajukan|mendambakan) (?!ganti)|(?:mohon|tolong|minta|mhn|bisakah|"
    r"dapatkah) (?:\w+ )?(?:dibuatkan|dibangunkan|dibangun|"
    r"diadakan|disediakan|dipertimbangkan|ditambah|ditambahkan|dibentuk|diselenggarakan|difasilitasi|dibukakan)|"
    r"(?:perlu|butuh|harusnya) (?:ada|adanya|dibangun|"
    r"diadakan|disediakan|ditambah|dibuatkan)|i suggest|we suggest|i propose|it would be (?:good|nice|great|"
    r"better)|why not|how about|"
    r"please (?:add|build|provide|consider))\b"
)
# To mend what is broken is a complaint, however it is put.
_MENDS = re.compile(
    r"\b(?:diperbaiki|perbaikan|perbaiki|dibenerin|dibenahi|ditindak\w*|ditertibkan|ditangani|diangkut|"
    r"dibersihkan|dikeruk|ditutup|diaspal|"
    r"diganti|dihentikan|segera|repair\w*|fix\w*|fogging|difogging|ditegur|dievaluasi|dicabut|diberhentikan|"
    r"dipindah tugas\w*)\b"
)


def wishes(text: str) -> bool:
    """Pure and total."""
    told = folded(text[:_LOOKED_AT])
    return _WISHES.search(told) is not None and not _MENDS.search(told) and not complains(told)
