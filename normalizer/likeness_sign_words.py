"""Words by which one person's two complaints about one place can be told apart: facts for `likeness_signs`, no rules.

Written from general knowledge, and from what two sets of self-written pairs had (hands 1 and 2 of
tests/quality/cases/hands.jsonl).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizer.word_lists import set_of


def _first(lines: str) -> Mapping[str, str]:
    """Each word → the first of its line."""
    return {word: row[0] for row in map(str.split, lines.strip().splitlines()) for word in row}


KIN: Mapping[str, str] = {
    word + end: first
    for word, first in _first("""
        ibu mama mamak emak mak ema bunda nyokap biyung mother mom mum
        bapak ayah papa bokap abah father dad
        anak son daughter
        suami husband
        istri bini wife
        kakek opa grandfather
        nenek mbah simbah oma grandmother
        mertua
        menantu
        adik adek adiak
        kakak abang uda kakaknya
        keponakan ponakan
        paman om pakde paklik mamang
        bibi tante bude bulik bibik
        cucu
        tetangga neighbour neighbor
        teman temen kawan rekan sobat friend
        almarhum alm
    """).items()
    for end in ("", "ku", "nya")
}
DOCUMENTS = _first("""
    ktp ektp
    kk
    akta akte
    kia
    sim
    stnk
    bpkb
    ijazah
    paspor
    bpjs kis jkn
    pkh
    bpnt sembako
    blt
    pip kip
    imb pbg
    pbb sppt
    sertifikat sertipikat
    kur
    skck
    npwp
""")
OPPOSITES: Sequence[tuple[frozenset[str], frozenset[str]]] = [
    (set_of(one), set_of(other))
    for one, other in (
        line.split("|")
        for line in """
        utara lor ler kaler|selatan kidul
        barat kulon|timur wetan
        kiri|kanan
        atas ateh|bawah baruah
        hulu ulu|hilir ilir
        mati padam pareum|keruh coklat bau kuning
        kekeringan kering|kebanjiran banjir
        mati padam|tagihan tagih rekening
        satu pertama kesatu sulung|dua kedua ketiga bungsu
        masuk|keluar
        siang pagi|malam
        kakak|adik adek
        istri|suami
        lama|baru
        dalam|luar
        """.strip().splitlines()
    )
]
# What ails, each line a kind; the same matter at the same place can ail in two ways.
TROUBLES = {
    word: kind
    for kind, *words in map(
        str.split,
        """
        dead mati padam pareum mate nyala hidup idup byarpet gelap peteng kedip fungsi berfungsi offline error eror
        broken rusak rsk hancur ancur remuk reyod reyot jebol bobo lapuk keropos patah pecah retak roboh ambruk miring
        broken ambrol amblas ambles bobrok penyok lepas rubuh tumbang bengkok goyang karat rengat potong longsor lacau
        hole lubang berlubang bolong lobang lolobang kubangan becek licin
        leak bocor rembes merembes netes menetes luber tumpah
        stolen hilang dicuri maling curi raib copet begal jambret rampas bobol gondol dibegal dijambret pencurian copot
        blocked mampet sumbat tersumbat tumpat buntu mampat tutup tertutup halang blokir ketutup nutup gembok kunci
        blocked segel pagar
        flood banjir genang tergenang rendam terendam rob luap meluap kebanjiran caah
        dry kering kekeringan asat alir ngalir mengalir macet
        empty kosong langka habis abis stok
        murky keruh coklat kuning berminyak asin buthek
        smell bau busuk amis pesing sengat bacin limbah cemar
        fee pungli pungut pungutan tarif sogok suap calo setor palak preman upeti jatah minta diminta dimintai njaluk
        fee tarik ongkos tebus tebusan iuran maksa paksa peras mahal harga naik gratis resmi karcis
        unpaid cair msuk gaji upah honor lunas nunggak tunggak tagih tagihan kurang disunat sunat nilep
        late telat lambat antre antri antrean lelet molor tunda ditunda nunggu tunggu terbit proses selesai
        absent bolos absen jarang alpa
        refused tolak ditolak usir diusir dipersulit sulit pulangkan keluarkan dikeluarkan terima diterima keterima
        rude kasar bentak marah maki omel judes hardik
        data salah keliru ketik data nama terdata daftar terdaftar nik validasi verifikasi coret dicoret hapus
        noise bising berisik ribut karaoke suara sound horeg musik gaduh knalpot speaker dangdut brisik
        waste sampah numpuk tumpuk menumpuk angkut diangkut buang puing
        crash tabrak serempet tabrakan nabrak terguling guling kecelakaan jurang blong jatuh nyungseb
        fight pukul tawuran keroyok tampar aniaya tendang nendang bacok ancam lempar kdrt
        burning bakar asap kebakaran debu abu
        driving ngebut ugal lawan arus kencang zigzag
        parking park parkir jukir mangkal ngetem
        vice liar ilegal oplosan miras narkoba nyabu sabu judi togel sabung mesum prostitusi curang
        graft korupsi selewengkan selewengan tilep fiktif mark dana transparan
        animals anjing monyet ular babi tikus nyamuk jentik tawon buaya gigit rabies kobra
        sickness demam dbd sakit wabah muntaber keracunan racun diare tbc
        building bangun proyek gali galian mangkrak tambang
        people sopir satpam penjaga mantri bidan dokter guru petugas
        bills rekening meter baca token pulsa
        toilets wc toilet jamban kamar
        signs rambu plang marka zebra nisan papan plat pelat
        riding turun nurunin penumpang rute
        online aplikasi web website login server otp akun
        """.strip().splitlines(),
    )
    for word in words
}
# Who writes again says so, and so does who writes of something else.
AGAIN = set_of("""
    masih msh lagi lg belum blm blum kapan kpn lanjutan ulang kemarin kmrn kmren tadi maksudnya lupa tambahan tetap ttp
    maneh malih deui again still second sampai smpai makin kembali kedua ketiga
""")
STILL = set_of("masih msh lagi lg")
OTHER = set_of("beda berbeda bukan lain laen lainnya sanes satunya another different titik")
# Most who say so tell of one more thing, or that something is worse than it should be.
ALSO = set_of("juga jg malah pulo juo also")
# "bukan paving", "sanes lampu": what the other text told of is denied, unless the words are a correction of it.
NOT = set_of("bukan bkn bukannya sanes dudu")
CORRECTED = set_of("salah maksud maksudnya maksd ralat koreksi eh")
# "laporan lain", "titik baru", "ini beda lagi", "beda sama laporan kemarin".
_THAN = ("sm", "sama", "dengan", "dgn", "dari", "dr")
_REPORTS = "laporan lapor aduan pengaduan masalah keluhan perkara urusan soal titik lokasi"
NEW_MATTERS = (
    frozenset(
        f"{first} {second}" for first in _REPORTS.split() for second in ("lain", "laen", "baru", "beda", "berbeda")
    )
    | frozenset(f"{first} beda" for first in ("ini", "itu", "tapi"))
    | frozenset(f"beda {second}" for second in (*_THAN, "lagi", "lg", "laporan", "masalah", "soal", "lokasi"))
    | frozenset(f"{first} {second}" for first in ("lain", "laen") for second in (*_THAN, "lagi", "lg"))
)
