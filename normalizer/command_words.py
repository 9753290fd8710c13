"""The words people give orders with, and those that may stand beside them: facts for reading, no rules."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Cores ---------------------------------------------------------------------------------------------------------------
SEND = _set("dikirim kirim kirimkan send submit")
CANCEL = _set("tarik cabut batal batalkan dibatalkan membatalkan cancel undo withdraw")
LIFT = _set("buka bukakan dibuka unhide reveal")
# Twilio obeys these itself (https://www.twilio.com/docs/messaging/guides/opt-out); BERHENTI is theirs in Indonesian.
STOP = _set("stop stopall berhenti berhentikan unsub unsubscribe unreg end quit hentikan setop")
START = _set("mulai start unstop resume aktifkan")
ERASE = _set("dihapus hapus hapuskan hapusin delete erase remove")
# Ordinary words that a slip makes of it; beside "data" they are nothing else.
ERASE_SLIPS = _set("halus haus harus hapal habus hapur")
DATA = _set("data datanya dataku datasaya")
LANGUAGE = _set("bahasa language lang bhs")
LANGUAGES = {
    "indonesia": "id", "indonesian": "id", "indo": "id", "id": "id", "melayu": "id",
    "inggris": "en", "english": "en", "eng": "en", "en": "en",
    # Whether these are spoken here, the deployment's catalogue of words tells (ISO 639).
    "jawa": "jv", "javanese": "jv", "sunda": "su", "sundanese": "su", "madura": "mad", "minang": "min", "bali": "ban",
    "batak": "bbc", "bugis": "bug", "banjar": "bjn", "aceh": "ace", "betawi": "bew", "sasak": "sas", "makassar": "mak",
    "lampung": "ljp", "toraja": "sda", "gorontalo": "gor", "papua": "pmy",
}  # fmt: skip
OTHER_LANGUAGES = {name for name, code in LANGUAGES.items() if code not in ("id", "en")}
SHAKEN = _set("jangan jgn jangn")
NOT = _set("tidak tdk gak ga nggak ngga enggak tak")
YES = _set("""
    ya iya y yes yup yep betul benar bener setuju sudah sdh cukup lanjut lanjutkan ok oke okay okey okee selesai yaa
    iyaa yoi tentu boleh nggih inggih muhun
""")
NO = _set("""
    tidak tdk gak ga nggak ngga enggak engga gk ndak kagak no nope bukan bkn salah belum blm jangan ora mboten teu
""")
HELP = _set("bantuan help menu panduan petunjuk kembali reset")

# Beside --------------------------------------------------------------------------------------------------------------
_REPORT = _set("""
    lapor laporan laporannya laporanku aduan aduannya pengaduan report saya sy aku gue gw ku kami my our the nomor no
    nmr nomer number yang yg ini itu tadi dengan dgn untuk utk
""")
LITTLE = _set("""
    ya saja aja dulu sekarang skrg skrng now please pls tolong tlg mohon dong deh nih lah sih mau ingin
""")
BESIDE_SEND = _REPORT | LITTLE | _set("ok oke okay iya sip langsung juga segera pesan pesannya sudah it")
BESIDE_CANCEL = _REPORT | LITTLE | _set("kirim pesan pesannya it maaf jadi semua melapor")
BESIDE_LIFT = (
    _REPORT
    | LITTLE
    | _set("identitas nama kerahasiaan perlindungan bendera flag anonimitas isi lagi kembali tidak perlu dan")
)
BESIDE_ERASE_ME = LITTLE | _set("me saya sy aku akun account nomor kami")
BESIDE_STOP = LITTLE | _set("""
    sms pesan pesannya kirim balas balasan balasannya jawaban notifikasi wa langganan berlangganan semua all sending
    messages message texting me saya sy langgan lagi mengirim kirimi texts
""")
BESIDE_START = LITTLE | _set("lagi kembali lapor laporan jawaban balasan notifikasi sms pesan again messages terima")
BESIDE_ERASE = (
    LITTLE
    | DATA
    | _set("""
    data saya sy aku gue gw ku kami my me all semua seluruh seluruhnya pribadi personal dari sistem the tentang about
    information informasi permanen akun dan riwayat
""")
)
BESIDE_LANGUAGE = (
    LITTLE
    | LANGUAGE
    | LANGUAGES.keys()
    | OTHER_LANGUAGES
    | _set("""
    ganti ubah pakai pake gunakan dalam in to ke change switch use speak pilih set saya can you i want
""")
)
BESIDE_YES_NO = _set("""
    itu ini sih kok dong lah nih deh saja aja memang sekali sudah sdh ada perlu usah yang tadi
""")
BESIDE_HOLD = _set("lagi sms pesan saya sy kirimi balasan jawaban wa notifikasi ya apa apapun terus")
HELD = _set("kirim balas sms wa hubungi kirimkan kirimi")
DONE_WITH = _set("jadi")
BESIDE_DONE_WITH = _REPORT | LITTLE | _set("lapor melapor kirim maaf")

# Slips ---------------------------------------------------------------------------------------------------------------
# What a slip may lead to; the nearest counts, the first of two as near.
TARGETS = (
    # In doubt between two orders, the one that protects.
    *("rahasia", "anonim", "rahasiakan", "confidential", "anonymous"),
    *("status", "bantuan", "help", "kirim", "kirimkan", "batal", "batalkan", "cancel", "buka", "bahasa", "language"),
    *("english", "inggris", "indonesia", "stop", "berhenti", "mulai", "start", "hapus", "data", "delete", "erase"),
    *("laporan", "lapor", "nomor", "check", "menu", "panduan", "hentikan", "unsubscribe", "send", "sekarang"),
    *("langganan", "butuh", "ganti", "tidak", "petunjuk", "saya", "semua"),
)
# Three letters bear a slip only beside a number.
TARGETS_WITH_A_NUMBER = (*TARGETS, "cek")
# Ordinary words that are near one of them.
ORDINARY = _set("""
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
    dimulainya dihentikan menghentikan penghentian pembatalan kebatalan dibatal statusnya
""")
