"""The dashboard on a data folder that nobody checked: `uvicorn tests.unchecked:app`. For tests only."""

from functools import cache

from lcdash import dataset, settings


@cache
def load() -> dataset.Dataset:
    return dataset.read(settings.data_folder())


dataset.load = load

from asgi import app  # noqa: E402 - it loads the dataset

__all__ = ["app"]
