"""How a reader tells us that an answer is wrong: only where the project has a home, and naming only the answer."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from checker import decide
from site_build import BuildError
from site_build.build_info import edition
from site_build.checker_api import fragments, policy, states
from site_build.content.pages import your_site
from site_build.layout import CHECK, PREFIXES, ROOT, SitePage
from site_build.postprocess import feedback_link, state_pages
from site_build.postprocess.state_pages import state_place
from site_build.postprocess.theme_fixes import Context, report_link
from site_build.settings import settings
from tests.site.conftest import Document, elements

HOME = "https://code.example/owner/still-in-time"
MAIL = "answers@example.org"
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


def form(name: str) -> dict[str, Any]:
    """An issue form."""
    read = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
    assert isinstance(read, dict)
    return read


def linked(page: str, mark: str = "data-report") -> str:
    """The address behind the link of a page."""
    (found,) = [element for element in elements(page) if mark in element.attributes]
    return found.get("href")


def test_without_a_home_there_is_no_link(everything: list[Document]) -> None:
    """As it comes, no page says where to report anything."""
    assert settings().project_home == settings().report_to == ""
    assert not [d.place.file for d in everything for e in d.elements if "data-report" in e.attributes]


def test_every_answer_links_its_own_report(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of each answer links the form, and a mail, with just the answer's path and rule filled in."""
    monkeypatch.setenv("PROJECT_HOME", f"{HOME}/")
    monkeypatch.setenv("REPORT_TO", MAIL)
    own = edition()
    for prefix in PREFIXES.values():
        place = SitePage(f"{prefix}{CHECK}index.html")
        (tmp_path / place.file).parent.mkdir(parents=True)
        page = (site / place.file).read_text(encoding="utf-8")
        (tmp_path / place.file).write_text(report_link(page, Context(place, {}, {}, own)), encoding="utf-8")
    state_pages.write(tmp_path, fragments())
    seen = 0
    for state in fragments():
        text = (tmp_path / state_place(state).file).read_text(encoding="utf-8")
        href, mail = urlsplit(linked(text)), urlsplit(linked(text, "data-report-mail"))
        then = states()[state.address].next
        if isinstance(then, decide.Verdict):
            assert f"{href.scheme}://{href.netloc}{href.path}" == f"{HOME}/issues/new"
            assert parse_qs(href.query) == {
                "template": [feedback_link.TEMPLATE],
                "path": [state.address],
                "rule": [then.rule.id],
            }
            assert (mail.scheme, mail.path, [*parse_qs(mail.query)]) == ("mailto", MAIL, ["body"])
            shown = re.sub(r"<[^>]+>", "", text.partition('class="report-text">')[2].partition("</div>")[0])
            (body,) = parse_qs(mail.query)["body"]
            assert unescape(shown) == body.replace("\n", "")
            assert body.split("\n")[0].endswith(f": {state.address}") and f": {then.rule.id}\n" in body
            seen += 1
    assert seen == len(PREFIXES) * sum(isinstance(state.next, decide.Verdict) for state in states().values())


def test_the_link_fills_in_fields_that_the_form_has() -> None:
    """Each part of the link's address, the form aside, is the id of a field of that form."""
    query = parse_qs(urlsplit(feedback_link.address(HOME, "a.b", "c")).query)
    (name,) = query.pop("template")
    fields = {field["id"]: field["type"] for field in form(name)["body"] if "id" in field}
    assert {key: fields.get(key) for key in query} == dict.fromkeys(query, "input")


@pytest.mark.parametrize("name", sorted(file.name for file in FORMS.glob("*.yml") if file.name != "config.yml"))
def test_forms_are_forms(name: str) -> None:
    """Each form has what the host asks for: name, description, fields with ids of their own, labels on all."""
    read = form(name)
    assert read["name"] and read["description"]
    fields = [field for field in read["body"] if field["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    assert len(set(ids)) == len(ids) > 0
    assert all(field["attributes"]["label"] for field in fields)
    assert {field["type"] for field in read["body"]} <= {"markdown", "input", "textarea", "dropdown", "checkboxes"}


def test_other_reports_are_welcome() -> None:
    """Who has something else to say finds a blank form."""
    assert form("config.yml") == {"blank_issues_enabled": True}


@pytest.mark.parametrize(
    "wrong", ["github.com/owner/name", "http://code.example/x", "https://code.example", "javascript:x"]
)
def test_a_home_that_is_no_address_stops_the_build(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """What is no repository's address is named, with what to write instead."""
    monkeypatch.setenv("PROJECT_HOME", wrong)
    with pytest.raises(BuildError, match=r"PROJECT_HOME is .*https://github\.com/owner/name"):
        settings()


@pytest.mark.parametrize(
    "wrong", ["answers", "a@b", "mailto:a@example.org", "a@example.org?cc=b@example.org", "a b@c.d"]
)
def test_a_receiver_that_is_no_mail_address_stops_the_build(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """It is named, with what to write instead."""
    monkeypatch.setenv("REPORT_TO", wrong)
    with pytest.raises(BuildError, match=r"REPORT_TO is .*answers@example\.org"):
        settings()


def test_owners_of_sites_know_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a home, the page for other sites links it; without, there is nobody to ask."""
    monkeypatch.delenv("PROJECT_HOME", raising=False)
    assert HOME not in your_site.page(policy(), "en")[1]
    monkeypatch.setenv("PROJECT_HOME", HOME)
    assert f'href="{HOME}"' in your_site.page(policy(), "en")[1]
