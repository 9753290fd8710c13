"""The phrases of matters that are dangerous for whoever tells them in public: facts for reading, no rules.

Indonesian, Javanese, Sundanese and what is said in the street, and English. `|` parts words of one place; `…` stands
for up to four words between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FAMILY = (
    "suami|suamiku|istri|isteri|bojo|bojoku|bojone|bapak|bapaknya|ayah|ayahnya|ibu|ibunya|mertua|pacar|mantan|"
    "majikan|paman|om|kakek"
)
_HIT = (
    "memukul|memukuli|mukul|mukuli|mukulin|menganiaya|menyiksa|nyiksa|menampar|nampar|menendang|nendang|menggebuki|"
    "gebukin|nggebugi|ngantemi|neunggeul|neunggeulan|menghajar|ngehajar|membacok|mencekik|nyekik|menyekap|mengurung"
)
_WAS_HIT = (
    "dipukul|dipukuli|dipukulin|digebuk|digebuki|digebukin|digebugi|diantemi|diteunggeul|ditampar|ditampari|ditabok|"
    "ditendang|ditendangi|dianiaya|disiksa|dihajar|dicekik|disekap|dikurung|dirantai|dicambuk|disundut|dibacok"
)
_CHILD = (
    "anak|anaknya|anakku|anak2|bocah|bocil|balita|bayi|siswa|siswi|murid|santri|santriwati|pelajar|ponakan|keponakan|"
    "barudak|lare|cah|child|children|boy|girl|pupil|student|minor"
)
_ABUSED = (
    f"{_WAS_HIT}|diperkosa|dicabuli|dilecehkan|disodomi|ditelantarkan|ditelantarin|dibuang|dijual|dieksploitasi|dirundung|"
    "dibully|dipalak|abused|beaten|molested|raped|neglected|bullied|assaulted"
)
_OFFICIAL = (
    "kades|lurah|camat|kadus|kadis|kepsek|bupati|walikota|gubernur|sekdes|kaur|kapolsek|polisi|polantas|satpol|guru|"
    "dosen|hakim|jaksa|bendahara|perangkat|pamong|oknum|petugas|pegawai|aparat|aparatur|pejabat|dokter|perawat|kuwu|"
    "bekel|rt|rw|ketua|kepala|headmaster|official|officer|policeman|teacher|mayor"
)
_WRONGS = (
    "korupsi|mengkorupsi|ngorupsi|menilep|nilep|menyelewengkan|nyelewengin|menggelapkan|memeras|meres|mengancam|ngancam|"
    "mengintimidasi|menyuap|disuap|selingkuh|berselingkuh|mabuk|nyabu|menipu|nipu|memalsukan|malsuin|nyunat|"
    "menyunat|mungli|membekingi|bekingi|nyolong|mencuri|steals|stole|"
    "blackmails|threatens|embezzled|embezzles"
)
_MONEY = (
    "uang|duit|dana|artos|dhuwit|biaya|bayaran|rupiah|juta|ribu|rb|jt|amplop|setoran|komisi|persen|money|cash|fee|bribe"
)
_ASKS = (
    "minta|mintai|meminta|dimintai|dimintain|diminta|njaluk|nyuhunkeun|menta|pinta|nagih|menagih|ditagih|ditariki|memaksa|"
    "dipaksa|demands|demanded|asks|asked"
)
_AID = "bansos|bantuan|blt|pkh|bpnt|bst|sembako|raskin|beasiswa|pip|kip|bos|gaji|honor|insentif|pensiun|thr|salary|aid"
_CUT = "dipotong|dipotongi|dipotongin|disunat|disunati|diselewengkan|ditilep|digelapkan|dikorupsi|ditahan|diambil"

PHRASES: Mapping[str, Sequence[str]] = {
    "violence": (
        "kdrt",
        "kekerasan dalam rumah tangga",
        "kekerasan rumah tangga",
        "domestic violence",
        f"{_WAS_HIT} … {_FAMILY}",
        f"{_FAMILY} … {_HIT}",
        "husband|wife|father|mother|boyfriend|stepfather … beats|beat|hits|hit|abuses|abused|chokes|strangled",
        "beaten|abused … husband|wife|father|mother|boyfriend|stepfather",
    ),
    "sexual": (
        "perkosa|diperkosa|memperkosa|pemerkosaan|perkosaan|rudapaksa|dirudapaksa|merudapaksa",
        "cabul|dicabuli|mencabuli|pencabulan|percabulan|nyabuli",
        "sodomi|disodomi|menyodomi|pedofil|pedofilia|inses",
        "dilecehkan|melecehkan|pelecehan … seksual|fisik|tubuh|badan|guru|atasan|bos|dosen",
        "melecehkan|pelecehan … santri|siswi|murid|perempuan|wanita",
        "pelecehan seksual|sexual",
        "kekerasan seksual|sexual",
        "diraba|digerayangi|meraba|menggerayangi|grepe|digrepe … payudara|dada|paha|pantat|kemaluan|tubuh|badan",
        "diraba|digerayangi|digrepe … guru|atasan|bos|dosen|ustadz",
        "dihamili|menghamili",
        "video|foto … telanjang|bugil|asusila|mesum … disebar|disebarkan|menyebarkan|ancam|diancam|mengancam",
        "perdagangan orang|manusia|anak",
        "rape|raped|raping|rapist|molest|molested|incest",
        "sexual abuse|assault|harassment|violence",
        "sexually abused|assaulted|harassed",
    ),
    "child": (
        f"{_CHILD} … {_ABUSED}",
        f"{_ABUSED} … {_CHILD}",
        f"{_HIT} … {_CHILD}",
        "kekerasan|penganiayaan|eksploitasi|penelantaran|perundungan|bullying … anak|siswa|siswi|murid|santri|balita",
        f"{_CHILD} … dipaksa|disuruh … mengemis|ngemis|kerja|menikah|nikah|kawin|mencuri",
        "child abuse|labour|labor|marriage|trafficking",
    ),
    "bribe": (
        "pungli|mungli|dipungli",
        "pungutan liar|ilegal|tidak resmi",
        "uang pelicin|sogokan|sogok|rokok|damai|setoran|keamanan|terima",
        "suap|disuap|menyuap|nyuap|sogok|disogok|nyogok|menyogok|gratifikasi|amplop",
        "korupsi|dikorupsi|mengkorupsi|koruptor|ngorupsi|korup|markup",
        "pemerasan|memeras|diperas|meres|dipalak|malak|memalak|pemalakan|palak",
        f"{_AID} … {_CUT}",
        f"{_CUT} … {_AID}",
        f"menahan|memotong|motong|menyunat|nyunat|menilep|nilep|menyelewengkan … {_AID}|dana",
        "jatah preman",
        "bribe|bribes|bribery|bribed|kickback|kickbacks|extortion|extorted|extorts|corruption|embezzlement",
    ),
    "threat": (
        "diancam|diteror|diintimidasi|mengintimidasi|intimidasi|dipersekusi",
        "mengancam|ngancam|ancam … bunuh|membunuh|saya|kami|warga|bakar|pecat",
        "bandar|pengedar|pengepul … narkoba|sabu|ganja|pil|judi|togel|obat",
        "jual|menjual|jualan|transaksi|edar|mengedarkan … narkoba|sabu|sabu2|ganja|ekstasi",
        "mafia|beking|bekingi|dibekingi|membekingi",
        "judi|togel|sabung … dibekingi|beking|oknum|aparat|polisi",
        "threatened|threatens|threatening … me|us|kill|family",
        "drug dealer|dealers",
    ),
    "official": (
        f"{_OFFICIAL} … {_WRONGS}",
        f"{_OFFICIAL} … {_ASKS} … {_MONEY}",
        f"dimintai|dimintain|ditagih|ditariki|dipaksa … {_MONEY} … {_OFFICIAL}",
    ),
}

# Right before a phrase these say that it is spoken of in general: "bebas pungli", "sosialisasi KDRT".
GENERAL = _set("""
    bebas anti tanpa antikorupsi sosialisasi penyuluhan seminar pelatihan kampanye spanduk baliho poster webinar lomba
    materi edukasi pencegahan cegah mencegah tentang soal hotline layanan satgas uptd undang zona komisi pemberantasan
    berantas memberantas stop tolak film sinetron novel lagu free against prevention awareness workshop about
""")
