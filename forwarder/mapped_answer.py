"""What an answer means by a profile: pure. Whatever no list of the profile names is an unknown outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from forwarder import mapped_profile
from forwarder.central import Category, Progress, Rejected, Unavailable, Unknown
from forwarder.listing import REFERENCE, Listed, Page
from forwarder.mapped_profile import Listing, LookUp, Profile
from forwarder.wire import TAKEN_PERHAPS, Answer
from normalizer.retry_after import retry_after
from normalizer.schema import Accepted, Deferred, Receipt

_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,39}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_CODE: Final = re.compile(r"[\w.-]{1,40}")
_MOST_LISTED: Final = 20_000
_MARK: Final = re.compile(rf"(?<![A-Za-z0-9_-]){REFERENCE}(?![A-Za-z0-9_-])")


class Missing(Exception):
    """It says that what was asked for is not there."""


def judged(answer: Answer, how: mapped_profile.Answer, now: datetime) -> Any:
    """The tree of an answer that says yes. Raise `Missing`, `Unavailable`, `Rejected` or `Unknown`. The system's own
    code counts more than the status: some answer 200 to everything."""
    tree = _tree(answer)
    code = text_at(tree, how.code)
    name = f"{answer.status}" + (f" ({code})" if _CODE.fullmatch(code) else "")
    if code in how.retry_codes or (answer.status in how.retry and code not in how.done_codes):
        after = retry_after(answer.after, now, answer.date) or 0.0
        raise Unavailable(f"the central system answered {name}: it asks to wait", after)
    _refused(answer.status, code, name, how)
    if answer.status not in how.done:
        raise Unknown(f"the central system answered {name}, which the profile does not know")
    if how.done_codes and code not in how.done_codes:
        raise Unknown(f"the central system answered {name}, a code the profile does not know")
    if tree is None:
        raise Unknown(f"the central system answered {name} without readable JSON")
    return tree


def _refused(status: int, code: str, name: str, how: mapped_profile.Answer) -> None:
    if code in how.rejected_codes or status in how.rejected:
        raise Rejected(f"the central system answered {name}: refused; look into its documentation")
    if code in how.duplicate_codes or status in how.duplicate:
        raise Unknown(f"the central system answered {name}: it has this already, perhaps from us")
    if code in how.missing_codes or status in how.missing:
        raise Missing
    if status in TAKEN_PERHAPS - how.done - how.settings:
        raise Unknown(f"the central system answered {name} and sends us elsewhere, perhaps after taking it")
    if status in how.settings or (300 <= status < 400 and status not in how.done):
        why = f"the central system answered {name}: check CENTRAL_URL, CENTRAL_KEY and the profile"
        raise Unavailable(why, answered=True)


def receipt(answer: Answer, how: mapped_profile.Answer, now: datetime, *, doubted: bool = False) -> Receipt:
    """What became of a submission; doubted: as in `doubting`. Raise `Unavailable`, `Rejected` or `Unknown`."""
    try:
        tree = doubting(answer, how, now) if doubted else judged(answer, how, now)
    except Missing:
        raise Unavailable(f"the central system answered {answer.status}: check CENTRAL_URL and submit.path") from None
    if taken := _held(tree, how):
        return taken
    raise Unknown("the answer holds neither number nor token where the profile says they stand")


def doubting(answer: Answer, how: mapped_profile.Answer, now: datetime) -> Any:
    """As `judged`, of a call that must not be made twice: a 5xx is an unknown outcome, though the profile's list of
    what was surely not taken names it."""
    try:
        return judged(answer, how, now)
    except Unavailable as away:
        if _is_of_a_proxy(answer, how):
            raise Unknown(f"{away.reason}, perhaps after taking it", away.after) from None
        raise


def _is_of_a_proxy(answer: Answer, how: mapped_profile.Answer) -> bool:
    """Whether a wish to wait may be of a proxy whose server was cut off: the system's own code never is."""
    own = text_at(_tree(answer), how.code) in how.retry_codes
    return answer.status >= 500 and answer.status in how.retry and not own


def _held(tree: Any, how: mapped_profile.Answer) -> Receipt | None:
    number, token = text_at(tree, how.number), text_at(tree, how.token)
    if _NUMBER.fullmatch(number):
        return Accepted(number)
    return Deferred(token) if not number and _TOKEN.fullmatch(token) else None


def found(answer: Answer, call: LookUp, reference: str, now: datetime) -> Receipt | None:
    """What a look-up says. Raise `Unavailable`."""
    try:
        tree = judged(answer, call.answer, now)
    except Missing:
        return None
    except (Unknown, Rejected) as error:
        raise Unavailable(f"the look-up gave no answer: {error}") from None
    if call.list:
        tree = _ours(tree, call, reference)
    if _absent(tree, call.answer):
        return None
    if taken := _held(tree, call.answer):
        return taken
    raise Unavailable("the look-up found it without a number or token")


def _ours(tree: Any, call: LookUp, reference: str) -> Any:
    listed = at(tree, call.list)
    if not isinstance(listed, list):
        raise Unavailable(f"the look-up has no list at {call.list}")
    mark = re.compile(rf"(?<![A-Za-z0-9_-]){re.escape(reference)}(?![A-Za-z0-9_-])")
    return next((one for one in listed[:_MOST_LISTED] if mark.search(text_at(one, call.list_reference))), None)


def shown(answer: Answer, call: LookUp, now: datetime) -> Page:
    """What its list shows with a reference like ours, each once. Raise `Unavailable`."""
    try:
        tree = judged(answer, call.answer, now)
    except Missing:
        return Page(())
    except (Unknown, Rejected) as error:
        raise Unavailable(f"the list gave no answer: {error}") from None
    listed = at(tree, call.list)
    if not isinstance(listed, list):
        raise Unavailable(f"the look-up has no list at {call.list}")
    found = dict[Receipt, Listed]()
    for one in listed[:_MOST_LISTED]:
        marks = _MARK.findall(text_at(one, call.list_reference))
        if marks and (held := _held(one, call.answer)):
            found[held] = Listed(marks[-1], held.number if isinstance(held, Accepted) else "")
    return Page(list(found.values()), cut=len(listed) > _MOST_LISTED)


def _absent(tree: Any, how: mapped_profile.Answer) -> bool:
    """`{"data": null}` and `{"data": []}` are nothing; `{"data": {"id": null}}` is a case without a number."""
    above = (how.number or how.token).rpartition(".")[0]
    return (at(tree, above) if above else tree) in (None, [], {}, "", False)


def numbered(answer: Answer, how: mapped_profile.Answer, now: datetime) -> str | None:
    """Raise as `receipt`."""
    try:
        tree = judged(answer, how, now)
    except Missing:
        return None
    number = text_at(tree, how.number)
    if number and not _NUMBER.fullmatch(number):
        raise Unknown("the answer holds no readable number")
    return number or None


def progress(answer: Answer, profile: Profile, how: mapped_profile.Answer, now: datetime) -> Progress | None:
    """Raise as `receipt`."""
    try:
        tree = judged(answer, how, now)
    except Missing:
        return None
    status = profile.statuses.get(text_at(tree, how.status))
    if status is None:
        raise Unknown("the answer's status is none of the profile's [statuses]")
    number = text_at(tree, how.number)
    return Progress(status, text_at(tree, how.note)[:4000], number=number if _NUMBER.fullmatch(number) else "")


def done(answer: Answer, how: mapped_profile.Answer, now: datetime, *, doubted: bool = False) -> None:
    """A change was taken. Raise as `receipt`."""
    try:
        doubting(answer, how, now) if doubted else judged(answer, how, now)
    except Missing:
        raise Rejected("the central system has no such case") from None


def categories(answer: Answer, call: Listing, now: datetime) -> list[Category]:
    """Raise as `receipt`."""
    try:
        listed = at(judged(answer, call.answer, now), call.list)
    except Missing:
        why = "the central system has no list of categories there: check the profile"
        raise Unavailable(why, answered=True) from None
    if not isinstance(listed, list):
        raise Unknown("the answer has no list of categories where the profile says")
    made = [Category(*(text_at(one, path) for path in (call.id, call.parent, call.label))) for one in listed[:5000]]
    return [one for one in made if one.id]


def at(tree: Any, path: str) -> Any:
    """What stands at a dotted path, numbers index lists; None if nothing does. The whole for an empty path."""
    for part in path.split(".") if path else ():
        if isinstance(tree, Mapping):
            tree = tree.get(part)
        elif isinstance(tree, list) and part.isdecimal() and len(part) < 6 and int(part) < len(tree):
            tree = tree[int(part)]
        else:
            return None
    return tree


def text_at(tree: Any, path: str) -> str:
    """Text or a whole number as written there; true and false as words; else ""."""
    value = at(tree, path) if path else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if isinstance(value, str | int) else ""


def _tree(answer: Answer) -> Any:
    try:
        return answer.tree()
    except Unknown:
        return None
