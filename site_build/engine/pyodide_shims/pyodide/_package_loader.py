"""Replaces pyodide._package_loader: folders for packages, of which none is ever installed."""


class Folder:
    """A path that JavaScript converts to a string."""

    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path


SITE_PACKAGES = Folder("/lib/python3.13/site-packages")
DSO_DIR = Folder("/usr/lib")


def init_loaded_packages():
    """Do nothing: there are no packages."""
