"""How answers leave, made from settings."""

from __future__ import annotations

from forwarder import prices
from forwarder.approved import ApprovedFile
from forwarder.ration import Ration
from forwarder.routes import Routes
from forwarder.words_file import load
from gateway.answer_settings import EVERYWHERE, codes
from gateway.settings import Settings


def make_approved(settings: Settings) -> ApprovedFile:
    """Raise `CatalogueFault` when the operator's own words cannot be used."""
    return ApprovedFile(settings.data_dir, settings.brand, load(settings.words_file))


def make_routes(settings: Settings) -> Routes:
    wanted = settings.answered_countries
    return Routes(make_approved(settings), () if wanted == EVERYWHERE else codes(wanted))


def make_ration(settings: Settings) -> Ration:
    per_second = {
        "telegram": settings.telegram_per_second,
        "sms": settings.twilio_sms_per_second,
        "whatsapp": settings.twilio_whatsapp_per_second,
        "sms_http": settings.sms_http_per_second,
    }
    return Ration(
        per_second,
        {"telegram": settings.telegram_chat_per_second},
        {"sms": settings.sms_per_complaint, "whatsapp": settings.whatsapp_per_complaint},
        {"sms": settings.sms_rupiah_per_day, "whatsapp": settings.whatsapp_rupiah_per_day},
        prices.load(settings.prices_file),
        settings.timezone,
    )
