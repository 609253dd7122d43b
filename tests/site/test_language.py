"""Each guard over the two languages, broken on purpose once: what drifted, is misspelt, hard to read or left over."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_build.checker_api import policy
from site_build.language import __main__ as command
from site_build.language import fact_numbers, spelling, table, translation_status
from site_build.language.built import read_site
from site_build.language.page import Page, read_page, read_pages
from site_build.language.readability import Measure, count_syllables, measure, report, too_hard
from site_build.language.table import equal, read_tables
from site_build.language.text_extraction import Passage, Reader
from site_build.language.wrong_language import leftovers, looks_like

ENGLISH = """---
title: How to cancel
description: "What to press, and when."
---

# How to cancel {#steps}

Press the button within 24 hours.
{ data-claim="P1" }

## Find your stage {#stages}

!!! note "Two clocks"
    Go to [the tips](tips.md).

| Seen | Do |
|---|---|
| Unpaid | [Cancel alone](state:stage.unpaid) |

- one thing
- another thing

<!-- checker stage.unpaid -->

![A drawing of the page](../assets/page.svg)
"""
SPANISH = """---
title: Cómo cancelar
description: "Qué pulsar y cuándo."
---

# Cómo cancelar {#steps}

Pulsa el botón antes de 24 horas.
{ data-claim="P1" }

## Busca tu caso {#stages}

!!! note "Dos relojes"
    Ve a [los consejos](tips.md).

| Qué ves | Qué haces |
|---|---|
| Sin pagar | [Cancelar sin permiso](state:stage.unpaid) |

- una cosa
- otra cosa

<!-- checker stage.unpaid -->

![Un dibujo de la página](../assets/page.svg)
"""

Folder = dict[str, dict[str, Page]]


def written(tmp_path: Path, english: str = ENGLISH, spanish: str = SPANISH) -> Folder:
    """A guide of one page, read from files."""
    for language, text in (("en", english), ("es", spanish)):
        file = tmp_path / "docs" / language / "steps.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return {language: read_pages(tmp_path / "docs", language) for language in ("en", "es")}


def told(pages: Folder, confirmed: translation_status.Confirmed | None = None) -> list[str]:
    """The findings of a comparison; without `confirmed`, as if everything had been looked at."""
    if confirmed is None:
        confirmed = {name: {i: s.digest for i, s in page.sections.items()} for name, page in pages["en"].items()}
    return [str(finding) for finding in translation_status.drift(pages["en"], pages["es"], confirmed, "es")]


def confirmed_for(pages: Folder, before: translation_status.Confirmed, wanted: str | None) -> dict[str, dict[str, str]]:
    """What is confirmed after somebody has looked."""
    return translation_status.confirm(pages["en"], pages["es"], before, wanted)


def said(text: str, language: str) -> Passage:
    """A paragraph."""
    return Passage("docs/page.md", "#part", language, text, prose=True)


def test_faithful_translation_has_no_findings(tmp_path: Path) -> None:
    """Two pages that say the same in the same shape are left in peace, and their shape really was read."""
    pages = written(tmp_path)
    assert told(pages) == []
    assert pages["en"]["steps.md"].sections["steps"].kept == {"claim": ("P1",), "number": ("24",)}
    assert pages["en"]["steps.md"].sections["stages"].kept == {
        "note": ("note",),
        "link": ("state:stage.unpaid", "tips.md"),
        "table": ("2 rows of 2",),
        "list": ("2 entries",),
        "checker or picture": ("checker stage.unpaid",),
        "image": ("../assets/page.svg",),
    }


def test_missing_and_removable_pages_are_listed(tmp_path: Path) -> None:
    """A page in one language only is missing in the other, or has to go."""
    pages = written(tmp_path)
    (tmp_path / "docs" / "en" / "tips.md").write_text("# Tips {#tips}\n", encoding="utf-8")
    (tmp_path / "docs" / "es" / "viejo.md").write_text("# Viejo {#old}\n", encoding="utf-8")
    pages = {language: read_pages(tmp_path / "docs", language) for language in pages}
    assert told(pages) == [
        "docs/es/tips.md: the translation is missing. Translate docs/en/tips.md.",
        "docs/es/viejo.md: removable, docs/en/viejo.md does not exist. Delete it, or write docs/en/viejo.md.",
    ]


def test_missing_and_removable_sections_are_listed(tmp_path: Path) -> None:
    """A section in one language only is named by its page and id."""
    findings = told(written(tmp_path, spanish=SPANISH.replace("{#stages}", "{#casos}")))
    assert [finding.partition(". ")[0] for finding in findings] == [
        "docs/es/steps.md #stages: the section is missing",
        "docs/es/steps.md #casos: removable, docs/en/steps.md has no such section",
    ]


def test_changed_english_makes_the_translation_outdated(tmp_path: Path) -> None:
    """When the English words change, the finding names the section and the command; other sections stay confirmed."""
    before = confirmed_for(written(tmp_path), {}, None)
    pages = written(tmp_path, english=ENGLISH.replace("Press the button", "Press the red button"))
    (finding,) = told(pages, before)
    assert finding.startswith("docs/es/steps.md #steps: outdated")
    assert finding.endswith("`python -m site_build.language --confirm es/steps.md#steps`.")
    assert told(pages, confirmed_for(pages, before, "steps.md#steps")) == []


def test_changed_front_matter_makes_the_translation_outdated(tmp_path: Path) -> None:
    """Title and description are part of what has to be translated."""
    before = confirmed_for(written(tmp_path), {}, None)
    (finding,) = told(written(tmp_path, english=ENGLISH.replace("and when.", "and by when.")), before)
    assert finding.startswith("docs/es/steps.md #head: outdated")


def test_line_breaks_and_addresses_do_not_make_it_outdated(tmp_path: Path) -> None:
    """Whoever wraps a paragraph anew gives translators nothing to do."""
    before = confirmed_for(written(tmp_path), {}, None)
    assert told(written(tmp_path, english=ENGLISH.replace("button within", "button\nwithin")), before) == []


def test_section_that_nobody_confirmed_is_listed(tmp_path: Path) -> None:
    """A new section is not taken for a checked one."""
    findings = told(written(tmp_path), {})
    assert [finding.split(":")[0] for finding in findings] == [
        f"docs/es/steps.md #{ident}" for ident in ("head", "steps", "stages")
    ]
    assert all("nobody has confirmed" in finding for finding in findings)


def test_confirmed_section_that_is_gone_is_removable(tmp_path: Path) -> None:
    """What is confirmed and no longer there is listed, and the next confirmation drops it."""
    pages = written(tmp_path)
    confirmed = {"steps.md": {"gone": "0"}, **confirmed_for(pages, {}, None)}
    confirmed["steps.md"] = {**confirmed["steps.md"], "gone": "0"}
    assert told(pages, confirmed) == [
        "translations/confirmed.es.toml steps.md#gone: confirms a section that is gone. "
        "Delete the line; the next `python -m site_build.language --confirm es/…` does so, too."
    ]
    assert "gone" not in confirmed_for(pages, confirmed, "steps#stages")["steps.md"]


def test_confirmation_is_kept_in_a_file(tmp_path: Path) -> None:
    """What is saved is what is read again."""
    confirmed = confirmed_for(written(tmp_path), {}, None)
    file = tmp_path / translation_status.file("es")
    translation_status.save(file, confirmed)
    assert translation_status.load(file) == confirmed


def test_confirming_an_unknown_section_is_refused(tmp_path: Path) -> None:
    """A slip of the pen confirms nothing."""
    with pytest.raises(KeyError, match=r"steps\.md#nowhere"):
        confirmed_for(written(tmp_path), {}, "steps.md#nowhere")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("(tips.md)", "(issues.md)", "link: lacks tips.md and has issues.md"),
        ("!!! note", "!!! warning", "note: lacks note and has warning"),
        ("../assets/page.svg", "../assets/pagina.svg", "image: lacks ../assets/page.svg"),
        ("|---|---|", "|---|---|\n| Pagado | Esperar |", "table: lacks 2 rows of 2 and has 3 rows of 2"),
        ('"P1"', '"P2"', "claim: lacks P1 and has P2"),
        ("- otra cosa", "", "list: lacks 2 entries and has 1 entries"),
        ("24 horas", "48 horas", "number: lacks 24 and has 48"),
        ("<!-- checker stage.unpaid -->", "", "checker or picture: lacks checker stage.unpaid"),
    ],
)
def test_each_kind_of_shape_is_compared(tmp_path: Path, old: str, new: str, found: str) -> None:
    """Links, notes, images, tables, claims, lists, figures and the checker's marks are the same in both languages."""
    assert old in SPANISH
    assert any(found in finding for finding in told(written(tmp_path, spanish=SPANISH.replace(old, new))))


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"steps.md#steps": ["payment-check"]}, ""),
        ({"steps.md#steps": ["refund-time"]}, "docs/en/steps.md #steps: 24, where facts.toml gives “refund-time” 1 3 "),
        ({}, "docs/en/steps.md #steps: “24 hours”, which is held to no fact. Say of which facts"),
        ({"steps.md#steps": ["payment-check", "nothing"]}, "no fact “nothing”"),
        ({"steps.md#steps": ["payment-check"], "steps.md#gone": ["refund-time"]}, "steps.md#gone: no such section"),
    ],
)
def test_times_of_the_guide_are_those_of_the_facts(tmp_path: Path, facts: dict[str, list[str]], problem: str) -> None:
    """A time in the guide is one that its section's facts give; otherwise the sentence and the fact are named."""
    found = [str(each) for each in fact_numbers.figures(written(tmp_path)["en"], policy(), facts)]
    assert [problem in each for each in found] == ([True] if problem else [])


def test_untranslated_paragraph_is_listed(tmp_path: Path) -> None:
    """A paragraph that is the same in both languages was forgotten; a name, or text marked as English, was not."""
    english = ENGLISH.replace("- one thing", "- Klarna\n- one thing")
    spanish = SPANISH.replace("- una cosa", "- Klarna\n- one thing")
    assert [finding.partition(". ")[0] for finding in told(written(tmp_path, english, spanish))] == [
        "docs/es/steps.md #stages: the same as in “en”, “one thing”"
    ]
    marked = spanish.replace("one thing", '<span lang="en">one thing</span>')
    assert told(written(tmp_path, english, marked)) == []


def test_equal_texts_of_generated_pages_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of generated pages are looked over as well, with file and line; the policy's are the audit's."""
    monkeypatch.setattr(table, "PREFIXES", {"en": "", "es": "es/"})
    for folder in ("site_build/content/pages", "checker/policy"):
        (tmp_path / folder).mkdir(parents=True)
        texts = '# words\nok = { en = "Yes", es = "Sí" }\nbad = { en = "Not yet done", es = "Not yet done" }\n'
        (tmp_path / folder / "words.toml").write_text(texts, encoding="utf-8")
    assert [str(finding) for finding in equal(read_tables(tmp_path))] == [
        "site_build/content/pages/words.toml:3 bad: the same as in “en”, “Not yet done”. Translate it."
    ]


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("You will recieve it.", "en", "recieve"),
        ("El envio llega mañana.", "es", "envio"),
        ("Pide el reenbolso.", "es", "reenbolso"),
        ("Puedes cancelalo hoy.", "es", "cancelalo"),
        ("Pulsa Search para buscar.", "es", "Search"),
        ("Pulsa «Canzel ordr».", "es", "Canzel"),
    ],
)
def test_misspelt_words_are_found(text: str, language: str, word: str) -> None:
    """A word that the language's dictionary lacks is named, in quotations one that no dictionary has."""
    found = [str(finding) for finding in spelling.misspelt([said(text, language)])]
    assert any(f"docs/page.md #part: “{word}” is not in the dictionary" in each for each in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The cancelled order’s colour, AliExpress’s chargeback and the look-alikes at help@aliexpress.com.", "en"),
        ("Cancélalo, púlsalo, pídeselo y reclamarle: 24 h, EBANX, «Cancel order», no-reply@aliexpress.com.", "es"),
        ("Recuérdale el plazo, mantenla abierta y fotografíalo.", "es"),
    ],
)
def test_right_words_are_left_alone(text: str, language: str) -> None:
    """British spelling, verbs with pronouns, names, abbreviations, addresses and quoted labels are right."""
    assert list(spelling.misspelt([said(text, language)])) == []


def test_unknown_word_comes_with_help() -> None:
    """The finding suggests a word and names the lists in which a right one would stand."""
    (finding,) = spelling.misspelt([said("You will recieve it, recieve it.", "en")])
    assert finding.remedy.startswith("Write “receive”")
    assert "translations/words.en.txt" in finding.remedy


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ask the Aliexpress seller", "en"),
        ("Ask the the seller", "en"),
        ("Puedes cancelar?", "es"),
        ("Cuidado!", "es"),
        ("Mira el tracking", "es"),
        ("Haz click aquí", "es"),
        ('El "vendedor" dice', "es"),
    ],
)
def test_slips_are_found(text: str, language: str) -> None:
    """What a dictionary lets pass and the guide does not: names, marks, doubled words, loans with a Spanish word."""
    assert list(spelling.slips(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Go to aliexpress.com and wait…", "en"),
        ("¿Puedes cancelar? ¡Sí! Entra en aliexpress.com.", "es"),
        ("No hay botón: ¿y ahora?", "es"),
    ],
)
def test_correct_text_is_left_alone(text: str, language: str) -> None:
    """Addresses and right marks are no slips."""
    assert list(spelling.slips(text, language)) == []


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Cancel the order before it ships.", "es", "en"),
        ("Lee la página de tu pedido con calma.", "en", "es"),
        ("Pulsa «Cancel the order» y espera la respuesta.", "es", ""),
        ("No hay nada en la página.", "es", ""),
        ("The right is called retracto in Chile.", "en", ""),
        ("AliExpress Business", "es", ""),
    ],
)
def test_language_of_a_paragraph_is_recognised(text: str, language: str, other: str) -> None:
    """English left in a Spanish text is seen, and the reverse; quotations and names are not."""
    assert looks_like(text, language) == other


def test_leftover_in_a_finished_page_is_found(tmp_path: Path) -> None:
    """The finished pages are read as well, by the language of each element; states of the checker are not."""
    page = (
        '<html lang="es"><body><p>{}</p><p lang="en">This is the original text.</p><code>this is the code</code></body>'
    )
    for name, text in (("es/index.html", "Go to the home page."), ("es/check/stage.x/index.html", "This is the end.")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page.format(text), encoding="utf-8")
    (finding,) = leftovers(read_site(tmp_path))
    assert str(finding).startswith("site/es/index.html #head: this is in the language “en”, not “es”")


def test_reader_tells_languages_and_silence_apart() -> None:
    """Passages end at blocks; languages, attributes that are read out, code and titles of other sites are known."""
    html = (
        '<h2 id="a">Uno</h2><p>Pulsa <b>ya</b> (<span lang="en">now</span>).</p><ul><li>dos</li></ul>'
        '<img alt="dibujo" src="x"><pre>code</pre><b translate="no">a name</b>'
        '<a href="https://example.org/">Their title</a><button>fin</button>'
    )
    found = Reader("f", "es").read(html).passages
    assert [(each.place, each.language, each.text, each.prose) for each in found] == [
        ("#a", "es", "Uno", False),
        ("#a", "en", "now", False),
        ("#a", "es", "Pulsa ya (*).", True),
        ("#a", "es", "dos", True),
        ("#a", "es", "dibujo", False),
        ("#a", "es", "fin", False),
    ]


def test_english_syllables() -> None:
    """Silent letters are not counted, vowels that are spoken apart are."""
    counts = {1: "asked called price rules three shipped", 2: "order closes settled pages being buyer refuse able"}
    counts |= {3: "delivered area requested various", 4: "cancellation delivery European AliExpress"}
    assert {w: count_syllables(w, "en") for words in counts.values() for w in words.split()} == {
        w: number for number, words in counts.items() for w in words.split()
    }


def test_spanish_syllables() -> None:
    """Diphthongs are one syllable, hiatuses two, and a mute u none."""
    counts = {1: "muy que buey ley y", 2: "país día aún viuda tuyo", 3: "pedido envío línea siguiente pingüino"}
    counts |= {4: "cancelación seguimiento averiguar aéreo teoría"}
    assert {w: count_syllables(w, "es") for words in counts.values() for w in words.split()} == {
        w: number for number, words in counts.items() for w in words.split()
    }


def test_formulas_give_known_values() -> None:
    """100 words in 10 sentences with 150 or 200 syllables give the values that the formulas' authors print."""
    english, spanish = Measure("f", "en", 10, 100, 150), Measure("f", "es", 10, 100, 200)
    assert round(english.grade, 2) == 6.01
    assert round(spanish.huerta, 2) == 76.64
    assert round(spanish.inflesz, 3) == 72.235
    assert spanish.word == "bastante fácil"


def test_hard_pages_are_found() -> None:
    """A page of long words in long sentences misses its target in both languages; a plain one does not."""
    hard = {
        "en": "Contractual stipulations concerning cancellation necessitate administrative consideration " * 20,
        "es": "La imposibilidad sobrevenida determinará responsabilidades contractuales ulteriores " * 20,
    }
    plain = {"en": "Open the order and look at the page. " * 15, "es": "Abre el pedido y mira lo que dice. " * 15}
    for language in ("en", "es"):
        both = [measure("p", language, [said(text[language], language)]) for text in (hard, plain)]
        assert [len(list(too_hard([each]))) for each in both if each] == [1, 0]


def test_table_has_one_row_a_page() -> None:
    """The two languages of a page stand in one row, with the INFLESZ word, below the targets that a page has."""
    rows = list(report([Measure("docs/en/a.md", "en", 10, 100, 150), Measure("docs/es/a.md", "es", 10, 100, 200)]))
    assert len(rows) == 3
    assert rows[1].split() == ["(target)", "≤", "8", "≥", "60", "normal", "or", "easier"]
    assert rows[2].split() == ["a.md", "6.0", "77", "bastante", "fácil"]


def test_labels_are_not_measured() -> None:
    """Headings, other languages and passages of a few words do not make a page look easier than it is."""
    assert measure("f", "en", [said("Go on.", "en")] * 200) is None
    assert read_page("f.md", "en", "# Title {#a}\n\n## Part of it all {#b}\n").passages[0].prose is False


def test_command_confirms_and_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command fails with one line a section until somebody confirms, and names what it does not know."""
    written(tmp_path)
    monkeypatch.setattr(command, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(command, "PREFIXES", {"en": "", "es": "es/"})
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "is_current", lambda: False)
    monkeypatch.setattr(fact_numbers, "TABLE", tmp_path / "figures.toml")
    fact_numbers.TABLE.write_text('"steps.md#steps" = ["payment-check"]\n')
    assert command.main([]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert command.main(["--confirm", "es/steps.md#nowhere"]) == 2
    assert command.main(["--confirm", "es/steps.md#steps", "--confirm", "es/steps.md#head"]) == 0
    assert command.main([]) == 1
    assert command.main(["--confirm", "steps.md"]) == 2
    assert command.main(["--confirm", "en"]) == 2
    assert "begins with no translation's language (es)" in capsys.readouterr().err
    assert command.main(["--confirm", "es"]) == 0
    assert command.main([]) == 0
    assert "no findings in 1 pages with 3 sections" in capsys.readouterr().out


def test_names_of_aliexpress_are_no_prose_of_ours(tmp_path: Path) -> None:
    """Where a mark becomes a name, the dictionary sees none of it; where it becomes a description, just that."""
    (tmp_path / "a.toml").write_text('a = { en = "Press {label.cancel-order}.", es = "Pulsa {label.cancel-order}." }')
    english, spanish = table.read_table(tmp_path / "a.toml", tmp_path)
    assert english.text == "Press *."
    assert spanish.text == "Pulsa el botón de cancelar (*)."
