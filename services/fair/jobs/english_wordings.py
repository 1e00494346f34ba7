"""Words of an ad that exclude people, in English: data.

Never change or remove a wording that has been in force: a replay would judge old ads differently. Give it an `until`,
and its successor a `since`, both after the day on which every instance runs it (docs/advertisements.md).
"""

from __future__ import annotations

from services.fair.jobs.wording import Wording, near, pattern

_SERVED = (
    r"(?:youths?|children|teens?|adolescents?|adults?|students?|girls|boys|participants?|clients?|"
    r"residents?|patients?|"
    r"kids|seniors|consumers?|population|tenants?|members?|users?|customers?|families|learners?)"
)
_EN_SEX = r"(?:(?:fe)?males?|(?:wo)?m[ae]n|lad(?:y|ies)|girls?|boys?|gentlem[ae]n|guys?)"
_EN_PEOPLE = (
    r"(?: (?:candidates?|applicants?|employees?|workers?|staff|graduates?|persons?|people|individuals?|"
    r"job ?seekers?))?"
)
_EN_ONLY = (
    r"(?: (?:is|are|will be|strongly|highly|be|get|given))*[ ,(]*\(?(?:only|preferred|wanted|required|"
    r"prioriti[sz]ed|priority|need not apply|please\)?$)"
)
_EN_SEEK = (
    r"(?:candidates? (?:is|are)|looking for|seek(?:s|ing)?|want(?:s|ed)?|prefer(?:s|ably|red)?|"
    r"must be|should be|has to be|need(?:s|"
    r"ed)?|hiring|recruiting|require[sd]?|only)"
)
_SEXES = (" male", " female", " man ", " men ", " woman ", " women ", " lad", " girl", " gentlem", " guy", " boy")
_OLD = (" old ", "of age", " age", " y o ")
_EN_FAITH = r"(?:christian|catholic|protestant|muslim|moslem|jewish|jew|hindu|buddhist|mormon|sikh|atheist|believer)s?"
_EN_RACE = r"(?:caucasian|white|black|african[- ]american|asian|latino|hispanic|han chinese|oriental)s?"
_NOT_A_PERSON = (
    r"(?![-\w'/]| (?:connectors?|plugs?|end|thread\w*|fittings?|adapters?|pins?|headers?|patients?|"
    r"clients?|customers?|led|"
    r"founded|founders?|health|fashion|inmates?|residents?|detainees?|prisoners?|offenders?|reproductive|"
    r"users?|audience|market|"
    r"version|shelters?|entrepreneurs?|owned|or female|and female|or woman|voice ?overs?|"
    r"mannequins?|condoms?|of (?:his|her)|"
    r"students?|youth)\b)"
)
# Leads to the first start of a line in a run of blanks and signs; the group that follows is the phrase. `^\W*` finds
# the same, but starts from each line of the run, which takes quadratic time.
_FIRST_LINE = r"(?:\A|(?<=\w)[^\w\n]*+\n)"
_UNDER = (
    r"(?:under|below) (?:2[5-9]|[3-5]\d)(?=$|[.,;!)]| (?:only|preferred|please|welcome|and (?:fit|"
    r"healthy|energetic|single)))"
)
_YOUNG = r"young(?:er)?(?: (?:people|staff|candidates?|applicants?|men|women))?\W*$"

ENGLISH: tuple[Wording, ...] = (
    Wording(
        "gender",
        _SEXES,
        pattern(rf"\b(?<!-){_EN_SEX}{_EN_PEOPLE}{_EN_ONLY}"),
        not_after=near(r"(?:or|and|/|,) ?$"),
        not_before=near(r"^ (?:when|if|in the|at night|after)"),
    ),
    Wording(
        "gender",
        _SEXES,
        pattern(
            rf"\b{_EN_SEEK} (?:for )?(?:an? |the |some )?(?:(?:young|attractive|strong|fit|single|"
            rf"energetic|hard-?working),? (?:and )?){{0,2}}"
            rf"(?:(?:fe)?males?|ladies|lady|girls?|gentlem[ae]n|women|(?:wo)?man|men(?= only| to| with|"
            rf" for| who| as|[.,;!)]|$)){_NOT_A_PERSON}"
        ),
        not_after=near(r"(?:people|persons|families|those|individuals|work) $"),
    ),
    Wording(
        "gender",
        ("no ",),
        pattern(
            r"\bno (?:(?:fe)?males?|(?:wo)?men|girls|ladies|boys)\b(?! (?:or|left|should|is|are|were|was|"
            r"has|have)\b)[^\S\n]?(?:please|allowed|applicants)?"
        ),
        not_before=near(r"^['’-]"),
    ),
    Wording(
        "gender",
        ("suit", "only", "open to"),
        pattern(
            r"\b(?:(?:more |best |only )?suit(?:able|ed) (?:for|to) (?:a )?|only open to |"
            r"open only to )(?:fe)?(?:males?|(?:wo)?men|ladies|girls)"
            r"(?: only)?" + _NOT_A_PERSON
        ),
    ),
    Wording(
        "marriage",
        ("unmarried",),
        pattern(r"\b(?<!or )unmarried\b"),
        not_before=near(
            r"^ (?:partners?|couples?|parents?|mothers?|fathers?|domestic|minors?|child|children|"
            r"individuals with|status|or)\b"
        ),
    ),
    Wording(
        "marriage",
        ("married", "single", "childless", "pregnan"),
        pattern(
            rf"\b(?:married|single|childless|divorced|pregnant) ?(?:wo)?(?:m[ae]n|males?|females?|lad(?:y|"
            rf"ies)|mothers?|couples?)?{_EN_PEOPLE}"
            r"(?: (?:is|are|strongly|highly))* ?(?:only|preferred|need not apply)\b"
        ),
    ),
    Wording(
        "marriage",
        ("married", "single", "childless", "pregnan", "children", "marry"),
        pattern(
            r"\b(?:must|should|has to) (?:be|remain|stay) (?:single|married|childless|divorced)\b(?!-|"
            r" (?:point|source|page))"
            r"|\b(?:must|should|can) ?not (?:be|become|get) (?:pregnant|married)|\bnot (?:be )?pregnant\b|"
            r"\bno pregnan(?:t|cy|cies)\b|\bno (?:married|single) (?:(?:wo)?men|(?:fe)?males?"
            r"|people|candidates|applicants|ladies)\b"
            r"|\bno plans? (?:to|for|of) (?:marry\w*|get(?:ting)? married|hav(?:e|ing) (?:children|kids|"
            r"a baby)|becom(?:e|ing) pregnant|pregnancy)"
            r"|\bwithout (?:children|kids) (?:only|preferred)|\bno (?:children|kids) (?:preferred|only)"
        ),
    ),
    Wording(
        "age",
        ("young",),
        pattern(
            r"\b(?:looking for|seek(?:s|ing)?|want(?:s|ed)?|prefer(?:s|ably)?|must be|should be|hiring|"
            r"recruiting|recruit|we need|need:?|only|ideal(?:ly)?(?: candidate is)?)"
            r"(?: an?| some| \d+| several)? ?(?:(?:bright|energetic|dynamic|smart|talented|enthusiastic|"
            r"motivated|ambitious|attractive|fresh|healthy|single|female|male|strong),? (?:and )?){0,3}"
            r"young(?:er)?\b(?! (?:children|learners|readers|audience|patients|adult|offenders|at heart))"
            r"|\byoung(?:er)?(?:,? (?:and )?(?:energetic|dynamic|bright|fit|fresh|attractive|healthy|beautiful))*"
            r"(?: (?:candidates?|applicants?|people|persons?|(?:wo)?m[ae]n|lad(?:y|ies)|(?:fe)?males?|"
            r"girls?|boys?|graduates?|professionals?|staff|blood|talents?))?"
            r" (?:only|preferred|wanted|required|(?:is|are) preferred)\b"
            r"|\byoung(?:,? (?:and )|, )(?:energetic|dynamic|bright|fit|fresh|attractive|healthy|"
            r"beautiful)(?! (?:teams?|compan|environment|organi|culture|cities|industry|crowd))"
            # A match of the first form stops at the last line break of its run, and the second goes on from there.
            rf"|{_FIRST_LINE}(\W*+{_YOUNG})|^\n?[^\w\n]*+{_YOUNG}"
        ),
    ),
    Wording(
        "age",
        (*_OLD, "older than", "no one ", "nobody ", "not over", "not above", "not apply"),
        pattern(
            r"\b(?:under|below|younger than|no older than|not older than|not be older than|not over|"
            r"not be over|not exceed(?:ing)?|less than|no(?:t)? more than|up to|maximum|max\.?|no one (?:over|above))"
            r" (?:the )?(?:age (?:of )?|aged )?(?:2[5-9]|[3-5]\d)(?: ?(?:years?|yrs?)(?: old\b| of age\b|"
            r"-old\b)| ?y/?o\b)"
            r"|\b(?:under|below|not over|not exceed(?:ing)?|up to) (?:the )?age (?:of )?(?:2[5-9]|"
            r"[3-5]\d)\b(?! days| hours)"
            r"|\b(?:no one|nobody|not?) (?:older than|over|above) (?:2[5-9]|[3-5]\d)(?=$|[.,;!)]| please|"
            r" years?| yrs?| need)"
            r"|\b(?:max(?:imum)?\.? age|age limit|upper age(?: limit)?)(?: is| of|:)? ?(?:[2-5]\d)\b"
            r"|\b(?:over|above) (?:2[5-9]|[3-5]\d)s? (?:years old )?need not apply"
        ),
        not_after=near(rf"\b{_SERVED}(?: \w+){{0,3}} ?$"),
        not_before=near(rf"^ (?:{_SERVED})\b"),
    ),
    Wording(
        "age",
        tuple(f"{word} {tens}" for word in ("under", "below") for tens in (2, 3, 4, 5)),
        pattern(
            rf"{_FIRST_LINE}(\W*+{_UNDER})"
            r"|(?:[,;(] ?|\b(?:age|aged?|be|ideally|preferably|candidates?|applicants?|only|women|men|"
            rf"males?|females?|people|are|is|(?<!\w)must) ){_UNDER}"
        ),
        not_after=near(
            rf"\b{_SERVED} ?$|[\d%$][^\w%$]*+$|\b(?:temperature|speed|cost|time|rate|score|level|price)s?\b"
        ),
    ),
    Wording(
        "age",
        _OLD,
        pattern(
            r"\b(?:between |from )?(?:1[6-9]|[2-5]\d) ?(?:-|to|and) ?(?:[2-5]\d) ?(?:years?|"
            r"yrs?)(?: old\b|-old\b| of age\b)"
            r"|\bage[ds]?(?: range| limit| requirements?| group)?(?: is| of|:)? ?(?:between |"
            r"from )?(?:1[6-9]|[2-5]\d) ?(?:-|to|and) ?(?:[2-5]\d)\b(?! (?:months|minutes))"
        ),
        not_after=near(
            rf"\b{_SERVED}\b[^.;\n]{{0,30}}$|\b(?:who|serv\w+|population|program\w*|individuals|people|"
            rf"persons|yorkers|those)\b[^.;\n]{{0,30}}$"
        ),
        not_before=near(rf"^,? ?(?:who|in need|(?:\w+ )?{_SERVED})\b"),
    ),
    Wording(
        "ethnicity",
        ("caucasian", " white", " black", " asian", " african", " latino", " hispanic", " han chinese"),
        pattern(
            rf"\b{_EN_RACE} (?:candidates?|applicants?|employees?|workers?|people|persons?|teachers?|staff|"
            rf"(?:fe)?males?|(?:wo)?m[ae]n)(?: (?:is|are))? ?(?:only|preferred|wanted|need not apply)\b"
            r"|\b(?:caucasians?|whites|blacks|asians|latinos|hispanics|han chinese) (?:only|preferred|"
            r"need not apply)\b"
        ),
    ),
    Wording(
        "ethnicity",
        ("must be", "should be", "no blacks", "no whites", "no asians", "no hispanics", "no latinos", "no african"),
        pattern(
            r"\b(?:must|should) be (?:a |an )?(?:caucasian|white|black|asian|african[- ]american|latino|"
            r"hispanic|han chinese)s?\b(?! (?:box|belt|paper|balance))"
            r"|\bno (?:blacks|whites|asians|hispanics|latinos|africans|african[- ]americans)\b"
        ),
    ),
    Wording(
        "ethnicity",
        ("native born", "foreigner", "immigrant", "born in"),
        pattern(
            r"\b(?:must be |only |prefer(?:ably)? )?(?<!and )(?<!or )native[- ]born\b(?! (?:and|or|"
            r"population|americans (?:and|or)|workers (?:and|or)))"
            r"|\bno (?:foreigners|immigrants|foreign nationals)\b|\b(?:foreigners|"
            r"immigrants) need not apply|\bmust (?:be|have been) born in\b"
        ),
    ),
    Wording(
        "religion",
        (
            "christian",
            "catholic",
            "protestant",
            "muslim",
            "moslem",
            "jew",
            "hindu",
            "buddhist",
            "mormon",
            "sikh",
            "atheist",
            "believer",
        ),
        pattern(
            rf"\b{_EN_FAITH}{_EN_PEOPLE}(?: (?:is|are|strongly))* ?(?:only|preferred|wanted|need not apply)\b"
            rf"|\b(?:must be|should be|looking for|seeking|we want|prefer(?:ably)?|"
            rf"only) (?:an? )?(?:(?:practi[cs]ing|devout|born[- ]again|committed|baptized|"
            rf"faithful),? )?{_EN_FAITH}\b"
            r"(?! (?:school|education|studies|holiday|art|history|cuisine|literature|charit|organi|"
            r"communit|hospital|center|board))"
            r"|\bno (?:christians|catholics|muslims|jews|hindus|buddhists|atheists|believers)\b"
        ),
    ),
    Wording(
        "household",
        ("hukou", "household regist", "locals", "local resident"),
        pattern(
            r"\b(?:local|beijing|shanghai|shenzhen|guangzhou|urban|city|rural) (?:hukou|"
            r"household registration)(?: (?:is |are )?(?:only|required|preferred|needed|holders? (?:only|"
            r"preferred)))"
            r"|\b(?:must (?:have|hold)|requires?|required|with) (?:an? )?(?:local|beijing|shanghai|"
            r"shenzhen|urban) (?:hukou|household registration)|\blocal hukou\b|\blocals only\b|\blocal residents only\b"
        ),
    ),
    Wording(
        "health",
        ("hepatitis", "hbv", "hiv", "hbsag"),
        pattern(
            r"\bno (?:hepatitis(?: b)?|hbv|hiv)\b(?: (?:carriers?|patients?))?|\b(?:hepatitis b|hbv|"
            r"hiv)(?: (?:carriers?|patients?|positive))?(?: people| persons|"
            r" applicants)? (?:need not apply|not accepted|will not be|are excluded|excluded)"
            r"|\bmust (?:be|test) (?:hepatitis b|hbv|hbsag|hiv)[- ]negative|\bmust not (?:have|carry|"
            r"be a carrier of) (?:hepatitis b|hbv|hiv)|\bfree (?:of|from) (?:hepatitis b|hbv|hiv)\b"
        ),
        not_before=near(r"^ (?:status|testing|education|vaccin|prevention|services|programs?|experience)"),
    ),
)
