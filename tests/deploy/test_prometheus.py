"""Scraping and alerts: every name in them is one that the services have."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from prometheus_client import Histogram
from prometheus_client.metrics import MetricWrapperBase

from plumbing.telemetry import metrics
from tests.architecture.sources import ROOT

FOLDER = ROOT / "deploy" / "prometheus"
OURS = {one._name: one for one in vars(metrics).values() if isinstance(one, MetricWrapperBase)}
RULES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"][0]["rules"]


def metric(series: str) -> MetricWrapperBase | None:
    """The metric that a series belongs to: counters end in `_total`, histograms in `_bucket`."""
    found = OURS.get(series) or OURS.get(series.removesuffix("_total"))
    histogram = OURS.get(series.removesuffix("_bucket"))
    return found or (histogram if isinstance(histogram, Histogram) else None)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_what_there_is(rule: dict[str, Any]) -> None:
    """An alert on a misspelt metric would never fire."""
    assert [series for series in re.findall(r"livefair_\w+", rule["expr"]) if metric(series) is None] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_it_means_and_the_guide_what_to_do(rule: dict[str, Any]) -> None:
    """The person on call finds each alert in the guide."""
    assert rule["annotations"]["summary"]
    assert f"`{rule['alert']}`" in (ROOT / "docs" / "operations.md").read_text()


def test_every_service_is_scraped_by_name() -> None:
    """Every address behind the name is scraped."""
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    (job,) = config["scrape_configs"]
    assert job["dns_sd_configs"][0]["names"] == ["ingest", "fair", "fair-reads", "notify"]
    assert all((FOLDER / name).exists() for name in config["rule_files"])


def test_every_metric_is_in_the_guide() -> None:
    """The table in docs/operations.md is complete, and names no metric that is gone."""
    told = set(re.findall(r"^\| `(livefair_\w+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))
    assert told == set(OURS)
