"""Lines with a SIM's number, and who writes to them and cannot be answered: all that the listener knows of it."""

from __future__ import annotations

import re

# Alphanumeric sender names and short codes: nobody could read an answer.
SENDER = re.compile(r"sender:|tel:[0-9]{1,6}$")
# What such a line gets; on the others nobody is sent a bank's codes.
CHANNELS = frozenset({"sms", "sms_http"})
