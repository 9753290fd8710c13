"""The words by which mail programs announce a forward, and those that only a reply has, in many languages: facts.

Stems are lower case and matched inside short lines that stand alone; prefixes stand before the colon of a subject.
"""

from __future__ import annotations


def _table(text: str, separator: str | None = "|") -> tuple[str, ...]:
    return tuple(text.split(separator))


# "Forwarded", as it stands in "---------- Forwarded message ---------" or "Begin forwarded message:".
FORWARD_STEMS: tuple[str, ...] = _table(
    "forward|fwd message|diteruskan|terusan|penerusan|meneruskan pesan|meneruskan surel|meneruskan email|"
    "dimajukan|dipanjangkan|dikirim semula|dihantar semula|"
    "weitergeleitet|weiterleitung|transféré|"
    "transmis|réexpédi|reexpedi|faire suivre|fait suivre|réacheminé|reenviad|redirigid|reenvío|reenviat|encaminha|"
    "inoltra|doorgestuur|doorgezonden|vidarebeford|vidaresänd|videresend|viderebefor|välitet|edelleenlähet|"
    "lähetetty edelleen|przekazan|przekazywan|przesłan|przesyłan|přeposl|přeposí|předan|předáv|přesměr|preposl|"
    "preposiel|poslanej ďalej|ďalej odoslan|postúpen|továbbít|redirec|înaintat|retrimis|proslijeđ|proslijed|prosleđ|"
    "preusmjer|posredovan|прослеђ|препрат|препращ|προωθ|iletil|ileti başlang|iletinin başlang|yönlendiril|"
    "пересыл|пересил|пересла|перенаправ|переадрес|edasta|edasi saade|pārsūt|persiųst|persiun|転送|전달|转发|轉寄|"
    "轉遞|轉發|转寄|"
    "chuyển tiếp|ส่งต่อ|محول|المحول|معاد توجيه|إعادة توجيه|ممرر|ممرّر|تم تحويل|أعيد توجيه|הועבר|מועבר|ارجاع داده|"
    "هدایت|अग्रेषित|रीडायरेक्ट|ipinasa|"
    "naipasa|framsen|áframsend|përcjell|diterus|ফরওয়ার্ড|ফরোয়ার্ড|yönləndiril|пераслан|aangestuur|preusmer|"
    "birbidal|podaj dalej"
)
# "Original message": many programs write it above a reply as well.
ORIGINAL_STEMS: tuple[str, ...] = _table(
    "original|d'origine|d’origine|message initial|ursprüng|ursprung|oorspronkelijk|orgineel|opprinnelig|oprindelig|"
    "alkuperäi|oryginal|původní|pôvodn|eredeti|pesan asli|mesej asal|pesan asal|surat asli|email asli|izvorn|izvirn|"
    "оригинал|оригінал|исходн|вихідн|αρχικό|özgün|orijinal|esialgne|algupära|algne|sākotnēj|oriģināl|元のメッセージ|"
    "オリジナル|원본|原始|原邮件|原郵件|thư gốc|ข้อความเดิม|ต้นฉบับ|الأصلي|الأساسي|מקורי|پیام اصلی|reply message|"
    "replied message"
)
END_STEMS: tuple[str, ...] = _table(
    "end |end of|akhir|selesai|tamat|ende |fin |fine |fim |final |конец|кінець|край|einde|slut|koniec|konec|kraj|"
    "sfârșit|vége|τέλος|kết thúc|สิ้นสุด|نهاية|סוף|pabaiga|beigas|"
    "終わり|结束|結束|끝"
)
# ... and in languages that put it last.
END_TAILS: tuple[str, ...] = (
    " end",
    " ends",
    " sonu",
    "終わり",
    "结束",
    "結束",
    "끝",
    "종료",
    " loppu",
    " lõpp",
    " vége",
)
# Programs that write these without a colon or dashes.
BARE_PHRASES: frozenset[str] = frozenset(
    _table(
        "this is a forwarded message|forwarded message|pesan terusan|pesan diteruskan|pesan yang diteruskan|"
        "ini adalah pesan terusan|ini pesan yang diteruskan|mesej dimajukan|mesej yang dimajukan|mesej dipanjangkan|"
        "это пересланное сообщение|это пересылаемое сообщение|"
        "начало переадресованного сообщения|початок листа, що пересилається|"
        "dies ist eine weitergeleitete nachricht"
    )
)
# BlackBerry prints these without anything around them, above headers.
BARE_ORIGINALS: frozenset[str] = frozenset(
    _table(
        "original message|originalnachricht|ursprüngliche nachricht|message d'origine|message original|"
        "mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|pesan asli|mesej asal|"
        "исходное сообщение|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|orijinal ileti|"
        "ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|mesaj original|"
        "原始邮件|原始郵件|元のメッセージ|원본 메시지"
    )
)
# A person who asks for something to be passed on, above what he passes on, is no program.
REQUESTS: tuple[str, ...] = _table(
    "mohon|tolong|harap|agar|untuk|please|kindly|pls|bitte|merci|por favor|sila|kami teruskan|saya teruskan|berikut"
)
# "Message du 03/05/21 10:15" above headers that hold no date (Orange).
MESSAGE_OF: tuple[str, ...] = _table(
    "message du|message of|message from|nachricht vom|messaggio del|mensaje del|mensagem de|bericht van|"
    "pesan tanggal|pesan dari tanggal|email tanggal|surel tanggal|mesej bertarikh"
)
FORWARD_PREFIXES: frozenset[str] = frozenset(
    _table(
        "fwd|fw|forward|forwarded|fwd msg|trs|terusan|diteruskan|teruskan|trus|fwd mesej|majukan|dimajukan|wg|"
        "wtr|wtrlt|"
        "weitergeleitet|weiterleitung|tr|trans|transféré|transf|réexp|rép-tr|rv|reenv|reenviado|reenviar|enc|encam|"
        "encaminhado|encaminhada|i|inoltra|inoltro|inoltrato|doorst|doorsturen|doorgestuurd|dg|vb|vs|vl|"
        "vidarebefordrat|"
        "videresendt|videresend|vidaresänt|"
        "vid|pd|prz|przekazano|podaj dalej|přep|přeposláno|preposl|preposlané|továbbítás|tov|"
        "továbbított|redir|redirecționat|proslijeđeno|prosl|pr|препр|препратено|πρθ|πρωθ|προωθ|ilt|ilet|iletilen|"
        "пересл|пересыл|"
        "переслано|пересл.|перес|перенаправлено|edasi|edastatud|pārs|pārsūtīts|pers|persiųsta|転送|전달|fwd：|"
        "转发|轉寄|轉發|"
        "转寄|轉遞|ct|chuyển tiếp|đã chuyển tiếp|ส่งต่อ|továbbítva|reenvío|vidarebef|framsent|áfr|weitergel|تمرير|"
        "بازارسال|رسالة معاد توجيهها|dipanjangkan|posredovano|iletildi|перепосилання|"
        "إعادة توجيه|تحويل|هدایت|הועבר|העברה|fs|posr|pos"
    )
)
REPLY_PREFIXES: frozenset[str] = frozenset(
    _table(
        "re|bls|antwoord|balas|balasan|jwb|jawab|jawaban|aw|antw|antwort|sv|rif|r|rép|réponse|rsp|res|resp|respuesta|odp|"
        "odpověď|odpoveď|vá|válasz|ynt|yanıt|yan|απ|σχετ|отв|отг|ответ|ha|на|відп|vast|vasta|vst|atb|ats|odg|"
        "回复|回覆|"
        "答复|回信|返信|답장|회신|trả lời|tl|ตอบ|ตอบกลับ|رد|השב|תגובה|پاسخ|bsvar|svar|reply|răspuns"
    )
)
# "VS" is a forward in Danish and Norwegian and an answer in Finnish.
FINNISH_REPLY = "vs"
# The verb of "On … Siti <…> wrote:".
WROTE: tuple[str, ...] = _table(
    "wrote|writes|menulis|menulis sebagai berikut|telah menulis|schrieb|a écrit|a ecrit|écrivait|escribió|escribio|"
    "escreveu|ha scritto|scrive|schreef|geschreven|skrev|kirjoitti|napisał|napisała|napisal|napísal|napsal|napsala|"
    "napsáno|píše|písal|írta|a scris|je napisao|napisao|написа|написал|написала|написав|написала|пишет|пише|писал|"
    "писав|έγραψε|yazdı|yazmış|kirjutas|rakstīja|rašė|written|va escriure|작성|썼습니다|쓴 내용|寫道|写道|寫到|"
    "寫入|提到|"
    "のメッセージ|書きました|đã viết|viết|เขียน|เขียนว่า|كتب|כתב|نوشت|نوشته|je napisal|sumulat"
)
# Between the words of a name, though some stand around dates as well: "heeft Jan de Vries", "Maria de la Cruz".
PARTICLES: frozenset[str] = frozenset({"de", "da", "do", "la", "le", "el", "den", "d."})
# What stands between the date and the name in such a line, or before the date.
AROUND_DATES: frozenset[str] = frozenset(
    _table(
        "on at pada tanggal hari pukul jam le à el a las em às il giorno alle ore am um schrieb op om heeft "
        "schreef den d. "
        "kl. kl skrev dne v dnia o godz. în data de la dana u на в у г. ob dne στις vào lúc ngày ใน dňa používateľ "
        "пользователь użytkownik w dniu időpontban tarihinde saatinde ühel kenal päeval, kell kirjutas þann по "
        "ezt şunu "
        "følgende følgende: följande volgende het je sljedeće 님이",
        None,
    )
)
ON_BEHALF: tuple[str, ...] = (
    "on behalf of", "atas nama", "bagi pihak", "im auftrag von", "de la part de", "en nombre de", "em nome de",
    "per conto di", "namens", "w imieniu", "jménem", "от имени", "för", "på vegne af", "på vegne av",
)  # fmt: skip
