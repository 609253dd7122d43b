"""Whom to tell of a weakness: /.well-known/security.txt, as RFC 9116 has it.

Only where the project has a home to report to, and the site a host to itself: nobody looks for it below a path.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from checker.audit.sightings import version_day
from site_build.checker_api import policy
from site_build.layout import LANGUAGES
from site_build.settings import settings

FILE = ".well-known/security.txt"
LASTS = timedelta(days=365)
"""From the policy's version on. A site of which nobody has renewed the policy for so long has nobody who answers."""


def write(site: Path) -> None:
    """Write the file below a site, or none where there is nobody to name."""
    home = settings().project_home
    if not home or settings().base_path != "/":
        return
    expires = version_day(policy()) + LASTS
    lines = [
        f"Contact: {home}/security/advisories/new",
        f"Expires: {expires}T00:00:00Z",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {settings().site_url}{FILE}",
        f"Policy: {home}/security/policy",
    ]
    (site / FILE).parent.mkdir(exist_ok=True)
    (site / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
