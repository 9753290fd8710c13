"""Whether a message asks for information and complains of nothing: "dukcapil buka jam berapa?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalizer.alternatives import any_of
from normalizer.likeness import gist
from normalizer.question_words import ASKING, BEGINS, MANA, PARTICLES, REPROACHES, SOUGHT_FIRST, TOPICS
from normalizer.text import folded
from normalizer.vowelless import voiced

LONGEST = 320
_ASKS = any_of(
    r"(?:pengen|pengin|pgn|mau|ingin) (?:tau|tahu)|(?:bawa|siapkan|lengkapi|urus) (?:apa|berkas|dokumen)|"
    r"jam berapa|pukul berapa|hari apa (?:saja|aja)?|"
    r"kapan (?:\w+ ){0,4}(?:buka|dibuka|mulai|dimulai|jadwal|"
    r"pendaftaran|cair|dibagikan|"
    r"dilaksanakan|pelaksanaan|diadakan|ada|keluar)|(?:apa|apakah|ap|apa2) (?:saja |aja )?(?:syarat\w*|"
    r"persyaratan\w*|dokumen|berkas|yang "
    r"(?:harus|perlu|hrs) (?:di)?(?:bawa|siapkan|lengkapi|urus))|syarat\w* (?:\w+ ){0,5}(?:apa|ap)(?: (?:saja|"
    r"aja))?|(?:berapa|brp|brapa) "
    r"(?:\w+ ){0,3}(?:biaya\w*|tarif\w*|denda\w*|lama|hari|bayar|retribusi)|(?:biaya|tarif|"
    r"retribusi)\w* (?:\w+ ){0,5}(?:berapa|brp)|"
    r"(?:bagaimana|gimana|gmn|bgmn|gmana|bgaimana) (?:\w+ ){0,2}(?:cara\w*|prosedur\w*|alur\w*|proses\w*|"
    r"mekanisme\w*|mengurus|urus|daftar|"
    r"mendaftar)|(?:cara|prosedur|alur) (?:\w+ ){0,2}(?:mengurus|urus|ngurus|daftar|mendaftar|membuat|buat|bikin|"
    r"pindah|cek|memperoleh|dapat|"
    r"mendapatkan|mengajukan|perpanjang|memperpanjang|pengurusan|pembuatan|bayar)|(?:dimana|di mana|dmn|kemana|"
    r"ke mana|kmn) (?:\w+ ){0,3}"
    r"(?:alamat|kantor|tempat|loket|bisa|mengurus|urus|daftar|lokasi|saya|kami|letak|bayar|ambil)|(?:alamat|"
    r"lokasi|nomor telepon|no telp|"
    r"nomor|kontak) (?:\w+ ){1,5}(?:dimana|di mana|dmn|berapa|brp)|(?:apakah|apa) (?:\w+ ){0,5}(?:buka|tersedia|"
    r"bisa|boleh|gratis|dibuka|"
    r"perlu|harus|masih ada|wajib|libur|sudah ada|ada)|(?:ada|masih ada) (?:\w+ ){0,4}(?:tidak|nggak|gak|ga|kah|"
    r"ngga)(?: (?:ya|yah|pak|bu|min|kak|sih|dong|mas|mbak|bang|admin|gan|kah))?$|jadwal\w* "
    r"(?:\w+ ){0,4}(?:kapan|gimana|bagaimana|hari)|(?:mohon|minta|butuh|mhn|tolong|perlu|boleh|ingin|"
    r"mau) (?:\w+ ){0,2}(?:info\w*|"
    r"informasi\w*|penjelasan\w*|petunjuk)|(?:mau|ingin|pengen|numpang|izin|ijin|boleh|sekalian|hendak|cuma|"
    r"hanya) (?:\w+ )?(?:tanya|nanya|bertanya|"
    r"menanyakan|tanyakan)|what (?:time|are|is|documents)|how (?:do|can|much|long) (?:i|we|is|does|to)|how to|"
    r"where (?:is|can|do)|when (?:is|"
    r"does|will)|(?:buka|libur|tutup|bisa|ada|gratis|online|boleh|wajib|perlu) (?:tidak|gak|ga|nggak|ngga|kah|tdk|"
    r"enggak)"
    r"(?: (?:ya|yah|pak|bu|min|kak|sih|dong|mas|mbak|bang|admin|gan|kah))?$|(?:dimana|di mana|dmn|kemana|ke mana|"
    r"kmn|berapa|brp|kapan|apa saja|apa aja|caranya|online|"
    r"pakai apa)(?: (?:ya|pak|bu|min|kak|"
    r"yah|sih|min|bang|mas|mbak|admin|dong)){0,2}$|is (?:the |your )?(?:\w+ ){1,3}(?:open|closed|free|available)|"
    r"\bmana (?:saja|aja)|(?:can|may|could|should) (?:\w+ ){1,3}(?:use|apply|get|register|enter|visit|join|pay|renew|"
    r"access|bring|come|book)|which (?:office|documents?|form|day|counter)|who (?:do|can|should) i|"
    r"(?:prosedur|syarat|cara|biaya|alur|proses)nya(?: \w+){0,2} (?:gimana|bagaimana|gmn|apa|berapa|dimana|kemana)|"
    r"do you (?:have|know|accept|offer|provide|open)|does (?:the|it|this) (?:\w+ )?(?:accept|open|"
    r"have|offer|require|need)|"
    # Whether, at the end: "umur 6 tahun bisa masuk sd gak", "besok libur gak kantornya".
    r"(?<!minta )(?:bisa|boleh|harus|wajib|perlu|dapat|dapet|bayar|gratis|pakai|pake|mesti|masih|buka|libur|"
    r"tutup)(?: (?!tolong|minta|"
    r"petugas|kirim)\w+){0,6} (?:gak|ga|nggak|ngga|enggak|kah|ndak|apa tidak|apa gak|ora|teu)(?: (?:ya|yah|pak|bu|min|"
    r"kak|sih|dong|mas|mbak|bang|admin|gan))?$|"
    r"(?:buka|libur|tutup|gratis|online|boleh) (?:gak|ga|nggak|ngga|enggak|kah|ndak)(?: \w+){0,2}$|"
    r"^(?:cara|caranya) (?:\w+ )?(?:me|ng|ny|be|nge|n)\w{3,}(?: \w+){0,6}$|"
    r"kapan (?:lagi|nya)?(?: (?:ya|pak|bu|min|kak|mas|mbak|bang|admin))*$|"
    r"^(?:kalau|kalo|klo|jika|bila)(?: \w+){1,8} (?:harus|perlu|bagaimana|gimana|kemana|dimana|berapa|caranya|"
    r"syaratnya)\b|"
    r"^(?:can|may|must|does|do|is|are|could|should) (?!it |you|they|someone|anyone|somebody)(?:\w+ ){2,}\w+$|"
    r"^(?:\w+ ){2,}?(?:yang|yg)(?: \w+){1,4} mana(?: (?:ya|yah|pak|bu|min|kak|mas|mbak|bang))*$|"
    r"^kapan(?:kah)? (?!jalan|jln|lampu|kami|saya|janji|pemerintah)(?:(?!saya|kami|kita|ini|sini|di\w{3,}|tempat)\w+ ?"
    r"){1,4}$|"
    r"(?:itu|tuh) (?:apa|siapa|dimana)(?: (?:sih|ya|yah|pak|bu|min|kak|artinya|maksudnya))*$|"
    r"(?:is|are) there|do i need|could you tell me|can i"
)
# What somebody complains of, however it is asked.
_COMPLAINS = any_of(
    r"(?:apa|apakah)(?: \w+){0,2} (?:boleh|emang|memang|emg|wajar|pantas)(?: \w+){0,5} (?:narik\w*|menarik|mungut|"
    r"memungut|jual|menjual|iuran|nilang|minta)|(?:emang|memang|emg)(?: \w+){0,4} (?:bayar|boleh)|siapa sih|"
    r"siapa (?:yang|yg) (?:jual|menjual|kasih|memberi|izin\w*|mengizin\w*|suruh|nyuruh|ambil|mengambil|makan)|nasib|"
    r"berapa kali|"
    r"tanggung ?jawab|bolong\w*|amblas|ambles|jebol|retak\w*|keruh|butek|tumpat|ruksak|rsk|"
    r"h?ancur|hncur|kubangan|becek|mangkrak|"
    r"terbengkalai|disunat|dipotong|mematikan|menyusahkan|mempersulit|membiarkan|dibiarkan|"
    r"kebanjiran|kekeringan|kemalingan|kecurian|dulu baru|viral|(?:apa|masa|masak) iya|(?:harus|mesti|"
    r"hrs) (?:nunggu|menunggu|tunggu)|ngebut|ugal\w*|bahaya|membahayakan|"
    r"bukannya|bukankah|wajar|dipaksa\w*|diusir|diancam|dihina|dibentak|dimarahi|ditelantarkan|diskriminasi|"
    r"(?:apa|apakah) (?:\w+ ){0,4}(?:tahu|tau|sadar|peduli|melihat|dengar|mendengar) (?!cara|syarat|"
    r"info|jadwal|alamat)|hama|"
    r"kecopetan|jambret\w*|di ?mana (?:petugas|polisi|aparat|pemerintah|pejabat|satpol|tanggung|hati)\w*|"
    r"(?:apa|apakah|emang|memang) (?:benar|betul|bener|iya) (?:\w+ ){0,6}(?:bayar|uang|duit|"
    r"pungut\w*|dipungut|rb|ribu)|benarkah|"
    r"dipecat|phk|pesangon|dirumahkan|kering|kerontang|gagal panen|layu|kelaparan|"
    r"kapan (?:\w+ ){0,3}(?:turun|lihat|liat|tengok|"
    r"peduli|sadar|bertindak)|"
    r"berisik|ribut|gaduh|"
    r"jatuh|terjatuh|(?:tiap|setiap) hari(?! apa)|promised?|semrawut|kumuh|dibohongi|bohong|tega|"
    r"menderita|(?:apa|apakah) (?:\w+ )?"
    r"(?:buta|tuli|tidur|pura pura)|diperjualbelikan|sepihak|mangkir|bolos|"
    r"(?:apa|memang|emang|masa|boleh|bisa) (?:\w+ )?(?:begitu|gitu|begini|gini|segitu|kayak gitu|kayak gini)|"
    r"keadilan|lapuk|patah|pingsan|terperosok|terlantar|telantar|rubuh|miring|meledak|doang|padahal|"
    r"(?:minta|diminta|dimintai|ditarik|ditarikin) (?:rp )?\d+|"
    r"(?:memang|emang|emg|mmg)\w* (?:harus|mesti|wajib|boleh|segitu|begitu|gitu|bayar)|rusak\w*|mati|"
    r"padam|bocor|berlubang|lubang|hancur|macet|mampet|banjir|longsor|roboh|ambruk|tumbang|"
    r"tumpuk\w*|menumpuk|bau|busuk|"
    r"pungli|pungut\w*|dipungut|minta uang|korupsi|curang|nakal|oknum|lambat|lelet|lama sekali|lama banget|"
    r"mengecewakan|kecewa|parah|gelap|(?:ga|gak|nggak|tidak|tdk|kurang) jelas|"
    r"belum (?:juga |ada |di|pernah |ditindak|selesai|jadi|cair|keluar|datang|dapat|diangkut|menerima|"
    r"diperbaiki)\w*|blm \w+|tidak (?:pernah|"
    r"ada|bisa|di|ber|dapat|mau|kunjung|berfungsi|jalan|layak|sopan|ramah|adil|sesuai|transparan|mengalir|nyala|"
    r"masuk|terdaftar|kebagian|jelas)"
    r"\w*|tdk \w+|gak (?:ada|bisa|di|pernah|jalan|nyala|keluar|dapat)\w*|ga (?:ada|bisa|di|pernah|jalan|nyala|"
    r"dapat)\w*|nggak \w+|kenapa|"
    r"mengapa|knp|knapa|kok|sampai kapan(?! (?:batas|pendaftaran|jadwal|buka|berlaku|masa|periode|program|promo|"
    r"libur))|mau sampai|kapan (?:\w+ ){0,3}(?:diperbaiki|dibenerin|diaspal|ditangani|"
    r"diangkut|selesai|nyala)|"
    r"keluhan|mengeluh|resah\w*|mengganggu|terganggu|bising|dipersulit|dipingpong|ditolak|ditipu|penipu\w*|hilang|"
    r"dicuri|maling|kotor|"
    r"jorok|liar|ilegal|sembarangan|seenaknya|keberatan|merugikan|dirugikan|rugi|antri|antre\w*|susah|sulit|mahal|"
    r"langka|sakit|keracunan|"
    r"broken|not working|no water|dirty|smell\w*|dark|dangerous|late|rude|bribe\w*|illegal\w*|flood\w*|dead|"
    r"nobody|never|blocked"
)


@lru_cache(maxsize=8)  # one message is looked at from several sides
def complains(told: str) -> bool:
    """Whether a folded text complains of something."""
    if any(map(told.__contains__, _STEMS_OF_PAPERS)):
        told = _PAPERS.sub(" ", told)
    return _COMPLAINS.search(told) is not None


# Lost papers and what programmes are called are what people ask about.
_PAPERS = re.compile(
    r"\b(?:maaf|maap|mf|sori|sorry)(?: \w+){0,2} (?:menganggu|mengganggu|ganggu)\b|"
    r"\b(?:posko|peta|nomor posko) (?:banjir|longsor|gempa|bencana)\b|"
    r"\brumah sakit\b|\b(?:tidak|tak) layak huni\b|\b(?:tidak|kurang|tak) mampu\b|\bsurat(?: \w+){0,2} hilang\b|"
    r"\bsurat (?:\w+ )?(?:kehilangan|"
    r"sakit|kematian)\b|"
    r"\b(?:ktp|kk|sim|akta|kartu|ijazah|stnk|bpkb|paspor|buku)(?: \w+){0,2} (?:hilang|rusak|patah|mati|habis|"
    r"kadaluarsa|kedaluwarsa|expired)\b"
)


# One of these stands in whatever the pattern above finds, and is cheaper to look for.
_STEMS_OF_PAPERS = (
    *("anggu", "posko", "peta ", "rumah sakit", "layak huni", "mampu", "surat"),
    *("ktp", "kk ", "sim ", "akta", "kartu", "ijazah", "stnk", "bpkb", "paspor", "buku"),
)


def asks(text: str) -> bool:
    """Whether it asks how, where, when or what for, and no more. Pure and total."""
    told = voiced(folded(text[: LONGEST + 1]))
    # Most messages complain, and tell so early.
    if len(text) > LONGEST or complains(told):
        return False
    return _ASKS.search(told) is not None or _asks_an_office(_VALID.sub("", told).split(), text)


# "Masa berlaku" has nothing of a reproach.
_VALID = re.compile(r"\bmasa (?=berlaku|aktif|tenggang)")


def _asks_an_office(said: Sequence[str], text: str) -> bool:
    """A question word, or a question mark behind what begins as one, and what offices are asked about."""
    spoken = frozenset(said)
    if (
        len(said) <= MOST_BARE
        and not TWO_CLAUSES.search(text)
        and _ASKS_BARELY.match(" ".join(said))
        and REPROACHES.isdisjoint(spoken)
    ):
        return True
    if len(said) > _MOST_ASKED or TOPICS.isdisjoint(spoken) or not REPROACHES.isdisjoint(spoken):
        return False
    if _begins_asking(said, text):
        return True
    asking = [
        word for at, word in enumerate(said) if word in ASKING and (word != "mana" or (at and said[at - 1] in MANA))
    ]
    if asking and not _BLAMES.issuperset(asking):
        return True
    if not _SEEN.isdisjoint(gist(text).matters):
        return False
    if asking:
        return True
    asked = text.rstrip(" )!.\n").endswith("?")
    if "atau" in spoken or (asked and len(said) <= _MOST_MARKED):
        return True
    ends = asked or said[-1] in PARTICLES or said[-2:-1] in (["gak"], ["ga"], ["kah"])
    return ends and not (BEGINS if "mana" not in spoken else _SOUGHT).isdisjoint(spoken)


def _begins_asking(said: Sequence[str], text: str) -> bool:
    """ "Info …", "ada … gak", "bisa tidak …", "jam pelayanan …"."""
    if said[0] in ("info", "informasi"):
        return len(said) <= MOST_BARE
    if said[0] == "ada":
        return not _WHETHER.isdisjoint(said[2:])
    if said[0] in ("bisa", "boleh"):
        return len(said) > 2 and (said[1] in _WHETHER or said[1] == "tidak")
    return len(said) <= _MOST_NAMED and said[0] in SOUGHT_FIRST and _NAMES_IT.search(text) is None


_MOST_ASKED = 20
# Who and when are asked of what one sees, too: "siapa yang kasih izin pabrik itu, berisik".
_BLAMES = frozenset(
    {"siapa", "siapakah", "sapa", "kapan", "kpn", "apa", "apakah", "ap", "sopo", "iraha", "saha", "who", "when"}
)
# "Ada program nikah gratis gak bu?"
_WHETHER = frozenset({"gak", "ga", "nggak", "ngga", "enggak", "kah", "ndak"})
# What one sees in the street is told, however it ends: "tiang roboh, siapa yang mengurus?".
_SEEN = frozenset({
    *("light", "power", "road", "bridge", "waste", "drain", "flood", "water", "fees", "noise", "smoke", "tree"),
    *("crime", "signal", "traffic", "river", "landslide"),
})  # fmt: skip
# Behind so many words a question mark alone makes a question.
_MOST_MARKED = 12
# "Link daftar beasiswa mana ya"; "petugasnya mana ya" reproaches.
_SOUGHT = frozenset({"link", "alamat", "lokasi", "nomor", "jadwal", "formulir", "form", "kontak", "loket", "situs"})
_MOST_NAMED = 7
_NAMES_IT = re.compile(
    r"\d|\b(?:saya|sy|kami|kita|warga|di\w{4,}|ber\w{4,}|ter\w{4,}|me\w{4,}|naik|selalu|habis|sering|terus|lama|"
    r"mahal|kosong|penuh|sudah|belum|kok|asal|cuma|sama|nya|kerja petugas)\b",
    re.I,
)
# With these a short text asks, whatever it is about.
_ASKS_BARELY = re.compile(
    r"(?:(?:pak|bu|min|kak|halo|mas|mbak|mau tanya|maaf|permisi) ){0,3}(?:berapa|brp|siapa|"
    r"(?:minta|mohon|mhn|bagi|boleh minta|bisa minta|ada) (?:nomor|nomer|no|kontak|alamat|link|jadwal|syarat|"
    r"persyaratan|formulir|format|contoh|brosur|denah|rute|tarif|rincian|daftar harga)|di ?mana|dmn|"
    r"jam berapa|hari apa|"
    r"(?:nomor|nomer|no|alamat|jadwal|syarat|kontak|link|lokasi|jam buka|biaya|tarif|formulir|website)(?: \w+){1,4} "
    r"(?:dong|donk|please|pls|plis)$|"
    r"apa beda\w*|apa itu|apakah itu|bedanya apa|what is|who is|where is)\b"
)
MOST_BARE = 8
# "Siapa yang mengawasi ini, aspalnya tipis": what stands behind is told.
TWO_CLAUSES = re.compile(r"\w[,.;:!?]\s+\w+\s+\w+")
