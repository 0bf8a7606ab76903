"""The one reader of files: text, workbooks and Parquet, opened, checked and read as rows or as columns."""
