"""The list of metrics: consistent names, descriptions, no personal data."""

from __future__ import annotations

from prometheus_client.metrics import MetricWrapperBase

from plumbing.telemetry import metrics

OURS = [each for each in vars(metrics).values() if isinstance(each, MetricWrapperBase)]
LABELS = {"kind", "format", "topic", "outcome", "sqlstate", "code", "route", "status", "why", "what", "bound"}


def test_each_says_what_it_is() -> None:
    """All begin with the project's name and have a description; names are unique."""
    told = [described for each in OURS for described in each.describe()]
    assert len({described.name for described in told}) == len(told) == len(OURS) >= 20
    for described in told:
        assert described.name.startswith("livefair_")
        assert len(described.documentation) > 10


def test_no_label_names_a_person() -> None:
    """Labels have few values: topic, outcome, route template, state, code, reason."""
    assert {label for each in OURS for label in each._labelnames} <= LABELS
