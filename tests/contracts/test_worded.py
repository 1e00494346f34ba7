"""A reason of an import is its English text, and its code and parameters say it in both languages."""

from __future__ import annotations

import copy
import json
import pickle

from schemas.import_reasons import Reason, answered, coded, worded


def test_a_reason_is_its_english_text() -> None:
    """Where a text is expected it is one: compared, joined and encoded."""
    reason = Reason("text_too_long", characters=20_000, most=200)
    assert reason == "it has 20,000 characters, more than 200"
    assert json.loads(json.dumps([reason])) == [str(reason)]


def test_a_reason_goes_through_pickle_and_copy() -> None:
    """The process that reads files sends it to the one that answers."""
    reason = Reason("empty")
    for again in (pickle.loads(pickle.dumps(reason)), copy.deepcopy(reason)):
        assert (again, coded(again)) == (reason, {"code": "empty", "params": {}})


def test_a_reason_has_words_in_both_languages() -> None:
    """From its code and parameters, as they were answered, with a reason in a reason."""
    told = json.loads(json.dumps(coded(Reason("header_row_faulty", row=1, fault=Reason("cell_too_long", most=1_000)))))
    assert worded(**told, language="en") == "row 1 should name the columns, but a cell holds more than 1,000 characters"
    assert worded(**told, language="zh") == "第 1 行应为表头，但有单元格超过 1,000 个字符"


def test_a_parameter_is_no_template() -> None:
    """Braces in a cell stay as they are."""
    assert worded("no_amount", {"text": "{0} {text}"}, "zh") == "“{0} {text}”不是金额，请填写数字"


def test_what_is_not_known_has_no_words() -> None:
    """A code of another version, a parameter that is missing or of another kind, a plain text."""
    assert worded("of_tomorrow", {}, "zh") is None
    assert worded("no_amount", {}, "zh") is None
    assert worded("text_too_long", {"characters": "x", "most": 1}, "zh") is None
    assert coded("some text") == {}


def test_only_the_parameters_of_the_words_are_answered() -> None:
    """What else is stored with a reason stays there, in a reason within a reason too."""
    fault = {"code": "cell_too_long", "params": {"most": 9, "secret": 1}, "secret": 1}
    told = answered("header_row_faulty", {"row": 1, "fault": fault, "secret": 1})
    assert told == {"row": 1, "fault": {"code": "cell_too_long", "params": {"most": 9}}}
    assert (answered(None, None), answered("of_tomorrow", {"a": 1}), answered("empty", None)) == (None, None, {})
