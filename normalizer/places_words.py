"""How Indonesians write where something is and when it was: facts for `normalizer.places`, no rules."""

from __future__ import annotations

from collections.abc import Mapping

from normalizer.word_lists import set_of

# Word in front of a name → what it names. "kel" and "kp" count only here, with a name behind them.
NAMED: Mapping[str, str] = {
    "gang": "lane", "gg": "lane", "lorong": "lane", "lrg": "lane",
    "jalan": "street", "jl": "street", "jln": "street",
    "desa": "village", "ds": "village", "kelurahan": "village", "kel": "village", "nagari": "village",
    "gampong": "village", "pekon": "village", "kalurahan": "village", "klrhn": "village",
    "dusun": "hamlet", "dsn": "hamlet", "dukuh": "hamlet", "dkh": "hamlet", "kampung": "hamlet", "kp": "hamlet",
    "kampong": "hamlet", "lingkungan": "hamlet", "banjar": "hamlet", "jorong": "hamlet", "padukuhan": "hamlet",
    "kecamatan": "district", "kec": "district", "kcmtn": "district", "kapanewon": "district", "distrik": "district",
    "perumahan": "estate", "perum": "estate", "komplek": "estate", "kompleks": "estate", "komp": "estate",
    "rusun": "estate", "rusunawa": "estate",
    "kabupaten": "regency", "kab": "regency", "kota": "regency",
    "pasar": "landmark", "terminal": "landmark", "jembatan": "landmark", "puskesmas": "landmark", "masjid": "landmark",
    "musholla": "landmark", "mushola": "landmark", "rsud": "landmark", "sungai": "landmark", "kali": "landmark",
    "stasiun": "landmark", "gereja": "landmark", "pura": "landmark", "pustu": "landmark", "posyandu": "landmark",
    "bendungan": "landmark", "lapangan": "landmark", "simpang": "landmark", "perempatan": "landmark",
    "pertigaan": "landmark", "halte": "landmark", "pantai": "landmark", "spbu": "landmark",
}  # fmt: skip
# Houses that have names as well, and the kind of each; what they are stays among the words.
FACILITIES: Mapping[str, str] = {
    "apotik": "apotek", "rs": "rsud", "klaster": "cluster", "pos": "kantor pos",
    **{word: word for word in set_of("klinik apotek poskesdes polindes poli samsat polsek polres kua cluster blok")},
}  # fmt: skip
# What a hospital's departments are for, mostly written small.
DEPARTMENTS = set_of("""
    gigi jantung mata saraf syaraf paru anak kandungan umum bedah tht kulit dalam jiwa kebidanan kia lansia ortopedi
    orthopedi urologi ginjal kb rehab
""")
LANDMARKS = frozenset(word for word, kind in NAMED.items() if kind == "landmark")
# The name behind the word, or the number: "SDN 3 Sukamaju".
NUMBERED_SCHOOLS = set_of("sd sdn smp smpn sma sman smk smkn mi min mts mtsn ma man tk paud mis slb sdit smpit")
# A name never begins or goes on with these: "jalan rusak", "jalan di desa kami", "desa kami", "pasar yang".
NO_NAME = set_of("""
    rusak berlubang lubang bolong hancur jelek becek licin gelap sempit macet poros raya utama besar kecil
    umum tanah aspal
    beton cor setapak tembus masuk keluar akses penghubung antar antara lingkungan lingkar kabupaten provinsi nasional
    negara desa kampung kota kecamatan kelurahan dusun gang perumahan komplek pasar jembatan tol layang tani
    usaha kereta
    kaki di ke dari yang ini itu dan atau dengan untuk pada kami kita saya sy nya tersebut tsb sudah sdh belum
    blm tidak tdk
    gak ga masih sedang akan juga jg sangat parah amblas ambles longsor banjir sekitar dekat depan dpn
    belakang samping
    sebelah menuju arah kearah sampai hingga karena krn mohon mhn tolong tlg lampu ada tanpa rt rw no nomor
    blok km setempat
    sini situ sana lain satu dua tiga lagi lg penuh jadi menjadi selalu sering sejak selama dalam oleh warga pun
    terdekat tradisional baru lama mati putus ambruk roboh rawan lancar kotor bau gratis mana depannya sebelum sesudah
    pembantu induk timbul anak sekolah ramai hampir terus trs adalah seperti kayak buntu milik rumah orang aparat
    perangkat bapak pak ibu bu selaku wilayah bagian seberang mulai harus perlu tetap malah supaya agar biar
    semua jika
    kalau kalo saat ketika setiap tiap banyak byk yg utk tp tapi krn dr dgn sebab makin semakin sepi kab kec kel
    daerah bersih kumuh angker jalan jl jln tempat pinggir tepi atas bawah tengah ujung penerangan umumnya
    dulu kemarin tadi hari minggu bulan tahun malam pagi siang sore bila lalu baik buruk menumpuk tersumbat mampet
    meluap membuat buat terima kasih terimakasih makasih meresahkan bising kosong tutup ditutup buka dibuka kebanjiran
    cair pakai dipakai
    bocor patah retak miring hilang dicuri penerima kurang cukup warganya hanya cuma seluruh segera
    """)
# One name may end a street and not begin another fact.
DIRECTIONS = set_of(
    "utara selatan barat timur tengah kulon wetan lor kidul hilir hulu atas bawah dalam baru lama raya kaler ler "
    "ilir girang tonggoh landeuh ujung kaja kelod kangin kauh"
)
# Those that make two of one name; Jalan Cempaka and Jalan Cempaka Raya lie side by side.
COMPASS = set_of(
    "utara selatan barat timur kulon wetan lor ler kidul hilir ilir hulu kaler girang tonggoh landeuh kaja kelod "
    "kangin kauh raya"
)
TELLING = COMPASS | set_of("tengah atas bawah dalam baru lama ujung")
# As they are written in an SMS behind a name: "Ds Pakuan Ratu Dlm".
SHORT_DIRECTIONS: Mapping[str, str] = {
    "dlm": "dalam", "tmr": "timur", "kdl": "kidul", "brt": "barat", "slt": "selatan", "utr": "utara", "bwh": "bawah",
    "kln": "kulon", "wtn": "wetan", "hlr": "hilir",
}  # fmt: skip
# First words that many names share: what follows tells them apart, in small letters too.
SHARED_FIRST = set_of("""
    raden sultan jenderal jendral letjen mayjen brigjen kolonel kapten letkol mayor laksamana kh ki kyai nyi haji prof
    pangeran sunan tuanku teuku cut gajah ahmad abdul wahid imam moh muhammad siti dewi untung wolter robert bunga
    ikan danau teluk gunung bukit tanjung ujung pulau muara batu sumber karang kebon pondok taman bumi villa graha
    puri pesona permata griya citra mutiara nusa al an at as ar
""")
MONTHS: Mapping[str, int] = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "pebruari": 2, "maret": 3, "mar": 3, "april": 4, "apr": 4,
    "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8,
    "agt": 8, "agu": 8, "ags": 8, "september": 9, "sep": 9, "sept": 9,
    "oktober": 10, "okt": 10, "november": 11, "nov": 11, "nopember": 11, "desember": 12, "des": 12,
}  # fmt: skip
WEEKDAYS: Mapping[str, str] = {
    "senin": "1", "selasa": "2", "rabu": "3", "kamis": "4", "jumat": "5", "jum'at": "5", "sabtu": "6", "ahad": "7",
}  # fmt: skip
# What has a number of its own: "lampu nomor 12", "tiang no 7", "kios 14". A word that is none of these, with a number
# behind it, counts as well unless it measures something.
NO_OWNER = set_of("""
    sudah sdh udah selama hampir sekitar kurang lebih sekitaran ada sebanyak cuma hanya jam pukul pkl jm
    setiap tiap hingga
    sampai smp dari dr ke dan atau total umur usia usianya panjang lebar luas tinggi dalam harga bayar sebesar
    rp rupiah
    tahun thn bulan bln minggu hari hr lagi cuman baru masih antara maksimal minimal jumlah lewat kali sejak
    di isi yang yg
    diminta minta ditarik dipungut ditambah tambah pada tanggal tgl per dapat dpt mencapai oleh untuk utk
    dengan dgn kami
    saya sy telp tlp tlpn telepon telpon hp wa nik kk ktp rekening rek tiket laporan laporannya pengaduan aduan resi
    nomor no nmr nomer kontak hub hubungi cp whatsapp tidak tdk belum blm punya anak warga orang itu ini malam pagi
    siang sore mati padam rusak cuma biaya uang
    kurangnya terakhir berturut covid 19
""")
UNITS = set_of("""
    hari hr minggu mgg bulan bln tahun thn jam menit mnt orang org warga kk keluarga rumah rmh meter m cm km
    kilo kg ton liter
    titik buah unit kali x x/hari persen ribu rb juta jt rupiah ekor batang lubang motor mobil truk jiwa anak
    siswa kepala
    kelas lembar karung hektar ha gelas dus hp detik tiang lampu kios korban penumpang petugas lantai malam
    pagi siang sore
    wib wita wit lokasi tempat kendaraan bus watt ampere va pohon persil sak murid guru desa dusun rt rw
""")
NEVER_NUMBERS = set_of(
    "telp tlp tlpn telepon telpon hp wa nik kk ktp rekening rek tiket laporan pengaduan aduan resi hub cp kontak "
    "whatsapp handphone ponsel norek nohp nowa kartu"
)
