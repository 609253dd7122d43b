"""Lighthouse measurements on a phone profile: `make lighthouse`."""
