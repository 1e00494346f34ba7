"""The OpenAPI document."""

from __future__ import annotations

from tests.services.ingest.write_edge import Edge


async def test_every_address_is_described(edge: Edge) -> None:
    """Each write has its token, key, body and answers."""
    document = (await edge.http.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.")
    operation = document["paths"]["/v1/jobs/{job}/applications"]["post"]
    assert {"202", "401", "403", "404", "409", "413", "415", "422", "429", "503"} <= set(operation["responses"])
    assert [one["name"] for one in operation["parameters"] if one["in"] == "header"] == ["Idempotency-Key"]
    assert operation["security"] == [{"bearer": []}]
    assert set(document["paths"]["/v1/me/resume/attachment"]["put"]["requestBody"]["content"]) == {"application/pdf"}
    assert "multipart/form-data" in document["paths"]["/v1/fairs/{fair}/jobs/import"]["post"]["requestBody"]["content"]


async def test_nothing_is_missing(edge: Edge) -> None:
    """Every route of the wiring is a path of the document."""
    document = (await edge.http.get("/openapi.json")).json()
    assert {route.path for route in edge.routes} == set(document["paths"])
