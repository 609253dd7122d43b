"""Builds the site from docs/ and the policy; `pipeline.py` has the steps in order, README.md the folders.

    docs/ + generated pages  --content-->  build/docs  --MkDocs, postprocess-->  build/site  --site_folder-->  site/

MkDocs handles Markdown, navigation, the search index and the theme. Our own code works on files before or after it, and
the tests read the files in site/. So the generator can be replaced without losing either (ADR 13).
"""


class BuildError(Exception):
    """The site cannot be built; the message says which file is wrong and what to do."""
