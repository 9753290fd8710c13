"""A complaint as GeoReport v2 has it, and how a lost one is looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from central_kinds import CASE as PLAIN
from central_kinds import KEY, open311_adapter
from hypothesis import given
from hypothesis import strategies as st

from forwarder.central import Rejected, Unavailable
from forwarder.open311 import Open311, Told, from_settings
from forwarder.open311_case import LONGEST, Options, description, freeze, keywords
from gateway.simulator.faulty import once_each
from gateway.simulator.open311 import StandInOpen311
from gateway.simulator.open311_rules import check_request, is_many
from gateway.simulator.open311_store import Requests
from normalizer.schema import (
    Accepted,
    Attachment,
    DeliveryNote,
    Flags,
    Kind,
    Location,
    Party,
    Submission,
)

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
CASE = replace(
    PLAIN,
    title="Jalan rusak di Desa…",
    text="Jalan rusak di Desa Sukamaju, hubungi Budi Contoh 0811-0000-1234 atau budi@example.org. NIK 3201010101010001",
    received_at=NOW,
)
OPTIONS = Options("001", {"LAMPU": "002"}, {"002": {"KEADAAN": "mati", "WAKTU": "malam|siang"}}, "Kabupaten Contoh")
ANONIM = Flags(anonim=True)


def fields(case: Submission, options: Options = OPTIONS) -> list[tuple[str, str]]:
    return parse_qsl(freeze(case, options).decode(), strict_parsing=True)


def test_all_of_it_goes_somewhere() -> None:
    case = replace(
        CASE,
        kind=Kind.ASPIRATION,
        note="Diteruskan dari warga.",
        location=Location(-6.2, 106.8, "Balai Desa"),
        attachments=(Attachment("foto.jpg", "image/jpeg"),),
    )
    told = dict(fields(case))
    assert (told["lat"], told["long"], told["service_code"]) == ("-6.2000000", "106.8000000", "001")
    assert "address_string" not in told
    assert (told["first_name"], told["last_name"], told["phone"]) == ("Budi", "Contoh", "+6281100001234")
    lines = told["description"].split("\n\n")[1].split("\n")
    assert lines == [
        "Jenis: Aspirasi",
        "Catatan penerus: Diteruskan dari warga.",
        "Lokasi: Balai Desa",
        "[1 lampiran tidak ikut; ada pada operator pengaduan]",
        f"Ref: {CASE.reference}",
    ]


def test_which_cases_belong_together_is_not_for_everybody() -> None:
    told = freeze(replace(CASE, related_to=("a2b3c4d5",), recurrence_of="b2c3d4e5"), OPTIONS)
    assert told == freeze(CASE, OPTIONS)


BESIDE = replace(CASE, related_to=("a2b3c4d5", "c4d5e6f7"), recurrence_of="b2c3d4e5")
CLERKS = replace(OPTIONS, attributes={"001": {"SAMA": "{related_to}", "DULU": "{recurrence_of}", "ASAL": "warga"}})
NOT_TOLD = [("an anonymous person's", replace(BESIDE, flags=ANONIM)), ("one that stands alone", CASE)]


def test_an_attribute_of_the_servers_may_be_told_which_cases_belong_together() -> None:
    told = fields(BESIDE, CLERKS)
    assert [value for name, value in told if name == "attribute[SAMA][]"] == ["a2b3c4d5", "c4d5e6f7"]
    assert ("attribute[DULU]", "b2c3d4e5") in told
    assert not [one for one in ("a2b3c4d5", "c4d5e6f7", "b2c3d4e5") if one in dict(told)["description"]]


WITHIN = {
    "001": {"SAMA": "sama: {related_to}; dulu: {recurrence_of}", "LAIN": "warga|{related_to}|lihat {recurrence_of}"}
}


def test_other_cases_may_be_told_within_words() -> None:
    told = fields(BESIDE, replace(OPTIONS, attributes=WITHIN))
    assert [one for one in told if one[0].startswith("attribute")] == [
        *(("attribute[LAIN][]", one) for one in ("warga", "a2b3c4d5", "c4d5e6f7", "lihat b2c3d4e5")),
        ("attribute[SAMA]", "sama: a2b3c4d5, c4d5e6f7; dulu: b2c3d4e5"),
    ]


@pytest.mark.parametrize(("label", "case"), NOT_TOLD, ids=[row[0] for row in NOT_TOLD])
def test_words_about_another_case_are_left_out_without_one(label: str, case: Submission) -> None:
    told = fields(case, replace(OPTIONS, attributes=WITHIN))
    assert [one for one in told if one[0].startswith("attribute")] == [("attribute[LAIN]", "warga")]


@pytest.mark.parametrize(("label", "case"), NOT_TOLD, ids=[row[0] for row in NOT_TOLD])
def test_an_attribute_without_another_case_is_left_out(label: str, case: Submission) -> None:
    assert [name for name, _ in fields(case, CLERKS) if name.startswith("attribute")] == ["attribute[ASAL]"]


def test_no_list_shows_a_nik_and_a_phone_stays_where_its_owner_put_it() -> None:
    told = dict(fields(CASE))["description"]
    assert "3201010101010001" not in told
    assert "[NIK]" in told
    assert "0811-0000-1234" in told


def test_of_an_anonymous_person_nothing_is_told() -> None:
    written = freeze(replace(CASE, flags=ANONIM, note="Dari Budi Contoh, warga kami"), OPTIONS).decode()
    told = dict(parse_qsl(written))
    assert not {"first_name", "last_name", "phone", "email"} & set(told)
    assert not [
        one for one in ("Budi", "0811", "81100001234", "budi@", "3201", "warga kami") if one in told["description"]
    ]
    assert "hubungi [nama] [telepon] atau [email]" in told["description"]
    assert "[Catatan penerus tidak disertakan: pelapor anonim]" in told["description"]


def test_contact_is_of_one_person_and_may_stay_here() -> None:
    office = Party("desa@example.org", "Kantor Desa")
    told = dict(fields(replace(CASE, reporter=Party("", "Siti Contoh"), submitted_by=office)))
    assert (told["first_name"], told["last_name"], told["email"]) == ("Kantor", "Desa", "desa@example.org")
    chat = dict(fields(replace(CASE, reporter=Party("123456789", "Budi"))))
    assert "phone" not in chat
    assert not {"phone", "first_name"} & set(dict(fields(CASE, replace(OPTIONS, contact=False))))


def test_a_keyword_names_the_service_and_its_attributes() -> None:
    told = fields(replace(CASE, agency_keyword="lampu"))
    assert ("service_code", "002") in told
    assert ("attribute[KEADAAN]", "mati") in told
    assert [value for name, value in told if name == "attribute[WAKTU][]"] == ["malam", "siang"]


REFUSED: tuple[tuple[str, Submission, Options, str], ...] = (
    ("rahasia", replace(CASE, flags=Flags(rahasia=True)), OPTIONS, "rahasia"),
    ("no pin", CASE, replace(OPTIONS, address=""), "OPEN311_ADDRESS"),
    ("off the earth", replace(CASE, location=Location(91, 0)), OPTIONS, "no place on earth"),
    ("nowhere", replace(CASE, location=Location(float("nan"), 0)), OPTIONS, "no place on earth"),
    ("too long", replace(CASE, text="kata " * 900), OPTIONS, "OPEN311_LONG_TEXT"),
    ("a greeting", replace(CASE, kind=Kind.GREETING), OPTIONS, "no case"),
    ("a note without end", replace(CASE, note="n" * 3000), replace(OPTIONS, long_text="cut"), "by-hand enter"),
)


@pytest.mark.parametrize(("case", "options", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_it_cannot_hold_is_refused(case: Submission, options: Options, says: str) -> None:
    if case.note:
        case = replace(case, text="kata " * 900)
    with pytest.raises(Rejected, match=says):
        freeze(case, options)


@given(st.text(min_size=1, max_size=12_000))
def test_cut_says_so_and_fits(text: str) -> None:
    case = replace(CASE, text=text, title="")
    told = description(case, "cut")
    assert len(told) <= LONGEST
    assert told.endswith(f"Ref: {CASE.reference}")
    assert "dipotong; seluruhnya" in told or len(told) >= len(text)


WORDS = st.text(max_size=60)
ADDRESSES = st.sampled_from(["+6281100001234", "budi@example.org", "123456789", ""])
PARTIES = st.builds(Party, ADDRESSES, st.text(max_size=600))
PINS = st.none() | st.builds(Location, st.floats(-90, 90), st.floats(-180, 180), WORDS)
SUBMISSIONS = st.builds(
    replace,
    st.just(CASE),
    text=st.text(min_size=1, max_size=5000),
    title=WORDS,
    note=WORDS,
    reporter=PARTIES,
    submitted_by=PARTIES,
    agency_keyword=st.sampled_from(["", "LAMPU", "LAIN"]),
    location=PINS,
    flags=st.builds(Flags, anonim=st.booleans()),
)


@given(SUBMISSIONS)
def test_whatever_is_frozen_is_a_request_of_the_standard(case: Submission) -> None:
    told = once_each(parse_qsl(freeze(case, replace(OPTIONS, long_text="cut")).decode(), True), is_many)
    assert told is not None
    check_request(told)


def test_cut_ends_at_a_word_and_tells_how_much_there_was() -> None:
    told = description(replace(CASE, text="kata " * 1000, title=""), "cut")
    assert "kata … [dipotong; seluruhnya 5000 huruf, lengkapnya pada operator pengaduan]" in told


async def test_a_list_that_is_cut_short_is_looked_at_in_halves(tmp_path: Path) -> None:
    standin = StandInOpen311(KEY, "contoh.example", kept=Requests(most_listed=4))
    await standin.start()
    adapter = open311_adapter("sure")(standin.url, KEY, 20.0, 5, tmp_path)
    assert isinstance(adapter, Open311)
    sure = replace(adapter, most_listed=4)
    for place in range(12):
        case = replace(CASE, reference=f"reference-{place:03d}", text=f"Lampu {place}")
        await sure.submit(case.reference, sure.freeze(case), DeliveryNote(1, 0))
        standin.kept.in_order[-1].requested_at -= timedelta(days=20 - place)
    since = datetime.now(UTC) - timedelta(days=25)
    for place in (0, 5, 11):
        assert isinstance(await sure.find(f"reference-{place:03d}", since), Accepted)
    assert await sure.find("reference-999", since) is None
    for one in standin.kept.in_order:  # all within a second: no halving shows the rest
        one.requested_at = standin.kept.in_order[0].requested_at
    with pytest.raises(Unavailable, match="cut short"):
        await sure.find("reference-999", since)
    await sure.close()
    await standin.stop()


FAULTS: tuple[tuple[str, Told, list[str]], ...] = (
    ("all at once", Told("ftp://x", "", 5, 5, Options("")), ["CENTRAL_URL", "CENTRAL_KEY", "OPEN311_SERVICE"]),
    ("attributes", Told("https://x.example", KEY, 5, 5, Options("1", {}, {"9": {}})), ["OPEN311_ATTRIBUTES"]),
)


@pytest.mark.parametrize(("told", "names"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_every_fault_is_said_at_once(told: Told, names: list[str]) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the names are looked at below
        from_settings(told)
    assert [name for name in names if name not in str(caught.value)] == []


async def test_check_finds_services_and_attributes_that_do_not_fit() -> None:
    standin = StandInOpen311(KEY)
    await standin.start()
    options = Options("999", {"LAMPU": "002"}, {"002": {"KEADAAN": "terang"}})
    central = from_settings(Told(standin.url, KEY, 10, 5, options))
    with pytest.raises(
        Rejected, match=r"no service 999.*there are 001 Jalan.*KEADAAN of the service 002 takes mati, redup"
    ):
        await central.check()
    await central.close()
    await standin.stop()


def test_keywords_are_a_table() -> None:
    assert keywords(" tangkab = 001,PDAM=007, ") == {"TANGKAB": "001", "PDAM": "007"}
    for wrong in ("TANGKAB", "=1", "A=1,a=2"):
        with pytest.raises(ValueError, match="KEYWORD=service_code"):
            keywords(wrong)
