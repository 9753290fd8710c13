"""What a tutorial would have one write instead of a gateway: Flask, Twilio's validator, and a job in RQ.

After https://www.twilio.com/docs/usage/tutorials/how-to-secure-your-flask-app-by-validating-incoming-twilio-requests
and https://python-rq.org/docs/. Run by gunicorn as `gateway.bench.tutorial:app()`; needs the `dev` extra.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gateway.bench.letters import PUBLIC_URL, TOKEN

if TYPE_CHECKING:
    from flask import Flask


def app() -> Flask:
    from flask import Flask, abort, request
    from redis import Redis
    from rq import Queue
    from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # it ships no py.typed

    made = Flask("tutorial")
    queue = Queue("tutorial", connection=Redis.from_url(os.environ["REDIS_URL"]))
    validator = RequestValidator(TOKEN)

    @made.post("/twilio/sms")
    def receive() -> tuple[str, dict[str, str]]:
        if not validator.validate(PUBLIC_URL + request.path, request.form, request.headers["X-Twilio-Signature"]):
            abort(403)
        queue.enqueue("tutorial.forward", dict(request.form))
        return "<Response/>", {"Content-Type": "text/xml"}

    return made
