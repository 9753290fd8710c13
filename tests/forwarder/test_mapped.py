"""A profile: what it makes of a complaint, and what it reads from an answer."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from central_kinds import CASE as PLAIN
from central_kinds import KEY, Raw, changed, profile_text
from hypothesis import given
from hypothesis import strategies as st

from forwarder import mapped_answer
from forwarder.central import Category, CentralError, Rejected, Unavailable, Unknown
from forwarder.mapped import from_settings
from forwarder.mapped_fill import Secret, freeze, parts_of, request_of, thawed
from forwarder.mapped_profile import Answer, Call, Listing, LookUp, Profile, read
from forwarder.wire import Answer as Came
from gateway.ports import free_ports
from gateway.simulator.mapped_body import read as body_read
from normalizer.schema import (
    Accepted,
    Deferred,
    Flags,
    Location,
    Submission,
)

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
CASE = replace(
    PLAIN,
    text='Jalan rusak & berlubang = "parah"; hubungi Budi Contoh 0811-0000-1234',
    received_at=NOW,
    agency_keyword="TANGKAB",
    location=Location(-6.2, 106.8, "Balai Desa"),
)


def profile(change: Callable[[Raw], object] = lambda tree: None) -> Profile:
    return read(changed(change))


def sent(made: Profile, case: Submission = CASE) -> Raw:
    request = thawed(made.submit, freeze(case, made), Secret("header", "X-Api-Key", KEY), case.reference)
    assert request.data
    fields: Raw = json.loads(request.data)
    return fields


def test_values_types_and_constants() -> None:
    fields = sent(profile())
    assert (fields["jenis"], fields["instansi"], fields["anonim"], fields["lintang"]) == (1, "3603", False, -6.2)
    assert (fields["sumber"], fields["tanggal"], fields["isi"]) == ("satu-pintu", "2026-11-20", CASE.text)
    assert sent(profile(), replace(CASE, agency_keyword="LAIN"))["instansi"] == "0000"
    assert "lintang" not in sent(profile(), replace(CASE, location=None)), "what is not there is left out"


def test_tables_in_tables() -> None:
    def nested(tree: Raw) -> None:
        tree["submit"]["fields"]["pelapor"] = {"nama": "{reporter_name}", "telepon": ["{reporter_phone}"]}

    assert sent(profile(nested))["pelapor"] == {"nama": "Budi Contoh", "telepon": ["+6281100001234"]}


def test_text_around_a_place_makes_it_text() -> None:
    def mixed(tree: Raw) -> None:
        tree["submit"]["fields"]["isi"] = "{text}\n\nRef: {reference} ({latitude})"

    assert sent(profile(mixed))["isi"] == f"{CASE.text}\n\nRef: {CASE.reference} (-6.2)"


def test_a_key_in_the_fields_is_not_in_what_is_frozen() -> None:
    made, secret = read(tomllib.loads(profile_text("form", "form"))), Secret("form", "KEYTOKEN", KEY)
    body = freeze(CASE, made)
    assert KEY.encode() not in body
    request = thawed(made.submit, body, secret, CASE.reference)
    assert b"KEYTOKEN=user%3Aa-key" in (request.data or b"")
    assert KEY not in repr(request) + repr(secret)


def test_identity_is_left_out_where_the_flag_cannot_be_told() -> None:
    def silent(tree: Raw) -> None:
        tree["can"]["anonim"] = "leave_out"
        del tree["submit"]["fields"]["anonim"], tree["amend"]["fields"]["anonim"]

    made = profile(silent)
    fields = sent(made, replace(CASE, flags=Flags(anonim=True), note="Dari Budi Contoh"))
    assert not {"nama", "kontak"} & set(fields)
    assert not [word for word in ("Budi", "0811") if word in json.dumps(fields)]
    assert fields["isi"].endswith("hubungi [nama] [telepon]")
    assert sent(made)["nama"] == "Budi Contoh"


async def test_who_was_told_already_is_not_left_out_afterwards(tmp_path: Path) -> None:
    """Telling nothing makes nobody forget a name: a person settles it, and the citizen hears that it waits."""
    text = profile_text().replace('anonim = "flag"', 'anonim = "leave_out"').replace('anonim = "{anonim}"\n', "")
    (tmp_path / "profile.toml").write_text(text.replace('anonim = "{anonim}", ', ""))
    # Nobody listens there: whatever is called is away.
    (port,) = free_ports(1)
    central = from_settings(str(tmp_path / "profile.toml"), f"http://127.0.0.1:{port}", KEY, 5, 1)
    try:
        with pytest.raises(Rejected, match="anonim"):
            await central.amend(CASE.reference, Flags(anonim=True), "77")
        with pytest.raises(Unavailable):
            await central.amend(CASE.reference, Flags(rahasia=True), "77")
    finally:
        await central.close()


NOT_HELD: tuple[tuple[str, Callable[[Raw], object], Submission, str], ...] = (
    ("rahasia", lambda tree: (tree["can"].update(rahasia="no"), tree["submit"]["fields"].pop("rahasia"),
                              tree["amend"]["fields"].pop("rahasia")),
     replace(CASE, flags=Flags(rahasia=True)), "flags"),
    ("too long", lambda tree: tree["longest"].update(text=10), CASE, "text is longer than the 10"),
    ("a value it has no word for", lambda tree: tree["values"]["keyword"].pop("*"),
     replace(CASE, agency_keyword="LAIN"), "values.keyword"),
    ("a value that cannot be a path", lambda tree: tree["submit"].update(path="/api/{keyword}/laporan"),
     replace(CASE, agency_keyword="a/../b"), "cannot stand in a path"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "case", "says"), [row[1:] for row in NOT_HELD], ids=[row[0] for row in NOT_HELD])
def test_what_cannot_be_held_is_refused(change: Callable[[Raw], object], case: Submission, says: str) -> None:
    def path_values(tree: Raw) -> None:
        change(tree)
        if "{keyword}" in tree["submit"]["path"]:
            del tree["values"]["keyword"]

    with pytest.raises(Rejected, match=says) as caught:
        freeze(case, profile(path_values))
    assert "LAIN" not in str(caught.value)


HOW = Answer(
    number="data.0.id", token="data.0.tiket", code="kode",
    done_codes=frozenset({"OK"}), retry_codes=frozenset({"SIBUK"}),
    rejected_codes=frozenset({"SALAH"}), missing_codes=frozenset({"TIADA"}), duplicate_codes=frozenset({"ADA"}),
)  # fmt: skip


def came(status: int, body: object, after: str | None = None) -> Came:
    return Came(status, "application/json", after, body if isinstance(body, bytes) else json.dumps(body).encode())


def said(code: str, status: int = 200, **more: object) -> Came:
    return came(status, {"kode": code, **more})


TAKEN: tuple[tuple[str, Came, Accepted | Deferred], ...] = (
    ("a number", said("OK", data=[{"id": "01916449"}]), Accepted("01916449")),
    ("a number that is a number", said("OK", data=[{"id": 1916449}]), Accepted("1916449")),
    ("a token", said("OK", data=[{"id": None, "tiket": "t-1"}]), Deferred("t-1")),
    ("both", said("OK", data=[{"id": "7", "tiket": "t-1"}]), Accepted("7")),
)


@pytest.mark.parametrize(("answer", "expected"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_taken(answer: Came, expected: Accepted | Deferred) -> None:
    assert mapped_answer.receipt(answer, HOW, NOW) == expected


IN_DOUBT: tuple[tuple[str, Came, type[CentralError]], ...] = (
    ("503 of a proxy", came(503, b"<html>", "7"), Unknown),
    ("503 with a code of nobody", replace(said("LAIN", 503), after="7"), Unknown),
    ("503 with its own wish to wait", replace(said("SIBUK", 503), after="7"), Unavailable),
    ("429", came(429, b"", "7"), Unavailable),
    ("425", came(425, b"", "7"), Unavailable),
)


@pytest.mark.parametrize(("answer", "kind"), [row[1:] for row in IN_DOUBT], ids=[row[0] for row in IN_DOUBT])
def test_where_the_same_again_is_another_case_a_503_is_unknown(answer: Came, kind: type[CentralError]) -> None:
    with pytest.raises(CentralError) as caught:
        mapped_answer.receipt(answer, HOW, NOW, doubted=True)
    assert type(caught.value) is kind
    assert isinstance(caught.value, Unknown | Unavailable)
    assert caught.value.after == 7
    with pytest.raises(Unavailable):
        mapped_answer.receipt(answer, HOW, NOW)


NOT_TAKEN: tuple[tuple[str, Came, type[CentralError]], ...] = (
    ("busy with 200", said("SIBUK"), Unavailable),
    ("refused with 200", said("SALAH"), Rejected),
    ("there already", said("ADA"), Unknown),
    ("a code of nobody", said("LAIN", data=[{"id": "7"}]), Unknown),
    ("no code", came(200, {"data": [{"id": "7"}]}), Unknown),
    ("a status of nobody", said("OK", 418), Unknown),
    ("500", said("OK", 500), Unknown),
    ("429", came(429, b"", "7"), Unavailable),
    ("401", came(401, b""), Unavailable),
    ("404", came(404, b""), Unavailable),
    ("301", came(301, b""), Unavailable),
    ("302, as after a form", came(302, b""), Unknown),
    ("303", came(303, b""), Unknown),
    ("308", came(308, b""), Unavailable),
    ("409", came(409, b""), Unknown),
    ("422", came(422, b""), Rejected),
    ("no JSON", came(200, b"<html>"), Unknown),
    ("nothing at the path", said("OK", data=[]), Unknown),
    ("an object for a number", said("OK", data=[{"id": {}}]), Unknown),
    ("markup for a number", said("OK", data=[{"id": "<b>7</b>"}]), Unknown),
)


@pytest.mark.parametrize(("answer", "kind"), [row[1:] for row in NOT_TAKEN], ids=[row[0] for row in NOT_TAKEN])
def test_not_taken(answer: Came, kind: type[CentralError]) -> None:
    with pytest.raises(CentralError) as caught:
        mapped_answer.receipt(answer, HOW, NOW)
    assert type(caught.value) is kind


def test_a_profile_may_know_what_a_redirect_means() -> None:
    how = Answer(number="id", done=frozenset({200, 302}), settings=frozenset({303}))
    assert mapped_answer.receipt(came(302, {"id": "7"}), how, NOW) == Accepted("7")
    with pytest.raises(Unavailable):
        mapped_answer.receipt(came(303, b""), how, NOW)


@given(st.binary(max_size=300), st.integers(100, 599))
def test_any_answer_ends_in_a_receipt_or_one_of_the_three(body: bytes, status: int) -> None:
    try:
        assert isinstance(mapped_answer.receipt(came(status, body), HOW, NOW), Accepted | Deferred)
    except (Unavailable, Rejected, Unknown):
        assert status


LIST = LookUp(path="/x", list="data", list_reference="isi", answer=Answer(number="id", token="tiket"))
ONE = LookUp(path="/x", answer=HOW)
REFERENCE = CASE.reference
FOUND: tuple[tuple[str, Came, LookUp, Accepted | Deferred | None], ...] = (
    ("one", said("OK", data=[{"id": "7"}]), ONE, Accepted("7")),
    ("nothing, by its code", said("TIADA"), ONE, None),
    ("nothing, by its status", came(404, b""), ONE, None),
    ("an empty list where it should be", said("OK", data=[]), ONE, None),
    ("in a list, by a word in its text",
     came(200, {"data": [{"isi": "x"}, {"isi": f"Ref: {REFERENCE}.", "id": 7}]}), LIST, Accepted("7")),
    ("in a list, a longer reference", came(200, {"data": [{"isi": f"Ref: {REFERENCE}8", "id": 7}]}), LIST, None),
    ("in a list, a token", came(200, {"data": [{"isi": REFERENCE, "tiket": "t"}]}), LIST, Deferred("t")),
)  # fmt: skip


@pytest.mark.parametrize(("answer", "call", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(answer: Came, call: LookUp, expected: Accepted | Deferred | None) -> None:
    assert mapped_answer.found(answer, call, REFERENCE, NOW) == expected


@pytest.mark.parametrize("answer", [
    said("OK", data=[{"id": None}]), said("LAIN"), came(500, b""), came(200, b"<html>"), said("SALAH"),
], ids=["without a number", "a code of nobody", "500", "no JSON", "refused"])  # fmt: skip
def test_a_look_up_that_says_neither_is_no_answer(answer: Came) -> None:
    with pytest.raises(Unavailable):
        mapped_answer.found(answer, ONE, REFERENCE, NOW)


def test_a_list_that_is_none_is_no_answer() -> None:
    with pytest.raises(Unavailable, match="no list at data"):
        mapped_answer.found(came(200, {"data": {}}), LIST, REFERENCE, NOW)


def test_categories_of_a_public_call_of_old() -> None:
    """The one call of LAPOR!'s former API that is public: a list, ids as texts, parent "0" at the top."""
    call = Listing(path="/x", parent="parent", label="topic_name")
    listed = [
        {"id": "3", "parent": "0", "topic_name": "Infrastruktur"},
        {"id": "13", "parent": "3", "topic_name": "Jalan"},
    ]
    assert mapped_answer.categories(came(200, listed), call, NOW)[1] == Category("13", "3", "Jalan")


@given(st.text(max_size=20))
def test_a_value_never_leaves_its_part_of_a_path(value: str) -> None:
    try:
        parts = parts_of("/api/{number}/status", {"number": value})
    except Rejected:
        return
    assert parts == ("api", value, "status")
    assert value not in (".", "..")
    assert not set(value) & set("/\\?#%")


HEADERS = Call(path="/x", headers={"X-Judul": "{title}"})


@given(st.text(max_size=20))
def test_a_value_never_begins_another_header(value: str) -> None:
    try:
        request = request_of(HEADERS, {"title": value}, Secret("bearer", "", KEY))
    except Rejected:
        assert not value.isascii() or not value.isprintable()
        return
    assert request.headers["X-Judul"] == value


MULTIPART = Call(path="/x", encoding="multipart", fields={"isi": "{text}", 'a"b': "{text}"})


@given(st.text(max_size=60))
def test_a_multipart_body_is_read_as_it_was_written(value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    request = request_of(MULTIPART, {"text": value, "reference": REFERENCE}, Secret("bearer", "", KEY))
    came = body_read("multipart", request.headers["Content-Type"], request.data)
    assert came["isi"] == value


def test_a_form_key_goes_into_the_query_where_there_is_no_body() -> None:
    request = request_of(Call(method="GET", path="/api/{number}"), {"number": "7"}, Secret("form", "KEYTOKEN", KEY))
    assert (request.data, request.query) == (None, (("KEYTOKEN", KEY),))
