"""What can be chosen of an extract that is written: whose tables it has, and kinds of files."""

from __future__ import annotations

import enum


class ExportShape(enum.StrEnum):
    """The shapes in which extracts can be written, as `sim.records.known.shapes.Shape` has them."""

    MHSDS_V6 = "mhsds_v6"
    MHSDS_V5 = "mhsds_v5"
    PLAIN = "plain"


class Form(enum.StrEnum):
    """The kinds of files that an extract may consist of; their endings too."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


class Encoding(enum.StrEnum):
    """How the text of a CSV file is stored."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "cp1252"
