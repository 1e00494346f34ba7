"""Finds a page of a fair's jobs: by words, enterprise and filters, in the order of a sort.

A word that many jobs have must not cost a look at each of them, and a rare one no walk along the whole fair. So a
search first looks at the next jobs in the order of an index, whose matches fill the page if they are frequent. If they
do not, it reads all matches from the index of terms, unless there are too many: then rank by rank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from services.fair.jobs import queries
from services.fair.kernel import search
from services.fair.kernel.parameters import Named
from services.fair.kernel.regions import Wanted

WALKED_MAX = 2_000
"""Jobs of an index that are looked at for one page."""
FURTHER, FURTHER_BY_TERMS = 5, 2
"""How many times as many, if these fill a part of it that makes the rest likely; and where the index of terms has all
that is asked for."""
SAMPLED, FREQUENT, SEVERAL = 200, 20, 5
"""Jobs of a sample; the number of matches among them that makes more than `SORTED_MAX` of all likely in a large fair,
and the number of the best rank in a walk that makes it likely that this rank fills the page."""
SORTED_MAX = 2_000
"""Matches that are sorted at once."""
NAMED_WORDS_MAX, NAMED_MAX = 8, 1_000
"""Words of a query by which enterprises are found, and enterprises whose name has one of them."""
COUNTED_MAX = 10_000
"""Matches that are counted for facets."""
OPEN, WHOLE, ALL, SOME = 4, 3, 2, 1
"""Parts of a rank: the job is open; its title has the query as it is written, all of its words, some of them."""
FIRST = UUID(int=0)
Row = Mapping[str, Any]
Key = tuple[int, int, UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a list of jobs. `exactly`, `own`: whose exact numbers of applications the person may see."""

    fair: UUID
    query: search.Query | None = None
    org: str | None = None
    state: str | None = None
    region: Wanted | None = None
    industry: str | None = None
    degree: str | None = None
    employment_type: str | None = None
    pay: tuple[int, int | None] | None = None
    flagged: bool = False
    exactly: bool = False
    own: str | None = None
    cut: int = -1

    def values(self, named: Sequence[tuple[str, str]], *, plain: bool) -> dict[str, Any]:
        """The parameters of the queries. `plain`: rows of the fair wait for their terms, and have only plain ones."""
        query = self.query
        terms = [] if query is None else query.plain if plain else query.terms
        others = list(query.others) if query is not None and not plain else [search.NOTHING]
        every = [] if plain else [search.of_fair(self.fair)]
        filters = [] if plain else self._filters()
        in_title, joints = search.in_title(terms), query.joints if query is not None and not plain else []
        return {
            "fair": self.fair,
            "org": self.org,
            "state": self.state,
            "flagged": self.flagged,
            "region": self.region and self.region.text,
            "region_prefix": self.region and self.region.prefix,
            "industry": self.industry,
            "degree": self.degree,
            "employment_type": self.employment_type,
            **dict(zip(("pay_from", "pay_to"), self.pay or (None, None), strict=True)),
            "title": terms,
            "other_title": others,
            "key": query.key if query else "",
            "one_word": query is not None and len(query.words) == 1,
            "phrase": query.folded if query else "",
            "adjoin": bool(joints),
            "joints": joints,
            "joints_in_title": search.in_title(joints),
            "words": [*terms, *every, *filters],
            "others": [*others, *every, *filters],
            "all_words": [*terms, *every],
            "all_others": [*others, *every],
            "all_in_title": [*in_title, *every, *filters],
            "any_in_title": in_title,
            "others_in_title": [*search.in_title(others), *every, *filters],
            "orgs": [org for org, _ in named],
            "rests": [rest for _, rest in named],
            "exactly": self.exactly,
            "own": self.own,
            "cut": self.cut,
            "all_match": query is None,
            "rank": None,
            "number": None,
            "id": None,
            "plain": plain,
            "sampled": SAMPLED,
            "most": SORTED_MAX,
            "walked": WALKED_MAX,
        }

    def _filters(self) -> list[str]:
        given = {"industry": self.industry, "degree": self.degree, "type": self.employment_type}
        terms = [search.of_filter(name, value) for name, value in given.items() if value]
        return [*terms, self.region.term] if self.region else terms


class Search:
    """A search on one connection."""

    def __init__(self, connection: asyncpg.Connection, asked: Asked, named: Sequence[tuple[str, str]], plain: bool):
        self._connection, self._asked, self._plain = connection, asked, plain
        self._values = asked.values(named, plain=plain)
        self._sampled: Mapping[int, int] | None = None

    @classmethod
    async def of(cls, connection: asyncpg.Connection, asked: Asked) -> Search:
        """A search for these jobs: which enterprises have the words in their names?"""
        plain = await connection.fetchval(queries.WAITS_FOR_TERMS, asked.fair)
        return cls(connection, asked, await _named(connection, asked), plain)

    async def page(self, sort: str, after: Sequence[Any], limit: int) -> list[Row]:
        """The ids of `limit` jobs with the key of each: rank, number, id. `after`: the last key of the page before."""
        if self._finds_nothing:
            return []
        self._values |= {"limit": limit, "ranked": sort == "relevance"}
        if sort in queries.WALK and not self._plain:
            start = after if after[0] is not None else self._start(sort)
            walked = await self._walk(sort, start)
            if len(walked) == limit:
                return walked
            if sort == "relevance" and (len(walked) >= SEVERAL or sum((await self._sample()).values()) >= FREQUENT):
                return await self._by_rank(sort, start, limit)
        most = None if self._plain or sort not in queries.WALK else SORTED_MAX
        rows = await self._sorted(queries.ALL[sort], after, most=most)
        if most is None or rows[0]["matches"] < most:
            return [row for row in rows if row["id"] is not None]
        return await self._by_rank(sort, after if after[0] is not None else self._start(sort), limit)

    async def by_state(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        rows = [] if self._finds_nothing else await self._sorted(queries.BY_STATE, state=None)
        return {row["state"]: row["number"] for row in rows}

    async def facets(self) -> list[Row]:
        """How many matches there are by the values of each filter; see `queries.FACETS`."""
        return [] if self._finds_nothing else await self._sorted(queries.FACETS, most=COUNTED_MAX)

    @property
    def _finds_nothing(self) -> bool:
        """A query of punctuation alone."""
        return self._asked.query is not None and not self._values["title"]

    def _start(self, sort: str) -> Key:
        """A key before that of the best match."""
        best = 0 if sort != "relevance" else ALL if self._asked.query is None else WHOLE
        return (0 if self._asked.state == "closed" else OPEN) + best, 0, FIRST

    async def _by_rank(self, sort: str, after: Sequence[Any], limit: int) -> list[Row]:
        """The page, from rank to rank. A frequent one fills it from a walk."""
        rows: list[Row] = []
        for state, low, high, level in self._levels(sort):
            if low > after[0]:
                continue
            is_first = after[0] <= high  # `page` has walked from there
            key = after if is_first else (high, 0, FIRST)
            left = limit - len(rows)
            of_level: dict[str, Any] = {"state": state, "limit": left}
            found = [] if is_first or not await self._is_likely(sort, high) else await self._walk(sort, key, **of_level)
            if len(found) < left:
                found = await self._sorted(level, key, **of_level, low=low, high=high)
            rows += found
            if len(rows) >= limit:
                break
        return rows

    async def _is_likely(self, sort: str, rank: int) -> bool:
        """Whether a walk is likely to find matches of this rank."""
        return sort != "relevance" or rank in await self._sample()

    async def _sample(self) -> Mapping[int, int]:
        """How many matches of each rank there are among the fair's first jobs."""
        if self._sampled is None:
            await self._connection.execute(queries.BY_INDEX)
            self._sampled = {
                row["rank"]: row["number"] for row in await self._fetch(queries.SAMPLE, state=self._asked.state)
            }
        return self._sampled

    def _levels(self, sort: str) -> Iterator[tuple[str, int, int, Named]]:
        """State, lowest and highest rank, and the query of each level, best first."""
        for state, rank in (("open", OPEN), ("closed", 0)):
            if self._asked.state not in (None, state):
                continue
            if sort != "relevance":
                yield state, rank, rank, queries.IN_STATE[sort]
                continue
            if self._asked.query is not None:
                yield state, rank + WHOLE, rank + WHOLE, queries.LEVELS["whole"]
            yield state, rank + ALL, rank + ALL, queries.LEVELS["all"]
            if self._asked.query is not None:
                yield state, rank + SOME, rank + SOME, queries.LEVELS["some"]
                yield state, rank, rank, queries.LEVELS["none"]

    async def _walk(self, sort: str, after: Sequence[Any], **more: Any) -> list[Row]:
        """A walk; a longer one if that is likely to fill the page."""
        await self._connection.execute(queries.BY_INDEX)
        rows, limit = await self._fetch(queries.WALK[sort], after, **more), more.get("limit", self._values["limit"])
        by_terms = sort == "relevance" and self._asked.query is not None and self._asked.pay is None
        further = FURTHER_BY_TERMS if by_terms else FURTHER
        if limit <= further * len(rows) < further * limit:
            rows = await self._fetch(queries.WALK[sort], after, **more, walked=further * WALKED_MAX)
        return rows

    async def _sorted(self, named: Named, after: Sequence[Any] = (None, None, None), **more: Any) -> list[Row]:
        await self._connection.execute(queries.WITHOUT_TERMS if self._plain else queries.BY_TERMS)
        return await self._fetch(named, after, **more)

    async def _fetch(self, named: Named, after: Sequence[Any] = (None, None, None), **more: Any) -> list[Row]:
        key = dict(zip(("rank", "number", "id"), after, strict=True))
        rows: list[Row] = await self._connection.fetch(named.sql, *named.of({**self._values, **key, **more}))
        return rows


async def _named(connection: asyncpg.Connection, asked: Asked) -> list[tuple[str, str]]:
    """Enterprises whose names have words of the query, with the terms of its other words, which their jobs need."""
    words = asked.query.words if asked.query else ()
    fair = search.of_fair(asked.fair)
    texts = [" ".join((fair, *word)) for word in words[:NAMED_WORDS_MAX]]
    if not texts:
        return []
    rows = await connection.fetch(queries.BOOTHS_NAMED, asked.fair, texts, NAMED_MAX)
    return [(row["org"], _rest(words, row["words"])) for row in rows]


def _rest(words: Sequence[Sequence[str]], named: Collection[int]) -> str:
    return " ".join(term for number, word in enumerate(words, 1) if number not in named for term in word)
