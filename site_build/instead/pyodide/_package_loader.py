"""Where packages would be. None is ever installed."""


class Folder:
    """A path that JavaScript asks for its text."""

    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path


SITE_PACKAGES = Folder("/lib/python3.13/site-packages")
DSO_DIR = Folder("/usr/lib")


def init_loaded_packages():
    """Note which packages are there: none."""
