"""Reads exports with pandas and polars, CSV and Parquet, and compares them. Usage: frames.py CSV PARQUET"""

import json
import pathlib
import sys

import pandas
import polars
import pyarrow.parquet


def main():
    csv, parquet = sys.argv[1:3]
    faults = []
    tables = {
        "pandas, CSV": pandas.read_csv(csv),
        "pandas, Parquet": pandas.read_parquet(parquet),
        "polars, CSV": polars.read_csv(csv).to_pandas(),
        "polars, Parquet": polars.read_parquet(parquet).to_pandas(),
    }
    first = tables["pandas, CSV"]
    for name, table in tables.items():
        if list(table.columns) != list(first.columns) or len(table) != len(first) or not table.eq(first).all().all():
            faults.append(f"{name} is another table than pandas, CSV")
    kinds = {field.name: str(field.type) for field in pyarrow.parquet.read_schema(parquet)}
    if kinds["Test Time / s"] != "double" or kinds["Unix Time / s"] != "double":
        faults.append(f"times are not float64: {kinds}")
    file = pyarrow.parquet.ParquetFile(parquet)
    codec = file.metadata.row_group(0).column(0).compression
    if codec != "ZSTD":
        faults.append(f"compressed with {codec}")
    inside = json.loads(file.schema_arrow.metadata[b"sandglass"])
    beside = json.loads(pathlib.Path(csv.removesuffix(".bdf.csv") + ".meta.json").read_text())
    for key in ("protocol_sha256", "cell", "generator"):
        if inside["metadata"][key] != beside["metadata"][key]:
            faults.append(f"{key} differs between Parquet and the file beside it")
    if beside["rows"] != len(first) or not beside["finalized"] or beside["columns"] != list(first.columns):
        faults.append(f"the file beside it says {beside['rows']} rows, {beside['columns']}")
    print(f"pandas {pandas.__version__}, polars {polars.__version__}: " + ("; ".join(faults) or f"{len(first)} rows alike"))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
