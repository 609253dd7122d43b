"""Elements that several blocks share."""

from __future__ import annotations

from htpy import details, form, p, span

SMALL = span(".sit-small")
HIDDEN = span(".sit-hidden")
NOTE = p(".sit-small")
LIVE_ROW = p(".sit-row.sit-live")
FOLDED = details(".sit-change")
FORM = form(".sit-form", data_details=True, autocomplete="off", method="dialog")
"""Outside of a dialog, a form of its method goes nowhere: what is typed stays out of the address without a script."""
