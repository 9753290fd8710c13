"""Settings of how messages that come in pieces become one complaint."""

from __future__ import annotations

from pydantic import BaseModel, Field


class DraftSettings(BaseModel):
    """A part of `gateway.settings.Settings`."""

    sms_quiet_seconds: float = Field(
        8, ge=0, le=600, description="An SMS complaint is whole when nothing more came for so long; 0: each SMS is one"
    )
    chat_quiet_seconds: float = Field(
        45, ge=0, le=600, description="The same for WhatsApp and Telegram, where people write in many short pieces"
    )
    draft_seconds: float = Field(
        600, ge=1, le=3600, description="However many pieces come, a complaint is sent so long after its first one"
    )
    addition_seconds: float = Field(
        1800, ge=0, le=86_400, description="What comes so long after a complaint was sent may be added to it"
    )
