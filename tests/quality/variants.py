"""What happens to one complaint on its way through phones and mail programs: the same words, changed. Knows no rule."""

from __future__ import annotations

import random
import re
import unicodedata

_SHORTER = {
    "yang": "yg", "sudah": "sdh", "tidak": "tdk", "untuk": "utk", "saya": "sy", "karena": "krn", "dengan": "dgn",
    "mohon": "mhn", "tolong": "tlg", "jalan": "jl", "gang": "gg", "nomor": "no", "belum": "blm", "sampai": "smp",
    "desa": "ds", "kelurahan": "kel", "kecamatan": "kec", "dusun": "dsn", "banyak": "byk", "tetapi": "tp",
    "orang": "org", "rumah": "rmh", "depan": "dpn", "minggu": "mgg", "bulan": "bln",
    "hari": "hr",
    "malam": "mlm", "juga": "jg",
    "kampung": "kp", "setiap": "tiap", "lagi": "lg", "dari": "dr", "segera": "sgr", "terima": "trm", "kasih": "ksh",
}  # fmt: skip
GREETINGS = (
    "Assalamualaikum wr wb. ", "Selamat pagi Bapak Bupati, ", "Halo min, ", "Permisi pak mau lapor, ", "p\n",
    "Selamat siang admin LAPOR yang terhormat, izin melaporkan. ", "Yth. Bapak/Ibu petugas,\n\n", "Sugeng enjing pak, ",
)  # fmt: skip
ENDINGS = (
    " Terima kasih.", " Mohon ditindaklanjuti, terima kasih banyak.", " 🙏🙏", " Tks", "\nWassalamualaikum wr wb",
    " Demikian laporan kami, atas perhatiannya kami ucapkan terima kasih.",
)  # fmt: skip
APPENDED = (
    " Oh iya pak, tadi pagi masih sama saja belum ada yang datang.", " Foto menyusul ya.",
    " Saya sudah lapor ke ketua RT juga tapi belum ada jawaban.", " Kalau perlu data bisa hubungi saya di nomor ini.",
    " Tetangga saya juga mengeluhkan hal yang sama.", " Sudah kami sampaikan ke kantor desa minggu lalu.",
)  # fmt: skip
_EMOJI = ("😭", "🙏", "😡", "⚠️", "🚮", "😷", "💡", "🌧️")
_NAMES = ("Budi Santoso", "Siti Aminah", "Joko W", "Ibu Ratna", "Agus", "Wayan Sudira", "Dewi Lestari")


def abbreviated(text: str, draw: random.Random) -> str:
    return re.sub(
        r"[A-Za-z]+",
        lambda found: (
            _SHORTER[found.group().lower()]
            if found.group().lower() in _SHORTER and draw.random() < 0.8
            else found.group()
        ),
        text,
    )


def mistyped(text: str, draw: random.Random) -> str:
    """One slip in every eight words, in words that carry no capital letter and no digit."""
    parts = text.split(" ")
    for at, word in enumerate(parts):
        if len(word) > 4 and word.isalpha() and word.islower() and draw.random() < 0.13:
            spot = draw.randrange(1, len(word) - 1)
            parts[at] = draw.choice(
                (
                    word[:spot] + word[spot + 1 :],
                    word[:spot] + word[spot] + word[spot:],
                    word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :],
                    word[:spot] + draw.choice("aeiousrtnk") + word[spot + 1 :],
                )
            )
    return " ".join(parts)


def folded_to_sms(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def truncated(text: str, draw: random.Random) -> str:
    return folded_to_sms(text)[: draw.choice((140, 153, 160, 160, 160))]


def decorated(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    for _ in range(3):
        words.insert(draw.randrange(len(words) + 1), draw.choice(_EMOJI))
    return " ".join(words)


def polite(text: str, draw: random.Random) -> str:
    return draw.choice(GREETINGS) + text + draw.choice(ENDINGS)


def reordered(text: str, draw: random.Random) -> str:
    sentences = re.split(r"(?<=[.?!]) ", text)
    if len(sentences) < 2:
        clauses = text.split(", ")
        draw.shuffle(clauses)
        return ", ".join(clauses)
    draw.shuffle(sentences)
    return " ".join(sentences)


def appended(text: str, draw: random.Random) -> str:
    return text + draw.choice(APPENDED)


def shouted(text: str, draw: random.Random) -> str:
    return text.upper()


def small(text: str, draw: random.Random) -> str:
    return re.sub(r"[.,!?](?!\d)", "", text.lower())


def quoted(text: str, draw: random.Random) -> str:
    lines = "\n".join(f"> {line}" for line in _wrapped(text))
    return f"Pak, ini laporan saya yang kemarin, mohon dibaca.\n\nPada 12 Nov 2026 08.15, saya menulis:\n{lines}\n"


def forwarded(text: str, draw: random.Random, address: str) -> str:
    name = draw.choice(_NAMES)
    head = draw.choice(
        (
            (
                "---------- Forwarded message ---------\nDari: {n} <{a}>\nDate: Kam, 19 Nov 2026 pukul 07.12\n"
                "Subject: laporan warga\nTo: Desa <desa@example.id>\n\n"
            ),
            (
                "-------- Pesan Terusan --------\nPerihal: laporan\nTanggal: Thu, 19 Nov 2026 07:12:00 +0700\n"
                "Dari: {n} <{a}>\nKepada: desa@example.id\n\n"
            ),
            (
                "________________________________\nDari: {n} <{a}>\nDikirim: Kamis, 19 November 2026 07.12\n"
                "Kepada: Desa <desa@example.id>\nPerihal: aduan\n\n"
            ),
        )
    ).format(n=name, a=address)
    note = draw.choice(("", "Mohon ditindaklanjuti laporan warga kami berikut.\n\n", "Diteruskan untuk diketahui.\n\n"))
    return note + head + "\n".join(_wrapped(text))


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def mixed(text: str, draw: random.Random) -> str:
    return polite(appended(mistyped(abbreviated(text, draw), draw), draw), draw)


def chatted(text: str, draw: random.Random) -> str:
    return decorated(mistyped(small(abbreviated(text, draw), draw), draw), draw)


ALONE = {
    "abbreviated": abbreviated, "typos": mistyped, "cut as an SMS": truncated, "emoji": decorated, "greeting": polite,
    "order": reordered, "appended": appended, "capitals": shouted, "small letters": small, "quoted": quoted,
    "several at once": mixed, "chat": chatted,
}  # fmt: skip
