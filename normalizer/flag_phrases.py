"""The words people ask for protection with, and their ordinary uses: facts for reading, no rules.

LAPOR!'s own names are anonim and rahasia: https://www.lapor.go.id
"""

from __future__ import annotations

import re

from normalizer.word_lists import set_of

# The flags themselves -------------------------------------------------------------------------------------------------
RAHASIA_WORDS = set_of("rhs rusiah privat private secret secretly rhsia rahsiakan")
ANONIM_WORDS = set_of("anon anomin anonimus anonimous anonymus anonymize anonymise")
# One letter more, less, wrong or swapped is forgiven.
RAHASIA_SLIPS = ("rahasia", "rahasiakan", "dirahasiakan", "confidential", "konfidensial", "konfidential")
ANONIM_SLIPS = ("anonim", "anonymous", "anonimkan", "dianonimkan")
# "rhsia", "rahsya", "rahasikan", "dirahasiain".
RAHASIA_LIKE = re.compile(r"(?:di)?r+a*h+a*s+[iy]+a*h?(?:kan|kn|in|an)?(?:lah|nya|ya)?")
# Requests by themselves: on unless they are denied.
ALWAYS = re.compile(r"(?:di)?(?:r+a*h+a*s+[iy]+a*|anonim)(?:kan|kn|in)(?:lah|nya|ya)?|anonymi[sz]ed?")
ALWAYS_SLIPS = ("rahasiakan", "dirahasiakan", "anonimkan", "dianonimkan")
# Verbs and nouns that ask only together with a plea: "kepala desa merahasiakan anggaran" does not.
WEAK = re.compile(r"mer+ah?asia.*|ker+ah?asia.*|menganonim.*|secret(?:ly)?|private")

# Denials --------------------------------------------------------------------------------------------------------------
FORBID = set_of("jangan jgn jangn jngn jng janganlah dont don never ojo")
# "belum dirahasiakan" is no denial.
NEGATIONS = FORBID | set_of("""
    tidak tdk tak gak ga gk nggak ngga enggak engga ndak ora bukan bkn tanpa without not no non
    gausah gosah gaperlu gakusah gaush nggausah
""")
# Between a negation and what it denies: "tidak perlu dibuat rahasia".
NEGATION_BRIDGES = set_of("""
    perlu usah harus mau ingin mesti dibuat minta akan ada be to need secara hal yang yg itu di t want keep it
""")
WHY = set_of("kenapa mengapa knp knapa why apa apakah kok")
# "kalau tidak dirahasiakan saya takut", "kenapa tidak dirahasiakan", "jangan sampai tidak dirahasiakan" are wishes.
TURNING = (
    NEGATIONS
    | WHY
    | set_of("""
    kalau kalo klo jika bila apabila jikalau if takut khawatir kuatir kawatir cemas asal unless kecuali andai seandainya
""")
)

# Ordinary uses, in lower case and in the middle of a sentence only ----------------------------------------------------
COMMONPLACE = set_of("umum")
RAHASIA_COLLOCATIONS = COMMONPLACE | set_of("""
    negara dagang perusahaan dapur bank jabatan publik alam ilahi medis lagi militer pribadi dibalik sukses suksesnya
""")
# "akun anonim", "rapat rahasia": what stands before makes it an ordinary word.
ORDINARY_BEFORE = set_of("""
    akun rapat pertemuan dokumen penelepon kelompok agen operasi transaksi perjanjian kesepakatan pintu ruang ruangan
    gudang tempat resep misi proyek bunker menjadi jadi orang oknum donatur seseorang telepon telpon grup surat pesan
    sms selalu sengaja sering masih terus yang yg lorong petisi kotak kaleng account an jalan gang les kursus guru
    mobil kendaraan sekolah
""")
# These name the message itself when they begin a clause: "…, surat rahasia".
MESSAGES = set_of("surat pesan sms email chat")

# Requests -------------------------------------------------------------------------------------------------------------
# Only these ask for something; "kepala desa merahasiakan anggaran" has none of them.
PLEAS = set_of("""
    mohon mhn tolong tlg minta harap dimohon agar supaya bersedia please jaga dijaga jagalah jamin dijamin biar
    biarlah pls plz
""")
MINE = set_of(
    "saya sy sya aku ku kami kita gue gw gua pelapor pelapornya my our me us mine namaku identitasku jenengku"
)
# Right before a flag: "biar jadi rahasia", "saya orang anonim", "mau yang rahasia".
WISHES = MINE | set_of(
    "mau ingin pengen pengin pingin biar harus wajib buat bikin jadikan tetap keep kept remain treat boleh"
)
AFTER_REQUEST = set_of(
    "ya yaa pak bapak bu ibu saja aja dong nih mohon tolong tks please min kak terima trims makasih thx"
)
CLOSERS = AFTER_REQUEST | set_of(
    "kasih terimakasih bpk admin thanks thank you very much sekian wassalam salam mas mbak ok oke"
)
# What may stand before an opening flag: LAPOR, a class tag, "Surat RAHASIA", "sangat rahasia", "strictly confidential".
LEADS = MESSAGES | set_of("""
    lapor aspirasi pengaduan aduan dan and laporan informasi permintaan sangat sgt strictly very highly top super mohon
    mhn tolong tlg please sifat sifatnya bersifat mode status kategori jenis secara harap
""")

# Who and what ---------------------------------------------------------------------------------------------------------
WHO = set_of("""
    identitas identitasnya identitasku nama namanya namaku jeneng jenengku pelapor pelapornya jatidiri identity
    name names privasi
    privasinya privacy
""")
IDENTITY = WHO | set_of("ktp jati diri nomor nomer no hp nope telepon number nik alamat")
CONTENT = set_of("laporan laporannya isi isinya aduan pengaduan pesan report message complaint surat")
# "Rahasiakan semuanya", "data saya dirahasiakan": who and what.
UNCLEAR = set_of("semua semuanya everything data datanya sumber sumbernya informan")
REPORTING = set_of("lapor melapor melaporkan ngelapor pelapor ngadu mengadu reported")

# Asking without naming a flag -----------------------------------------------------------------------------------------
SPREAD = set_of("""
    bocorkan dibocorkan bocor membocorkan publikasikan dipublikasikan dipublikasi mempublikasikan sebarkan disebarkan
    sebar disebar tersebar disebarluaskan sebarluaskan publish published share shared reveal disclose disclosed
    tayangkan ditayangkan dipublish dipublis publis mempublish dipublished posting diposting dipost post upload diupload
    dishare sharekan viralkan diviralkan viral ekspos diekspos expose diexpose tampilkan ditampilkan ditampilin
    tampilin muat dimuat perlihatkan diperlihatkan publik dipublik publikasi diumumkan umumkan disiarkan siarkan
    dipajang pajang diunggah unggah diup siarin disiarin diekspose disebarin sebarin
""")
KNOWN = set_of("""
    dibaca terbaca dilihat
    tahu tau diketahui ketahuan ketauan beritahu beritahukan memberitahu diberitahu kasihtau bilang bilangin katakan
    ceritakan cerita tell told know known
    dengar denger mendengar kedengaran curiga hear hears
""")
DISCLOSE = (
    SPREAD
    | KNOWN
    | set_of("""
    sebut sebutkan menyebut menyebutkan disebut disebutkan cantumkan dicantumkan tulis ditulis menyebarkan ungkap
    diungkap diungkapkan ungkapkan mention mentioned mentioning revealing disclosing naming using
    sangkutkan sangkut disangkutkan kaitin bawa-bawa catut dicatut involve drag include
    munculkan dimunculkan munculin muncul tampakkan ditampakkan
    named identified
    dibawa bawa2 dibawa2 seret diseret melibatkan mengaitkan
    show showing shown display displayed displaying print printed
    use pakai pake memakai bawa libatkan dilibatkan kaitkan dikaitkan sertakan disertakan
""")
)
# After "jangan sebarkan …": the report itself, not "hoaks".
SPREAD_OBJECTS = set_of("ini itu ke kepada di siapa saya kami dulu kemana this it my")
FOR = set_of("untuk utk buat for to konsumsi")
PUBLIC = set_of("umum publik public publikasi konsumsi")
# "Saya takut ketahuan": who or what, nobody can tell.
FOUND_OUT = set_of("ketahuan ketauan konangan kanyahoan katahuan kaweruhan kauninga")
# "Bisa dipecat kalau ketahuan".
IF = set_of("kalau kalo klo jika bila if nek yen lamun pami")
HARMS = set_of("""
    dipecat pecat dimarahi dimarahin diusir mati bahaya gawat dibunuh dimutasi celaka habis dikeluarkan diancam dihajar
    dipukul dipukuli disiksa dicerai diteror digebuk digebukin dimusuhi tamat fired job
""")
# Where everybody looks.
EVERYWHERE = set_of("""
    medsos sosmed tv koran berita web website situs internet facebook fb ig instagram tiktok youtube grup media
    umum publik public banyak
""")
# "Saya tidak mau dikenal": of oneself only.
RECOGNISED = set_of("dikenal dikenali diketahui")
# "Identitas saya jangan dibuka"; "jangan buka lapak" says nothing of anybody.
OPENED = set_of("""
    buka dibuka membuka bongkar dibongkar membongkar ungkit diungkit keluar dikeluarkan kasih kasihkan dikasih kasi beri
    dikasihkan dikasihin kasihin diserahkan
    berikan diberikan bagikan dibagikan give given
""")
# "Hapus nama saya dari laporan".
TAKEN_OUT = set_of(
    "hapus dihapus hapuskan hapusin hilangkan dihilangkan hilangin coret dicoret remove take delete erase"
)
NOBODY = set_of("nobody noone nobodys")
# "Ubah jadi anonim", "change it to confidential": what else were only told becomes an order.
CHANGES = set_of("""
    ubah rubah ubahlah ganti gantikan gantilah alihkan pindah pindahkan setel tukar set switch change turn make convert
    move diganti
""")
FEARS = FORBID | set_of("takut khawatir kuatir kawatir cemas mau ingin afraid wedi sieun takuik takui ajrih scared")
ANYBODY = set_of("siapa siapapun sapa orang siapasiapa anyone anybody")
WANT = set_of("ingin mau boleh bersedia berkenan rela want wish pengen pengin pingin")

HIDE = set_of("sembunyikan samarkan lindungi tutupi sensor inisialkan hide conceal protect withhold mask")
HIDDEN = set_of("""
    disembunyikan menyembunyikan disamarkan menyamarkan dilindungi melindungi ditutupi disensor diinisialkan hidden
    protected withheld concealed ditutup jaga dijaga jagalah menjaga amankan diamankan aman
""")
# Names that are none.
MASKS = {
    "hamba": set_of("allah alloh allah swt tuhan"),
    "nama": set_of("samaran alias inisial disamarkan"),
    "pakai": set_of("inisial alias"),
    "pake": set_of("inisial alias"),
    "inisial": set_of("saja aja"),
    "nn": set_of("saja aja"),
    "without": set_of("name"),
}

# Beginnings that hide the text: "off the record", "between us".
UNOFFICIAL = {
    ("off", "the", "record"),
    ("keep", "this", "between"),
    ("antara", "kita", "saja"),
    ("cukup", "kita", "yang"),
    ("antara", "kita", "aja"),
    ("antara", "kita", "ya"),
    ("antara", "kita", "dulu"),
    ("between", "you", "and"),
    ("keep", "it", "between"),
    ("keep", "it", "quiet"),
    ("keep", "this", "quiet"),
    ("for", "your", "eyes"),
    ("please", "be", "discreet"),
}

# With a flag and nothing but these a message asks for protection and tells nothing else.
FLAG_FILLERS = (
    PLEAS | IDENTITY | CONTENT | UNCLEAR | HIDE | HIDDEN | FORBID | SPREAD
    | set_of("saya sy kami ini mau ingin dan jangan agar sebut sebutkan disebut sampai tanpa")
    | set_of("and my this keep i want to be not do don t show use print display inisial alias samaran antara kita usah")
)  # fmt: skip

# Words that are not the writer's --------------------------------------------------------------------------------------
# Offices' disclaimers, by sentence and only below the first paragraph: never a sentence with a flag in capitals. What
# makes it one is that its paragraph speaks of the addressee as these texts do.
_TO_WHOM = (
    r"intended recipient|intended (?:solely|only) for the (?:use|addressee|recipient|person|individual)"
    r"|\baddressee|received (?:this|it)\b[^.!?]{0,40}\bin error"
    r"|legally privileged|privileged (?:and|or|information)|penerima yang (?:dituju|dimaksud|berhak)|bukan penerima"
    r"|menerima [^.!?]{0,40}(?:karena kesalahan|secara tidak sengaja|karena kekeliruan)"
)
DISCLAIMER_NAME = re.compile(r"(?:confidentiality notice|disclaimer)\s*:?\s*", re.IGNORECASE)
_NAMES_FLAG = r"\b(?:confidential|rahasia)\b"
DISCLAIMER = re.compile(
    rf"(?:{DISCLAIMER_NAME.pattern})?\b(?:this|the|these|email|e-mail|surel|surat elektronik|pesan|informasi)\b"
    rf"(?:[^.!?]{{0,120}}?{_NAMES_FLAG}(?=(?:(?!\n\s*\n)[\s\S]){{0,300}}?(?:{_TO_WHOM}))"
    rf"|[^.!?]{{0,120}}?(?:{_TO_WHOM})[^.!?]{{0,120}}?{_NAMES_FLAG})[^.!?]{{0,250}}",
    re.IGNORECASE,
)
# Our own answers, quoted below a citizen's words: forwarder/catalogue.
OUR_WORDS = (
    "balas RAHASIA bila isinya tidak boleh dibuka untuk umum",
    "answer RAHASIA if its text must not be made public",
    "Isi ditutup utk umum: RAHASIA",
    "Not public: RAHASIA",
    "RAHASIA di awal pesan: isi laporan tidak dibuka untuk umum",
    "ANONIM di awal pesan: nama Bapak/Ibu disembunyikan",
    "RAHASIA di awal surat atau pada subjek: isi laporan tidak dibuka untuk umum",
    "ANONIM di awal surat atau pada subjek: nama Bapak/Ibu disembunyikan",
    "Awali RAHASIA atau ANONIM bila perlu",
    "Bila isinya tidak boleh dibuka untuk umum, balas RAHASIA",
    "If it must not be public, answer RAHASIA",
    "Utk laporan lama kirim RAHASIA atau ANONIM lalu nomornya",
    "Untuk laporan yang sudah bernomor, kirim RAHASIA atau ANONIM lalu nomornya",
    "Untuk laporan yang sudah bernomor, tulis RAHASIA atau ANONIM lalu nomornya",
    "dilindungi sudah kami terima dan kami teruskan",
    "RAHASIA as the first word: the text of your report is not made public",
    "ANONIM as the first word: your name is hidden",
    "RAHASIA as the first word or in the subject: the text of your report is not made public",
    "ANONIM as the first word or in the subject: your name is hidden",
    "Begin with RAHASIA or ANONIM if needed",
    "For an older report: RAHASIA or ANONIM and its number",
    "For a report that has its number, send RAHASIA or ANONIM, then that number",
    "For a report that has its number, write RAHASIA or ANONIM, then that number",
    "Cek lagi, kirim RAHASIA lalu nomornya",
    "kirim lagi RAHASIA atau ANONIM dengan nomor itu",
    "tulis lagi RAHASIA atau ANONIM dengan nomor itu",
    "Check it, then send RAHASIA and the number",
    "then send RAHASIA or ANONIM and the number again",
    "write RAHASIA or ANONIM and the number again",
)

# How somebody says who is not to be seen.
UNSEEN = set_of("""
    tidak tdk ga gak nggak ngga disebutkan ditampilkan ditampilin dimunculkan diketahui ketahuan dikenal dikenali
    terlihat kelihatan muncul terbaca tahu tau pelapor pengirim nama namanya namaku identitas identitasku identitasnya
    siapa siapapun orang lain publik umum dibuka buka untuk konsumsi
""")
