"""How long an answer takes on the real page, from the click to the painted fragment, and what the engine blocks."""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import Page, ViewportSize, sync_playwright

from bench.line import serving
from bench.slow import at_rest, slowed
from bench.starts import LIMIT, LONG, QUIET, Profile, spread
from site_build.layout import SITE
from site_build.serving import CACHING, noted
from tools.browsers import FLAGS, chromium_path

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
WATCH = """
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries()))
    .observe({ type: "longtask", buffered: true });
"""
NOTE = """
  window.Worker = class extends Worker {
    constructor(...settings) {
      window.begun = performance.now();
      super(...settings);
    }
  };
"""
"""Notes when the page starts its engine."""
SINCE = "() => window.tasks.filter((task) => task.startTime >= window.begun).map((task) => task.duration)"
WALK = """async ({ clicks, rest }) => {
  const element = document.querySelector("still-in-time");
  const shown = () => element.querySelector(".sit");
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const begun = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - begun);
    port2.postMessage(0);
  }));
  const answer = (link) => new Promise((done, fail) => {
    const before = shown();
    const limit = setTimeout(() => fail(new Error("no answer")), 10_000);
    const observer = new MutationObserver(async () => {
      if (shown() === before) return;
      observer.disconnect();
      clearTimeout(limit);
      const changed = performance.now() - begun;
      done(changed + (await frame()));
    });
    observer.observe(element, { childList: true, subtree: true });
    const begun = performance.now();
    link.click();
  });
  const met = new Map();
  const times = [];
  while (times.length < clicks) {
    const { address } = shown().dataset;
    const options = [...element.querySelectorAll("a[data-option]")];
    const turn = met.get(address) ?? 0;
    met.set(address, turn + 1);
    const link = options.length ? options[turn % options.length] : element.querySelector("a[data-restart]");
    times.push(await answer(link));
    await new Promise((next) => setTimeout(next, rest));
    for (let turn = 0; turn < 3; turn++) await new Promise((next) => requestIdleCallback(next));
  }
  return { times, states: met.size };
}"""
"""Answers question after question, each time with the next of its options, and starts again after each outcome.

Between two clicks lie `rest` milliseconds, in which the page may ask for answers beforehand. The time of an answer is
that from the click to the changed document and that of the frame which paints it; how long the frame had to wait for
the screen's next tick is left out.
"""


def latency(profile: Profile, clicks: int, rest: int) -> dict[str, Any]:
    """Milliseconds from click to painted answer, over a walk through many states, once the engine is up.

    `rest`: milliseconds that the reader reads before the next click.
    """
    with sync_playwright() as playwright, serving(SITE, profile.line, headers()) as (address, _wire):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *QUIET])
        with slowed(os.getpid(), profile.slower):
            page = browser.new_page(viewport=DESKTOP, service_workers="block")
            page.add_init_script(WATCH)
            ready(page, address)
            at_rest(os.getpid())
            page.evaluate("() => window.tasks.length = 0")
            walked = page.evaluate(WALK, {"clicks": clicks, "rest": rest})
            blocked = page.evaluate("() => window.tasks.length")
        browser.close()
    times = sorted(walked["times"])
    return {
        "clicks": len(times),
        "states": walked["states"],
        "p50": round(times[len(times) // 2], 2),
        "p99": round(times[int(len(times) * 0.99)], 2),
        "worst": round(times[-1], 2),
        "long tasks": blocked,
    }


def blocking(profile: Profile, rounds: int) -> dict[str, Any]:
    """Long tasks of the main thread from the moment that the real page starts its engine until all is at rest."""
    found: list[list[float]] = []
    with sync_playwright() as playwright, serving(SITE, profile.line, headers()) as (address, _wire):
        for _ in range(rounds):
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *QUIET])
            with slowed(os.getpid(), profile.slower):
                page = browser.new_page(viewport=DESKTOP, service_workers="block")
                page.add_init_script(WATCH + NOTE)
                ready(page, address)
                at_rest(os.getpid())
                found.append(page.evaluate(SINCE))
            browser.close()
    return {
        "long tasks": spread([float(len(tasks)) for tasks in found]),
        "blocked": spread([sum(duration - LONG for duration in tasks) for tasks in found]),
    }


def ready(page: Page, address: str) -> None:
    """Open the checker and wait for its engine."""
    page.goto(f"{address}/check/", timeout=LIMIT)
    page.wait_for_function("() => document.querySelector('still-in-time').dataset.engine !== 'starting'")
    page.wait_for_function(
        "() => ['ready', 'failed'].includes(document.querySelector('still-in-time').dataset.engine)", timeout=LIMIT
    )
    if page.locator("still-in-time[data-engine=failed]").count():
        raise RuntimeError("the engine failed")


def headers() -> dict[str, str]:
    """The headers that the site is served with, but for what the line itself says of keeping files."""
    return {name: value for name, value in noted().headers.items() if name != CACHING}
