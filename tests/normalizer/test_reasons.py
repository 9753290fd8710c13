"""What an operator reads where a call failed."""

from __future__ import annotations

import ssl

import aiohttp
import pytest
from redis.exceptions import AuthenticationError, ResponseError
from redis.exceptions import ConnectionError as RedisAway

from forwarder.redis_server import failure
from normalizer.reasons import reason

NOBODY = "nothing listens at that address and port"


def chained(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


ROWS: list[tuple[str, Exception, str]] = [
    ("refused", ConnectionRefusedError(), NOBODY),
    ("behind redis-py", chained(RedisAway("x"), ConnectionRefusedError()), NOBODY),
    ("a certificate", ssl.SSLCertVerificationError(), "its certificate is not accepted"),
    ("silence", TimeoutError(), "it took too long"),
    ("aiohttp's", aiohttp.ServerTimeoutError(), "it took too long"),
    ("hung up", aiohttp.ServerDisconnectedError(), "the other side hung up"),
    ("no login", AuthenticationError("x"), "the login is refused"),
    ("nobody knows", aiohttp.ClientError(), "the connection failed"),
]


@pytest.mark.parametrize(("error", "words"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_it_is_said_in_words(error: Exception, words: str) -> None:
    assert reason(error) == words


async def test_an_address_where_nothing_listens() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError) as caught:
            await session.get("http://127.0.0.1:1/")
    assert reason(caught.value) == NOBODY


def test_redis_is_told_of_without_the_name_of_an_exception() -> None:
    for error in (RedisAway("Error 111 connecting to 127.0.0.1:1."), ResponseError("READONLY a replica")):
        assert str(failure(error)) == str(error).rstrip(".")
    assert str(failure(RedisAway())) == "the connection failed"
