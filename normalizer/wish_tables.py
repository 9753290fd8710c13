"""What the words of wishes stand for: who forbids, tells, fears, sends. Tables, no rules.

A stem (`*sebut`) stands in whatever form it comes: "disebut", "nyebutin", "sebut2".
"""

from __future__ import annotations

PROTECTED = {
    "forbid": """
        sampun janganki janganmi janganpi jangan2 ampunang sampunang eda tusing aja2 jangan jgn jgan jngan jng jngn
        jan jang janganlah jangki jangko jangi ojo ojok ulah unang bek ajja ampun dont don never kojo tong
    """,
    "deny": """
        gamau gakmau nggakmau cant cannot unknown unidentified nenten nda ten tidak tdk tak ga gak nggak ngga enggak
        gk ndak ndk kagak kaga kada indak dak idak seng sing tra tara mboten ora teu henteu inda tanpa without not
        no bukan belum blm ndang emoh moh hana ogah emang
    """,
    "need": """
        usah usahlah perlu ush prl sah kedah parlu kenging kengeng bersedia gausah gosah nda usahmi ndausah
    """,
    "plea": """
        mohon mhn mhon tolong tlg tlong minta harap please pls pliss plis plz tulung nyuwun punten asal asalkan
        syaratnya syarat dimohon pinta mintak dipun kiranya hendaknya sebaiknya pokoknya
    """,
    "want": """
        mau ingin pengen pengin pingin want wish rather hoyong pengenku kepengen prefer like gamau gakmau nggakmau
        nio purun gelem seneng nyaman memilih bersedia
    """,
    "tell": """
        blg ngmg ngmng *dudoh *katut katutke dikatutke nongol *cantol *bisik *sebut *bilang *tulis *cantum *beritahu
        kasitau kasihtau kastau *bocor *sebar *cerita *ungkap *tampil *perlihat *tunjuk *tunjukkan bawa2 bawa dibawa
        dibawa2 libat *libatkan *kait *sangkut *catut *ekspos expose *viral *posting *siar *pajang mention mentioned
        disclose reveal named naming tell told nyebut nyebat disebat sebat disambat sambat sabuik disabuik paboa
        beja dibeja bebeja dibejakeun peugah neupeugah padahkan mamadahkan diserat nulis nyebutin nyebutno *seret
        *umbar bocorin *singgung *omong *kabar *ember sangkutpaut pautkan *bongkar leak share say kasitahu ketulis
        *publik kasi kase *isi *terang *kata
    """,
    "give": "*kasih *kasi *beri *serah kasihkan kirim dikirim give given kase show shown *lihat *baca *buka",
    "know": """
        tahu tau taw taunya diketahui mengetahui ngerti reti weruh nyaho dikanyahoan kanyahoan dengar denger
        mendengar kedengaran kedengeran terdengar kenal dikenal dikenali kenalin ngenalin mengenali curiga dicurigai
        tebak nebak terlihat terang kebaca terbaca ngeh sadar find finds know knows known learn identify sumerep
        uninga apal nyium lihat ngelihat liat melihat menyadari telinga kuping tahuan taunyo ngartos notice
    """,
    "outed": """
        kesebut ketauan2 tercium kedengeran kadangaran tadanga terekspos terendus kebocorin terlacak dilacak *bocor
        ketahuan ketauan katahuan konangan ketara kelihatan keliatan kentara ketebak kebuka kebongkar terbongkar
        terungkap kebaca kecium ketemu kebocoran kaweruhan dikonangi kauninga ketaun keciduk
    """,
    "me": """
        tiange tyang sayah eke eyke ambopun saya sy sya aku ku gue gw gua ane aye abdi kulo kula ambo awak denai
        beta sa ulun unda den tiang kami kita kitong katong kitorang kamoe long i me my we us mine myself saia q aq
        ak akuh gwe ana kuring urang dewek ingsun wa nyong inyong
    """,
    "name": """
        adan adane ngarane data2 diri jatidirinya angkatan asal inisialnya nama nm nma namaku namo nami asmo asma
        jeneng jenengku ngaran ngaranku goarhu identitas identitasku jatidiri jati inisial nomor no nmr nomer
        nomerku nomorku hp nope data dataku wajah muka mukaku alamat alamatku nip nik plat foto paraf ttd names name
        identity number wasta aran embel2 embel tandatangan ktp
    """,
    "mine": """
        namaku jenengku identitasku nomorku dataku ngaranku mukaku goarhu alamatku jenengkulo adantiange nomerku
        hpku
    """,
    "report": """
        cepu cepuin sms surat curhat *aduin *komplen *komplain laporannya aduannya pengaduannya laporanku laporane
        laporanne *lapor *pelapor pelapornya pengadu pengirim *adu ngadu ngadukan wadul madul matur ngomong melapor
        malapor mangecek bicara report reported reporter complained ngelapor lapori laporin ngelaporin chat
        mengadukan buka mulut nulis kirim ngasih bersuara memberi ngabejaan melaporkan laporan aduan pengaduan
        dilaporin
    """,
    "source": "sumber sumbernya pelapor pelapornya pengadu pengadunya informan pengirim pengirimnya reporter",
    "from": "dari dr dri from saking ti dar tina dari2",
    "who": "siapa sapa sopo saha sinten siapo who syapa sia",
    "anyone": """
        siapapun siapa2 siapasiapa pun orang org mereka anyone anybody seorangpun satupun sapa2 sopo2 sasaha umum
        publik mana2 manapun
    """,
    "whom": """
        dia ia inyo inya ibana orangnya orgnya pelaku pelakunya terlapor atasan atasanku bos boss bosku pemilik
        pemiliknya juragan kepsek kades lurah rt rw camat kadus ketua suami suamiku istri kampus ortu tetangga
        suaminya him her them owner landlord he she they hrd pengelola pimpinan mandor majikan gurunya ketuanya
        beliau bapaknya ibunya keluarganya bersangkutan sekolah guru kepala kecamatan desa pengurus manajemen
    """,
    "fear": """
        takut takutnya ketakutan khawatir kuatir kawatir ngeri cemas wedi sieun takuik takutan pakewuh sungkan segan
        gaenak malu isin was was2 trauma afraid scared worried ajrih beurani waswas
    """,
    "harm": """
        kelar putuih mati2an hancur tamatlah kiamat kena semprot diomelin diomeli disingkirkan dijegal dipecat pecat
        dimarahi dimarahin diusir celaka dibunuh dimutasi mutasi dikeluarkan diancam dihajar dipukul dipukuli
        dicerai diteror digebuk digebukin dimusuhi tamat fired dikeroyok dikucilkan dibakar phk dikempesin dendam
        pendendam sasaran dipanggil habis habislah dituntut denda kicked dibales balas dibalas dilabrak didatangi
        didatengin diintimidasi dibenci rame diungkit dipersulit dijauhi imbasnya imbas retaliate trouble dilempari
        dicap ribut dikerjain diputus dimaki ditagih diserang bonyok mampus apa2in diapa2in abis mati bahaya
    """,
    "if": """
        kalau kalo klo kl klu jika jikalau if nek lamun pami mun yen bila nanti ntar bilih nti lest nyampe kalok
    """,
    "lest": """
        sampai smp sampe nganti sampek smpai ampe let smpe sampei ngasi nepi tekan dugi ngantos ngantek
    """,
    "so": "biar agar supaya ben kareben so",
    "secret": """
        *suruak *sumput *umpet unknown pribadi privat private hidden tertutup samarkan disamarkan disamarin samaran
        sembunyi2 disembunyikan sembunyikan dilindungi lindungi privasi discreet diam2 diem2 disensor sensor blur
        diblur diburamkan burem dihitamkan quiet inisial inisialnya perlindungan terlindungi aman amankan diamankan
        keamanan jaga dijaga jagalah jagain protect protected
    """,
    "flag": "*rahasia *anonim anonymous secret confidential kerahasiaan rusiah secretly",
    "hide": """
        *tutup *kosong disimpan simpan dihilangkan dihilangin buang dibuang keep kept umpet potong dipotong
        digunting dicoret coret leave
    """,
    "erase": "*hapus remove delete",
    "out": "*keluar *muncul *nongol *timbul came come comes out",
    "citizen": "warga masyarakat orang seseorang",
    "hush": """
        *hubung *telepon *telpon telp *konfirmasi *kunjung mampir *datang ditelp call visit *panggil *kirim *jumpa
        kenal
    """,
    "first": "dulu dl dlu sik heula sebelum sblm dahulu yet before selesai lengkapi",
    "mask": """
        anggap anggaplah seakan seakan2 seakanakan seolah seolah2 pura pura2 hamba samaran alias bunga seolaholah
        lewat general digeneralisir generalisir pretend angin fulan nn
    """,
    "only": """
        cukup hanya sebatas antara berdua between cuma cuman khusus sebatas2 semata khususnya sekadar sekedar
        dibatasi terbatas batasi cekap cekapi mung namung ukur internal
    """,
    "close": """
        ipar iparku mertua saudara sodara sedulur om tante paman bibi keponakan kerabat keluarga buruh karyawan
        bawahan staf honorer honor kerja kerjo bagawi pegawai kuli operator kontrak sebelah situ disitu badunsanak
        famili anak ortu langganan rekanan istri suami menantu basudara
    """,
    "mind": "keberatan mind apa2 gapapa gpp papa masalah",
    "open": """
        gapapa gpp silakan silahkan siap bersedia boleh berani gentar bangga terbuka monggo mangga sebutkan sebarkan
    """,
    "matter": """
        hoaks hoax fitnah bohong gosip isu daftar terdaftar bansos penerima dtks pkh salah dicatut dipakai ganda
        hilang dicoret akta sertifikat ijazah terdata tercantum pinjol bank ktp kk anggaran lelang hasil jadwal
        dokumen rekaman pipa atap genteng air jalan aplikasi sistem obat vaksin tender kuota
    """,
    "why": "kenapa mengapa knp kapan why apa apakah naha kok bagaimana gimana when",
    "past": "sudah sdh udah udh kemarin kmrn tadi pernah malah ternyata katanya padahal pdhl dulu tetap",
    "god": "allah alloh tuhan swt",
    "spread": """
        *sebar *publik *publish *publis *siar *viral *posting *post *unggah *upload *tayang *tampil *pajang *tempel
        *edar *muat *ekspos *share *bocor *beber *umumkan *umumin *siarkan *luas *sebarluas *up *rame rame2 ramai
        ramaikan disebaranga terekspos konsumsi terbuka *ungkap *bacakan *buka dimasukin dimasukkan dimuat dicetak
        published posted shared public expose exposed leaked spread
    """,
    "show": """
        *baca *lihat *liat *perlihat *tunjuk *tembus *tonton kebaca terbaca ngeliat ngelihat nonton maos kabaca
        *pegang *akses read see seen shown show look *terus *salin *lampir *serah *kasih *kasi
    """,
    "public": """
        publik umum masyarakat medsos sosmed media koran berita tv website web situs grup ig fb facebook instagram
        tiktok orang2 banyak halaman papan kemana2 kmana2 mana2 manapun siapapun siapa2 luar warga khalayak wartawan
        internet online public everyone anyone kampung desa sekampung balai sembarang
    """,
    "reader": """
        petugas dinas bapak2 ibu2 pimpinan inspektorat polisi kpk kejaksaan admin bupati wali kemenag kemensos
        dinkes ombudsman propam pemeriksa penyidik berwenang berwajib pejabat kepolisian dishub dukcapil pusat
        panitia kalian anda sampean panjenengan office officer dinsos disdik kapolres pemda pemkab pemkot lapor situ
        jenengan operator kementerian bpk kantor atasannya yth langsung tertentu ngurusin menangani
    """,
    "just": "saja aja sajo wae mawon bae sae gen doang tok ajah sahaja",
    "this": """
        ini itu hal urusan cerita info infonya informasi informasinya keterangan tulisan sms pesan chat kasus
        masalah iki niki ieu ko iko nika postingan surat berkas isi isinya content this it kabar curhatan kiriman
        hal2 perkara laporan laporannya laporanku aduan aduannya pengaduan perihal catatan obrolan
    """,
    "quiet": """
        meneng meneng2 jempe cicing nyimpang tenang diam2 diem2 senyap pelan2 rapat rapat2 tertutup sst ssst sssst
        suara privat private pribadi record sensitif hati2 elok2 baik2 internal bisik bisik2 quietly discreetly alon
        tersembunyi setting mata
    """,
    "mood": "semoga moga boleh bisakah bolehkah kalau2 titip nitip percaya percayakan mohon2 demi berharap",
    "stay": "tetap stay stays remain remains keep kept biarkan biarlah",
}

SENT = {
    "forbid": """
        janganki janganmi janganpi jangan2 ampunang sampunang malih jangan jgn jgan jngan jng jngn jan jang
        janganlah jangki jangko jangi ojo ojok ulah unang bek ajja ampun dont don never kojo tong stop
    """,
    "deny": """
        tidak tdk tak ga gak nggak ngga enggak gk ndak ndk kagak kaga kada indak dak idak seng sing tra tara mboten
        ora teu henteu inda not gausah gosah gajadi ogah
    """,
    "need": "usah usahlah perlu ush prl sah kedah parlu gausah gosah haja saatnya waktunya nda ndausah",
    "yet": "belum blm blom blum acan durung can alun tacan deng",
    "send": """
        *gaskeun *gas *follow *up *muat *tayang *ajuin dipun *buka sending sends forwarding sent submitting
        submitted jalan2 *catat *lapor *submit sampein nyampein *nyampaikan dikirimkeun ngirim ngirimkeun *kirim
        *input *daftar *publis *eskalasi *anggap *pakai *gerak escalate *bawa tangan *terus *sampaikan *naik
        dinaikin *proses *lanjut *masukin *masukkan *forward *tindak dikintunkeun kintun send submit pass file kerem
        *krim dilanjuikan *jalan *teruskan nyampe disampaikan dimasukin dimasukan *ajukan *eksekusi diapa2kan
        diapain diapa2in diapa *urus *angkat *publish *rilis
    """,
    "report": """
        laporan laporannya laporin laporanku aduan aduannya pengaduan pesan ini itu lapor ngadu mengadu report it
        this complaint laporane mengadukan melaporkan curhatan cerita chat tiket
    """,
    "lapor": "lapor ngadu mengadu melapor malapor laporin ngelapor mengadukan melaporkan complain ngalaporkeun",
    "wait": """
        nyantos menunggu menunda *pause *freeze mengendapkan nyimpen menyimpan lusa entenono antosan antos hadangi
        kendel paima tajang rem sabar save park *jeda waktu kabar tunggu tungguin ditunggu nunggu wait *tahan *tunda
        *pending *simpan *simpen *endap *gantung *diam *biar biarin biarkan hold keep bentar sebentar ntar entar
        besok mengendap postpone parkir *parkir *diem
    """,
    "first": """
        jebos riyin rumiyin waka baru abis habis setelah sesudah menunggu sambil after later nyusul menyusul dulu dl
        dlu dolo sik disik dhisik heula sebelum sblm sampai smp sampe sementara dahulu until till before yet gallu
        badua nanti now dulunya duluan
    """,
    "cancel": """
        *batal *cabut *tarik gajadi cancel withdraw scrap forget nevermind *abaikan *lupakan *urung *hapus urungkan
        *tutup never mind drop ignore wurung disregard
    """,
    "jadi": "jadi sido janten jd",
    "mood": """
        unek uneg uji percobaan venting mistake kekirim pencet kepencet ngetik kamar grup curhat curhatan cerita
        iseng coba nyoba tes test testing latihan salah keliru didengar lega
    """,
    "concept": "konsep konsepnya draf draft drap sketsa",
    "done": """
        maaf baikan kasihan kasian ikhlas alhamdulillah diangkut nyala cair beres selesai kelar rampung dibenerin
        diperbaiki dibetulkan dipaelok dibersihin dibersihkan damai nongol datang dateng kembali mengembalikan
        ternyata dapet sudah udah ude su alah tos barusan
    """,
    "check": """
        *cari nyari *ukur *lengkap *bicara *rembug rembugan *kumpul *konfirm *verifikasi *susul video rekaman
        kwitansi kuitansi nota scan salinan faktur kopian istri suami ortu keluarga kawan2 teman temen tanyo kutanya
        takmir rapatkan dirapatkan musyawarahkan tanyain tanyakan tanda tangan berpikir memikirkan mikir2 pikir2
        mantap mantep *foto lokasi cek ngecek tanya nanya takon mambawai ngobrol omongin rembuk rapat musyawarah
        pastikan lengkapi lengkapin lengkap lengkapnya foto bukti mikir pikir baca check ask finish tambah berkas
        kumpulin ngumpulin izin setuju persetujuan siap yakin konfirmasi kabari kabarin ngabarin bilang diskusi
        kepastian nyare nomer nyaho think make sure photos talk atanya
    """,
    "changed": """
        mundur ralat revisi rapikan betulkan perbaiki ulang berubah pikiran changed mind ragu gak2 fix galau bimbang
        mempertimbangkan pertimbangkan
    """,
    "deh": "deh dah aja saja udah sudahlah suda yaudah lah wae bae",
    "place": "kemana kmn mana2 kmana2 manapun instansi dinas polisi polsek kecamatan kabupaten kantor sini disitu",
    "thing": """
        petugas bantuan beras bansos surat tagihan air uang bus truk truknya obat tangki raskin paket guru dokter
        gaji ijazah anak orang mobil polisi ambulan rt rw jenazah barang motor sampah undangan kartu ktp hasil tim
        gas pupuk proyek pembangunan perbaikan jadwal kereta tiket operasi izin pencairan sertifikat
    """,
    "again": "lagi terus terusan lg lgi melulu mulu maneh deui",
    "past": "sudah sdh udah udh kemarin kmrn pernah katanya padahal pdhl sejak sampe masih",
    "but": "tapi tp tpi tetapi eh but mar ning cuma nanging namun actually",
    "me": PROTECTED["me"],
    "why": PROTECTED["why"],
    "plea": PROTECTED["plea"],
    "want": PROTECTED["want"],
    "whom": """
        orang warga desa grup medsos umum publik atasan kades sekolah siapapun siapa2 yayasan tetangga pelaku
        keluarga masyarakat website koran pihak mereka dia terlapor
    """,
    "name": "nama namaku nomor identitas pelapor pelapornya pengirim siapa data alamat jeneng asal",
    "show": "*baca *lihat *liat *tahu *tau *sebut *bilang *bocor *sebar *umum *buka *posting ketahuan",
    "later": """
        besok lusa senin selasa rabu kamis jumat sabtu minggu depan lebaran tgl tanggal sore malam siang nanti ntar
        entar tar sesuk isuk hari jam bulan tonight tomorrow monday friday week enjing benjing
    """,
    "unsure": "yakin ragu siap setuju berani entahlah emosi pasti mantap tega bimbang sure certain ready",
    "when": "kalau kalo klo kl jika if when bila apabila nek yen lamun barulah",
    "try": "*cek *tanya *omong *bicara *tunggu *cari *lihat *hubung",
}
