"""Whether a message wishes for something new and complains of nothing: LAPOR!'s class aspirasi without its name."""

from __future__ import annotations

import re

from normalizer.questions import complains
from normalizer.text import folded
from normalizer.vowelless import voiced

_LOOKED_AT = 400
# Who tells a story first complains, whatever is wished for in the end.
_SAID_EARLY = 80
_WISHES = re.compile(
    r"^(?:\w+ ){0,6}?(?:sebaiknya|baiknya|bagusnya|enaknya|mending|mendingan|"
    r"seyogyanya|alangkah (?:baiknya|indahnya|bagusnya)|akan lebih baik|"
    r"lebih baik (?:kalau|jika)|ada baiknya|"
    r"bagaimana (?:kalau|jika|bila|kalo)|gimana (?:kalau|kalo)|kalau bisa|kalo bisa|coba kalau|"
    r"coba kalo|andai|andaikan|seandainya|(?:ide|usul|masukan) (?:aja|saja)|"
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
    r"please (?:add|build|provide|consider|open|create|plant|organi[sz]e|extend))\b"
)
# "Tolong buatkan taman", "mohon kiranya dapat dibangun gapura", "ditambahin dong", "pengen ada kelas menjahit".
_REQUESTS = (
    r"mohon|mhn|tolong|tlg|tulung|minta|coba|cobalah|bisa|bisakah|dapatkah|boleh|bolehkah|hendaknya|kiranya|agar|"
    r"supaya|"
    r"ayo|semoga|moga|usul|ingin|pengen|pengin|kepengen|pengennya|pinginnya|mau|perlu|butuh|harap|harapan|berharap|"
    r"mbok|monggo|please|could you|can you|handak|nak|hoyong|jaluk|nyuwun|mugi|mugia|mug[ai]2|moga2|"
    r"semoga2|mudah2an|mudah mudahan|memohon"
)
_MAKES = (
    r"(?:di)?(?:buatkan|bikinkan|bikinin|buatin|bikin|bangunkan|bangun|adakan|adain|sediakan|sediain|tambahkan|"
    r"tambahin|tambahi|tambah|"
    r"perbanyak|selenggarakan|bentuk|fasilitasi|hadirkan|gelar|pertimbangkan)|pertimbangkan|gawekke|"
    r"gawekno|gawe|nggawe|gaweake|nyieun|yieun|pangdamelkeun|mbangun|buek|buekkan|damelkeun|"
    r"diwenehi|diwehi|dipasangi|didamelkeun|digawekke|"
    r"add|build|provide|install|consider|dibangunkan|dibukakan|"
    r"dibuka (?:jurusan|kelas|layanan|cabang|rute|program|lapangan)|pengadaan|penambahan|pembangunan|"
    r"dibuat|membangun|membuat|membuatkan|mengadakan|menyediakan|menambah|memberi|memberikan|menyelenggarakan"
)
_WISHED = re.compile(
    rf"\b(?:{_REQUESTS})(?: \w+){{0,5}}? (?:{_MAKES})\b|"
    rf"^(?:\w+ ){{0,3}}?(?:{_MAKES})(?: \w+){{1,4}}? (?:dong|donk|yuk)\b|"
    rf"^(?:\w+ ){{0,3}}?(?:{_MAKES}) (?:dong|donk|lah|aja|pak|bu|min|juga|saja)\b|"
    r"^(?:tambahin|tambahi|adain|adakan|sediakan|bikinin|perbanyak|ditambahin|diadain)\b|"
    r"\b(?:ingin|pengen|pengin|pengennya|pinginnya|kepengen|butuh|perlu|mbok|mbok ya|"
    r"mestinya|hendaknya|kedahna|kuduna|kudune|hoyong|mugi|mugia|muga|mugo|hayang|kepingin|pingin|"
    r"kepengin|nio|handak|coba|cobalah|"
    r"seandainya|andaikan|andai|kalau|kalo|semoga|"
    r"harapannya|sih|please)(?: \w+){0,2}? (?:ada|adanya|punya|memiliki|ado|ono|ana|enek|aya|wonten)\b|"
    r"\b(?:usul\w*|saran|saranku|sarannya|sekadar masukan|sekedar masukan|masukan|gagasan|aspirasi|ide)\b|"
    r"\bmenurut (?:saya|kami|hemat)(?: \w+){0,3} (?:baik|bagus|perlu)\b|\b(?:sangat|amat) (?:kami |saya |"
    r"di)?(?:harapkan|nantikan)\b|"
    r"\b(?:request|suggest\w*|propose|would (?:love|like|appreciate|welcome) (?:to (?:see|have)|an?|more|if)|"
    r"could use (?:a|an|some|more)|(?:i|we) wish|"
    r"(?:could|can|would) (?:the|you|we|they) (?:\w+ ){0,3}(?:add|plant|build|provide|create|organi[sz]e|extend|offer|"
    r"introduce|plan)|"
    r"hope (?:there|the|you|we)|love to see|would be (?:good|nice|great|better|helpful)|"
    r"would like (?:to have|more)|we need (?:a|an|more)|(?:we|i) (?:hope|wish) (?:the|you|there|that))\b"
)
# One's own papers are no wish for something new, and no road is.
_OWN = re.compile(
    r"\b(?:ktp|kk|ektp|akta|akte|sim|stnk|bpkb|paspor|sertifikat|surat|kartu|bpjs|kis|nik|laporan|ijazah|skck|tiket)\b|"
    r"\b(?:usulan|saran|aspirasi|usul|masukan)(?: \w+){0,3} (?:tidak|tdk|ga|gak|nggak|belum|blm|"
    r"ditolak|diabaikan|dicoret)\b"
)
_AIM = re.compile(r"\b(?:supaya|agar|biar|so that)\b.*")
# To mend what is broken is a complaint, however it is put.
_MENDS = re.compile(
    r"\b(?:diperbaiki|perbaikan|perbaiki|dibenerin|dibenahi|ditindak\w*|ditertibkan|ditangani|diangkut|"
    r"dibersihkan|dikeruk|ditutup|diaspal|"
    r"diganti|dihentikan|segera|repair\w*|fix\w*|fogging|difogging|ditegur|dievaluasi|dicabut|diberhentikan|"
    r"dipindah tugas\w*)\b"
)


# "Bagaimana cara mengajukan …" asks.
_HOW = re.compile(r"(?:\w+ ){0,3}?(?:cara|caranya|prosedur|syarat|persyaratan)\b")


def wishes(text: str) -> bool:
    """Pure and total."""
    told = voiced(folded(text[:_LOOKED_AT]))
    # What shall be prevented is not complained of.
    if _MENDS.search(told) or _HOW.match(told) or complains(_AIM.sub(" ", told)):
        return False
    return _WISHES.search(told) is not None or (
        _WISHED.search(told[:_SAID_EARLY]) is not None and not _OWN.search(told)
    )
