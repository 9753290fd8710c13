"""Which faults a town can have, by the kind of central system that it tells."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from scenes import (
    Scene,
    a_gateways_clock_is_set,
    a_geo_report_server_does_as_they_do,
    a_worker_is_killed,
    all_workers_are_killed,
    patience_is_asked_of_the_dying,
    redis_clock_is_set,
    redis_has_no_memory,
    redis_is_emptied,
    redis_is_killed,
    redis_is_slow,
    redis_is_stopped,
    redis_only_reads,
    telegram_fails,
    the_aggregator_fails,
    the_central_system_asks_for_patience,
    the_central_system_cannot_digest_some,
    the_central_system_is_down,
    the_central_system_is_slow,
    the_central_system_loses_its_answers,
    the_clerk_slips,
    the_gateway_is_killed,
    the_journals_disk_is_full,
    the_mail_server_fails,
    the_pump_is_killed,
    the_workers_clock_is_set,
    twilio_fails,
)
from sides import Side

from gateway.simulator.open311 import Orders311

Act = Callable[[Scene], Awaitable[None]]
OF_PROCESSES: tuple[Act, ...] = (a_worker_is_killed, all_workers_are_killed, the_gateway_is_killed, the_pump_is_killed)
OF_REDIS: tuple[Act, ...] = (
    *(redis_is_stopped, redis_is_killed, redis_is_emptied, redis_only_reads, redis_has_no_memory, redis_is_slow),
    redis_clock_is_set,
)
OF_CENTRALS: tuple[Act, ...] = (
    *(the_central_system_is_down, the_central_system_is_slow, the_central_system_loses_its_answers),
    the_central_system_asks_for_patience,
)
OF_PROVIDERS: tuple[Act, ...] = (
    *(twilio_fails, the_aggregator_fails, telegram_fails, the_mail_server_fails),
    patience_is_asked_of_the_dying,
)
OF_MACHINES: tuple[Act, ...] = (a_gateways_clock_is_set, the_workers_clock_is_set, the_journals_disk_is_full)


def faults_of(side: Side) -> tuple[Act, ...]:
    """Those that can happen there."""
    at_the_desk = (the_clerk_slips,) if side.desk else ()
    there = OF_CENTRALS if side.orders else at_the_desk
    picky = (the_central_system_cannot_digest_some,) if side.reads else ()
    traps = (a_geo_report_server_does_as_they_do,) if isinstance(side.orders, Orders311) else ()
    return *OF_PROCESSES, *OF_REDIS, *there, *picky, *traps, *OF_PROVIDERS, *OF_MACHINES


def first_of(side: Side) -> tuple[Act, ...]:
    """Those that show best what kind it is."""
    return (
        the_clerk_slips if side.desk else the_central_system_loses_its_answers,
        redis_is_emptied,
        a_worker_is_killed,
    )
