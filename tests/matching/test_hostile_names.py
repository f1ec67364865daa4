"""Whatever is sent as a name, the answer is quick and the canonical form lasts."""

import time
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lienthong_emulator.matching import Outcome, canonical_name, compare_names

WORDS = st.sampled_from(
    ["Nguyễn", "Nguyen", "Văn", "Van", "Thúy", "Thuý", "Thuy", "Thùy", "Quý", "Qúy", "Quí", "Quy", "Hoà", "Lân"]
)
TROUBLE = (
    "oOaAeEuUyYqQgGiIhdðĐÐƉ \u00a0\u2000\u0085\u200b\u00ad\u034f\ufe0f'’`´.-àáòóỳýùúôơưâêÝÁ"
    "\u0300\u0301\u0302\u0303\u0309\u0323\u031b\u0327\u0340\u0344\u0345\u1dc2\u3099İßŉΐǰᾳ\u1100\u1161\u212a"
)


@settings(database=None, deadline=None)
@example("hoà\u0301")
@given(st.text(alphabet=TROUBLE, max_size=40))
def test_a_canonical_form_is_its_own_canonical_form(text: str) -> None:
    canonical = canonical_name(text)
    assert canonical_name(canonical) == canonical


@settings(database=None, deadline=None)
@example("\u1fd3")  # folding and composing both make it one with its canonical form
@given(st.text(alphabet=TROUBLE, min_size=1, max_size=40))
def test_a_normalized_match_always_says_why(text: str) -> None:
    compared = compare_names(text, canonical_name(text))
    assert bool(compared.reasons) == (compared.outcome is Outcome.MATCH_NORMALIZED)


def test_a_canonical_form_lasts_whatever_stands_between_a_letter_and_its_mark() -> None:
    canonical = {canonical_name(f"o{chr(code)}a\u0301 {chr(code)}") for code in range(0x3400)}
    assert {form for form in canonical if canonical_name(form) != form} == set()


@settings(database=None, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), st.lists(WORDS, min_size=1, max_size=5), st.randoms())
def test_it_does_not_matter_which_side_is_which(claim: list[str], other: list[str], random: Random) -> None:
    shuffled = random.sample(claim, len(claim))
    for held in (other, shuffled, claim[:1] + claim[2:]):
        one, two = " ".join(claim), " ".join(held)
        assert compare_names(one, two) == compare_names(two, one)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param("Lan", id="a name"),
        pytest.param("Nguyễn Thị Hoà " * 700, id="ten thousand characters"),
        pytest.param("hoà" * 3_300, id="one long word"),
        pytest.param("Quý Hoà " * 1_250, id="many words of two kinds"),
        pytest.param(" " * 10_000 + "a", id="spaces"),
        pytest.param("a" + "\u0323\u0301" * 30_000, id="marks on one letter"),
        pytest.param("\u0301\u0323" * 30_000 + "a", id="marks before a letter"),
        pytest.param("a\u0323\u0301\u0302" * 5_000, id="marks on every letter"),
        pytest.param("a" + "\u0344\u0323" * 30_000, id="marks that fall apart"),
        pytest.param("a" + "\u200b\u0323\u0301" * 20_000, id="marks between invisible characters"),
        pytest.param("a" + "\u200b" * 60_000, id="invisible characters"),
    ],
)
def test_a_flood_is_answered_in_linear_time(claim: str) -> None:
    """A second leaves room for a slow machine; putting 60,000 marks in order takes several."""
    start = time.process_time()
    for held in (f"{claim}b", claim.upper(), f"{claim} {claim}", claim[::-1], f"An {claim}", f"{claim} b c"):
        compare_names(claim, held)
    assert time.process_time() - start < 1
