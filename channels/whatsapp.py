"""WhatsApp through Twilio (https://www.twilio.com/docs/whatsapp/api)."""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import Channel
from channels.twilio_channel import TwilioSettings, build
from channels.twilio_form import WHATSAPP
from normalizer.schema import Medium


class Settings(TwilioSettings):
    """Twilio's; on with an account and TWILIO_WHATSAPP_FROM or TWILIO_MESSAGING_SERVICE_SID."""


def from_env(env: Mapping[str, str], public_url: str) -> Channel | None:
    settings = Settings.from_env(env)
    return build(settings, WHATSAPP, Medium.CHAT, "whatsapp:", settings.twilio_whatsapp_from, public_url)
