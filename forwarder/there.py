"""Whether a central system is there again: whoever goes first after an outage asks something that makes no case."""

from __future__ import annotations

from forwarder.central import Abilities, Central, Rejected, Unavailable, Unknown


def feels(can: Abilities) -> bool:
    """Whether each of what tries an outage that is still there may be left to a person."""
    return not (can.idempotent or can.tray)


def risks(can: Abilities) -> bool:
    """Whether the unknown outcome of a submission is: a look-up cannot tell that it was not taken."""
    return feels(can) and not (can.look_up and can.consistent_look_up)


async def answers(central: Central) -> bool:
    """Whether it was there for its list of categories; False when a look-up has to tell: it has no list, or this list
    alone may be what fails. Raise `Unavailable`."""
    try:
        return bool(await central.categories())
    except Rejected:
        return True
    except Unavailable as away:
        if away.answered:
            return True
        if away.after is not None or not central.can.look_up:
            raise
    except Unknown as silent:
        if silent.after is not None or not central.can.look_up:
            raise Unavailable(silent.reason, silent.after) from None
    return False
