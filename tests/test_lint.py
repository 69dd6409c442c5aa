"""What `make lint` finds by itself: nothing in this project, and each fault that is planted."""

import pytest

from lcdash.dataset import loading, records
from lcdash.settings import data_folder
from lint import __main__, typed_rows

DATA = loading.read(data_folder())
TYPES = {"str": str, "tuple[str, ...]": tuple, "bool": bool, "int": int, "float": (float, int)}


def test_the_project_has_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert (__main__.main(), capsys.readouterr().out) == (0, "")


def test_each_table_of_the_descriptor_has_a_type_of_row_that_its_cells_keep_to() -> None:
    for resource in DATA.descriptor["resources"]:
        kind = getattr(records, typed_rows.row_name(resource["name"]))
        for row in records.each(DATA.table(resource["name"]), kind):
            wrong = {name: value for name, value in row._asdict().items()
                     if not isinstance(value, TYPES[kind.__annotations__[name].__forward_arg__])}  # fmt: skip
            assert wrong == {}, row


def test_rows_without_a_column_of_their_type_are_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="tag_th"):
        records.each(DATA.cities.drop(columns="tag_th"), records.City)
