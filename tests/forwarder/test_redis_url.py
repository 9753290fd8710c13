"""REDIS_URL: one server or sentinels, and what is said of a wrong one."""

from __future__ import annotations

import pytest

from forwarder.redis_url import Sentinels, fault, sentinels, where

KNOWN = [
    ("one server", "redis://127.0.0.1:6379/0", None),
    ("a socket", "unix:///run/valkey.sock", None),
    (
        "three sentinels",
        "sentinel://gerbang:rahasia%40@a.example.org,b.example.org:26380,c.example.org/utama/2",
        Sentinels(
            (("a.example.org", 26379), ("b.example.org", 26380), ("c.example.org", 26379)),
            "utama",
            {"username": "gerbang", "password": "rahasia@", "db": 2},
            {},
        ),
    ),
    (
        "TLS, and a login of the sentinels' own",
        "sentinels://:rahasia@a.example.org/utama?ssl_ca_certs=/etc/ca.pem&sentinel_password=lain",
        Sentinels(
            (("a.example.org", 26379),),
            "utama",
            {"ssl": True, "ssl_ca_certs": "/etc/ca.pem", "password": "rahasia", "db": 0},
            {"ssl": True, "ssl_ca_certs": "/etc/ca.pem", "password": "lain"},
        ),
    ),
]


@pytest.mark.parametrize(("label", "url", "expected"), KNOWN, ids=[row[0] for row in KNOWN])
def test_what_a_url_names(label: str, url: str, expected: Sentinels | None) -> None:
    assert sentinels(url) == expected
    assert fault(url) == ""
    assert "rahasia" not in where(url)
    assert "rahasia" not in repr(sentinels(url))


WRONG = [
    ("another scheme", "http://127.0.0.1", "must begin with"),
    ("no service", "sentinel://a.example.org", "service"),
    ("no sentinel", "sentinel:///utama", "at least one sentinel"),
    ("a port that is none", "sentinel://a.example.org:x/utama", "port"),
    ("a database that is none", "sentinel://a.example.org/utama/x", "service"),
    ("an option that is none", "sentinel://a.example.org/utama?tls=yes", "tls"),
]


@pytest.mark.parametrize(("label", "url", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_one_is_told(label: str, url: str, said: str) -> None:
    assert said in fault(url)
