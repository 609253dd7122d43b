"""Builds the site from docs/ and the policy: assemble, run MkDocs, finish, stamp, publish.

    docs/ + generated pages  --assemble-->  build/docs  --MkDocs, finish, stamp-->  build/site  --publish-->  site/

MkDocs handles Markdown, navigation, the search index and the theme. Our own code works on files before or after it, and
the tests read the files in site/. So the generator can be replaced without losing either (ADR 13).
"""
