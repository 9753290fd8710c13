"""What a word stands for in a wish to be protected or to wait: who forbids, tells, fears, sends. Tables, no rules.

A stem (`*sebut`) stands in whatever form it comes: "disebut", "nyebutin", "sebut2".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from normalizer.short_forms import SHORT_FORMS

_PROTECTION = {
    "forbid": """
        jangan jgn jgan jngan jng jngn jan jang janganlah jangki jangko jangi ojo ojok ulah unang bek ajja ampun dont
        don never kojo tong
    """,
    "deny": """
        tidak tdk tak ga gak nggak ngga enggak gk ndak ndk kagak kaga kada indak dak idak seng sing tra tara mboten
        ora teu henteu inda tanpa without not no bukan belum blm ndang emoh moh hana ogah emang
    """,
    "need": "usah usahlah perlu ush prl sah kedah parlu kenging kengeng bersedia",
    "plea": """
        mohon mhn mhon tolong tlg tlong minta harap please pls pliss plis plz tulung nyuwun punten asal asalkan
        syaratnya syarat dimohon pinta mintak dipun kiranya hendaknya sebaiknya pokoknya
    """,
    "want": "mau ingin pengen pengin pingin want wish rather hoyong pengenku kepengen prefer like",
    "tell": """
        *sebut *bilang *tulis *cantum *beritahu kasitau kasihtau kastau *bocor *sebar *cerita *ungkap *tampil
        *perlihat *tunjuk *tunjukkan bawa2 bawa dibawa dibawa2 libat *libatkan *kait *sangkut *catut *ekspos expose
        *viral *posting *siar *pajang mention mentioned disclose reveal named naming tell told nyebut nyebat disebat
        sebat disambat sambat sabuik disabuik paboa beja dibeja bebeja dibejakeun peugah neupeugah padahkan mamadahkan
        diserat nulis nyebutin nyebutno *seret *umbar bocorin *singgung *omong *kabar *ember sangkutpaut pautkan
        *bongkar leak share say kasitahu ketulis *publik kasi kase *isi *terang *kata
    """,
    "give": "*kasih *kasi *beri *serah kasihkan kirim dikirim give given kase show shown *lihat *baca *buka",
    "know": """
        tahu tau taw taunya diketahui mengetahui ngerti reti weruh nyaho dikanyahoan kanyahoan dengar denger mendengar
        kedengaran kedengeran terdengar kenal dikenal dikenali kenalin ngenalin mengenali curiga dicurigai tebak nebak
        terlihat terang kebaca terbaca ngeh sadar find finds know knows known learn identify sumerep uninga apal nyium
        lihat ngelihat liat melihat menyadari telinga kuping tahuan taunyo ngartos notice
    """,
    "outed": """
        *bocor ketahuan ketauan katahuan konangan ketara kelihatan keliatan kentara ketebak kebuka kebongkar terbongkar
        terungkap kebaca kecium ketemu kebocoran kaweruhan dikonangi kauninga terendus tercium ketaun keciduk
    """,
    "me": """
        saya sy sya aku ku gue gw gua ane aye abdi kulo kula ambo awak denai beta sa ulun unda den tiang kami kita
        kitong katong kitorang kamoe long i me my we us mine myself saia q aq ak akuh gwe ana kuring urang dewek
        ingsun wa nyong inyong
    """,
    "name": """
        nama nm nma namaku namo nami asmo asma jeneng jenengku ngaran ngaranku goarhu identitas identitasku jatidiri
        jati inisial nomor no nmr nomer nomerku nomorku hp nope data dataku wajah muka mukaku alamat alamatku nip nik
        plat foto paraf ttd names name identity number wasta aran embel2 embel tandatangan ktp
    """,
    "mine": "namaku jenengku identitasku nomorku dataku ngaranku mukaku goarhu alamatku jenengkulo",
    "report": """
        *lapor *pelapor pelapornya pengadu pengirim *adu ngadu ngadukan wadul madul matur ngomong melapor malapor
        mangecek bicara report reported reporter complained ngelapor lapori laporin ngelaporin chat mengadukan buka
        mulut nulis kirim ngasih bersuara memberi ngabejaan melaporkan laporan aduan pengaduan dilaporin
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
        suaminya him her them owner landlord he she they hrd pengelola pimpinan mandor majikan gurunya ketuanya beliau
        bapaknya ibunya keluarganya bersangkutan sekolah guru kepala kecamatan desa pengurus manajemen
    """,
    "fear": """
        takut takutnya ketakutan khawatir kuatir kawatir ngeri cemas wedi sieun takuik takutan pakewuh sungkan segan
        gaenak malu isin was was2 trauma afraid scared worried ajrih beurani waswas
    """,
    "harm": """
        dipecat pecat dimarahi dimarahin diusir celaka dibunuh dimutasi mutasi dikeluarkan diancam dihajar dipukul
        dipukuli dicerai diteror digebuk digebukin dimusuhi tamat fired dikeroyok dikucilkan dibakar phk dikempesin
        dendam pendendam sasaran dipanggil habis habislah dituntut denda kicked dibales balas dibalas dilabrak
        didatangi didatengin diintimidasi dibenci rame diungkit dipersulit dijauhi imbasnya imbas retaliate trouble
        dilempari dicap ribut dikerjain diputus dimaki ditagih diserang bonyok mampus apa2in diapa2in abis mati bahaya
    """,
    "if": """
        kalau kalo klo kl klu jika jikalau if nek lamun pami mun yen bila nanti ntar bilih nti lest nyampe kalok
    """,
    "lest": "sampai smp sampe nganti sampek smpai ampe let smpe sampei ngasi nepi tekan dugi",
    "so": "biar agar supaya ben kareben so",
    "secret": """
        samarkan disamarkan disamarin samaran sembunyi2 disembunyikan sembunyikan dilindungi lindungi privasi discreet
        diam2 diem2 disensor sensor blur diblur diburamkan burem dihitamkan quiet inisial inisialnya perlindungan
        terlindungi aman amankan diamankan keamanan jaga dijaga jagalah jagain protect protected
    """,
    "flag": "*rahasia *anonim anonymous secret confidential kerahasiaan rusiah secretly",
    "hide": """
        *tutup *kosong disimpan simpan dihilangkan dihilangin buang dibuang keep kept umpet potong dipotong digunting
        dicoret coret leave
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
    "only": "cukup hanya sebatas antara berdua between cuma cuman khusus",
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
        daftar terdaftar bansos penerima dtks pkh salah dicatut dipakai ganda hilang dicoret akta sertifikat ijazah
        terdata tercantum pinjol bank ktp kk anggaran lelang hasil jadwal dokumen rekaman pipa atap genteng air jalan
        aplikasi sistem obat vaksin tender kuota
    """,
    "why": "kenapa mengapa knp kapan why apa apakah naha kok bagaimana gimana when",
    "past": "sudah sdh udah udh kemarin kmrn tadi pernah malah ternyata katanya padahal pdhl dulu tetap",
    "god": "allah alloh tuhan swt",
}

_SENDING = {
    "forbid": """
        jangan jgn jgan jngan jng jngn jan jang janganlah jangki jangko jangi ojo ojok ulah unang bek ajja ampun dont
        don never kojo tong stop
    """,
    "deny": """
        tidak tdk tak ga gak nggak ngga enggak gk ndak ndk kagak kaga kada indak dak idak seng sing tra tara mboten
        ora teu henteu inda not gausah gosah gajadi ogah
    """,
    "need": "usah usahlah perlu ush prl sah kedah parlu gausah gosah haja saatnya waktunya",
    "yet": "belum blm blom blum acan durung can alun tacan deng",
    "send": """
        *kirim *input *daftar *publis *eskalasi *anggap *pakai *gerak escalate *bawa tangan *terus *sampaikan *naik
        dinaikin *proses *submit *lanjut *masukin *masukkan *forward *tindak dikintunkeun kintun send submit pass sent
        file kerem *krim dilanjuikan *jalan *teruskan nyampe disampaikan dikirimkeun dimasukin dimasukan *ajukan
        *eksekusi diapa2kan diapain diapa2in diapa *urus *angkat *publish *rilis
    """,
    "report": """
        laporan laporannya laporin laporanku aduan aduannya pengaduan pesan ini itu lapor ngadu mengadu report it this
        complaint laporane mengadukan melaporkan curhatan cerita chat tiket
    """,
    "lapor": "lapor ngadu mengadu melapor malapor laporin ngelapor mengadukan melaporkan complain ngalaporkeun",
    "wait": """
        entenono antosan antos hadangi kendel paima tajang rem sabar save park *jeda waktu kabar tunggu tungguin
        ditunggu nunggu wait *tahan *tunda *pending *simpan *simpen *endap *gantung *diam *biar biarin biarkan hold
        keep bentar sebentar ntar entar besok mengendap postpone parkir *parkir *diem
    """,
    "first": """
        dulu dl dlu dolo sik disik dhisik heula sebelum sblm sampai smp sampe sementara dahulu until till before yet
        gallu rumiyin badua nanti now dulunya duluan waka
    """,
    "cancel": """
        *batal *cabut *tarik gajadi cancel withdraw scrap forget nevermind *abaikan *lupakan *urung *hapus urungkan
        *tutup never mind drop ignore wurung disregard
    """,
    "jadi": "jadi sido janten jd",
    "mood": """
        unek uneg uji percobaan venting mistake kekirim pencet kepencet ngetik kamar grup curhat curhatan cerita iseng
        coba nyoba tes test testing latihan salah keliru didengar lega
    """,
    "concept": "konsep konsepnya draf draft drap sketsa",
    "done": """
        maaf baikan kasihan kasian ikhlas alhamdulillah diangkut nyala cair beres selesai kelar rampung dibenerin
        diperbaiki dibetulkan dipaelok dibersihin dibersihkan damai nongol datang dateng kembali mengembalikan
        ternyata dapet sudah udah ude su alah tos barusan
    """,
    "check": """
        cek ngecek tanya nanya takon mambawai ngobrol omongin rembuk rapat musyawarah pastikan lengkapi lengkapin
        lengkap lengkapnya foto bukti mikir pikir baca check ask finish tambah berkas kumpulin ngumpulin izin setuju
        persetujuan siap yakin konfirmasi kabari kabarin ngabarin bilang diskusi kepastian nyare nomer nyaho think
        make sure photos talk atanya
    """,
    "changed": "mundur ralat revisi rapikan betulkan perbaiki ulang berubah pikiran changed mind ragu gak2",
    "deh": "deh dah aja saja udah sudahlah suda yaudah lah wae bae",
    "place": "kemana kmn mana2 kmana2 manapun instansi dinas polisi polsek kecamatan kabupaten kantor sini disitu",
    "thing": """
        petugas bantuan beras bansos surat tagihan air uang bus truk truknya obat tangki raskin paket guru dokter gaji
        ijazah anak orang mobil polisi ambulan rt rw jenazah barang motor sampah undangan kartu ktp hasil tim gas
        pupuk proyek pembangunan perbaikan jadwal kereta tiket operasi izin pencairan sertifikat
    """,
    "again": "lagi terus terusan lg lgi melulu mulu maneh deui",
    "past": "sudah sdh udah udh kemarin kmrn pernah katanya padahal pdhl sejak sampe masih",
    "but": "tapi tp tpi tetapi eh but mar ning cuma nanging namun actually",
    "me": _PROTECTION["me"],
    "why": _PROTECTION["why"],
    "plea": _PROTECTION["plea"],
    "want": _PROTECTION["want"],
}

PROTECTION, SENDING = "protect", "wait"
# Longer ones first: a word is read with the longest of them that fits.
_BEFORE = "memper|diper|meng|nge|men|mem|per|ter|ny|ng|me|ke|di|n|d"
_BEHIND = "kannya|kanlah|keun|aken|2kan|kan|lah|nya|ken|2in|kn|in|an|no|ke|i|2"
# "Tulis" is "nulis" behind a prefix that swallows its first letter.
_SWALLOWED = {"s": "ny", "t": "n", "k": "ng", "p": "m"}


class _Words:
    """What each word of one wish stands for."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self.words: dict[str, set[str]] = {}
        self.stems: dict[str, set[str]] = {}
        for name, said in named.items():
            for word in said.split():
                for stem in _stems(word):
                    (self.stems if word.startswith("*") else self.words).setdefault(stem, set()).add(name)
        self.form = re.compile(rf"(?:{_BEFORE})?({'|'.join(sorted(self.stems, key=len, reverse=True))})(?:{_BEHIND})?")

    def meant(self, word: str) -> frozenset[str]:
        found = self.form.fullmatch(word)
        return frozenset({*self.words.get(word, ()), *(self.stems[found[1]] if found else ())})


def _stems(word: str) -> Iterator[str]:
    stem = word.removeprefix("*")
    yield stem
    if stem != word and (nasal := _SWALLOWED.get(stem[0])):
        yield nasal + stem[1:]


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, _Words]:
    return {PROTECTION: _Words(_PROTECTION), SENDING: _Words(_SENDING)}


@lru_cache(maxsize=16_384)  # citizens' words repeat
def meant(wish: str, word: str) -> frozenset[str]:
    """What a folded word stands for; nothing for most."""
    table = _tables()[wish]
    return table.meant(word) or table.meant(SHORT_FORMS.get(word, word.removesuffix("nya")))


def names_of(wish: str) -> frozenset[str]:
    """Of all that a word may stand for."""
    return frozenset(_PROTECTION if wish == PROTECTION else _SENDING)
