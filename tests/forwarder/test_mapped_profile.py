"""Everything that can be wrong with a profile, said at once and with its fix."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from central_kinds import CONTOH, KEY, Raw, changed, profile_text
from hypothesis import given
from hypothesis import strategies as st

from forwarder.central import Abilities
from forwarder.mapped import from_settings
from forwarder.mapped_faults import ProfileFault
from forwarder.mapped_places import KNOWN, Lost
from forwarder.mapped_profile import Profile, load, read, shipped


def test_every_shipped_profile_is_in_order_and_says_that_it_is_invented() -> None:
    assert shipped() == ["contoh"]
    for name in shipped():
        assert load(name).name == name
    head = CONTOH.read_text(encoding="utf-8").split("\n\n")[0]
    assert "INVENTED" in head
    assert "not the API of SP4N-LAPOR!" in head


FAULTS: tuple[tuple[str, Callable[[Raw], object], list[str]], ...] = (
    ("no text", lambda t: t["submit"]["fields"].pop("isi"), ["the citizen's words go nowhere"]),
    ("no reference", lambda t: t["submit"]["fields"].pop("referensi"), ["a lost answer cannot be looked up"]),
    ("a slip", lambda t: t["submit"]["fields"].update(isi="{txet}"), ["{txet}; did you mean {text}?"]),
    ("a lost note", lambda t: t["submit"]["fields"].pop("catatan"), ['"note" into may_lose']),
    ("half a pin", lambda t: t["submit"]["fields"].pop("bujur"), ["{latitude} and {longitude}"]),
    ("lost and carried", lambda t: t["may_lose"].append("note"), ["take it out of may_lose"]),
    ("a flag without a field", lambda t: t["submit"]["fields"].pop("rahasia"), ["submit does not carry {rahasia}"]),
    ("a field without a flag", lambda t: t["can"].pop("anonim"), ['write anonim = "flag" below [can]']),
    ("an unchangeable flag", lambda t: t["amend"]["fields"].pop("rahasia"), ["amend does not carry {rahasia}"]),
    ("no number", lambda t: t["submit"].pop("answer"), ["submit.answer: say where the number or the token stands"]),
    ("no way to a number", lambda t: t.pop("token"), ["say in [token] how a number is asked for later"]),
    ("no words for statuses", lambda t: t.pop("statuses"), ["say in [statuses]"]),
    ("another word for a status", lambda t: t["statuses"].update(x="jadi"), ["statuses.x: "]),
    ("an unknown setting", lambda t: t["submit"].update(anser={}), ["submit.anser", "did you mean answer?"]),
    ("an unknown section", lambda t: t.update(lookup={}), ["lookup: there is no such setting; did you mean look_up?"]),
    ("no auth", lambda t: t.pop("auth"), ["auth: is missing"]),
    ("auth without a name", lambda t: t["auth"].pop("name"), ["want a name"]),
    ("auth of another kind", lambda t: t["auth"].update(kind="cookie"), ["auth.kind"]),
    ("tables in a form", lambda t: t["submit"].update(encoding="form", fields={**t["submit"]["fields"], "a": {}}),
     ["encoding form has no tables"]),
    ("a whole URL", lambda t: t["submit"].update(path="https://central.example/api"), ["behind CENTRAL_URL"]),
    ("a body in a GET", lambda t: t["token"].update(fields={"a": "{token}"}), ["GET has no fields"]),
    ("a header of two words", lambda t: t["submit"].update(headers={"X A": "1"}), ["submit: the name of a header"]),
    ("a header of two lines", lambda t: t["submit"].update(headers={"X-A": "1\r\nX-B: 2"}), ["on one line"]),
    ("a header of the connection", lambda t: t["submit"].update(headers={"Content-length": "1"}), ["content-length"]),
    ("a key in no header", lambda t: t["auth"].update(kind="header", name="X\nY"), ["auth: the name of a header"]),
    ("a status with two meanings", lambda t: t["submit"]["answer"].update(done=[200, 400]), ["two lists"]),
    ("codes that stand nowhere", lambda t: t["submit"]["answer"].pop("code"), ["want code"]),
    ("values of nothing", lambda t: t["values"].update(kinds={}), ["values.kinds: there is no such place"]),
    ("not the tables it should be",
     lambda t: t.update(submit=[], can="yes", values=3, may_lose="x", auth=7, statuses=[]),
     ["submit: ", "can: ", "values: ", "may_lose: ", "auth: ", "statuses: "]),
    ("several at once", lambda t: (t["submit"]["fields"].pop("isi"), t["auth"].pop("name"), t.update(x=1),
                                   t["statuses"].update(x="jadi")),
     ["words go nowhere", "want a name", "x: there is no such setting", "statuses.x: must be 'belum_"]),
    ("a name of two words", lambda t: t.update(name="Lapor Kita"), ["name: small letters, digits, - and _"]),
    ("a length below nothing", lambda t: t["longest"].update(text=-1), ["longest.text: must be greater than 0"]),
)  # fmt: skip


@pytest.mark.parametrize(("change", "says"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_every_fault_is_said_with_its_fix(change: Callable[[Raw], object], says: list[str]) -> None:
    with pytest.raises(ProfileFault) as caught:
        read(changed(change), "lapor.toml")
    assert [words for words in says if words not in str(caught.value)] == []
    assert all(fault for fault in caught.value.faults)
    named, *lines = str(caught.value).splitlines()
    assert named.startswith("lapor.toml:")
    assert len(lines) == (len(caught.value.faults) if lines else 0), "one on each line"


NAMES = st.sampled_from(sorted(Profile.model_fields))
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSONS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, JSONS, max_size=8))
def test_any_tables_are_a_profile_or_its_faults(tree: Raw) -> None:
    with pytest.raises(ProfileFault):
        read(tree)


@pytest.mark.parametrize(("content", "says"), [(b"name = ", "TOML"), (b"\xff", "TOML"), (b"[[[[", "TOML")])
def test_a_file_that_is_none(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "lapor.toml"
    path.write_bytes(content)
    with pytest.raises(ProfileFault, match=says):
        load(str(path))
    with pytest.raises(ProfileFault, match="shipped are contoh"):
        load("lapor")
    with pytest.raises(ProfileFault, match="cannot be read"):
        load(f"{tmp_path}/")


def test_all_that_is_wrong_with_the_settings_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"CENTRAL_URL.*\nCENTRAL_KEY.*\nCENTRAL_PROFILE lapor: no such profile"):
        from_settings("lapor", "http://central.example.org", "", 5, 5)
    path = tmp_path / "basic.toml"
    path.write_text(profile_text("basic"), encoding="utf-8")
    with pytest.raises(ValueError, match="user:password"):
        from_settings(str(path), "https://central.example.org", "no-colon-in-it", 5, 5)


def test_what_has_no_section_cannot_be_done(tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text(
        profile_text(without=("look_up", "supplement", "amend", "withdraw", "status", "statuses")), encoding="utf-8"
    )
    bare = from_settings(str(path), "https://central.example.org", KEY, 5, 5)
    assert bare.can == Abilities(anonim=True, rahasia=True)
    assert KEY not in repr(bare)


def test_what_can_be_filled_in_is_in_the_manual() -> None:
    manual = (CONTOH.parents[2] / "docs" / "operations.md").read_text(encoding="utf-8").partition("**`mapped`**")[2]
    words = set(re.findall(r"[a-z_]+", manual))
    assert sorted((set().union(*KNOWN.values()) | set(get_args(Lost))) - words) == []
