"""What the pages compute from the dataset: tables in, tables and models out."""
