"""Downloads of what a page shows."""

import pandas as pd
import streamlit as st

from lcdash import exports
from lcdash.dataset import Dataset
from lcdash.wording import Wording


def offer_claims(data: Dataset, claims: pd.DataFrame, page: str, say: Wording) -> None:
    """A button that gives the rows of evidence a page shows, with their sources, as CSV."""
    columns = [name for name in data.evidence.columns if name in claims.columns]
    st.download_button(
        say("download_csv"),
        lambda: exports.csv(exports.titled(data, "evidence", claims[columns], say.language)),
        file_name=f"thai-learning-cities_{data.version}_{page}_{say.language}.csv",
        mime="text/csv",
        on_click="ignore",
    )
