"""`satupintu templates`: WhatsApp templates submitted, watched, and remembered for the workers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import typer

from channels.base import SendFailed
from channels.twilio_channel import TwilioChannel
from channels.twilio_content import Contents
from channels.twilio_form import WHATSAPP
from channels.whatsapp import Settings as WhatsAppSettings
from forwarder.approved import APPROVED, ApprovedFile, Held
from forwarder.templates import Template, faults, templates_of
from forwarder.words_file import CatalogueFault, load
from gateway.answering import make_approved
from gateway.environment import read_env
from gateway.settings import Settings
from gateway.terminal import printable
from gateway.wiring import make_channels

# WhatsApp decides within minutes as a rule, and within two days at the latest.
LOOK_SECONDS = 30.0
_OPEN = frozenset({"unsubmitted", "received", "pending"})


class TemplatesFault(Exception):
    """They cannot be submitted; a sentence for the operator."""


@dataclass(frozen=True)
class Desk:
    """Templates at Twilio beside what workers are told of them."""

    contents: Contents
    approved: ApprovedFile
    wanted: Sequence[Template]

    async def submit(self) -> None:
        """What is not there yet is made, what WhatsApp was not asked about is submitted. May be repeated. Raise
        `SendFailed`."""
        known = await self.contents.known()
        for template in self.wanted:
            sid = known.get(template.name) or await self._create(template)
            if (await self.contents.status(sid))[0] == "unsubmitted":
                await self.contents.submit(sid, template.name, template.category)

    async def _create(self, template: Template) -> str:
        samples = {str(place): sample for place, sample in enumerate(template.samples, 1)}
        return await self.contents.create(template.name, template.language, template.text, samples)

    async def look(self) -> list[Held]:
        """What WhatsApp says of each, written down for the workers. Raise `SendFailed`."""
        held = await self.told()
        self.approved.keep(held)
        return held

    async def told(self) -> list[Held]:
        """The same, and nothing is written down."""
        known, held = await self.contents.known(), []
        for template in self.wanted:
            if sid := known.get(template.name):
                status, why = await self.contents.status(sid)
                held.append(Held(template.name, sid, status, why))
        return held


def main(settings: Settings, submit: bool, watch: bool) -> int:
    """0 when all are approved, 1 when one is not (yet)."""
    try:
        wanted = templates_of(settings.brand, load(settings.words_file))
    except CatalogueFault as fault:
        raise TemplatesFault(f"WORDS_FILE: {fault}") from fault
    wrong = [f"{one.key}: {fault}" for one in wanted for fault in faults(one)]
    if wrong:
        raise TemplatesFault("WhatsApp would refuse the templates:\n" + "\n".join(wrong))
    return asyncio.run(_run(settings, wanted, submit=submit, watch=watch))


async def _run(settings: Settings, wanted: Sequence[Template], *, submit: bool, watch: bool) -> int:
    channel, contents = _contents(read_env(), settings.public_url)
    desk = Desk(contents, make_approved(settings), wanted)
    try:
        if submit:
            await desk.submit()
        held = await desk.look()
        while watch and any(one.status in _OPEN for one in held):
            _show(wanted, held)
            await asyncio.sleep(LOOK_SECONDS)
            held = await desk.look()
    except SendFailed as failed:
        raise TemplatesFault(f"{failed}. What was submitted stays; say it again later") from failed
    finally:
        await channel.close()
    _show(wanted, held)
    return int(len(held) < len(wanted) or any(one.status != APPROVED for one in held))


def _contents(env: Mapping[str, str], public_url: str) -> tuple[TwilioChannel, Contents]:
    channel = make_channels(env, public_url).get(WHATSAPP)
    if not isinstance(channel, TwilioChannel):
        raise TemplatesFault("WhatsApp is switched off: set TWILIO_ACCOUNT_SID and TWILIO_WHATSAPP_FROM")
    return channel, Contents(channel.rest, WhatsAppSettings.from_env(env).twilio_content_base)


def _show(wanted: Sequence[Template], held: Sequence[Held]) -> None:
    known = {one.name: one for one in held}
    for template in wanted:
        one = known.get(template.name)
        status = one.status if one else "not submitted"
        why = f"  {one.why}" if one and one.why else ""
        typer.echo(printable(f"{template.key:<12} {status:<14} {one.sid if one else '':<34}{why}".rstrip()))
