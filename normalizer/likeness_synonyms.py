"""More words that mean the same in a complaint, beside `likeness_words.SAME`: facts for `likeness_text`, no rules.

Written from general knowledge of how offices and people call one thing: what is done to somebody, papers and payments,
what breaks, where people work, learn and are nursed. The first of a line stands for all; where it is another's like
already, so are they.
"""

from __future__ import annotations

from collections.abc import Mapping

SYNONYMS: Mapping[str, str] = {
    word: line[0]
    for line in map(
        str.split,
        """
        perangkat aparat aparatur pamong prangkat
        palak malak peras diperas pemerasan memeras
        sogok suap pelicin nyogok menyuap disuap
        tagihan rekening billing tagih ditagih nagih
        denda dendaan
        naik melejit membengkak bengkak melambung lambung lonjak
        tunggak nunggak menunggak tunggakan
        tolak nolak tampik
        rumit ribet belit mbulet
        mangkrak terbengkalai bengkalai telantar terlantar
        korupsi dikorupsi korups seleweng nyeleweng nilep tilep embat penggelapan korup
        palsu bodong abal gadungan palsukan
        tipu bohong kibul ngibul ketipu penipuan penipu
        ancam ngancem ngancam teror neror intimidasi gertak takuti
        lecehkan leceh pelecehan raba gerayang grepe
        hajar mukul memukul dipukul dipukuli mukulin pukulin pemukulan tonjok bogem tempeleng gaplok aniaya
        hajar penganiayaan keroyok jotos
        maki hina ejek caci
        rundung bully bullying perundungan dibully
        begal rampok todong rampas jambret perampokan ngerampok
        miras arak tuak ciu oplosan alkohol
        narkoba sabu nyabu ganja putau
        ngebut ugal kebut
        bolos absen mangkir alpa mbolos
        lambat lemot lola
        error eror ngadat ngehang hang
        korslet konslet korsleting
        ledak meledak njeblug
        bocor tetes netes ngucur kucur
        banjir luber tumpah meluber
        kering kemarau gersang
        rumput semak belukar ilalang alang
        licin lunyu leyek
        lepas copot protol coplok rontok
        penyok bengkok ringsek
        sobek robek
        goyang oleng goyah
        tikungan belokan kelokan
        masjid mesjid
        seragam pakaian baju
        wisuda perpisahan kelulusan
        zonasi ppdb spmb
        imunisasi vaksin vaksinasi suntik suntikan
        operasi bedah
        lahir lahiran bersalin persalinan brojol
        hamil bumil
        igd ugd
        opname inap bangsal
        meninggal wafat tewas
        santunan duka
        kompensasi rugi
        beras raskin rastra
        jatah kuota alokasi
        daftar data
        coret hapus delete
        dtks dtsen desil
        miskin melarat prasejahtera dhuafa duafa
        disabilitas difabel cacat abk
        lansia sepuh uzur
        utang hutang pinjam pinjaman pinjol
        penagih collector kolektor matel
        sebar share viral
        telepon telpon nelpon hubungi
        loket konter counter
        berkas dokumen syarat persyaratan
        selesai rampung kelar tuntas beres
        tahan sangkut nyangkut
        teken tandatangan ttd paraf
        serobot caplok sengketa
        patok batas
        pindah relokasi mutasi
        kios los
        tebang babat gundul
        trawl pukat cantrang
        elpiji lpg melon tabung
        takaran timbangan literan
        kedaluwarsa kadaluarsa kadaluwarsa expired basi
        makan nasi lauk menu
        racun keracunan muntah mual
        diare mencret muntaber
        putus cabut
        meteran kwh
        voltase tegangan
        trafo gardu travo
        angkot mikrolet bemo angkutan angdes
        truk tronton fuso odol
        macet padat semrawut
        tawuran bentrok geng klitih
        pengemis gepeng anjal gelandangan
        odgj gila
        prostitusi psk mesum esek
        musik orkes sound horeg pengeras
        petasan mercon
        monyet kera beruk
        ular sanca piton
        kandang peternakan
        tembok dinding
        lantai keramik ubin
        sumbangan infak infaq donasi
        kontraktor pemborong rekanan vendor
        spek spesifikasi bestek
        dana anggaran apbdes
        transparan terbuka transparansi
        sesak ispa batuk
        phk pecat berhentikan
        pegawai buruh pekerja
        tki pmi tkw migran
        rsud rs rumkit
        puskesmas pkm
        kunci gembok
        kabur minggat
        tabrak serempet tubruk nyerempet
        luka cedera lecet memar
        tenggelam hanyut kelelep
        setrum kesetrum tersengat sengat
        ungsi ngungsi pengungsian pengungsi
        gizi stunting
        kafe cafe
        nikah kawin pernikahan
        cerai talak
        kelas ruangan
        pengurus pengelola
        limbah cemar pencemaran mencemari tercemar
        debu abu
        asap ngebul
        batu kerikil krikil
        kolam empang tambak balong
        bendung bendungan dam
        pompa alkon
        selang slang
        ledakan bom
        cacing belatung
        lalat laler
        kucing meong
        hama wereng
        panen tandur
        toko swalayan minimarket
        hotel penginapan losmen
        kasar galak judes jutek ketus
        lelang tender
        pajak pbb
        kemah tenda
        helm pelindung
        ban roda
        rem blong
        tergelincir selip
        karung sak
        jalur lajur
        halaman pekarangan pelataran
        ember bak
        mangkal ngetem
        """.strip().splitlines(),
    )
    for word in line
}
