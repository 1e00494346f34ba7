"""A job as search engines read it. Source of the names: schema.org/JobPosting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.http.problem import Problem

OVER = ("closing", "closed", "archived")
"""The states of a fair from which on it takes no applications."""
_EMPLOYMENT = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "internship": "INTERN",
    "contract": "CONTRACTOR",
}


def posting(row: Mapping[str, Any]) -> dict[str, Any]:
    """The posting of an open job. Raises Problem 410 once nobody can apply any more, so nobody lists it as open."""
    if row["state"] != "open" or row["fair_state"] in OVER:
        raise Problem(410, "This job is no longer open.")
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "livefair", "value": row["id"]},
        "title": row["title"],
        "description": row["description"] or row["title"],
        "datePosted": row["created_at"],
        "validThrough": row["ends_at"],
        "totalJobOpenings": row["headcount"],
        "hiringOrganization": {"@type": "Organization", "name": row["enterprise"] or row["org"]},
    }
    if row["region"]:
        address = {"@type": "PostalAddress", "addressRegion": row["region"]}
        posting["jobLocation"] = {"@type": "Place", "address": address}
    if row["industry"]:
        posting["industry"] = row["industry"]
    if row["employment_type"]:
        posting["employmentType"] = _EMPLOYMENT[row["employment_type"]]
    if row["degree"] and row["degree"] != "any":
        required = {"@type": "EducationalOccupationalCredential", "credentialCategory": row["degree"]}
        posting["educationRequirements"] = required
    if row["salary"]:
        posting["baseSalary"] = _pay(row["salary"])
    return posting


def _pay(salary: Mapping[str, Any]) -> dict[str, Any]:
    unit = salary["period"].upper()
    value = {"@type": "QuantitativeValue", "minValue": salary["min"], "maxValue": salary["max"], "unitText": unit}
    return {"@type": "MonetaryAmount", "currency": salary["currency"], "value": value}
