"""Dangers told in words of their own: who or what it is, and what happens to it. Facts for `normalizer.emergency`.

A danger is two words that mean it only together: "ular" and "melilit", "perahu" and "terbalik". The first ones are
rare, so that nine messages of ten cost one look. Written from general knowledge, in Indonesian and English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizer.word_lists import set_of


class _Danger(NamedTuple):
    """`sure`: it needs no call for help beside it. `unless`: with one of these it is something else."""

    signs: frozenset[str]
    beside: frozenset[str]
    sure: bool = False
    unless: frozenset[str] = frozenset()


_PERSONS = set_of("""
    saya sy aku kami kita bapak ibu ayah papa mama emak bunda anak anakku anaknya bayi balita adik adek kakak suami
    istri kakek nenek mertua mbah paman tante om keponakan cucu tetangga teman orang seseorang korban dia warga
    penumpang nelayan pekerja tukang siswa murid santri pria wanita lelaki perempuan cowok cewek lansia
    father mother mom dad son daughter baby child wife husband brother sister friend neighbour neighbor man woman
    someone he she my we
""")
# Told of another time, of what is usual, of what might be.
PAST = set_of("""
    kemarin kmrn kemaren lalu lampau semalam dulu dahulu pernah bulan bln tahun thn minggu mgg seminggu sebulan setahun
    sejak setelah sesudah pasca sering srg selalu setiap tiap kadang kadang2 biasanya rawan marak kerap berkali
    meresahkan agar supaya biar kalau kalo jika bila apabila mungkin berpotensi potensi usul saran simulasi pelatihan
    sosialisasi viral berita video santunan asuransi klaim proposal pencegahan trauma bekas
    yesterday ago always often every if used after since last
""")
_CARE = set_of("""
    bansos pkh blt bantuan data dicoret dtks ktp kk disabilitas kaki kursi
    igd ugd rs rsud rsu rumahsakit puskesmas klinik dokter perawat bidan bpjs rujukan kamar inap obat antri antre
    antrian
    ditolak biaya program pasien pelayanan faskes hospital clinic doctor nurse
""")
_ROADS = set_of("macet kendaraan antrian antrean lalin lalu truk kemacetan traffic")
_DANGERS: Sequence[_Danger] = (
    # Animals
    _Danger(
        set_of("ular kobra cobra piton python phyton sanca weling welang viper buaya harimau macan beruang snake"),
        set_of("""
            melilit dililit lilit digigit gigit menggigit dipatok dipatuk mematok menyerang nyerang diserang menerkam
            nerkam diterkam mencakar dicakar attacked attacking bit bitten
        """),
        sure=True,
    ),
    _Danger(
        set_of("""
            ular kobra cobra piton python phyton sanca weling welang buaya harimau macan beruang tawon lebah
            snake
        """),
        set_of("""
            kemasukan masuk kamar dapur plafon rumah wc mandi lemari kelas disengat menyengat nyengat house
            inside
        """),
    ),
    _Danger(
        set_of("digigit dipatok dipatuk disengat diseruduk bitten"),
        set_of("anjing monyet ular tawon dog"),
        unless=set_of("org orang vaksin var stok gila"),
    ),
    # At sea
    _Danger(
        set_of("kapal perahu speedboat feri ferry sampan boat klotok kelotok ketinting pompong jukung longboat ship"),
        set_of("terbalik kebalik karam tenggelam kerem terombang kandas sinking capsized sank tabrakan"),
        sure=True,
    ),
    _Danger(
        set_of("kapal perahu speedboat feri ferry sampan boat klotok kelotok ketinting pompong jukung longboat ship"),
        set_of("mogok bocor ombak hanyut mesin sinking"),
    ),
    # Buildings
    _Danger(
        set_of("runtuh roboh ambruk rubuh ambrol reruntuhan puing collapsed"),
        set_of("terjebak tertimpa tertimbun reruntuhan ketimpa kejepit terjepit ketiban under trapped"),
        sure=True,
    ),
    _Danger(set_of("runtuh roboh ambruk rubuh ambrol tumbang collapsed"), set_of("dalam dalamnya inside bawahnya")),
    # Bodies
    _Danger(
        set_of("bergerak bernapas bernafas napas nafas napasnya nafasnya siuman nadinya denyut breathing breathe"),
        _PERSONS,
        sure=True,
        unless=_CARE | _ROADS | set_of("asap asapnya debu debunya bau baunya polusi limbah smoke dust lega pabrik"),
    ),
    _Danger(
        set_of("""
            stroke kejang kejang2 overdosis tersedak keselek kesedak keracunan kritis sekarat koma ketuban kontraksi
            pendarahan perdarahan bleeding choking seizure mimisan sakaratul henti unconscious epilepsi ayan pingsan
            labour labor overdose collapsed bersimbah sekaratul
        """),
        _PERSONS,
        sure=True,
        unless=_CARE,
    ),
    _Danger(
        set_of("jatuh terjatuh kepleset terpeleset terjun fell"),
        set_of("lantai atap genteng pohon tower menara tebing jurang ketinggian roof cliff tangga tiang"),
        unless=set_of("rusak licin"),
    ),
    _Danger(
        set_of("tertabrak ketabrak ditabrak terlindas kelindas ketlindas terserempet keserempet nabrak menabrak"),
        set_of("berdarah luka parah pingsan tergeletak korban patah terjepit kejepit darah terkapar kritis bleeding"),
        sure=True,
    ),
    _Danger(
        set_of("jurang terguling terbalik tercebur kecebur nyemplung ringsek terperosok tercemplung"),
        set_of("korban sopir supir penumpang penumpangnya orangnya sopirnya pengemudi pengemudinya terjepit dalam"),
    ),
    # Water
    _Danger(set_of("sedada seleher sedagu stranded"), _PERSONS | set_of("air banjir roof flood"), sure=True),
    _Danger(
        set_of("sedada seleher sepinggang sedagu seatap sepaha evakuasi evakuasinya loteng genteng rescue stranded"),
        set_of("air banjir rob aer terjebak kejebak terendam flood water bayi lansia evakuasi kami"),
        unless=set_of("jalur rambu titik peta simulasi bangkai"),
    ),
    # Crimes
    _Danger(set_of("stabbed kidnapped shot drowning unresponsive"), _PERSONS, sure=True),
    _Danger(
        set_of("mendobrak dobrak ndobrak didobrak membobol mbobol nyongkel mencongkel dicongkel breaking intruder"),
        set_of("rumah pintu jendela pagar kamar house door rumahku"),
    ),
    _Danger(
        set_of("""
            ditodong dijambret dirampas dikejar dikuntit disandera dikepung dibuntuti dicegat diperkosa diculik
            dikeroyok dibacok ditusuk ditembak dipukuli dipukulin digebukin dihajar dicekik disiksa dianiaya diseret
            menyandera menodong mengejar kidnapped stabbed attacked chasing following robbed hitting
        """),
        _PERSONS,
        unless=set_of("pinjol pajak target"),
    ),
    _Danger(
        set_of("knife gun machete parang pisau golok celurit clurit pistol senjata badik samurai"),
        set_of("""
            threatening mengancam ngancam diancam mengacungkan mengacung waving attacking nodong menodongkan
            ngejar
        """),
        sure=True,
    ),
    _Danger(set_of("apinya"), set_of("kelihatan terlihat membesar besar menjalar merambat merembet tinggi"), sure=True),
    _Danger(
        set_of("dibacok ditusuk ditikam ditembak bacok tusuk"),
        set_of("darah darahnya berdarah luka lukanya parah kritis pingsan tergeletak bersimbah"),
        sure=True,
    ),
    _Danger(set_of("ketuban ketubannya brojol"), set_of("pecah lahir bayi bayinya kepala tolong"), sure=True),
    _Danger(set_of("nyembur menyembur semburan"), set_of("gas tabung kompor api elpiji"), sure=True),
    _Danger(
        set_of("terkunci kekunci terjebak kejebak locked"),
        set_of("lift elevator toilet gudang mobil kereta gondola"),
    ),
    _Danger(
        set_of("""
            memukul memukuli mukul mukuli mukulin dipukul dipukulin menendang ditendang menampar ditampar mencekik
            nyekik menghajar menyiksa nyiksa menikam ditikam menusuk membacok gebukin menggebuk nggebukin
        """),
        set_of("suami istri ayah ibu pacar mertua bapak paman preman saya orang tetangga mantan kakak adik anak"),
        unless=set_of("guru siswa murid sekolah oknum aparat petugas satpol"),
    ),
    _Danger(
        set_of("pencuri maling rampok perampok penjahat begal thief burglar"),
        set_of("manjat memanjat mendobrak membobol ngumpet sembunyi bersembunyi beraksi atap lompat inside climbing"),
    ),
    # Gas and current
    _Danger(set_of("gas elpiji lpg"), set_of("muntah pingsan sesak lemas mual collapsed vomiting"), sure=True),
    # It explodes, or somebody goes to sleep in it: nobody waits until they also call for help.
    _Danger(
        set_of("gas gase gasnya elpiji lpg jargas pgn"),
        set_of("""
            bau baunya berbau tercium kecium nyium mambu ambu ambune nyambuang bauk menyengat nyengat
            bocor bocoran bocornya kebocoran ngeses mendesis berdesis desis ngowos nyembur menyembur semburan muncrat
            leak leaks leaking smell smells smelling smelled hissing
        """),
        sure=True,
        unless=set_of("""
            harga langka antri antre tpa tps limbah sampah pabrik kandang got selokan knalpot buang septik kentut
            pangkalan agen pengecer isinya isi subsidi oplosan dioplos takaran timbangan tagihan pemasangan
            pasang dipasang uang dana anggaran data air sumur
        """),
    ),
    _Danger(
        set_of("amonia amoniak klorin ammonia chlorine"),
        set_of("bocor bocoran kebocoran leak leaking"),
        sure=True,
    ),
    _Danger(
        set_of("korslet korsleting konslet konsleting berasap percikan memercikkan kemepul berapi sparking"),
        set_of("kabel listrik trafo gardu tiang meteran rumah api stop colokan wires wire"),
    ),
    _Danger(
        set_of("longsor kecelakaan tabrakan ledakan runtuh roboh ambruk landslide"),
        set_of("korban victims"),
        sure=True,
        unless=set_of("sudah sdh udah jalan rusak lubang banyak tikungan menelan bantuan"),
    ),
    # Of the earth
    _Danger(
        set_of("gempa tsunami erupsi lahar tanggul bandang beliung gunung longsor landslide earthquake"),
        set_of("runtuh jebol terjebak tertimbun mengungsi ngungsi evakuasi panas rumah trapped people naik korban"),
    ),
)  # fmt: skip
_SIGNS = frozenset().union(*(danger.signs for danger in _DANGERS))
# Who might die by their own hand.
_SAYINGS = re.compile(
    r"\b(?:(?:mengakhiri|akhiri|ngakhiri) (?:hidup\w*|semua\w*|segala\w*)|"
    r"(?:saya|aku|sy|gue|gw) (?:\w+ )?(?:capek|cape|lelah|bosan) hidup|(?:do this|go on|live|live like this) anymore|"
    r"i (?:have|took|take|am taking|swallowed)(?: \w+){0,3} pills|"
    r"minum (?:racun|baygon|pestisida|sianida|obat nyamuk)|menyayat|"
    r"(?:ga|gak|tidak|nggak) (?:kuat|sanggup) hidup|"
    r"(?:tolong|help|cepat)(?: \w+){0,3} (?:darurat|gawat|sos|emergency)|"
    r"(?<!jembatan )(?<!jalan )(?<!tenda )(?<!nomor )(?<!gawat )"
    r"(?:darurat|gawat|sos|emergency)(?: \w+){0,3} (?:tolong|help|cepat)|"
    r"(?:kill|hurt) (?:myself|himself|herself)|end (?:my|his|her) life|suicid\w*|heart attack|"
    r"(?:can t|cannot|not|isn t) (?:breathe|breathing)|gas leak|"
    r"(?:diancam|ngancam|mengancam)(?: \w+){0,3} (?:bunuh|dibunuh|bacok|dibacok|parang|pisau|golok))\b"
)
_WORDS_OF = set_of("""
    hidup hidupnya hidupku mengakhiri akhiri ngakhiri anymore pills
    minum menyayat myself himself herself life suicide suicidal heart breathe breathing gas
    darurat gawat sos emergency diancam ngancam mengancam
""")
_ANY = _SIGNS | _WORDS_OF


def danger(told: str) -> int:
    """0 when none is told of, 1 when one is that needs a call for help beside it, 2 when it is told as certain."""
    said = frozenset(told.split())
    if _ANY.isdisjoint(said):
        return 0
    found = _told_of(said)
    if found < 2 and not _WORDS_OF.isdisjoint(said) and _SAYINGS.search(told):
        return 2
    return found


def _told_of(said: frozenset[str]) -> int:
    found = 0
    for one in _DANGERS:
        if one.signs.isdisjoint(said) or one.beside.isdisjoint(said) or not one.unless.isdisjoint(said):
            continue
        found = max(found, 2 if one.sure else 1)
    return found
