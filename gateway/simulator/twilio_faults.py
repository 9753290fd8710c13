"""What Twilio answers while it has a fault (https://www.twilio.com/docs/usage/twilios-response)."""

from __future__ import annotations

import asyncio
import math

from aiohttp import web

from gateway.simulator.faults import Fault, cut
from gateway.simulator.twilio_api import error


async def failed(request: web.Request, fault: Fault | None) -> web.StreamResponse | None:
    """The answer a fault gives instead of Twilio's, if it gives one."""
    kind = fault.kind if fault else ""
    if fault is None or kind == "cut":
        return None
    if kind == "slow":
        await asyncio.sleep(fault.seconds)
        return None
    if kind == "drop":
        return cut(request)
    if kind == "busy":
        answer = error(429, 20429, "Too Many Requests")
        answer.headers["Retry-After"] = str(max(1, math.ceil(fault.seconds)))
        return answer
    return error(fault.status, 20500, "Internal Server Error") if kind == "error" else error(400, fault.code, "Refused")
