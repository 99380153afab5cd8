"""Which cells of a sheet a merge begins in, and which it only covers."""

from __future__ import annotations

from .xlsx_sheet import Area


class Merges:
    """Walks a sheet's merges row by row, top to bottom, holding only the open ones."""

    def __init__(self, areas: list[Area], width: int) -> None:
        self.waiting = sorted(areas, key=lambda area: area.top, reverse=True)
        self.width = width
        self.open: list[Area] = []

    def row(self, number: int) -> tuple[dict[int, Area], set[int]]:
        """The merges that begin in this row by column, and the columns covered.

        Raises ValueError when merges overlap, which no office program writes.
        """
        self.open = [area for area in self.open if area.bottom >= number]
        while self.waiting and self.waiting[-1].top <= number:
            area = self.waiting.pop()
            if area.bottom >= number and area.left <= self.width:
                self.open.append(area)
        if len(self.open) > self.width:
            raise ValueError("overlapping merges")
        begun: dict[int, Area] = {}
        covered: set[int] = set()
        for area in self.open:
            last = min(area.right, self.width)
            covered.update(range(area.left, last + 1))
            if area.top == number:
                begun[area.left] = area
        return begun, covered - set(begun)
