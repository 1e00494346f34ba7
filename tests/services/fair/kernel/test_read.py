"""How OpenAPI describes a read. `engine/test_documents.py` proves that every read is described."""

from __future__ import annotations

from services.fair.kernel.answer import Receipt
from services.fair.kernel.asked import Asked, Paged
from services.fair.kernel.read import file, private, public


def test_a_public_read_takes_a_token_and_needs_none() -> None:
    """It describes neither 401 nor 403, and a handler may add further statuses."""
    says = public(Receipt, "jobs")
    assert (says.answer, says.query, says.token, says.problems) == (
        Receipt,
        Asked,
        "optional",
        (404, 422, 429, 503, 504),
    )
    assert public(Receipt, "jobs", problems=(409,)).problems == (409,)


def test_a_private_read_may_be_refused() -> None:
    """With 401 and 403; the token is required, unless only some parameters need one."""
    says = private(Receipt, "me", Paged)
    assert (says.query, says.token, says.problems) == (Paged, "needed", (401, 403, 404, 422, 429, 503, 504))
    assert private(Receipt, "me", Paged, "optional").token == "optional"


def test_a_file_has_no_model() -> None:
    """A file has media types instead of a model."""
    says = file("report", Asked, "text/csv", "application/pdf")
    assert (says.answer, says.media_types, says.token) == (None, ("text/csv", "application/pdf"), "needed")
