"""Tests of two versions together are not passed over unseen in CI."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from version_before import ROOT, version_before


@pytest.fixture
def shallow(tmp_path: Path) -> Path:
    """A clone whose history does not reach back to any version before."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    subprocess.run([git, "init", "-q", tmp_path / "clone"], check=True)
    return tmp_path / "clone"


def test_a_history_that_is_too_short_fails_in_ci(
    shallow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "1")
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception), match="fetch --unshallow") as ended:
        version_before(tmp_path / "before", shallow)
    # A skip that went through here would skip this test, too.
    assert ended.type is pytest.fail.Exception


def test_and_is_skipped_on_a_laptop(shallow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="does not hold"):
        version_before(tmp_path / "before", shallow)


def test_a_tree_that_is_no_clone_is_skipped_in_ci_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.skip.Exception, match="no git clone"):
        version_before(tmp_path / "before", tmp_path)


def test_the_whole_history_holds_it(tmp_path: Path) -> None:
    assert (version_before(tmp_path, ROOT) / "forwarder" / "ledger.py").is_file()
