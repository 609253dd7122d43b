"""The eligibility checker: can this order still be cancelled, and what next?"""
