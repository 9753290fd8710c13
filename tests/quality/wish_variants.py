"""Wishes and what only sounds like one, made by machine: whose it is or what is sent, in full and in short."""

from __future__ import annotations

import random
from collections.abc import Mapping

from normalizer.wish_words import PROTECTION, SENDING

_FIRST = (
    "foto|bukti|kwitansi|izin suami|persetujuan istri|kabar dari RT|jawaban kades|hasil rapat warga|videonya|"
    "keluarga saya|tanda tangan warga|teman saya|nomor kendaraannya|alamat lengkapnya|salinan suratnya|ketua kelompok"
)
_STILL = (
    "jangan diteruskan dulu {0}, saya tunggu {1}|{0} jangan dikirim dulu, nunggu {1}|"
    "nanti dulu diteruskan ya, saya cari {1}|"
    "tunggu {1} dulu baru {0} diteruskan|tunggu {1} baru dikirim ya|sebelum disampaikan ke dinas tunggu {1}|"
    "{0} jangan diajukan sebelum ada {1}|mohon {0} belum diteruskan sampai ada {1}|"
    "mohon belum disampaikan, saya lengkapi {1}|"
    "setelah ada {1} baru boleh dikirim|nanti kalau ada {1} baru {0} diproses|{0} disimpan dulu sambil menunggu {1}|"
    "saya mau tanya {1} dulu, jangan dilanjut ya|mau cek {1} dulu, {0} ditahan ya|{0} saya gantung dulu, menunggu {1}|"
    "bentar pak jangan dikirim sekarang, {1} menyusul|sabar dulu, saya minta {1} dulu habis itu baru tolong diajukan|"
    "{0} bisa dipending kah, {1} nyusul|hold dulu ya, saya pastikan {1}|jangan keburu dikirim ya, saya cek {1} dulu|"
    "jangan diapa-apakan dulu {0}, saya masih pikir-pikir|saya belum yakin, {0} diamkan dulu|jangan jalan dulu {0}|"
    "saya masih ragu, jangan dimasukkan dulu|please wait before sending {0}, I am waiting for {1}|"
    "do not forward {0} yet, I will add {1}|jangan diteruskan hari ini, saya masih mencari {1}|"
    "sekarang cukup dicatat, setelah {1} baru disampaikan|"
    "saya kabari lagi kalau {1} sudah ada, sementara jangan dikirim|"
    "eh jangan dulu dilaporkan, saya tanya {1} dulu|belum usah diteruskan, saya mau lihat {1} dulu|"
    "{0} dititip dulu di sistem, tunggu {1}|entar dulu ya kirimnya, mau cek {1}|kalau belum ada {1} jangan dikirim dulu"
)
_WAITED = (
    "{0} ditahan {1} dari bulan lalu|kata {1} tunggu dulu, {0} belum ada|disuruh {1} nunggu {0} terus|"
    "{1} bilang nanti dulu, {0} belum turun|sudah dua kali saya kirim foto {0} tapi tidak dibalas|"
    "{1} minta foto dulu baru mau urus {0}|{0} belum diteruskan {1} ke warga|"
    "jangan tunggu korban dulu baru {0} diperbaiki|"
    "{1} tidak mau proses {0} sebelum dibayar|{0} dibiarkan {1} begitu saja|kami masih menunggu {0} dari {1}|"
    "mohon jangan ditunda lagi {0}|{0} katanya sebentar lagi tapi tidak datang|{1} menyimpan {0} di rumahnya|"
    "tunggu apa lagi {1} soal {0}|tolong jangan didiamkan saja {0}|{0} jangan cuma dicatat {1}|"
    "sebelum ada korban tolong {0} diperbaiki|{1} suruh saya lengkapi berkas {0} terus|"
    "saya mau lapor {0} belum dikirim {1}|"
    "tolong segera diteruskan ke dinas soal {0}|laporan saya soal {0} belum diproses {1}|"
    "laporan soal {0} kok didiamkan {1}|"
    "laporan ini tolong jangan didiamkan|laporan saya jangan cuma disimpan, tolong diproses|aduan saya ditahan {1}"
)
_THINGS = (
    "bantuan|beras bansos|petugas|air tangki|truk sampah|obat|pupuk subsidi|tagihan listrik|surat tilang|"
    "surat undangan|izin tambang|izin tower|proyek jalan|pembangunan pabrik|gaji guru|pencairan dana|"
    "sertifikat tanah|KTP|raskin|paket sembako|guru baru|dokter|ambulans|polisi|alat berat|material|kabel|"
    "gas elpiji|uang PKH|dana desa|jenazah|barang bukti|anak-anak|ijazah|motor saya|kartu BPJS|jadwal imunisasi|"
    "kapal|kereta|penggusuran|kenaikan tarif|lelang|vaksin|bibit"
)
_OF_THINGS = (
    "{0} jangan dikirim dulu|jangan kirim {0} dulu|{0} tidak usah dikirim lagi|{0} jangan diproses dulu|"
    "{0} belum dikirim|{0} jangan ditunda|{0} ditahan|{0} jangan ditahan|{0} disimpan di gudang|"
    "{0} tolong jangan diteruskan|{0} batal|{0} dibatalkan|tolong batalkan {0}|{0} ga jadi|{0} tidak jadi dikirim|"
    "tolong tahan dulu {0}|tahan dulu {0}|{0} jangan dikirim ke sini|{0} tunggu dulu katanya|"
    "disuruh tunggu {0} sampai besok|{0} belum beres|{0} sudah beres tapi rusak lagi|tolong jangan kirim {0} ke sana|"
    "{0} ditunda dulu|{0} jangan dikirim sebelum jalan selesai|{0} dicabut|mohon {0} jangan dicabut|"
    "{0} ditarik kembali|{0} jangan disimpan saja|{0} jangan dinaikkan|jangan naikkan {0}"
    "|{0} salah nama, minta dibatalkan saja|{0} sudah dipakai orang lain, mohon dibatalkan saja|"
    "{0} tidak ada yang tahu, minta dibatalkan saja|{0} salah alamat, tolong dibatalkan|{0} dijual, minta dicabut saja"
)
_REPORTS = (
    "laporan saya|laporan ini|laporannya|aduan saya|pengaduan ini|pesan saya|laporan sy|yang saya kirim tadi|"
    "cerita saya|ini"
)
_WAITS = (
    "{0} jangan dikirim dulu|jangan kirim {0} dulu|{0} tidak usah dikirim|{0} jangan diproses dulu|{0} ditunda dulu|"
    "{0} jangan diteruskan dulu|{0} disimpan dulu|{0} dibatalkan saja|tolong batalkan {0}|{0} ga jadi|"
    "tolong tahan dulu {0}|tahan dulu {0}|{0} jangan dinaikin dulu|{0} jangan ke mana-mana dulu|{0} saya cabut|"
    "{0} saya tarik kembali|{0} tidak usah diproses|{0} abaikan saja|{0} dibiarkan dulu di situ|"
    "{0} jangan sampai ke dinas dulu|{0} belum usah diteruskan|{0} pending dulu"
)
_LISTS = "daftar bansos|daftar PKH|DTKS|KK|sertifikat|akta anak saya|data BPJS|daftar pemilih|rapor|undangan"
_PEOPLE = "kades|petugas|dokter|polisi|kepala sekolah|lurah|bidan|pak RT|pihak bank|panitia|guru|sopir|tetangga"
_TOLD = (
    "nama saya tidak ada di {0}|nama saya dicoret dari {0}|nama saya salah di {0}|"
    "tolong nama saya jangan dicoret dari {0}|nama saya hilang dari {0}|mohon nama saya dimasukkan ke {0}|"
    "{1} tidak mau kasih tau alasannya|{1} tidak tahu kalau jalan rusak|{1} tahu tapi diam saja|"
    "{1} ketahuan mengambil uang|{1} menyebut nama saya di depan umum|{1} diam-diam menjual tanah|"
    "{1} menyembunyikan data warga|{1} takut menegur|saya takut sama {1}|{1} marah waktu saya tanya|"
    "{1} mengancam saya|{1} mengancam akan memecat saya|saya dipecat {1} karena protes|{1} minta nomor saya|"
    "{1} sebarkan foto saya|data saya disebarkan {1}|{1} tidak mau menyebut namanya|jangan biarkan {1} begitu|"
    "{1} bilang jangan lapor|biar {1} tahu rasa|tolong bilang ke {1} supaya datang|"
    "tolong kasih tau {1} kalau jalan rusak|mohon {1} diberi tahu|siapa {1} yang bertugas|"
    "{1} tidak kenal warganya|kalau {1} tahu kenapa diam saja|jangan sampai {1} korupsi lagi|"
    "tanpa {1} kami tidak bisa|{1} tidak pernah muncul|{1} tidak mau tanda tangan"
)
_OWN = (
    "nama saya|identitas saya|nomor saya|alamat saya|data saya|nama dan alamat saya|nama anak saya|"
    "nama toko saya|nama kami"
)
_WISHED = (
    "jangan sebut {0}|{0} jangan disebut ya|{0} jangan sampai keluar|{0} tolong jangan ditulis|"
    "{0} jangan dikasih ke {1}|tolong {0} ditutup|mohon {0} tidak dicantumkan|jangan tampilkan {0}|"
    "saya tidak mau {0} disebut|jangan bilang {1} kalau saya yang lapor|jangan sampai {1} tahu saya yang lapor|"
    "kalau {1} tahu saya yang lapor saya bisa celaka|saya takut {1} tahu ini dari saya|"
    "jangan kasih tau {1} ini dari saya|{1} jangan sampai curiga saya|jangan sampai {1} tahu siapa yang ngadu|"
    "saya takut {1} marah kalau tahu saya yang lapor|biar {1} tidak tahu siapa yang lapor|"
    "{1} tidak boleh tahu saya yang lapor|kalau {1} nanya jangan bilang dari saya"
)
_TEXTS = (
    "laporan saya|laporan ini|laporannya|aduan saya|pengaduan ini|pesan ini|isi laporan ini|cerita saya|info ini|"
    "hal ini|keterangan saya|kasus ini|urusan ini|sms ini|isi aduan saya|kiriman saya|masalah ini|laporan sy ini"
)
_READERS = (
    "bapak|petugas|dinas|ibu|admin|pimpinan|inspektorat|polisi|pihak berwenang|petugas yang menangani|orang dinas|"
    "yang berwenang|penyidik|kantor pusat|bupati|bapak ibu saja|kepala dinas|pemeriksa"
)
_HIDDEN_FROM = (
    "orang|siapa pun|siapa-siapa|umum|publik|warga|pihak desa|kades|kepala sekolah|medsos|website|grup WA|koran|"
    "masyarakat|atasan saya|orang kampung|terlapor|pelakunya|pihak sekolah|orang kelurahan|perusahaan|tetangga"
)
_KEPT = (
    "{0} jangan disebarkan|{0} tolong tidak disebarluaskan|{0} jangan dipublikasikan|mohon {0} tidak ditampilkan|"
    "{0} jangan ditampilkan di website|{0} jangan diumumkan|{0} ga usah diposting|{0} jangan diviralkan|"
    "{0} jangan sampai dibaca {1}|{0} jangan sampai ke telinga {1}|{0} jangan diperlihatkan ke {1}|"
    "jangan perlihatkan {0} ke {1}|{0} jangan dikasih lihat {1}|jangan kasih baca {0} ke {1}|{0} jangan bocor ke {1}|"
    "jangan sampai {1} tahu ada laporan|{1} jangan sampai tahu ada aduan|jangan sampai {0} beredar|"
    "saya tidak mau {0} dibaca {1}|saya tidak ingin {0} diketahui {1}|{0} tidak untuk umum|{0} bukan untuk {1}|"
    "{0} bukan untuk dipublikasikan|{0} bukan konsumsi {1}|{0} tidak perlu diketahui {1}|{0} ga usah dibuka ke {1}|"
    "semoga {0} tidak bocor|mohon {0} dijaga|tolong {0} disimpan baik-baik|tolong {0} ditutup rapat|"
    "mohon {0} diperlakukan tertutup|{0} mohon dirapatkan saja|tolong jangan ada tembusan ke {1}|"
    "{0} mohon tidak ditembuskan ke {1}|{0} jangan dibacakan di depan {1}|{0} jangan ditempel di papan pengumuman|"
    "kalau bisa {0} jangan dimuat di {1}|bisa tidak {0} tidak ditampilkan|apakah {0} bisa disembunyikan dari {1}|"
    "jangan bilang ke {1} ada yang lapor|jangan cerita ke {1} soal {0}|jangan dibuka ke {1} ya|"
    "kalau {0} sampai ke {1} saya bisa celaka|kalau {1} baca {0} saya habis|saya takut {0} bocor ke {1}|"
    "takut {0} tersebar|saya malu kalau {1} tahu|{0} sensitif mohon tidak disebar|{0} pribadi sekali mohon dijaga|"
    "{0} jangan sampai keluar|jangan rame-rame soal {0}|mohon diselidiki diam-diam|tolong ditangani secara tertutup|"
    "tolong bergerak diam-diam supaya {1} tidak tahu|{0} jangan diteruskan ke {1} ya|{1} jangan sampai dengar {0}|"
    "please do not publish {0}|{0} jangan di-share ke {1}|jangan diapload ke {1} ya {0}|{0} jangan masuk {1}"
)
_ONLY = (
    "cukup {1} saja yang tahu|cukup {1} yang baca {0}|biar {1} saja yang tahu|{0} hanya untuk {1}|{0} khusus {1}|"
    "{0} cukup sampai di {1} saja|yang boleh baca {0} cuma {1}|hanya {1} yang boleh membaca {0}|{0} untuk {1} saja|"
    "mohon {0} hanya dibaca {1}|{0} cukup dibaca {1} aja|{0} antara saya dan {1} saja|biarlah hanya {1} yang tahu {0}|"
    "saya percayakan {0} kepada {1} saja|{0} jangan dibaca selain {1}|selain {1} jangan ada yang baca|"
    "mohon dibatasi siapa yang bisa melihat {0}|{0} biar {1} aja yg pegang|{0} cuma buat {1}|{0} saya kasih khusus {1}|"
    "only {1} may read {0}|{0} mohon hanya beredar di {1}|{1} aja yg tau ya, yang lain jangan|{0} buat {1} aja ya pak"
)
_PAPERS = (
    "rapat desa|hasil seleksi|dokumen amdal|APBDes|nilai ujian|laporan keuangan desa|daftar penerima|surat edaran|"
    "pengumuman|jadwal imunisasi|hasil audit|rekaman CCTV|hasil lelang|data kependudukan|foto korban|"
    "informasi lowongan|"
    "papan proyek|harga pupuk|nomor pengaduan|surat undangan"
)
_KEPT_BY_OTHERS = (
    "{0} tidak diumumkan {1}|{0} ditutup-tutupi {1}|{1} tidak mau memperlihatkan {0}|"
    "{0} cuma dikasih lihat ke orang dekat|"
    "kata {1} {0} tidak untuk umum|{1} bilang {0} hanya untuk pejabat|{0} cuma diketahui {1}|"
    "mohon {0} dibuka untuk umum|"
    "tolong {0} ditampilkan di website|{0} jangan ditutup-tutupi|minta {0} diumumkan ke warga|"
    "{0} disimpan {1} di lemari|"
    "kenapa {0} tidak dipublikasikan|warga tidak boleh baca {0}|{1} menyebarkan {0} ke grup WA|{0} tersebar di medsos|"
    "{0} bocor ke orang luar|{1} melarang warga cerita soal {0}|{1} diam-diam mengubah {0}|"
    "{0} tidak ditempel di balai desa|"
    "kami baru tahu {0} setelah selesai|{0} tidak pernah diperlihatkan ke warga|"
    "{1} bilang jangan kasih tahu siapa-siapa|"
    "hanya orang tertentu yang diberi tahu soal {0}|{0} jangan hanya disimpan {1}|{1} tidak transparan soal {0}|"
    "{0} tidak bisa dibaca|{0} jangan ditunda|{0} harusnya terbuka|"
    "{1} pilih kasih, hanya keluarga yang dikasih tahu {0}|"
    "{1} minta warga tutup mulut|{1} mengumumkan nama penunggak di depan umum|tolong {1} memberi tahu warga soal {0}|"
    "{0} hanya formalitas|{1} sulit ditemui, hanya janji saja|cukup {1} saja yang kenyang, warga tidak|"
    "{0} cuma dibaca {1} lalu dibuang|jangan hanya {1} yang tahu {0}, warga juga berhak|pribadi {1} kasar ke warga"
)
_SHORT = {
    "jangan": ("jgn", "jng"),
    "saya": ("sy", "aku", "gue"),
    "tidak": ("tdk", "ga", "gak", "nggak"),
    "dulu": ("dl", "dlu"),
    "sudah": ("sdh", "udah"),
    "tolong": ("tlg",),
    "mohon": ("mhn",),
    "belum": ("blm",),
    "sampai": ("smp", "sampe"),
    "yang": ("yg",),
    "saja": ("aja",),
}


def _short(text: str, draw: random.Random) -> str:
    words = (draw.choice(_SHORT[word]) if word in _SHORT and draw.random() < 0.5 else word for word in text.split())
    return " ".join(words)


def _made(patterns: str, first: str, second: str, each: int) -> list[str]:
    draw = random.Random(1)
    made = [
        _short(pattern.format(one, other), draw)
        for pattern in patterns.split("|")
        for one, other in zip(
            draw.choices(first.split("|"), k=each), draw.choices(second.split("|"), k=each), strict=True
        )
    ]
    return list(dict.fromkeys(made))


def _kept_from_others() -> list[str]:
    """ "Jangan diteruskan ke desa" says to whom, and not when."""
    return _made(_KEPT, _TEXTS, _HIDDEN_FROM, 3) + _made(_ONLY, _TEXTS, _READERS, 3)


# Wishes, and what is none.
VARIANTS: Mapping[str, tuple[list[str], list[str]]] = {
    PROTECTION: (
        _made(_WISHED, _OWN, _PEOPLE, 6) + _made(_KEPT, _TEXTS, _HIDDEN_FROM, 6) + _made(_ONLY, _TEXTS, _READERS, 6),
        _made(_TOLD, _LISTS, _PEOPLE, 12) + _made(_KEPT_BY_OTHERS, _PAPERS, _PEOPLE, 10),
    ),
    SENDING: (
        _made(_WAITS, _REPORTS, _REPORTS, 4) + _made(_STILL, _REPORTS, _FIRST, 6),
        _made(_OF_THINGS, _THINGS, _THINGS, 14) + _made(_WAITED, _THINGS, _PEOPLE, 8) + _kept_from_others(),
    ),
}
