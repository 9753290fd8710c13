"""A 429 and a kill together: what was asked for outlives who heard it, and nobody calls early."""

from __future__ import annotations

import pytest
from chaos import children
from crowd import Crowd, Way, eventually
from patience import Whom, ask, kill_who_heard, known

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]

ASKED = 6.0


@pytest.mark.parametrize("whom", ["central", "twilio", "telegram"])
async def test_whoever_heard_it_is_killed_and_nobody_calls_early(town: Town, whom: Whom) -> None:
    await town.start(workers=2)
    crowd, worker = Crowd(town), town.workers[0]
    ways: tuple[Way, ...] = ("telegram",) if whom == "telegram" else ("sms",)
    await crowd.write(4, ways=ways)
    await crowd.all_answered()
    ask(town, whom, ASKED, on_its_way=1.0)
    await crowd.write(20, ways=ways)
    await eventually(lambda: known(town, whom), 60)
    gone = set(children(worker.child.pid)) if worker.child else set()
    assert kill_who_heard(worker, whom) == 2
    await crowd.write(10, ways=ways)
    await crowd.all_answered(120)
    await crowd.all_quiet()
    crowd.assert_once()
    assert worker.child
    assert set(children(worker.child.pid)) != gone, "others took over"
    assert town.central.store.counts.throttled == (whom == "central")
    assert (town.central.store.counts.early, town.twilio.faults.early, town.telegram.early_calls) == (0, 0, 0)
