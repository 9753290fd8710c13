"""What a slip in an order may lead to, and the ordinary words that are none: facts for reading, no rules."""

from __future__ import annotations

from normalizer.word_lists import set_of

# What a slip may lead to; the nearest counts, the first of two as near.
TARGETS = (
    # In doubt between two orders, the one that protects.
    *("rahasia", "anonim", "rahasiakan", "confidential", "anonymous"),
    *("status", "bantuan", "help", "kirim", "kirimkan", "batal", "batalkan", "cancel", "buka", "bahasa", "language"),
    *("english", "inggris", "indonesia", "stop", "berhenti", "mulai", "start", "hapus", "data", "delete", "erase"),
    *("laporan", "lapor", "nomor", "check", "menu", "panduan", "hentikan", "unsubscribe", "send", "sekarang"),
    *("langganan", "butuh", "ganti", "petunjuk"),
    *("dikirim", "dibatalkan", "dirahasiakan", "anonimkan", "rahasianya"),
)
# Beside an order only: one slip of a thumb.
SMALL_TARGETS = (
    *(
        "tolong",
        "mohon",
        "please",
        "pesan",
        "notifikasi",
        "pengaduan",
        "identitas",
        "message",
        "jangan",
        "tadi",
        "saja",
    ),
    *("semua", "saya", "tidak"),
)
# Three letters bear a slip only beside a number.
TARGETS_WITH_A_NUMBER = (*TARGETS, *SMALL_TARGETS, "cek")
# Ordinary words that are near one of them.
ORDINARY = set_of("""
    batam batang bantul bantaeng banten batu buton buol buru muna mulia lahat lampung siak solok sorong demak dumai
    dairi paser bekasi bima blora barru baras bogor malang jakarta kudus jepara madura bangka bangli berau bontang
    cirebon cilegon depok garut gianyar gowa jambi jember kendal kendari klaten kupang kutai langkat langsa maros
    manado medan metro natuna ngawi nias padang palu pati poso rembang sabang salatiga sampang serang sinjai sleman
    solo sragen subang sukabumi sumba takalar tegal ternate tuban wajo balikpapan banjar banyumas boyolali
    batara barat bata datar data kirin karim kurma saking kanan tinggi putih sekali seharusnya semarang serangan
    buku bukan suka luka muka duka bika bukit buat buaya bura burka tuka bata bakal batas batak bantal banal natal
    fatal total botol bagal badal datang batang kapal bekal banta batalion pagal gagal kiri kirain krim kiriman
    kirimi kirom stok stor step sop top store setor statis statuta mulia mula malah melalui mulus mulut pulau mual
    muai multi smart stat stasiun star dana dara dada kata nada rata mata datar harta dua dia daya dasar dari danau
    halus harus haus hapal kapur papus hangus habis hapu bahas bahasan bahaya biasa basah bantu bantun bangunan
    buatan hantuan tantangan bantunya antuan bangun berarti berhasil berhutang berganti kancil cancer kanal held
    helm hello hemp kelp cheek chek cewek sendi senin sen end sand lapar lapo kapor tapir lampor lapas lapak labor
    lapangan lapisan lampiran motor kotor tumor humor kantor nona normal mesin menuju semu temu ibu jalan jala delta
    era bahari banjir parkir sampah rusak macet listrik mati gelap padam bocor hujan kering longsor rubuh roboh
    tanah sawah sungai hutan kebun taman pasar terminal sekolah guru murid siswa rumah warung toko mobil truk bus
    ojek harga beras minyak gula telur obat dokter perawat pasien rawat bidan surat kartu pajak bayar biaya uang
    ribu juta kerja pabrik limbah asap debu bising polisi camat lurah desa kota kampung gang lampu tiang kabel pohon
    kucing anjing tikus nyamuk babi ular ayam sapi kambing maling begal copet pencuri judi mabuk narkoba kecewa
    marah sedih sakit lapor melapor stand stamp stunt stunting putus kirab kirana karim amir parah pecah besar kecil
    lama baru lebih kurang kenapa siapa kapan mana mending benda senda sena seni seno seng sent spend santa mena
    mendu menur manu mengapa menang memang kursi meja pintu saluran selokan drainase trotoar aspal lubang jembatan
    halte masjid gereja pura vihara kuburan makam gempa kebakaran batu pasir semen besi kayu bambu atap dinding rawa
    ladang air api angin status indah bersih aman lancar nyaman starter setan sinar satu stres sembako bansos pungli
    korupsi ramai sepi berhati berhadapan hentakan statik langkah lunas langsung anggur bukti duku kaku palu malu
    melulu mulas mulya mandi mahal nakal akal kekal sesal pasal betul bekas balai balas batuk baca bagi basi bawah
    bawang bayam biru buah buang bulan bulu buruh burung ambil kapus lapis tapis tipis halal hampa hamil hijau hitam
    hilang harap hangat suap siap sopan sapu setop setoran indosat indomaret laporkan dilaporkan pelapor dilapor
    bantulah bantukan dibantu membantu pembantu bantuannya kirimin dikirim mengirim pengirim dibuka terbuka
    pembukaan bukaan dihapus terhapus penghapus pemberhentian diberhentikan pemberhentiannya dimulai memulai
    gatal baal batil patal bahwa bantaran bakalan babakan lahiran padan pengaman pengajian sarang seorang seratus
    tidur sidak didik laper lahar rapor paspor pangan bara barak batako keras deras teras paus cuek antri yanti staff
    staf sar tar deket lelet anggaran karang sebatang mulu juli nilai honor puyuh mantan gaji hati angel gate pengadaan
    pagar pasar padar gagap gatot kapur lapuk kampus rapuh dapur taxi
    baut kakao puing kasi kebal langsing saman mini kura cepek taat adu dog bag barak tas akar plus bangku dahan
    murai mukai kiram laptop kuli massage hurt kapuk pandai pandu menodong menunduk hutan utan amonia buncis
    buntu buta jaga phase chase ease bua anona bantar bantah tapus bahan bahana razia held hell heap heal steep
    dimulainya dihentikan menghentikan penghentian pembatalan kebatalan dibatal statusnya
""")
