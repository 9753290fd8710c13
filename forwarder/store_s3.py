"""Attachments in S3 or what speaks like it: https://docs.aws.amazon.com/AmazonS3/latest/API/, through minio-py."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeVar

from yarl import URL

from forwarder.store import StoreAway, try_out
from normalizer.reasons import reason

if TYPE_CHECKING:
    from minio import Minio

T = TypeVar("T")

_ONE_PART: Final = 512 * 1024 * 1024  # what we keep is smaller, so that one PUT is the whole of it
_GONE: Final = frozenset({"NoSuchKey", "NoSuchObject"})


@dataclass(frozen=True)
class S3:
    """Satisfies `forwarder.store.BlobStore`. `timeout` in seconds, for connecting and for each wait; calls run in
    threads and are never repeated by the library."""

    url: str
    bucket: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    region: str = "us-east-1"
    timeout: float = 10.0
    prefix: str = "satupintu/"
    _made: list[Minio] = field(default_factory=list, init=False, repr=False, compare=False)

    async def put(self, name: str, sealed: bytes) -> None:
        await self._call(
            lambda: self._client().put_object(
                self.bucket, self.prefix + name, BytesIO(sealed), len(sealed), part_size=_ONE_PART
            )
        )

    async def get(self, name: str) -> bytes | None:
        return await self._call(lambda: self._get(name))

    async def written(self, name: str) -> datetime | None:
        found = await self._call(lambda: self._client().stat_object(self.bucket, self.prefix + name))
        return found.last_modified if found else None

    async def delete(self, name: str) -> None:
        await self._call(lambda: self._client().remove_object(self.bucket, self.prefix + name))

    async def older(self, before: datetime) -> Sequence[str]:
        def listed() -> list[str]:
            found = self._client().list_objects(self.bucket, prefix=self.prefix, recursive=True)
            return [
                str(one.object_name).removeprefix(self.prefix)
                for one in found
                if one.last_modified is not None and one.last_modified < before
            ]

        return await self._call(listed) or ()

    async def check(self) -> str:
        if not await try_out(self):
            raise StoreAway(f"What was put into the bucket {self.bucket} could not be had again: look at the server")
        return f"Attachments can be kept in the bucket {self.bucket} at {URL(self.url).host}"

    def _get(self, name: str) -> bytes:
        response = self._client().get_object(self.bucket, self.prefix + name)
        try:
            return response.data
        finally:
            response.close()
            response.release_conn()

    def _client(self) -> Minio:
        """Made at the first call: the library takes a while to load, and only who uses it pays."""
        if not self._made:
            import urllib3
            from minio import Minio

            url = URL(self.url)
            pool = urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=self.timeout, read=self.timeout), retries=False, maxsize=10
            )
            self._made.append(
                Minio(
                    f"{url.host}:{url.port}",
                    access_key=self.access_key,
                    secret_key=self.secret_key,
                    secure=url.scheme == "https",
                    region=self.region,
                    http_client=pool,
                )
            )
        return self._made[0]

    async def _call(self, do: Callable[[], T]) -> T | None:
        """None if there is nothing under that name."""
        from minio.error import MinioException, S3Error
        from urllib3.exceptions import HTTPError

        try:
            return await asyncio.to_thread(do)
        except S3Error as error:
            if error.code in _GONE:
                return None
            raise StoreAway(f"the S3 store refuses ({error.code}): check S3_BUCKET and its keys") from None
        except (MinioException, HTTPError, OSError, ValueError) as error:
            raise StoreAway(f"the S3 store cannot be used ({reason(error)}): check S3_URL") from None
