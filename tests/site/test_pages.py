"""What the pages and pictures that are made from the policy promise, judged by their HTML and not by how it is made."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise, product

import pytest
from htpy import Element as Made
from markdown import markdown

from checker import decide
from checker.audit.sightings import old, unseen, version_day
from checker.deadlines import write_day
from checker.details import EMPTY
from checker.html.evidence import sighting
from checker.markup import Place, named
from checker.message import write
from checker.model import STANDINGS, VERDICTS, Policy
from site_build import BuildError
from site_build.checker_api import policy
from site_build.content.pages import GENERATED, expand, pictures, statuses, texts
from site_build.content.pages.mock_screens import SCREENS
from site_build.content.pages.order_timeline import life
from site_build.content.pages.refund_chart import ranges
from site_build.layout import DOCS, ROOT

LANGUAGES = policy().languages
NAMES = ("facts", "messages", "rights", "rules", "statuses", "your-site")
VOID = ("br", "hr", "img", "input", "link", "meta", "wbr")


@dataclass(slots=True)
class Node:
    """An element with what is in it, texts and elements in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Node]:
        yield self
        for part in self.inside:
            if isinstance(part, Node):
                yield from part

    def all(self, name: str = "", **wanted: str) -> list[Node]:
        """Elements below, by name and attributes; the value "*" is any."""
        return [
            node
            for node in self
            if name in ("", node.name)
            and all(
                key in node.attributes and value in ("*", node.attributes[key])
                for key, value in ((key.strip("_").replace("_", "-"), value) for key, value in wanted.items())
            )
        ]

    def one(self, name: str = "", **wanted: str) -> Node:
        """The only element of its kind below."""
        (found,) = self.all(name, **wanted)
        return found

    def get(self, name: str) -> str:
        """An attribute, or nothing."""
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """All text below, with single spaces."""
        return " ".join("".join(part if isinstance(part, str) else part.text for part in self.inside).split())


class Reader(HTMLParser):
    """Reads HTML into a tree; an end tag that does not fit is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(html: str) -> Node:
    """A piece of HTML as a tree."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert [node.name for node in reader.open] == ["page"]
    return reader.open[0]


@cache
def made(lang: str) -> dict[str, str]:
    """The Markdown of all generated pages of a language, by file."""
    return dict(make(policy(), lang) for make in GENERATED)


def written(name: str, lang: str) -> str:
    """The Markdown of a generated page."""
    return made(lang)[f"{name}.md"]


@cache
def page(name: str, lang: str) -> Node:
    """A generated page as the site shows it, without the theme."""
    body = written(name, lang).split("---\n", 2)[2]
    extensions = ["attr_list", "md_in_html", "tables", "abbr", "admonition", "def_list", "pymdownx.superfences"]
    return read(markdown(body, extensions=extensions))


@cache
def ids(name: str, lang: str) -> list[str]:
    """All ids on a generated page."""
    return [node.get("id") for node in page(name, lang).all(id="*")]


@cache
def every_path() -> dict[frozenset[tuple[str, str]], str]:
    """All complete sets of answers with the rule that each of them leads to."""
    return {
        frozenset({**state.presumed, **state.answers}.items()): state.next.rule.id
        for state in decide.states(policy())
        if isinstance(state.next, decide.Verdict)
    }


both = pytest.mark.parametrize("lang", LANGUAGES)
each = pytest.mark.parametrize("name", NAMES)


@each
@both
def test_front_matter_fits_search_results(name: str, lang: str) -> None:
    """Each page has a title and a description of a length that search engines show whole."""
    lines = written(name, lang).split("---\n")[1].splitlines()
    front = {key: json.loads(value) for key, _, value in (line.partition(": ") for line in lines)}
    assert front["title"]
    assert 70 <= len(front["description"]) <= 155


@each
def test_headings_are_shared_by_the_languages(name: str) -> None:
    """Below the title, the languages have the same headings by id, so that links keep."""
    found = {lang: re.findall(r"^(##+) .*\{#([\w-]+)\}$", written(name, lang), re.MULTILINE) for lang in LANGUAGES}
    assert found[LANGUAGES[0]]
    assert all(headings == found[LANGUAGES[0]] for headings in found.values())


@each
@both
def test_ids_are_unique(name: str, lang: str) -> None:
    """No id stands twice on a page."""
    assert [ident for ident, count in Counter(ids(name, lang)).items() if count > 1] == []


@each
@both
def test_nothing_that_the_security_policy_forbids(name: str, lang: str) -> None:
    """No style attributes, no scripts, no handlers, and no address of another host but in links."""
    for node in page(name, lang):
        assert node.name not in ("script", "style", "iframe", "img")
        assert not [key for key in node.attributes if key == "style" or key.startswith("on")]


@each
@both
def test_links_lead_somewhere(name: str, lang: str) -> None:
    """Anchors exist here or on the other pages, and states of the checker are states that there are."""
    states = {state.address for state in decide.states(policy())}
    for link in page(name, lang).all("a", href="*"):
        address = link.get("href")
        if address.startswith("#"):
            assert address[1:] in ids(name, lang), address
        elif address.startswith("http"):
            assert link.get("rel") == "noopener"
        elif "data-state" in link.attributes:
            assert link.get("data-state") in states
        else:
            target, _, anchor = address.partition("#")
            other = target.rstrip("/").rsplit("/", 1)[1]
            assert target.startswith(f"/{'' if lang == LANGUAGES[0] else lang + '/'}{other}")
            if other in NAMES:
                assert not anchor or anchor in ids(other, lang), address
            else:
                assert not anchor or f"{{#{anchor}}}" in (DOCS / lang / f"{other}.md").read_text("utf-8"), address


@both
def test_every_fact_shows_its_evidence(lang: str) -> None:
    """Each fact stands under its id with its standing, every claimed value, and every source: linked, or named."""
    for fact in policy().facts.values():
        (shown,) = [each for each in page("facts", lang).all("article") if each.all("h3", id=fact.id)]
        assert shown.get("data-standing") == fact.standing
        assert shown.one("h3").text == " ".join(fact.text[lang].split())
        assert fact.advice is None or fact.advice[lang] in shown.text
        assert write_day(fact.checked, policy().dates, lang, weekday=False) in shown.text
        claims = shown.all("li", data_claim="*")
        assert len(claims) == len(fact.claim)
        for claim, stated in zip(fact.claim, claims, strict=True):
            assert claim.says[lang] in stated.text
            assert claim.sources or policy().words["sources-no"][lang] in stated.text
            for source in (policy().sources[ident] for ident in claim.sources):
                assert source.title in stated.text
                assert not source.address or stated.all("a", href=source.address)
                assert source.kind != "capture" or sighting(Place(policy(), lang), source) in stated.text
            mirrors = [ident for ident in claim.sources if policy().sources[ident].kind == "mirror"]
            assert len(stated.all(data_kind="mirror")) == len(mirrors)


@both
def test_facts_are_sorted_and_counted(lang: str) -> None:
    """Within a theme the surest come first, and the filter says how many facts each standing has."""
    for theme in page("facts", lang).all("div", data_holds="*"):
        order = [STANDINGS.index(fact.get("data-standing")) for fact in theme.all("article")]
        assert all(first <= second for first, second in pairwise(order))
        assert set(theme.get("data-holds").split()) == {STANDINGS[place] for place in order}
    counts = Counter(fact.standing for fact in policy().facts.values())
    shown = [re.search(r"\((\d+)\)", label.text) for label in page("facts", lang).one("fieldset").all("label")]
    assert [int(found[1]) for found in shown if found] == [counts.total(), *(counts[each] for each in STANDINGS)]


def test_filter_works_by_style_sheet_alone() -> None:
    """For every standing the style sheet hides the facts of the others and the themes without any, with no script."""
    sheet = (DOCS / "assets" / "stylesheets" / "pages.css").read_text("utf-8")
    for standing in STANDINGS:
        assert f'#show-{standing}:checked) .fact:not([data-standing="{standing}"])' in sheet
        assert f'#show-{standing}:checked) h2:has(+ .facts:not([data-holds~="{standing}"]))' in sheet
        assert page("facts", "en").one("input", id=f"show-{standing}", type="radio")


@both
def test_maintainers_are_told_what_to_check_first(lang: str) -> None:
    """Every fact with a rank stands under its rank, and the ranks ascend."""
    ranks = page("facts", lang).all("li", data_rank="*")
    listed = {int(rank.get("data-rank")): {link.get("href")[1:] for link in rank.all("a")} for rank in ranks}
    assert list(listed) == sorted(listed)
    for fact in policy().facts.values():
        assert fact.recheck is None or fact.id in listed[fact.recheck]


@both
def test_every_source_is_listed(lang: str) -> None:
    """The list at the end holds every source with all of its addresses."""
    for source in policy().sources.values():
        shown = page("facts", lang).one("li", id=f"source-{source.id}")
        assert source.title in shown.text
        addresses = {address for address in (source.address, *source.more) if address}
        assert addresses <= {link.get("href") for link in shown.all("a")}


@both
@pytest.mark.parametrize("name", ["facts", "rights"])
def test_months_are_written_in_words(name: str, lang: str) -> None:
    """No date of a source is left as the record writes it: 2018-08."""
    assert not re.findall(r"\b(?:19|20)\d\d-\d\d\b", page(name, lang).text)


@both
def test_every_country_shows_its_law(lang: str) -> None:
    """Under a country's id stand its law, how far it reaches, every right at its stage, bank routes and offices."""
    for country in policy().countries.values():
        shown = page("rights", lang).one("div", data_country=country.id)
        assert country.law[lang] in shown.text
        assert country.reach_text[lang] in shown.one("p", data_reach=country.reach).text
        for right in (right for right in policy().rights.values() if country.id in right.countries):
            for stage in right.stages:
                assert shown.one("div", data_stage=stage).one("div", data_right=right.id)
        for bank in (bank for bank in policy().banks.values() if country.id in bank.countries):
            assert shown.one("div", data_bank=bank.id)
        offices = [office for office in policy().offices.values() if country.id in office.countries]
        assert [shown.one("div", data_office=office.id) for office in offices] or shown.one("p", data_offices="none")
        assert page("rights", lang).one("nav").all("a", href=f"#{country.id}")
    for bank in (bank for bank in policy().banks.values() if "any" in bank.countries):
        assert len(page("rights", lang).all("div", data_bank=bank.id)) == 1


@both
def test_every_rule_is_told_in_words(lang: str) -> None:
    """Each rule shows its answers, its outcome, its reason and its facts, under its id."""
    for rule in policy().rules.values():
        shown = page("rules", lang).one("article", data_rule=rule.id)
        assert shown.one("h3", id=rule.id).text == policy().outcomes[rule.then].headline[lang]
        assert rule.because[lang] in shown.text
        options = [option for allowed in rule.when.values() for option in allowed]
        assert [answer.get("data-option") for answer in shown.all("dd", data_option="*")] == options
        asked = [policy().questions[question].text[lang] for question in rule.when]
        assert [question.text for question in shown.all("dt")] == asked
        assert [fact.get("data-fact") for fact in shown.all("li", data_fact="*")] == list(rule.rests_on)


@both
def test_diagram_equals_the_rules(lang: str) -> None:
    """Taking the diagram apart gives every path of the checker with its rule, and not one path more."""
    found: dict[frozenset[tuple[str, str]], str] = {}

    def walk(node: Node, ways: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        if "data-question" in node.attributes:
            ways = (*ways, (node.get("data-question"), tuple(node.get("data-options").split())))
        if "data-rule" in node.attributes:
            for options in product(*(allowed for _, allowed in ways)):
                answers = frozenset(zip((question for question, _ in ways), options, strict=True))
                assert answers not in found
                found[answers] = node.get("data-rule")
        for part in node.inside:
            if isinstance(part, Node):
                walk(part, ways)

    walk(page("rules", lang).one("div", data_flow="*"), ())
    assert found == every_path()


@both
def test_diagram_is_labelled_exactly(lang: str) -> None:
    """Every branch bears the texts of its options, every list the text of its question, every end its outcome."""
    for branch in page("rules", lang).one("div", data_flow="*").all("li", data_question="*"):
        question = policy().questions[branch.get("data-question")]
        label = branch.all("span", class_="flow-option")
        for option in branch.get("data-options").split():
            assert question.options[option].text[lang] in label[0].text
        if "data-rule" in branch.attributes:
            rule = policy().rules[branch.get("data-rule")]
            assert policy().outcomes[rule.then].headline[lang] in branch.text
        else:
            below = {node.get("data-question") for node in branch.all("li", data_question="*")[1:2]}
            asked = branch.all("p", class_="flow-question")[0].text
            assert [policy().questions[ident].text[lang] for ident in below] == [asked]


@both
def test_overview_tells_what_can_come(lang: str) -> None:
    """The overview of the first question shows, and tells, exactly the kinds of verdict that each option can reach."""
    first = next(iter(policy().questions.values()))
    overview = page("rules", lang).one("div", data_picture="overview").one("dl")
    assert [option.text for option in overview.all("dt")] == [option.text[lang] for option in first.option]
    for option, shown in zip(first.option, overview.all("dd"), strict=True):
        reached = {
            policy().outcomes[policy().rules[rule].then].verdict
            for answers, rule in every_path().items()
            if (first.id, option.id) in answers
        }
        kinds = [kind for kind in VERDICTS if kind in reached]
        assert [sign.get("data-kind") for sign in shown.all("svg")] == kinds
        assert shown.text == ", ".join(policy().words[f"kind-{kind}"][lang] for kind in kinds)


@both
def test_every_label_is_explained(lang: str) -> None:
    """Each status and button has its name as heading, and every text that was seen, as nobody may translate it."""
    everything = page("statuses", lang)
    for label in policy().labels.values():
        name = named(policy(), label.id, lang)
        heading = everything.one(id=label.id)
        assert heading.text.casefold() == (name.own if name.seen else str(name)).casefold()
        entry = everything.one("div", data_label=label.id)
        told = [(span.text, span.get("lang") or lang) for span in entry.all("span", class_="sit-label", translate="no")]
        assert sorted(told) == sorted((" ".join(seen.text.split()), seen.lang) for seen in label.seen)
        assert len(heading.all("span", translate="no")) == name.seen + (name.beside is not None and not name.seen)
        for ident in {ident for seen in label.seen for ident in seen.sources}:
            assert entry.one("a", href=Place(policy(), lang).page(f"facts#source-{ident}"))


@both
def test_a_name_that_is_shown_and_old_says_so(lang: str) -> None:
    """By the day of the policy's version, and only there, the page warns that today's word may be another."""
    today = version_day(policy())
    late = {(each.label.id, each.lang): each.seen for each in old(policy(), today)}
    words = texts.lines("words", LANGUAGES)
    for label in policy().labels.values():
        entry = page("statuses", lang).one("div", data_label=label.id)
        here = [late[label.id, code] for code in LANGUAGES if (label.id, code) in late]
        assert set(entry.get("data-old").split()) == {seen.lang for seen in here}
        for key, count in (
            ("statuses-old", sum(seen.last is not None for seen in here)),
            ("statuses-old-undated", sum(seen.last is None for seen in here)),
        ):
            assert entry.text.count(words[key][lang]) == count


@both
def test_readers_are_asked_for_what_nobody_has_seen(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page names each status and button without a name, and where to tell it, if there is such a place."""
    monkeypatch.delenv("PROJECT_HOME", raising=False)
    asked = page("statuses", lang)
    wanted = {label.id for label, _ in unseen(policy()) if label.kind in ("status", "button")}
    links = {link.get("href") for part in asked.all("ul", class_="unseen") for link in part.all("a")}
    assert links == {f"#{ident}" for ident in wanted} >= {"#cancel-order", "#refund-information", "#edit-address"}
    said = texts.lines("words", LANGUAGES)
    assert said["statuses-ask-nowhere"][lang] in asked.text
    monkeypatch.setenv("PROJECT_HOME", "https://code.example/owner/name")
    _, made = statuses.page(policy(), lang)
    assert 'href="https://code.example/owner/name/issues/new?template=words.yml"' in made
    assert said["statuses-ask-nowhere"][lang] not in made


@both
def test_words_that_mislead_are_warned_of(lang: str) -> None:
    """Processed is shipped and Procesado the last tab; the Cancel of a dialog means no."""
    for ident, word in (("tab-processed", "Procesado"), ("tab-completed", "Processed"), ("dialog-no", "Cancel")):
        entry = page("statuses", lang).one("div", data_label=ident)
        assert entry.one("p", class_="sit-careful").text
        assert word in entry.text


@both
def test_every_message_can_be_copied(lang: str) -> None:
    """Each message stands in the page's language and in the default one, each with a button that copies just it."""
    for message in policy().messages.values():
        shown = page("messages", lang).one("div", data_message=message.id)
        for code in {lang, policy().default_language}:
            note = shown.one("p", id=f"text-{message.id}-{code}", lang=code)
            assert note.text == " ".join(write(message, code, EMPTY, policy()).split())
            button = shown.one("button", data_copy=f"#text-{message.id}-{code}")
            assert "hidden" in button.attributes
        for line in message.evidence:
            assert line[lang] in shown.text


@both
def test_pictures_are_text(lang: str) -> None:
    """Each picture has a name, and its words are text of the page: they grow with its letters and are read out."""
    for draw in pictures.PICTURES.values():
        drawn = read(str(draw(policy(), lang)))
        assert drawn.one("figure").get("aria-label")
        assert all(image.get("aria-hidden") == "true" and not image.text for image in drawn.all("svg"))


@both
def test_names_on_drawn_screens_stay_as_they_are(lang: str) -> None:
    """No browser translates a name that was seen on AliExpress's page: the reader has to find just that."""
    seen = {each.text for label in policy().labels.values() for each in label.seen if each.grade != "guess"}
    for draw in SCREENS.values():
        drawn = read(str(draw(policy(), lang)))
        kept = {name.text.strip("()") for name in drawn.all("span", translate="no")}
        assert kept and kept <= seen
        others = [each for each in drawn.all() if each.get("translate") != "no"]
        assert not seen & {part.strip(" ()") for each in others for part in each.inside if isinstance(part, str)}


@both
def test_life_tells_each_stage(lang: str) -> None:
    """The order's life has its stages in order, each with who can act, until when, and whether the door is open."""
    shown = read(str(life(policy(), lang))).one("ol", class_="life").all("li")
    for stage, item in zip(policy().stages.values(), shown, strict=True):
        assert item.get("data-door") == stage.door
        told = [stage.name[lang], policy().words[f"door-{stage.door}"][lang], stage.who[lang], stage.until[lang]]
        assert [words for words in told if words not in item.text] == []


def test_marks_in_pages_become_pictures() -> None:
    """A mark on its own line becomes its picture; a name that there is not stops the build and names the file."""
    html = expand("<p>a</p>\n<!-- generated: life -->\n<p>b</p>", policy(), "es", "steps.md")
    assert html.startswith("<p>a</p>\n<div")
    assert html.endswith("</div>\n<p>b</p>")
    with pytest.raises(BuildError, match=r"steps\.md: there is no picture “lives”"):
        expand("<!-- generated: lives -->", policy(), "es", "steps.md")


def test_marks_in_docs_name_pictures() -> None:
    """Every mark in the pages written by hand names a picture, the same ones in every language."""
    found = {
        lang: sorted((file.name, mark) for file in (DOCS / lang).rglob("*.md")
                     for mark in pictures.MARK.findall(file.read_text("utf-8")))
        for lang in LANGUAGES
    }  # fmt: skip
    assert all(marks == found[LANGUAGES[0]] for marks in found.values())
    assert {name for _, name in found[LANGUAGES[0]]} <= set(pictures.PICTURES)


def test_figures_of_the_refund_picture_are_facts() -> None:
    """A figure that no claim of the fact states stops the build, so that the picture cannot drift from the facts."""
    fact = policy().facts["refund-time"]
    claims = tuple(replace(claim, says=dict.fromkeys(LANGUAGES, "4 to 12 days")) for claim in fact.claim)
    drifted = replace(policy(), facts={**policy().facts, fact.id: replace(fact, claim=claims)})
    with pytest.raises(BuildError, match=r"no claim of the fact “refund-time” says 1 and 10"):
        ranges(drifted, "en")


@pytest.mark.parametrize("make", GENERATED, ids=lambda make: make.__module__.rsplit(".", 1)[1])
def test_a_further_language_needs_data_only(make: object) -> None:
    """With one more language in the policy, the pages ask for its texts by file, key and language."""
    assert callable(make)
    more = replace(policy(), languages=(*LANGUAGES, "xx"))
    with pytest.raises(BuildError, match=r"site_build/content/pages/\w+\.toml, .*“xx”"):
        make(more, "en")


def test_texts_of_labels_are_complete() -> None:
    """A label without a text, and a text without its label, stop the build by name."""
    labels = dict(policy().labels)
    gone, _ = labels.popitem()
    with pytest.raises(BuildError, match=f"has {gone}, which the policy does not know"):
        texts.entries("statuses", labels, LANGUAGES)
    with pytest.raises(BuildError, match="lacks new-one"):
        texts.entries("statuses", {**policy().labels, "new-one": None}, LANGUAGES)


def test_no_words_are_left_over() -> None:
    """Every text of words.toml is used by the code or a template, so that nobody translates what nobody reads."""
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "site_build").rglob("*.py"))
    templates = "\n".join(file.read_text("utf-8") for file in (ROOT / "overrides").rglob("*.html"))
    built = re.findall(r'f"([\w-]+)-\{', code)
    unused = [
        key
        for key in texts.table("words")
        if f'"{key}"' not in code
        and not re.search(rf"\[\[{key}[:\]]", templates)
        and not any(key.startswith(f"{start}-") for start in built)
        and not re.fullmatch(rf"({'|'.join(NAMES)})-(title|description)", key)
    ]
    assert unused == []


def test_parts_of_pages_are_elements() -> None:
    """Pictures are made as elements, so that text in them is always escaped."""
    assert isinstance(life(_hostile(policy()), "en"), Made)
    assert "<b>" not in str(life(_hostile(policy()), "en"))


def _hostile(given: Policy) -> Policy:
    stages = {
        ident: replace(stage, who=dict.fromkeys(LANGUAGES, "<b>you</b>")) for ident, stage in given.stages.items()
    }
    return replace(given, stages=stages)
