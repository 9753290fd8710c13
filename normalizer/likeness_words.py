"""How much a word says about what a complaint is about: facts for `normalizer.likeness`, no rules.

Written from general knowledge of Indonesian complaints; stems as `normalizer.likeness_text.stem` makes them are tried
as well as the words themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from normalizer.phrases import DAYTIMES, FILLERS, GREETINGS, HONORIFICS, OFFICES, THANKS, WISHES
from normalizer.word_lists import set_of

# Grammar, politeness and addresses: these say nothing.
EMPTY = (GREETINGS | WISHES | DAYTIMES | HONORIFICS | FILLERS | THANKS | OFFICES) - set_of(
    "air lampu mati kota wali"
) | (
    set_of("""
    yang dan di ke dari dr ini itu untuk dengan pada kepada dalam oleh atau tetapi namun karena sebab sehingga
    agar supaya
    jika kalau bila saat ketika sejak selama sampai hingga bahwa adalah ialah akan sudah telah belum sedang
    masih tidak
    bukan jangan juga lagi pun saja lah kah nya sangat sekali banget amat lebih paling sering selalu kadang
    setiap semua
    banyak beberapa ada tersebut seperti hanya saya kami kita aku dia mereka kamu anda nya bagi tentang terkait secara
    mohon tolong minta harap mengharap berharap semoga segera cepat lapor laporan melaporkan melapor pengaduan
    aduan adu
    keluhan mengeluh informasi sampai menyampaikan terimakasih terima kasih salam hormat maaf wassalam
    wassalamualaikum
    izin ijin warga masyarakat penduduk orang bapak ibu pak bu bpk bagaimana kenapa mengapa kapan apa apakah
    siapa dimana
    mana situ sini sana sekarang kemarin tadi nanti besok hari minggu bulan tahun jam pukul tanggal lama baru
    bisa dapat
    boleh harus perlu mau ingin hal perihal subjek subject lokasi tempat alamat daerah wilayah sekitar dekat depan
    belakang samping sebelah seberang arah menuju nomor no rt rw jalan gang desa kelurahan kecamatan kabupaten dusun
    perumahan kampung komplek blok km kota provinsi kel kec kp tindak lanjut menindaklanjuti ditindaklanjuti
    perhatian perhatikan diperhatikan perbaikan diperbaiki memperbaiki perbaiki diatasi ditangani menangani
    penanganan dinas instansi pihak pemerintah petugas terkait bantu bantuannya dibantu respon tanggapan
    sebelumnya demikian atas itulah tp dll dsb dst hadeh waduh aduh lho kok dong deh sih nih
    puluhan satu dua tiga empat lima enam tujuh delapan sembilan sepuluh kali kalinya foto gambar terlampir lampiran
    """)
)
# Common in complaints of every kind: these say little.
WEAK = set_of("""
    rusak rusaknya parah bahaya membahayakan berbahaya kecelakaan jatuh lewat melewati melintas lalu
    pengendara motor mobil
    kendaraan malam pagi siang sore gelap anak sekolah rumah takut khawatir resah meresahkan terganggu ganggu
    mengganggu
    keluarga kepala ketua bayar uang biaya kondisi keadaan masalah akibat terjadi kejadian besar kecil parah
    tidak_bisa datang pergi masuk keluar susah sulit repot kecewa capek kesal urus mengurus janji dijanjikan cek
    pelayanan layanan umum publik fasilitas dibiarkan biar hidup mati hujan musim bau jadi menjadi membuat bikin kena
    lanjut pulang kerja pasang bangun
""")

# Words that mean the same in a complaint; the first stands for all.
SAME: Mapping[str, str] = {
    other: first
    for first, *others in (
        line.split()
        for line in """
        padam mati byarpet pet nyala menyala hidup
        lubang berlubang bolong bolongan lobang berlobang kubangan jebol ambles amblas
        mampet sumbat tersumbat macetnya buntu mandek mampat
        tumpuk menumpuk tumpukan numpuk bertumpuk menggunung gunungan berserakan
        bau busuk menyengat berbau apek amis
        pju penerangan lampu bohlam
        banjir genang tergenang genangan menggenang terendam rendam meluap luapan
        got selokan drainase parit gorong saluran comberan
        pungli pungutan pungut dipungut memungut
        ktp ektp kk akta adminduk dukcapil disdukcapil
        bansos pkh bpnt blt sembako
        bising berisik ribut gaduh
        dokter nakes bidan perawat
        aspal aspalan pengaspalan beton cor
        pohon dahan ranting
        sapi kambing ternak ayam
        asap bakar membakar dibakar pembakaran
        parkir jukir
        guru kepsek
        puskesmas pustu
        listrik pln
        pdam ledeng keran kran
        jembatan titian
        truk truck dump
        maling pencurian curi kemalingan dicuri pencuri digondol
        roboh tumbang rubuh ambruk doyong miring condong robohkan
        hancur remuk ancur
        langka kosong habis
        demam meriang
        longsor ambrol ambrok
        lambat lelet
        antri antre antrian antrean ngantri
        toilet wc jamban
        murid siswa pelajar
        mushola musala musholla langgar
        ambulans ambulan
        blangko blanko
        isolasi isolir
        polisi polsek polres polisinya
        keruh coklat
        terperosok kejeblos terjeblos
        tabrak tabrakan nabrak ditabrak ketabrak
        buang dibuang membuang ngebuang
        judi togel sabung
        gatal gatalnya
        gelap gulita
        retak rengat
        bocor rembes merembes
        putus pedot
        mahal melonjak
        kotor jorok
        pecah remek
        anjing liar
        sopir supir pengemudi driver
        cabai cabe lombok
        jeriken jerigen jirigen jerigan
        sertifikat sertipikat
        makam kuburan pemakaman
        atap genteng
        simpang perempatan persimpangan simpangan
        tersesat nyasar kesasar
        seberang sebrang
        bus bis
        kencing pipis pesing
        remaja abg
        nenek mbah simbah oma
        uang duit
        hitam item
        pukul hajar gebuk tampar
        marah bentak omel hardik
        peleset gelincir
        becek lumpur
        jual dagang
        gabah padi
        ekskavator beko eskavator backhoe
        apotek apotik
        praktik praktek
        ijazah ijasah
        spanduk baliho reklame
        dermaga pelabuhan
        kuliah kampus
        keropos karat
        mabuk mabok
        lansia jompo manula
        pegawai karyawan staf
        majikan juragan
        pemadam damkar
        ojek ojol
        sepeda pit
        hilang raib lenyap
        musik dangdut
        bangku kursi
        tower menara bts
        potong sunat nyunat
        jebol bobol
        angkut ambil jemput
        plafon eternit
        wisatawan pengunjung turis pelancong
        retribusi iuran
        hewan binatang satwa
        tinja kotoran feses
        bronjong talud turap senderan
        balita batita bayi
        kerbau kebo
        bensin pertalite premium
        tetangga tonggo
        tentara tni
        tiket karcis
        jenazah mayat
        rentenir lintah
        satpam sekuriti security
        galian gali
        gaji upah honor siltap gajian honorarium insentif
        wifi internet
        pedagang penjual pelapak
        kontrakan kos kosan
        gorden tirai
        kuitansi kwitansi nota struk
        ongkos tarif
        beri kasih ngasih
        serang menyerang diserang
        perahu kapal sampan
        rapat musdes musyawarah
        timbun urug uruk
        perempuan wanita cewek
        laki pria cowok
        pingsan semaput
        kelebihan kepenuhan
        """.splitlines()
        if line.strip()
    )
    for other in others
}

# What a complaint is about. Two that name matters, and none in common, are about different things.
MATTERS: Mapping[str, str] = {
    word: matter
    for matter, *found in (
        line.split()
        for line in """
        light pju lampu
        power listrik meteran token trafo kwh tiang kabel
        road aspal lubang makadam jalan_rusak bahu trotoar paving
        bridge jembatan
        waste sampah tps tpa kontainer
        drain got gorong
        flood banjir
        water pdam sumur pipa air_mati
        identity ktp nikah domisili kelahiran
        aid bansos dtks raskin rutilahu
        fees pungli preman calo
        noise bising karaoke speaker knalpot orkes suara musik
        smoke asap
        animals anjing kambing sapi ular nyamuk fogging dbd
        health puskesmas bpjs posyandu rsud dokter obat
        school guru seragam spp toilet_sekolah
        parking parkir
        tree pohon tumbang
        farming pupuk irigasi sawah panen
        crime begal judi miras narkoba tawuran
        signal sinyal internet wifi tower
        traffic macet rambu traffic zebra lintas bangjo
        river sungai limbah pabrik tanggul
        market pasar lapak pkl
        landslide longsor
        bus bus angkot terminal halte
        land sertifikat tanah bpn
        fuel bensin elpiji gas lpg solar
        """.splitlines()
        if line.strip()
    )
    for word in found
}
