"""The words people give orders with, and those that may stand beside them: facts for reading, no rules."""

from __future__ import annotations

from normalizer.word_lists import set_of

# Cores ---------------------------------------------------------------------------------------------------------------
SEND = set_of("dikirim kirim kirimkan send submit")
CANCEL = set_of(
    "tarik cabut batal batalkan dibatalkan membatalkan cancel undo withdraw ignore disregard abaikan "
    "lupakan lupain nevermind drop abort anulir"
)
LIFT = set_of("buka bukakan dibuka unhide reveal")
# Twilio obeys these itself (https://www.twilio.com/docs/messaging/guides/opt-out); BERHENTI is theirs in Indonesian.
STOP = set_of("stop stopall berhenti berhentikan unsub unsubs unsubscribe unreg end quit hentikan setop")
START = set_of("mulai start unmute unstop resume aktifkan restart subscribe")
# What asks for what would else be told: "tolong dibatalkan".
PLEAS = set_of(
    "bisa can tolong mohon minta harap saja dulu dong donk deh please mau ingin pengen boleh coba bantu segera langsung"
)
ERASE = set_of("dihapus hapus hapuskan hapusin delete erase remove musnahkan hilangkan bersihkan wipe purge scrub")
# Ordinary words that a slip makes of it; beside "data" they are nothing else.
ERASE_SLIPS = set_of("clear buang halus haus hapal habus hapur")
DATA = set_of("jejak data datanya dataku datasaya akun account")
LANGUAGE = set_of("bahasa language lang bhs")
LANGUAGES = {
    "indonesia": "id", "indonesian": "id", "indo": "id", "id": "id", "melayu": "id",
    "inggris": "en", "english": "en", "eng": "en", "en": "en",
    # Whether these are spoken here, the deployment's catalogue of words tells (ISO 639).
    "jawa": "jv", "javanese": "jv", "sunda": "su", "sundanese": "su", "madura": "mad", "minang": "min", "bali": "ban",
    "batak": "bbc", "bugis": "bug", "banjar": "bjn", "aceh": "ace", "betawi": "bew", "sasak": "sas", "makassar": "mak",
    "jowo": "jv", "jawi": "jv", "lampung": "ljp", "toraja": "sda", "gorontalo": "gor", "papua": "pmy",
}  # fmt: skip
OTHER_LANGUAGES = {name for name, code in LANGUAGES.items() if code not in ("id", "en")}
# Alone they answer where something is.
PLACES = set_of("papua bali aceh lampung gorontalo madura banjar toraja makassar")
SPOKEN_IN = set_of("ganti pakai pake gunakan dalam in use speak bicara ngomong omong")
SHAKEN = set_of("jangan gausah dont never")
NOT = set_of("tidak tdk gak ga nggak ngga enggak tak")
# What is denied is not ordered: "gak batal".
DENIALS = SHAKEN | set_of("tidak bukan belum not no without tanpa")
YES = set_of("""
    ya iya y yes yess yup yups yap yaps yep yeps yeah correct leres right betul benar bener
    setuju sudah sdh cukup lanjut lanjutkan ok oke okay okey okee selesai
    yaa iyaa yoi tentu boleh nggih inggih muhun hooh absolutely sure nggeh njeh iye
    enggih enggeh njih sumuhun iyo sampun parantos wis wes
""")
NO = set_of("""
    tidak tdk gak ga nggak ngga enggak engga gk ndak kagak no nope bukan bkn salah belum blm jangan ora mboten teu not
    durung dereng henteu indak sonde acan alun ogah emoh moh
    sanes dudu nay
""")
HELP = set_of("""
    bantuan help menu panduan petunjuk kembali reset perintah commands command tutorial carane carana caronyo instruksi
    instruction instructions guide
""")

# "How can I submit it?", "kirim salam".
NOT_SENT = set_of("how bagaimana cara caranya salam")
TRANSITIVE = set_of("hentikan berhentikan tarik cabut kirim kirimkan buka bukakan")

# Beside --------------------------------------------------------------------------------------------------------------
# In the form that `command_forms.plain` gives them.
REPORT = set_of("""
    lapor laporan laporannya laporanku aduan aduannya pengaduan report keluhan tiket ticket complaint pesan message
    melapor pelaporan
""")
_WHICH = set_of("""
    saya aku gue gw gua ane ku kulo abdi ambo kita kami my our mine the nomor nomer number id yang ini itu tadi
    dengan untuk barusan kemarin
    sebelumnya terakhir punya milik this that last one
""")
_REPORT = REPORT | _WHICH
# Words of every sentence, and of none: who gives an order may say any of them.
LITTLE = set_of("""
    mi pi ji doh sst ssst psst deng d ll like
    ya dong donk deh nih lah sih kan kok eh oh ooh ah ih hm hmm hmmm aduh duh waduh wah nah hehe haha hihi wkwk lho loh
    toh ding tuh yuk ayo ayok mah atuh euy huft yah yuks oke ok okay okey sip siap baik lanjut yes yeah yep please
    kindly tolong mohon minta harap coba silakan silahkan monggo mangga punten nuwun sewu bisa boleh mau ingin pengen
    pingin pengin hendak ijinkan bantu dibantu bantuin saja dulu sekarang segera langsung cepat cepetan secepatnya
    buruan sekalian juga just now would like to can could may will shall lets i im we want wanna need gonna so then well
    wow actually really quickly immediately thx gapapa gpp papa segitu bagus ready pun pokoknya tulung dng
    kapok cepet nya udahan kk kka bg bng gan cuy guys bro sis kaka kakak bos bosku bu pak e ee jo jua lai su so
""")
BESIDE_SEND = (
    _REPORT
    | LITTLE
    | set_of("""
    apa adanya rasa pikir kira seadanya begitu gitu yakin deal proceed fix gas gass gasss gaskan gaskeun that s thats
    sudah it sekalian semua all isi isinya lengkap cukup me everything go ahead and
""")
)
BESIDE_CANCEL = (
    _REPORT
    | LITTLE
    | set_of("""
    kirim it maaf jadi semua all salah keliru terpaksa everything wrong ketik
    pencet kepencet typo changed mind berubah pikiran ambil iseng nomor mistake cara caranya bagaimana how orang
    made a kamar sambung daripada ribut proses sent sending submitted lokasi alamat just chat
""")
)
BESIDE_LIFT = (
    _REPORT
    | LITTLE
    | set_of(
        """name identity identitas nama kerahasiaan perlindungan umum publik untuk bendera flag
        anonimitas status semua semuanya isi isinya lagi
        kembali dan"""
    )
)
BESIDE_ERASE_ME = LITTLE | set_of("completely entirely me saya aku akun account nomor kami")
MESSAGES = set_of("sms pesan wa chat message balasan jawaban notifikasi balas langganan whatsapp telegram info")
_ME = set_of("me us saya aku kami gue gw ku ke sama nomor")
BESIDE_STOP = (
    LITTLE
    | MESSAGES
    | _ME
    | set_of("""
    kirim berlangganan semua all sending sent texting messaging contacting langgan lagi terima it spam the cukup
    subscription dari your otomatis broadcast iklan promosi berisik capek bosan pusing risih mulu melulu terganggu
    enough terus sudah ganggu kirimi sini mengganggu dengan
""")
)
BESIDE_STOP_MESSAGES = BESIDE_STOP | set_of("terus ini itu this these those yang semacam begini")
BESIDE_START = (
    LITTLE
    | MESSAGES
    | _ME
    | set_of("sending send messages turn back kirimi lagi kembali lapor laporan terima kirim receiving dari")
)
BESIDE_ERASE = (
    LITTLE
    | DATA
    | set_of("""
    data saya aku gue gw ku kami my me all from semua seluruh seluruhnya pribadi personal dari sistem the tentang about
    information informasi permanen akun dan riwayat segala yang ada sini di diri nomor identitas nama hp
    sesuai uu pdp undang any of mine have your system database server pelapor lapor laporan punya milik
    ini itu this cara caranya how bagaimana
""")
)
BESIDE_LANGUAGE = (
    LITTLE
    | LANGUAGE
    | LANGUAGES.keys()
    | OTHER_LANGUAGES
    | set_of("""
    b the ganti pakai pake gunakan dalam in to ke use speak pilih set saya can do you i want kembali balik back
    menjadi jadi my reply answer balas jawab bales pesan menu versi version mode only bicara lain another other
    with dengan please prefer better very much well sorry maaf is bad ngomong omong have
""")
)
SPOKEN = set_of("bisa mengerti ngerti paham speak understand know read tahu tau fasih bicara berbahasa")
BESIDE_YES_NO = set_of("""
    itu ini sih kok dong lah nih deh saja memang sekali sudah ada perlu usah yang tadi lanjutkan mau yet need it is
    benar betul setuju that s ah eh oh dulu banget silakan silahkan monggo mi
""")
STATUS_BESIDE = set_of(
    """long until ditanggepin direspon mandek rampung kelar beres durung dereng wes anything happen happened news
    id ticket reg registrasi register lap pelaporan aduanku spasi ketik hp saya punya milik tadi
    infonya informasinya itu nasional diteruskan dikirim soal mengenai perihal happening with s kpn masih lama
    lagi brp pripun piye kumaha baa kabare anyone someone looked looking into at seen read checked checking"""
)
# "Belum paham caranya" asks, "tidak ada bantuan" tells.
UNDERSTOOD = set_of("ngerti mengerti paham tahu tau bisa")
HELP_BESIDE = set_of("""
    dijelaskan dijelasin jelasin diajari diajarin ajarin ajari diterangkan dituntun
    bingung ngerti mengerti paham tahu tau tidak ndak belum kasihtau pie piye kumaha
    lihat liat tampilkan kasih beri berikan show see give with this bot are
    there what is pemakaian makenya makainya penggunaan menggunakan
    use using the daftar pengguna
""")
HELD = set_of(
    "kirim kirimi balas sms wa hubungi message chat send telepon telpon telp call ganggu mengganggu spam reply"
)
BESIDE_HOLD = (
    LITTLE
    | MESSAGES
    | _ME
    | set_of("sudah cukup lagi kirim apa apapun terus any do not ever send sending dari anything")
)
# What was hidden and may be seen: "boleh ditampilkan nama saya", "you can make it public".
SHOWN = set_of("""
    cantumkan cantumin dicantumkan dicantumin show shown muncul dimunculkan munculkan ditampilkan tampilkan publikasikan
    dipublikasikan publish public publik umumkan
""")
BESIDE_SHOWN = (
    _REPORT | LITTLE | set_of("identitas nama identity name isi isinya make it lagi semua semuanya jadikan buat ke di")
)
# "Boleh kok nama gw ditampilin", "gapapa nama saya ditulis".
ALLOWED = set_of("boleh gapapa gpp papa silakan silahkan monggo mangga")
WRITTEN = set_of("""
    ditulis tulis ditulisin dicantumkan dicantumin cantumkan cantumin ditampilkan ditampilin tampilkan tampilin
    disebut disebutkan disebutin sebutkan muncul dimunculkan dipakai dipake pakai pake dipasang pasang
""")
HALT = set_of("stop hentikan setop batal")
COVERED = set_of("disembunyikan disembunyiin sembunyikan disamarkan samarkan ditutup ditutupi tutupi hide hidden")
NAMED = set_of("nama identitas name identity")
KEPT = set_of("simpan save keep kept stored store")
FORGET = set_of("lupakan lupain forget cabut tarik")
# "Tidak usah diproses": what is not to be done with a report, or with data.
WORKED_ON = set_of("proses lanjut")
CLOSED = set_of("tutup scrap")
# Whom nobody writes to: "jangan sms saya".
WRITTEN_TO = set_of("kirimi sms wa hubungi message chat balas reply spam")
ANSWERED = set_of("balas reply jawab sms wa chat ganggu")
ME = set_of("me saya aku kami us")
WANTED = set_of("mau ingin pengen pengin want wish perlu usah need")
RECEIVED = set_of("terima menerima dapat dapet receive get dihubungi disms diwa kirimi hubungi kirim")
RECEIVED_WHAT = MESSAGES | set_of("dihubungi disms diwa kirimi hubungi")
SUBSCRIPTION = set_of("subscription langganan berlangganan subscribing")
LISTED = set_of("list daftar kontak")
OFF = set_of("matikan nonaktifkan mute off disable")
ON = set_of("kembalikan aktifkan nyalakan enable on")
NOTICES = set_of("notifikasi pesan sms balasan jawaban message wa langganan broadcast")
# Who one is: "hapus identitas saya".
WHO = set_of("""
    info information informasi identitas nama nomor hp nope kontak profil profile number name nomer diri tentang about
    everything riwayat history chat percakapan
""")
BESIDE_WHO = LITTLE | set_of(
    "personal pribadi saya aku me my kami dan dari sistem semua all hp nomor the ini di sini about everything"
)
LEFT = set_of("alone")
DONE_WITH = set_of("jadi")
BESIDE_DONE_WITH = _REPORT | LITTLE | set_of("kirim maaf tidak sudah laporkan dilaporkan")
# "Tidak usah rahasia", "batal anonim": beside a flag's name.
FLAG_LIFTED = CANCEL | ERASE | OFF | set_of("lepas lepaskan dilepas copot copotin dicopot")
BESIDE_FLAG_LIFTED = LITTLE | set_of(
    "saya permintaan pengajuan request the flag tanda label it usah perlu jadi lagi harus dibuat saya "
    "nya itu ini status mode sudah tidak need be jadikan sekarang aman"
)
# Beside a flag's name that is asked for.
BESIDE_FLAG = (
    _WHICH
    | LITTLE
    | set_of("""
    jadikan jadi buat bikin bikinkan kirim sebagai secara mode nomor no nomer laporan laporannya untuk number report
    lapor pakai pake gunakan dibuat dijadikan diubah diset cantumkan dicantumkan sertakan tulis ditulis as make me
    it mark set the in nya yang
    asli stay remain status without tanpa show display takut takutnya khawatir karena soalnya jaga dijaga
    sifat sifatnya bersifat pelaporan aduan pengaduan
""")
)
# Why somebody cancels who has nothing to complain of any more.
BECAUSE = set_of("ternyata karena soalnya sebab because since sudah already it its")
MENDED = set_of("""
    lapor melapor dilaporkan damai berdamai
    benar bener betul
    selesai beres diperbaiki dibenerin nyala normal lancar diangkut ditangani salah keliru dobel double sama baik aman
    fixed done resolved solved mistake wrong typo kelar rampung tuntas clear apik sae menyala mengalir dipasang
    terpasang ketemu ditemukan dibersihkan bersih
""")
# What was complained of is over, as people tell it beside "sudah".
OVER = MENDED - {
    "lapor",
    "melapor",
    "dilaporkan",
    "benar",
    "betul",
    "sama",
    "salah",
    "keliru",
    "dobel",
    "double",
} | set_of("""
    hidup ngalir ngocor ditambal ditebang dipotong diaspal dicor dikuras dikeruk disedot diganti dibetulkan dibetulin
    dibereskan diberesin teratasi tertangani ditindak dibenahi dandan didandani murup urip hurung nyaur dibayar cair
    turun diterima dikembalikan balik pulang ditertibkan dipindah pindah minta maaf surut reda padam hilang pergi
    working works back on repaired okay sorted gone returned paid musyawarah baikan rukun apologized apologised settled
""") - {"mistake", "wrong", "typo"}
ALREADY = set_of("sudah already ternyata is are been was s they he she we")
# "Sudah nyala tapi mati lagi" complains.
TURNS = set_of("""
    tapi tetapi namun padahal katanya cuma cuman hanya belum masih but however yet still only though ning nanging
    mung malah kenapa kok kapan bohong
""")
# And "sudah dibayar orang lain" asks for what an office shall cancel.
WORSE = set_of("mati rusak bocor mampet padam broken off lain orang tanpa sepihak")
# "Sudah diangkut, sekarang got mampet": what is told behind the reason.
ELSE = TURNS | (WORSE - {"lain", "orang"}) | set_of("sekarang skrg tinggal kini now")
