"""Stand-ins that behave: a central system, Twilio, Telegram, an SMS aggregator, a mail relay, and the phones."""
