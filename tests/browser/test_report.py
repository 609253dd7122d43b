"""How to report a wrong answer, with an account and without, where somebody is there to be told."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect

from site_build.build_info import edition
from site_build.layout import SitePage
from site_build.postprocess.theme_fixes import Context, report_link
from tests.browser.reader import Reader

HOME = "https://code.example/owner/still-in-time"


def test_the_link_names_the_answer_that_is_shown(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below an answer from Python stand a link and a text to mail, with its path and rule; below a question none."""
    monkeypatch.setenv("PROJECT_HOME", HOME)
    monkeypatch.setenv("REPORT_TO", "answers@example.org")
    place = SitePage(f"{reader.locale.root.strip('/')}/check/index.html".lstrip("/"))

    def linked(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=report_link(response.text(), Context(place, {}, {}, edition())))

    reader.page.route("**/check/", linked)
    reader.open()
    link = reader.page.locator("[data-report]")
    expect(reader.answer).to_be_visible()
    expect(link).to_be_hidden()
    reader.await_engine()
    reader.answers([("stage", "asked"), ("answer", "silent"), ("waited", "over")])
    reader.sees_outcome("silence-over", "get-help")
    expect(link).to_be_visible()
    rule = reader.answer.get_attribute("data-rule")
    reader.answer.locator('[name="order"]').fill("8123456789012345")
    expect(reader.answer.locator('[data-part="message"]').first).to_contain_text("8123456789012345")
    href = urlsplit(link.get_attribute("href") or "")
    assert f"{href.scheme}://{href.netloc}{href.path}" == f"{HOME}/issues/new"
    assert parse_qs(href.query) == {
        "template": ["answer.yml"],
        "path": ["stage.asked/answer.silent/waited.over"],
        "rule": [rule],
    }
    reader.page.locator(".report summary").click()
    text = reader.page.locator(".report-text p").all_inner_texts()
    assert text[0].endswith(": stage.asked/answer.silent/waited.over") and text[1].endswith(f": {rule}")
    mail = urlsplit(reader.page.locator("[data-report-mail]").get_attribute("href") or "")
    assert (mail.path, parse_qs(mail.query)) == ("answers@example.org", {"body": ["\n".join(text)]})
    reader.answer.locator('a[data-change="waited"]').click()
    reader.sees_question("waited")
    expect(link).to_be_hidden()
