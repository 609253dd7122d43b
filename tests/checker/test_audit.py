"""Every finding of the audit, proven by a policy that is broken in just that way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import product
from random import Random
from typing import Any

import pytest

from checker import audit as audit_module
from checker.audit import audit
from checker.audit.table import gaps, overlap, overlaps, walk
from checker.audit.texts import LONGEST, texts
from checker.load import PolicyError, Problem
from checker.model import Claim, Move, Option, Policy, Question, Rule, Span, Text

pytestmark = pytest.mark.cpython_only


def text(english: str, spanish: str | None = None) -> Text:
    """A text in both languages; the Spanish one differs unless it is given."""
    return {"en": english, "es": english[::-1] if spanish is None else spanish}


def with_rows(policy: Policy, part: str, rows: Mapping[str, Any]) -> Policy:
    """A copy of a policy with one of its tables replaced."""
    changed: dict[str, Any] = {part: rows}
    return replace(policy, **changed)


def edited(policy: Policy, part: str, ident: str, **values: Any) -> Policy:
    """A copy of a policy with some fields of one row changed."""
    rows = dict(getattr(policy, part))
    rows[ident] = replace(rows[ident], **values)
    return with_rows(policy, part, rows)


def without(policy: Policy, part: str, ident: str) -> Policy:
    """A copy of a policy without one row."""
    rows = {key: row for key, row in getattr(policy, part).items() if key != ident}
    return with_rows(policy, part, rows)


def with_row(policy: Policy, part: str, row: Any) -> Policy:
    """A copy of a policy with one row more."""
    return with_rows(policy, part, {**getattr(policy, part), row.id: row})


def only(policy: Policy, *parts: str) -> str:
    """The one finding of a policy, which holds all of these parts."""
    findings = [str(finding) for finding in audit(policy)]
    assert len(findings) == 1, "\n".join(findings)
    missing = [part for part in parts if part not in findings[0]]
    assert not missing, f"{findings[0]} lacks {missing}"
    return findings[0]


def test_the_shipped_policy_is_clean(policy: Policy) -> None:
    """What ships has no gap, no overlap and no loose end."""
    assert not audit(policy), "\n".join(map(str, audit(policy)))


def test_the_small_policy_is_clean(small: Policy) -> None:
    """The table that the tests below break has nothing wrong with it before."""
    assert not audit(small)


# The table.


def test_a_gap_is_shown_as_answers_that_nobody_meets(small: Policy) -> None:
    """A dropped row leaves answers without a rule; the finding names them and the rule that comes nearest."""
    broken = replace(without(small, "rules", "late-book"), outcomes=without(small, "outcomes", "pay-little").outcomes)
    found = [str(finding) for finding in audit(broken)]
    assert found[0] == (
        "rules.toml: field “when”: found no rule that fits place=home, late=yes, kind=book. "
        'Write a rule with when = { place = ["home"], late = ["yes"], kind = ["book"] }, '
        "or add “book” to kind of rule “late-film”."
    )
    assert "late=unsure, kind=book" in found[1]


def test_a_policy_without_rules_is_one_gap(small: Policy) -> None:
    """An empty table is a gap at the very start, not a crash."""
    assert [finding.field for finding in gaps(replace(small, rules={}), walk(replace(small, rules={})))] == ["when"]


def test_an_overlap_names_both_rules_and_answers_that_fit_them(small: Policy) -> None:
    """A widened cell makes two rules fit; the finding names both, an example, and what to take out."""
    rule = small.rules["in-time"]
    broken = edited(small, "rules", "in-time", when={**rule.when, "late": ("no", "yes")})
    found = [str(finding) for finding in audit(broken)]
    assert "rules.toml: rules “in-time” and “late-book”, field “when”" in found[0]
    assert "two rules that both fit place=home, late=yes, kind=book" in found[0]
    assert found[0].endswith("Take “book” out of kind in one of them.")
    assert "“late-film”" in found[1]


def test_two_equal_rows_are_an_overlap(small: Policy) -> None:
    """A row written twice under two ids is told as such: one is to be deleted."""
    twin = replace(small.rules["in-time"], id="twin")
    found = [str(finding) for finding in audit(with_row(small, "rules", twin))]
    assert "rules “in-time” and “twin”" in found[0]
    assert found[0].endswith("Delete one of them.")
    assert "rule “twin”, field “when”: found cells that no path leads to" in found[1]


def test_a_rule_behind_another_is_unreachable(small: Policy) -> None:
    """A rule that another one always forestalls is named, besides the overlap."""
    hidden = replace(small.rules["at-desk"], id="hidden", when={"place": ("desk",), "late": ("yes",)})
    found = [str(finding) for finding in audit(with_row(small, "rules", hidden))]
    assert any("rule “hidden”" in finding and "no path leads to" in finding for finding in found)
    assert any("rules “at-desk” and “hidden”" in finding for finding in found)


def test_an_unreachable_outcome_is_named(small: Policy) -> None:
    """An outcome that no rule leads to is dead text."""
    spare = replace(small.outcomes["look"], id="spare")
    only(
        with_row(small, "outcomes", spare), "outcomes/*.toml", "outcome “spare”", "no answers lead to", "then = “spare”"
    )


def test_an_unreachable_question_is_named(small: Policy) -> None:
    """A question that no rule mentions is never asked."""
    spare = replace(small.questions["kind"], id="colour")
    only(with_row(small, "questions", spare), "questions.toml", "question “colour”", "never asked", "“when”")


def test_an_unreachable_option_is_named(small: Policy) -> None:
    """An option that no rule names leads nowhere of its own; a gap shows that as well."""
    kind = small.questions["kind"]
    wider = edited(small, "questions", "kind", option=(*kind.option, Option("map", text("A map"))))
    found = [str(finding) for finding in audit(wider)]
    assert any("question “kind”, field “option “map””: found an option that no rule names" in line for line in found)
    assert any("no rule that fits place=home, late=yes, kind=map" in line for line in found)


def test_an_idle_question_is_named_with_the_place_where_it_is_asked(small: Policy) -> None:
    """A question that never decides anything costs a tap, even where two rules mention it."""
    broken = edited(small, "rules", "late-film", then="pay-little")
    broken = without(broken, "outcomes", "pay-more")
    only(
        broken,
        "questions.toml",
        "question “kind”",
        "never decides anything, as after place=home, late=yes",
        "Delete it",
    )


def test_a_question_that_is_idle_in_one_place_only_is_named(small: Policy) -> None:
    """A question may decide here and be idle there; the finding says where it is asked for nothing."""
    rules = dict(small.rules)
    rules["lost"] = replace(rules["lost"], when={"place": ("unsure",), "kind": ("book",)})
    rules["lost-film"] = replace(rules["lost"], id="lost-film", when={"place": ("unsure",), "kind": ("film",)})
    only(
        replace(small, rules=rules),
        "questions.toml",
        "question “kind”",
        "all lead to the same outcome after place=unsure",
        "Leave it out",
    )


def test_idleness_is_judged_by_where_paths_end(small: Policy) -> None:
    """Two questions that are always asked one after the other are both useful if the outcomes differ in the end."""
    assert not [finding for finding in audit(small) if "question" in finding.row]


def test_a_question_without_a_way_out_is_named(small: Policy) -> None:
    """A buyer who cannot tell needs an option that says so."""
    only(
        edited(small, "questions", "kind", known=False),
        "questions.toml",
        "question “kind”",
        "“option”",
        "no way out",
        "unsure = true",
    )


def test_two_ways_out_of_one_question_are_one_too_many(small: Policy) -> None:
    """Only one option says that the buyer cannot tell."""
    options = tuple(replace(option, unsure=option.id != "yes") for option in small.questions["late"].option)
    only(edited(small, "questions", "late", option=options), "question “late”", "2 options with unsure = true", "Keep")


def test_a_known_question_needs_no_way_out(small: Policy) -> None:
    """A question that all can answer contradicts itself if it offers a way out."""
    only(edited(small, "questions", "late", known=True), "question “late”", "“known”", "Delete known = true")


def test_an_option_that_stands_twice_is_named(small: Policy) -> None:
    """Two options with one id cannot be told apart in an address."""
    option = small.questions["kind"].option
    only(
        edited(small, "questions", "kind", option=(*option, option[1])),
        "questions.toml",
        "question “kind”",
        "option “film”",
        "2 options with one id",
        "an id of its own",
    )


def test_a_word_of_the_page_is_told_with_its_meaning(small: Policy) -> None:
    """A quoted word alone helps nobody who does not know it yet."""
    first, *rest = small.questions["kind"].option
    only(
        edited(small, "questions", "kind", option=(replace(first, quoted=True), *rest)),
        "question “kind”",
        "option “book”",
        "without its meaning",
        "Write hint",
    )


def test_a_question_has_answers_below_its_doors(small: Policy) -> None:
    """A question whose every answer is a door would have no list."""
    doors = tuple(replace(option, door=True) for option in small.questions["kind"].option)
    only(edited(small, "questions", "kind", option=doors), "question “kind”", "no answer but doors")


def moving(small: Policy, start: str, to: str) -> Policy:
    """The small policy with one move more."""
    return with_row(small, "moves", Move("more", start, to))


@pytest.mark.parametrize("start", ["place.desk", "late.no/place.home", "place.home/late.yes/kind.book"])
def test_a_state_of_this_edition_is_not_moved(small: Policy, start: str) -> None:
    """A row whose answers are a state, in whatever order, would do nothing."""
    only(moving(small, start, "place.home"), "moved.toml", "moved “more”", "“from”", f"“{start}”", "Delete the row")


@pytest.mark.parametrize("start", ["", "shelf", "place.attic/shelf", "place.attic/place.loft", "place.attic/"])
def test_a_move_begins_at_an_address(small: Policy, start: str) -> None:
    """What could not have been an address of any edition is named."""
    only(moving(small, start, "place.home"), "moved.toml", "moved “more”", "“from”", f"“{start}”", "question.option")


@pytest.mark.parametrize(
    ("to", "nearest"),
    [("place.attic", ""), ("place.shelf", "place.desk"), ("late.no/place.home", "place.home/late.no")],
)
def test_a_move_leads_to_a_state_of_this_edition(small: Policy, to: str, nearest: str) -> None:
    """A row that leads nowhere, on to another row, or past the canonical order is named with the nearest state."""
    only(moving(small, "place.attic", to), "moved.toml", "moved “more”", "“to”", f"“{to}”", f"nearest is “{nearest}”")


def test_an_address_moves_to_one_place(small: Policy) -> None:
    """Two rows for the same answers are named."""
    only(moving(small, "late.yes/place.shelf", ""), "moved.toml", "“from”", "a second time", "“shelf-late” and “more”")


# Outcomes and evidence.


@pytest.mark.parametrize(
    ("name", "count"), [("steps", 0), ("steps", 1), ("steps", 6), ("otherwise", 0), ("otherwise", 4)]
)
def test_an_outcome_has_a_few_things_to_do(small: Policy, name: str, count: int) -> None:
    """Never nothing to do, never a wall of steps, and always a way on if they do not work."""
    listed = tuple(text(f"Do {number}.", f"Haz {number}.") for number in range(count))
    only(
        edited(small, "outcomes", "bring", **{name: listed}),
        "outcome “bring”",
        f"“{name}”",
        f"{count} entries",
        "one action",
    )


def test_a_guide_page_must_be_there(small: Policy) -> None:
    """An outcome's link into the guide names a page of the guide."""
    only(
        edited(small, "outcomes", "bring", guide="nowhere#x"),
        "outcome “bring”",
        "“guide”",
        "“nowhere#x”",
        "importance, steps",
    )


def test_a_kind_of_goods_needs_rights_to_narrow(small: Policy) -> None:
    """`goods` without `rights` would never be read."""
    only(
        edited(small, "outcomes", "bring", rights=None), "outcome “bring”", "“goods”", "shows no rights", "delete goods"
    )


def test_offices_come_last(small: Policy) -> None:
    """Where to complain stands on outcomes for buyers whom platform and bank have failed, and on no other."""
    assert not audit(edited(small, "outcomes", "bring", verdict="get-help", offices=True))
    only(edited(small, "outcomes", "bring", offices=True), "outcome “bring”", "“offices”", "verdict = “get-help”")


def test_a_country_needs_a_right(small: Policy) -> None:
    """Whoever adds a country writes what its law gives."""
    spare = replace(small.countries["cl"], id="nz")
    only(with_row(small, "countries", spare), "rights.toml", "country “nz”", "without a right", "countries = [“nz”]")


def test_an_office_needs_a_source_even_where_it_is_assumed(small: Policy) -> None:
    """Nobody is sent to an office that nobody has read about."""
    guessed = edited(small, "offices", "ombudsman", sources=(), standing="assumed")
    only(guessed, "offices.toml", "office “ombudsman”", "no source", "none is better than a guess")


def test_a_clock_starts_from_a_date_that_can_be_typed(small: Policy) -> None:
    """A clock over a field that the page does not offer would never run."""
    only(
        edited(small, "clocks", "loan-ends", starts="born"),
        "clocks.toml",
        "“starts”",
        "“born”",
        "Write one of: ordered, paid, ",
    )


@pytest.mark.parametrize("key", ["field-paid", "field-country", "blank-item", "sheet-paid", "problem-order-number"])
def test_what_can_be_typed_has_its_words(small: Policy, key: str) -> None:
    """Without them a page would lose its whole answer once somebody types, or a message its sentence."""
    words = {name: text for name, text in small.words.items() if name != key}
    only(with_rows(small, "words", words), "words.toml", key, "Write it: ")


def test_a_clock_gives_way_to_a_date_that_can_be_typed(small: Policy) -> None:
    """A clock that gives way to a field that the page does not offer would always be counted."""
    only(
        edited(small, "clocks", "loan-ends", unless="born"),
        "clocks.toml",
        "“loan-ends”",
        "“unless”",
        "“born”, which no reader can type",
    )


def test_a_claim_needs_a_source(small: Policy) -> None:
    """A fact that is not marked as assumed names where it was read."""
    only(
        edited(small, "facts", "loan", claim=(Claim(text("21 days", "21 días"), ("S1",)), Claim(text("four"), ()))),
        "facts.toml",
        "fact “loan”",
        "“claim[2].sources”",
        "a claim without a source, settled",
        "standing = “assumed”",
    )


def test_an_assumed_fact_needs_no_source(small: Policy) -> None:
    """What we assume is marked as such, with advice; then it may stand without a source."""
    fact = {"standing": "assumed", "advice": text("Ask."), "claim": (Claim(text("21 days", "21 días"), ()),)}
    changed = edited(small, "facts", "loan", **fact)
    assert not audit(changed)


def test_a_fact_needs_a_claim(small: Policy) -> None:
    """A fact without any claimed value is only our word."""
    only(edited(small, "facts", "loan", claim=()), "fact “loan”", "“claim”", "no claim", "[[fact.claim]]")


@pytest.mark.parametrize("standing", ["disputed", "assumed"])
def test_an_uncertain_fact_needs_advice(small: Policy, standing: str) -> None:
    """Where sources disagree or are lacking, the reader is told what to do all the same."""
    changed = edited(small, "facts", "fee", standing=standing, advice=None)
    only(changed, "facts.toml", "fact “fee”", "“advice”", f"the fact is {standing}", "cautious")


def test_a_dispute_needs_two_claims(small: Policy) -> None:
    """Sources that disagree are shown with what each of them says."""
    claim = small.facts["fee"].claim[0]
    again = replace(claim, sources=("S2",))
    only(
        edited(small, "facts", "fee", claim=(claim, again)),
        "fact “fee”",
        "“claim”",
        "fewer than two claims",
        "every claimed value",
    )


def test_a_span_runs_from_the_shorter_to_the_longer_time(small: Policy) -> None:
    """A span with its ends swapped would give deadlines that are wrong by days."""
    only(
        edited(small, "facts", "loan", span=Span(21, 20, "days")),
        "fact “loan”",
        "“span”",
        "min 21 and max 20",
        "shorter",
    )


def test_a_span_is_what_a_claim_gives(small: Policy) -> None:
    """A number for the clocks that no claim gives is named; hours may be told as days."""
    assert only(edited(small, "facts", "loan", span=Span(14, 21, "days")), "fact “loan”", "“span.min”", "14, which no")
    claim = replace(small.facts["loan"].claim[0], says=text("3 days", "3 días"))
    told = edited(small, "facts", "loan", claim=(claim,), span=Span(72, 72, "hours"))
    assert audit(told) == ()


@pytest.mark.parametrize("field", ["value", "text", "advice"])
def test_a_figure_is_what_a_claim_gives(small: Policy, field: str) -> None:
    """A fact's own sentences give figures of its claims only, in each language; a date is no figure."""
    right = {"en": "It lasts 21 days since 1 May 2024.", "es": "Son 21 días desde el 1 de mayo de 2024."}
    assert audit(edited(small, "facts", "loan", **{field: right})) == ()
    wrong = {**right, "es": "Son 22 días."}
    only(edited(small, "facts", "loan", **{field: wrong}), "fact “loan”", f"“{field}.es”", "22, which no claim gives")


@pytest.mark.parametrize("kind", ["capture", "mirror", "guide", "press", "code", "forum"])
def test_a_copy_settles_nothing(small: Policy, kind: str) -> None:
    """Only whoever sets the rule can settle it; what a copy, a capture or a guide tells is observed."""
    where = {"place": "order", "country": text("Chile", "Chile"), "dated": "2026-09-07"}
    told = edited(small, "sources", "S1", kind=kind, **where)
    findings = [str(finding) for finding in audit(told)]
    assert [finding.split(":")[1].strip() for finding in findings] == [
        "fact “loan”, field “standing”",
        "right “cl-loan”, field “standing”",
    ]
    assert all("settled by copies only" in finding for finding in findings)


@pytest.mark.parametrize("day", ["2026-09-07", "2024-03"])
def test_a_capture_says_of_what_where_and_when(small: Policy, day: str) -> None:
    """A page that somebody kept proves something for one country and one day, or month."""
    where = {"kind": "capture", "place": "order", "country": text("Chile", "Chile"), "dated": day}
    told = edited(small, "sources", "S2", **where)
    assert audit(told) == ()
    for lacking in ("place", "country"):
        only(edited(told, "sources", "S2", **{lacking: None}), "source “S2”", f"“{lacking}”", "nothing, on a capture")
    only(edited(told, "sources", "S2", dated="n.d."), "source “S2”", "“date”", "“n.d.”, on a capture", "the month")


def test_a_rule_rests_on_facts(small: Policy) -> None:
    """Every answer can say why."""
    only(edited(small, "rules", "lost", rests_on=()), "rules.toml", "rule “lost”", "“rests_on”", "rests on nothing")


def test_a_source_that_nothing_cites_is_named(small: Policy) -> None:
    """The list of sources holds evidence, not a reading list."""
    spare = replace(small.sources["S1"], id="S9")
    only(with_row(small, "sources", spare), "sources.toml", "source “S9”", "nothing cites", "delete it")


@pytest.mark.parametrize(
    ("part", "ident", "file"),
    [("rights", "cl-loan", "rights.toml"), ("banks", "cashier", "rights.toml")],
)
def test_rights_and_banks_need_sources(small: Policy, part: str, ident: str, file: str) -> None:
    """Laws and bank routes name where they were read, unless they are assumed."""
    broken = edited(small, part, ident, sources=())
    broken = edited(broken, "facts", "loan", claim=(Claim(text("21 days", "21 días"), ("S1", "S2")),))
    only(broken, file, f"“{ident}”", "“sources”", "no source", "standing = “assumed”")
    assert not audit(edited(broken, part, ident, standing="assumed"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sources": ()}, ("“seen[1].sources”", "no source for “Print receipt”")),
        ({"first": "2026-02"}, ("“seen[1].last”", "first 2026-02 and last 2026-01", "the earlier day as first")),
        ({"text": "x" * 61}, ("“seen[1].text”", "61 characters", "60 characters or fewer")),
    ],
)
def test_each_text_of_a_label_is_sound(small: Policy, change: dict[str, Any], says: tuple[str, ...]) -> None:
    """What was seen has a source, was seen last after it was seen first, and is no longer than a phone is wide."""
    first, *others = small.labels["receipt"].seen
    broken = edited(small, "labels", "receipt", seen=(replace(first, **change), *others))
    only(broken, "labels.toml", "label “receipt”", *says)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sources": ()}, ("“seen[1].sources”", "no source for “Returned”")),
        ({"first": "2026-02"}, ("“seen[1].last”", "first 2026-02 and last 2026-01")),
        ({"text": "x" * 61}, ("“seen[1].text”", "61 characters")),
    ],
)
def test_each_text_of_a_sign_is_sound(small: Policy, change: dict[str, Any], says: tuple[str, ...]) -> None:
    """A text that only a sign has is held to what a label's are, but that a guess may be nobody's."""
    (first,) = small.signs["at-desk"].seen
    only(edited(small, "signs", "at-desk", seen=(replace(first, **change),)), "signs.toml", "sign “at-desk”", *says)
    assert not audit(edited(small, "signs", "at-desk", seen=(replace(first, grade="guess", sources=()),)))


def test_a_sign_has_a_text(small: Policy) -> None:
    """A sign of nothing is never met."""
    only(edited(small, "signs", "receipts", labels=()), "signs.toml", "sign “receipts”", "a sign without a text")


def test_a_description_is_short_and_plain(small: Policy) -> None:
    """A description stands inside sentences: no mark, no line of its own."""
    for words in ("x" * 61, "el botón {label.receipt}"):
        only(edited(small, "labels", "receipt", described={"es": words}), "labels.toml", "“described.es”", "60 plain")


# Texts.


def bring(small: Policy, **values: Any) -> Policy:
    """The small policy with one outcome's fields changed."""
    return edited(small, "outcomes", "bring", **values)


def test_marks_are_the_same_in_every_language(small: Policy) -> None:
    """A translation keeps every button, figure and link of the original."""
    only(
        bring(small, summary=text("Press {label.receipt}.", "Pulsa el botón.")),
        "outcomes/*.toml",
        "outcome “bring”",
        "“summary.es”",
        "found no marks",
        "en has {label.receipt}",
    )


def test_marks_may_stand_in_another_order(small: Policy) -> None:
    """A sentence is built differently in another language; only the marks themselves must be there."""
    changed = bring(small, summary=text("{label.receipt} in {fact.loan}.", "En {fact.loan}, {label.receipt}."))
    assert not audit(changed)


@pytest.mark.parametrize(
    ("mark", "remedy"),
    [
        ("{label.nothing}", "Write the id of a label: receipt"),
        ("{fact.nothing}", "Write the id of a fact that has a value: loan"),
        ("{fact.fee}", "Write the id of a fact that has a value: loan"),
        ("{state.place.attic|x}", "Write an address of the checker; the nearest is “”"),
        ("{state.late.no|x}", "Write an address of the checker; the nearest is “”"),
        ("{state.late.no/place.home|x}", "the nearest is “place.home/late.no”"),
        ("{state.place.desk/late.no|x}", "the nearest is “place.desk”"),
        ("{page.nowhere|x}", "Write a page of the guide: importance, steps"),
        ("{button.receipt}", "Write {label.ID}, {fact.ID}, {state.ADDRESS|words} or {page.NAME|words}"),
        ("{receipt}", "Nothing fills blanks here"),
    ],
)
def test_a_mark_that_names_nothing_is_named(small: Policy, mark: str, remedy: str) -> None:
    """Marks that lead nowhere are found before a page is built, with what to write instead."""
    broken = bring(small, steps=(text("Look.", "Mira."), text(f"Go {mark}.", f"Ve {mark}.")))
    found = [str(finding) for finding in audit(broken)]
    assert len(found) == 2
    for line, lang in zip(found, ("en", "es"), strict=True):
        assert f"outcome “bring”, field “steps[2].{lang}”: found {mark.partition('|')[0].rstrip('}')}" in line
        assert remedy in line


def test_a_mark_stands_only_where_it_is_shown_as_one(small: Policy) -> None:
    """A headline is plain text: a mark in it would be read with its braces."""
    broken = bring(small, headline=text("Press {label.receipt}", "Pulsa {label.receipt}"))
    found = [str(finding) for finding in audit(broken)]
    assert len(found) == 2
    assert all("“headline." in line and "only; write the words here" in line for line in found)


def test_a_stray_brace_is_named(small: Policy) -> None:
    """A mark that was not closed is not shown to readers as it stands."""
    only(
        bring(small, summary=text("Go {label.receipt", "Ve a casa")), "“summary.en”", "a brace that belongs to no mark"
    )


def test_blanks_of_words_are_the_same_in_every_language(small: Policy) -> None:
    """A word that the program fills in has the same blanks in each language."""
    broken = replace(small, words={**small.words, "by-day": text("By {day}", "Hasta el {dia}")})
    only(broken, "words.toml", "“by-day.es”", "found {dia}", "en has {day}")


def test_blanks_of_messages_are_the_same_in_every_language(small: Policy) -> None:
    """A message says the same in each language, with the same details."""
    broken = edited(small, "messages", "to-desk", sentences=(text("I bring {item}.", "Lo traigo."),))
    only(broken, "messages.toml", "message “to-desk”", "“sentences[1].es”", "no marks", "en has {item}")


def test_blanks_of_messages_can_be_filled(small: Policy) -> None:
    """A message asks only for what readers can type."""
    broken = edited(small, "messages", "to-desk", sentences=(text("I am {name}.", "Soy {name}."),))
    found = [str(finding) for finding in audit(broken)]
    assert len(found) == 2
    assert all("{name}" in line and "Write a blank that readers can fill: {order}, {item}, " in line for line in found)


def test_a_text_that_was_not_translated_is_named(small: Policy) -> None:
    """A Spanish text that is the English one is a translation forgotten."""
    only(
        bring(small, summary=text("You are in time.", "You are in time.")),
        "“summary.es”",
        "the same text as in en",
        "Translate",
    )


def test_a_text_inside_an_option_was_not_translated(small: Policy) -> None:
    """Options and their hints are looked at as well, and named by their id."""
    options = small.questions["kind"].option
    broken = edited(small, "questions", "kind", option=(replace(options[0], hint=text("Paper", "paper")), options[1]))
    only(broken, "questions.toml", "question “kind”", "“option “book”.hint.es”", "the same text")


def test_names_and_short_words_may_be_the_same(small: Policy) -> None:
    """Chile is Chile, "no" is "no", and an article of a law has one name."""
    words = {**small.words, "no": text("No", "no"), "hours": text("24–72 h", "24–72 h")}
    assert not audit(replace(small, words=words))


def test_a_road_that_leads_back_is_named(small: Policy) -> None:
    """Whoever gets no answer must not be sent round in a circle."""
    broken = edited(small, "outcomes", "pay-little", next="place.home/late.no")
    told = "\n".join(map(str, audit(broken)))
    assert "outcome “pay-little”, field “next”: found a road that comes back to where it was. Write another" in told


def test_a_road_that_stops_short_is_named(small: Policy) -> None:
    """An answer has a next state, unless it is an end or only says where to look."""
    broken = edited(small, "outcomes", "pay-little", next=None)
    told = "\n".join(map(str, audit(broken)))
    assert "outcome “pay-little”, field “next”: found nothing, on the road of outcome “bring”. Write its next" in told
    assert not audit(edited(small, "outcomes", "look", next=None, rung=None))


def test_a_rung_needs_a_name_and_a_name_its_rung(small: Policy) -> None:
    """What others lead to is called by whose turn it is, and no name is left over."""
    told = "\n".join(map(str, audit(edited(small, "outcomes", "pay-little", rung=None))))
    assert "outcome “bring”, field “next”: found “place.home/late.yes/kind.book”, a rung without a name" in told
    assert "life.toml: rung “fee”, field “id”: found a rung that no outcome has" in told
    told = "\n".join(map(str, audit(edited(small, "outcomes", "bring", rung=None, life="ended"))))
    assert "outcome “bring”, field “rung”: found nothing that its own place on the road is called" in told


def test_a_clock_after_which_nothing_comes_is_named(small: Policy) -> None:
    """`after` says when the next state is due, so there has to be one."""
    only(edited(small, "outcomes", "pay-more", after="loan-ends"), "“after”", "after which nothing comes", "next = “…”")


def test_a_headline_that_is_too_long_is_named(small: Policy) -> None:
    """A headline fits on a phone: 60 characters."""
    only(bring(small, headline=text("Bring it", "x" * 61)), "“headline.es”", "61 characters", "60 characters or fewer")


def test_length_is_what_the_reader_sees(small: Policy) -> None:
    """A mark counts with the words that it becomes, not with its braces."""
    limit = LONGEST["Outcome.summary"]
    words = "y" * (limit - len("Print receipt"))
    assert not audit(bring(small, summary=text(words + "{label.receipt}", "Pulsa {label.receipt}.")))
    assert audit(bring(small, summary=text(words + "z{label.receipt}", "Pulsa {label.receipt}.")))


def test_every_text_is_looked_at(small: Policy) -> None:
    """No text escapes: as many are read as the policy's tables hold, each with its file."""

    def count(value: Any) -> int:
        if isinstance(value, Mapping):
            if set(value) == {"en", "es"} and all(isinstance(words, str) for words in value.values()):
                return 1
            return sum(map(count, value.values()))
        if isinstance(value, tuple):
            return sum(map(count, value))
        slots = getattr(type(value), "__slots__", ())
        return sum(count(getattr(value, name)) for name in slots)

    said = list(texts(small))
    assert len(said) == count(small)
    assert {each.file.partition(".")[0].partition("/")[0] for each in said} >= {
        "questions", "rules", "outcomes", "facts", "rights", "messages", "clocks", "life", "dates", "words",
    }  # fmt: skip


# The cheap method against brute force.


def table(random: Random) -> Policy:
    """A random small table: a true partition of its answers, then broken in up to three cells."""
    sizes = [random.randint(2, 3) for _ in range(random.randint(2, 4))]
    questions = {
        f"q{place}": Question(
            f"q{place}", text("?"), text("!"), tuple(Option(f"o{number}", text("o")) for number in range(size))
        )
        for place, size in enumerate(sizes)
    }
    cells: list[dict[str, tuple[str, ...]]] = [{}]
    for _ in range(random.randint(0, 6)):
        cell = cells.pop(random.randrange(len(cells)))
        ident = random.choice(list(questions))
        options = list(cell.get(ident, questions[ident].options))
        random.shuffle(options)
        cut = random.randint(0, len(options))
        cells += [{**cell, ident: tuple(part)} for part in (options[:cut], options[cut:]) if part]
    for _ in range(random.randint(0, 3)):
        cell = random.choice(cells)
        ident = random.choice(list(questions))
        cell[ident] = tuple(
            random.sample(list(questions[ident].options), random.randint(1, len(questions[ident].options)))
        )
    rules = {f"r{place}": Rule(f"r{place}", cell, "end", text("."), ("f",)) for place, cell in enumerate(cells)}
    rest: dict[str, Any] = {field.name: {} for field in fields(Policy)}
    return Policy(**{**rest, "version": "1", "languages": ("en", "es"), "questions": questions, "rules": rules})


def everything(policy: Policy) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Each complete set of answers with the rules that fit it, tried one by one."""
    for options in product(*(question.options for question in policy.questions.values())):
        answers = dict(zip(policy.questions, options, strict=True))
        yield (
            answers,
            [
                rule.id
                for rule in policy.rules.values()
                if all(answers[question] in allowed for question, allowed in rule.when.items())
            ],
        )


def test_gaps_and_overlaps_agree_with_brute_force_on_random_tables() -> None:
    """On 400 tables, whole and broken, the cheap method finds exactly what trying all combinations finds."""
    random = Random(20261122)
    seen = {"clean": 0, "gap": 0, "overlap": 0}
    for _ in range(400):
        policy = table(random)
        every = list(everything(policy))
        pairs = {(one, two) for _, fit in every for place, one in enumerate(fit) for two in fit[place + 1 :]}
        found = {finding.row for finding in overlaps(policy)}
        assert found == {f"rules “{one}” and “{two}”" for one, two in pairs}
        met = walk(policy)
        uncovered = [answers for answers, fit in every if not fit]
        assert bool(met.gaps) == bool(uncovered)
        for answers in uncovered:
            assert any(gap.items() <= answers.items() for gap in met.gaps)
        for gap in met.gaps:
            assert any(gap.items() <= answers.items() for answers in uncovered)
        seen["gap"] += bool(uncovered)
        seen["overlap"] += bool(pairs)
        seen["clean"] += not uncovered and not pairs
    assert min(seen.values()) > 30, seen


def test_an_overlap_is_shown_by_answers_that_fit_both(policy: Policy) -> None:
    """The example of an overlap is one: both rules allow every answer of it."""
    rules = list(policy.rules.values())
    first = rules[0]
    wider = replace(first, when=dict(list(first.when.items())[:1]))
    common = overlap(policy, wider, rules[1])
    assert common is not None
    for rule in (wider, rules[1]):
        assert all(common[key] in allowed for key, allowed in rule.when.items())


# The command.


def test_a_clean_policy_is_one_line(small: Policy, capsys: pytest.CaptureFixture[str]) -> None:
    """No findings: one line with the counts, and exit code 0."""
    assert audit_module.report(small) == 0
    assert capsys.readouterr().out == "audit clean: 5 rules, 5 outcomes, 2 facts, 11 states\n"


def test_findings_are_printed_one_a_line(small: Policy, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings: each on its line, their number last, and exit code 1."""
    assert audit_module.report(edited(small, "questions", "kind", known=False)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("questions.toml: question “kind”")
    assert lines[-1].startswith("1 findings in 5 rules")


def test_the_audit_command_judges_the_shipped_policy(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m checker.audit` reads the policy that ships and finds nothing."""
    assert audit_module.main() == 0
    assert capsys.readouterr().out.startswith("audit clean")


def test_a_policy_that_does_not_load_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the files are broken, the audit prints the loader's messages and exits with 2."""

    def refuse() -> Policy:
        raise PolicyError([Problem("rules.toml", "", "", "nothing", "Write it.")])

    monkeypatch.setattr(audit_module, "load", refuse)
    assert audit_module.main() == 2
    assert capsys.readouterr().err == "rules.toml: found nothing. Write it.\n"
