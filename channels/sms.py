"""SMS through Twilio (https://www.twilio.com/docs/messaging/quickstart); for Indonesian numbers, see sms_http."""

from __future__ import annotations

from collections.abc import Mapping

from channels.base import Channel
from channels.twilio_channel import TwilioSettings, build
from channels.twilio_form import SMS
from normalizer.schema import Medium


class Settings(TwilioSettings):
    """Twilio's; on with an account and TWILIO_SMS_FROM or TWILIO_MESSAGING_SERVICE_SID."""


def from_env(env: Mapping[str, str], public_url: str) -> Channel | None:
    settings = Settings.from_env(env)
    return build(settings, SMS, Medium.SMS, "", settings.twilio_sms_from, public_url)
