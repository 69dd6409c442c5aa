"""The dashboard on a data folder that nobody checked: `uvicorn tests.unchecked:app`. For tests only."""

from functools import cache

from lcdash import settings
from lcdash.dataset import checking, loading


@cache
def load() -> loading.Dataset:
    return loading.read(settings.data_folder())


loading.load = load
checking.begin = lambda: None

from asgi import app  # noqa: E402 - it loads the dataset

__all__ = ["app"]
