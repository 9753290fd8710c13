"""What adverts and frauds say: data, Indonesian and English.

A group counts its different phrases, never one phrase twice. Words that citizens use of a nuisance (a gambling site, a
lender's threats) stand here, too: `GRIEVANCE`, `REQUEST` and `PLACE` of `suspect_honest` outweigh them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from normalizer.suspect_text import any_phrase

ADVERTS: Mapping[str, re.Pattern[str]] = {
    "gambling": any_phrase(
        r"judi online",
        r"judol",
        (
            r"(?:situs |agen |bandar |link )?(?:slot|togel|toto|casino|kasino|poker|domino ?qq|bandarq|"
            r"sbobet)(?: (?:online|gacor|deposit|resmi|terpercaya|88|777|303|pulsa|dana))?"
        ),
        r"gacor|maxwin|scatter|rtp|jackpot|free ?spins?|sabung ayam|taruhan bola|parlay|sportsbook|betting|roulette",
        r"baccarat",
        r"bonus (?:new member|member baru|deposit|harian|\d+ ?%)|welcome bonus|no deposit bonus",
        r"(?:minimal |min )?(?:depo|deposit) (?:dana|pulsa|qris|\d+)|wd (?:cepat|lancar|pasti)|proses wd|withdraw",
        r"menang (?:besar|banyak|jutaan|ratusan juta)|pasti (?:menang|jp)|place your bets?|real money games?",
        r"daftar (?:id|akun) (?:pro|vip)|akun (?:pro|vip)|anti rungkad|auto (?:cuan|kaya|jp)|cuan",
    ),
    "lending": any_phrase(
        r"pinjol|pinjaman (?:online|cepat|dana|uang|tunai|tanpa|pribadi|modal|kilat)",
        r"dana (?:tunai|cepat|talangan|kilat)",
        r"tanpa (?:jaminan|agunan|survei|bi checking|ribet)|langsung cair|cair (?:hari ini|cepat|dalam|\d+)|pencairan",
        r"plafon",
        r"bunga (?:rendah|ringan|mulai|hanya|\d)|tenor|cicilan (?:ringan|mulai)|angsuran (?:ringan|mulai)",
        r"gadai bpkb|kta|kredit (?:cepat|tanpa|mudah)|take over kredit|tutup (?:hutang|utang|kartu kredit)|gestun",
        r"(?:personal|business|instant|quick|payday|unsecured|low interest|urgent) loans?",
        r"loan (?:offer|amount|application|approved)|apply for (?:a )?loan|interest rate|pre-?approved|no collateral",
        r"credit (?:repair|score)|(?:project|business) (?:funding|financing)|working capital",
    ),
    "medicine": any_phrase(
        r"viagra|cialis|levitra|sildenafil|tadalafil|xanax|valium|tramadol|phentermine|ozempic|semaglutide|cbd",
        r"steroids?|ambien|oxycodone|hydrocodone|modafinil|ivermectin",
        r"(?:online|canadian|discount|generic|cheap) (?:pharmacy|drugs?|meds?|medications?)",
        r"without (?:a )?prescription|no prescription|prescription drugs?",
        r"(?:lose|losing) (?:weight|\d+ (?:kg|pounds|lbs))|weight loss|fat burn(?:er|ing)?|diet pills?|keto",
        r"male enhancement|erectile|bigger|libido|testosterone",
        r"obat (?:kuat|pembesar|perangsang|pelangsing|herbal|aborsi|penggugur)|pembesar (?:alat vital|payudara)",
        r"tahan lama|ejakulasi|pelangsing|turun \d+ ?kg|langsing|asam urat|diabetes tanpa|sembuh total|testimoni",
        r"suplemen|herbal alami",
        r"blood sugar|joint pain|miracle|breakthrough|doctors? (?:hate|shocked)|anti-?aging|skin ?care",
    ),
    "adult": any_phrase(
        r"sexy|nudes?|porn\w*|xxx|hookup|sex(?: chat| video| cam)?|webcam|lonely (?:wife|wives|women|housewives)",
        r"(?:single|hot|russian|ukrainian|local) (?:girls?|ladies|women|singles|milfs?)|dating|escorts?",
        r"bokep|open bo|vcs|cewek panggilan|pijat plus|video (?:call sex|dewasa|mesum)|wanita panggilan",
        r"janda kesepian",
    ),
    "web marketing": any_phrase(
        r"seo|search engine optimi[sz]ation|backlinks?|guest posts?|link building|domain authority|web traffic",
        r"organic traffic|(?:first|1st) page (?:of|on) google|rank(?:ing|ed)?s? (?:higher|on google|your)",
        r"google ranking",
        r"(?:web|website|app|mobile app|logo|graphic)s? (?:design|development|redesign|developers?|designers?)",
        r"digital marketing|social media (?:marketing|management)|lead generation|explainer videos?",
        r"(?:ppc|google ads|facebook ads) (?:campaigns?|management)|your (?:web ?site|online presence)",
        r"content writ(?:ing|ers?)|domain (?:name )?(?:expir\w+|renewal|registration)",
        r"(?:email|mailing|contact|business|leads?|attendees?|users?|decision makers?) (?:lists?|database)",
        r"verified contacts|bulk (?:email|sms|mail)|b2b (?:leads|data|contacts)|sms blast|wa blast|email blast",
        (
            r"jasa (?:seo|backlink|website|pembuatan (?:website|web|aplikasi)|iklan|google ads|desain|like|"
            r"followers?|view|promosi)"
        ),
        r"tambah followers?|jual (?:followers?|database|akun)|halaman (?:1|satu|pertama) google|optimasi website",
        r"digital agency",
        r"(?:free|complimentary) (?:audit|quote|consultation|proposal|website analysis)",
        r"boost your (?:business|sales|traffic)|grow your (?:business|sales|revenue)",
        r"increase your (?:sales|traffic|revenue)",
    ),
    "money from strangers": any_phrase(
        r"next of kin|inheritance|deceased (?:client|customer)|late (?:client|customer|husband|father)|beneficiary",
        r"barrister|unclaimed|dormant account|diplomat(?:ic)?|consignment|trunk box|widow",
        r"(?:us\$|usd|\$|€|£|eur|gbp) ?\d+(?:[.,]\d+)* ?(?:m|mil|million|billion)?s?",
        r"\d+(?:\.\d+)? ?(?:million|billion) ?(?:us |u\.s\. |united states )?(?:dollars|euros?|pounds|usd)",
        r"million dollars",
        r"(?:transfer|release|claim|receive) (?:of )?(?:the |this |your )?(?:funds?|sum|money|compensation|prize)",
        r"compensation (?:fund|payment)|atm (?:visa )?card|bank draft|western union|moneygram|escrow",
        r"confidential (?:business )?(?:proposal|transaction|matter|deal)|business proposal|mutual(?:ly)? benefi\w+",
        r"investment (?:proposal|opportunity|partner(?:ship)?)|foreign partner|trustworthy partner|business deal",
        r"god bless|dear (?:beloved|friend|beneficiary|in christ|one)|my name is (?:mrs|mr|dr|barrister|sgt|gen)\b\.?",
        r"(?:donat(?:e|ion)|charity) (?:of|to you|fund)|cancer|orphan(?:s|age)",
        r"warisan (?:sebesar|senilai|almarhum)|ahli waris|dana hibah|hibah sebesar|juta dolar|juta usd",
        r"proposal bisnis rahasia|mitra bisnis",
    ),
    "prizes": any_phrase(
        r"lotter(?:y|ies)|lotto|you(?: have|'ve)? (?:won|been selected|been chosen)",
        r"winning (?:number|ticket|notification)|lucky (?:winner|draw)|congratulations|claim your|gift ?cards?",
        r"giveaway|free (?:gift|iphone|voucher|trial|money)|prize|reward points?|survey reward",
        r"pemenang|memenangkan|undian|hadiah (?:utama|mobil|uang|langsung|sebesar|senilai)",
        r"klaim (?:hadiah|bonus|sekarang)|selamat[!,]? anda (?:terpilih|menang|mendapat\w*|berhak)|cek tunai",
        r"nomor anda (?:terpilih|menang)|pajak hadiah|gebyar",
    ),
    "account phishing": any_phrase(
        (
            r"(?:verify|confirm|update|validate|upgrade|restore|re-?activate|unlock) (?:your|the) (?:account|"
            r"e-?mail|mailbox|identity|password|information|details|billing|payment|wallet)"
        ),
        (
            r"(?:mail ?box|account|e-?mail|password|storage|quota) (?:is |has been |will be |has |was )?(?:almost |"
            r"about to )?(?:full|suspended|expir\w+|locked|disabled|deactivated|limit\w*|exceeded|terminated|"
            r"blocked|closed|restricted)"
        ),
        r"(?:unusual|suspicious|unauthori[sz]ed) (?:activity|sign-?in|login|transaction|access)|failed delivery of",
        r"(?:pending|undelivered|incoming|held|quarantined|blocked) (?:messages?|e-?mails?|mails?)",
        r"keep (?:the |my |your )?(?:same |current )?password|release (?:messages|mails)",
        r"web ?mail (?:admin\w*|team|support)|it (?:help ?desk|support|department)|system administrator",
        r"security (?:alert|notice|team)|docusign|shared (?:a )?(?:file|document) with you",
        r"view (?:the )?(?:document|file|invoice)|seed phrase|wallet connect",
        (
            r"(?:verifikasi|konfirmasi|perbarui|aktifkan|validasi|pulihkan|tingkatkan) (?:ulang |kembali )?(?:akun|"
            r"e-?mail|kotak (?:surat|masuk)|data (?:anda|rekening|diri anda)|rekening|kata sandi|password|"
            r"identitas anda)"
        ),
        (
            r"(?:akun|email|kotak (?:surat|masuk)|rekening|kartu|kuota email) anda (?:akan |telah |sudah |hampir |"
            r"di)?\s?(?:diblokir|ditutup|dinonaktifkan|dibekukan|penuh|kedaluwarsa|kadaluarsa|ditangguhkan|dihapus|"
            r"terkunci|dibatasi)"
        ),
        r"aktivitas (?:mencurigakan|tidak biasa|login)|masuk dari perangkat",
        r"klik (?:tautan|link|tombol) (?:di bawah|berikut|ini)|kode otp|user ?id dan pin",
        r"perubahan tarif (?:transfer|transaksi)|tarif baru (?:transfer|transaksi)",
        r"tagihan (?:anda )?(?:belum dibayar|jatuh tempo)|paket anda (?:tertahan|gagal)",
        r"biaya pengiriman (?:ulang|tambahan)",
        (
            r"(?:parcel|package|shipment|delivery) (?:is |has |could |was |on )?(?:hold|pending|waiting|failed|"
            r"not be delivered|been held)"
        ),
        r"re-?schedule (?:your )?delivery|customs (?:fee|duty)|shipping (?:fee|address)",
    ),
    "bills and orders": any_phrase(
        (
            r"(?:attached|outstanding|overdue|unpaid|past due|proforma|pro forma|revised) (?:invoices?|payments?|"
            r"statement|purchase order|quotation|documents?)"
        ),
        r"invoice (?:attached|no|number|copy)|(?:new|urgent|trial) order|purchase order",
        r"(?:payment|swift|remittance|transfer) (?:advice|copy|slip|confirmation)",
        r"(?:find|see|kindly|check|open|review) (?:the )?(?:attached|enclosed|attachment)|bill of lading",
        r"request for quotation|rfq|best prices?|(?:scanned|scan) (?:document|copy|from)|voice ?mail|e-?fax",
        r"wire transfer|bank details",
        r"bukti (?:transfer|pembayaran) terlampir|(?:faktur|invoice|tagihan) terlampir",
        r"terlampir (?:faktur|invoice|tagihan|penawaran|proposal|brosur|katalog)",
        r"segera (?:lunasi|dibayarkan|lakukan pembayaran)|konfirmasi pembayaran|surat panggilan",
        r"undangan pernikahan digital|cek resi|lihat (?:undangan|foto paket)",
    ),
    "investing": any_phrase(
        r"bitcoin|btc|crypto(?:currency)?|kripto|forex|binary options?|trading (?:platform|robot|signals?|otomatis)",
        r"robot trading|blockchain|nft|airdrop|token sale|ethereum|usdt|mining",
        r"passive income|penghasilan (?:pasif|tambahan|jutaan)|work from home",
        r"(?:kerja|bisnis) (?:sampingan|online|dari rumah)|(?:earn|make|profit) (?:up to |over )?(?:us)?\$? ?\d+",
        r"financial freedom|roi|guaranteed (?:returns?|profits?)|get rich|double your",
        r"(?:part|full)[ -]time (?:job|position)|hiring now|profit (?:harian|\d+ ?%|konsisten|pasti)|modal kecil",
        r"untung besar|investasi (?:aman|menguntungkan|bodong|emas|properti|mulai)|mlm|downline",
        r"lowongan (?:kerja|freelance) (?:online|mudah)|gaji \d+ ?(?:juta|jt)|komisi",
        r"(?:your )?(?:device|computer|webcam) (?:was|has been|is) (?:hacked|infected)",
        r"i (?:have )?(?:recorded|hacked) you\w*|pay me|my (?:btc|bitcoin) (?:wallet|address)|embarrassing video",
        r"48 hours",
    ),
    "selling": any_phrase(
        r"promo(?:si)?(?: (?:spesial|terbatas|akhir|bulan|hari|diskon|murah|gila|cuci))?",
        r"diskon(?: (?:hingga|sampai|s/d|up to|\d+ ?%))?|obral|cuci gudang|sale|flash sale|cashback|voucher",
        r"gratis ongkir|free ongkir|beli \d gratis \d",
        r"harga (?:promo|spesial|murah|terjangkau|grosir|pabrik|distributor|terbaik|nego|mulai|miring|bersaing|coret)",
        r"termurah|termewah|stok terbatas|ready stock?|jual (?:murah|cepat|rumah|tanah|kavling)",
        r"limited (?:time|stock|offer)|special offer|best deals?|\d+ ?% (?:off|discount|diskon)|buy now|order now",
        r"shop now|act now|don'?t miss|exclusive|lowest price|black friday|cyber monday|discounts?|clearance",
        r"free shipping|money back|risk[- ]free",
        (
            r"(?:segera |ayo |yuk |cepat )?(?:pesan|order|daftar|beli|booking|dapatkan|klik|gabung|join|hubungi|"
            r"buruan) (?:sekarang|segera|hari ini|disini|di sini|link)"
        ),
        r"buruan|jangan lewatkan|jangan sampai ketinggalan",
        r"penawaran (?:terbatas|menarik|khusus|spesial|harga|kerja ?sama|produk|jasa)",
        (
            r"kami (?:menawarkan|menyediakan|menjual|melayani|hadir|memproduksi|adalah (?:perusahaan|distributor|"
            r"supplier|produsen|agen|penyedia))"
        ),
        r"(?:distributor|supplier|pabrik|produsen|vendor|agen) (?:resmi|alat|mesin|tunggal|terpercaya|langsung)",
        r"company profile|profil perusahaan|e-?katalog|katalog produk|produk (?:kami|unggulan|terbaru|terbaik)",
        r"layanan kami|pelanggan setia|gabung sekarang",
        (
            r"(?:hubungi|hub|wa|whatsapp|chat|call|telp|kontak|info|cp)(?: (?:lebih lanjut|kami|admin|marketing|"
            r"sales|cs|di|ke|dan pemesanan|pemesanan|pendaftaran|only))* ?[:.;]? ?(?:\+?62|0)[ -]?8[\d\s.-]{7,}"
        ),
        r"wa\.me/\d+|t\.me/\+?\w+|whatsapp (?:kami|me|us|only)|marketing executive|account executive",
        r"sales (?:executive|manager|team|marketing)",
        r"(?:paling )?terpercaya|proses (?:cepat|mudah|instan)|ber?garansi|garansi (?:resmi|uang)",
        r"kualitas (?:terbaik|ekspor|premium)|berkualitas",
        r"(?:100|seratus) ?(?:%|persen) (?:aman|original|asli|halal|alami|terbukti)|terbukti ampuh",
        r"siap (?:kirim|melayani)|melayani (?:pengiriman|seluruh)|seluruh indonesia|solusi (?:tepat|terbaik)",
        r"(?:leading|professional|one of the) (?:manufacturers?|suppliers?|exporters?|factory)",
        r"manufacturers? (?:of|in china)",
        r"we are (?:a |an |the )?(?:\w+ ){0,3}(?:company|manufacturers?|suppliers?|factory|agency|team of)",
        r"our (?:products?|factory|catalog(?:ue)?|services|company|clients)|moq|oem|odm",
        r"(?:let me know|if you(?:'re| are)) (?:if you(?:'re| are) )?interested|interested in our",
        r"look(?:ing)? forward to (?:cooperat\w+|doing business|work\w* with)|long[- ]term (?:cooperation|business)",
        r"free samples?|quotes?",
        (
            r"(?:undangan |jadwal |info )?(?:bimtek|diklat|bimbingan teknis|seminar nasional|webinar|workshop|"
            r"pelatihan|training)(?: (?:nasional|dan|online|keuangan|terbaru|tahun))?"
        ),
        r"biaya (?:kontribusi|investasi|pendaftaran|peserta)|kontribusi rp|early bird|e-?sertifikat",
        r"sertifikasi (?:bnsp|k3|iso)|fasilitas peserta|narasumber|pendaftaran (?:dibuka|peserta)|kuota terbatas",
        r"lembaga (?:diklat|kajian|pelatihan)|kamar twin share|jual ijazah",
        r"jasa (?:skripsi|ijazah|pembuatan|pengurusan|konsultan|pengiriman|ekspedisi|sedot)",
        r"paket (?:umroh|umrah|wisata|tour|haji|outbound|liburan|hemat|usaha)|umroh|tour (?:and|&) travel|kavling",
        r"perumahan (?:baru|subsidi|murah)|dp (?:ringan|murah|0)|apartemen|franchise|waralaba",
        r"(?:replica|luxury) (?:watch\w*|bags?)|rolex|designer (?:bags?|watches)",
        r"(?:cheap|discount) (?:flights?|hotels?|travel)|travel deals|insurance quotes?|solar panels?|car warranty",
        r"timeshare|asuransi (?:jiwa|kesehatan) (?:terbaik|murah)",
    ),
    "offering": any_phrase(
        (
            r"we (?:offer|provide|supply|produce|build|develop|export|speciali[sz]e|manufacture|deliver|can (?:help|"
            r"offer|make|supply|provide))"
        ),
        r"(?:affordable|competitive|reasonable) (?:price|rate|cost)s?|hourly rates?|portfolio|pricing|price list",
        r"catalog(?:ue)?s?|inquir(?:y|ies)|fob|purchasing manager|business development|years(?: of)? experience",
        r"(?:short|quick) call|(?:skype|zoom|phone) call|per month|worth \$",
        r"(?:call for|submit (?:your )?)(?: papers?| manuscripts?| abstracts?)|manuscripts?|peer[- ]review\w*",
        r"open access|editorial (?:office|board)|international (?:conference|journal|summit)|invite you (?:to|as)",
        r"processing charge|keynote|join us|sign(?:ed)? up|register (?:now|here|today)|read more|see all|learn more",
        r"deadline|reminder",
        r"refund|subscriptions?|auto-?renew\w*|renewed|charged (?:to|from) your|toll[- ]free|support desk",
        r"order (?:id|no|number|confirm\w*)",
        r"your (?:order|purchase|subscription|warranty|package|parcel|password|devices?|insurance)|save (?:up to|big)",
        r"quick task|are you available|at your desk|purchase some|bank account|salary payment",
        (
            r"kami (?:siap|mengajukan|mengundang|berpengalaman|kontraktor|bergerak|membuka|jual|punya|memberikan|"
            r"mempersembahkan)"
        ),
        r"berpengalaman|tkdn|lkpp|pengadaan|perusahaan kami|bersama kami",
        r"(?:mulai|cukup|hanya) (?:dari )?(?:rp\.? ?)?\d[\d.,]* ?(?:jutaan|juta|jt|ribuan|ribu|rb|k)?",
        r"(?:jutaan|ratusan ribu)(?: rupiah)?|booking|reservasi|dicicil|kpr|shm|dijual|disewakan|hunian|strategis",
        r"cluster|open trip|liburan|kuliah|pendaftaran|simak|selengkapnya|baca selengkapnya|langganan|berlangganan",
        r"pelanggan|merchant|cicilan|tanpa (?:diet|operasi|efek samping|modal|ribet|bunga)|ampuh|khasiat|berkhasiat",
        r"berat badan|dijamin|terbukti|peluang|bonus|ajak (?:\d+ )?teman|uang kembali",
    ),
    "mass mail": any_phrase(
        r"unsubscribe|opt[- ]?out|manage (?:your )?(?:preferences|subscriptions?)",
        r"(?:view|read|open) (?:this )?(?:e-?mail |message |newsletter )?(?:in|on) (?:your |a |the )?(?:browser|web)",
        r"you(?: are|'re) receiving this|no longer (?:wish|want) to receive",
        r"remove(?:d)? from (?:our|this|the) (?:mailing )?list|newsletter|add us to your address book",
        r"all rights reserved|privacy policy|terms (?:of service|and conditions|apply)|this is not spam|mailing list",
        r"berhenti berlangganan|berhenti menerima (?:email|pesan)|buletin(?: mingguan| bulanan)?",
        r"lihat (?:email ini )?di browser|anda menerima (?:email|surel|pesan) ini karena|jika tidak ingin menerima",
        r"syarat (?:dan|&) ketentuan berlaku|kebijakan privasi|mohon maaf (?:bila|jika|apabila) (?:email|pesan) ini",
    ),
}
