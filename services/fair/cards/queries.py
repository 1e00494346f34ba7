"""The SQL of the reads of cards and approaches, parametrised and in full."""

from __future__ import annotations

MAY_SEEK = """
SELECT f.org AS organizer, f.state, EXISTS (
  SELECT 1 FROM booths b WHERE b.fair = f.id AND b.org = $2 AND b.state = 'approved'
) AS has_booth
FROM fairs f WHERE f.id = $1
"""

# A card has no student id for enterprises, and no time that could be matched with that of an application.
# `approaches`: those of the enterprise that reads.
_CARD = """
c.id, c.fair, c.facets, c.wants, date_trunc('hour', c.shown_at) AS shown_at, c.place, (
  SELECT jsonb_agg(jsonb_build_object('id', a.id, 'job', a.job, 'state', a.state) ORDER BY a.place)
  FROM approaches a WHERE a.card = c.id AND a.org = $2
) AS approaches
"""
# A person who was erased has an empty resume: nobody is shown their card, until they save another one.
_SHOWN = "c.state = 'shown' AND NOT EXISTS (SELECT 1 FROM resumes r WHERE r.person = c.student AND r.card = '{}')"
_SOUGHT = f"""
c.fair = $1 AND {_SHOWN}
  AND ($3::text IS NULL OR c.facets ->> 'degree' = $3) AND ($4::text IS NULL OR c.facets ->> 'major' = $4)
  AND ($5::text IS NULL OR c.facets ->> 'region' = $5 OR c.wants -> 'regions' ? $5
    OR c.words @> ARRAY[$11::text])
  AND ($6::text IS NULL OR c.wants -> 'industries' ? $6) AND ($7::text IS NULL OR c.wants -> 'employment_types' ? $7)
"""
CARDS = f"""
SELECT {_CARD}, 0 AS rank FROM cards c
WHERE {_SOUGHT} AND ($8::int IS NULL OR c.place < $9::bigint) ORDER BY c.place DESC LIMIT $10
"""
# `place` is an offset in the fair's partition: it is unique among the cards of a fair.
# First the cards with all words in the major, then those with one of them there; every result contains all words
# somewhere. The index finds them and then they are sorted: a walk from the newest would read all cards if few match.
CARDS_WITH_WORDS = f"""
WITH found AS MATERIALIZED (
  SELECT id, fair, student, state, facets, wants, shown_at, place, words,
    2 * (major_words @> $12::text[] OR major_words @> $13::text[])::int + (major_words && $12::text[])::int AS rank
  FROM cards
  WHERE fair = $1 AND (words @> $12::text[] AND cardinality($12::text[]) > 0 OR words @> $13::text[])
)
SELECT {_CARD}, c.rank FROM found c
WHERE {_SOUGHT} AND ($8::int IS NULL OR (c.rank, c.place) < ($8, $9::bigint))
ORDER BY c.rank DESC, c.place DESC LIMIT $10
"""
TEXTS = f"SELECT c.facets, c.wants FROM cards c WHERE c.fair = $1 AND {_SHOWN} ORDER BY c.place DESC LIMIT $2"
CARDS_OF_STUDENT = """
SELECT c.id, c.fair, f.title, c.state, c.facets, c.wants, c.shown_at, c.created_at
FROM cards c JOIN fairs f ON f.id = c.fair
WHERE c.student = $1 AND ($2::timestamptz IS NULL OR (c.created_at, c.id) < ($2, $3::uuid))
ORDER BY c.created_at DESC, c.id DESC LIMIT $4
"""

_APPROACH = """
a.id, a.fair, a.org, a.job, a.card, a.state, a.deadline, a.approached_at, a.answered_at, a.application,
a.message AS message_held
"""
# The facets of a card that is no longer shown are hidden, unless its owner has applied.
APPROACHES_OF_JOB = f"""
SELECT {_APPROACH}, a.place, c.facets, c.wants
FROM approaches a JOIN fairs f ON f.id = a.fair
LEFT JOIN cards c ON c.id = a.card AND (a.state = 'accepted' OR {_SHOWN} AND f.state = ANY($5::text[]))
WHERE a.job = $1 AND ($2::text IS NULL OR a.state = $2) AND a.place > $3 ORDER BY a.place LIMIT $4
"""
APPROACHES_TO_STUDENT = f"""
SELECT {_APPROACH}, j.title, b.name AS enterprise
FROM approaches a JOIN jobs j ON j.id = a.job LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org
WHERE a.student = $1 AND ($2::text IS NULL OR a.state = $2)
  AND ($3::timestamptz IS NULL OR (a.approached_at, a.id) < ($3, $4::uuid))
ORDER BY a.approached_at DESC, a.id DESC LIMIT $5
"""
