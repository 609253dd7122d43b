"""The interface of the site build to the checker: load the policy, list its states, render one."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from checker import decide, load, publish
from checker.html import view
from checker.markup import Place
from checker.model import Policy
from checker.publish.schema import as_json
from site_build import BuildError
from site_build.layout import PREFIXES
from site_build.settings import settings


@cache
def policy() -> Policy:
    """The policy, read once; raises BuildError with all that is wrong in its files."""
    try:
        return load.load()
    except load.PolicyError as error:
        raise BuildError(f"The policy does not load.\n{error}") from error


@cache
def states() -> dict[str, decide.State]:
    """Every state that a reader can reach, by its address, the start first."""
    return {state.address: state for state in decide.states(policy())}


@cache
def place(language: str) -> Place:
    """The address of the checker in a language."""
    return Place(policy(), language, settings().base_path)


def fragment(language: str, address: str, heading: int = 1) -> view.Page:
    """A state for a static page, with its heading at the given level; raises KeyError for an unknown address."""
    return view.render(place(language), states()[address], answered_by="build", heading=heading)


def fragments() -> Iterator[view.Page]:
    """Every state in every language, the start included."""
    return (fragment(language, address) for language in PREFIXES for address in states())


def write_policy(site: Path) -> None:
    """Write the whole policy and its JSON schema below a site, as /policy.json and /policy.schema.json."""
    (site / "policy.json").write_text(publish.as_json(policy()), encoding="utf-8")
    (site / "policy.schema.json").write_text(as_json(policy().languages), encoding="utf-8")
