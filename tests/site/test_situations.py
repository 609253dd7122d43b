"""The situations that the site's search offers, held against those that the checker's own field finds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import brotli
import pytest

from checker import find
from checker.publish.situations import table
from site_build.assets.situations import FOLDER
from site_build.checker_api import policy
from site_build.engine.pyodide_node import node
from site_build.layout import PREFIXES, ROOT
from tests.checker import worries

RANK = """
globalThis.self = globalThis;
const { readFileSync } = require("node:fs");
const [script, table, texts] = JSON.parse(readFileSync(0, "utf8"));
require("node:vm").runInThisContext(readFileSync(script, "utf8"));
const rank = situations(JSON.parse(readFileSync(table, "utf8")));
console.log(JSON.stringify(texts.map(rank)));
"""
SCRIPT = ROOT / "docs/assets/javascripts/search-situations.js"
ODD = ("", "?!", "constructor", "__proto__", "🐫🐫", "no not never", "refund " * 2000, "<b>&amp;</b>", "İSTANBUL")
DENIED = ("never nice phone arrived", "nunca bonito telefono llego")
"""The third word behind a "not" is denied, too."""
LARGEST = 60_000
"""Bytes, packed with Brotli."""
WORRIES = worries.read()


def written(site: Path, lang: str) -> Path:
    """The table of a language, named by its hash."""
    (file,) = (site / FOLDER).glob(f"{lang}.*.json")
    return file


def ranked(site: Path, lang: str, texts: list[str]) -> list[list[dict[str, Any]]]:
    """What the search finds for each text: first what stands above the situations."""
    given = json.dumps([str(SCRIPT), str(written(site, lang)), texts])
    done = subprocess.run([node(), "-e", RANK], input=given, capture_output=True, text=True, check=True)
    found: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("lang", PREFIXES)
def test_search_finds_the_situations_that_the_checker_finds(site: Path, lang: str) -> None:
    """For each worry, and for what nobody means, the search offers what the checker's own field does, in its order."""
    texts = [each.text for each in WORRIES if each.lang == lang] + [*ODD, *DENIED]
    index = find.index(table(policy(), lang))
    expected = [[f"check/{address}/" for address in find.find(index, text)] for text in texts]
    found = ranked(site, lang, texts)
    assert [[each["address"] for each in one[1:]] for one in found] == expected
    assert sum(map(bool, expected)) > 90
    for head, *states in filter(None, found):
        assert head["address"] == "check/" and head["title"] and states
        assert all(each["title"] and each["text"] and "{" not in each["title"] + each["text"] for each in states)
        assert all((site / PREFIXES[lang] / each["address"] / "index.html").is_file() for each in states)


@pytest.mark.parametrize("aside", [False, True], ids=["tuned", "kept aside"])
def test_search_offers_a_right_situation(site: Path, aside: bool) -> None:
    """For at least 90 % of the worries, a right state is among the situations offered; where none fits, none is."""
    helped = []
    for lang in PREFIXES:
        asked = [each for each in WORRIES if each.lang == lang and each.aside == aside]
        for worry, found in zip(asked, ranked(site, lang, [each.text for each in asked]), strict=True):
            offered = {each["address"].removeprefix("check/").strip("/") for each in found[1:]}
            helped.append(bool(offered & set(worry.right)) if worry.right else not offered)
    assert sum(helped) >= 0.9 * len(helped) > 30


@pytest.mark.parametrize("lang", PREFIXES)
def test_all_that_reads_texts_and_sentences_is_light(site: Path, lang: str) -> None:
    """What a paste, a sentence and a search load: code, signs, the table of situations and the search's script."""
    (code,) = (site / "assets/engine").rglob("reading.*.zip")
    (script,) = (site / "assets/javascripts").glob("search-situations.*.js")
    packed: list[bytes] = [
        brotli.compress(file.read_bytes())  # type: ignore[no-untyped-call]
        for file in (code, script, written(site, lang))
    ]
    assert sum(map(len, packed)) <= LARGEST
