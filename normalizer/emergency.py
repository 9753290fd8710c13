"""Whether somebody is in danger now: fire, drowning, an accident, violence, in Indonesian and some regional words.

A danger counts when it is told as present; what is told of yesterday, of every year or of a slow fire brigade is a
complaint like any other. Who is told the emergency numbers for nothing loses a minute: in doubt near a danger, tell.
112 is the general number, 110 the police, 113 the fire brigade, 119 the ambulance.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.dangers import PAST, danger
from normalizer.text import folded
from normalizer.vowelless import voiced

# A call for help is short; whoever writes a page is not standing before the fire.
_LONGEST = 400
_PLAIN = 110


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


# Names of offices and things, not of what happens.
_NAMES = _any(
    r"(?:mobil |petugas |dinas |pos |unit |kantor |tim |regu |alat |tabung )?pemadam(?: kebakaran| api)?",
    r"(?:dinas|pos|alat|asuransi|rawan|korban|pasca|bekas|bahaya|potensi|risiko|resiko|sirine|jalur|"
    r"penyebab) kebakaran",
    r"polisi (?:tidur|lalu lintas|lalin|cepek|militer|hutan|pamong praja)|"
    r"(?:kantor|pos|oknum|asrama|mobil|patroli) polisi|"
    r"alarm kebakaran",
    r"(?:jembatan|tanggul|jalan|bendungan|titian)(?: \w+){0,3} (?:hanyut|terseret)|bakar sampah|"
    r"fire (?:truck|station|department|brigade|hydrant|extinguisher)s?",
    r"(?:mobil|supir|sopir|petugas|unit|armada|driver|layanan) (?:ambulans?|ambulance)(?: (?:desa|puskesmas|"
    r"gratis))?",
)
_FIRE = (
    (
        r"kebakaran|kebakar|kobaran api|kobong|kobongan|kahuruan|tabaka|api (?:besar|membesar|makin|semakin|menjalar|"
        r"merembet)"
    ),
    (
        r"(?:rumah|warung|kios|toko|pasar|gudang|kabel|tiang|trafo|mobil|motor|gas|kompor|dapur|ruko|kontrakan|"
        r"sekolah)"
        r"(?: \w+){0,3} (?:terbakar|kobong|meledak|keluar api|dilalap)"
    ),
    r"(?:gas|kompor|tabung|elpiji|trafo)(?: \w+){0,2} (?:meledak|bocor bau menyengat)|ledakan",
    (
        r"(?:house|shop|building|market|car|kitchen)(?: \w+){0,3} (?:is |are )?(?:on fire|burning)|"
        r"there is a fire|fire (?:at|in|near) (?:the|my|our)|fire broke out|house fire|"
        r"fire fire"
    ),
)
_SOMEBODY = (
    r"(?:yang|yg|orang|anak|bocah|warga|teman|bayi|adik|adek|kakak|bapak|ibu|suami|istri|korban|wong|budak|jalmi|"
    r"tetangga|ayah|mama|papa|emak|mertua|cucu|keponakan|tante|om|paman|kakek|nenek|saudara|pria|wanita|perempuan|"
    r"arek|"
    r"someone|"
    r"somebody|child|boy|girl|man|woman|people|person|friend)\w*"
)
_PEOPLE = (
    (
        rf"{_SOMEBODY}(?: \w+){{0,4}} (?:tenggelam|hanyut|kelelep|klelep|kerem|titeuleum|keseret|terseret|"
        r"terbawa arus|kebawa arus|kecemplung|"
        r"tertimbun|tertimpa|terjepit|terjebak|jatuh ke (?:sumur|kali|sungai|jurang|got|laut)|nyemplung|"
        r"kecebur|tercebur|kejebur|terperosok ke (?:sumur|jurang)|drowning|"
        r"trapped)"
    ),
    (
        rf"(?:tenggelam|hanyut|terseret arus|kecemplung|tertimbun|tertimpa|terjepit|kelelep|klelep)(?: \w+){{0,3}} "
        rf"{_SOMEBODY}"
    ),
    (
        rf"{_SOMEBODY}(?: \w+){{0,4}} (?:pingsan|tidak sadar|tidak sadarkan|kejang|kesetrum|tersetrum|"
        rf"tersengat|kesengat|kesurupan|sekarat|"
        r"semaput|sesak napas|sesak nafas|serangan jantung|berdarah|bersimbah|pendarahan|perdarahan|muntah darah|"
        r"mau melahirkan|bleeding|"
        r"unconscious|not breathing|dying)"
    ),
    rf"{_SOMEBODY}(?: \w+){{0,4}} (?:bunuh diri|gantung diri|lompat dari|loncat dari)",
    r"(?:mau|ingin|pengen|akan|hendak) bunuh diri",
    r"(?:kami|saya|kita|sy)(?: \w+){0,3} (?:terjebak|terkurung|terperangkap|tertimbun|disekap)(?! macet)",
    (
        r"(?:roboh|ambruk|tumbang|runtuh|rubuh|longsor)(?: \w+){0,2} (?:menimpa|nimpa|menimbun)(?: \w+){0,2} "
        r"(?:orang|warga|penghuni\w*|anak\w*|ibu|bapak|korban|pengendara|pejalan|siswa|murid|pekerja)"
    ),
    r"(?:bayi|orok)(?: \w+){0,2} dibuang",
    r"korban(?: \w+){0,3} (?:tergeletak|berjatuhan|kritis|terjepit|luka parah|berdarah\w*)",
)
_ACCIDENT = (
    r"(?:ada |terjadi )?(?:kecelakaan|tabrakan|laka lantas|tabrak lari|tertabrak|ketabrak|accident|car crash)",
    (
        r"(?:butuh|minta|perlu|kirim|kirimkan|panggil|panggilkan|need|send|call|mohon|tolong)(?: \w+){0,2} "
        r"(?:ambulans?|ambulance|damkar|polisi|police|paramedic|doctor)"
    ),
    r"terbakar|dilalap api|kebakar|melahirkan di (?:jalan|rumah)|longsor|banjir bandang|tsunami|keracunan",
    r"pohon tumbang menimpa|bangunan ambruk",
)
_VIOLENCE = (
    r"(?:ada |di)(?:perampok\w*|rampok|begal|bacok|keroyok|aniaya|pukuli|sekap|culik|tusuk|perkosa|bunuh|ancam)",
    r"perampokan|pembacokan|pengeroyokan|penusukan|penculikan|penembakan|tawuran|bentrok|baku hantam|carok|bom",
    (
        r"(?:ada )?(?:maling|rampok|begal|pencuri|penjahat|copet)(?:nya)?(?: \w+){0,3} (?:masuk|di dalam|ketangkap|"
        r"tertangkap|"
        r"bawa|lari|kabur)|ada (?:maling|rampok|begal)"
    ),
    (
        r"(?:bawa|membawa|pegang|acungkan) (?:parang|golok|celurit|clurit|senjata|pisau|badik|samurai|pistol)|"
        r"mengamuk|ngamuk"
    ),
    (
        r"(?:being|is) (?:beaten|robbed|attacked|stabbed|raped|kidnapped)|robbery|gunshots?|shooting|beating (?:me|"
        r"her|him)"
    ),
    (
        r"(?:suami|istri|ayah|bapak|pacar|tetangga|orang)(?: \w+){0,3} (?:memukuli|mukulin|mukuli|pukuli|mencekik|"
        r"menghajar)"
    ),
)
_SURE = _any(*_FIRE, *_PEOPLE)
_NEEDS_A_CALL = _any(*_ACCIDENT, *_VIOLENCE)
_DANGER = re.compile(f"(?:{_SURE.pattern})|(?:{_NEEDS_A_CALL.pattern})")
# It happens now, whatever else is told.
_NOW = (
    r"sekarang|skrg|skrng|saat ini|detik ini|sedang|sdg|lagi|masih|barusan|baru saja|baru aja|saiki|ayeuna|right now|"
    r"now|still"
)
_PRESENT = re.compile(
    rf"\b(?:{_NOW})(?: \w+){{0,3}} (?:{_DANGER.pattern})|(?:{_DANGER.pattern})(?: \w+){{0,6}} \b(?:{_NOW})\b"
)
_CALL = _any(
    _NOW,
    r"tolo+ng\w*|tulu+ng\w*|segera|cepat|cepet|cepetan|gancang|darurat|gawat|bahaya|sos|help|urgent|emergency|"
    r"hurry|please|"
    r"pls|butuh|panggil\w*|kirim\w*|mohon|minta|buruan|lekas|quick|quickly",
)
# Told of another time, of what is usual, of what might be.
_ELSEWHEN = _any(
    r"kemarin|kmrn|kmarin|kemaren|lalu|lampau|semalam|dulu|dahulu|pernah|bulan|bln|tahun|thn|minggu|mgg|hari|"
    r"tanggal|tgl",
    r"tadi (?:pagi|siang|malam|subuh|sore|mlm)|tadi malam|sejak|setelah|sesudah|pasca|akibat|karena|krn|gara gara|"
    r"seminggu",
    r"sering|srg|selalu|setiap|tiap|kadang\w*|biasanya|rawan|marak|banyak (?:kecelakaan|maling|begal|tawuran|"
    r"terjadi|kejadian|kasus|korban jiwa)|kerap|meresahkan|berkali kali|"
    r"beberapa kali",
    r"lambat|terlambat|lamban|lelet|telat|berpotensi|potensi|khawatir|takut|takutnya|kuatir|cemas|agar|supaya|"
    r"jangan sampai",
    r"bisa|dapat|mungkin|apabila|jika|kalau|kalo|bila|usul\w*|saran|disediakan|pengadaan|simulasi|pelatihan|"
    r"sosialisasi",
    r"hydrant|hidran|korban kebakaran|ganti rugi|bantuan untuk|santunan|viral|berita|video|cctv|mencegah|cegah|"
    r"pencegahan",
    r"polisi (?:me|mer|ny|ter|di)?(?:tindak|nindak|tertib|nertib|razia|patroli|atur|ngatur|tilang|nilang|gerebek|"
    r"nggerebek|ngamankan|usut|ngusut)\w*",
    r"jalan(?:an)?(?: \w+){0,4} longsor|sepanjang|alat berat|beko|dipasang|patroli|razia|ditambah\w*|penambahan|"
    r"armada|dibangun\w*|dibuatkan",
    r"laporan polisi|belum ditangkap|tidak ditangani|tidak ada tindak|sudah dilaporkan|untuk menolong|klaim|"
    r"asuransi|bpjs",
    r"tidak pernah|belum pernah|tidak ada|tdk ada|gak ada|informasi|cara|prosedur|apakah|bagaimana|gimana|berapa|"
    r"kapan",
    r"syarat|biaya|nomor|gedung|aturan|jalan (?:rusak|berlubang|licin|gelap)|lubang|berlubang|membuat|bikin|"
    r"menyebabkan",
    r"yesterday|last|ago|always|often|every|used to|was|were|could|might|would|may|if|never|because|after|since",
)


# One of these is in a word of whatever the patterns find; looking for them costs a tenth.
_STEMS = (
    *("bakar", "kobong", "huruan", "tabaka", "ledak", "fire", "burning", "tenggelam", "hanyut"),
    *("lelep", "kerem", "titeuleum", "seret", "arus", "cemplung", "timbun", "timpa", "jepit", "jebak", "pingsan"),
    *("sadar", "kejang", "setrum", "sengat", "surup", "sekarat", "semaput", "sesak", "jantung", "darah", "lahir"),
    *("drown", "trapped", "bunuh", "gantung", "lompat", "loncat", "celaka", "tabrak", "laka", "accident"),
    *("crash", "ambul", "damkar", "polisi", "police", "paramedic", "doctor", "longsor", "bandang"),
    *("tsunami", "racun", "tumbang", "ambruk", "rampok", "begal", "bacok", "keroyok", "aniaya", "pukul"),
    *("ngeroyok", "mukul", "nusuk", "nembak", "nimpa", "nimbun", "geletak", "jatuhan", "kritis", "luka", "kurung"),
    *("perangkap", "bayi"),
    *("sekap", "culik", "tusuk", "kosa", "ancam", "tembak", "tawuran", "bentrok", "hantam", "carok", "bom"),
    *("maling", "curi", "jahat", "copet", "parang", "golok", "celurit", "clurit", "senjata", "pisau"),
    *("badik", "samurai", "pistol", "amuk", "beaten", "robb", "attack", "stab", "rape", "kidnap", "gunshot"),
    *("shooting", "beating", "cekik", "hajar", "bleed", "unconscious", "breathing", "dying"),
    *("elpiji", "bocor", "nyemplung", "cebur", "penjahat"),
)  # fmt: skip


_STEM = re.compile(f"{'|'.join(_STEMS)}|^api")


@lru_cache(maxsize=16_384)  # citizens' words repeat
def _rouses(word: str) -> bool:
    return _STEM.search(word) is not None


@lru_cache(maxsize=2)
def is_emergency(text: str) -> bool:
    """Whether a message tells of danger to somebody at this moment. Pure and total."""
    if len(text) > _LONGEST:
        return False
    told = voiced(folded(text))
    roused = any(map(_rouses, told.split())) or "jatuh ke" in told
    if roused and _is_told(_NAMES.sub(" ", told), text):
        return True
    found = danger(told) if len(told) <= _SHORT else 0
    if not found or not PAST.isdisjoint(told.split()) or _COMMON.search(told):
        return False
    return found > 1 or _CALLED.search(_ASKED.sub(" ", told)) is not None


def _is_told(told: str, text: str) -> bool:
    if not _DANGER.search(told):
        return False
    if _PRESENT.search(told) and not _HABIT.search(told):
        return True
    if _ELSEWHEN.search(told):
        return False
    if len(told) <= _PLAIN and (_SURE.search(told) or _BEGINS.match(told)):
        return True
    return _CALL.search(told) is not None or "!" in text


_SHORT = 180
# What an office is asked to do is no call for help: "tolong ditertibkan".
_ASKED = re.compile(
    r"\b(?:tolong|mohon|minta|harap|segera|agar|supaya|bantu|please|cepat|mau)(?: \w+){0,3}? "
    r"(?:di(?!evakuasi|tolong|selamatkan|jemput|sini|mana|bantu|dalam|atas|rumah)\w{4,}|ditindak|tindak\w*|perbaik\w*|"
    r"perhati\w*|"
    r"penertiban|solusi|perbaikan|cek|fix|repair|clean)\b"
)
_CALLED = _any(
    _NOW,
    r"tolo+ng\w*|tulu+ng\w*|cepat|cepet|cepetan|gancang|darurat|gawat|sos|help|urgent|emergency|hurry|butuh|panggil\w*|"
    r"kirim\w*|segera|buruan|lekas|quick|quickly|please|gimana ini|bagaimana ini|harus (?:apa|gimana|bagaimana)|"
    r"(?:send|call)(?: \w+){0,2} (?:police|ambulance|help|someone)",
)
_COMMON = _any(
    r"banyak (?:ular|buaya|nyamuk|tawon|monyet|anjing|warga|orang|korban|penumpang)|sarang|berkeliaran|"
    r"semak\w*|(?:belum|tidak|tdk|gak|ga|tak) (?:ada|di\w+|kunjung|juga)|"
    r"jangan sampai|tadi (?:malam|pagi|siang|sore|subuh)|"
    r"tagihan|tarif|harga|anggaran|(?:terancam|nyaris|hampir|mau|gampang|mudah) "
    r"(?:roboh|ambruk|runtuh|rubuh|jebol|tenggelam|terbalik|longsor)|proyek|kontraktor|sop|"
    r"fasilitas|petugasnya|perawatnya|dokternya|antri\w*|"
    r"pelayanan|rsud|kelas|bpjs|oknum|guru",
)

_BEGINS = re.compile(r"(?:ada|terjadi|telah terjadi|barusan|tolong|tabrakan|kecelakaan|there is|there are)\b")
_HABIT = _any(
    r"sering|srg|selalu|setiap|tiap|kadang\w*|rawan|marak|kerap|kemarin|lalu|tahun|bulan|minggu|berpotensi|"
    r"khawatir|takut",
    r"bisa (?:menyebabkan|mengakibatkan|terjadi)|jangan sampai|agar|supaya|pernah|dulu|always|often|every|ago|"
    r"yesterday",
    r"trauma\w*|bekas\w*|puing\w*|pengungsi\w*|ganti rugi|proses hukum|belum ditangkap|lambat",
)
