"""The words that an offer of RAHASIA is answered with: facts for reading, no rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normalizer.prefilter import Prefiltered
from normalizer.word_lists import set_of

# "Tidak apa-apa", "ga masalah", "saya tidak keberatan" permit.
IDIOMS = Prefiltered(
    r"\b(?:tidak|tdk|gak|ga|gk|nggak|ngga|enggak|ndak|ora|teu|no)\s?(?:apa[ -]?apa|apa2|papa|pp|masalah|keberatan|"
    r"nanaon|problem|patheken)\b|\bgpp\b|\bgapapa\b|\brapopo\b"
)
# Whoever leaves it to us, or follows us, has chosen neither.
LEFT_TO_US = Prefiltered(
    r"\b(?:terserah|sakarep\w*|sakersa\w*|kumaha|karep\w*|kersa\w*|up to|depends on|whatever|"
    r"(?:mana|gimana|bagaimana|ikut(?:i|in)?|nurut|menurut|sing) (?:\w+ )?"
    r"(?:baik|bagus|terbaik|aman|enak|apik|sae)(?:nya|ne)?|"
    r"(?:saya |kami |sy |aku |kulo )?(?:di)?(?:serah|pasrah)(?:kan|in|aken)?|"
    r"(?:saya|kami|sy|aku|kulo|abdi) (?:ikut|ngikut|nurut|manut|percaya)(?:i|in)?)"
    r"(?: (?:saja|aja|wae|ae|mawon|we|lah|deh|ya|mau|gimana|bagaimana|baiknya|bagusnya|baik|terbaik|aturan|kebijakan|"
    r"keputusan|saran|ke|kepada|sama|pada|ka|dateng|menurut|bapak|pak|ibu|bu|bpk|admin|min|kantor|petugas|tim|anda|kakak|"
    r"kak|mas|mbak|njenengan|panjenengan|sampeyan|sami|kalian|mimin|you|sir|think|is|best|madam))*(?=$|[\s,.;!?)])"
)
LEFT = "terserah"
# In the form that `PLAIN_FORMS` gives them.
CLOSING = set_of("tutup sembunyi rapat privat private secret hide hidden close closed samar gembok kunci")
SHUTTING = set_of("tutup ditutup tutupi tutupin ditutupin close closed")
# What is done to a text.
OPENING = set_of("""
    buka terbuka sebar tampil umum publik publikasi ekspos expose sebut cantum share post posting siar open public
    publish published show shown reveal disclose unhide muat bawa
""")
# What befalls whoever wrote it: "iya bisa bocor" tells a fear.
EXPOSED = set_of("tersebar terlihat viral bocor ketahuan ketauan kelihatan bongkar umbar")
# Either, or neither: "ya saya tahu", "iya bisa dibaca orang".
KNOWN = set_of("baca terbaca lihat muncul keluar tahu tau diketahui ketahui diketaui cerita bilang know")
# "Viralkan saja" is an order, "diviralkan" and "viral" are not.
ORDERED = set_of("viralkan viralin viralkanlah bocorkan bocorin bongkarin bongkarlah umbarkan")
SENDING = set_of("""
    kirim kirimkan kirimin kirimlah dikirim dikirimkan teruskan diteruskan terusin lanjut lanjutkan dilanjutkan lanjutin
    sampaikan disampaikan submit send pass forward kintun kintunkeun proceed
""")
# Handled is what was closed, too, unless it is said how: "langsung diproses".
HANDLED = set_of("proses diproses proseskan diproseskan process processed")
AT_ONCE = set_of("langsung directly")
# "Kirim orang ke sini" sends somebody, "kirim nanti" waits.
BESIDE_SENDING = set_of("""
    saya kami sy laporan laporannya laporanku aduan aduannya pengaduan pesan pesannya ini itu tadi untuk utk di it the
    this my please me i to and tolong tlg mohon mhn minta harap semua semuanya sekarang skrg segera cepat langsung lah
    ya yah deh dong donk nih kan kok pun sudah sdh udah ah eh oh yang yg report complaint now terserah begitu gitu
    sampai nyampe agar supaya biar bantu
""")
FEARED = set_of("takut takutnya khawatir kawatir kuatir cemas ngeri wedi sieun takuik ajrih afraid scared aman safe")
# Who is not safe fears.
SAFE = set_of("aman safe")
# "Buka anonim": what is lifted.
LIFTING = set_of("buka bukakan cabut lepas lepaskan unhide")
PERMITTING = set_of("""
    boleh bole gapapa gpp silakan silahkan sila monggo mangga bebas setuju ikhlas rela izin ijin diizinkan
    bisa ok oke okay okey sip siap fine can may saja aja sajalah ajalah wae ae bae mawon go ahead agree agreed sure
""")
# Of these, what lets others know: "bisa" and "ok" do not.
GRANTING = set_of("""
    boleh bole gapapa gpp silakan silahkan sila monggo mangga bebas setuju ikhlas rela izin ijin diizinkan fine
    biar biarin biarlah biarkan kareben ben
""")
# Of these, what only agrees, and says not to what: whoever is offered protection gets it.
AGREEING = GRANTING - set_of("biar biarin biarlah biarkan kareben ben ikhlas rela") | set_of("agree agreed ahead sure")
# "Iya nanti dibuka", "ya bisa disebar": foreseen, not allowed.
FORESEEING = set_of("nanti ntar entar bisa bisabisa")
# A denial ends at them: "gak ah takut".
INTERJECTIONS = set_of("ah eh oh ih hmm hm wah nah duh aduh waduh")
DENIALS_HERE = set_of(
    "mboten ora teu henteu indak inda ndak nda ndk kada sing seng dak sonde moh emoh kagak kaga gausah gosah gaperlu "
    "belum blm keberatan"
)
# "Buka aja" permits, "aja dibuka" forbids.
FORBIDS_BEFORE = set_of("aja ampun ulah jan jang unang dang ojo ojok tong")
TURNS = set_of(
    "tapi tp tetapi cuma cuman namun asal asalkan penting karena krn soalnya soale sebab terus trus lalu dan but and "
    "because since then"
)
# "Jangan dibuka ke tetangga"; "dibuka kantor desa" opens nothing of ours.
TO_PEOPLE = set_of("""
    tetangga warga masyarakat keluarga suami istri isteri ayah mertua saudara teman temen bos boss atasan majikan guru
    guruguru kepala sekolah kepsek polisi lurah camat kades pelaku pelakunya terlapor dia mereka beliau orangnya yang
    bersangkutan him her them others people oknum preman
""") - {"yang"}
BESIDE = set_of("""
    isi isinya isian laporan laporannya laporanku aduan aduannya pengaduan pesan pesannya chat surat semua semuanya
    semuany ini itu tadi td yang yg nya saya untuk utk buat kepada ke di oleh dari dr sama pada bagi dengan agar
    supaya biar biarlah kareben ben jadi jadikan dijadikan dibuat bikin tolong tlg tulung mohon mhn minta harap dimohon
    please pls punten nuwun nyuwun sewu bantu dibantu perlu usah harus mesti kudu kedah mau ingin pengen pengin pingin
    maunya inginnya kalau sebaiknya baiknya mending mendingan lebih baik dulu dl sementara sekarang skrg langsung segera
    cepat nanti ntar sampai smp sampe nyampe sembarang sembarangan pun siapa siapapun siapasiapa lain orang nama sangat
    banget sekali memang emang dong donk deh dah lah ya yah nih sih kok kan eh oh hmm halo hai iya pak bu juga jg
    pokoknya
    intinya begitu gitu kayak ada apa apapun terserah jaga dijaga tetap tetep bersedia kami kita diri demi keamanan
    keselamatan
    dipun mawon sudah sdh you your
    the it this that my me i to be is are of for not need want would like keep kept make made do don t s dont let
    anyone anybody everyone at all just so in on into with stay should must
    ke medsos sosmed media internet website situs fb facebook grup mana kemana dimana manamana kalo jika
    daripada nama2 sini situ sana dimarahi diancam diintimidasi dikucilkan dipecat dimusuhi dicari dibalas bales
    dendam masalah ribet repot apa2 diapa2in kenapa2 keluarganya anak entar biarin biarkan bisabisa ah ih hm wah nah duh
    aduh waduh
""")
_STEMS = CLOSING | OPENING | EXPOSED | KNOWN
_BEFORE = ("", "di", "mem", "me", "men", "meny", "ke", "ter")
_AFTER = ("", "kan", "in", "i", "lah", "nya", "kanlah", "keun", "ke", "no", "aken", "luaskan")


def _forms() -> Iterator[tuple[str, str]]:
    for stem in _STEMS:
        for before in _BEFORE:
            yield from ((f"{before}{stem}{after}", stem) for after in _AFTER)


PLAIN_FORMS: Mapping[str, str] = {**dict(_forms()), **{word: word for word in _STEMS}}
