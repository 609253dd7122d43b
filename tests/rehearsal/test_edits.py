"""What a newcomer changes first: checks ask for each step, and only the files that CONTRIBUTING names are touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import sources
from tests.rehearsal.steps import (
    AUDIT,
    BUILD,
    CHANGES,
    LOOK,
    PYTHON,
    change,
    contributing,
    follow,
    touched,
)

PAGES = [PYTHON, "-c", "from site_build import pipeline; pipeline.prepare(); pipeline.mkdocs_run.run()"]
"""What `make build` does as far as texts decide it; the engine and the states have tests of their own."""
FACTS = "checker/policy/facts.toml"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<files>[^|]+) \|", re.MULTILINE)
TOLD = {
    "importance.md": ["limits"],
    "issues.md": ["refund", "closed"],
    "refunds.md": ["short", "how-long", "late"],
    "tips.md": ["fees"],
}
"""The sections of the guide that give the longest time of a refund."""
TIP = {
    "en": "## Ask once {#ask-once}\n\nOne request is enough. Wait until its countdown ends.\n",
    "es": "## Pide una sola vez {#ask-once}\n\nCon una solicitud basta. Espera a que acabe su cuenta atrás.\n",
}
OPTION = """[[question.option]]
id = "other-way"
text = { en = "I want to pay in another way", es = "Quiero pagar de otra forma" }
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sources."""
    sources.copy(tmp_path, *sources.JUDGES)
    return tmp_path


def put(file: str, *pairs: tuple[str, str]) -> Callable[[Path], None]:
    """Replace parts of a file that stand in it once."""

    def step(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert [old for old, _ in pairs if text.count(old) != 1] == []
        for old, new in pairs:
            change(root / file, lambda text, old=old, new=new: text.replace(old, new))  # type: ignore[misc]

    return step


def section(text: str, start: str, end: str, how: Callable[[str], str]) -> str:
    """A text of which a part is rewritten, from a mark to the next one of another kind."""
    at = text.index(start)
    below = text.find(end, at + len(start))
    below = len(text) if below < 0 else below
    return text[:at] + how(text[at:below]) + text[below:]


def of_fact(*fields: str) -> Callable[[Path], None]:
    """Say 25 instead of 20 in some fields of the fact of how long refunds take, whatever else they say."""
    lines = re.compile(rf"^(?:{'|'.join(fields)}) = .*$", re.MULTILINE)

    def rewritten(part: str) -> str:
        return lines.sub(lambda line: re.sub(r"\b20\b", "25", line[0]), part)

    return lambda root: change(
        root / FACTS, lambda text: section(text, 'id = "refund-time"', "\n[[fact]]\n", rewritten)
    )


def tip(language: str) -> Callable[[Path], None]:
    """Put a tip before the first one of the page."""
    return lambda root: change(
        root / "docs" / language / "tips.md",
        lambda text: re.sub("^## ", f"{TIP[language]}\n## ", text, count=1, flags=re.MULTILINE),
    )


def guide(language: str) -> Callable[[Path], None]:
    """Say 25 instead of 20 in the sections of the guide that the check names."""

    def step(root: Path) -> None:
        for name, idents in TOLD.items():
            for ident in idents:
                change(
                    root / "docs" / language / name,
                    lambda text, ident=ident: section(  # type: ignore[misc]
                        text, f"{{#{ident}}}", "\n## ", lambda part: re.sub(r"\b20\b", "25", part)
                    ),
                )

    return step


def version(root: Path) -> None:
    """Set the day of the change."""
    change(root / "checker/policy/policy.toml", lambda text: re.sub(r'(?<=version = ")[^"]+', "2099.01.01", text))


def entry(root: Path) -> None:
    """Write the entry of the changelog as the check has drafted it, with words."""
    told = sources.run(CHANGES, root).stdout
    draft = told[told.index("[[change]]") :].strip()
    for blank, words in (("a-name-for-it", "newcomer"), ('en = "…"', 'en = "All."'), ('es = "…"', 'es = "Quien sea."')):
        assert blank in draft
        draft = draft.replace(blank, words)
    change(root / "checker/policy/changes.toml", lambda text: text.replace("[[change]]", f"{draft}\n\n[[change]]", 1))


def record(root: Path) -> None:
    """Record the policy as it is now."""
    sources.succeed([*CHANGES, "--record"], root)


def confirm(*places: str) -> Callable[[Path], None]:
    """Say that Spanish sections fit the English ones again."""
    return lambda root: print(
        sources.succeed([*LOOK, *(word for each in places for word in ("--confirm", each))], root)
    )


def is_green(root: Path, what: str) -> None:
    """The checks are content, and just those files were touched that CONTRIBUTING names for this change."""
    assert "audit clean" in sources.succeed(AUDIT, root)
    assert sources.succeed(CHANGES, root) == ""
    assert "no findings" in sources.succeed(LOOK, root)
    rows = {row["what"]: re.findall(r"`([^`]+)`", row["files"]) for row in ROW.finditer(contributing("A first change"))}
    named = {
        path.replace("CODE", code)
        for file in rows[what]
        for code in ("en", "es")
        for path in ([f"docs/{code}/{name}" for name in TOLD] if file == "docs/CODE/*.md" else [file])
    }
    assert touched(root) == named


def test_a_refund_time_can_be_changed(root: Path) -> None:
    """From the number of the clocks to the last sentence of the guide, the checks name what still gives the old one."""
    follow(
        root,
        [
            (
                of_fact("span"),
                AUDIT,
                r"“refund-time”, field “span\.max”: found 25, which no claim gives",
            ),
            (
                of_fact("says"),
                AUDIT,
                r"“refund-time”, field “value\.en”: found 20, .*\n(.*\n)*.*field “advice\.es”: found 20,",
            ),
            (
                of_fact("text", "value", "advice"),
                CHANGES,
                r"policy\.toml: field “version”: .*Set it to the day of this change",
            ),
            (version, CHANGES, r"changes\.toml: found no entry for this change of rules .*closed-pending"),
            (entry, CHANGES, r"not recorded yet\. Run `python -m checker\.changes --record`"),
            (
                record,
                BUILD,
                r"site_build/content/pages/refund_chart\.toml: no claim of the fact “refund-time” says 3 and 20",
            ),
            (
                put("site_build/content/pages/refund_chart.toml", ("max = 20", "max = 25")),
                LOOK,
                r"docs/en/refunds\.md #late: 20.*, where facts\.toml gives .*“refund-time” 1 3 5 7 10 14 15 25",
            ),
            (guide("en"), LOOK, r"#late: outdated.*--confirm es/refunds\.md#late`\.\n.*#late: number: lacks 25"),
        ],
    )
    guide("es")(root)
    confirm(*(f"es/{name}#{ident}" for name, idents in TOLD.items() for ident in idents))(root)
    sources.succeed(PAGES, root)
    is_green(root, "a refund time")


def test_a_tip_can_be_added_in_both_languages(root: Path) -> None:
    """A section in one language is asked for in the other, and then to be looked at once more."""
    follow(
        root,
        [
            (tip("en"), BUILD, r"docs/es/tips\.md: .*#ask-once"),
            (
                tip("es"),
                LOOK,
                r"docs/es/tips\.md #ask-once: nobody has confirmed .*--confirm es/tips\.md#ask-once",
            ),
        ],
    )
    confirm("es/tips.md#ask-once")(root)
    is_green(root, "a tip")


def test_an_option_can_be_added_to_a_question(root: Path) -> None:
    """An option without a rule is a gap with the nearest rule beside it; an answer that changes has to be told."""
    before = '[[question.option]]\nid = "charged"\n'
    follow(
        root,
        [
            (
                put("checker/policy/questions.toml", (before, f"{OPTION}{before}")),
                AUDIT,
                r"no rule that fits stage=unpaid, payment=other-way.*or add “other-way” to payment of rule “unpaid-",
            ),
            (
                put("checker/policy/rules.toml", ('payment = ["fails"]', 'payment = ["fails", "other-way"]')),
                CHANGES,
                r"policy\.toml: field “version”: .*for rules unpaid-failing",
            ),
            (version, CHANGES, r'changes\.toml: found no entry(.*\n)*rules = \["unpaid-failing"\]'),
            (entry, CHANGES, r"not recorded yet"),
        ],
    )
    record(root)
    sources.succeed(PAGES, root)
    is_green(root, "an option")
