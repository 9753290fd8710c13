"""The kinds of central system, each made from the settings; only the one in use is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forwarder.central import Central
from gateway.faults import SettingsFault
from gateway.settings import Settings


def _national(settings: Settings) -> Central:
    from forwarder import national

    return national.from_settings(
        settings.central_url,
        settings.central_key.get_secret_value(),
        settings.central_instance or settings.node_id,
        settings.central_timeout_seconds,
        settings.concurrency,
        settings.attachment_timeout_seconds,
        called_back=bool(settings.central_callback_secret.get_secret_value()),
    )


def _open311(settings: Settings) -> Central:
    from forwarder import open311
    from forwarder.open311_case import Options, keywords
    from gateway.central_settings import attributes

    options = Options(
        settings.open311_service,
        keywords(settings.open311_services),
        attributes(settings.open311_attributes),
        settings.open311_address,
        settings.open311_contact,
        settings.open311_long_text,
    )
    return open311.from_settings(
        open311.Told(
            settings.central_url,
            settings.central_key.get_secret_value(),
            settings.central_timeout_seconds,
            settings.concurrency,
            options,
            settings.open311_jurisdiction,
            settings.open311_look_up,
            settings.open311_settles_seconds,
        )
    )


def _mapped(settings: Settings) -> Central:
    from forwarder import mapped

    return mapped.from_settings(
        settings.central_profile,
        settings.central_url,
        settings.central_key.get_secret_value(),
        settings.central_timeout_seconds,
        settings.concurrency,
    )


def _by_hand(settings: Settings) -> Central:
    from forwarder.by_hand import ByHand

    return ByHand()


# One line for each kind of central system (CENTRAL).
CENTRALS: Mapping[str, Callable[[Settings], Central]] = {
    "by_hand": _by_hand,
    "national": _national,
    "open311": _open311,
    "mapped": _mapped,
}


def make_central(settings: Settings) -> Central:
    """Raise `SettingsFault` with all that is wrong and how to mend it."""
    try:
        return CENTRALS[settings.central](settings)
    except ValueError as error:
        raise SettingsFault(*str(error).splitlines()) from error
