"""A further language, made mechanically: English with other letters, in every place where CONTRIBUTING says to write.

It keeps what a translator keeps: marks, blanks, links, ids, markup and figures. Letters are replaced one by one, so
nothing gets longer than English is. Each step is one of CONTRIBUTING's “Add a language”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.rehearsal.steps import change

CODE, NAME = "pt", "Português"
"""A real code, so that the theme has its own words for it."""
LETTERS = str.maketrans("aeiouncAEIOUN", "áêîôûñçÁÊÎÔÛÑ")
KEPT_IN_TABLES = re.compile(r"\{\w+(?:\.[^}|]*)?\|?|\\.|\}")
"""The marks of the policy up to their words, the blanks, and what TOML escapes."""
KEPT_IN_PAGES = re.compile(
    r"<!--.*?-->|<span lang=\"[^>]*>.*?</span>|<[^>]*>|\]\([^)]*\)|\{[^}]*\}|^(?:!!!|\?\?\?) \w+|^\w+: (?=\"|\w)|&\w+;",
    re.MULTILINE | re.DOTALL,
)
"""Comments, text in another language, tags, addresses, attributes, kinds of notes, keys of the front matter."""
TEXT = re.compile(
    r"""(?P<before>(?:^|[{,])[ ]*)en[ ]=[ ](?P<value>"{3}.*?"{3}|"(?:[^"\\]|\\.)*"|\[[^\]]*\])""",
    re.MULTILINE | re.DOTALL,
)
"""An English text in a table: a line of its own, or a part of an inline table."""
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
READING = """
[reading.pt]
common = "a de é ê e o não para por que um uma"

"""


def other_letters(text: str, kept: re.Pattern[str]) -> str:
    """The text in the further language."""
    parts, end = [], 0
    for found in kept.finditer(text):
        parts += [text[end : found.start()].translate(LETTERS), found[0]]
        end = found.end()
    return "".join([*parts, text[end:].translate(LETTERS)])


def table(text: str) -> str:
    """A TOML table with a third value beside every English one."""

    def with_third(found: re.Match[str]) -> str:
        value = STRING.sub(lambda string: other_letters(string[0], KEPT_IN_TABLES), found["value"])
        alone = not found["before"].strip()
        return f"{found[0]}\n{CODE} = {value}" if alone else f"{found[0]}, {CODE} = {value}"

    return TEXT.sub(with_third, text)


def descriptions(text: str) -> str:
    """The table of labels, each described in the further language, in which nobody has seen one."""
    head, *labels = text.split("\n[[label]]\n")
    for number, label in enumerate(labels):
        words = f'{CODE} = "ñámê {number}"'
        found = "described = { "
        with_third = (
            label.replace(found, f"{found}{words}, ") if found in label else f"{label}\ndescribed = {{ {words} }}"
        )
        labels[number] = with_third
    return "\n[[label]]\n".join([head, *labels])


def configuration(text: str) -> str:
    """mkdocs.yml with a third entry in the list of languages."""
    config = yaml.safe_load(text)  # type: ignore[no-untyped-call]
    languages = next(plugin["i18n"] for plugin in config["plugins"] if "i18n" in plugin)["languages"]
    second: Mapping[str, Any] = languages[1]
    palette = [
        {**colours, "toggle": {**colours["toggle"], "name": colours["toggle"]["name"].translate(LETTERS)}}
        for colours in config["theme"]["palette"]
    ]
    entry = {
        "locale": CODE,
        "name": NAME,
        "build": True,
        **{key: config[key].translate(LETTERS) for key in ("site_name", "site_description", "copyright")},
        "theme": {"palette": palette},
        "nav_translations": {name: name.translate(LETTERS) for name in second["nav_translations"]},
        "admonition_translations": {
            kind: kind.capitalize().translate(LETTERS) for kind in second["admonition_translations"]
        },
    }
    written = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10_000)  # type: ignore[no-untyped-call]
    indented = "".join(f"        {line}\n" for line in written.splitlines())
    head, nav = text.split("\nnav:\n")
    return f"{head}{indented}\nnav:\n{nav}"


def declare(root: Path) -> None:
    """Name the language where the languages are declared."""
    change(root / "checker/policy/policy.toml", lambda text: text.replace('["en", "es"]', f'["en", "es", "{CODE}"]'))


def tables(folder: str) -> Callable[[Path], None]:
    """Translate every table below a folder that holds texts."""

    def step(root: Path) -> None:
        for file in sorted((root / folder).rglob("*.toml")):
            if file.name == "labels.toml":
                change(file, descriptions)
            elif TEXT.search(file.read_text("utf-8")):
                change(file, table)

    return step


def name(root: Path) -> None:
    """Say what the language is called, in each language."""
    line = f'language-{CODE} = {{ en = "Portuguese", es = "portugués", {CODE} = "{NAME.lower()}" }}\n'
    change(root / "checker/policy/words.toml", lambda text: text + line)


def guide(root: Path) -> None:
    """Translate the guide."""
    for file in sorted((root / "docs/en").rglob("*.md")):
        translation = root / "docs" / CODE / file.relative_to(root / "docs/en")
        translation.parent.mkdir(parents=True, exist_ok=True)
        translation.write_text(other_letters(file.read_text("utf-8"), KEPT_IN_PAGES), "utf-8")


def search(root: Path) -> None:
    """Say how search reads the language, and what people type who search in it."""
    file = root / "site_build/assets/search_index.toml"
    change(file, lambda text: table(text).replace("\n[reading.es]", f"{READING}[reading.es]"))


def social(root: Path) -> None:
    """Translate the words of the picture."""
    change(root / "tools/social.toml", table)


def configure(root: Path) -> None:
    """Add the language to the generator's configuration."""
    change(root / "mkdocs.yml", configuration)


def know(root: Path) -> None:
    """Say that the checks know nothing of the language yet."""
    (root / f"translations/{CODE}.toml").write_text("# Nothing is known of this language yet.\n", "utf-8")
