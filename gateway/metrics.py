"""Numbers read when they are asked for, in Prometheus's form: https://prometheus.io/docs/instrumenting/writing_exporters/"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

# A label is a name of ours; anything else could be a person, and every new value is a new time series.
_LABEL = re.compile(r"^(?!.*\d{5})[A-Za-z0-9_.:-]{1,48}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric. `read` is quick and blocks on nothing; with a `label` it gives a number for each of its values.

    A counter's name ends in `_total`.
    """

    name: str
    help: str
    read: Callable[[], float | Mapping[str, float]]
    label: str = ""


class Readings(Collector):
    """Reads every metric at each scrape; one that fails is left out and counted."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = tuple(readings)

    def collect(self) -> Iterator[Metric]:
        failed = 0
        for reading in self._readings:
            try:
                yield _metric(reading)
            except Exception:  # noqa: BLE001 - the other numbers are wanted most when one cannot be had
                failed += 1
        yield GaugeMetricFamily("satupintu_readings_failed", "Metrics that could not be read now", value=failed)

    def describe(self) -> Iterator[Metric]:
        """Names only: registering must not read."""
        return iter(_family(reading) for reading in self._readings)


def registry(readings: Sequence[Reading]) -> CollectorRegistry:
    """A registry of its own, with these readings and the process's memory, CPU and files."""
    made = CollectorRegistry()
    ProcessCollector(registry=made)
    PlatformCollector(registry=made)
    made.register(Readings(readings))
    return made


def _metric(reading: Reading) -> Metric:
    found = reading.read()
    family = _family(reading)
    if isinstance(found, Mapping):
        for value, number in _summed(found).items():
            family.add_metric([value], number)
    else:
        family.add_metric([], found)
    return family


def _summed(found: Mapping[str, float]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for value, number in found.items():
        name = value if _LABEL.match(value) else "other"
        sums[name] = sums.get(name, 0.0) + number
    return sums


def _family(reading: Reading) -> CounterMetricFamily | GaugeMetricFamily:
    kind = CounterMetricFamily if reading.name.endswith("_total") else GaugeMetricFamily
    return kind(reading.name, reading.help, labels=[reading.label] if reading.label else [])
