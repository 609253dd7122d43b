"""`python -m site_build` builds site/, unless it is up to date already."""

import argparse
import sys

from site_build import BuildError
from site_build.pipeline import build_if_stale


def main() -> int:
    """Return 0 when site/ is up to date; print the reason to standard error and return 1 when the build fails."""
    options = argparse.ArgumentParser(prog="python -m site_build", description="Build the site into site/.")
    options.add_argument("--force", action="store_true", help="build even if nothing has changed")
    given = options.parse_args()
    try:
        if not build_if_stale(force=given.force):
            print("site/ is up to date.")
    except BuildError as error:
        print(f"The site was not built. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
