"""Settings of what becomes of attachments: limits, store, scan."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, ValidationInfo, field_validator

from forwarder.scan import where_fault
from gateway.addresses import check_url

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


class AttachmentSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    attachment_max_mb: int = Field(
        10, ge=1, le=25, description="A larger file of a mail is left out, and its sender told"
    )
    attachments_per_complaint: int = Field(
        20, ge=0, le=100, description="Files of one complaint that go on; more are left out, and the sender told"
    )
    attachment_wait_seconds: float = Field(
        900, ge=0, le=86_400, description="How long a complaint waits for a file that is missing or not scanned yet"
    )
    attachment_timeout_seconds: float = Field(
        60, gt=0, le=600, description="One file is scanned, or handed to the central system, within"
    )
    s3_url: str = Field(
        "", description="S3 or what speaks like it, for attachments of several machines; empty: DATA_DIR/attachments"
    )
    s3_bucket: str = Field("", description="Bucket there; it must exist and be nobody else's")
    s3_region: str = Field("us-east-1", max_length=64, description="Its region")
    s3_access_key: SecretStr = Field(SecretStr(""), description="Access key there")
    s3_secret_key: SecretStr = Field(SecretStr(""), description="Secret key there")
    s3_timeout_seconds: float = Field(10, gt=0, le=120, description="Connecting there, and each wait, ends by then")
    clamd: str = Field("", description="clamd that scans attachments: host:port or a socket's path; empty: no scan")
    clamd_away: Literal["hold", "pass"] = Field(
        "hold", description="A file that clamd could not be asked about: hold keeps it back, pass hands it on unscanned"
    )

    @field_validator("s3_url")
    @classmethod
    def _s3_url(cls, value: str) -> str:
        return check_url(value) if value else value

    @field_validator("s3_bucket", "s3_access_key", "s3_secret_key")
    @classmethod
    def _whole_s3(cls, value: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        given = value.get_secret_value() if isinstance(value, SecretStr) else value
        if info.data.get("s3_url") and not given:
            raise ValueError("is missing: S3_URL cannot be used without it")
        if info.field_name == "s3_bucket" and given and not _BUCKET.fullmatch(given):
            raise ValueError("is no name of a bucket: 3 to 63 of a-z, 0-9, dots and hyphens")
        return value

    @field_validator("clamd")
    @classmethod
    def _clamd(cls, value: str) -> str:
        if wrong := where_fault(value):
            raise ValueError(wrong)
        return value
