"""What `satupintu journal drain` refuses before it takes anything; tests/faults/test_lost_node.py walks the rest."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from journal_samples import HASHER, SEALER

from forwarder.seal import Hasher, new_key
from gateway import inbox_schema
from gateway.journal import Journal
from gateway.journal_drain import drain, estate
from gateway.rebuild import HEIR_OF
from gateway.settings import Settings, load

KEYS = {"ID_KEY": new_key(), "ENCRYPTION_KEYS": new_key()}


def settings_in(folder: Path) -> Settings:
    named = {"DATA_DIR": str(folder), "NODE_ID": "heir", "REDIS_URL": "redis://127.0.0.1:1/0", "CENTRAL": "by_hand"}
    return load(KEYS | named, serving=False)


def made(folder: Path, node: str, hasher: Hasher) -> Path:
    folder.mkdir()
    Journal.open(folder, node=node, hasher=hasher, sealer=SEALER).close()
    return folder


REFUSED = [
    ("its own name", "heir", True, "drain it on another node"),
    ("another deployment's", "lost", False, "another ID_KEY"),
    ("nobody serves here", "lost", True, "satupintu serve"),
]


@pytest.mark.parametrize(("node", "ours", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], node: str, ours: bool, said: str
) -> None:
    settings = settings_in(tmp_path / "heir")
    source = made(tmp_path / "lost", node, settings.hasher() if ours else HASHER)
    assert drain(settings, source) == 1, "and nobody is asked whether they are sure"
    assert said in capsys.readouterr().err
    assert not (tmp_path / "heir" / "audit.jsonl").exists()


def test_who_takes_over_an_heir_takes_over_what_it_inherited(tmp_path: Path) -> None:
    source = made(tmp_path / "lost", "lost", HASHER)
    assert estate(source, "lost") == {"lost"}
    with closing(inbox_schema.connect(source)) as db:
        db.execute("INSERT INTO meta VALUES (?, ?)", (HEIR_OF, "first second"))
    assert estate(source, "lost") == {"lost", "first", "second"}
