"""What stands in honest complaints: data, Indonesian, English and what is spoken at a village's office."""

from __future__ import annotations

from normalizer.suspect_text import any_phrase

GRIEVANCE = any_phrase(
    (
        r"(?:di|ter|me)?(?:rusak|ambruk|roboh|retak|longsor|padam|mati|mampet|sumbat|tersumbat|bocor|macet|putus|"
        r"jebol|bolong|longsor|terbakar|tergenang|hancur|ambles|amblas)\w*"
    ),
    r"berlubang|lubang|lobang|banjir|genangan|gelap|kotor|bau|berbau|busuk|keruh|kumuh|bising|berisik|becek|licin",
    r"kering|menumpuk|tumpukan|berserakan|tercemar|pencemaran|limbah|asap|debu|polusi|kebisingan|rawan|bahaya",
    r"berbahaya|membahayakan|kecelakaan|terjatuh|jatuh|celaka|meninggal|korban|keracunan|sakit|wabah|jentik|hama",
    r"kekeringan|kebakaran",
    r"pungli|pungutan|memungut|dipungut|dipungli|diminta(?:i)? (?:uang|bayar|membayar|biaya)|suap|korupsi",
    r"diselewengkan|penyelewengan|penyalahgunaan|dipotong|pemotongan|potongan|calo|percaloan|preman|pemerasan|diperas",
    r"intimidasi|diancam|ancaman|mengancam|diteror|teror|penipuan|menipu|ditipu|tertipu|penggelapan|oknum|nepotisme",
    r"diskriminasi|curang|kecurangan|tebang pilih|tidak adil|ilegal|liar|tanpa izin|tak berizin|melanggar|pelanggaran",
    (
        r"(?:belum|tidak|tdk|blm|tak|gak|nggak|ga|enggak|kagak|tanpa|kurang|susah|sulit|ndak|nda)(?: (?:pernah|juga|"
        r"ada|bisa|dapat|jelas|kunjung|lagi|mau|di))* (?:\w+)"
    ),
    r"lambat|lama sekali|berbelit(?:-belit)?|dipersulit|mempersulit|ditolak|dipingpong|diabaikan|terbengkalai",
    r"mangkrak|terlantar|ditelantarkan|tertunda|terlambat|telat|antre(?:an)?|antri(?:an)?|kasar|marah-marah",
    r"tutup terus|kosong|langka|mahal|naik drastis|hilang|dicuri|pencurian|kehilangan|maling|begal|tawuran|balap liar",
    r"mabuk|miras|narkoba|prostitusi|mesum|perjudian|main judi|tempat judi",
    r"meresahkan|resah|keresahan|mengganggu|terganggu|gangguan|merugikan|dirugikan|kerugian|keluhan|mengeluh|keluhkan",
    r"kecewa|menderita|sengsara|khawatir|takut|trauma|kapok|dikeluhkan|protes|keberatan|sengketa|konflik|bentrok|kdrt",
    r"pelecehan|kekerasan|perundungan|bullying|penganiayaan|dianiaya|dipukul",
    r"miring|menjuntai|lapuk|keropos|mengelupas|jarang|bolos|mengular|sesak|semrawut|lalat|nyamuk|tikus|digigit",
    r"digusur|sepanjang malam|tengah malam|berhari-hari|berbulan-bulan|bertahun-tahun",
    (
        r"sudah (?:hampir |lebih dari )?(?:\d+|satu|dua|tiga|empat|lima|enam|ber|se)[ -]?(?:jam|hari|minggu|bulan|"
        r"tahun|lama)"
    ),
    r"sudah lama",
    r"tumbang|bangkai|hits?|beats?|plat merah|berkeliaran|tutup|ditutup|menutup|gagal|batal|dibatalkan|spam|malu",
    r"(?:di|pe)?retas\w*|hacked|wanprestasi|tertahan|menahan|ditahan|kabur|disebar\w*|bohong|kelaparan|kekurangan",
    r"miskin|lumpuh|disabilitas|gizi buruk|stunting|putus sekolah|sebatang kara|butuh bantuan",
    r"broken|damaged|potholes?|flood(?:s|ed|ing)?|leak(?:s|ing|ed)?|dark|garbage|rubbish|trash|smell\w*|stink\w*",
    r"noise|noisy|dangerous|unsafe|accidents?|bribes?|extort\w*|corruption|illegal|scam(?:s|med|mers?)?|fraud|stolen",
    r"harass\w*|overcharg\w*|rude|delayed|complain\w*|complaints?",
    r"no (?:water|power|electricity|light|answer|response)",
    (
        r"(?:has|have|is|are|was|were|does|do|did)(?: not|n't) (?:work\w*|been|come|answer\w*|respond\w*|repaired|"
        r"fixed|collected)"
    ),
    r"blocked|clogged|polluted|collapsed|stray dogs?|out of order",
    r"can(?:'?t|not) \w+|loud|problems?|issues?|worried|afraid|lost|theft|robbed|waste|dirty|mess|holes?|cracks?|fell",
    r"injured|nobody|no one|still waiting|waiting for|refused|unfair|missing|sick|bitten|sleep",
    r"asked (?:me|us) (?:for|to pay)|disappeared",
    # Javanese, Sundanese, Minang, Balinese, Banjar: what is spoken at a village's office.
    r"ora|mboten|dereng|durung|teu|henteu|acan|indak|alun|sing|tusing|kada|balum|jugrug|butek|peteng|rusuh|bangka",
    r"ruksak|dugi ka|angel|banjire|mampete|gelap gulita|reget|awon",
)
# Who tells of a nuisance or fraud, and what should be done about it: no advert says two of them.
REPORTING = any_phrase(
    r"(?:di|me)(?:blokir|tindak|razia|tertibkan|gerebek|tangkap)|melaporkan|tertipu|ditipu|korban|diretas",
    r"mengembalikan uang|uang (?:saya|kami|warga)|penipuan|penipu|meresahkan|kecanduan|bodong|ilegal|diretas",
    r"peretas(?:an)?|(?:di)?teror|judi online (?:di|ini|dan)|pelaku(?:nya)?|oknum|bandar",
    r"(?:saya|kami|warga) (?:menerima|mendapat|dapat|dikirimi|ditawari) (?:sms|email|pesan|surel|telepon|wa)",
    r"mengatasnamakan|mengaku(?: sebagai| dari)?|palsu|dibohongi|scam(?:med|mers?)?|report (?:a|this|the)|victims?",
    r"fraudulent|cheated",
)
REQUEST = any_phrase(
    (
        r"(?:mohon|tolong|tlg|mhn|minta|harap|diharap(?:kan)?|berharap|semoga|usul|mengusulkan|memohon|dimohon|"
        r"mendesak|dibantu|sudilah|kiranya|agar|supaya|nyuwun|punten|tulung|tulungi)"
    ),
    (
        r"(?:segera |untuk |agar |supaya |dapat |bisa |perlu |harus |mau |minta )?(?:diperbaiki|ditindak\w*|"
        r"ditertibkan|dibenahi|ditangani|diusut|diselidiki|dicek|diperiksa|disurvei|dibersihkan|diangkut|ditutup|"
        r"diblokir|dipasang|dibangun|diaspal|dikeruk|dinormalisasi|ditinjau|diawasi|ditegur|disanksi|dicopot|"
        r"diproses|ditebang|dipangkas|dievaluasi|ditanggapi|direspon\w*|dijelaskan|diberi\w*|difasilitasi|"
        r"dikembalikan|diganti|digratiskan|dilayani)"
    ),
    r"(?:me|di)?(?:lapor(?:kan|an)?|ngadu(?:kan)?|pengaduan|aduan|adukan)",
    r"ingin (?:bertanya|menanyakan|mengadukan|melaporkan)|mau (?:tanya|lapor|nanya)|bertanya|menanyakan|apakah",
    r"bagaimana (?:cara|prosedur|kelanjutan|solusi)|kapan|kenapa|mengapa|dimana|di mana|syarat(?:nya)?",
    r"perhatian(?:nya)?|tindak lanjut(?:nya|i)?|solusi(?:nya)?|bantuan(?:nya)?|pertanggungjawaban|penjelasan",
    r"kejelasan|kepastian|keadilan|kebijakan(?:nya)?",
    (
        r"(?:please|pls|kindly|could you|can you|i would like to) (?:\w+ )?(?:fix|repair|help|look|check|"
        r"investigate|act|send|tell|explain|report|clean|stop|do something|advise)"
    ),
    r"i (?:want|wish|would like) to (?:report|complain|ask|know)|report(?:ing)?|when will|how (?:do|can) i",
    r"confidential(?:ly)?|anonym\w+|rahasia\w*|dirahasiakan|anonim|asked for money|how (?:long|much|many)",
    r"which (?:documents?|forms?|offices?|counter)|do i need|am i",
    r"my (?:neighbou?rs?|house|street|village|landlord|visa|passport|permit|child|daughter|son|mother|father)",
    r"requesting|we ask|assistance|(?:who|what|where) (?:do|can|should) (?:i|we)|is there|why|your help",
    r"(?:someone|anyone|government|authorit(?:y|ies)) ",
)
PLACE = any_phrase(
    r"jalan|jl|jln|gang|gg|jembatan|trotoar|lampu|pju|selokan|got|drainase|gorong(?:-gorong)?|parit|irigasi|saluran",
    r"tanggul|sungai|kali|bendungan|embung|pantai|pasar|terminal|halte|stasiun|pelabuhan|dermaga|bandara|parkir|taman",
    r"lapangan|sumur|mck|jamban|toilet|air|pdam|pam|listrik|pln|sampah|tps|tpa|tiang|kabel|pohon|sawah|kebun|lahan",
    r"tambang|pabrik|kandang|rumah|kos|warung|kafe|makam|masjid|musala|mushola|gereja|pura|internet|sinyal|tower",
    r"rt|rw|dusun|dsn|desa|ds|kampung|kp|kelurahan|kel|lurah|kades|kecamatan|kec|camat|kabupaten|kab|kota|provinsi",
    r"banjar|nagari|gampong|blok|perumahan|perum|kompleks|komplek|pemda|pemkab|pemkot|bupati|walikota|gubernur|dinas",
    r"kantor|loket|petugas|pegawai|aparat|perangkat|pejabat|kepala|ketua|polisi|polsek|polres|satpol|samsat|satpas",
    r"bpn|disdukcapil|dukcapil|imigrasi|kua|kejaksaan|pengadilan|dprd|kementerian|kemenkominfo|kominfo|komdigi|ojk",
    r"bpom|pemerintah",
    r"warga|penduduk|masyarakat|petani|nelayan|pedagang|buruh|guru|siswa|murid|anak|lansia|ibu hamil|keluarga",
    r"tetangga|orang tua|pasien|pengguna jalan|pelanggan",
    r"sekolah|sd|sdn|smp|smpn|sma|sman|smk|paud|tk|madrasah|pesantren|kampus|ppdb|spmb|spp|kip|puskesmas|pustu",
    r"posyandu|rsud|rs|rumah sakit|bidan|dokter|ambulans|bpjs|kis|jkn|ktp|e-ktp|kk|akta|kia|sim|stnk|bpkb|skck",
    r"sertifikat|ptsl|sppt|pbb|izin|imb|pbg|nib|bansos|blt|pkh|bpnt|sembako|raskin|beras|pupuk|bbm|solar|pertalite",
    r"gas|elpiji|lpg|dana desa|apbdes|pilkades|pensiun|tunjangan|gaji|honor|thr|upah|umr|umk|bpjs ketenagakerjaan",
    r"pajak|retribusi|surat (?:pindah|keterangan|tanah|domisili|izin)|pelayanan|layanan publik|vaksin|imunisasi",
    r"nomor antrian",
    r"road|street|bridge|lamp|light|drain|sewer|river|beach|market|school|hospital|clinic|village|district|regency",
    r"neighbou?rhood|residents?|neighbou?rs?|office|officers?|officials?|clerk|counter|police|immigration|visa|permit",
    r"licen[cs]e|id card|certificate|water supply|electricity|garbage|bus|station|park|sidewalk|pavement|kitas|villa",
)
