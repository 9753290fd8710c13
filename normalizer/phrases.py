"""The words people open, tag and protect their messages with: facts for reading, no rules.

Short forms and their shares are measured on 12,530 complaints to a city's media centre; LAPOR!'s own class and flag
names are those of https://www.lapor.go.id (pengaduan, aspirasi, permintaan informasi; anonim, rahasia).
"""

from __future__ import annotations

from normalizer.word_lists import set_of

# Greetings -----------------------------------------------------------------------------------------------------------
GREETINGS = set_of("""
    halo hallo haloo halooo hallow allo alo hai haii hay hei hey hi hello p pp ppp permisi permisii misi punten
    sampurasun kulonuwun nuwun horas tabik shalom syalom salam sejahtera swastiastu namo buddhaya kebajikan rahayu
    assalamualaikum assalamualaykum assalammualaikum assalamu'alaikum assalamu assalam alaikum alaikumsalam
    waalaikumsalam waalaikumussalam wa'alaikumsalam wrwb asalamualaikum asalamu askum asww assalamualaikumwrwb
    samlekum samlikum aslm aslkm asslm asslmkm ass ww wr wb warahmatullahi warohmatullahi warahmatullah wabarakatuh
    wabarokatuh dear greetings oi oy woi woy hoi permisii spada assalammu
    kulonuwon nuwunsewu rampes wilujeng sugeng rahajeng ahoi bonjour konnichiwa tabe swastyastu
    hlo hllo hlow hlw yuhu yuhuu yuhuuu yuhuuuu tabik tabe puun pun spadaaa assalamualikum salamualaikum halu helo
    hola ola aloha halloo helloo hellow salom shaloom mejuah juah menjuah njuah yaahowu tabea hadir ello oii wei
    swasti svastiastu helow hy hyy haluu assalamualaikumm asalamualaikumm
""")
WISHES = set_of("mat selamat slmt slamat met good")
DAYTIMES = set_of("""
    semeng sanja rahina enjing sonten dalu ndalu wengi sontene esuk bengi pagi siang sore malam pg pagii siangg mlm
    petang morning afternoon evening day
    enjang injing sonteun peuting wengen mornin morn siank pagie malem mlem soree
""")
HONORIFICS = set_of("""
    pak bapak bpk bp pa bu ibu buk min mimin admin mas mbak mba kak kakak bang abang gan om tante yth yang terhormat
    yth. kepada kpd sir madam sis bro tuan nyonya
    uda uni datuk umi abah ustad ustadz gus nyai mang pace mace puang karaeng opu kaka amang inang bah dik lek mbah
    lae ito daeng bli ndan komandan bos boss bosku pakde bude akang teteh eyang cak bunda ayahanda ibunda
    neng nong aa koko cici ci koh sist juragan ndoro mister miss adek ade dek nak nduk le opung ompung usi bapa mami
""")
OFFICES = set_of("""
    bupati walikota wali kota wakil gubernur camat lurah kades kepala desa kelurahan dinas kadis sekda presiden
    menteri petugas operator sekalian semua semuanya team tim lapor sp4n bapak ibu/bapak di tempat saudara jajaran
""")
# After "Pak Bupati" these begin what is told, also where no comma stands.
CLAUSE_OPENERS = set_of("""
    saya sy kami mohon mhn tolong tlg minta mau ingin ada di kenapa mengapa kapan apakah bagaimana gimana gmn numpang
    jalan jln jl lampu air sampah ini izin ijin perkenalkan nama maaf please i we the there my our
""")
# Beside a greeting they tell nothing.
GREETED = set_of("""
    buat kita kalian dengan pemkab pemkot pemda pemprov cs customer service saya semoga sehat selalu jumpa kabarnya
    baik gimana bagaimana gmn doing today everyone nice to meet meeting rekan teman kawan anda salam dari hormat
    mau ingin numpang nanya bertanya kak
    sewu menyapa sapa pengurus humas panjenengan sadaya sadayana sedoyo sedaya samian kabeh basamo kabar masih
""")
FILLERS = set_of("""
    orangnya adminnya sehat selalu
    lagi
    ya yaa iya dong donk nih deh sih tolong tlg mohon mhn maaf dan and boleh bisa ada orang online on aktif apa kabar
    kulo monggo mangga nggih inggih pisan a teh kang cak ning disini sini sana disana tanya permisi
    test dulu kah ini there selamat how are you please apakah untuk utk kita kalian siapa wa
    kenal kenalan berkenan
    izin ijin ganggu mengganggu sebentar bentar bntar bicara ngobrol ngomong nanya bertanya chat ga gak nggak
    waktunya pls
""")
THANKS = set_of("""
    lot a helping again appreciated tons
    terima kasih terimakasih trims tks thx thanks thank you makasih makasi mksh tengkyu suwun matur nuwun hatur
    nuhun ok oke okay okey okee sip siap baik mantap sudah betul benar good sangat banyak atas bantuannya responnya
    respon cepatnya infonya informasinya sama sama-sama very much noted matur mtur hatur pisan nggih inggih syukron
    jazakallah jazakumullah khairan alhamdulillah syukur ditanggapi direspon dibantu dibalas cepat pelayanannya
    pelayanan kerjanya kerja telah sdh udah tanggapannya jawabannya penjelasannya infonya ya yaa so your help quick
    for response bantuan perhatian perhatiannya kerjasamanya tuhan memberkati semoga berkah amin aamiin you sanget
    wah keren hebat bagus semoga sehat selalu banget lancar jaya respon responnya tindak lanjutnya lanjut responsif
    sekali semua all team tim
    khair khoir khairan katsiran petugas
    tq ty tengs thks thankyou trimakasih trimakasi trima makasiih mkasih maksih mksih trmksh tarimo tarimakasih
    mauliate godang bujur melala suksma sukseme kurru kurre sumange sumanga 86 laksanakan arigato makaci maacih
    matursuwun maturnuwun baraka sae saestu saklangkong atuh mator sakalangkong amanai
""")
THANKS_CORE = set_of("""
    terima terimakasih trims tks thx thanks thank makasih makasi mksh tengkyu suwun nuwun nuhun ok oke okay okey okee
    sip siap noted mantap syukron jazakallah matur hatur alhamdulillah
    mantap keren
    tq ty tengs thks thankyou trimakasih trima makasiih mkasih maksih mksih trmksh tarimo tarimakasih mauliate
    suksma sukseme 86 laksanakan arigato makaci maacih matursuwun maturnuwun bujur
""")
# Answers to questions that nobody asked here.
BARE_CORE = set_of("1 2 3 4 5 6 7 8 9 0 a b c")
TESTS = set_of("""
    check sound mic
    uji sms pesan kirim mengirim wa aja doang saja lagi ngetes ngetest ngetesin nge bot sistem nomor sound dulu ini
    masuk gak ga tidak apakah kah bisa tes test tess testing tester coba nyoba cek ping percobaan 1 2 3 123 satu dua
    tiga
    hanya cuma ini itu doang cm
    berfungsi aktif jalan testing nyobain
    mencoba nomornya bener ya abaikan diabaikan hp baru jaringan sinyal kartu nyambung terkirim kekirim nyampe
    kebaca iseng latihan tolong gateway layanan chatbot whatsapp telegram aplikasi fitur koneksi server pengiriman
    penerimaan message number this only just line
""")
TEST_CORE = set_of("""
    sound mic
    ngetes ngetest uji tes test tess testing tester coba ping percobaan ngecek nyoba nyobain berfungsi
    mencoba nyobainnya tesss testt
""")

# "SMS masuk gak?"
ARRIVED_CORE = set_of("arrive arrived masuk terkirim kekirim nyampe sampai kebaca terbaca diterima received")
ARRIVED = ARRIVED_CORE | set_of("""
    my message messages text did get does it you this have
    sms pesan wa chat pesannya smsnya chatnya gak ga nggak ngga tidak tdk apakah sudah sdh udah udh ini ya belum blm
    kah pak bu min kak
""")
# "Ini nomor aktif?"
CHECKED = set_of("suara cek check 1 2 3 4 123 1234 satu dua tiga sms pesan ombak sound masuk halo nomor koneksi")
ALIVE_CORE = set_of("active alive working work works aktif berfungsi nyambung terhubung hidup")
ALIVE = ALIVE_CORE | set_of("""
    is this number line still does it service bot the
    ini nomor nomer no nomornya nomernya wa sms masih apakah apa bot chat botnya gak ga nggak ngga tidak tdk ya kah
    pak bu min kak benar bener betul
""")

# Commands ------------------------------------------------------------------------------------------------------------
HELP_CORE = set_of("""
    pelaporan tata mengadukan
    layanan
    bantuan help menu info informasi cara caranya lapor melapor melaporkan mengadu pengaduan laporan aduan report
    panduan petunjuk tanya nanya bertanya aspirasi kembali reset ngadu curhat curcol layanannya
    format formatnya contoh contohnya prosedur prosedurnya
""")
HELP_FILLERS = set_of("""
    utama awal
    saya sy aku kami mau ingin pengen pengin hendak bagaimana gimana gmn bgmn untuk utk buat membuat bikin ke kemana
    dimana mana sini sebuah suatu ini itu menyampaikan sampaikan kirim mengirim butuh perlu minta apakah apa begini
    how to do can i want would like make a an complaint need me in the pakai pake memakai menggunakan gunakan
    layanan aplikasi nomor disini sini kalau kalo klo ada harus mulai dari mulainya gimana contoh jelaskan something
    kabupaten kota daerah resmi benar betul ini nih sama bapak yang bisa boleh please help me you your is this where
    sesuatu pakainya pakenya dilaporkan disampaikan diadukan kemana saja aja nih dulu nanya maaf apa hal kejadian
    masalah you can bisa bantu membantu tolong bikinnya kirimnya
    kesini ksini kesana via lewat bot kah lapornya ngadunya
""")
# "Lapor harus pakai nama asli?": about reporting itself, in words that tell of nothing else.
REPORTING = set_of("""
    lapor ngelapor ngelaporin ngelaporkan melapor melaporkan lapornya ngelapornya laporin ngadu mengadu ngadunya
    komplain komplen ngomplain wadul report reporting complain complaint complaints pengaduan aduan laporan pelapor
    pelaporan protes malapor ngalaporkeun ngalapor matur mewadul ngaduin mengadukan dilaporkan diadukan
""")
REPORTING_BESIDE = REPORTING | set_of("""
    saya sy aku kami gue gw ane i we my abdi kulo ambo ulun awak inyong orang lain mau ingin pengen pengin hendak nak
    arep hoyong want to would like need wish sesuatu something nih ni dong ya dulu di sini disini kene ini nomor layanan
    cara caranya carane carana caro gimana gmn bagaimana piye kepriwe kepriye pripun kumaha baa macam mana kek lewat
    mana dimana kemana ke dari apa apakah apaan saja aja how where what can do does is are will could may the a an of in
    and or for it here this with your be kept secret safe public free cost
    boleh bisa bisakah harus perlu wajib mesti dapat gak ga nggak ngga tidak kah atau pakai pake memakai gunakan tanpa
    nama asli ktp nik identitas kk foto fotonya video gambar bukti suara voice note vn lampiran melampirkan lampirkan
    dilampirkan bahasa jawa sunda daerah indonesia inggris english language languages bayar gratis biaya pulsa kena
    berapa lama hari jam malam libur minggu 24 biasanya langsung lisan tulis surat sms wa whatsapp telepon telp email
    online offline atas sendiri palsu hukuman hukum dihukum sanksi aman dijaga rahasia dirahasiakan takut bingung
    ketahuan kalo kalau klo jika gaptek tolong ajari ajarin bantu dipandu pandu tuntun diteruskan siapa yang yg baca
    dibaca nanti bedanya beda sama dengan aspirasi dan id name anonymous write call tell send submit make file about
    city government mulai petunjuknya petunjuk prosedur prosedurnya alur alurnya syarat syaratnya format formatnya
    contoh contohnya ketik carane neng nang ning wonten
    any required known shown
""")
STATUS_CORE = set_of("""
    status cek check lacak track tracking progres progress perkembangan perkembangannya statusnya progresnya kabarnya
    news update statusnya
""")
STATUS_FILLERS = set_of("""
    gue gw lihat liat ditindak dibalas done finished processed resolved handled been received when will be answered has
    laporanku aduanku pengaduanku laporannya lalu ditangani diterima terkirim dibaca
    sejauh tahap posisi
    nomor nomer no nmr number num laporan lapor aduan pengaduan report tiket resi saya sy aku kami mohon mhn tolong
    tlg minta info informasi bagaimana gimana gmn bgmn apa apakah sudah sdh sampai mana dimana pak bu bapak ibu bpk
    min admin kak mas mbak mba ya dong nih untuk utk dengan dgn dg yang yg dari dr ini itu tentang ttg nya my of the
    what is please for terkait atas kode terima kasih mau ingin tanya nanya bertanya menanyakan cari tahu kabar
    hasil hasilnya tindak lanjut lanjutnya laporannya aduannya nomornya kok ko belum blm ada diproses proses
    prosesnya kelanjutan kelanjutannya update updatenya jawaban jawabannya balasan tanggapan tanggapannya respon
    smp mn smpe smpai dmn prosesnya diprosesnya tindaklanjut tindaklanjutnya kapan selesai ditangani
    kemarin kmrn waktu pernah kirim dikirim ditindaklanjuti ditanggapi dicek dilihat tolong bagaimanakah how is
    going any on does where go until hari mohon lapor
    udah udh sampe smpe apakah apa ada news complaint about have you has yet gmana gmn pean kalo kalau
""")
# "Ini nomor apa?", "dengan siapa ini?"
WHO_CORE = set_of("apa siapa orang")
WHO_FILLERS = set_of("""
    aplikasi akun program robot manusia mesin situs channel kontak apa siapa ini itu nomor no wa bot layanan
    dengan dgn dg untuk utk
""")
HOW_GOES = set_of("""
    tindak tindaklanjut proses prosesnya hasil hasilnya jawaban balasan respon responnya tanggapannya diterima ditangani
    bagaimana gimana gmn bgmn kabar kabarnya kelanjutan kelanjutannya update diproses ditindaklanjuti tanggapan
    going
""")
# Classes: at the start, or as a tag ("ASPIRASI: …", "[ASPIRASI]", "#aspirasi"). Longest first where one opens another.
COMPLAINT_OPENINGS = ("pengaduan", "aduan", "keluhan", "komplain", "complaint")
ASPIRATION_OPENINGS = (
    "aspirasi", "usulan", "usul", "saran", "kritik dan saran", "masukan", "ide", "saya usul", "saya mengusulkan",
    "saya mau usul", "saya ingin mengusulkan", "kami usul", "kami mengusulkan", "mau usul", "mengusulkan",
    "mohon aspirasi", "kritik saran", "usulannya", "kami mengusulkan", "kami usulkan", "saya usulkan",
    "aspirasi saya", "saya ingin menyampaikan aspirasi", "ingin menyampaikan aspirasi", "menyampaikan aspirasi",
    "sekedar saran", "sekadar saran", "suggestion", "i suggest", "aspiration",
    "saran saya", "saran kami", "usulan saya", "usulan kami", "masukan saya", "mohon dipertimbangkan usulan",
)  # fmt: skip
INFORMATION_OPENINGS = (
    "permintaan informasi", "permohonan informasi", "minta informasi", "minta info", "mohon informasi", "mohon info",
    "mhn info", "tolong info", "informasi", "info", "tanya", "mau tanya", "mau nanya", "mau bertanya", "numpang tanya",
    "numpang nanya", "ingin bertanya", "ingin tanya", "izin bertanya", "ijin bertanya", "izin tanya", "pertanyaan",
    "saya mau tanya", "saya ingin bertanya", "saya mau bertanya", "saya ingin tanya", "sy mau tanya",
    "kami ingin bertanya",
    "maaf mau tanya", "saya minta informasi", "saya butuh informasi", "butuh informasi",
    "mohon informasinya", "mohon infonya", "minta infonya", "minta informasinya", "bagaimana cara mengurus",
    "bagaimana cara urus", "bagaimana cara membuat", "bagaimana cara mendaftar", "bagaimana cara daftar",
    "gimana cara mengurus", "gimana cara urus", "gimana cara bikin", "gmn cara urus", "gmn cara bikin", "apa syarat",
    "apa saja syarat", "berapa biaya", "request for information",
    "information request", "question", "i would like to ask", "i want to ask",
)  # fmt: skip
# These are also ordinary first words ("usulan kami ditolak", "info dari warga …"): they classify only as a tag.
TAG_ONLY = set_of("""
    ide info informasi masukan tanya pertanyaan saran usulan question suggestion keluhan aduan komplain
""")

# Mail subjects -------------------------------------------------------------------------------------------------------
REPLY_PREFIXES = set_of("re fw fwd bls balas balasan tr trs terusan teruskan diteruskan aw wg rv")
EMPTY_SUBJECTS = frozenset({
    "", "laporan", "pengaduan", "aduan", "keluhan", "lapor", "surat", "email", "tanpa subjek", "tidak ada subjek",
    "tanpa judul", "no subject", "none", "halo", "rahasia", "anonim", "aspirasi", "permintaan informasi", "informasi",
    "report", "complaint", "hello", "hi", "untitled", "penting", "urgent", "mohon bantuan", "tolong",
})  # fmt: skip

# A full stop after these does not end a sentence.
ABBREVIATIONS = set_of("""
    jl jln jalan. no nmr rt rw gg kel kec kab kp ds ds. dsn dkh bpk sdr sdri yth tlp telp hp dr drs dra ir h hj prof
    st prov kt km rp tgl ttg dll. dsb. a.n an u.p up d.a da mr mrs ms wr wb s.d sd pt cv ud tb
""") | frozenset("abcdefghijklmnopqrstuvwxyz")

# Languages: only words that are not words of the other one ("air", "dam", "ban", "in" tell nothing).
ENGLISH = set_of("""
    the is are was were and of to for with this that there here have has had not please help broken road street light
    lights water garbage trash school hospital my our we you your i it its been since near because very still nobody
    report complaint want would like need how what when where why hello good morning afternoon evening dear sir madam
    from on at by be no one day days week weeks months year years thank thanks collected dirty smell smells noise
    flood flooded bridge village officer officers bus me they them their he she his her who which out could should can
    cannot will don't doesn't does did do number status check nothing
""") - set_of("status no check sir i me bus on day")
INDONESIAN = set_of("""
    yang yg di dan dengan dgn untuk utk tidak tdk dari dr ini itu saya sy kami ke pada ada sudah sdh belum blm mohon
    mhn tolong tlg jalan jl jln rusak lampu mati sampah air banjir bau rumah warga desa kelurahan kecamatan kabupaten
    kota pak bapak bu ibu bpk apa kapan kenapa bagaimana gimana gmn selamat pagi siang sore malam terima kasih halo
    hari minggu bulan tahun lama sering selalu harus agar supaya karena krn tapi tp juga jg atau bisa akan lagi lg
    sangat sekali banyak depan belakang dekat sekolah pasar jembatan listrik pln pdam gak ga nggak aja saja oleh kalau
    kalo anak orang kepada laporan lapor pengaduan minta kali rt rw gang gg no nomor dinas pemerintah puskesmas
    rahasia anonim
""")
