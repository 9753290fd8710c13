"""Whether something is told that a courtesy, or a question about reporting, does not explain: "makasih ya bupati,
banjir lagi" thanks nobody.

Who is thanked, greeted or helped and not taken loses what they told. In doubt it is taken: a clerk loses a minute.
"""

from __future__ import annotations

import re

from normalizer.courtesy import THANKING
from normalizer.likeness import gist
from normalizer.questions import complains
from normalizer.schema import Kind
from normalizer.text import folded
from normalizer.vowelless import voiced

_CLAUSES = re.compile(r"[.,;:!?\n]+\s*|\s-\s")
_SENTENCES = re.compile(r"[.;!?\n]+\s*")
# What was done, in the languages of the East, too.
_DONE = re.compile(
    r"\b(?:sudah|sdh|udah|udh|dah|telah|su|so|sampun|mpun|pun|geus|tos|wis|wes|alah|lah|la|is now|has been|have been|"
    r"already|fixed|akhirnya|baliak|kini|sekarang|saiki|ayeuna|berkat|surut|ketangk\w*|ditangkap|tertangkap|turun)\b"
)
# What nobody thanks for, unless it is over.
_BAD = re.compile(
    r"\b(?:banjir|rob|longsor|ambrol|roboh|ambruk|jebol|begal\w*|maling|copet|preman|jambret|macet|kebakaran|kebanjiran|"
    r"gelap|padam|bau|kotor|kumuh|becek|berlubang|bolong|hancur|rusak|mampet|keruh|pungli|dipersulit|molor|"
    r"(?:harga|tarif|iuran|pajak) (?:\w+ )?naik|mahal|langka|"
    r"flood\w*|broken|collapsed)\b|\b(?:tidak|tdk|ga|gak|nggak|belum|tanpa) (?:pernah|ada|jalan|datang|kerja|dapat)\b|"
    r"\b(?:makin|semakin|tambah|tetap|masih) (?!bagus|baik|cepat|cepet|rapi|bersih|terang|ramah|lancar|nyaman|mudah|"
    r"indah|maju|keren|jaya|sukses|sehat|semangat|ada aparat|ada orang|ada petugas|di tempat)\w+|"
    r"\b(?:pelayanan|antre\w*|antri\w*|nunggu|menunggu|lama)\w*(?: \w+)? \d+ (?:jam|hari|minggu|bulan|tahun)\b"
)
# "Relawan banjir", "tidak banjir lagi".
_OVER = re.compile(
    r"\b(?:tidak|tdk|tak|ga|gak|nggak|nda|nyanda|ndak|bebas|anti|tanpa|ora|relawan|waktu|habis|saat|pas|korban|lokasi|"
    r"posko|atasi|mengatasi|penanganan|petugas) (?:\w+ )?$"
)
_LACKS = re.compile(
    r"\b(?:tapi|tetapi|namun|belum|blm|masih|(?:tidak|tdk|gak|ga|nggak)(?! (?:ada (?:masalah|calo|lagi)|perlu|minta|"
    r"pa?ke|pakai|di?pungut|sia|menyangka|nyangka|lagi))|jangan|jgn|kurang|minta|mohon(?! maaf)|tolong|but|still|not)\b"
)
_GLAD = re.compile(
    r"\b(?:makas\w*|mokas\w*|mak+ac\w*|kas[ie]h|matur|nuwun|nuhun|suwun|danke|tampi\w*|sakalangkong|su?manga|gaseu?h|sukur|"
    r"syukur|puji|muji|pujian|semoga|mugi|mudah mudahan|berkah|barok\w*|barak\w*|gusti|allah|tuhan|terima\w*|"
    r"bagus|baik|baek|apik|wuapik|sae|rancak|cakep|kece|keren|mantap|mantul|hebat|top|jempol|salu+t|bangga|puas|senang|"
    r"senengnya|seneng|gembira|bahagia|lego|remen|terharu|terbaik|best|juara|pahlawan|ramah|sabar|jujur|rajin|tulus|"
    r"senyum|nyaman|adem|bersih|rapi|cantik|cepat|cepet|gercep|sigap|gratis|membantu|menolong|nolong|bantu|selamat|"
    r"nyelamet\w*|menyelamat\w*|hormat|respe[ck]\w*|penghargaan|applause|jasa|budi|wangi|lancar|oke|okay|siip|sip|"
    r"beres|rampung|kelar|solved|sorted|amazing|love|lope|thank\w*|cheers|impressed|great|good|nice|kind|ketemu|"
    r"ditemukan|nyala|menyala|manyala|murub|terang|ngalir|mengalir|diaspal|jadi|jawaban\w*|lanjut\w*|pertahankan|"
    r"epanggawang|amanai|odu|bujur|tunas|arigato|kamsah\w*|layak|bintang|sukses|bersyukur|trm|ksh|thx|tengkyu|paten)"
)
_KIN = re.compile(
    r"\b(?:tiri|gadis\w*|perawan|balita|janda|istri\w*|suami\w*|kamar|mandi\w*|memandikan|telanjang|cium\w*|"
    r"mencium|peluk\w*|memeluk|pangku\w*|memangku|raba\w*|meraba|tidur\w*|meniduri|paksa|dipaksa|memaksa)\b"
)
# "Tidak banjir lagi, terima kasih" complains of nothing.
_NO_MORE = re.compile(
    r"\b(?:tidak|tdk|tak|ga|gak|nggak|nda|ndak|ora|teu) (?:(?:banjir|bocor|mampet|macet|bau|gelap|mati|rusak|becek|"
    r"kotor|keruh|antr[ie]\w*) (?:lagi|maneh|deui)|(?:di ?pungut|minta|perlu|pa?kee?|pakai)(?: \w+)?)\b"
)
_ASKING = re.compile(
    r"\?|\b(?:apa\w*|ap|gimana|gmn|bagaimana|piye|kumaha|pripun|berapa|brp|mana|kemana|dimana|kapan|jam|siapa|kah|"
    r"(?:me|ng|nge|ma|di|be)?lapo?u?r(?:an|in|kan|ke|nya|e|no)?(?:nya|e)?|malapur|(?:me|ng|nga)?adu(?:an|kan|in)?|ngadu|keluh\w*|"
    r"komplain|boleh|bole|bisa|bs|iso|dadi|saget|saged|mau|mo|ingin|pengen|handak|hendak|arep|bade|nak|sa mau|perlu|"
    r"harus|kudu|wajib|tanya|nanya|takon|cara\w*|tata|bantu\w*|tolong|help|how|what|can|could|do|does|where|who|is|are|"
    r"info|menu|petunjuk|panduan|bingung|gaptek|ajari|jelas\w*|dijelaskan|ya|yah|kan|gak|ga|tidak|nggak|bot|admin|"
    r"nopo|napa|opo|dinggo|pinten|piro|leres|sanes|ini|niki|ieu|disini|sini)\b"
)
_LEAKED = re.compile(
    r"\b(?:nama|identitas|data|alamat|nomor|no|nik|ktp) (?:\w+ ){0,3}(?:dibocor\w*|bocor|dibagi\w*|disebar\w*|tersebar|"
    r"diketahui|dibuka|dikasih\w*|diberikan|ketahuan)\b(?! (?:ga|gak|tidak|nggak|kah|apa))"
)
_BLAMES = re.compile(r"^(?:\w+ ){0,3}?janji\b.*\bmana\b|\bjanji(?:nya)? (?:\w+ ){1,6}mana\b")
_FEWEST, _LEAST = 3, 2


def tells_besides_courtesy(kind: Kind, said: str) -> bool:
    """Whether what is judged to be `kind` tells something that this does not explain. Pure and total."""
    said = said[:400]
    told = voiced(folded(said))
    if kind is Kind.THANKS:
        return _mocks(told) or any(map(_complains, _CLAUSES.split(said))) or any(map(_lacks, _SENTENCES.split(said)))
    if kind is Kind.HELP:
        unasked = _ASKING.search(said.casefold()) is None or ("?" not in said and _LEAKED.search(told) is not None)
        return unasked or (". " in said and any(map(_states, said.split(". "))))
    if kind is Kind.GREETING:
        if _LEAKED.search(told):
            return "?" not in said
        return _BLAMES.search(told) is not None or ("." in said and any(map(_lacks, said.split("."))))
    return False


def _mocks(told: str) -> bool:
    """ "Alhamdulillah banjir lagi"; and who praises nothing, but tells what is done to whom."""
    if _GLAD.search(told) is None and _KIN.search(told):
        return True
    bad = _BAD.search(told)
    return bad is not None and _DONE.search(told) is None and _OVER.search(told[: bad.start()]) is None


def _complains(part: str) -> bool:
    """A clause of its own, in which nobody is thanked, nothing is praised and nothing is over."""
    said = voiced(folded(part))
    return is_sober(said) and complains(_NO_MORE.sub(" ", said)) and _DONE.search(said) is None


def _lacks(part: str) -> bool:
    said = voiced(folded(part))
    if len(said.split()) <= _FEWEST or not is_sober(said) or _LACKS.search(said) is None:
        return False
    return len(gist(part).weights) >= _LEAST


def _states(part: str) -> bool:
    """ "Guru jarang masuk kelas. Kapan laporan ini diproses?": a sentence that asks nothing."""
    return _ASKING.search(part.casefold()) is None and len(part.split()) > _FEWEST and len(gist(part).weights) > _LEAST


def is_sober(said: str) -> bool:
    return _GLAD.search(said) is None and THANKING.search(said) is None
