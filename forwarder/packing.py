"""Small JSON of ours made smaller before it is sealed: most of it are names of fields, which both sides know already.

Zstandard with a dictionary that was trained on what we write (RFC 8878; https://docs.python.org/3/library/compression.zstd.html).
Whoever could choose a part of a text and see how long it is sealed might guess the rest of it; nobody sees that but
this gateway's Redis.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Final

from backports import zstd

# What values of the first version were packed with (RFC 1950, 2.3).
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
# Made by tests/quality/pack_dictionary.py. What is stored was packed with it: it is never changed. Another one takes
# another version of `Sealer`'s first byte.
TRAINED: Final = Path(__file__).with_name("packing.zdict")
# It stands before every frame and says the same each time (RFC 8878, 3.1.1).
_MAGIC: Final = b"\x28\xb5\x2f\xfd"
# In the place of what is known. JSON has no such character: it would be written as six others.
_KNOWN: Final = b"\x01"
# Higher ones take four times as long, and win a hundredth.
_LEVEL: Final = 3
# No message of a channel comes near it (`MAX_MAIL_BYTES`).
_MOST_BYTES = 64 * 1024 * 1024
# 4 KB of window: what is stored is mostly smaller than that.
_WINDOW = -12


def can_be_packed(plain: bytes) -> bool:
    return _KNOWN not in plain


def shortened(plain: bytes, known: bytes) -> bytes:
    """Without what whoever reads it knows anyway: most values say their own id once more."""
    return plain.replace(known, _KNOWN) if known else plain


def packed(plain: bytes, known: bytes = b"") -> bytes:
    """Of what `can_be_packed`. known: what whoever unpacks it knows as well."""
    packer = _packer()
    return packer.compress(shortened(plain, known), packer.FLUSH_FRAME)[len(_MAGIC) :]


def unpacked(data: bytes, known: bytes = b"") -> bytes:
    """Raise `ValueError`: these bytes were not made by `packed`, or are cut."""
    reader = zstd.ZstdDecompressor(zstd_dict=_dictionary())
    try:
        plain = reader.decompress(_MAGIC + data, _MOST_BYTES)
    except zstd.ZstdError as error:
        raise ValueError("is no packed value") from error
    if not reader.eof:
        raise ValueError("is cut, or larger than anything that is kept")
    return plain.replace(_KNOWN, known)


@cache
def _dictionary() -> zstd.ZstdDict:
    return zstd.ZstdDict(TRAINED.read_bytes())


@cache
def _packer() -> zstd.ZstdCompressor:
    """One for the process: it locks itself."""
    name = zstd.CompressionParameter
    options: dict[int, int] = {name.compression_level: _LEVEL, name.dict_id_flag: 0, name.checksum_flag: 0}
    return zstd.ZstdCompressor(options=options, zstd_dict=_dictionary())


def unpacked_before(data: bytes) -> bytes:
    """As `unpacked`, of what earlier versions packed."""
    reader = zlib.decompressobj(_WINDOW, DICTIONARY)
    try:
        plain = reader.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise ValueError("is no packed value") from error
    if not reader.eof:
        raise ValueError("is cut, or larger than anything that is kept")
    return plain
