"""winmail.dat of our own making, after MS-OXTNEF."""

from __future__ import annotations

import struct


def attribute(level: int, name: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def text_property(name: int, words: str) -> bytes:
    data = words.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x001F, name, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def binary_property(name: int, data: bytes) -> bytes:
    return struct.pack("<HHII", 0x0102, name, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def number_property(name: int, value: int) -> bytes:
    return struct.pack("<HHI", 0x0003, name, value)


def named_property(words: str) -> bytes:
    name = words.encode("utf-16-le") + b"\0\0"
    head = struct.pack("<HH", 0x0003, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, len(name))
    return head + name + b"\0" * (-len(name) % 4) + struct.pack("<I", 7)


def properties(*each: bytes) -> bytes:
    return struct.pack("<I", len(each)) + b"".join(each)


def winmail(*attributes: bytes) -> bytes:
    version = attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    return b"\x78\x9f\x3e\x22\x01\x00" + version + b"".join(attributes)


def packed_file(name: str, content: bytes, long_name: str = "") -> bytes:
    made = attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x00018010, name.encode() + b"\0")
    made += attribute(2, 0x0006800F, content)
    return made + (attribute(2, 0x00069005, properties(text_property(0x3707, long_name))) if long_name else b"")
