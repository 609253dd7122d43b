"""Measures presses on /check/ by the browser's event timing, and long tasks of the main thread."""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.line import serving
from bench.slow import at_rest, slowed
from bench.starts import LIMIT, QUIET, Profile, headers
from site_build.layout import SITE
from tools.browsers import FLAGS, chromium_path

LEAST = 16
"""Milliseconds: the browser does not report presses that were painted sooner."""
WATCH = """
  window.presses = [];
  window.tasks = [];
  const now = () => presses.at(-1);
  addEventListener("pointerdown", ({ timeStamp }) => presses.push({ begun: timeStamp, painted: 0, shown: 0 }), true);
  addEventListener("click", ({ timeStamp }) => (now().clicked = timeStamp), true);
  new PerformanceObserver((list) => {
    for (const { interactionId, startTime, duration } of list.getEntries()) {
      const press = interactionId && presses.findLast(({ begun }) => begun <= startTime + 1);
      if (press) press.painted = Math.max(press.painted, duration);
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  window.Worker = class extends Worker {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("message", ({ data }) => { if (data.type === "ready") window.up = performance.now(); });
    }
  };
  customElements.whenDefined("still-in-time").then(() => new MutationObserver(() => {
    if (now()?.clicked) now().shown ||= performance.now() - now().clicked;
  }).observe(document.querySelector("still-in-time"), { childList: true }));
"""
"""A press lasts until the next painted frame, or until its answer is in the page, if that is later."""
ENGINE = "() => ['ready', 'failed'].includes(document.querySelector('still-in-time')?.dataset.engine)"
CHANGED = "(before) => document.querySelector('still-in-time .sit').dataset.address !== before"
BLOCKED = "() => tasks.filter(({ startTime }) => startTime >= up).map(({ duration }) => duration)"


def walk(profile: Profile, presses: int) -> dict[str, Any]:
    """Press through many states of /check/, with a mouse or a finger according to the profile.

    Returns milliseconds from press to paint, and the long tasks of the main thread once the engine is ready.
    """
    with sync_playwright() as playwright, serving(SITE, profile.line, headers()) as (address, _wire):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *QUIET])
        page = browser.new_page(**playwright.devices[profile.device], service_workers="block")
        page.set_default_timeout(LIMIT)
        page.add_init_script(WATCH)
        with slowed(os.getpid(), profile.slower):
            page.goto(f"{address}/check/")
            page.wait_for_function(ENGINE)
            at_rest(os.getpid())
            states = follow(page, presses)
            at_rest(os.getpid())
            pressed = page.evaluate("() => presses")
            blocked = page.evaluate(BLOCKED)
        browser.close()
    times = sorted(max(LEAST, press["painted"], press["shown"]) for press in pressed)
    shares = {"p50": 0.5, "p98": 0.98, "p99": 0.99}
    found = {name: round(times[int(len(times) * share)], 1) for name, share in shares.items()}
    worst = {"worst": round(times[-1], 1), "long tasks": len(blocked), "longest task": max(blocked, default=0)}
    return {"presses": len(times), "states": states, **found, **worst}


def follow(page: Page, presses: int) -> int:
    """Answer question after question, each time with the next of its options, and start again after each outcome.

    Returns the number of states met. Raises RuntimeError if a press left the page, so Python did not answer it.
    """
    met: dict[str, int] = {}
    shown = page.locator("still-in-time .sit")
    for number in range(presses):
        address = shown.get_attribute("data-address") or ""
        options = page.locator("still-in-time a[data-option]")
        count, turn = options.count(), met.get(address, 0)
        met[address] = turn + 1
        link = options.nth(turn % count) if count else page.locator("still-in-time a[data-restart]")
        if page.evaluate("() => navigator.maxTouchPoints"):
            link.tap()
        else:
            link.click()
        page.wait_for_function(CHANGED, arg=address, polling=20)
        if page.evaluate("() => presses.length") != number + 1:
            raise RuntimeError(f"press {number + 1}, at {address!r}, was not answered in place")
    return len(met)
