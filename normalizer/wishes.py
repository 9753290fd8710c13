"""Whether a message wishes for something new and complains of nothing: LAPOR!'s class aspirasi without its name."""

from __future__ import annotations

import re

from normalizer.questions import complains
from normalizer.text import folded
from normalizer.vowelless import voiced

_LOOKED_AT = 400
# Who tells a story first complains, whatever is wished for in the end.
_SAID_EARLY = 80
# Put forward in so many words, also as a question: "gimana kalau bansos lewat rekening aja".
_PROPOSES = re.compile(
    r"(?:\w+ ){0,6}?(?:sebaiknya|baiknya|bagusnya|enaknya|mending|mendingan|seyogyanya|alangkah|lebih baik|andai\w*|"
    r"seandainya|(?:bagaimana|gimana|coba) (?:kalau|kalo|klo|jika|bila)|(?:kalau|kalo) bisa|"
    r"(?:mengharapkan|mengusulkan|menyarankan|mengajukan|mendambakan) (?!ganti)|harusnya ada|"
    r"(?:i|we) (?:suggest|propose)|why not|how about|"
    r"please (?:make|add|build|provide|consider|open|create|plant|organi[sz]e|extend))\b"
)
# Who proposes like this orders nothing, whatever is to be done.
_WHAT_IF = re.compile(
    r"(?:\w+ ){0,3}?(?:bagaimana|gimana|gmn|gmana|piye|kepriye|kumaha|pripun|what|how about) "
    r"(?:kalau|kalo|klo|kl|jika|bila|nek|yen|lamun|upami|menawi|if) (?!saya|sy|aku|kami|anak|ktp|kk|sim|"
    r"mau|ingin|hilang|"
    r"telat|terlambat|tidak|gak|ga)"
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
_AIMS = ("supaya", "agar", "biar", "so that")
# "Bagaimana cara mengajukan …" asks.
_HOW = re.compile(
    r"(?:kalau|kalo|klo|jika)(?: \w+){1,8} (?:harus|perlu|gimana|bagaimana|kemana|dimana|berapa)\b|"
    r"(?:\w+ ){0,3}?(?:cara|caranya|prosedur|syarat|persyaratan)\b"
)


# Somebody hopes or says how it should be, in the beginning of what is said.
_HOPES = re.compile(
    r"(?:\w+ ){0,5}?(?:semoga|moga|moga2|semoga2|mudah2an|mudah mudahan|harap|berharap|mengharap|mengharapkan|harapan|"
    r"harapannya|harapanku|"
    r"seharusnya|harusnya|semestinya|mestinya|hendaknya|sebaiknya|baiknya|bagusnya|enaknya|idealnya|kudune|kuduna|"
    r"sakuduna|mending|mendingan|lebih baik|lebih bagus|lebih enak|alangkah|seandainya|andai|andaikan|mugi|mugia|mugo|"
    r"upami tiasa|lamun bisa|rancak kalau|elok kalau|bagus kalau|bagus kalo|bagus jika|"
    r"mendukung|dukung|setuju (?:dengan|sama|kalau|kalo|jika)|"
    r"(?:pemerintah|pemda|pemkot|pemkab|pemprov|dinas|negara|kota|desa|kelurahan|sekolah|masyarakat|warga|kami|kita)"
    r"(?: \w+){0,3} (?:perlu|butuh|membutuhkan|memerlukan|ingin|pengen|pengin|mendambakan|merindukan)|"
    r"should|ought to|it would be|would be (?:great|nice|good|better|lovely)|hopefully|hope|wish|suggest\w*|"
    r"recommend\w*|needs (?:a|an|more|better))\b"
)
# Somebody asks for what is not there yet: something to be, to be given, to be put up.
_ASKS_FOR = re.compile(
    r"(?:\w+ ){0,4}?(?:mohon|mhn|tolong|tlg|tulung|minta|mnt|usul|harap|please|pls|bisakah|coba|ayo|"
    r"mbok|monggo|perlu|butuh|ingin|pengen|pengin|kepengen|kepingin|jaluk|nyuwun)(?: \w+){0,4}? "
    r"(?:ada|adanya|punya|mendapat|mendapatkan|dapat|dapet|ono|ado|aya|kasih(?! ta)|kasi(?! ta)|dikasih(?! ta)|beri|"
    r"berikan|diberi|"
    r"diberikan|dipasang|pasang|pasangin|dipasangi|"
    r"dipasangkan|dilengkapi|diperluas|diperlebar|dilebarkan|diperpanjang|diperbanyak|dijadikan|dihidupkan|"
    r"digalakkan|dimasukkan|dikembangkan|"
    r"bantuan|dukungan|sosialisasi|pelatihan|pengadaan|penambahan|pembangunan|pemasangan)\b"
)
# What tells of how it is or was, or why: with these it is told, and not wished.
_TELLS = re.compile(
    r"\b(?:sering|srg|selalu|terus|sejak|sudah|sdh|udah|udh|wis|wes|tos|telah|kemarin|kmrn|tadi|semalam|kemaren|lalu|"
    r"masih|msh|malah|malahan|padahal|tapi|tetapi|karena|krn|soalnya|gara|akibat|banyak|byk|bnyk|tidak|tdk|gak|ga|"
    r"nggak|"
    r"ora|teu|indak|belum|blm|tanpa|kurang|cuma|katanya|kena|rawan|korban|bukan|minta ampun|malam malam|becus|nasib|"
    r"tanggung jawab|\d+ ?(?:rb|ribu|jt|juta|x|kali)|because|since|always|already|still|never)\b"
)
# What somebody in need asks for, or who wants to be heard: it is no wish for something new.
_NEEDS = re.compile(
    r"\b(?:(?:tiap|setiap) (?:hari|malam|pagi|hujan|musim|subuh)|ganti rugi|keadilan|perhatian|kejelasan|kepastian|"
    r"penjelasan|klarifikasi|"
    r"(?:butuh|perlu) (?:air|listrik|sinyal|guru|dokter|bantuan|makan\w*)$|solusi|teguran|sanksi|patroli|petugas|"
    r"polisi(?! tidur)|satpol|aparat|air bersih|tangki|sembako|evakuasi|"
    r"pengungsi\w*|makanan|obat|selimut|tenda|dipulangkan|rahasia\w*|dirahasiakan|anonim)\b"
)
# To set right what is there: an order to the agency, however it is put, of which the roots are few.
_SETS_RIGHT = re.compile(
    r"\b(?:di|me|men|mem|meng|pe|pen|peng)?(?:angkut(?!an)|aspal|cor|keruk|tindak|tertib|razia|cek|periksa|tambal|"
    r"tebang|"
    r"pangkas|potong|bersih|benah|bener|benar|betul|bongkar|cabut|pindah tugas|pecat|copot|hukum|tegur|evaluasi|"
    r"usut|selidik|stop|henti|tutup|segel|bubar|usir|tangkap|awas|pantau|tinjau|survei|survey|lihat|liat|tengok|urus|"
    r"selesai|perbaik|baikin|gantikan|normalisasi|timbun|urug|semprot|fogging|cair|kembalikan)\w{0,4}\b|"
    r"\b(?:dandani|didandani|omean|diomean|nertib\w*|nindak\w*|nebang|motong|mindah\w*|"
    r"(?:me)?lapor\w*|(?:ng|meng)adu\w*|komplain|komplen|segera|"
    r"repair|fix|clean|remove|stop|check|investigate|patrol)\w*"
)
_MOST_WORDS = 22


def _without_aim(told: str) -> str:
    return _AIM.sub(" ", told) if any(map(told.__contains__, _AIMS)) else told


def hopes(text: str) -> bool:
    """Whether one short sentence says what should be, and not that it ails. Pure and total."""
    told = voiced(folded(text[:_LOOKED_AT]))
    if len(told.split()) > _MOST_WORDS or not (_HOPES.match(told) or _ASKS_FOR.match(told)):
        return False
    aimless = _without_aim(told)
    if complains(aimless):
        return False
    return not (_TELLS.search(aimless) or _SETS_RIGHT.search(aimless) or _NEEDS.search(told) or _OWN.search(told))


def wishes(text: str) -> bool:
    """Pure and total."""
    told = voiced(folded(text[:_LOOKED_AT]))
    # What shall be prevented is not complained of.
    aimless = _without_aim(told)
    if _WHAT_IF.match(told) and not complains(aimless) and not _TELLS.search(aimless):
        return True
    if complains(aimless) or _SETS_RIGHT.search(aimless) or _TELLS.search(aimless) or _HOW.match(told):
        return False
    if _PROPOSES.match(told):
        return True
    return _WISHED.search(told[:_SAID_EARLY]) is not None and not _OWN.search(told)
