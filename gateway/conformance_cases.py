"""The rules of docs/central-api.yaml that a central system is tried on, each with the section that says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from gateway import conformance_callbacks as callbacks
from gateway import conformance_changes as changes
from gateway import conformance_reading as reading
from gateway import conformance_submitting as submitting
from gateway.conformance_probe import Probe


class Case(NamedTuple):
    """`trial` returns when the rule is kept; raises `Broken`, `Skipped`, or what a call may."""

    rule: str
    section: str
    trial: Callable[[Probe], Awaitable[None]]


_SUBMIT, _FIND = "paths./v1/cases.post", "paths./v1/cases/{reference}.get"
_MORE, _LIST = "paths./v1/cases/{reference}/supplements.post", "paths./v1/cases.get"
_ONCE, _PROTECTION, _FORM = "info.description: Once", "info.description: Protection", "info.description: Form"
_FILES, _EVENT = "paths./v1/attachments/{sha256}.put", "webhooks.event.post"

CASES = (
    Case("a wrong key is refused with 401", "components.responses.Unauthenticated", reading.wrong_key),
    Case("a key without its instance is refused with 401", "components.securitySchemes", reading.wrong_instance),
    Case("limits are told, never above the contract's", "paths./v1/limits.get", reading.limits),
    Case("categories are told, parents before children", "paths./v1/categories.get", reading.categories),
    Case("an address that is none gets 404 no-such-path", "components.responses.NoSuchPath", reading.no_such_path),
    Case("a method that is none gets 405 method-not-allowed", _FORM, reading.no_such_method),
    Case("a case is stored and gets a number or a token", _SUBMIT, submitting.accepted),
    Case("numbers are strings, each another", "components.schemas.TrackingNumber", submitting.numbers_differ),
    Case("a stored case is found at once", "info.description: Known at once", submitting.found_at_once),
    Case("what is not there is 404 unknown-reference", "components.responses.UnknownReference", reading.not_there),
    Case("the same case again gets the first answer again", _ONCE, submitting.again),
    Case("cases are compared as JSON values, not as bytes", _ONCE, submitting.again_in_other_bytes),
    Case("delivery is outside the comparison", _ONCE, submitting.again_later),
    Case("the same key with another case gets 422 key-reused", _ONCE, submitting.key_reused),
    Case("ten at once are one case", _ONCE, submitting.at_once),
    Case("a caller who gave up gets the same case", "info.description: Known at once", submitting.gave_up),
    Case("the key must be the reference", _SUBMIT, submitting.key_differs),
    Case("without an Idempotency-Key nothing is stored", _SUBMIT, submitting.no_key),
    Case("what is no JSON gets 400 malformed", "components.responses.Malformed", submitting.malformed),
    Case("an unknown field is refused, and nothing is stored", _FORM, submitting.unknown_field),
    Case("a text of 100,000 characters is taken", "components.schemas.Case", submitting.long_text),
    Case("a longer one is refused with 422", "components.schemas.Case", submitting.too_long_text),
    Case("a body over 1 MiB is refused with 413", "components.responses.TooLarge", submitting.too_large),
    Case("another content type is refused with 415", "components.responses.UnsupportedMediaType", submitting.no_json),
    Case("flags are required wherever a case is told of", _PROTECTION, submitting.no_flags),
    Case("anonim is kept, or the case refused", _PROTECTION, submitting.anonim),
    Case("rahasia is kept, or the case refused", _PROTECTION, submitting.rahasia),
    Case("flags are changed before the answer", "paths./v1/cases/{reference}/flags.patch", changes.amended),
    Case("a supplement is added once per key", _MORE, changes.supplement),
    Case("its key with another body gets 422 key-reused", _MORE, changes.supplement_key_reused),
    Case("a supplement to nothing is 404 unknown-reference", _MORE, changes.supplement_nowhere),
    Case("withdrawn stays withdrawn", "paths./v1/cases/{reference}/withdrawal.post", changes.withdrawn),
    Case("a withdrawn case takes no supplement", "components.responses.Withdrawn", changes.nothing_after),
    Case("a token leads to its number", "paths./v1/tokens/{token}.get", reading.token),
    Case("a token that is none is 404 unknown-token", "components.responses.UnknownToken", reading.no_token),
    Case("bytes are kept under their hash, again changes nothing", _FILES, changes.attachment),
    Case("bytes with another hash are refused", _FILES, changes.hash_differs),
    Case("the list has a case between its bounds", _LIST, reading.listed),
    Case("pages follow each other without gap or repeat", _LIST, reading.pages),
    Case("what happens to a case is called back, signed", _EVENT, callbacks.called_back),
    Case("what was not taken is sent again under its id", _EVENT, callbacks.called_again),
)
