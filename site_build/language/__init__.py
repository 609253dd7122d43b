"""Checks the languages of the guide: outdated translations, spelling, readability, and text in the wrong language.

`python -m site_build.language` runs the checks; `--confirm` records that a translation matches its original again. The
original is the page in the first language of the policy. Settings of each language are data: see `profiles.py`.
"""
