"""The settings of the client of our contract: every fault is told with its fix, and never with the key."""

from __future__ import annotations

import pytest
from yarl import URL

from forwarder.central import Central
from forwarder.national import from_settings

INSTANCE = "kabupaten-contoh"
KEY = "a-key-made-up-for-tests"


def test_the_adapter_is_a_central_and_hides_its_key() -> None:
    adapter: Central = from_settings("https://central.example.org/api", KEY, INSTANCE, 5, 5)
    assert (adapter.name, adapter.can.look_up) == ("national", True)
    assert KEY not in repr(adapter)
    assert KEY not in str(vars(adapter).keys())


FAULTS: list[tuple[str, str, str, str, str]] = [
    ("no URL", "central.example.org", KEY, INSTANCE, "CENTRAL_URL must start"),
    ("in the clear", "http://central.example.org", KEY, INSTANCE, "https://"),
    ("password in it", "https://a:b@central.example.org", KEY, INSTANCE, "no password"),
    ("short key", "https://central.example.org", "short", INSTANCE, "CENTRAL_KEY"),
    ("key with a line break", "https://central.example.org", KEY + "\n", INSTANCE, "CENTRAL_KEY"),
    ("no instance", "https://central.example.org", KEY, "", "CENTRAL_INSTANCE"),
    ("instance in capitals", "https://central.example.org", KEY, "KAB", "CENTRAL_INSTANCE"),
    ("instance with a blank", "https://central.example.org", KEY, "kab contoh", "CENTRAL_INSTANCE"),
]


@pytest.mark.parametrize(
    ("url", "key", "instance", "says"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_wrong_settings_are_refused_with_the_fix(url: str, key: str, instance: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        from_settings(url, key, instance, 5, 5)
    assert key.strip() == "" or key.strip() not in str(caught.value)


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"CENTRAL_URL.*\nCENTRAL_KEY.*\nCENTRAL_INSTANCE"):
        from_settings("nowhere", "short", "", 5, 5)


def test_near_addresses_may_be_plain() -> None:
    for url in ("http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081", "http://central:8081"):
        assert from_settings(url, KEY, INSTANCE, 5, 5).url == URL(url)
