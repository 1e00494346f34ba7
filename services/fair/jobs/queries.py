"""The SQL of the reads of jobs, parametrised and in full. Lists are paginated by key, never by an offset.

`search_reads.py` says in which order a search runs its queries, and why.
"""

from __future__ import annotations

from services.fair.jobs.index_store import PAY_MAX
from services.fair.kernel.parameters import Named
from services.fair.kernel.rounding import BASE, SHOWN_MIN
from services.fair.kernel.search import waits

_JOB = """
j.id, j.fair, j.org, b.name AS enterprise, j.title, j.headcount, j.region, j.industry, j.degree, j.majors, j.salary,
j.employment_type, j.description, j.code, j.state, j.created_at, j.flags
"""

# The public number of submissions to a job: among the fair's first submissions, up to the last multiple of the base,
# rounded down (report/breakdown.py explains why). Later submissions are subtracted from their jobs.
CUT = f"""
SELECT coalesce((
  SELECT "offset" FROM applications WHERE fair = $1 ORDER BY "offset" DESC LIMIT 1
  OFFSET (SELECT coalesce(sum(submissions), 0) % {BASE} FROM jobs WHERE fair = $1)
), -1) AS cut
"""
_NEWEST = 'SELECT job, count(*)::int AS number FROM applications WHERE fair = {fair} AND "offset" > {cut} GROUP BY job'
_COUNTED = "(j.submissions - coalesce(n.number, 0))"
_AT_LEAST = f"CASE WHEN {_COUNTED} < {SHOWN_MIN} THEN 0 ELSE {_COUNTED} - {_COUNTED} % {BASE} END"

JOB = f"""
SELECT {_JOB}, f.org AS organizer, f.state = 'draft' AS draft, f.state AS fair_state, f.ends_at, j.standing
FROM jobs j LEFT JOIN booths b USING (fair, org) JOIN fairs f ON f.id = j.fair
WHERE j.id = $1
"""
JOB_IN_PUBLIC = f"""
SELECT {_AT_LEAST} AS number FROM jobs j
LEFT JOIN ({_NEWEST.format(fair="$2", cut="$3")}) AS n ON n.job = j.id WHERE j.id = $1
"""
# `exactly`: for the organizer and for the enterprise of the job. What is listed is numbered, in its order.
SHOWN = f"""
SELECT {_JOB}, $2 OR j.org IS NOT DISTINCT FROM $3 AS exactly,
  CASE WHEN $2 OR j.org IS NOT DISTINCT FROM $3 THEN j.standing ELSE {_AT_LEAST} END AS applications
FROM unnest($1::uuid[]) WITH ORDINALITY AS listed (id, number) JOIN jobs j USING (id)
LEFT JOIN booths b USING (fair, org) LEFT JOIN ({_NEWEST.format(fair="$4", cut="$5")}) AS n ON n.job = j.id
ORDER BY listed.number
"""
WAITS_FOR_TERMS = f"SELECT EXISTS (SELECT FROM jobs WHERE fair = $1 AND {waits('jobs')})"

# PostgreSQL does not know what it costs to read the terms of a row, of which a walk reads few and a sort none.
BY_INDEX = "SET LOCAL enable_indexscan = on"
BY_TERMS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
WITHOUT_TERMS = "SET LOCAL plan_cache_mode = force_custom_plan"
"""So the planner knows that `:plain` is true, and may use an index of fairs."""

# Booths whose name has all terms of a word of the query; `words` are the numbers of these words.
BOOTHS_NAMED = """
SELECT b.org, array_agg(DISTINCT word.number) AS words
FROM unnest($2::text[]) WITH ORDINALITY AS word (terms, number)
JOIN booths b ON b.words @> string_to_array(word.terms, ' ') WHERE b.fair = $1
GROUP BY b.org ORDER BY count(*) DESC, b.org LIMIT $3
"""
_NAMED = """
named AS (
  SELECT org, string_to_array(rest, ' ') AS rest FROM unnest(:orgs::text[], :rests::text[]) AS given (org, rest)
)
"""
# Terms name their fair: an index of fairs beside them would read all its entries of the fair, and leave out no row.
_SCOPE = """
CASE WHEN :plain::boolean THEN j.fair = :fair ELSE (j.fair = :fair) IS TRUE END
AND (:org::text IS NULL OR j.org = :org) AND (NOT :flagged::boolean OR j.flags <> '[]')
AND (:state::text IS NULL OR j.state = :state)
"""
_CHOICES = {
    "region": "(:region::text IS NULL OR j.region = :region OR starts_with(j.region_code, :region_prefix::text))",
    "industry": "(:industry::text IS NULL OR j.industry = :industry)",
    "degree": "(:degree::text IS NULL OR j.degree = :degree)",
    "employment_type": "(:employment_type::text IS NULL OR j.employment_type = :employment_type)",
    "pay": "(:pay_from::bigint IS NULL OR j.pay >= :pay_from AND (:pay_to::bigint IS NULL OR j.pay < :pay_to))",
}
_FILTERS = " AND ".join((_SCOPE, *(f"coalesce({one}, false)" for one in _CHOICES.values())))
# 3: the title has the query as it is written, or its Chinese words side by side; 2: title and enterprise have all its
# words; 1: the title has some.
_QUALITY = """
CASE WHEN j.title_words @> :title::text[] OR j.title_words @> :other_title::text[]
    OR n.rest IS NOT NULL AND j.title_words @> n.rest
  THEN 2 + (:key::text <> '' AND strpos(coalesce(j.title_key, ''), :key) > 0
    AND (:one_word::boolean OR CASE WHEN :adjoin::boolean THEN j.title_words @> :joints::text[]
      ELSE strpos(lower(j.title), :phrase::text) > 0 END))::int
  ELSE (j.title_words && :title::text[])::int END
"""
_OPEN = "4 * (j.state = 'open')::int"
_RANKS = {"relevance": f"{_OPEN} + {_QUALITY}", "newest": _OPEN, "pay": _OPEN, "applications": "0"}
NUMBER_TOP = 2**53 - 1
PAY_TOP, PLACE_BITS = PAY_MAX + 1, 38
_NUMBERS = {
    "relevance": "j.place",
    "newest": f"{NUMBER_TOP} - j.place",
    "pay": f"(({PAY_TOP} - coalesce(j.pay, -1)) << {PLACE_BITS}) + j.place",
    "applications": f"""(({PAY_TOP} - least({PAY_TOP},
      CASE WHEN :exactly::boolean OR j.org IS NOT DISTINCT FROM :own::text THEN j.standing
      ELSE {_AT_LEAST.replace("n.number", "c.number")} END))::bigint << {PLACE_BITS}) + j.place""",
}
"""By what jobs of one rank are sorted, ascending. Numbers of cursors are not negative, and end with the job's place."""
SORTS = tuple(_NUMBERS)
_ORDERS = {"relevance": "place", "newest": "place DESC", "pay": "paid DESC, place"}
"""The orders of indexes, in which the numbers ascend."""
_FROM = {
    "relevance": "place >= :number::bigint",
    "newest": f"place <= {NUMBER_TOP} - :number::bigint",
    "pay": f"""coalesce(pay, -1) <= {PAY_TOP} - (:number::bigint >> {PLACE_BITS})
      AND (coalesce(pay, -1) < {PAY_TOP} - (:number::bigint >> {PLACE_BITS})
      OR place >= :number::bigint & {2**PLACE_BITS - 1})""",
}
"""Where a page begins in them."""
_MATCHES = """
(:all_match::boolean OR :ranked::boolean AND rank % 4 > 1
OR j.words @> :title::text[] OR j.words @> :other_title::text[] OR j.rest IS NOT NULL AND j.words @> j.rest)
"""
_HAS_WORDS = "(j.words @> :words::text[] OR j.words @> :others::text[])"
_COLUMNS = """
j.id, j.org, j.state, j.place, j.pay, j.title, j.title_words, j.title_key, j.submissions, j.standing, j.region,
j.region_code, j.industry, j.degree, j.employment_type
"""


def _walk(sort: str) -> Named:
    """The matches of one rank among the next jobs in the order of an index."""
    return Named(f"""
WITH {_NAMED}
SELECT id, rank, number FROM (
  SELECT j.id, {_RANKS[sort]} AS rank, {_NUMBERS[sort]} AS number, j.words, j.place, j.paid, n.rest
  FROM (
    SELECT *, coalesce(pay, -1) AS paid FROM jobs
    WHERE fair = :fair AND {_FROM[sort]} ORDER BY {_ORDERS[sort]}, id LIMIT :walked
  ) AS j
  LEFT JOIN named n USING (org) WHERE {_FILTERS}
) AS j
WHERE CASE WHEN rank = :rank::int AND (number, id) > (:number::bigint, :id::uuid) THEN {_MATCHES} ELSE false END
ORDER BY {_ORDERS[sort]}, id LIMIT :limit
""")


def _found(words: str = _HAS_WORDS, scope: str = _FILTERS, limit: str = "") -> str:
    """The matches by their words, then those that the name of their enterprise adds."""
    return f"""
found AS MATERIALIZED (
  SELECT {_COLUMNS} FROM jobs j WHERE {words} AND {scope}
  UNION ALL
  SELECT {_COLUMNS} FROM named n JOIN jobs j ON j.fair = :fair AND j.org = n.org
  WHERE NOT {words} AND (n.rest = '{{}}' OR j.words @> n.rest) AND {scope}
  {limit}
)
"""


def _ranked(sort: str) -> str:
    counted = f"LEFT JOIN ({_NEWEST.format(fair=':fair', cut=':cut::bigint')}) AS c ON c.job = j.id"
    return f"""
ranked AS (
  SELECT j.id, {_RANKS[sort]} AS rank, {_NUMBERS[sort]} AS number
  FROM found j LEFT JOIN named n USING (org) {counted if sort == "applications" else ""}
)
"""


_PAGE = """
SELECT id, rank, number FROM ranked
WHERE (:rank::int IS NULL OR (-rank, number, id) > (-:rank::int, :number::bigint, :id::uuid)) AND {more}
ORDER BY -rank, number, id LIMIT :limit
"""


def _all(sort: str) -> Named:
    """A page of all matches, in each row with their number: complete if there are no more than `most`."""
    return Named(f"""
WITH {_NAMED}, {_found(limit="LIMIT :most::bigint")}, {_ranked(sort)}
SELECT counted.number AS matches, page.* FROM (SELECT count(*) AS number FROM found) AS counted
LEFT JOIN LATERAL ({_PAGE.format(more="true")}) AS page ON true ORDER BY -page.rank, page.number, page.id
""")


def _level(sort: str, words: str) -> Named:
    """A page of the matches of some ranks."""
    page = _PAGE.format(more="rank BETWEEN :low::int AND :high::int")
    return Named(f"WITH {_NAMED}, {_found(words)}, {_ranked(sort)} {page}")


SAMPLE = Named(f"""
WITH {_NAMED}
SELECT rank, count(*)::int AS number FROM (
  SELECT {_RANKS["relevance"]} AS rank, j.words, n.rest
  FROM (SELECT * FROM jobs WHERE fair = :fair ORDER BY place, id LIMIT :sampled) AS j
  LEFT JOIN named n USING (org) WHERE {_FILTERS}
) AS j
WHERE {_MATCHES} GROUP BY rank
""")
"""How many matches of each rank there are among the fair's first jobs."""
WALK = {sort: _walk(sort) for sort in _ORDERS}
ALL = {sort: _all(sort) for sort in _NUMBERS}
_IN_TITLE = "(j.words @> :all_in_title::text[] OR j.words @> :others_in_title::text[])"
_SIDE_BY_SIDE = f"({_IN_TITLE} AND j.words @> :joints_in_title::text[])"
LEVELS = {
    "whole": _level("relevance", _SIDE_BY_SIDE),
    "all": _level("relevance", _IN_TITLE),
    "some": _level("relevance", f"({_HAS_WORDS} AND j.words && :any_in_title::text[])"),
    "none": _level("relevance", _HAS_WORDS),
}
"""The matches with the words side by side in the title, with all there, with some of them, and all. Each reads only
what it needs of the index."""
IN_STATE = {sort: _level(sort, _HAS_WORDS) for sort in ("newest", "pay")}
BY_STATE = Named(f"WITH {_NAMED}, {_found()} SELECT state, count(*) AS number FROM found GROUP BY state")

PAY_BOUNDS = (3_000, 5_000, 8_000, 12_000, 20_000, 30_000)
_VALUES = {
    "region": "coalesce(j.region_code, j.region)",
    "industry": "j.industry",
    "degree": "j.degree",
    "employment_type": "j.employment_type",
    "pay": f"width_bucket(j.pay, ARRAY{list(PAY_BOUNDS)}::bigint[])::text",
}


def _facet(name: str) -> str:
    others = " AND ".join(f"in_{other}" for other in _CHOICES if other != name)
    value = _VALUES[name]
    return f"""
SELECT '{name}' AS facet, {value} AS value, count(*) AS number FROM marked j
WHERE {others} AND {value} IS NOT NULL GROUP BY {value}
"""


_MARKS = ", ".join(f"coalesce({condition}, false) AS in_{name}" for name, condition in _CHOICES.items())
FACETS = Named(f"""
WITH {_NAMED}, {
    _found(_HAS_WORDS.replace(":words", ":all_words").replace(":others", ":all_others"), _SCOPE, "LIMIT :most::bigint")
},
marked AS MATERIALIZED (SELECT j.*, {_MARKS} FROM found j)
SELECT 'matches' AS facet, NULL AS value, count(*) AS number FROM found
UNION ALL SELECT 'found', NULL, count(*) FROM marked WHERE {" AND ".join(f"in_{name}" for name in _CHOICES)}
{"".join(f"UNION ALL {_facet(name)}" for name in _CHOICES)}
""")
"""How many matches there are by the values of each filter, under the other filters, and under all filters (`found`);
and how many were counted.
"""

TITLES = """
(SELECT title FROM jobs WHERE fair = $1 ORDER BY place DESC LIMIT $2)
UNION ALL (SELECT name FROM booths WHERE fair = $1 AND state = 'approved' ORDER BY org LIMIT $2)
"""
