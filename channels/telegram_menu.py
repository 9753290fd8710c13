"""The menu of a Telegram chat: https://core.telegram.org/bots/api#setmycommands"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# What the menu of a chat offers; any other spelling is understood as well (normalizer/commands.py).
_INDONESIAN = (
    ("lapor", "Cara menyampaikan laporan"),
    ("status", "Menanyakan laporan: /status nomor"),
    ("kirim", "Kirim sekarang apa yang sudah ditulis"),
    ("batal", "Batalkan apa yang sudah ditulis"),
    ("rahasia", "Isi laporan tidak dibuka untuk umum"),
    ("anonim", "Nama disembunyikan"),
    ("buka", "Buka perlindungan laporan: /buka nomor"),
    ("bahasa", "Bahasa Indonesia atau Inggris"),
    ("berhenti", "Jangan dibalas lagi"),
    ("mulai", "Dibalas lagi"),
    ("hapus_data", "Hapus semua data saya di sini"),
    ("bantuan", "Bantuan"),
)
_ENGLISH = (
    ("lapor", "How to send a report"),
    ("status", "Ask about a report: /status number"),
    ("send", "Send now what was written"),
    ("cancel", "Withdraw what was written"),
    ("rahasia", "The text of the report is not made public"),
    ("anonim", "My name is hidden"),
    ("buka", "Lift the protection of a report: /buka number"),
    ("language", "Indonesian or English"),
    ("stop", "No more answers"),
    ("start", "Answers again"),
    ("erase_data", "Erase all my data here"),
    ("help", "Help"),
)


def _menu(language: str, commands: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """Without a language it is for everybody who has no other."""
    told = [{"command": name, "description": text} for name, text in commands]
    return {"commands": told, "language_code": language} if language else {"commands": told}


MENUS = (_menu("", _INDONESIAN), _menu("id", _INDONESIAN), _menu("en", _ENGLISH))
