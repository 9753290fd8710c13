"""The register of forwarders, its one-time words, and the commands for it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from journal_samples import HASHER, SEALER
from typer.testing import CliRunner

from channels.mail_forwarders import Known, words_in
from forwarder.seal import Sealer, new_key
from gateway.cli import app
from gateway.forwarders import FILE, Forwarders, RegisterBroken
from gateway.forwarders_cli import NotEnrolled, lasting

OFFICE, OTHER = "kantor.sukamaju@surat.example.net", "kantor.makmur@surat.example.net"
DAY = 86_400.0


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Forwarders]:
    made = Forwarders(tmp_path, HASHER, SEALER)
    yield made
    made.close()


def test_who_was_added_is_known_to_every_process(register: Forwarders, tmp_path: Path) -> None:
    other = Forwarders(tmp_path, HASHER, SEALER)
    assert not other.knows(OFFICE)
    assert register.add([(OFFICE, "Desa Sukamaju"), (OTHER, "")]) == 2
    assert other.knows(OFFICE)
    assert register.add([(OFFICE, "Kantor Desa Sukamaju")]) == 0
    assert {(one.address, one.name) for one in other.all()} == {(OFFICE, "Kantor Desa Sukamaju"), (OTHER, "")}
    assert register.remove(OFFICE)
    assert not register.remove(OFFICE)
    assert [other.knows(one) for one in (OFFICE, OTHER)] == [False, True]
    other.close()


def test_nothing_lies_open_on_the_disk(register: Forwarders, tmp_path: Path) -> None:
    register.add([(OFFICE, "Desa Sukamaju")])
    word = register.make_word(DAY, OTHER)
    data = (tmp_path / FILE).read_bytes()
    for secret in (OFFICE, "Sukamaju", OTHER, word, word[6:10], OFFICE.partition("@")[0]):
        assert secret.encode() not in data
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert OFFICE not in repr(register.all())


def test_another_key_tells_no_names(register: Forwarders, tmp_path: Path) -> None:
    register.add([(OFFICE, "Desa Sukamaju")])
    other = Forwarders(tmp_path, HASHER, Sealer.of(bytes(range(32))))
    assert [one.address for one in other.all()] == [""]
    assert other.knows(OFFICE)
    other.close()


def test_a_word_is_good_once(register: Forwarders) -> None:
    word = register.make_word(DAY)
    assert re.fullmatch(r"PINTU(-[2-9A-HJKMNP-Z]{4}){3}", word)
    assert not register.redeem(["PINTU-2222-2222-2222"], OFFICE)
    assert register.redeem(["PINTU-2222-2222-2222", word], OFFICE)
    assert register.knows(OFFICE)
    assert not register.redeem([word], OTHER)
    assert not register.knows(OTHER)
    assert register.redeem([word], OFFICE), "its mail may be read again"
    register.remove(OFFICE)
    assert not register.redeem([word], OFFICE), "but it enrols nobody a second time"


def test_a_word_for_one_address_is_good_for_no_other(register: Forwarders) -> None:
    word = register.make_word(DAY, OFFICE)
    assert not register.redeem([word], OTHER)
    assert register.redeem([word], OFFICE)


def test_a_word_ends(tmp_path: Path) -> None:
    time = [1_000_000.0]
    register = Forwarders(tmp_path, HASHER, SEALER, now=lambda: time[0])
    assert not register.open_words()
    word = register.make_word(DAY)
    assert register.open_words()
    time[0] += DAY + 1
    assert not register.open_words()
    assert not register.redeem([word], OFFICE)
    register.close()


def test_of_many_at_once_one_gets_it(register: Forwarders, tmp_path: Path) -> None:
    word, won = register.make_word(DAY), []

    def race(number: int) -> None:
        own = Forwarders(tmp_path, HASHER, SEALER)
        if own.redeem([word], f"desa{number}@surat.example.net"):
            won.append(number)
        own.close()

    racing = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert len(won) == 1
    assert len(register.all()) == 1


def test_words_differ(register: Forwarders) -> None:
    assert len({register.make_word(DAY) for _ in range(20)}) == 20


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(RegisterBroken, match="Nothing was changed"):
        Forwarders(tmp_path, HASHER, SEALER).knows(OFFICE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PINTU-7K3M-Q9TX-4HWD", ["PINTU-7K3M-Q9TX-4HWD"]),
        ("kata kami: pintu 7k3m q9tx 4hwd.", ["PINTU-7K3M-Q9TX-4HWD"]),
        ("Pintu7K3MQ9TX4HWD", ["PINTU-7K3M-Q9TX-4HWD"]),
        ("PINTU \u2013 7K3M\u20117\u00a07KMQ", []),
        ("PINTU\u20117K3M\u2011Q9TX\u20114HWD", ["PINTU-7K3M-Q9TX-4HWD"]),
        ("Re: PINTU-7K3M-\r\nQ9TX-4HWD", ["PINTU-7K3M-Q9TX-4HWD"]),
        ("PINTU-7K3M-Q9TX-4HWD PINTU-7K3M-Q9TX-4HWD", ["PINTU-7K3M-Q9TX-4HWD"]),
        ("PINTU-7K3M-Q9TX-4HWDX", []),
        ("XPINTU-7K3M-Q9TX-4HWD", []),
        ("PINTU-0K3M-Q9TX-4HWD", []),
        ("pintu air rusak parah", []),
        ("", []),
    ],
)
def test_words_are_found_as_they_are_typed(text: str, found: list[str]) -> None:
    assert words_in(text) == found


def test_only_a_few_words_are_tried() -> None:
    assert len(words_in(" ".join(f"PINTU-2222-2222-22{a}{b}" for a in "23456789" for b in "23456789"))) == 5
    assert words_in("PINTU" + "-" * 1_000_000) == []


PATTERNS = [
    ("*.desa.id", ["lurah@sukamaju.desa.id", "x@mail.sukamaju.desa.id"], ["x@desa.id", "x@evildesa.id", "x@desa.id.x"]),
    ("*.GO.ID", ["x@kab-contoh.go.id", "x@kec.kab-contoh.go.id"], ["x@go.id", "x@go.id.evil.example"]),
    ("@kec.example.org", ["x@kec.example.org"], ["x@sub.kec.example.org", "x@example.org"]),
    ("kec.example.org", ["x@kec.example.org"], ["x@sub.kec.example.org"]),
    ("Lurah@Desa.Example, *.kab.example.org", ["lurah@desa.example", "x@a.kab.example.org"], ["y@desa.example"]),
    ("desa.sukamaju@gmail.com", ["desa.sukamaju@gmail.com"], ["desasukamaju@gmail.com", "desa.sukamaju+x@gmail.com"]),
    ("kantor@d\u00e9sa.example", ["kantor@xn--dsa-bma.example"], ["kantor@desa.example"]),
    ("", [], ["x@desa.example", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "known", "strangers"), PATTERNS, ids=[row[0] or "none" for row in PATTERNS])
def test_known_forwarders(setting: str, known: list[str], strangers: list[str]) -> None:
    made = Known.of(setting)
    assert [one for one in known if not made.has(one)] == []
    assert [one for one in strangers if made.has(one)] == []


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("gmail.com", "must not hold all of gmail.com"),
        ("@yahoo.co.id", "must not hold all of yahoo.co.id"),
        ("Desa@x.example, @GMail.com.", "must not hold all of gmail.com"),
        ("*.gmail.com", "anybody can have a name below gmail.com"),
        ("*.my.id", "anybody can have a name below my.id"),
        ("*.co.id", "anybody can have a name below co.id"),
        ("*.id", "anybody can have a name below id"),
        ("*.com", "anybody can have a name below com"),
        ("*.blogspot.com", "anybody can have a name below blogspot.com"),
        ("desa.id", "belongs to nobody"),
        ("*", "must hold addresses"),
        ("*.", "must hold addresses"),
        ("*.*.id", "must hold addresses"),
        ("a b@desa.example", "must hold addresses"),
        ("lurah", "must hold addresses"),
    ],
)
def test_what_cannot_be_meant(setting: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Known.of(setting)


# The commands


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ENV_FILE", raising=False)
    path = tmp_path / ".env"
    path.write_text(f"DATA_DIR={tmp_path / 'data'}\nID_KEY={new_key()}\nENCRYPTION_KEYS={new_key()}\n")
    path.chmod(0o600)
    return path


def run(env_file: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["forwarders", *words, "--env-file", str(env_file)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_the_commands(env_file: Path) -> None:
    assert run(env_file, "add", "Kantor@Desa.Example", "--name", "Desa Contoh") == "Enrolled.\n"
    assert run(env_file, "add", "kantor@desa.example.") == "It was enrolled already.\n"
    listed = run(env_file, "list")
    assert "kantor@desa.example  Desa Contoh" in listed
    assert "1 enrolled" in listed
    assert re.match(r"PINTU(-\w{4}){3}\n", run(env_file, "word", "--for", "kantor@makmur.example", "--valid", "12h"))
    assert run(env_file, "remove", "kantor@desa.example") == "Removed.\n"
    assert "Nobody of that address" in run(env_file, "remove", "kantor@desa.example")
    with pytest.raises(NotEnrolled, match="MAIL_FORWARDERS"):
        run(env_file, "add", "*.desa.id")


@pytest.mark.parametrize(
    "text",
    [
        "address,name\nkantor@a.example,Desa A\nkantor@b.example,Desa B\n",
        "kantor@a.example;Desa A\r\nkantor@b.example;Desa B",
        '\ufeffAlamat,Nama\nkantor@a.example\n\nkantor@b.example,"Desa B, Kec. C"\n',
    ],
)
def test_a_file_of_addresses(env_file: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "desa.csv").write_text(text, "utf-8")
    assert run(env_file, "import", str(tmp_path / "desa.csv")) == "2 enrolled, 0 were already.\n"
    assert run(env_file, "import", str(tmp_path / "desa.csv")) == "0 enrolled, 2 were already.\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"kantor@a.example\nbukan alamat\nkantor@", "line 2, 3"),
        (b"\xff\xfe", "no CSV file in UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_faulty_file_enrols_nobody(env_file: Path, tmp_path: Path, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / "desa.csv").write_bytes(data)
    with pytest.raises(NotEnrolled, match=words):
        run(env_file, "import", str(tmp_path / "desa.csv"))
    assert run(env_file, "list").startswith("0 enrolled")


@pytest.mark.parametrize(("text", "hours"), [("12h", 12), ("14d", 336), (" 2W ", 336), ("90d", 2160)])
def test_how_long(text: str, hours: int) -> None:
    assert lasting(text).total_seconds() == hours * 3600


@pytest.mark.parametrize("text", ["", "14", "0d", "-1d", "91d", "9999w", "1y", "d"])
def test_not_how_long(text: str) -> None:
    with pytest.raises(NotEnrolled, match="--valid"):
        lasting(text)
