"""What may stand in the environment of a build, and what is said of what may not."""

from __future__ import annotations

import pytest

from site_build import BuildError, site_folder
from site_build.settings import EXAMPLE_URL, Settings


def test_without_a_variable_each_setting_has_its_default() -> None:
    """A fresh checkout builds: for the example's address, in nobody's frame, with the copy, the commit from git."""
    assert Settings.from_env({"HOME": "/root"}) == Settings(EXAMPLE_URL, (), "", "", True, "")


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Each wrong setting has a line of its own that says what to write."""
    with pytest.raises(BuildError) as told:
        Settings.from_env(
            {
                "SITE_URL": "help",
                "EMBEDDERS": "x y",
                "PROJECT_HOME": "me",
                "REPORT_TO": "me",
                "OFFLINE": "1",
                "SOURCE_COMMIT": "main",
            }
        )
    lines = str(told.value).splitlines()
    assert [line.split()[0] for line in lines] == [
        "SITE_URL", "EMBEDDERS", "EMBEDDERS", "PROJECT_HOME", "REPORT_TO", "OFFLINE", "SOURCE_COMMIT",
    ]  # fmt: skip
    assert all(": write" in line or ": give" in line for line in lines)


@pytest.mark.parametrize(
    ("written", "meant"), [("SITEURL", "SITE_URL"), ("EMBEDDER", "EMBEDDERS"), ("OFF_LINE", "OFFLINE")]
)
def test_a_misspelt_setting_is_not_passed_over(written: str, meant: str) -> None:
    """A slip in a name would build a site that is shut, or open, unlike what was meant."""
    with pytest.raises(BuildError, match=rf"^{written} is not read: write {meant}\.$"):
        Settings.from_env({written: "off"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "https://help.example.org/"),
        ("EMBEDDERS", "https://www.example.org"),
        ("PROJECT_HOME", "https://github.com/owner/name"),
        ("REPORT_TO", "answers@example.org"),
        ("OFFLINE", "off"),
        ("SOURCE_COMMIT", "0123456789abcdef"),
    ],
)
def test_a_changed_setting_is_a_changed_input(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A site that was built with other settings is not taken for current."""
    monkeypatch.delenv(name, raising=False)
    before = site_folder.input_digest()
    monkeypatch.setenv(name, value)
    assert site_folder.input_digest() != before
