"""What lies in Redis is packed before it is sealed, and comes back as it was."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.packing import DICTIONARY, TRAINED, packed, unpacked
from forwarder.seal import Sealer, Unsealable

KEY = bytes(range(32))
LISTENER = (
    b'{"channel":"sms","to":{"address":"+6281100000042","name":""},"language":"id","flags":{"anonim":false,"rahasia":false},'
    b'"thread":"SM0123456789abcdef0123456789abcdef","recipient":"+6281100009999","subject":"","facts":[],"about":[],'
    b'"printed":false,"office":false,"mail":"","heard_ms":1795347317903}'
)


@given(st.binary(max_size=20_000) | st.text(max_size=2_000).map(str.encode), st.binary(max_size=60))
def test_it_comes_back(plain: bytes, known: bytes) -> None:
    assert b"\x01" in plain or unpacked(packed(plain, known), known) == plain
    sealer = Sealer.of(KEY)
    assert sealer.open(sealer.pack(plain, b"c:" + known), b"c:" + known) == plain


def test_what_is_known_takes_no_room() -> None:
    told = LISTENER.replace(b"SM01", b"complaint sxvq7kzrm3pdw2ycn5tghbe4oa")
    assert len(packed(told)) - len(packed(told, b"sxvq7kzrm3pdw2ycn5tghbe4oa")) > 15


def test_the_dictionaries_are_what_stored_values_were_packed_with() -> None:
    digests = [hashlib.sha256(data).hexdigest() for data in (DICTIONARY, TRAINED.read_bytes())]
    before = [
        "96b73574d6a50582534a49c323d537d54ba8946c17005b2617009bd7580e625c",
        "0dbe1512762e20a465953edabcb7e200095d63f7f3380655adda795363295005",
    ]
    assert digests == before, "another one takes another version of sealed values: what lies in Redis needs these"


def test_what_earlier_versions_packed_is_opened() -> None:
    packer = zlib.compressobj(6, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    sealer = Sealer.of(KEY)
    sealed = sealer.seal(packer.compress(LISTENER) + packer.flush(), b"here", b"\x02")
    assert sealer.open(sealed, b"here") == LISTENER
    with pytest.raises(Unsealable):
        sealer.open(sealer.seal(b"\xff\xff\xff", b"here", b"\x02"), b"here")


def test_json_of_ours_is_a_third_as_long() -> None:
    assert len(packed(LISTENER)) < len(LISTENER) / 3


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("nothing", b""),
        ("no packed value", b"\xff\xff\xff"),
        ("a cut one", packed(LISTENER)[:-1]),
        ("one that unfolds without end", packed(bytes(65 * 1024 * 1024))),
    ],
)
def test_what_is_none_is_refused(label: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"packed value|is cut"):
        unpacked(data)


def test_sealed_and_packed_values_are_opened_alike() -> None:
    sealer = Sealer.of(KEY)
    for sealed in (sealer.seal(LISTENER, b"here"), sealer.pack(LISTENER, b"here")):
        assert sealer.open(sealed, b"here") == LISTENER
        with pytest.raises(Unsealable):
            sealer.open(sealed, b"elsewhere")


@pytest.mark.parametrize("version", [b"\x00", b"\x01", b"\x02", b"\x03"])
def test_a_changed_version_is_refused(version: bytes) -> None:
    sealer = Sealer.of(KEY)
    changed = version + sealer.pack(LISTENER, b"here")[1:]
    with pytest.raises(Unsealable):
        sealer.open(changed, b"here")
