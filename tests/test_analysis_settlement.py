"""How long matters take, with those still open censored."""

import math

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import case_appearances, settlement

UNTIL = pd.Timestamp("2022-12-31")


def settled(*decisions):
    """Return the settlement of a matter with these decisions on the first of January, February, ..."""
    corpus = Corpus()
    for month, labels in enumerate(decisions, 1):
        corpus.meet("Board", f"2022-{month:02d}-01", ("22/1", "Path", labels))
    rows = settlement.settlements(case_appearances.appearances(corpus.items, corpus.meetings, corpus.decisions), UNTIL)
    return bool(rows.loc[0, "settled"]), int(rows.loc[0, "days"])


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        (["approved"], (True, 0)),
        (["discussed", "approved"], (True, 31)),
        (["approved", "rejected", "informed"], (True, 31)),
        (["approved", "postponed"], (False, 364)),
        (["approved", "postponed", "noted"], (True, 59)),
        (["recommended"], (False, 364)),
        ([None], (False, 364)),
    ],
)
def test_a_matter_is_settled_on_its_last_settling_day_unless_opened_again(decisions, expected):
    assert settled(*decisions) == expected


def test_the_curve_is_kaplan_and_meiers():
    rows = pd.DataFrame({"days": [0, 10, 10, 20, 30], "settled": [True, True, False, False, True]})
    curve = settlement.survival(rows)
    # by hand: 4/5; then 1 of 4 at risk leaves 0.8 * 3/4 = 0.6; the last one at risk leaves 0
    assert curve.set_index("days")["open"].to_dict() == pytest.approx({0: 0.8, 10: 0.6, 30: 0.0})
    assert curve["at_risk"].tolist() == [5, 4, 1]
    assert settlement.median_days(curve) == 30
    # Greenwood at day 10: 0.6^2 * (1/(5*4) + 1/(4*3)) = 0.048; complementary log-log by hand
    spread = 1.959964 * math.sqrt(0.048) / (0.6 * math.log(0.6))
    limits = [0.6 ** math.exp(-spread), 0.6 ** math.exp(spread)]
    assert curve.loc[1, ["low", "high"]].tolist() == pytest.approx(limits)


def test_a_curve_that_does_not_fall_to_a_half_has_no_median():
    rows = pd.DataFrame({"days": [1, 5, 5], "settled": [True, False, False]})
    assert math.isnan(settlement.median_days(settlement.survival(rows)))


def test_nothing_settled_is_no_curve():
    assert settlement.survival(pd.DataFrame({"days": [1], "settled": [False]})).empty
