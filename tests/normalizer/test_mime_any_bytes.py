"""Whatever the bytes, a mail is read: nothing is raised, and what comes out can be stored and sent on."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizer.html_text import html_to_text
from normalizer.mime import ParsedMail, parse

CASES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "cases" / "mail").glob("*.eml"))]
SMALL = [case for case in CASES if len(case) < 20_000]
FRAGMENTS = [
    b"\r\n", b"\n",
    b"\r", b"\0", b" ", b":", b";", b'"', b"<", b">", b"(", b"=", b"=?utf-8?B?", b"?=", b"--", b"--b\r\n",
    b"Content-Type: ", b"multipart/mixed; boundary=b", b"text/html", b"; charset=utf-7", b"; charset=idna", b"*0*=x''%",
    b"Content-Transfer-Encoding: base64\r\n", b"\xff\xfe", b"+2AA-", b"\xed\xa0\x80", b"&#xD800;", b"<!--", b"<style>",
    b"message/rfc822", b"From: ", b"@", b"a@example.id", b"Date: ", b"99999999999999999999", b"; format=flowed",
]  # fmt: skip
settings.register_profile(
    "mime", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=300
)
BOUNDED = settings.get_profile("mime")


def is_sound(mail: ParsedMail) -> None:
    assert "unparsable" not in mail.doubts
    words = [mail.subject, mail.text, mail.from_.address, mail.from_.name, mail.message_id, *mail.references]
    words += [file.name for file in mail.attachments]
    for text in words:
        text.encode()  # lone surrogates would fail here and in every store
        assert "\0" not in text
    for line in (mail.subject, mail.from_.name, mail.from_.address, *(file.name for file in mail.attachments)):
        assert "\n" not in line
        assert "\r" not in line
    assert mail.date is None or mail.date.utcoffset() is not None
    assert all(file.name and "/" not in file.name for file in mail.attachments)
    for inner in mail.attached:
        is_sound(inner)


@BOUNDED
@given(st.binary(max_size=2000))
def test_arbitrary_bytes(data: bytes) -> None:
    is_sound(parse(data))


@BOUNDED
@given(st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=8), max_size=60))
def test_fragments_of_mails(pieces: list[bytes]) -> None:
    is_sound(parse(b"".join(pieces), ""))


@BOUNDED
@given(
    st.sampled_from(SMALL),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(FRAGMENTS) | st.binary(max_size=8)), max_size=8
    ),
)
def test_mutated_cases(data: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    for place, removed, put in changes:
        at = int(place * len(data))
        data = data[:at] + put + data[at + removed :]
    is_sound(parse(data))


@BOUNDED
@given(st.sampled_from(SMALL), st.floats(0, 1))
def test_cases_cut_anywhere(data: bytes, place: float) -> None:
    is_sound(parse(data[: int(place * len(data))]))


@BOUNDED
@given(st.lists(st.sampled_from(["jalan", "rusak", "air", "mati", "lampu"]), min_size=1, max_size=30), st.data())
def test_html_loses_no_word(words: list[str], data: st.DataObject) -> None:
    tags = st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<b>", "<br>", "<td>", "</a>", "<a>", "<!-- x -->", "<", "&nbsp;", "<li>"]
    )
    page = "".join(f"{data.draw(tags)} {word} " for word in words)
    assert [word for word in html_to_text(page).split() if word.isalpha()] == words


@BOUNDED
@given(st.text(max_size=500))
def test_html_of_any_text(source: str) -> None:
    assert isinstance(html_to_text(source), str)
