"""The words questions are asked with, and what offices are asked about: facts for `normalizer.questions`, no rules.

In Indonesian, its short forms, and Javanese, Sundanese, Minangkabau, Banjar, Betawi and Batak Malay as they are written
on phones. Written from general knowledge.
"""

from __future__ import annotations

from normalizer.word_lists import set_of

ASKING = set_of("""
    apa apakah apaan apa2 apasaja apaaja ap siapa siapakah sapa kapan kapankah kpn dimana dmn dmana kemana kmn kmana
    berapa brp brapa berapaan bagaimana bgmn bagaimanakah bgaimana gimana gmn gmana gimane gmna adakah bisakah bolehkah
    haruskah perlukah bisa2nya caranya syaratnya
    piye pripun priben kepriye pundi ngendi endi nendi piro sepiro mano ngndi nopo napa sinten pinten pira kapane
    kumaha kmh naon iraha saha sabaraha mana manawi
    baa bilo bara siapo apo dima kama dimano kamano dimna cakmano cemmana camano macammana
    apaan ape bile brape gimane dimane siape kayapa pabila dimapa
    tanglet naros nakok takon batanyo batanya tanyo nanyo betanyo batakun naroskeun opo opowae ngendi kamana
    what when where who which how
""")
# "Yang mana", "lewat mana", "kek mana"; alone "mana" is a reproach: "mana janjinya".
MANA = set_of("""
    kantor bank hari jalur lantai gedung bagian instansi daerah rs puskesmas di ke yang yg lewat lwt dari dr kek kayak
    sebelah arah loket dinas ti ka nang neng ning
""")
# Behind what is asked, or at its end: "ada jadwalnya gak ya".
PARTICLES = set_of(
    "belum blm yo nya y kah ya yah gak ga nggak ngga enggak ndak tidak tdk kada teu ora mboten ndaknyo kan"
)
BEGINS = set_of("""
    kena dapat dapet bayar gratis mesti bisakah apakah ada bisa boleh masih sudah perlu harus wajib can is do does are
    could
""")
# "Jam pelayanan kecamatan bulan puasa": what is sought, and nothing told of it.
SOUGHT_FIRST = set_of("""
    jam jadwal syarat persyaratan alamat cara prosedur tarif biaya batas umur usia kuota berkas dokumen kontak lokasi
    nomor
""")
TOPICS = set_of("""
    ktp kk ektp ktpel kia akta akte sim stnk bpkb samsat skck paspor passport visa kitas kitap
    bpjs kis jkn faskes rujukan iuran bansos pkh bpnt blt bst dtks dtsen kip pip kks sembako subsidi bantuan beasiswa
    vaksin vaksinasi imunisasi posyandu puskesmas rsud klinik poli dokter jadwal pelayanan layanan loket
    kantor dinas kelurahan kecamatan disdukcapil dukcapil mpp kua bpn disnaker dinsos dishub dinkes disdik pengadilan
    syarat persyaratan syaratna sarat berkas dokumen formulir form blangko surat domisili pindah nikah cerai waris
    legalisir legalisasi ijazah pendaftaran daftar mendaftar daftarnya ndaftar registrasi ppdb spmb zonasi pelatihan
    lowongan loker cpns pppk asn honorer umkm nib imb pbg slf izin ijin perizinan pajak pbb bphtb retribusi tarif biaya
    spt npwp efin coretax polres polsek polda kejaksaan bank kuota undian haji umrah umroh manasik kua isbat
    ongkos denda tilang nomor nomer alamat lokasi rute trayek angkutan kereta damri halte link website web situs
    aplikasi akun email kontak telepon hotline cara carane prosedur alur mekanisme program pembagian pencairan
    penyaluran
    lurah camat kades bupati walikota gubernur kadis acara lomba festival libur tutup buka museum wisata perpustakaan
    gor stadion pemilu pilkada dpt rekam cetak perpanjang memperpanjang perpanjangan ngurus mengurus urus bikin ngadamel
    damel nggawe gawe membuat pembuatan penggantian ganti mengganti mengajukan pengajuan ajukan aktivasi mengaktifkan
    aktifkan cek ngecek faskesnya kartu kuning ak1 jamkesda jampersal uhc donor darah laboratorium besuk kunjungan
    documents document license licence permit passport id card tax office registration schedule fee fees requirements
    open hours clinic vaccine birth certificate
""")
# Who asks like this complains: "emang harus bayar?", "sampai kapan kami menunggu", "apa gunanya".
REPROACHES = set_of("""
    pemerintah pejabat viral
    memang emang emg mmg masa masak masaa mosok bukannya bukankah wajar keadilan adil janji janjinya tega
    pantas pantes logis rokok jaman zaman merdeka nunggu menunggu tunggu gunanya guna percuma larinya
    tanggungjawab bertanggungjawab tanggung jawab lagi2 mulu terus molor bolak mondar pusing bingung dioper lempar
    seenaknya semaunya peduli perduli diam bobrok malah padahal tapi tetapi tp cuma dong2 kok ko knp kenapa kenape ngapo
    mengapa ngapa why capek cape lelah muak bosan kesal kesel marah parah mahal telat zolim dzolim dipotong potongan
    sogok nyogok suap calo tembak pelicin dimintai dipersulit diminta dipaksa disuruh
""")
