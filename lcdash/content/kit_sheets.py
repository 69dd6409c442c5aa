"""How many sheets of the workshop kit a room needs: in its guide, and beside the buttons that give it."""

from __future__ import annotations

from math import ceil

from lcdash.dataset.loading import Dataset

TOPICS_ON_A_PAGE, SLIPS_ON_A_PAGE = 12, 3
TABLES, MOST_TABLES = 6, 12  # of a room: as a rule, at most


def needed(data: Dataset, tables: int) -> dict[str, int]:
    """Sheets by the key of their name in kit.toml, for so many tables, each with a person for each factor."""
    people = tables * len(data.factors)
    return {
        "print_guide": 1,
        "print_sheet": tables,
        "print_cards": tables,  # a city's cards are a sheet
        "print_topics": tables * ceil(len(data.themes) / TOPICS_ON_A_PAGE),
        "print_blank": tables,
        "print_slips": ceil(people / SLIPS_ON_A_PAGE),
    }
