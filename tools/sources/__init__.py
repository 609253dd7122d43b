"""Checks whether the policy's sources still exist, and lists the facts due for a re-check: `make sources`."""
