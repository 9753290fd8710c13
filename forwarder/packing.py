"""Small JSON of ours made smaller before it is sealed: most of it are names of fields, which both sides know already.

DEFLATE with a preset dictionary (RFC 1950, 2.3; https://docs.python.org/3/library/zlib.html#zlib.compressobj).
Whoever could choose a part of a text and see how long it is sealed might guess the rest of it; nobody sees that but
this gateway's Redis.
"""

from __future__ import annotations

import zlib
from typing import Final

# What complaints, cases and answers' listeners have in common, the commonest last. What is stored was packed with it:
# it is never changed. Another dictionary takes another version of `Sealer`'s first byte.
DICTIONARY: Final = (
    b"terima kasih mohon bantuannya dengan sangat segera diperbaiki ditindaklanjuti karena sudah sejak kemarin "
    b"minggu bulan yang lalu tidak belum ada sampai sekarang warga kami banyak anak sekolah puskesmas kantor "
    b"kelurahan kecamatan kabupaten kota provinsi dusun kampung perumahan gang nomor dekat depan samping "
    b"jembatan lampu jalan rusak berlubang sampah menumpuk air banjir listrik mati bantuan bansos petugas "
    b"pelayanan KTP pungutan liar selamat pagi siang sore malam Assalamualaikum Pak Bu tolong di Jl. Jalan RT "
    b'RW Desa {"agency_keyword":"","attachments":[{"name":"photo.jpg","media_type":"image/jpeg","size":,'
    b'"sha256":"source":"}],"channel":"flags":{"anonim":false,"rahasia":false},"kind":"pengaduan",'
    b'"language":"id","location":{"latitude":-6.,"longitude":106.,"label":"},"location":null,"note":"",'
    b'"number":"received_at":"2026-reference":"related_to":[],"reporter":{"address":"","name":"","verified":},'
    b'"schema_version":1,"sent_at":null,"submitted_by":{"address":"","name":""},'
    b'"text":"title":"}{"channel":"email","to":{"address":"@example.go.id","name":""},"language":"en",'
    b'"flags":{"anonim":true,"rahasia":true},"thread":"<@mail.gmail.com>","recipient":"lapor@","subject":"Re: ",'
    b'"facts":["facts":[],"about":[],"printed":true,"office":true,"mail":""{"channel":"telegram",'
    b'"to":{"address":"telegram:","name":"{"channel":"whatsapp","to":{"address":"+628","name":""},'
    b'"language":"id","flags":{"anonim":false,"rahasia":false},"thread":"SM","recipient":"+62811","subject":"",'
    b'"facts":[],"about":[],"printed":false,"office":false,"mail":"","heard_ms":179}{"id":"kind":"aspiration",'
    b'"kind":"information","kind":"complaint","channel":"mail","channel":"telegram","channel":"whatsapp",'
    b'"channel":"sms","delivery":"mail:telegram:update:twilio:message:AC:SM","reporter":{"address":"+628",'
    b'"name":""},"submitted_by":{"address":"+628","name":""},"person":"mailto:telegram:tel:+628",'
    b'"title":"text":"received_at":"2026-+00:00","sent_at":"2026-","sent_at":null,"note":"","forwarded":false,'
    b'"agency_keyword":"","language":"id","flags":{"anonim":false,"rahasia":false},"attachments":[],'
    b'"location":null,"doubts":[],"schema_version":1}'
)
# 4 KB of window: what is stored is mostly smaller than that. Levels above this one win nothing more.
_WINDOW, _LEVEL, _MEMORY = -12, 6, 5
# No message of a channel comes near it (`MAX_MAIL_BYTES`).
_MOST_BYTES = 64 * 1024 * 1024


def packed(plain: bytes, known: bytes = b"") -> bytes:
    """known: what whoever unpacks it knows as well; it takes no room where it is said again."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, DICTIONARY + known)
    return packer.compress(plain) + packer.flush()


def unpacked(data: bytes, known: bytes = b"") -> bytes:
    """Raise `ValueError`: these bytes were not made by `packed`, or are cut."""
    reader = zlib.decompressobj(_WINDOW, DICTIONARY + known)
    try:
        plain = reader.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise ValueError("is no packed value") from error
    if not reader.eof:
        raise ValueError("is cut, or larger than anything that is kept")
    return plain
