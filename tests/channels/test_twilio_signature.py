"""Signatures: held against Twilio's own validator, over forms nobody would think of."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import (  # type: ignore[import-untyped]  # it ships no py.typed
    RequestValidator,
    get_signature_algorithm,
)

from channels.base import Unauthentic
from channels.twilio_signature import (
    MOST_FIELDS,
    Algorithm,
    Signatures,
    parse_form,
    signature,
    signed_text,
    usual_fields,
    usual_text,
)
from normalizer.schema import ChannelName, Raw

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
URL = "https://satupintu.example.org/twilio/sms"
FORM = "application/x-www-form-urlencoded"
NAMES: dict[Algorithm, str] = {"sha1": "HMAC_SHA1", "sha256": "HMAC_SHA256"}


def raw(body: bytes, signed: str | None, url: str = URL, kind: str = FORM) -> Raw:
    headers = (("Content-Type", kind), *((("X-Twilio-Signature", signed),) if signed is not None else ()))
    return Raw(ChannelName("sms"), NOW, url, headers, body)


def accepts(token: str, given: Raw, algorithm: Algorithm = "sha1") -> bool:
    try:
        Signatures((token.encode(),), algorithm).verify(given)
    except Unauthentic:
        return False
    return True


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


no_surrogates = st.text(st.characters(codec="utf-8"), max_size=12)
forms = st.lists(st.tuples(st.one_of(no_surrogates.filter(bool), st.just("Body")), no_surrogates), max_size=12)
algorithms = st.sampled_from(["sha1", "sha256"])
urls = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from(["satupintu.example.org", "127.0.0.1", "a.b.example.org"]),
    st.sampled_from(["", ":443", ":80", ":8443"]),
    st.sampled_from(["/twilio/sms", "/", "/a/b/c"]),
    st.sampled_from(["", "?x=1", "?x=&y=%20z"]),
)


@given(forms, urls, algorithms)
def test_signs_as_twilio_does(pairs: list[tuple[str, str]], url: str, algorithm: Algorithm) -> None:
    theirs = RequestValidator("rahasia").compute_signature(url, MultiDict(pairs), NAMES[algorithm])
    assert signature(b"rahasia", url.encode(), parse_form(encoded(pairs)), algorithm) == theirs.encode()


@given(
    st.lists(
        st.sampled_from(
            [
                *(b"a", b"b", b"=", b"&", b"+", b"%", b"%41", b"%3D", b"4", b"1", b"\0", b"\xff", b"\r", b"\n"),
                *(b"%0A", b"\x1e", b"%1E", b"%C3", b"%A9"),
            ]
        ),
        max_size=16,
    )
)
def test_the_quick_way_reads_a_form_as_the_thorough_one_does(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    assert usual_text(body) in (b"", signed_text(parse_form(body)))
    decoded = {name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in parse_form(body)}
    assert usual_fields(body) in (None, decoded)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"To=%2B62&Body=a+b%26c%0A&From=", {"To": "+62", "Body": "a b&c\n", "From": ""}),
        (b"Body=%F0%9F%9A%A7+%3D&A=1", {"Body": "\U0001f6a7 =", "A": "1"}),
        (b"Body=%FF&A=1", None),
        (b"Body=%1E&A=1", None),
        (b"A=1&A=2", None),
    ],
)
def test_usual_fields_are_read_at_once(body: bytes, fields: dict[str, str] | None) -> None:
    assert usual_fields(body) == fields


@pytest.mark.parametrize(
    ("label", "body", "text"),
    [
        ("as Twilio writes", b"To=%2B62&Body=a+b%26c&From=", b"Bodya b&cFromTo+62"),
        ("a name twice", b"a=2&a=1", b""),
        ("an escaped name", b"%61=1", b""),
        ("no value", b"a", b""),
        ("half an escape", b"a=%4&b=1", b""),
        ("half an escape before a digit", b"a=%4&1=", b""),
        ("an end that is none", b"a=1&", b""),
        ("two equals signs", b"a=1=2", b""),
        ("two here and none there", b"a=1=2&b", b""),
        ("line ends and escaped ones", b"a=%3D%0d%0A&b=\r\n", b"a=\r\nb\r\n"),
        ("numbered names", b"M10=a&M1=b&M=c", b"McM1bM10a"),
        ("as many fields as may be", b"&".join(b"%d=" % n for n in range(MOST_FIELDS)), None),
        ("one more", b"&".join(b"%d=" % n for n in range(MOST_FIELDS + 1)), b""),
    ],
)
def test_the_quick_way_is_for_usual_forms(label: str, body: bytes, text: bytes | None) -> None:
    expected = signed_text(parse_form(body)) if text is None else text
    assert usual_text(body) == expected, label


@given(forms, urls, urls, algorithms)
def test_judges_as_twilio_does(pairs: list[tuple[str, str]], url: str, signed_url: str, algorithm: Algorithm) -> None:
    oracle = RequestValidator("rahasia")
    signed = oracle.compute_signature(signed_url, MultiDict(pairs), NAMES[algorithm])
    expected = oracle.validate(url, MultiDict(pairs), signed, NAMES[algorithm])
    assert accepts("rahasia", raw(encoded(pairs), signed, url), algorithm) is expected


@given(forms, st.sampled_from(["/twilio/sms", "/twilio/sms/status"]))
def test_with_and_without_port(pairs: list[tuple[str, str]], path: str) -> None:
    plain, ported = f"https://satupintu.example.org{path}", f"https://satupintu.example.org:443{path}"
    oracle = RequestValidator("rahasia")
    for told, seen in ((plain, ported), (ported, plain)):
        signed = oracle.compute_signature(told, MultiDict(pairs))
        assert oracle.validate(seen, MultiDict(pairs), signed)
        assert accepts("rahasia", raw(encoded(pairs), signed, seen))


@given(st.text(st.characters(codec="utf-8"), max_size=40), algorithms, st.booleans())
def test_json_bodies_by_their_hash(body: str, algorithm: Algorithm, honest: bool) -> None:
    digest = hashlib.sha256(body.encode() if honest else b"other").hexdigest()
    url = f"{URL}?bodySHA256={digest}"
    oracle = RequestValidator("rahasia")
    signed = oracle.compute_signature(url, {}, NAMES[algorithm])
    expected = oracle.validate(url, body, signed, NAMES[algorithm])
    assert accepts("rahasia", raw(body.encode(), signed, url, "application/json"), algorithm) is expected is honest


def test_both_tokens_count_while_one_is_rotated() -> None:
    body = b"Body=halo"
    both = Signatures((b"new", b"old"))
    for token in ("new", "old"):
        both.verify(raw(body, RequestValidator(token).compute_signature(URL, {"Body": "halo"})))
    with pytest.raises(Unauthentic):
        both.verify(raw(body, RequestValidator("older").compute_signature(URL, {"Body": "halo"})))


GOOD = signature(b"rahasia", URL.encode(), [(b"Body", b"halo")], "sha1").decode()
REFUSED = [
    ("no header", raw(b"Body=halo", None)),
    ("empty header", raw(b"Body=halo", "")),
    ("another body", raw(b"Body=halo2", GOOD)),
    ("another url", raw(b"Body=halo", GOOD, "https://satupintu.example.org/twilio/whatsapp")),
    ("not ASCII", raw(b"Body=halo", "tanda tangan é")),
    ("lone surrogate in the header", raw(b"Body=halo", "\udcff")),
    ("raw bytes above 127", raw(b"Body=\xff\xfe&\x00", GOOD)),
    ("half an escape", raw(b"Body=%&%F=%E9%", GOOD)),
    ("too many fields", raw(b"a&" * 500, GOOD)),
    (
        "JSON without a hash",
        raw(b"{}", signature(b"rahasia", URL.encode(), [], "sha1").decode(), URL, "application/json"),
    ),
    ("hash without a value", raw(b"{}", GOOD, URL + "?bodySHA256", "application/json")),
    ("url that is none", raw(b"Body=halo", GOOD, "https://[::1/twilio?bodySHA256=1")),
    ("port that is none", raw(b"Body=halo", GOOD, "https://example.org:99999/twilio")),
    ("polling's url", raw(b"Body=halo", GOOD, "poll:")),
    (
        "sha256 under sha1",
        raw(b"Body=halo", signature(b"rahasia", URL.encode(), [(b"Body", b"halo")], "sha256").decode()),
    ),
    ("base64 of nothing", raw(b"Body=halo", base64.b64encode(b"").decode() + "=")),
]


@pytest.mark.parametrize(("label", "given_raw"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_else_raised(label: str, given_raw: Raw) -> None:
    with pytest.raises(Unauthentic):
        Signatures((b"rahasia",)).verify(given_raw)


def test_says_which_setting_is_wrong() -> None:
    header = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
    assert get_signature_algorithm(header) == "HMAC_SHA256"
    signed = raw(b"Body=halo", "x")
    odd = Raw(
        signed.channel, NOW, URL, (*signed.headers, ("X-Twilio-Webhooks-Signature-Settings", header)), signed.body
    )
    with pytest.raises(Unauthentic, match="TWILIO_SIGNATURE"):
        Signatures((b"rahasia",)).verify(odd)


def test_secrets_are_not_shown() -> None:
    assert "rahasia" not in repr(Signatures((b"rahasia",)))
