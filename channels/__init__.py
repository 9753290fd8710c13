"""One file per provider. This table is the only place that lists them; a new channel is one file and one line."""

from channels.base import Registered
from normalizer.schema import ChannelName

# What Twilio wants to hear when no answer is to be sent in the same breath:
# https://www.twilio.com/docs/messaging/twiml
_TWIML = ("text/xml", b"<Response/>")

ALL: tuple[Registered, ...] = (
    Registered(
        ChannelName("sms"), "channels.sms", ("/twilio/sms", "/twilio/sms/status"), answer=_TWIML, last_resort=True
    ),
    Registered(
        ChannelName("whatsapp"),
        "channels.whatsapp",
        ("/twilio/whatsapp", "/twilio/whatsapp/status"),
        answer=_TWIML,
        last_resort=True,
    ),
    Registered(
        ChannelName("sms_http"), "channels.sms_http", ("/sms", "/sms/report"), methods=("GET", "POST"), last_resort=True
    ),
    Registered(ChannelName("telegram"), "channels.telegram", ("/telegram",)),
    Registered(ChannelName("mail"), "channels.mail"),
)
