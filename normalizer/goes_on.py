"""Whether a first message goes on from one before it: "lanjutan: …", "ini fotonya", "ralat, RT 5 bukan RT 6"."""

from __future__ import annotations

import re

from normalizer.likeness import gist
from normalizer.questions import complains
from normalizer.text import folded

# The beginning of the text, in small letters and with its signs: a tag is told by what stands behind it.
_TAG = re.compile(
    r"^\W*(?:(?:ralat|koreksi|susulan|tambahan|sambungan|lanjutan|terusan)\s+(?:alamat|info|informasi|lokasi|foto|"
    r"yang|yg|nama|"
    r"nomor|no|rt|pak|bu|min|kak|nih|ya|dikit|sedikit|lagi|keterangan|data|waktu|jam)(?:nya)?\b|"
    r"(?:foto|photo|video|gambar|bukti|lokasi|dokumen)(?:nya)?\s+(?:terlampir|menyusul|nyusul|saya lampirkan|"
    r"saya kirim)\b|"
    r"(?:lanjutan|sambungan|tambahan|susulan|ralat|koreksi|revisi|update|perbaikan|lanjutannya|"
    r"sambungannya|nambah(?:in)?|"
    r"tambah|bersambung|nyambung|cont(?:inued|inuing|inue)?|addition|correction|ps|nb|n\.b|p\.s)\s*(?:[:,.\-–;)/]|$|\n)|"
    r"(?:lanjut(?:an|in|kan)?|sambungan|menyambung|nyambung|melanjutkan|lanjutan|tambahan|menambahkan|susulan|"
    r"ralat|koreksi|"
    r"melengkapi|terkait|soal|mengenai|tentang|untuk)\s+(?:(?:dari|untuk|utk|dr|info|informasi|pesan|sms|chat|wa|"
    r"isi)\s+)*"
    r"(?:laporan|aduan|pengaduan|pesan|sms|chat|wa|info|informasi|keterangan|data)(?:nya|ku)?\s+"
    r"(?:(?:saya|sy|kami|yang|yg|di|ini|itu)\s+)*(?:tadi|sebelumnya|barusan|kemarin|kmrn|td|diatas|atas|pertama)|"
    r"(?:(?:lanjutan|sambungan|tambahan|terkait|soal|mengenai) )?(?:yang|yg)\s+(?:tadi|barusan|kemarin|td)\b|"
    r"(?:dan|trus|terus|oh iya|oh ya|eh|oiya|oya|btw|satu lagi|sama|juga)\W+(?:juga|satu lagi|tadi lupa|lupa|tambahan|"
    r"lokasi(?:nya)?|alamat(?:nya)?|"
    r"foto(?:nya)?|tempat(?:nya)?|itu|kejadian(?:nya)?)\b|"
    r"(?:ini|itu|berikut|brkt|nih|ni|tu|sy kirim|saya kirim|saya lampirkan|terlampir|here is|here s|here are|"
    r"this is|these are)\s+"
    r"(?:\w+\s+)?(?:foto|photo|photos|picture|gambar|video|bukti|lokasi|alamat|titik|dokumen|surat|rekaman|"
    r"the photo|the picture|the location)"
    r"(?:nya|ku|2nya|-fotonya|s)?\b(?!.{120})|"
    r"(?:foto|gambar|video|bukti|lokasi|alamat|tempat|titik|kejadian|rumah|nama jalan|jalan|waktu|kronologi|"
    r"pelaku|nomor|no)nya\s+"
    r"(?:\w+\s+){0,2}(?:di|ada di|dekat|dkt|depan|menyusul|nyusul|tadi|terlampir|jam|pukul|yang|yg|seperti|itu|"
    r"adalah|jl|jln|rt|gang)\b(?!.{160})|"
    r"(?:maksud|mksd|maksd)(?:nya)?\s+(?:saya|sy|kami|aku|tadi|di|yang|yg|jalan|rt|bukan)\b|maksudnya\b|"
    r"(?:maaf|sori|sorry|maap)\W+(?:\w+\W+){0,2}(?:typo|kurang lengkap|belum lengkap|salah ketik|keliru|"
    r"maksud(?:nya)?)\b|"
    r"(?:ini|nih|berikut)\s+(?:saya|sy|kami|aku)\s+(?:kirim|krm|lampir|serta|share|bagi)\w*\b(?!.{80})|"
    r"(?:alamat|lokasi|tempat|patokan|titik)(?:nya)?(?: (?:lengkap|tepat|persis)(?:nya)?)?\s*:(?!.{120})|"
    r"(?:ada )?(?:satu|1) lagi(?: \w+)?\s*[,:]|"
    r"(?:maaf|sori|sorry|maap)\W+(?:tadi|td|barusan|salah|wrong)\b|"
    r"(?:nyusul|menyusul)\s+(?:alamat|foto|lokasi|bukti|nama|info|video)|"
    r"(?:seperti|sprti|sesuai|as)\s+(?:yang|yg|i)?\s*(?:saya|sy|kami)?\s*(?:said|wrote|tulis|sampaikan|laporkan|"
    r"kirim)\s*(?:tadi|sebelumnya|before|earlier)|"
    r"(?:bagian|part|hal|halaman)\s*[2-9]\b|[(\[]?[2-9]\s*/\s*[2-9][)\]]?|[(\[][2-9][)\]]\s|"
    r"[2-9]\.\s|(?:waktu|jam|tanggal|hari|tempat) kejadian(?:nya)?\b(?!.{60})|"
    r"(?:please )?see (?:the |my )?(?:attached|second|first|last|other)\b|"
    r"(?:screenshot|bukti|rekaman|foto|video)\s(?:\w+ ){0,3}(?:saya|sy|aku) (?:kirim|lampirkan|sertakan)\b|"
    r"(?:more|another detail|one more thing|further)\b.{0,40}\b(?:my|previous|earlier|last)\s+(?:report|complaint|"
    r"message)|"
    r"(?:i forgot|saya lupa|sy lupa|lupa|tadi lupa|td lupa|kelupaan|ketinggalan)\b(?!.{160}))",
    re.DOTALL,
)
_LOOKED_AT = 300
# "Pak ini tambahan bukti untuk laporan saya tadi", "lanjutan tadi, lokasinya …": what is added, and to what was said.
_EARLIER = re.compile("tadi|td|barusan|kem|kmrn|sebelum|lapor|aduan|my ")
_ADDED = re.compile(
    r"(?:\w+ ){0,4}?(?:tambahan\w*|nambah\w*|menambah\w*|lanjutan\w*|nerusin|meneruskan|sambungan\w*|susulan\w*|"
    r"nyusul\w*|"
    r"ralat\w*|koreksi\w*|revisi|melengkapi|lengkapin|bukti\w*|fotonya|videonya|also|adding|correction)"
    r"(?: \w+){0,4}? (?:tadi|td|barusan|kemarin|kmrn|kemaren|sebelumnya|laporan (?:saya|sy|kami)|laporanku|"
    r"aduan (?:saya|"
    r"sy|kami)|my (?:\w+ )?(?:report|complaint|message))\b"
    r"|(?:\w+ ){1,9}?(?:yang|yg) (?:tadi|barusan)(?: (?:itu|pak|bu|ya|min|kak))*$"
)


def is_followup(text: str) -> bool:
    """Whether it begins as what goes on from an earlier message. Pure and total."""
    told = folded(text[:_LOOKED_AT])
    if _EARLIER.search(told) and _ADDED.match(told):
        return True
    begun = _TAG.match(" ".join(text[:_LOOKED_AT].casefold().split(" ")))
    if begun is None:
        if len(told) > _SPOT_LONG or not _SPOT.match(told):
            return False
        return not complains(told) and not gist(told).matters
    return not (_SHOWN.match(begun.group()) and complains(told))


# "Lokasi di belakang kantor pos": where it is, and not what.
_SPOT = re.compile(
    r"(?:lokasi|alamat|tempat|posisi|patokan)(?:(?: (?:lengkap|tepat|persis|pas|detail|kejadian))?nya|"
    r"(?:nya)? (?:tadi|td)) "
    r"(?:\w+ ){0,2}?(?:di|dekat|dkt|depan|belakang|samping|jl|jln|jalan|gang|gg|rt|desa|dusun|no|blok)\b|"
    r"(?:lokasi|alamat|tempat|titik|patokan|posisi|letak)(?:nya)? (?:ada )?(?:di|dekat|dkt|depan|dpn|belakang|samping|"
    r"sebelah|seberang|jl|jln|jalan|gang|gg|rt|desa|dusun|persis|tepat)\b|"
    r"(?:di|dekat|dkt|depan|dpn|belakang|samping|sebelah|seberang)(?: \w+){1,6} (?:itu|di situ|disitu|ini|sana)? ?"
    r"(?:tempat|lokasi|alamat|titik|posisi)(?:nya)?$"
)
_SPOT_LONG = 80
# "Ini foto jalan berlubang di depan balai desa" tells all of it.
_SHOWN = re.compile(r"\W*(?:ini|itu|berikut|brkt|nih|ni|tu|here|this|these)\b")
