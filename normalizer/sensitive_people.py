"""Who does it and to whom, and what is done, in matters that are dangerous to tell: words, no rules.

Indonesian, Javanese, Sundanese, Betawi and English. Words of one place are parted by `|`.
"""

from __future__ import annotations

from normalizer.verb_forms import forms, passives
from normalizer.word_lists import set_of


def _whose(text: str) -> str:
    return "|".join(f"{word}{end}" for word in text.split() for end in ("", "nya", "ku", "ne"))


def _any(text: str) -> str:
    return "|".join(text.split())


MINE = _any("saya sya sy aku ku gue gua gw aye kami abdi kulo me us")
HUSBAND = _whose("suami istri isteri bojo salaki pamajikan swami mertua ipar") + "|husband|wife|tiri|tirinya"
KIN = (
    f"{HUSBAND}|"
    + _whose("pacar mantan paman ayah bapak bapa ibu kakak adik adek kakek nenek majikan")
    + "|"
    + _any(
        "om mbah ortu pakde bude budhe bulik paklik tante mbok bapake ibue simbok emak boyfriend "
        "girlfriend stepfather stepmother stepdad uncle father mother dad mom mum brother sister"
    )
)
CHILD = (
    _whose("anak bocah balita bayi siswa siswi murid santri santriwati ponakan keponakan budak cucu pelajar")
    + "|"
    + _any(
        "anak2 bocil barudak lare cah child children kid kids boy boys girl girls pupil pupils student "
        "students daughter son baby minor minors"
    )
)
OTHERS = (
    _whose("pembantu tetangga teman wanita perempuan lansia")
    + "|"
    + _any(
        "art warga tahanan napi buruh tki pasien penumpang karyawan karyawati pedagang orang difabel odgj "
        "mahasiswi mahasiswa siapapun pelapor her him them women woman girl passenger passengers prisoner "
        "detainee maid"
    )
)
# Who has somebody in their hands.
POWER = _any(
    "guru gurunya gurune ustadz ustad ustaz kyai kiai dosen bos boss atasan juragan majikan pelatih "
    "senior supir sopir ojek dokter perawat pemilik kakek paman om manajer mandor rt kades lurah "
    "polisi oknum teacher coach lecturer driver uncle stepfather"
)
HARM = (
    forms(
        "pukul hajar aniaya siksa tampar tendang gebuk gebug gampar tabok tonjok jambak cekik cubit jewer "
        "cambuk bacok keroyok sekap antem gaplok keplak jotos jitak tempeleng teunggeul bekap"
    )
    + "|"
    + passives("kurung seret rantai pasung sundut sulut banting tusuk tikam bunuh")
    + "|"
    + _any(
        "mengurung merantai memasung neunggeulan nyeret menyeret beat beats beating beaten hit hits slap "
        "slaps slapped punches punched kicked chokes strangled abuse abuses abused tortured assaulted"
    )
)
# Done to people only; of the rest a house, a door and a dog tell, too.
BEATEN = (
    passives("aniaya tampar jambak cekik gampar siksa hajar gebuk gebug keroyok tonjok cambuk keplak tabok jotos sekap")
    + "|"
    + _any("dipukuli dipukulin mukulin mukuli memukuli dianiayanya penganiayaan pengeroyokan")
)
ABUSED = _any(
    "diperkosa dicabuli dilecehkan disodomi ditelantarkan ditelantarin dibuang dijual dieksploitasi "
    "dirundung dibully dipalak diculik dilarikan dicekoki dipekerjakan abused molested raped "
    "neglected bullied assaulted kidnapped"
)
ABUSES = _any(
    "menelantarkan nelantarin membuang mbuang menculik nyulik mencekoki nyekoki mempekerjakan mengeksploitasi"
)
TOUCH = (
    forms("raba grepe gerepe remas gerayang colek toel tepuk sentuh elus usap tempel")
    + "|"
    + _any(
        "memegang megang megangin dipegang dipegangin pegang2 dipegang2 megang2 mengelus dielus elus2 "
        "mengusap menyentuh disentuh nyentuh mencubit nyubit dicubit touched touches touching touch"
    )
)
GROPE = (
    forms("raba grepe gerepe remas gerayang")
    + "|"
    + _any("raba2 groped gropes groping fondled fondles pegang2 dipegang2 megang2")
)
# Too near: of a stranger's or a teacher's lap and bath a child tells in such words.
NEAR = _any("menyentuh nyentuh memangku mangku memandikan mandiin nyium mencium memeluk meluk menindih nindih")
NEARED = _any("disentuh dipangku dimandikan dimandiin dipeluk dicium ditindih ditindihi")
BODY = (
    _whose("payudara dada paha pantat bokong kemaluan kelamin")
    + "|"
    + _any("intim vital breast breasts thigh thighs butt genitals")
)
# What else beats, drags and chokes: a house, a field, a purse.
WEATHER = set_of("""
    angin puting beliung ombak gelombang banjir arus hujan petir longsor badai sapi ayam kambing kucing anjing bola bau
    macet kerbau bunga bunganya harga sekarung cicilan buaya
    """)
TITLES = _any(
    "kades lurah lurahe camat kadus kadis kepsek bupati walikota gubernur sekdes kasun carik kuwu "
    "bekel kaur kasi kapolsek kapolres kapolda danramil dewan dprd bendahara kadinas sekcam kabid "
    "kajari wabup wakades bumdes mayor headmaster regent"
)
STAFF = _any(
    "rt rw polisi polantas polsek satpol satpolpp brimob tni babinsa bhabinkamtibmas guru dosen hakim "
    "jaksa perangkat pamong oknum petugas pegawai pegawainya petugasnya aparat aparatur pejabat "
    "dokter perawat mantri bidan panitia pendamping staf staff ketua kepala penghulu sipir official "
    "officer officers policeman police teacher clerk "
    # Ranks, by which a policeman or a soldier is told of.
    "bripda briptu brigpol brigadir bripka aipda aiptu ipda iptu akp kompol akbp serda sertu serka praka kopda"
)
# Right before a phrase these say that it is spoken of in general: "bebas pungli", "sosialisasi KDRT".
GENERAL = set_of("""
    bebas anti tanpa antikorupsi sosialisasi penyuluhan seminar pelatihan kampanye spanduk baliho poster webinar lomba
    materi edukasi pencegahan cegah mencegah tentang soal hotline layanan satgas uptd undang zona komisi pemberantasan
    berantas memberantas stop tolak film sinetron novel lagu free against prevention awareness workshop about
""")
