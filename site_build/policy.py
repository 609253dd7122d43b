"""The one place where the site build asks the checker: load the policy, walk its states, render one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checker import decide, load, publish, view
from checker.markup import Place
from checker.model import Policy
from checker.schema import as_json as as_schema
from site_build.layout import PREFIXES, BuildError, base_path


@dataclass(frozen=True, slots=True)
class Fragment:
    """One state of the checker in one language, ready to be written into a page."""

    language: str
    address: str
    """Without slashes at the ends; empty for the start."""
    title: str
    description: str
    html: str

    @property
    def is_answer(self) -> bool:
        """Whether this is an answer (and not a question on the way to one)."""
        return "data-outcome=" in self.html


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
    """Where the checker's pages of a language stand."""
    return Place(policy(), language, base_path())


def fragment(language: str, address: str, heading: int = 1) -> Fragment:
    """A state as it stands on a static page, its heading of the given level; raises KeyError for an unknown address."""
    page = view.render(place(language), states()[address], answered_by="build", heading=heading)
    return Fragment(language, page.address, page.title, page.description, page.html)


def fragments() -> Iterator[Fragment]:
    """Every state in every language, the start included."""
    return (fragment(language, address) for language in PREFIXES for address in states())


def as_json() -> str:
    """The whole policy, as published at /policy.json."""
    return publish.as_json(policy())


def schema() -> str:
    """The promise of its shape, as published at /policy.schema.json."""
    return as_schema(policy().languages)
