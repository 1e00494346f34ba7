"""How an application counts: in its fair's counters, its job's numbers and its student's numbers."""

from __future__ import annotations

from services.fair.applications.application import MATCHED, Applicant, Application
from services.fair.jobs.job import Job

FRESH = frozenset({"submitted", "waitlisted", "viewed"})
ONE_APPLICATION = (("applications", 1),)
ONE_APPLICANT = (("applicants", 1),)


def adds(row: Application | None) -> tuple[tuple[str, int], ...]:
    """What an application adds to its fair's counters.

    `shortlisted` and `invited` count applications that ever were; `matches` includes hired applicants.
    """
    if row is None:
        return ()
    if row.state in FRESH and not row.was_shortlisted and not row.was_invited:
        return ONE_APPLICATION
    added = [("applications", 1)] if row.counts else []
    added += [("shortlisted", 1)] if row.was_shortlisted else []
    added += [("invited", 1)] if row.was_invited else []
    added += [("matches", 1)] if row.state in MATCHED else []
    if row.state == "hired" or (row.state == "refused" and not row.missed_its_drop):
        added.append((row.state, 1))
    return tuple(added)


def applicant_adds(row: Applicant | None) -> tuple[tuple[str, int], ...]:
    """What a student adds to the fair's counters."""
    return ONE_APPLICANT if row is not None and row.standing > 0 else ()


def job_counting(job: Job, before: Application | None, after: Application, *, received: bool) -> Job:
    """The job's numbers after an application moved. `received`: by a submission, the first or a repeated one."""
    was_invited, was_matched = before is not None and before.state == "invited", _is_match(before)
    return job.counting(
        job.submissions + received,
        job.standing + after.counts - (before is not None and before.counts),
        job.invitations + (after.state == "invited") - was_invited,
        job.matches + (after.state in MATCHED) - was_matched,
    )


def applicant_counting(known: Applicant | None, before: Application | None, after: Application) -> Applicant | None:
    """The student's numbers after their application moved; `known` itself if none of them changed."""
    standing = after.counts - (before is not None and before.counts)
    matches = (after.state in MATCHED) - _is_match(before)
    if not standing and not matches:
        return known
    was = known or Applicant(after.fair, after.student)
    return Applicant(after.fair, after.student, was.standing + standing, was.matches + matches, was.releasing)


def _is_match(application: Application | None) -> bool:
    return application is not None and application.state in MATCHED
