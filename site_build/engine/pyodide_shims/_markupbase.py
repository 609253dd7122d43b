"""What html.parser inherits: places in the text, which nobody asks for. No declaration ever comes to be parsed."""


class ParserBase:
    """Stands in for a parser of declarations, which are taken out before (checker/paste/flatten.py)."""

    def reset(self) -> None:
        """Nothing to forget."""

    def updatepos(self, start: int, end: int) -> int:
        """Where to go on."""
        return end
