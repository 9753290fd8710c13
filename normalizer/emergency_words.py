"""The words dangers are told with, and those that tell of another time: facts for `normalizer.emergency`, no rules.

Patterns of folded text, in Indonesian, some regional languages and English. Written from general knowledge.
"""

from __future__ import annotations

from normalizer.alternatives import any_of

# Names of offices and things, not of what happens.
NAMES = any_of(
    r"(?:mobil |petugas |dinas |pos |unit |kantor |tim |regu |alat |tabung )?pemadam(?: kebakaran| api)?",
    r"(?:dinas|pos|alat|asap|kabut|bau|asuransi|rawan|korban|pasca|bekas|bahaya|potensi|risiko|resiko|sirine|jalur|"
    r"penyebab) kebakaran",
    r"polisi (?:tidur|lalu lintas|lalin|cepek|militer|hutan|pamong praja)|"
    r"(?:kantor|pos|oknum|asrama|mobil|patroli) polisi|"
    r"alarm kebakaran",
    r"pasar (?:malam|pagi|subuh|minggu|senen|senin|selasa|rabu|kamis|jumat|sabtu)",
    r"(?:jembatan|tanggul|jalan|bendungan|titian)(?: \w+){0,3} (?:hanyut|terseret)|bakar sampah|"
    r"fire (?:truck|station|department|brigade|hydrant|extinguisher)s?",
    r"(?:mobil|supir|sopir|petugas|unit|armada|driver|layanan) (?:ambulans?|ambulance)(?: (?:desa|puskesmas|"
    r"gratis))?",
)
FIRE = (
    r"(?:rumah|warga|orang|kendaraan|mobil|pekerja|penambang)(?: \w+){0,3} (?:tertimbun|ketimbun|keurug|kebrukan)",
    (
        r"kebakara?n?|kobaran api|kobong|kobongan|kahuruan|tabakak?|api (?:besar|membesar|makin|semakin|menjalar|"
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
SOMEBODY = (
    r"(?:yang|yg|orang|anak|bocah|warga|teman|bayi|adik|adek|kakak|bapak|ibu|suami|istri|korban|wong|budak|jalmi|"
    r"tetangga|ayah|mama|papa|emak|mertua|cucu|keponakan|tante|om|paman|kakek|nenek|saudara|pria|wanita|perempuan|"
    r"arek|"
    r"someone|"
    r"somebody|child|boy|girl|man|woman|people|person|friend)\w*"
)
PEOPLE = (
    (
        rf"{SOMEBODY}(?: \w+){{0,4}} (?:tenggelam|hanyut|kelelep|klelep|kerem|titeuleum|keseret|terseret|"
        r"terbawa arus|kebawa arus|kecemplung|"
        r"tertimbun|tertimpa|terjepit|terjebak|jatuh ke (?:sumur|kali|sungai|jurang|got|laut)|nyemplung|"
        r"kecebur|tercebur|kejebur|terperosok ke (?:sumur|jurang)|drowning|"
        r"trapped)"
    ),
    (
        rf"(?:tenggelam|hanyut|terseret arus|kecemplung|tertimbun|tertimpa|terjepit|kelelep|klelep)(?: \w+){{0,3}} "
        rf"{SOMEBODY}"
    ),
    (
        rf"{SOMEBODY}(?: \w+){{0,4}} (?:pingsan|(?:tidak|ga|gak|nggak|ngga|ndak|tak|ora|teu) sadar(?:kan)?|kejang|"
        rf"kesetrum|tersetrum|"
        rf"tersengat|kesengat|kesurupan|sekarat|"
        r"semaput|sesak napas|sesak nafas|serangan jantung|berdarah|bersimbah|pendarahan|perdarahan|muntah darah|"
        r"mau melahirkan|bleeding|"
        r"unconscious|not breathing|dying)"
    ),
    rf"{SOMEBODY}(?: \w+){{0,4}} (?:bunuh diri|gantung diri|lompat dari|loncat dari)",
    r"(?:mau|ingin|pengen|akan|hendak) bunuh diri",
    r"(?:kami|saya|kita|sy)(?: \w+){0,3} (?:terjebak|terkurung|terperangkap|tertimbun|disekap)(?! macet)",
    (
        r"(?:roboh|ambruk|tumbang|runtuh|rubuh|longsor)(?: \w+){0,2} (?:menimpa|nimpa|menimbun)(?: \w+){0,2} "
        r"(?:orang|warga|penghuni\w*|anak\w*|ibu|bapak|korban|pengendara|pejalan|siswa|murid|pekerja)"
    ),
    (
        r"(?:roboh|ambruk|tumbang|rubuh)(?: (?!nyaris|hampir)\w+)? (?:timpa|kena|mengenai) "
        r"(?:orang|warga|penghuni\w*|anak\w*|ibu|korban|pengendara|pengemudi|pemotor|pejalan|siswa|murid|pekerja)"
    ),
    r"(?:bayi|orok)(?: \w+){0,2} dibuang",
    r"(?:sesak|sesek|susah napas|susah nafas)(?: \w+){0,4} (?:oksigen|ambulans?|ambulance|biru|membiru)",
    r"(?:is|are|being|getting) (?:attacked|beaten|stabbed|raped|kidnapped|dragged|strangled|choking)",
    r"(?:is |am )?(?:giving birth|in labou?r) (?!day|law|union|office)",
    (
        rf"{SOMEBODY}(?: \w+){{0,5}} (?:hilang|belum pulang)(?: \w+){{0,8}} (?:umur|usia|pikun|belum ketemu)|"
        rf"{SOMEBODY}(?: \w+)? (?:umur|usia) \d+(?: \w+)? hilang"
    ),
    r"(?:ombak|arus|air bah)(?: \w+)? (?:menyeret|menggulung|menelan|menghantam)|air bah (?:datang|menerjang)",
    r"korban(?: \w+){0,3} (?:tergeletak|berjatuhan|kritis|terjepit|luka parah|berdarah\w*)",
)
ACCIDENT = (
    r"(?:ada |terjadi )?(?:kecelakaan|tabrakan|laka lantas|tabrak lari|tertabrak|ketabrak|accident|car crash)",
    (
        r"(?:butuh|minta|perlu|kirim|kirimkan|panggil|panggilkan|need|send|call|mohon|tolong)(?: \w+){0,2} "
        r"(?:ambulans?|ambulance|damkar|polisi|police|paramedic|doctor)"
    ),
    r"terbakar|dilalap api|kebakar|melahirkan di (?:jalan|rumah)|banjir bandang|tsunami|keracunan",
    r"pohon tumbang menimpa|bangunan ambruk",
    r"meledak|mbledos|njeblug|meleduk|exploded|explosion",
    (
        rf"{SOMEBODY}(?: \w+){{0,3}} (?:kekunci|terkunci|kejebak|terjebak|kesangkut|tersangkut)(?: \w+)? "
        r"(?:di|dalam|dlm|neng|ning)"
    ),
    (
        rf"{SOMEBODY}(?: \w+){{0,3}} (?:jatuh|labuh|murag|tigebrus|nyungsep|kecemplung|nyebur|kecebur|"
        rf"fell)(?: \w+)? (?:ke|di|dari|into|off|"
        r"from)(?: \w+)? (?:sumur|jurang|kali|sungai|laut|atap|lantai|tower|pohon|jembatan|genteng|septic|danau|kolam|"
        r"well|river|roof|bridge)"
    ),
    (
        rf"{SOMEBODY}(?: \w+){{0,3}} (?:overdosis|kolaps|collapsed?|keracunan|"
        r"(?:mau|akan|udah mau) (?:lahiran|melahirkan))"
    ),
    (
        r"(?:hilang|tersesat|nyasar|missing|lost)(?: \w+)? (?:di|in|at|on)(?: the)? (?:hutan|gunung|laut|sungai|pantai|"
        r"forest|mountain|sea|river)"
    ),
    (
        r"(?:kapal|perahu|boat|klotok|kelotok|speedboat|ketinting|sampan)(?: \w+){0,3} (?:mati mesin|karam|bocor|"
        r"tenggelam|"
        r"terbalik|kebalik|terombang|hanyut|sinking|capsized|hilang kontak)"
    ),
)
STRUCK = (
    r"(?:air|banjir|sungai|kali|rob|aer)\w*(?: \w+){0,3} (?:(?:makin|semakin|tambah|terus) (?:tinggi|naik|deras)|"
    r"meninggi)|"
    r"(?:menimpa|nimpa|ketiban|ketimpa|ngebruki|nibani|njejeg)(?: \w+)? (?:rumah|mobil|motor|angkot|bus|warung|kios|"
    r"truk|orang|"
    r"sekolah|kelas|pasar|tenda|atap|omah|pengendara|pengguna)|"
    r"api (?:\w+ )?(?:merambat|menjalar|merembet|nyamber|menyambar|berkobar|muncul|nyala|menyala|ngamuk|melalap)|"
    r"(?:asap|asep) (?:tebal|hitam|pekat|item) (?:dari|keluar|di|mengepul|ngepul)|"
    r"(?:flood|water)(?: \w+){0,2} rising|on the roof"
)
LANDSLIDE = r"longsor"
CRASH = (
    r"(?:kereta|sepur|truk|bus|bis|mobil|motor|angkot|pikap|pickup|travel|ambulan|truck|train|car|bike)(?: \w+){0,3} "
    r"(?:nabrak|menabrak|tabrakan|terguling|nggoling|kebalik|terbalik|masuk(?: ke)? (?:jurang|sungai|kali|laut|"
    r"sawah)|jatuh ke (?:jurang|sungai|kali|laut)|"
    r"nyemplung|kecebur|crashed|overturned)"
)
VIOLENCE = (
    (
        r"(?:dihajar|dikeroyok|digebukin|digebuki|diamuk|dikepung|diserbu|dihakimi|dilempari|digeruduk)(?: \w+){0,3} "
        r"(?:massa|warga|orang|preman|geng)"
    ),
    r"(?:bakar|membakar) diri",
    (
        r"(?:kemasukan|dimasuki|didatangi|disatroni|diserang|dibobol|kesatroni|kelebon) (?:maling|(?:pe)?rampok|begal|"
        r"pencuri|"
        r"orang|preman|geng|penjahat|massa)"
    ),
    (
        r"(?:mau|akan|ingin|hendak|arep|rek|nak|coba) (?:(?:di|me[mn]?|ng|nge|m)?(?:bunuh|bacok|tusuk|tikam|bakar|"
        r"perkosa|culik))"
        r"(?:in|i)? (?:saya|aku|sy|kami|anak|istri|suami|dia|ibu|bapak|orang|warga|adik|kakak)"
    ),
    (
        r"(?:ada|ditemukan|menemukan|nemu|temukan|penemuan)(?: \w+){0,2} (?:mayat|jenazah|jasad)(?: \w+)? (?:di|"
        r"mengambang|"
        r"mengapung|terapung|orang)"
    ),
    r"(?:ada |di)(?:perampok\w*|rampok|begal|bacok|keroyok|aniaya|siksa|pukuli|sekap|culik|tusuk|perkosa|bunuh|ancam)",
    (
        r"(?<!data )(?<!data \w{3} )(?<!data \w{4} )(?:di|me[mn]?)sandera"
        r"(?! (?:peretas|hacker|hutang|utang|kepentingan|aturan|politik))"
    ),
    r"perampokan|pembacokan|pengeroyokan|penusukan|penculikan|penembakan|tawuran|bentrok|baku hantam|carok|bom",
    (
        r"(?:ada )?(?:maling|(?:pe)?rampok|(?:pem)?begal|pencuri|penjahat|copet)(?:nya)?(?: \w+){0,3} (?:masuk|"
        r"di dalam|ketangkap|"
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
        r"(?:saya|kami|aku|sy|i am|me)(?: \w+){0,2} (?:diikuti|dikuntit|dibuntuti|dikejar|dicegat|dihadang|ditodong|"
        r"followed|chased)"
        r"(?: \w+){0,2} (?:orang|preman|geng|massa|begal|pria|laki|motor|by)|"
        r"break(?:ing)? in(?:to)?|intruder|burglar|(?:following|chasing) me|(?:with|has|holding) an? (?:knife|gun|"
        r"machete)"
    ),
    (
        r"(?:suami|istri|ayah|bapak|pacar|tetangga|orang)(?: \w+){0,3} (?:memukuli|mukulin|mukuli|pukuli|mencekik|"
        r"menghajar)"
    ),
)
SURE = any_of(*FIRE, *PEOPLE)
HARM = any_of(*ACCIDENT, *VIOLENCE)
# Beside harm: what a few words tell of, and no other time, happens now; and what needs a call.
STRIKES = any_of(CRASH, STRUCK)
SLIDES = any_of(LANDSLIDE)
# It happens now, whatever else is told.
NOW = (
    r"sekarang|skrg|skrng|saat ini|detik ini|sedang|sdg|lagi(?= \w)|masih|barusan|baru saja|baru aja|saiki|ayeuna|"
    r"right now|"
    r"now|still"
)
CALL = any_of(
    NOW,
    r"tolo+ng\w*|tulu+ng\w*|segera|cepat|cepet|cepetan|gancang|darurat|gawat|bahaya|sos|help|urgent|emergency|"
    r"hurry|please|"
    r"pls|butuh|panggil\w*|kirim\w*|mohon|minta|buruan|lekas|quick|quickly",
)
# Told of another time, of what is usual, of what might be.
ELSEWHEN = any_of(
    r"kemarin|kmrn|kmarin|kemaren|lalu|lampau|semalam|dulu|dahulu|pernah|bulan|bln|tahun|thn|minggu|mgg|hari|"
    r"tanggal|tgl",
    r"tadi (?:pagi|siang|malam|subuh|sore|mlm)|tadi malam|sejak|setelah|sesudah|pasca|akibat|karena|krn|gara gara|"
    r"seminggu",
    r"sering|srg|selalu|setiap|tiap|kadang\w*|biasanya|rawan|marak|banyak (?:kecelakaan|maling|begal|tawuran|"
    r"terjadi|kejadian|kasus|korban jiwa)|kerap|meresahkan|berkali kali|"
    r"beberapa kali",
    r"lambat|terlambat|lamban|lelet|telat|berpotensi|potensi|khawatir|takut (?!pak|bu|tolong|banget|bgt|sekali)|"
    r"takutnya|kuatir|cemas|agar|supaya|"
    r"jangan sampai",
    r"(?<!belum )(?<!tidak )(?<!ga )(?<!gak )bisa|mungkin|apabila|jika|kalau|kalo|bila|usul\w*|saran|"
    r"disediakan|pengadaan|simulasi|pelatihan|"
    r"sosialisasi",
    r"hydrant|hidran|korban kebakaran|ganti rugi|santunan|viral|berita|video|cctv|mencegah|cegah|"
    r"pencegahan",
    r"polisi (?:me|mer|ny|ter|di)?(?:tindak|nindak|tertib|nertib|razia|patroli|atur|ngatur|tilang|nilang|gerebek|"
    r"nggerebek|ngamankan|usut|ngusut)\w*",
    r"jalan(?:an)?(?: \w+){0,4} longsor|alat berat|beko|dipasang|patroli|razia|ditambah\w*|penambahan|"
    r"armada|dibangun\w*|dibuatkan",
    r"laporan polisi|belum ditangkap|tidak ditangani|tidak ada tindak|sudah dilaporkan|klaim|"
    r"asuransi|bpjs",
    r"tidak pernah|belum pernah|informasi|cara|prosedur|apakah|bagaimana|gimana|berapa|"
    r"kapan",
    r"syarat|biaya|nomor|jalan (?:rusak|berlubang|licin|gelap)|lubang|berlubang|membuat|bikin|"
    r"menyebabkan",
    r"yesterday|last|ago|always|often|every|used to|was|were|could|might|would|may|if|never|because|after|since",
)


COMMON = any_of(
    r"banyak (?:ular|buaya|nyamuk|tawon|monyet|anjing|warga|orang|korban|penumpang)|sarang|berkeliaran|"
    r"semak\w*|(?:belum|tidak|tdk|gak|ga|tak) (?:ada|di\w+|kunjung|juga)|"
    r"jangan sampai|tadi (?:malam|pagi|siang|sore|subuh)|"
    r"tagihan|tarif|harga|anggaran|(?:terancam|nyaris|hampir|mau|gampang|mudah) "
    r"(?:roboh|ambruk|runtuh|rubuh|jebol|tenggelam|terbalik|longsor)|proyek|kontraktor|sop|"
    r"fasilitas|petugasnya|perawatnya|dokternya|antri\w*|"
    r"pelayanan|rsud|kelas|bpjs|oknum|guru",
)

HABIT = any_of(
    r"katanya|bpjs",
    r"sering|srg|selalu|setiap|tiap|kadang\w*|rawan|marak|kerap|kemarin|lalu|tahun|bulan|minggu|berpotensi|"
    r"khawatir|takut",
    r"bisa (?:menyebabkan|mengakibatkan|terjadi)|jangan sampai|agar|supaya|pernah|dulu|always|often|every|ago|"
    r"yesterday",
    r"trauma\w*|bekas\w*|puing\w*|pengungsi\w*|ganti rugi|proses hukum|belum ditangkap|lambat",
)
