"""A stand-in for S3: objects of one bucket over HTTP, with the signature's shape checked and faults on order.

https://docs.aws.amazon.com/AmazonS3/latest/API/ (PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2)
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, Literal
from xml.sax.saxutils import escape

from aiohttp import web

_MOST_BYTES: Final = 64 * 1024 * 1024
_NAMESPACE: Final = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


@dataclass
class StandInS3:
    """`objects` holds what was put. `down`: "refuse" answers 503, "hang" does not answer, "full" refuses to write.
    Restarting on the same port works. `puts` counts writes."""

    bucket: str = "lampiran"
    access_key: str = "AKMADEUP"
    host: str = "127.0.0.1"
    port: int = 0
    down: Literal["", "refuse", "hang", "full"] = ""
    puts: int = 0
    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict, repr=False)
    _runner: web.AppRunner | None = field(default=None, init=False, repr=False)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def start(self) -> str:
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_route("*", "/{bucket}", self._bucket)
        app.router.add_route("*", "/{bucket}/", self._bucket)
        app.router.add_route("*", "/{bucket}/{key:.+}", self._object)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, reuse_address=True)
        await site.start()
        self.port = int(site.name.rpartition(":")[2])
        return self.url

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _bucket(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request):
            return refused
        if request.method != "GET":
            return web.Response()
        prefix = request.query.get("prefix", "")
        found = [(key, kept) for key, kept in sorted(self.objects.items()) if key.startswith(prefix)]
        entries = "".join(_entry(key, *kept) for key, kept in found)
        text = (
            f"<ListBucketResult {_NAMESPACE}><Name>{self.bucket}</Name><Prefix>{escape(prefix)}</Prefix>"
            f"<KeyCount>{len(found)}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{entries}"
            "</ListBucketResult>"
        )
        return web.Response(text=text, content_type="application/xml")

    async def _object(self, request: web.Request) -> web.Response:
        if refused := await self._refused(request):
            return refused
        key = request.match_info["key"]
        if request.method == "PUT":
            return await self._put(request, key)
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return web.Response(status=204)
        kept = self.objects.get(key)
        if kept is None:
            return _error(404, "NoSuchKey", request)
        content, at = kept
        headers = {"Last-Modified": format_datetime(at, usegmt=True), "ETag": _etag(content)}
        if request.method == "HEAD":
            return web.Response(headers={**headers, "Content-Length": str(len(content))})
        return web.Response(body=content, headers=headers)

    async def _put(self, request: web.Request, key: str) -> web.Response:
        content = await request.read()
        if self.down == "full":
            return _error(507, "InsufficientStorage", request)
        if request.headers.get("x-amz-content-sha256") not in (hashlib.sha256(content).hexdigest(), "UNSIGNED-PAYLOAD"):
            return _error(400, "XAmzContentSHA256Mismatch", request)
        self.objects[key] = content, datetime.now(UTC)
        self.puts += 1
        return web.Response(headers={"ETag": _etag(content)})

    async def _refused(self, request: web.Request) -> web.Response | None:
        if self.down == "hang":
            await asyncio.sleep(60)
        if self.down == "refuse":
            return _error(503, "SlowDown", request)
        signed = f"AWS4-HMAC-SHA256 Credential={self.access_key}/"
        if not request.headers.get("Authorization", "").startswith(signed):
            return _error(403, "InvalidAccessKeyId", request)
        return None if request.match_info["bucket"] == self.bucket else _error(404, "NoSuchBucket", request)


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _entry(key: str, content: bytes, at: datetime) -> str:
    when = at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
    return (
        f"<Contents><Key>{escape(key)}</Key><LastModified>{when}</LastModified><ETag>{_etag(content)}</ETag>"
        f"<Size>{len(content)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
    )


def _error(status: int, code: str, request: web.Request) -> web.Response:
    text = f"<Error><Code>{code}</Code><Message>{code}</Message><Resource>{escape(request.path)}</Resource></Error>"
    return web.Response(status=status, text="" if request.method == "HEAD" else text, content_type="application/xml")
