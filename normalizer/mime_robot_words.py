"""What programs write above and into automatic answers, receipts and bounces, as data.

Subjects as the programs' own interface texts have them; a citizen's "Palang otomatis rusak" is a complaint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Behind them nothing comes, or the answered mail's subject: a sentence that begins so is a person's.
_ANSWERS = """
automatic reply|automatic response|automated reply|automated response|auto reply|auto response|autoreply|autoresponse|
auto responder|autoresponder|auto answer|automatic answer|automatic email reply|auto generated reply|auto message|
automated message|automatic message|out of office autoreply|out of office auto reply|out of the office reply|
out of office reply|out of office response|out of office notification|out of office message|out of office notice|
vacation reply|vacation response|vacation message|vacation auto reply|vacation notice|away message|
balasan otomatis|balas otomatis|jawaban otomatis|jawab otomatis|respons otomatis|respon otomatis|tanggapan otomatis|
jwb otomatis|pesan otomatis|email otomatis|e-mail otomatis|surel otomatis|surat otomatis|balasan email otomatis|
auto balas|autobalas|membalas otomatis|membalas secara otomatis|dijawab otomatis|dijawab secara otomatis|
dibalas otomatis|dibalas secara otomatis|pesan balasan otomatis|pesan jawaban otomatis|pesan di luar kantor|
balasan di luar kantor|balasan saat tidak di kantor|balasan liburan|balasan otomatis liburan|
balas automatik|balasan automatik|jawapan automatik|
automatische antwort|abwesenheitsnotiz|abwesenheitsnachricht|automatische antwoord|automatisch antwoord|
afwezigheidsbericht|réponse automatique|reponse automatique|message d'absence|respuesta automática|
respuesta automatica|risposta automatica|resposta automática|resposta automatica|automatiskt svar|autosvar|
automatisk svar|automatisk svarmelding|automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|
automatická odpověď|automatická odpoveď|automatikus válasz|răspuns automat|автоматический ответ|автоответ|
автоматична відповідь|автоматичен отговор|otomatik yanıt|otomatik cevap|trả lời tự động|ตอบกลับอัตโนมัติ|
การตอบกลับอัตโนมัติ|自動回覆|自动回复|自動返信|不在通知|자동 회신|자동 응답|رد تلقائي|תשובה אוטומטית|awtomatikong tugon
"""
# What people write there for themselves; the words alone may open a complaint about an office.
_AWAY = """
out of office|out of the office|out of my office|out-of-office|ooo|away from office|away from the office|
away from my desk|away from my mail|i am out of the office|i am out of office|i'm out of the office|
i am currently out of the office|currently out of the office|currently out of office|i am away|i'm away|on leave|
on annual leave|annual leave|on vacation|on holiday|maternity leave|sick leave|paternity leave|parental leave|
office closed|
sedang cuti|cuti|saya sedang cuti|saya cuti|sedang cuti tahunan|cuti tahunan|sedang cuti melahirkan|cuti melahirkan|
cuti bersama|cuti sakit|masih cuti|dalam masa cuti|di luar kantor|sedang di luar kantor|berada di luar kantor|
saya di luar kantor|saya sedang di luar kantor|sedang berada di luar kantor|diluar kantor|sedang diluar kantor|
tidak di kantor|tidak berada di kantor|sedang tidak di kantor|sedang tidak berada di kantor|tidak di tempat|
tidak berada di tempat|sedang tidak di tempat|sedang tidak berada di tempat|tidak ada di kantor|
sedang dinas luar|dinas luar|dinas luar kota|sedang dinas luar kota|sedang tugas luar|tugas luar|perjalanan dinas|
sedang perjalanan dinas|sedang dalam perjalanan dinas|di luar kota|sedang di luar kota|sedang libur|libur lebaran|
sedang mengikuti diklat|sedang diklat|sedang rapat|izin tidak masuk|sedang sakit|sedang umroh|sedang haji|
sedang ibadah haji|bercuti|sedang bercuti|dalam cuti
"""
_RECEIPTS = """
read|not read|read receipt|return receipt|return receipt (displayed)|receipt|read notification|delivered|relayed|
dibaca|telah dibaca|sudah dibaca|tidak dibaca|belum dibaca|tanda terima baca|tanda terima|konfirmasi baca|
bukti baca|bukti terima|terkirim|telah terkirim|telah diterima|resi baca|pemberitahuan baca|
gelesen|lu|leído|leido|lida|letto|gelezen|läst|lest|læst|przeczytano|прочитано|okundu|已读|已讀|開封済み|읽음
"""
_CHALLENGES = """
please confirm your message|please confirm your email to|confirm your message to|action required to deliver your|
your message is awaiting verification|your message has been held|sender verification required|
sender address verification|verify your email to deliver|message awaiting your confirmation|
your email requires verification|please verify your identity|boxbe|[boxbe]|spam arrest|spamarrest|
re: boxbe|challenge response|please prove you are human|pesan anda menunggu verifikasi|verifikasi pengirim|
pesan anda ditahan|konfirmasi pengiriman pesan anda|konfirmasikan pesan anda|mohon konfirmasi pengiriman email anda
"""
_BOUNCES = """
undeliver|delivery status notification|delivery failure|delivery has failed|delivery failed|delivery incomplete|
delivery delayed|delayed mail|returned mail|returned to sender|return to sender|mail delivery|failure notice|
message not delivered|message blocked|could not be delivered|couldn't be delivered|non-delivery|nondelivery|
could not send message|mail system error|address not found|recipient not found|mailbox full|mailbox unavailable|
over quota|user unknown|rejected|warning: message|mail not delivered|delivery warning|failed mail|mail failed|
tidak terkirim|tidak dapat terkirim|tidak dapat dikirim|tidak bisa dikirim|gagal terkirim|gagal dikirim|gagal kirim|
gagal mengirim|pengiriman gagal|pengiriman email gagal|tidak tersampaikan|tidak dapat disampaikan|
status pengiriman|pemberitahuan status pengiriman|alamat tidak ditemukan|kotak surat penuh|pesan diblokir|
pesan ditolak|ditolak|tertunda|penghantaran gagal|unzustellbar|nicht zugestellt|non remis|no se puede entregar
"""


# What nothing but a mail server begins a subject with; some write from an address like a person's, or from none.
_SERVERS = """
mail delivery failed|mail delivery failure|mail delivery subsystem|mail delivery warning|mail could not be delivered|
message could not be delivered|undelivered mail|undelivered message|undeliverable mail|undeliverable message|
undeliverable|non-delivery|non delivery report|delivery status notification|delivery failure notification|
delivery failure|delivery failure report|permanent delivery failure|returned mail|failure notice|delivery notification
"""


def _choices(table: str) -> Iterable[str]:
    return (entry for entry in (" ".join(line.split()) for line in table.replace("\n", " ").split("|")) if entry)


def _pattern(table: str) -> str:
    """Any entry, with blanks and hyphens as people mix them; the longest first."""
    entries = sorted(_choices(table), key=len, reverse=True)
    return "|".join(re.escape(entry).replace(r"\ ", "[ -]?" if entry.isascii() else " ?") for entry in entries)


_ANSWERED = r"(?:re|fw|fwd|bls|balas|aw|sv|tr|rif|antw|vs|ynt|回复|回覆|答复)"
_OPEN, _CLOSE = r"\s*[\[(*]{0,3}\s*", r"\s*[\])*!.]{0,3}\s*"
# "Automatic reply: …", "[Balasan otomatis] …", "Auto-reply", "Autoreply Re: …", "AUTO: …", "Auto-Re: …".
ANSWER = re.compile(
    rf"{_OPEN}(?:(?:{_pattern(_ANSWERS)})(?:{_CLOSE}(?:[:：]|-\s|–|$)|{_CLOSE}{_ANSWERED}\s?:|\s*[\])])|"
    rf"auto\s?:|auto-?re\s?:)",
    re.IGNORECASE,
)
AWAY = re.compile(
    rf"{_OPEN}(?:{_pattern(_AWAY)}){_CLOSE}(?P<rest>[:：]\s*|-\s+|–\s*|$|,|until|till|s/d|sampai|hingga|mulai)", re.I
)
# How the subjects of what we send, or of what is sent to us, begin or read: an answered one, also without "Re:".
ANSWERED = re.compile(
    rf"{_ANSWERED}\s?(?:\[\d+\])?\s?:|"
    r"(?:laporan diterima|nomor laporan|laporan sudah kami|report received|report number)\b|"
    r"(?:laporan|pengaduan|aduan|laporan anda|report|your report)\s*$",
    re.IGNORECASE,
)
# Lotus Notes: "AUTO: Budi is out of the office (returning 05/11/2026)".
RETURNING = re.compile(
    r".{1,80}\b(?:is|are|will be|sedang)\s(?:currently\s)?(?:out of (?:the )?office|on leave|on vacation|cuti)\b"
    r".{0,20}\((?:returning|return|back|until|kembali|sampai)\b",
    re.IGNORECASE,
)
REPLY_PREFIX = re.compile(rf"\s*{_ANSWERED}\s?(?:\[\d+\])?\s?:", re.IGNORECASE)
RECEIPT = re.compile(rf"\s*(?:{_pattern(_RECEIPTS)})\s*(?::|-\s)", re.IGNORECASE)
CHALLENGE = re.compile(rf"\s*(?:{_pattern(_CHALLENGES)})", re.IGNORECASE)
BOUNCED = re.compile(_pattern(_BOUNCES), re.IGNORECASE)
# Behind them a server puts a sign or nothing, a person the rest of a sentence; below it names whom it could not reach.
SERVER_SUBJECT = re.compile(rf"\s*(?:{_pattern(_SERVERS)})\s*(?:[:(!.]|- |returned to sender|$)", re.IGNORECASE)
SERVER_BODY = re.compile(
    r"(?=[\s\S]*[\w.+-]@[\w-])[\s\S]*?"
    r"\b(?:smtp|recipients?|undeliver\w{2,6}|(?:be|been|not) delivered|delivery|mailbox|mail server|penerima)\b",
    re.IGNORECASE,
)
DAEMON = re.compile(r"(?:mailer-?daemon|mdaemon)(?:[+=.-][^@]{0,80})?@", re.IGNORECASE)  # nobody is called that
NO_REPLY = re.compile(
    r"(?:^|[<\s\"])(?:[\w.-]{0,40}[._-])?(?:no|not|do-?not|tidak|jangan)[._-]?(?:reply|replay|balas)[\w.+-]{0,40}@",
    re.IGNORECASE,
)
BOUNCER = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|mail-?delivery|mail\.?system|microsoftexchange[0-9a-f]{8,40}|"
    r"double-bounce|bounces?|noreply-dmarc-support)(?:[+=.-][^@]{0,80})?@",
    re.IGNORECASE,
)
CRON = re.compile(r"\s*Cron <[\w.-]+@[\w.-]+> ", re.IGNORECASE)

# The first sentences of automatic answers. They speak of their writer, and of when somebody will be back.
_MAIL = r"(?:email|e-mail|surel|pesan|surat)"
_GONE = (
    r"(?:cuti|dinas luar|di ?luar kantor|di luar kota|perjalanan dinas|tugas luar|libur|"
    r"tidak (?:berada |ada )?di (?:kantor|tempat))"
)
_LEAVE = r"on (?:annual |sick |maternity |paternity |parental )?(?:leave|vacation|holiday)"
AWAY_BODY: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:saya|kami)\s(?:saat ini\s|sekarang\s)?(?:sedang|masih|tengah)\s(?:\w+\s){{0,2}}{_GONE}\b",
        rf"\bsaat ini saya\s(?:\w+\s){{0,3}}{_GONE}\b",
        rf"\bsaya (?:akan )?(?:berada )?{_GONE}\b",
        rf"\bsaya akan (?:kembali (?:bekerja|ke kantor|pada|tanggal)|(?:membalas|menjawab) {_MAIL})",
        rf"\b{_MAIL}(?: anda| bapak/ibu)? akan (?:saya|kami) (?:balas|jawab) (?:setelah|segera|sekembali|pada)\b",
        (
            rf"\btidak (?:dapat|bisa) (?:mengakses|membuka|membaca|membalas|menjawab|memeriksa) {_MAIL}"
            r"(?: anda| bapak/ibu| saya)? (?:sampai|hingga|selama|untuk sementara)\b"
        ),
        r"\bakan (?:kembali )?(?:aktif|masuk kantor|bertugas) (?:kembali )?(?:pada|tanggal|mulai)\b",
        r"\b(?:untuk (?:hal|keperluan)|bila|jika|apabila)\s(?:yang )?(?:mendesak|penting|urgen|darurat)",
        (
            r"\b(?:i am|i'm|i will be|i'll be|we are|we're) (?:currently |presently |now )?"
            rf"(?:out of (?:the |my )?office|away (?:from|until|on)|{_LEAVE}|travell?ing|unavailable)\b"
        ),
        r"\b(?:limited|no|intermittent) access to (?:my |e-?)?(?:mail|email)\b",
        r"\bi (?:will|shall) (?:be back|return|reply|respond|get back to you)\b",
        r"\b(?:for|if) (?:this is |it is )?(?:an? )?urgent\b",
    )
)
_KIND = r"(?:balasan|jawaban|respons?|pesan|email|e-mail|surel|surat|tanggapan)"
_MADE = r"(?:dikirim|dibuat|dihasilkan|terkirim|dikirimkan|dibalas|dijawab)"
AUTOMATIC_BODY = re.compile(
    "|".join(
        (
            (
                rf"\b(?:ini (?:adalah|merupakan)|{_MAIL} ini adalah) (?:{_KIND} )?{_KIND}(?: yang)?(?: {_MADE})?"
                r"(?: secara)? otomatis\b"
            ),
            rf"\b(?:{_MAIL}|balasan) ini {_MADE}(?: oleh sistem)? (?:secara )?otomatis\b",
            rf"\b(?:mohon|harap|jangan) (?:untuk )?(?:tidak )?(?:membalas|balas) {_MAIL} (?:ini|otomatis)\b",
            (
                r"\bthis (?:is|mail is|email is|message is|e-mail is) an? "
                r"(?:automatic|automated|auto[- ]?generated|system[- ]generated|automatically generated)\b"
            ),
            (
                r"\bthis (?:mail|email|e-mail|message|reply) (?:was|has been|is) (?:sent|generated|created)"
                r"(?: by (?:a|our|the) system)? automatically\b"
            ),
            r"\bdo not reply to this (?:mail|email|e-mail|message)\b",
            (
                r"\bterima kasih (?:telah|sudah|atas) (?:menghubungi|menulis|email|surel|pesan)\b.{0,160}"
                r"\b(?:telah|sudah|akan) (?:kami )?(?:terima|balas|jawab|diterima|dibalas|dijawab)\b"
            ),
            (
                r"\bthank you for (?:contacting|writing|your e-?mail|your message)\b.{0,160}"
                r"\b(?:have received|will (?:reply|respond|get back)|ticket)\b"
            ),
        )
    ),
    re.IGNORECASE,
)
READ_BODY = re.compile(
    r"\b(?:your|the) message\b[\s\S]{0,300}?\b(?:was|has been) (?:read|displayed|opened)\b|"
    r"\bthis is a (?:return )?receipt for the (?:mail|message)\b|"
    rf"\b{_MAIL}(?: anda)?\b[\s\S]{{0,300}}?\b(?:telah|sudah) (?:dibaca|ditampilkan|dibuka|diterima)\b|"
    rf"\btanda terima (?:baca|untuk {_MAIL})\b",
    re.IGNORECASE,
)
