"""What adverts, frauds and honest complaints say: data, one pattern a line, Indonesian and English.

A group counts its different phrases, never one phrase twice. Words that citizens use of a nuisance (a gambling site, a
lender's threats) stand here, too: `GRIEVANCE`, `REQUEST` and `PLACE` outweigh them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


# Lower case, NFKC, one blank between words: see suspect_text.py.
ADVERTS: Mapping[str, re.Pattern[str]] = {
    "gambling": _any(
        r"judi online",
        r"judol",
        r"(?:situs |agen |bandar |link )?(?:slot|togel|toto|casino|kasino|poker|domino ?qq|bandarq|sbobet)"
        r"(?: (?:online|gacor|deposit|resmi|terpercaya|88|777|303|pulsa|dana))?",
        r"gacor|maxwin|scatter|rtp|jackpot|free ?spins?|sabung ayam|taruhan bola|parlay|sportsbook|betting|roulette|"
        r"baccarat",
        r"bonus (?:new member|member baru|deposit|harian|\d+ ?%)|welcome bonus|no deposit bonus",
        r"(?:minimal |min )?(?:depo|deposit) (?:dana|pulsa|qris|\d+)|wd (?:cepat|lancar|pasti)|proses wd|withdraw",
        r"menang (?:besar|banyak|jutaan|ratusan juta)|pasti (?:menang|jp)|place your bets?|real money games?",
        r"daftar (?:id|akun) (?:pro|vip)|akun (?:pro|vip)|anti rungkad|auto (?:cuan|kaya|jp)|cuan",
    ),
    "lending": _any(
        r"pinjol|pinjaman (?:online|cepat|dana|uang|tunai|tanpa|pribadi|modal|kilat)|dana (?:tunai|cepat|talangan|"
        r"kilat)",
        r"tanpa (?:jaminan|agunan|survei|bi checking|ribet)|langsung cair|cair (?:hari ini|cepat|dalam|\d+)|"
        r"pencairan|plafon",
        r"bunga (?:rendah|ringan|mulai|hanya|\d)|tenor|cicilan (?:ringan|mulai)|angsuran (?:ringan|mulai)",
        r"gadai bpkb|kta|kredit (?:cepat|tanpa|mudah)|take over kredit|tutup (?:hutang|utang|kartu kredit)|gestun",
        r"(?:personal|business|instant|quick|payday|unsecured|low interest|urgent) loans?|loan (?:offer|amount|"
        r"application"
        r"|approved)|apply for (?:a )?loan|interest rate|pre-?approved|no collateral|credit (?:repair|score)|"
        r"(?:project|business) (?:funding|financing)|working capital",
    ),
    "medicine": _any(
        r"viagra|cialis|levitra|sildenafil|tadalafil|xanax|valium|tramadol|phentermine|ozempic|semaglutide|cbd|"
        r"steroids?|ambien|oxycodone|hydrocodone|modafinil|ivermectin",
        r"(?:online|canadian|discount|generic|cheap) (?:pharmacy|drugs?|meds?|medications?)|"
        r"without (?:a )?prescription|"
        r"no prescription|prescription drugs?",
        r"(?:lose|losing) (?:weight|\d+ (?:kg|pounds|lbs))|weight loss|fat burn(?:er|ing)?|diet pills?|keto|"
        r"male enhancement|erectile|bigger|libido|testosterone",
        r"obat (?:kuat|pembesar|perangsang|pelangsing|herbal|aborsi|penggugur)|pembesar (?:alat vital|payudara)|"
        r"tahan lama|ejakulasi|pelangsing|turun \d+ ?kg|langsing|asam urat|diabetes tanpa|sembuh total|testimoni|"
        r"suplemen|herbal alami",
        r"blood sugar|joint pain|miracle|breakthrough|doctors? (?:hate|shocked)|anti-?aging|skin ?care",
    ),
    "adult": _any(
        r"sexy|nudes?|porn\w*|xxx|hookup|sex(?: chat| video| cam)?|webcam|lonely (?:wife|wives|women|housewives)|"
        r"(?:single|hot|russian|ukrainian|local) (?:girls?|ladies|women|singles|milfs?)|dating|escorts?",
        r"bokep|open bo|vcs|cewek panggilan|pijat plus|video (?:call sex|dewasa|mesum)|wanita panggilan|"
        r"janda kesepian",
    ),
    "web marketing": _any(
        r"seo|search engine optimi[sz]ation|backlinks?|guest posts?|link building|domain authority|web traffic|"
        r"organic traffic|(?:first|1st) page (?:of|on) google|rank(?:ing|ed)?s? (?:higher|on google|your)|"
        r"google ranking",
        r"(?:web|website|app|mobile app|logo|graphic)s? (?:design|development|redesign|developers?|designers?)|"
        r"digital marketing|social media (?:marketing|management)|lead generation|explainer videos?|"
        r"(?:ppc|google ads|facebook ads) (?:campaigns?|management)|your (?:web ?site|online presence)|"
        r"content writ(?:ing|ers?)|domain (?:name )?(?:expir\w+|renewal|registration)",
        r"(?:email|mailing|contact|business|leads?|attendees?|users?|decision makers?) (?:lists?|database)|"
        r"verified contacts|bulk (?:email|sms|mail)|b2b (?:leads|data|contacts)|sms blast|wa blast|email blast",
        r"jasa (?:seo|backlink|website|pembuatan (?:website|web|aplikasi)|iklan|google ads|desain|like|followers?|"
        r"view|promosi)|tambah followers?|jual (?:followers?|database|akun)|halaman (?:1|satu|pertama) google|"
        r"optimasi website|digital agency",
        r"(?:free|complimentary) (?:audit|quote|consultation|proposal|website analysis)|boost your (?:business|"
        r"sales|traffic)"
        r"|grow your (?:business|sales|revenue)|increase your (?:sales|traffic|revenue)",
    ),
    "money from strangers": _any(
        r"next of kin|inheritance|deceased (?:client|customer)|late (?:client|customer|husband|father)|beneficiary|"
        r"barrister|unclaimed|dormant account|diplomat(?:ic)?|consignment|trunk box|widow",
        r"(?:us\$|usd|\$|€|£|eur|gbp) ?\d+(?:[.,]\d+)* ?(?:m|mil|million|billion)?s?|\d+(?:\.\d+)? ?(?:million|"
        r"billion)"
        r" ?(?:us |u\.s\. |united states )?(?:dollars|euros?|pounds|usd)|million dollars",
        r"(?:transfer|release|claim|receive) (?:of )?(?:the |this |your )?(?:funds?|sum|money|compensation|prize)|"
        r"compensation (?:fund|payment)|atm (?:visa )?card|bank draft|western union|moneygram|escrow",
        r"confidential (?:business )?(?:proposal|transaction|matter|deal)|business proposal|mutual(?:ly)? benefi\w+|"
        r"investment (?:proposal|opportunity|partner(?:ship)?)|foreign partner|trustworthy partner|business deal|"
        r"god bless|dear (?:beloved|friend|beneficiary|in christ|one)|my name is (?:mrs|mr|dr|barrister|sgt|"
        r"gen)\b\.?|"
        r"(?:donat(?:e|ion)|charity) (?:of|to you|fund)|cancer|orphan(?:s|age)",
        r"warisan (?:sebesar|senilai|almarhum)|ahli waris|dana hibah|hibah sebesar|juta dolar|juta usd|"
        r"proposal bisnis rahasia|mitra bisnis",
    ),
    "prizes": _any(
        r"lotter(?:y|ies)|lotto|you(?: have|'ve)? (?:won|been selected|been chosen)|winning (?:number|ticket|"
        r"notification)|"
        r"lucky (?:winner|draw)|congratulations|claim your|gift ?cards?|giveaway|free (?:gift|iphone|voucher|trial|"
        r"money)|"
        r"prize|reward points?|survey reward",
        r"pemenang|memenangkan|undian|hadiah (?:utama|mobil|uang|langsung|sebesar|senilai)|klaim (?:hadiah|bonus|"
        r"sekarang)|"
        r"selamat[!,]? anda (?:terpilih|menang|mendapat\w*|berhak)|cek tunai|nomor anda (?:terpilih|menang)|"
        r"pajak hadiah|gebyar",
    ),
    "account phishing": _any(
        r"(?:verify|confirm|update|validate|upgrade|restore|re-?activate|unlock) (?:your|the) (?:account|e-?mail|"
        r"mailbox|"
        r"identity|password|information|details|billing|payment|wallet)",
        r"(?:mail ?box|account|e-?mail|password|storage|quota) (?:is |has been |will be |has |was )?(?:almost |"
        r"about to )?"
        r"(?:full|suspended|expir\w+|locked|disabled|deactivated|limit\w*|exceeded|terminated|blocked|closed|"
        r"restricted)",
        r"(?:unusual|suspicious|unauthori[sz]ed) (?:activity|sign-?in|login|transaction|access)|failed delivery of|"
        r"(?:pending|undelivered|incoming|held|quarantined|blocked) (?:messages?|e-?mails?|mails?)|"
        r"keep (?:the |my |your )?(?:same |current )?password|release (?:messages|mails)|web ?mail (?:admin\w*|team|"
        r"support)|"
        r"it (?:help ?desk|support|department)|system administrator|security (?:alert|notice|team)|docusign|"
        r"shared (?:a )?(?:file|document) with you|view (?:the )?(?:document|file|invoice)|seed phrase|"
        r"wallet connect",
        r"(?:verifikasi|konfirmasi|perbarui|aktifkan|validasi|pulihkan|tingkatkan) (?:ulang |kembali )?(?:akun|"
        r"e-?mail|"
        r"kotak (?:surat|masuk)|data (?:anda|rekening|diri anda)|rekening|kata sandi|password|identitas anda)",
        r"(?:akun|email|kotak (?:surat|masuk)|rekening|kartu|kuota email) anda (?:akan |telah |sudah |hampir |di)?\s?"
        r"(?:diblokir|ditutup|dinonaktifkan|dibekukan|penuh|kedaluwarsa|kadaluarsa|ditangguhkan|dihapus|terkunci|"
        r"dibatasi)",
        r"aktivitas (?:mencurigakan|tidak biasa|login)|masuk dari perangkat|klik (?:tautan|link|tombol) (?:di bawah|"
        r"berikut|"
        r"ini)|kode otp|user ?id dan pin|perubahan tarif (?:transfer|transaksi)|tarif baru (?:transfer|transaksi)|"
        r"tagihan (?:anda )?(?:belum dibayar|jatuh tempo)|paket anda (?:tertahan|gagal)|biaya pengiriman (?:ulang|"
        r"tambahan)",
        r"(?:parcel|package|shipment|delivery) (?:is |has |could |was |on )?(?:hold|pending|waiting|failed|"
        r"not be delivered|"
        r"been held)|re-?schedule (?:your )?delivery|customs (?:fee|duty)|shipping (?:fee|address)",
    ),
    "bills and orders": _any(
        r"(?:attached|outstanding|overdue|unpaid|past due|proforma|pro forma|revised) (?:invoices?|payments?|"
        r"statement|"
        r"purchase order|quotation|documents?)|invoice (?:attached|no|number|copy)|(?:new|urgent|trial) order|"
        r"purchase order|(?:payment|swift|remittance|transfer) (?:advice|copy|slip|confirmation)|"
        r"(?:find|see|kindly|check|open|review) (?:the )?(?:attached|enclosed|attachment)|bill of lading|"
        r"request for quotation|rfq|best prices?|(?:scanned|scan) (?:document|copy|from)|voice ?mail|e-?fax|"
        r"wire transfer|"
        r"bank details",
        r"bukti (?:transfer|pembayaran) terlampir|(?:faktur|invoice|tagihan) terlampir|terlampir (?:faktur|invoice|"
        r"tagihan|"
        r"penawaran|proposal|brosur|katalog)|segera (?:lunasi|dibayarkan|lakukan pembayaran)|konfirmasi pembayaran|"
        r"surat panggilan|undangan pernikahan digital|cek resi|lihat (?:undangan|foto paket)",
    ),
    "investing": _any(
        r"bitcoin|btc|crypto(?:currency)?|kripto|forex|binary options?|trading (?:platform|robot|signals?|otomatis)|"
        r"robot trading|blockchain|nft|airdrop|token sale|ethereum|usdt|mining",
        r"passive income|penghasilan (?:pasif|tambahan|jutaan)|work from home|(?:kerja|bisnis) (?:sampingan|online|"
        r"dari rumah)|"
        r"(?:earn|make|profit) (?:up to |over )?(?:us)?\$? ?\d+|financial freedom|roi|guaranteed (?:returns?|"
        r"profits?)|"
        r"get rich|double your|(?:part|full)[ -]time (?:job|position)|hiring now|"
        r"profit (?:harian|\d+ ?%|konsisten|pasti)|modal kecil|untung besar|investasi (?:aman|menguntungkan|bodong|"
        r"emas|"
        r"properti|mulai)|mlm|downline|lowongan (?:kerja|freelance) (?:online|mudah)|gaji \d+ ?(?:juta|jt)|komisi",
        r"(?:your )?(?:device|computer|webcam) (?:was|has been|is) (?:hacked|infected)|i (?:have )?(?:recorded|"
        r"hacked) you\w*|"
        r"pay me|my (?:btc|bitcoin) (?:wallet|address)|embarrassing video|48 hours",
    ),
    "selling": _any(
        r"promo(?:si)?(?: (?:spesial|terbatas|akhir|bulan|hari|diskon|murah|gila|cuci))?|diskon(?: (?:hingga|sampai|"
        r"s/d|up to"
        r"|\d+ ?%))?|obral|cuci gudang|sale|flash sale|cashback|voucher|gratis ongkir|free ongkir|beli \d gratis \d|"
        r"harga"
        r" (?:promo|spesial|murah|terjangkau|grosir|pabrik|distributor|terbaik|nego|mulai|miring|bersaing|coret)|"
        r"termurah|"
        r"termewah|stok terbatas|ready stock?|jual (?:murah|cepat|rumah|tanah|kavling)|limited (?:time|stock|offer)|"
        r"special"
        r" offer|best deals?|\d+ ?% (?:off|discount|diskon)|buy now|order now|shop now|act now|don'?t miss|exclusive|"
        r"lowest price|black friday|cyber monday|discounts?|clearance|free shipping|money back|risk[- ]free",
        r"(?:segera |ayo |yuk |cepat )?(?:pesan|order|daftar|beli|booking|dapatkan|klik|gabung|join|hubungi|"
        r"buruan) (?:sekarang|"
        r"segera|hari ini|disini|di sini|link)|buruan|jangan lewatkan|jangan sampai ketinggalan|"
        r"penawaran (?:terbatas|"
        r"menarik|khusus|spesial|harga|kerja ?sama|produk|jasa)|kami (?:menawarkan|menyediakan|menjual|melayani|"
        r"hadir|"
        r"memproduksi|adalah (?:perusahaan|distributor|supplier|produsen|agen|penyedia))|(?:distributor|supplier|"
        r"pabrik|"
        r"produsen|vendor|agen) (?:resmi|alat|mesin|tunggal|terpercaya|langsung)|company profile|profil perusahaan|"
        r"e-?katalog|katalog produk|produk (?:kami|unggulan|terbaru|terbaik)|layanan kami|pelanggan setia|"
        r"gabung sekarang",
        r"(?:hubungi|hub|wa|whatsapp|chat|call|telp|kontak|info|cp)(?: (?:lebih lanjut|kami|admin|marketing|sales|"
        r"cs|di|ke|"
        r"dan pemesanan|pemesanan|pendaftaran|only))* ?[:.;]? ?(?:\+?62|0)[ -]?8[\d\s.-]{7,}|wa\.me/\d+|t\.me/\+?\w+|"
        r"whatsapp (?:kami|me|us|only)|marketing executive|account executive|sales (?:executive|manager|team|"
        r"marketing)",
        r"(?:paling )?terpercaya|proses (?:cepat|mudah|instan)|ber?garansi|garansi (?:resmi|uang)|"
        r"kualitas (?:terbaik|ekspor|"
        r"premium)|berkualitas|(?:100|seratus) ?(?:%|persen) (?:aman|original|asli|halal|alami|terbukti)|"
        r"terbukti ampuh|"
        r"siap (?:kirim|melayani)|melayani (?:pengiriman|seluruh)|seluruh indonesia|solusi (?:tepat|terbaik)",
        r"(?:leading|professional|one of the) (?:manufacturers?|suppliers?|exporters?|factory)|manufacturers? (?:of|"
        r"in china)|"
        r"we are (?:a |an |the )?(?:\w+ ){0,3}(?:company|manufacturers?|suppliers?|factory|agency|team of)|"
        r"our (?:products?|"
        r"factory|catalog(?:ue)?|services|company|clients)|moq|oem|odm|"
        r"(?:let me know|if you(?:'re| are)) (?:if you(?:'re| are) )?interested|interested in our|"
        r"look(?:ing)? forward to "
        r"(?:cooperat\w+|doing business|work\w* with)|long[- ]term (?:cooperation|business)|free samples?|quotes?",
        r"(?:undangan |jadwal |info )?(?:bimtek|diklat|bimbingan teknis|seminar nasional|webinar|workshop|pelatihan|"
        r"training)"
        r"(?: (?:nasional|dan|online|keuangan|terbaru|tahun))?|biaya (?:kontribusi|investasi|pendaftaran|peserta)|"
        r"kontribusi"
        r" rp|early bird|e-?sertifikat|sertifikasi (?:bnsp|k3|iso)|fasilitas peserta|narasumber|"
        r"pendaftaran (?:dibuka|"
        r"peserta)|kuota terbatas|lembaga (?:diklat|kajian|pelatihan)|kamar twin share|jual ijazah|jasa (?:skripsi|"
        r"ijazah|"
        r"pembuatan|pengurusan|konsultan|pengiriman|ekspedisi|sedot)",
        r"paket (?:umroh|umrah|wisata|tour|haji|outbound|liburan|hemat|usaha)|umroh|tour (?:and|&) travel|kavling|"
        r"perumahan "
        r"(?:baru|subsidi|murah)|dp (?:ringan|murah|0)|apartemen|franchise|waralaba|(?:replica|luxury) (?:watch\w*|"
        r"bags?)|"
        r"rolex|designer (?:bags?|watches)|(?:cheap|discount) (?:flights?|hotels?|travel)|travel deals|"
        r"insurance quotes?|"
        r"solar panels?|car warranty|timeshare|asuransi (?:jiwa|kesehatan) (?:terbaik|murah)",
    ),
    "offering": _any(
        r"we (?:offer|provide|supply|produce|build|develop|export|speciali[sz]e|manufacture|deliver|can (?:help|"
        r"offer|make|"
        r"supply|provide))|(?:affordable|competitive|reasonable) (?:price|rate|cost)s?|hourly rates?|portfolio|"
        r"pricing|"
        r"price list|catalog(?:ue)?s?|inquir(?:y|ies)|fob|purchasing manager|business development|"
        r"years(?: of)? experience|"
        r"(?:short|quick) call|(?:skype|zoom|phone) call|per month|worth \$",
        r"(?:call for|submit (?:your )?)(?: papers?| manuscripts?| abstracts?)|manuscripts?|peer[- ]review\w*|"
        r"open access|"
        r"editorial (?:office|board)|international (?:conference|journal|summit)|invite you (?:to|as)|"
        r"processing charge|"
        r"keynote|join us|sign(?:ed)? up|register (?:now|here|today)|read more|see all|learn more|deadline|reminder",
        r"refund|subscriptions?|auto-?renew\w*|renewed|charged (?:to|from) your|toll[- ]free|support desk|"
        r"order (?:id|no|number|"
        r"confirm\w*)|your (?:order|purchase|subscription|warranty|package|parcel|password|devices?|insurance)|"
        r"save (?:up to|big)|"
        r"quick task|are you available|at your desk|purchase some|bank account|salary payment",
        r"kami (?:siap|mengajukan|mengundang|berpengalaman|kontraktor|bergerak|membuka|jual|punya|memberikan|"
        r"mempersembahkan)|"
        r"berpengalaman|tkdn|lkpp|pengadaan|perusahaan kami|bersama kami|(?:mulai|cukup|"
        r"hanya) (?:dari )?(?:rp\.? ?)?\d[\d.,]*"
        r" ?(?:jutaan|juta|jt|ribuan|ribu|rb|k)?|(?:jutaan|ratusan ribu)(?: rupiah)?|booking|reservasi|dicicil|kpr|"
        r"shm|dijual|"
        r"disewakan|hunian|strategis|cluster|open trip|liburan|kuliah|pendaftaran|simak|selengkapnya|"
        r"baca selengkapnya|"
        r"langganan|berlangganan|pelanggan|merchant|cicilan|tanpa (?:diet|operasi|efek samping|modal|ribet|bunga)|"
        r"ampuh|khasiat|berkhasiat|berat badan|dijamin|terbukti|peluang|bonus|ajak (?:\d+ )?teman|uang kembali",
    ),
    "mass mail": _any(
        r"unsubscribe|opt[- ]?out|manage (?:your )?(?:preferences|subscriptions?)|(?:view|read|"
        r"open) (?:this )?(?:e-?mail |"
        r"message |newsletter )?(?:in|on) (?:your |a |the )?(?:browser|web)|you(?: are|'re) receiving this|"
        r"no longer (?:wish|want) to receive|remove(?:d)? from (?:our|this|the) (?:mailing )?list|newsletter|"
        r"add us to your address book|all rights reserved|privacy policy|terms (?:of service|and conditions|apply)|"
        r"this is not spam|mailing list",
        r"berhenti berlangganan|berhenti menerima (?:email|pesan)|buletin(?: mingguan| bulanan)?|"
        r"lihat (?:email ini )?di browser|"
        r"anda menerima (?:email|surel|pesan) ini karena|jika tidak ingin menerima|syarat (?:dan|"
        r"&) ketentuan berlaku|"
        r"kebijakan privasi|mohon maaf (?:bila|jika|apabila) (?:email|pesan) ini",
    ),
}

# What stands in a complaint. A newsletter has places and grievances, too; it does not ask an authority for anything.
GRIEVANCE = _any(
    r"(?:di|ter|me)?(?:rusak|ambruk|roboh|retak|longsor|padam|mati|mampet|sumbat|tersumbat|bocor|macet|putus|jebol|"
    r"bolong|longsor|terbakar|tergenang|hancur|ambles|amblas)\w*",
    r"berlubang|lubang|lobang|banjir|genangan|gelap|kotor|bau|berbau|busuk|keruh|kumuh|bising|berisik|becek|licin|"
    r"kering|"
    r"menumpuk|tumpukan|berserakan|tercemar|pencemaran|limbah|asap|debu|polusi|kebisingan|rawan|bahaya|berbahaya|"
    r"membahayakan|kecelakaan|terjatuh|jatuh|celaka|meninggal|korban|keracunan|sakit|wabah|jentik|hama|kekeringan|"
    r"kebakaran",
    r"pungli|pungutan|memungut|dipungut|dipungli|diminta(?:i)? (?:uang|bayar|membayar|biaya)|suap|korupsi|"
    r"diselewengkan|"
    r"penyelewengan|penyalahgunaan|dipotong|pemotongan|potongan|calo|percaloan|preman|pemerasan|diperas|intimidasi|"
    r"diancam|"
    r"ancaman|mengancam|diteror|teror|penipuan|menipu|ditipu|tertipu|penggelapan|oknum|nepotisme|diskriminasi|curang|"
    r"kecurangan|tebang pilih|tidak adil|ilegal|liar|tanpa izin|tak berizin|melanggar|pelanggaran",
    r"(?:belum|tidak|tdk|blm|tak|gak|nggak|ga|enggak|kagak|tanpa|kurang|susah|sulit|ndak|nda)(?: (?:pernah|juga|ada|"
    r"bisa|dapat|"
    r"jelas|kunjung|lagi|mau|di))* (?:\w+)",
    r"lambat|lama sekali|berbelit(?:-belit)?|dipersulit|mempersulit|ditolak|dipingpong|diabaikan|terbengkalai|"
    r"mangkrak|"
    r"terlantar|ditelantarkan|tertunda|terlambat|telat|antre(?:an)?|antri(?:an)?|kasar|marah-marah|tutup terus|"
    r"kosong|langka|"
    r"mahal|naik drastis|hilang|dicuri|pencurian|kehilangan|maling|begal|tawuran|balap liar|mabuk|miras|narkoba|"
    r"prostitusi|mesum|perjudian|main judi|tempat judi",
    r"meresahkan|resah|keresahan|mengganggu|terganggu|gangguan|merugikan|dirugikan|kerugian|keluhan|mengeluh|"
    r"keluhkan|kecewa|"
    r"menderita|sengsara|khawatir|takut|trauma|kapok|dikeluhkan|protes|keberatan|sengketa|konflik|bentrok|kdrt|"
    r"pelecehan|"
    r"kekerasan|perundungan|bullying|penganiayaan|dianiaya|dipukul",
    r"miring|menjuntai|lapuk|keropos|mengelupas|jarang|bolos|mengular|sesak|semrawut|lalat|nyamuk|tikus|digigit|"
    r"digusur|"
    r"sepanjang malam|tengah malam|berhari-hari|berbulan-bulan|bertahun-tahun|"
    r"sudah (?:hampir |lebih dari )?(?:\d+|satu|dua|tiga|empat|lima|enam|ber|se)[ -]?(?:jam|hari|minggu|bulan|tahun|"
    r"lama)|"
    r"sudah lama",
    r"tumbang|bangkai|hits?|beats?|plat merah|berkeliaran|tutup|ditutup|menutup|gagal|batal|dibatalkan|spam|malu|"
    r"(?:di|pe)?retas\w*|"
    r"hacked|wanprestasi|tertahan|menahan|ditahan|kabur|"
    r"disebar\w*|bohong|"
    r"kelaparan|kekurangan|miskin|lumpuh|disabilitas|gizi buruk|stunting|putus sekolah|sebatang kara|butuh bantuan",
    r"broken|damaged|potholes?|flood(?:s|ed|ing)?|leak(?:s|ing|ed)?|dark|garbage|rubbish|trash|smell\w*|stink\w*|"
    r"noise|"
    r"noisy|dangerous|unsafe|accidents?|bribes?|extort\w*|corruption|illegal|scam(?:s|med|mers?)?|fraud|stolen|"
    r"harass\w*|overcharg\w*|rude|delayed|complain\w*|complaints?|no (?:water|power|electricity|light|answer|"
    r"response)|"
    r"(?:has|have|is|are|was|were|does|do|did)(?: not|n't) (?:work\w*|been|come|answer\w*|respond\w*|repaired|fixed|"
    r"collected)|blocked|clogged|polluted|collapsed|stray dogs?|out of order",
    r"can(?:'?t|not) \w+|loud|problems?|issues?|worried|afraid|lost|theft|robbed|waste|dirty|mess|holes?|cracks?|"
    r"fell|injured|"
    r"nobody|no one|still waiting|waiting for|refused|unfair|missing|sick|bitten|sleep|asked (?:me|us) (?:for|"
    r"to pay)|disappeared",
    # Javanese, Sundanese, Minang, Balinese, Banjar: what is spoken at a village's office.
    r"ora|mboten|dereng|durung|teu|henteu|acan|indak|alun|sing|tusing|kada|balum|jugrug|butek|peteng|rusuh|bangka|"
    r"ruksak|"
    r"dugi ka|angel|banjire|mampete|gelap gulita|reget|awon",
)
# Who tells of a nuisance or fraud, and what should be done about it: no advert says two of them.
REPORTING = _any(
    r"(?:di|me)(?:blokir|tindak|razia|tertibkan|gerebek|tangkap)|melaporkan|tertipu|ditipu|korban|diretas|"
    r"mengembalikan uang|uang (?:saya|kami|warga)|penipuan|penipu|"
    r"meresahkan|kecanduan|bodong|ilegal|diretas|peretas(?:an)?|(?:di)?teror|judi online (?:di|ini|dan)|"
    r"pelaku(?:nya)?|"
    r"oknum|bandar|(?:saya|kami|warga) (?:menerima|mendapat|dapat|dikirimi|ditawari) (?:sms|email|pesan|surel|"
    r"telepon|wa)|"
    r"mengatasnamakan|mengaku(?: sebagai| dari)?|palsu|dibohongi|scam(?:med|mers?)?|report (?:a|this|the)|victims?|"
    r"fraudulent|"
    r"cheated",
)
REQUEST = _any(
    r"(?:mohon|tolong|tlg|mhn|minta|harap|diharap(?:kan)?|berharap|semoga|usul|mengusulkan|memohon|dimohon|mendesak|"
    r"dibantu|sudilah|kiranya|agar|supaya|nyuwun|punten|tulung|tulungi)",
    r"(?:segera |untuk |agar |supaya |dapat |bisa |perlu |harus |mau |minta )?(?:diperbaiki|ditindak\w*|ditertibkan|"
    r"dibenahi|"
    r"ditangani|diusut|diselidiki|dicek|diperiksa|disurvei|dibersihkan|diangkut|ditutup|diblokir|dipasang|dibangun|"
    r"diaspal|"
    r"dikeruk|dinormalisasi|ditinjau|diawasi|ditegur|disanksi|dicopot|diproses|ditebang|dipangkas|dievaluasi|"
    r"ditanggapi|direspon\w*|dijelaskan|diberi\w*|difasilitasi|dikembalikan|diganti|digratiskan|dilayani)",
    r"(?:me|di)?(?:lapor(?:kan|an)?|ngadu(?:kan)?|pengaduan|aduan|adukan)|ingin (?:bertanya|menanyakan|mengadukan|"
    r"melaporkan)|"
    r"mau (?:tanya|lapor|nanya)|bertanya|menanyakan|apakah|bagaimana (?:cara|prosedur|kelanjutan|solusi)|kapan|"
    r"kenapa|"
    r"mengapa|dimana|di mana|syarat(?:nya)?|perhatian(?:nya)?|tindak lanjut(?:nya|i)?|solusi(?:nya)?|bantuan(?:nya)?|"
    r"pertanggungjawaban|penjelasan|kejelasan|kepastian|keadilan|kebijakan(?:nya)?",
    r"(?:please|pls|kindly|could you|can you|i would like to) (?:\w+ )?(?:fix|repair|help|look|check|investigate|"
    r"act|send|"
    r"tell|explain|report|clean|stop|do something|advise)|i (?:want|wish|would like) to (?:report|complain|ask|know)|"
    r"report(?:ing)?|when will|how (?:do|can) i|"
    r"confidential(?:ly)?|anonym\w+|rahasia\w*|dirahasiakan|anonim|asked for money|"
    r"how (?:long|much|many)|which (?:documents?|forms?|offices?|counter)|do i need|am i|"
    r"my (?:neighbou?rs?|house|street|village|landlord|visa|passport|permit|child|daughter|son|mother|father)|"
    r"requesting|we ask|assistance|(?:who|what|where) (?:do|can|should) (?:i|we)|is there|why|your help|"
    r"(?:someone|anyone|government|authorit(?:y|ies)) ",
)
PLACE = _any(
    r"jalan|jl|jln|gang|gg|jembatan|trotoar|lampu|pju|selokan|got|drainase|gorong(?:-gorong)?|parit|irigasi|saluran|"
    r"tanggul|"
    r"sungai|kali|bendungan|embung|pantai|pasar|terminal|halte|stasiun|pelabuhan|dermaga|bandara|parkir|taman|"
    r"lapangan|"
    r"sumur|mck|jamban|toilet|air|pdam|pam|listrik|pln|sampah|tps|tpa|tiang|kabel|pohon|sawah|kebun|lahan|tambang|"
    r"pabrik|"
    r"kandang|rumah|kos|warung|kafe|makam|masjid|musala|mushola|gereja|pura|internet|sinyal|tower",
    r"rt|rw|dusun|dsn|desa|ds|kampung|kp|kelurahan|kel|lurah|kades|kecamatan|kec|camat|kabupaten|kab|kota|provinsi|"
    r"banjar|nagari|gampong|blok|perumahan|perum|kompleks|komplek|pemda|pemkab|pemkot|bupati|walikota|gubernur|"
    r"dinas|kantor|"
    r"loket|petugas|pegawai|aparat|perangkat|pejabat|kepala|ketua|polisi|polsek|polres|satpol|samsat|satpas|bpn|"
    r"disdukcapil|dukcapil|imigrasi|kua|kejaksaan|pengadilan|dprd|kementerian|kemenkominfo|kominfo|komdigi|ojk|bpom|"
    r"pemerintah",
    r"warga|penduduk|masyarakat|petani|nelayan|pedagang|buruh|guru|siswa|murid|anak|lansia|ibu hamil|keluarga|"
    r"tetangga|"
    r"orang tua|pasien|pengguna jalan|pelanggan",
    r"sekolah|sd|sdn|smp|smpn|sma|sman|smk|paud|tk|madrasah|pesantren|kampus|ppdb|spmb|spp|kip|puskesmas|pustu|"
    r"posyandu|"
    r"rsud|rs|rumah sakit|bidan|dokter|ambulans|bpjs|kis|jkn|ktp|e-ktp|kk|akta|kia|sim|stnk|bpkb|skck|sertifikat|"
    r"ptsl|"
    r"sppt|pbb|izin|imb|pbg|nib|bansos|blt|pkh|bpnt|sembako|raskin|beras|pupuk|bbm|solar|pertalite|gas|elpiji|lpg|"
    r"dana desa|"
    r"apbdes|pilkades|pensiun|tunjangan|gaji|honor|thr|upah|umr|umk|bpjs ketenagakerjaan|pajak|retribusi|"
    r"surat (?:pindah|keterangan|tanah|domisili|izin)|pelayanan|layanan publik|vaksin|imunisasi|nomor antrian",
    r"road|street|bridge|lamp|light|drain|sewer|river|beach|market|school|hospital|clinic|village|district|regency|"
    r"neighbou?rhood"
    r"|residents?|neighbou?rs?|office|officers?|officials?|clerk|counter|police|immigration|visa|permit|licen[cs]e|"
    r"id card|"
    r"certificate|water supply|electricity|garbage|bus|station|park|sidewalk|pavement|kitas|villa",
)
# What trade has and complaints seldom: whom to call for more, and what it costs.
CONTACT = re.compile(
    r"(?<!\w)(?:info\w*|kontak|contact|hub(?:ungi)?|wa|whatsapp|telp|call|reservasi|pemesanan|pesan|marketing|"
    r"surve[iy]|order|cp|"
    r"konfirmasi|chat|booking|admin)(?!\w)[^\d]{0,30}\+?\d[\d\s()-]{7,}"
)
PRICE = re.compile(
    r"(?:rp\.? ?|idr ?|usd ?|us\$ ?|[$€£])\d|(?<!\w)\d[\d.,]* ?(?:jutaan|juta|jt|ribuan|ribu|rb|"
    r"dolar|dollars)(?!\w)"
)

# Words that are half of any text in their language (none of them is a common Indonesian or English word).
INDONESIAN = _any(
    r"yang|yg|dan|di|ke|dari|dr|untuk|utk|dengan|dgn|ini|itu|tidak|tdk|ada|sudah|sdh|belum|blm|akan|pada|juga|"
    r"karena|krn|"
    r"saya|kami|kita|anda|oleh|bisa|para|telah|atau|dalam|mohon|tolong|sangat|lagi|masih|sejak|setiap|pak|bapak|ibu|"
    r"warga"
)
ENGLISH = _any(
    r"the|and|of|to|is|are|you|your|for|with|this|that|have|has|we|our|from|was|will|not|be|it|on|by|as|"
    r"or"
)
FOREIGN = _any(
    r"le|les|des|est|pour|vous|une|avec|dans|votre|nous|sur|cette|merci|bonjour",
    r"der|das|und|nicht|ist|sie|für|mit|ein|eine|auf|ihre?|wir|sind|werden|ihnen|bitte|von|zu",
    r"el|los|las|que|una|usted|con|por|para|su|como|más|estimado|gracias|es|del|se|está",
    r"não|você|uma|seu|sua|os|mais|obrigado|são|nós|ao",
    r"het|een|niet|van|voor|uw|zijn|wij|deze|worden|met",
    r"il|della|gli|che|per|sono|questo|nostro|grazie|di più|è",
    r"bir|için|ile|bu|olarak|sizin|ve|daha|çok",
    r"nie|jest|się|na|dla|twoje|proszę|że|oraz|lub|przez",
    r"của|và|cho|bạn|là|không|được|chúng|với|các|một",
)
