"""The guide's languages: what has drifted apart, what is misspelt, hard to read or left in another language.

`python -m site_build.language` looks; `--confirm` notes that a translation fits its original again. The original is the
page in the first language of the policy. What is known of a language is data: see `known.py`.
"""
