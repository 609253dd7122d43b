"""The guide's two languages: what has drifted apart, what is misspelt, hard to read or left in the other language.

`python -m site_build.language` looks; `--confirm` notes that a translation fits its English section again.
"""
