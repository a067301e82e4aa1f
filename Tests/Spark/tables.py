"""Compares the Parquet tables of a job with its lines for import: PYTHON tables.py OUTPUT [--killed], with pyarrow."""

import glob
import gzip
import json
import os
import stat
import sys

import pyarrow.dataset


def main():
    output = sys.argv[1]
    said, accesses = 0, 0
    for path in glob.glob(output + "/contributions/*/*.txt.gz"):
        with gzip.open(path, "rt") as lines:
            for line in lines:
                line = json.loads(line)
                if line["kind"] == "row":
                    said += 1
                    accesses += line["count"]
    rows = table(output + "/rows")
    totals = table(output + "/totals")
    in_rows = sum(rows["count_before_deduplication"].to_pylist())
    in_totals = sum(totals["records_before_deduplication"].to_pylist())
    assert (rows.num_rows, in_rows, in_totals) == (said, accesses, accesses), (rows.num_rows, said, in_rows, in_totals, accesses)
    for field in ["uri", "path", "reason", "is_failure"]:
        assert field in table(output + "/rejects").column_names
    # A job that is killed may leave a file between its making and its mode; in a folder nobody else can enter.
    inside = [] if "--killed" in sys.argv else [os.path.join(folder, name) for folder, folders, names in os.walk(output)
                                                for name in folders + names]
    others = [path for path in [output, *inside] if stat.S_IMODE(os.lstat(path).st_mode) & 0o077]
    assert not others, f"readable by others: {others[:3]}"
    print(f"{said} rows of {accesses} accesses in the lines, the rows and the totals; nothing is readable by others")


def table(path):
    files = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names
             if name.endswith(".parquet")]
    return pyarrow.dataset.dataset(sorted(files), format="parquet").to_table()


if __name__ == "__main__":
    main()
