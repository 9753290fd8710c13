"""Forwards in the interface languages of mail programs: the words typed here, not taken from the tables under test."""

from __future__ import annotations

import pytest

from normalizer.forwarded import Forward, read_text

AUTHOR = "Ayu Lestari <ayu.lestari@example.id>"
HEADERS = {
    "f": AUTHOR,
    "t": "Kantor <kantor@example.go.id>",
    "s": "Lampu jalan mati",
    "d": "3.5.2021 10:07:00",
    "c": "Arsip <arsip@example.go.id>",
}
BODY = "Sudah tiga malam gelap.\n\n- Ayu"

# language, subject prefix of Outlook, labels in the order Outlook prints them (from, sent, to, cc, subject)
OUTLOOK = [
    ("id", "FW:", "Dari|Dikirim|Kepada|Cc|Perihal"),
    ("id", "TRS:", "Dari|Terkirim|Ke|CC|Subjek"),
    ("en", "FW:", "From|Sent|To|Cc|Subject"),
    ("en-2", "(Fwd)", "From|Date|To|Cc|Subject"),
    ("en-3", "FW -", "From|Sent|To|Cc|Subject"),
    ("ms", "FW:", "Daripada|Dihantar|Kepada|Sk|Subjek"),
    ("ms-2", "Dipanjangkan:", "Daripada|Tarikh|Kepada|Sk|Perkara"),
    ("ar-2", "تمرير:", "من|تاريخ الإرسال|إلى|نسخة|الموضوع"),
    ("ar", "إعادة توجيه:", "من|تم الإرسال|إلى|نسخة|الموضوع"),
    ("bg", "FW:", "От|Изпратено|До|Копие|Относно"),
    ("ca", "RV:", "De|Enviat|Per a|A/c|Assumpte"),
    ("cs", "FW:", "Od|Odesláno|Komu|Kopie|Předmět"),
    ("da", "VS:", "Fra|Sendt|Til|Cc|Emne"),
    ("de", "WG:", "Von|Gesendet|An|Cc|Betreff"),
    ("el", "ΠΡΩΘ:", "Από|Στάλθηκε|Προς|Κοιν.|Θέμα"),
    ("es", "RV:", "De|Enviado el|Para|CC|Asunto"),
    ("es-2", "RV:", "De|Enviado|Para|Cc|Asunto"),
    ("et", "FW:", "Saatja|Saadetud|Adressaat|Koopia|Teema"),
    ("fi", "VL:", "Lähettäjä|Lähetetty|Vastaanottaja|Kopio|Aihe"),
    ("fr", "TR :", "De |Envoyé |À |Cc |Objet "),
    ("fr-2", "TR:", "De|Envoyé le|À|Cc|Objet"),
    ("he", "FW:", "מאת|נשלח|אל|עותק|נושא"),
    ("hr", "FW:", "Šalje|Poslano|Prima|Kopija|Predmet"),
    ("hr-2", "PR:", "Od|Poslano|Za|Kopija|Predmet"),
    ("hu", "FW:", "Feladó|Elküldve|Címzett|Másolatot kap|Tárgy"),
    ("hu-2", "Továbbítás:", "Feladó|Küldve|Címzett|Másolat|Tárgy"),
    ("hu-3", "Továbbítva:", "Feladó|Elküldve|Címzett|Másolatot kap|Tárgy"),
    ("is", "Framsent:", "Frá|Sent|Til|Afrit|Efni"),
    ("it", "I:", "Da|Inviato|A|Cc|Oggetto"),
    ("it-2", "R: I:".removeprefix("R: "), "Da|Data|A|Cc|Oggetto"),
    ("ja", "FW:", "差出人|送信日時|宛先|CC|件名"),
    ("ko", "FW:", "보낸 사람|보낸 날짜|받는 사람|참조|제목"),
    ("lt", "FW:", "Nuo|Išsiųsta|Kam|Kopija|Tema"),
    ("lv", "FW:", "No|Nosūtīts|Kam|Kopija|Tēma"),
    ("nb", "VS:", "Fra|Sendt|Til|Kopi|Emne"),
    ("nl", "FW:", "Van|Verzonden|Aan|CC|Onderwerp"),
    ("nl-2", "Doorst:", "Van|Verstuurd|Aan|Cc|Onderwerp"),
    ("pl", "PD:", "Od|Wysłano|Do|DW|Temat"),
    ("pl-2", "FW:", "Od|Wysłane|Do|Kopia|Temat"),
    ("pt", "FW:", "De|Enviado|Para|Cc|Assunto"),
    ("pt-br", "ENC:", "De|Enviada em|Para|Cc|Assunto"),
    ("ro", "FW:", "De la|Trimis|Către|Cc|Subiect"),
    ("ro-2", "Redir:", "Expeditor|Trimis|Către|Copie|Subiect"),
    ("ru", "FW:", "От|Отправлено|Кому|Копия|Тема"),
    ("sk", "FW:", "Od|Odoslané|Komu|Kópia|Predmet"),
    ("sl", "FW:", "Od|Poslano|Za|Kp|Zadeva"),
    ("sr", "FW:", "Шаље|Послато|Прима|Копија|Наслов"),
    ("sv", "VB:", "Från|Skickat|Till|Kopia|Ämne"),
    ("th", "FW:", "จาก|ส่ง|ถึง|สำเนา|เรื่อง"),
    ("tr", "İLT:", "Kimden|Gönderildi|Kime|Bilgi|Konu"),
    ("tr-2", "FW:", "Gönderen|Gönderildi|Kime|Cc|Konu"),
    ("uk", "FW:", "Від|Надіслано|Кому|Копія|Тема"),
    ("vi", "FW:", "Từ|Đã gửi|Đến|Cc|Chủ đề"),
    ("zh-cn", "转发:", "发件人|发送时间|收件人|抄送|主题"),
    ("zh-tw", "轉寄:", "寄件者|寄件日期|收件者|副本|主旨"),
]
# language and program, the line above the headers, labels in the order the program prints them, and what they are
MARKED = [
    ("id gmail", "---------- Forwarded message ---------", "Dari|Date|Subject|To|Cc", "fdstc"),
    ("id gmail old", "---------- Pesan terusan ----------", "Dari|Tanggal|Subjek|Kepada|Cc", "fdstc"),
    ("id thunderbird", "-------- Pesan Diteruskan --------", "Subjek|Tanggal|Dari|Kepada|Cc", "sdftc"),
    ("id zimbra", "----- Pesan Diteruskan -----", "Dari|Ke|Cc|Terkirim|Subjek", "ftcds"),
    ("id claws", "Awal pesan yang diteruskan:\n", "Tanggal|Dari|Kepada|Cc|Subyek", "dftcs"),
    ("id apple", "Mulai pesan terusan:\n", "Dari|Perihal|Tanggal|Kepada|Cc", "fsdtc"),
    ("ms gmail", "---------- Mesej yang dimajukan ---------", "Daripada|Tarikh|Subjek|Kepada|Sk", "fdstc"),
    ("ms evolution", "-------- Mesej Dimajukan --------", "Daripada|Kepada|Salinan|Tajuk|Tarikh", "ftcsd"),
    ("ar evolution", "-------- رسالة ممرّرة --------", "من|إلى|ن.ك|الموضوع|التّاريخ", "ftcsd"),
    ("bg evolution", "-------- Препратено писмо --------", "От|До|Копие|Тема|Дата", "ftcsd"),
    ("cs apple", "Začátek přeposílané zprávy:\n", "Od|Předmět|Datum|Komu|Kopie", "fsdtc"),
    ("cs thunderbird", "-------- Přeposlaná zpráva --------", "Předmět|Datum|Od|Komu|Kopie", "sdftc"),
    ("cs yahoo", "----- Přeposlaná zpráva -----", "Od|Komu|Kopie|Odesláno|Předmět", "ftcds"),
    ("da apple", "Start på videresendt besked:\n", "Fra|Emne|Dato|Til|Cc", "fsdtc"),
    ("da thunderbird", "-------- Videresendt besked --------", "Emne|Dato|Fra|Til|CC", "sdftc"),
    ("de apple", "Anfang der weitergeleiteten Nachricht:\n", "Von|Betreff|Datum|An|Kopie", "fsdtc"),
    ("de thunderbird", "-------- Weitergeleitete Nachricht --------", "Betreff|Datum|Von|An|Kopie (CC)", "sdftc"),
    ("de yahoo", "----- Weitergeleitete Nachricht -----", "Von|An|CC|Gesendet|Betreff", "ftcds"),
    ("de gmx", "Gesendet: heute\n-----Ursprüngliche Nachricht-----", "Von|Datum|An|Cc|Betreff", "fdtcs"),
    ("el gmail", "---------- Forwarded message ---------", "Από|Date|Subject|To|Cc", "fdstc"),
    ("es apple", "Inicio del mensaje reenviado:\n", "De|Asunto|Fecha|Para|Cc", "fsdtc"),
    ("es thunderbird", "-------- Mensaje reenviado --------", "Asunto|Fecha|De|Para|CC", "sdftc"),
    ("es yahoo", "----- Mensaje reenviado -----", "De|Para|CC|Enviado|Asunto", "ftcds"),
    ("et gmail", "---------- Edastatud kiri ---------", "Saatja|Kuupäev|Teema|Adressaat|Koopia", "fdstc"),
    ("fi apple", "Välitetty viesti alkaa:\n", "Lähettäjä|Aihe|Päivämäärä|Vastaanottaja|Kopio", "fsdtc"),
    ("fi thunderbird", "-------- Välitetty viesti --------", "Aihe|Päiväys|Lähettäjä|Vastaanottaja|Kopio", "sdftc"),
    ("fr apple", "Début du message réexpédié :\n", "De|Objet|Date|À|Cc", "fsdtc"),
    ("fr apple 2", "Début du message transféré :\n", "De|Objet|Date|À|Cc", "fsdtc"),
    ("fr thunderbird", "-------- Message transféré --------", "Sujet |Date |De |Pour |Copie à ", "sdftc"),
    ("fr yahoo", "----- Message transmis -----", "De|À|Cc|Envoyé|Objet", "ftcds"),
    ("he evolution", "-------- הודעה מועברת --------", "מאת|אל|עותק|נושא|תאריך", "ftcsd"),
    ("hr apple", "Započni proslijeđenu poruku:\n", "Šalje|Predmet|Datum|Prima|Cc", "fsdtc"),
    ("hu apple", "Továbbított levél kezdete:\n", "Feladó|Tárgy|Dátum|Címzett|Másolat", "fsdtc"),
    ("hu thunderbird", "-------- Továbbított üzenet --------", "Tárgy|Dátum|Feladó|Címzett|CC", "sdftc"),
    ("it apple", "Inizio messaggio inoltrato:\n", "Da|Oggetto|Data|A|Cc", "fsdtc"),
    ("it thunderbird", "-------- Messaggio inoltrato --------", "Oggetto|Data|Mittente|A|CC", "sdftc"),
    ("it yahoo", "----- Messaggio inoltrato -----", "Da|A|Cc|Inviato|Oggetto", "ftcds"),
    ("ja evolution", "-------- 転送するメッセージ --------", "差出人|宛先|Cc|件名|日付", "ftcsd"),
    ("ja apple", "転送されたメッセージ:\n", "差出人|件名|日付|宛先|Cc", "fsdtc"),
    ("ko naver", "-----원본 메시지-----", "보낸사람|받는사람|참조|보낸날짜|제목", "ftcds"),
    ("lt evolution", "-------- Persiųstas laiškas --------", "Nuo|Kam|Kopija|Tema|Data", "ftcsd"),
    ("lv evolution", "-------- Pārsūtīta vēstule --------", "No|Kam|CC|Temats|Datums", "ftcsd"),
    ("nb apple", "Videresendt melding:\n", "Fra|Emne|Dato|Til|Kopi", "fsdtc"),
    ("nl apple", "Begin doorgestuurd bericht:\n", "Van|Onderwerp|Datum|Aan|Kopie", "fsdtc"),
    ("nl yahoo", "----- Doorgestuurd bericht -----", "Van|Aan|Cc|Verzonden|Onderwerp", "ftcds"),
    ("pl apple", "Początek przekazywanej wiadomości:\n", "Od|Temat|Data|Do|Dw".replace("Dw", "DW"), "fsdtc"),
    ("pl thunderbird", "-------- Treść przekazanej wiadomości --------", "Temat|Data|Nadawca|Adresat|Kopia", "sdftc"),
    ("pt apple", "Início da mensagem reencaminhada:\n", "De|Assunto|Data|Para|Cc", "fsdtc"),
    ("pt-br gmail", "---------- Mensagem encaminhada ---------", "De|Data|Assunto|Para|Cc", "fdstc"),
    ("ro apple", "Începe mesajul redirecționat:\n", "De la|Subiect|Dată|Către|Cc", "fsdtc"),
    ("ru mail.ru", "-------- Пересылаемое сообщение --------", "От кого|Кому|Копия|Дата|Тема", "ftcds"),
    ("ru apple", "Начало переадресованного сообщения:\n", "От|Тема|Дата|Кому|Копия", "fsdtc"),
    ("sk apple", "Začiatok preposlanej správy:\n", "Od|Predmet|Dátum|Komu|Kópia", "fsdtc"),
    ("sv apple", "Vidarebefordrat mejl:\n", "Från|Ämne|Datum|Till|Kopia", "fsdtc"),
    ("sv yahoo", "----- Vidarebefordrat meddelande -----", "Från|Till|Kopia|Skickat|Ämne", "ftcds"),
    ("th evolution", "-------- ข้อความส่งต่อ --------", "จาก|ถึง|สำเนาถึง|เรื่อง|วันที่", "ftcsd"),
    ("tr apple", "İleti başlangıcı:\n", "Kimden|Konu|Tarih|Kime|Bilgi", "fsdtc"),
    ("tr yahoo", "----- İletilen Mesaj -----", "Kimden|Kime|Cc|Gönderildi|Konu", "ftcds"),
    ("uk apple", "Початок листа, що пересилається:\n", "Від|Тема|Дата|Кому|Копія", "fsdtc"),
    ("vi evolution", "━━━Thư đã chuyển tiếp━━━", "Từ|Cho|Cc|Chủ đề|Ngày", "ftcsd"),
    ("zh-cn qq", "------------------ 转发的邮件 ------------------", "发件人|发送时间|收件人|抄送|主题", "fdtcs"),
    ("zh-tw claws", "開始轉寄郵件：\n", "日期|寄件者|收件者|副本|主旨", "dftcs"),
]


def written(labels: str, order: str, form: str = "{}: {}") -> str:
    return "\n".join(form.format(label, HEADERS[key]) for label, key in zip(labels.split("|"), order, strict=True))


def assert_read(found: Forward | None, note: str = "Mohon dibantu.") -> None:
    assert found is not None
    assert (found.reporter.name, found.reporter.address) == ("Ayu Lestari", "ayu.lestari@example.id")
    assert (found.subject, found.date_raw, found.text) == (HEADERS["s"], HEADERS["d"], BODY)
    assert (found.note, found.confidence, len(found.chain)) == (note, "high", 1)
    assert [party.address for party in found.chain[0].to] == ["kantor@example.go.id"]
    assert [party.address for party in found.chain[0].cc] == ["arsip@example.go.id"]


@pytest.mark.parametrize(("language", "prefix", "labels"), OUTLOOK, ids=[row[0] for row in OUTLOOK])
@pytest.mark.parametrize("form", ["{}: {}", "*{}:* {}", "{}\xa0: {}", "{}：{}", "\u200f{}:\t{}"])
def test_outlook(language: str, prefix: str, labels: str, form: str) -> None:
    body = f"Mohon dibantu.\n\n{written(labels, 'fdtcs', form)}\n\n{BODY}\n"
    assert_read(read_text(f"{prefix} Lampu jalan mati", body))


@pytest.mark.parametrize(("language", "prefix", "labels"), OUTLOOK, ids=[row[0] for row in OUTLOOK])
def test_outlook_below_a_line(language: str, prefix: str, labels: str) -> None:
    body = f"Mohon dibantu.\n\n________________________________\n{written(labels, 'fdtcs')}\n\n{BODY}\n"
    assert_read(read_text(f"{prefix} Lampu jalan mati", body))


# What says "original message" stands above replies as well.
CERTAIN = [row for row in MARKED if "-----원본" not in row[1] and "Ursprüngliche" not in row[1]]


@pytest.mark.parametrize(("program", "mark", "labels", "order"), CERTAIN, ids=[row[0] for row in CERTAIN])
def test_marked_without_a_prefix(program: str, mark: str, labels: str, order: str) -> None:
    assert_read(read_text("", f"Mohon dibantu.\n\n{mark}\n{written(labels, order)}\n\n{BODY}\n"))


@pytest.mark.parametrize(("program", "mark", "labels", "order"), MARKED, ids=[row[0] for row in MARKED])
def test_marked_and_quoted(program: str, mark: str, labels: str, order: str) -> None:
    if "heute" in mark:
        mark = mark.partition("\n")[2]
    quoted = "\n".join(f"> {line}".rstrip() for line in f"{mark}\n{written(labels, order)}\n\n{BODY}".split("\n"))
    assert_read(read_text("Fwd: Lampu jalan mati", f"Mohon dibantu.\n\n{quoted}\n"))


@pytest.mark.parametrize(("language", "prefix", "labels"), OUTLOOK, ids=[row[0] for row in OUTLOOK])
def test_yahoo_glued_on_one_line(language: str, prefix: str, labels: str) -> None:
    """Yahoo's HTML loses its line breaks in some programs; the date needs a gap before the subject in no language."""
    sender, sent, to, copy, subject = labels.split("|")
    line = f"{sender}: {HEADERS['f']}{to}: {HEADERS['t']}{copy}: {HEADERS['c']}{sent}: {HEADERS['d']}{subject}: "
    body = f"Mohon dibantu.\n\n   ----- Forwarded message ----- {line}{HEADERS['s']}\n\n{BODY}\n"
    assert_read(read_text(f"{prefix} Lampu jalan mati", body))


# The same under a reply's prefix is a quotation.
REPLIES = [("id", "Bls:"), ("en", "Re:"), ("de", "AW:"), ("sv", "SV:"), ("it", "R:"), ("pt", "RES:"), ("tr", "YNT:")]


@pytest.mark.parametrize(("language", "prefix"), REPLIES)
def test_reply(language: str, prefix: str) -> None:
    labels = next(row[2] for row in OUTLOOK if row[0] == language)
    assert read_text(f"{prefix} Lampu", f"Baik.\n\n{written(labels, 'fdtcs')}\n\n{BODY}\n") is None


# "On … wrote:" as Outlook for Mac puts it above forwards: only the subject tells it from a reply.
ATTRIBUTIONS = [
    ("hu brackets", "2021. 05. 03. 10:07 időpontban Ayu Lestari (<ayu@example.id>) ezt írta:", "2021. 05. 03. 10:07"),
    (
        "nl quotes",
        'Op 03-05-2021 10:07 heeft "Ayu Lestari" <ayu@example.id> het volgende geschreven:',
        "03-05-2021 10:07",
    ),
    ("nb quotes", '"Ayu Lestari" <ayu@example.id> skrev følgende den 03.05.2021 10:07:', "03.05.2021 10:07"),
    ("hr 2", "Ayu Lestari <ayu@example.id> napisao/la je sljedeće 03.05.2021. 10:07:", "03.05.2021. 10:07"),
    ("ro 2", 'La 03.05.2021, 10:07, "Ayu Lestari" <ayu@example.id> a scris:', "03.05.2021, 10:07"),
    ("ms", "Pada 3 Mei 2021, 10:07, Ayu Lestari <ayu@example.id> menulis:", "3 Mei 2021, 10:07"),
    ("ja", "2021年5月3日(月) 10:07 Ayu Lestari <ayu@example.id>:", "2021年5月3日(月) 10:07"),
    ("ko", "2021년 5월 3일 (월) 오전 10:07, Ayu Lestari <ayu@example.id>님이 작성:", "2021년 5월 3일 (월) 오전 10:07"),
    ("id", 'Pada 3/5/2021 10.07, "Ayu Lestari" <ayu@example.id> menulis:', "3/5/2021 10.07"),
    (
        "id gmail",
        "Pada tanggal Sen, 3 Mei 2021 pukul 10.07 Ayu Lestari <ayu@example.id>\nmenulis:",
        "Sen, 3 Mei 2021 pukul 10.07",
    ),
    ("en", 'On 03/05/2021 10:07, "Ayu Lestari" <ayu@example.id> wrote:', "03/05/2021 10:07"),
    ("en apple", "On 3 May 2021, at 10:07, Ayu Lestari <ayu@example.id> wrote:", "3 May 2021, at 10:07"),
    ("cs", "Dne 03.05.2021 10:07, Ayu Lestari <ayu@example.id> napsal(a):", "03.05.2021 10:07"),
    ("da", 'D. 03/05/2021 10.07 skrev "Ayu Lestari" <ayu@example.id>:', "03/05/2021 10.07"),
    ("de", 'Am 03.05.21, 10:07 schrieb "Ayu Lestari" <ayu@example.id>:', "03.05.21, 10:07"),
    ("es", 'El 3/5/21 10:07, "Ayu Lestari" <ayu@example.id> escribió:', "3/5/21 10:07"),
    ("fi", "Ayu Lestari <ayu@example.id> kirjoitti 3.5.2021 kello 10.07:", "3.5.2021 kello 10.07"),
    ("fr", "Le 03/05/2021 10:07, « Ayu Lestari » <ayu@example.id> a écrit :", "03/05/2021 10:07"),
    ("hr", "Dana 03.05.2021. 10:07, Ayu Lestari <ayu@example.id> je napisao(la):", "03.05.2021. 10:07"),
    ("hu", "2021. 05. 03. 10:07 időpontban Ayu Lestari <ayu@example.id> ezt írta:", "2021. 05. 03. 10:07"),
    ("it", 'Il giorno 03/05/21, 10:07 "Ayu Lestari" <ayu@example.id> ha scritto:', "03/05/21, 10:07"),
    ("nl", "Op 03-05-2021 10:07 heeft Ayu Lestari <ayu@example.id> geschreven:", "03-05-2021 10:07"),
    ("nb", "Ayu Lestari <ayu@example.id> skrev følgende den 03.05.2021 10:07:", "03.05.2021 10:07"),
    ("pl", "Dnia 03.05.2021 10:07 „Ayu Lestari” <ayu@example.id> napisał:", "03.05.2021 10:07"),
    ("pt", 'Em 03/05/2021, 10:07, "Ayu Lestari" <ayu@example.id> escreveu:', "03/05/2021, 10:07"),
    ("ro", "În data de 3 mai 2021 10:07, Ayu Lestari <ayu@example.id> a scris:", "3 mai 2021 10:07"),
    ("ru", '03.05.2021, 10:07 пользователь "Ayu Lestari" <ayu@example.id> написал:', "03.05.2021, 10:07"),
    ("sk", "Dňa 03/05/2021 10:07 používateľ Ayu Lestari <ayu@example.id> napísal:", "03/05/2021 10:07"),
    ("sv", 'Den 2021-05-03 10:07 skrev "Ayu Lestari" <ayu@example.id> följande:', "2021-05-03 10:07"),
    ("tr", '"Ayu Lestari" <ayu@example.id>, 3.05.2021 10:07 tarihinde şunu yazdı:', "3.05.2021 10:07"),
    ("uk", "3 травня 2021 р. о 10:07 Ayu Lestari <ayu@example.id> пише:", "3 травня 2021 р. о 10:07"),
    ("vi", "Vào 3 thg 5, 2021 lúc 10:07, Ayu Lestari <ayu@example.id> đã viết:", "3 thg 5, 2021 lúc 10:07"),
    ("zh", "Ayu Lestari <ayu@example.id> 于2021年5月3日周一 10:07写道：", "于2021年5月3日周一 10:07"),
]


@pytest.mark.parametrize(("language", "line", "date"), ATTRIBUTIONS, ids=[row[0] for row in ATTRIBUTIONS])
@pytest.mark.parametrize("quote", ["", "> "])
def test_attribution(language: str, line: str, date: str, quote: str) -> None:
    quoted = "\n".join(f"{quote}{text}".rstrip() for text in BODY.split("\n"))
    found = read_text("FW: Lampu jalan mati", f"Mohon dibantu.\n\n{line}\n\n{quoted}\n")
    assert found is not None
    assert (found.reporter.name, found.reporter.address) == ("Ayu Lestari", "ayu@example.id")
    assert (found.subject, found.date_raw, found.text, found.note) == (HEADERS["s"], date, BODY, "Mohon dibantu.")
    assert read_text("Re: Lampu jalan mati", f"Baik.\n\n{line}\n\n{quoted}\n") is None
    assert read_text("Lampu jalan mati", f"Baik.\n\n{line}\n\n{quoted}\n") is None
