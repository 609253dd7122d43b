"""The form that typed details stand in: it is never sent."""

from __future__ import annotations

from htpy import form

FORM = form(".sit-form", data_details=True, autocomplete="off", method="dialog")
"""Outside of a dialog, a form of its method goes nowhere: what is typed stays out of the address without a script."""
