"""The handlers of reports and exports together."""

from __future__ import annotations

from unittest.mock import Mock

from services.fair.report.served import report_reads


def test_each_route_is_served_once() -> None:
    """Reports, exports, breakdowns and the rejected rows of imports."""
    paths = [read.path for handlers in report_reads(Mock(), Mock(), limited=True) for read in handlers.served()]
    assert len(set(paths)) == len(paths)
    assert {"/v1/fairs/{fair}/report.pdf", "/v1/imports/{id}/rejected.{format}"} <= set(paths)
