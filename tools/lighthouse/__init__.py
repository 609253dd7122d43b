"""The site as Lighthouse sees it on a phone: `make lighthouse`."""
