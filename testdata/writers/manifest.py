"""Every real writer writes the truth, with its defaults and with options; cases() lists what is to be read back.

A case: name, path, and where they differ from the plain case: source (keys of
the experiment file's source), experiment (keys of the file), without (columns
that the writer cannot hold), times (what it cuts times to), as (what it makes
of a column), keep (which rows are in the table's last version).
"""
import csv
import json
import os
import shutil
import subprocess

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet

import truth

ROWS = truth.rows()
COLUMNS = list(ROWS[0])


def plain(v):
    return str(v) if type(v).__name__ in ("UUID",) else v


def arrow_table():
    columns = {c: [plain(r[c]) for r in ROWS] for c in COLUMNS}
    types = {"ts": pyarrow.timestamp("us", "UTC"), "decided": pyarrow.timestamp("us", "UTC"), "tier": pyarrow.decimal128(38, 9), "small": pyarrow.int8()}
    return pyarrow.table({c: pyarrow.array(v, types.get(c)) for c, v in columns.items()})


def retyped(table, column, kind):
    return table.set_column(table.schema.get_field_index(column), column, table[column].cast(kind))


def write_pyarrow(d):
    t = arrow_table()
    dictionaries = t
    for c in ("arm", "region", "outcome"):
        dictionaries = dictionaries.set_column(t.schema.get_field_index(c), c, dictionaries[c].dictionary_encode())
    naive = retyped(retyped(t, "ts", pyarrow.timestamp("us")), "decided", pyarrow.timestamp("us"))
    parquet = {
        "default": (t, {}), "v2-pages": (t, {"data_page_version": "2.0"}), "small-pages": (t, {"data_page_size": 512, "row_group_size": 50}),
        "no-dictionary": (t, {"use_dictionary": False}), "int96": (t, {"use_deprecated_int96_timestamps": True}), "dictionary": (dictionaries, {}),
        "decimal-as-integer": (retyped(t, "small", pyarrow.decimal128(9, 2)), {"store_decimal_as_integer": True}), "naive": (naive, {}),
        "page-index-crc": (t, {"write_page_index": True, "write_page_checksum": True}), "nanoseconds": (retyped(t, "ts", pyarrow.timestamp("ns", "UTC")), {}),
        "large-string": (retyped(t, "note", pyarrow.large_string()), {}), "view": (retyped(t, "note", pyarrow.string_view()), {}),
        "delta": (t, {"use_dictionary": False, "column_encoding": {"sid": "DELTA_BYTE_ARRAY", "note": "DELTA_LENGTH_BYTE_ARRAY", "acct": "DELTA_BINARY_PACKED", "price": "BYTE_STREAM_SPLIT"}}),
    }
    for codec in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
        parquet["codec-" + codec] = (t, {"compression": codec})
    for name, (table, options) in parquet.items():
        path = f"{d}/pyarrow-{name}.parquet"
        pyarrow.parquet.write_table(table, path, **options)
        yield {"name": f"pyarrow-parquet-{name}", "path": path}
    wide = retyped(t, "tier", pyarrow.decimal256(60, 9))
    for name, table, options in (("default", t, {}), ("lz4", t, {"compression": "lz4"}), ("zstd", t, {"compression": "zstd"}), ("dictionary", dictionaries, {}),
                                 ("view", retyped(t, "note", pyarrow.string_view()), {}), ("decimal256", wide, {}), ("naive", naive, {})):
        for kind, new in (("file", pyarrow.ipc.new_file), ("stream", pyarrow.ipc.new_stream)):
            path = f"{d}/pyarrow-{name}.{'arrow' if kind == 'file' else 'arrows'}"
            with pyarrow.OSFile(path, "wb") as sink, new(sink, table.schema, options=pyarrow.ipc.IpcWriteOptions(**options)) as w:
                w.write_table(table, max_chunksize=100)
            yield {"name": f"pyarrow-arrow-{kind}-{name}", "path": path}
    runs = t.set_column(t.schema.get_field_index("region"), "region", pyarrow.chunked_array([pyarrow.compute.run_end_encode(t["region"].combine_chunks())]))
    with pyarrow.OSFile(f"{d}/pyarrow-runs.arrow", "wb") as sink, pyarrow.ipc.new_file(sink, runs.schema) as w:
        w.write_table(runs)
    yield {"name": "pyarrow-arrow-file-run-ends", "path": f"{d}/pyarrow-runs.arrow"}
    pyarrow.feather.write_feather(t, f"{d}/pyarrow.feather")
    yield {"name": "pyarrow-feather", "path": f"{d}/pyarrow.feather", "source": {"format": "ipc"}}
    pyarrow.csv.write_csv(t, f"{d}/pyarrow.csv")
    yield {"name": "pyarrow-csv", "path": f"{d}/pyarrow.csv"}
    pyarrow.parquet.write_to_dataset(t, f"{d}/pyarrow-hive", partition_cols=["region"])
    yield {"name": "pyarrow-hive", "path": f"{d}/pyarrow-hive"}


def write_polars(d):
    f = polars.from_arrow(arrow_table())
    for codec in ("zstd", "snappy", "lz4", "gzip", "brotli", "uncompressed"):
        path = f"{d}/polars-{codec}.parquet"
        f.write_parquet(path, compression=codec)
        yield {"name": f"polars-parquet-{codec}", "path": path}
    f.with_columns(polars.col("region").cast(polars.Categorical)).write_parquet(f"{d}/polars-categorical.parquet")
    yield {"name": "polars-parquet-categorical", "path": f"{d}/polars-categorical.parquet"}
    for codec in ("uncompressed", "lz4", "zstd"):
        f.write_ipc(f"{d}/polars-{codec}.arrow", compression=codec)
        yield {"name": f"polars-ipc-{codec}", "path": f"{d}/polars-{codec}.arrow"}
    f.with_columns(polars.col("region").cast(polars.Categorical), polars.col("arm").cast(polars.Enum(["control", "treatment"]))).write_ipc(f"{d}/polars-categorical.arrow")
    yield {"name": "polars-ipc-categorical", "path": f"{d}/polars-categorical.arrow"}
    f.write_ipc_stream(f"{d}/polars.arrows")
    yield {"name": "polars-ipc-stream", "path": f"{d}/polars.arrows"}
    f.write_csv(f"{d}/polars.csv")
    yield {"name": "polars-csv", "path": f"{d}/polars.csv"}
    f.write_csv(f"{d}/polars-semicolon.csv", separator=";", include_bom=True)
    yield {"name": "polars-csv-semicolon-bom", "path": f"{d}/polars-semicolon.csv"}
    f.write_csv(f"{d}/polars-null.csv", null_value="\\N")
    yield {"name": "polars-csv-null-words", "path": f"{d}/polars-null.csv"}
    f.write_ndjson(f"{d}/polars.ndjson")
    yield {"name": "polars-ndjson", "path": f"{d}/polars.ndjson"}


def write_pandas(d):
    f = pandas.DataFrame({c: [plain(r[c]) for r in ROWS] for c in COLUMNS})
    f.to_parquet(f"{d}/pandas.parquet")
    yield {"name": "pandas-parquet", "path": f"{d}/pandas.parquet"}
    f.to_csv(f"{d}/pandas.csv")
    yield {"name": "pandas-csv-index", "path": f"{d}/pandas.csv"}
    f.to_csv(f"{d}/pandas.tsv", sep="\t", index=False)
    yield {"name": "pandas-tsv", "path": f"{d}/pandas.tsv", "source": {"csv": {"quote": '"'}}}
    f.to_csv(f"{d}/pandas-na.csv", index=False, na_rep="NULL")
    yield {"name": "pandas-csv-null-words", "path": f"{d}/pandas-na.csv", "without": ["note", "tier", "flag", "price"]}
    f.to_csv(f"{d}/pandas-escape.csv", index=False, escapechar="\\", doublequote=False)
    yield {"name": "pandas-csv-escape", "path": f"{d}/pandas-escape.csv", "source": {"csv": {"escape": "backslash"}}}
    f.to_csv(f"{d}/pandas-escape-all.csv", index=False, escapechar="\\", doublequote=False, quoting=csv.QUOTE_ALL)
    yield {"name": "pandas-csv-escape-quote-all", "path": f"{d}/pandas-escape-all.csv", "source": {"csv": {"escape": "backslash"}}}
    f.to_csv(f"{d}/pandas-utf16.csv", index=False, encoding="utf-16")
    yield {"name": "pandas-csv-utf16", "path": f"{d}/pandas-utf16.csv"}
    f.drop(columns=["note"]).to_csv(f"{d}/pandas-comma.csv", index=False, sep=";", decimal=",")
    yield {"name": "pandas-csv-decimal-comma", "path": f"{d}/pandas-comma.csv", "source": {"csv": {"decimal": ","}}, "without": ["note", "tier", "price"]}
    for suffix in (".gz", ".bz2"):
        f.to_csv(f"{d}/pandas.csv{suffix}", index=False)
        yield {"name": "pandas-csv" + suffix, "path": f"{d}/pandas.csv{suffix}"}
    g = f.assign(tier=f.tier.astype(str), day=f.day.astype(str))
    g.to_json(f"{d}/pandas.ndjson", orient="records", lines=True, date_format="iso")
    yield {"name": "pandas-json-lines", "path": f"{d}/pandas.ndjson", "times": "ms", "without": ["tier", "price"]}
    g.to_json(f"{d}/pandas-records.json", orient="records", date_format="iso")
    yield {"name": "pandas-json-records", "path": f"{d}/pandas-records.json", "times": "ms", "without": ["tier", "price"]}
    g.to_json(f"{d}/pandas-table.json", orient="table", index=False)
    yield {"name": "pandas-json-table", "path": f"{d}/pandas-table.json", "times": "ms", "without": ["tier", "price"], "source": {"rows": "data"}}
    g.to_json(f"{d}/pandas-split.json", orient="split")
    yield {"name": "pandas-json-split", "path": f"{d}/pandas-split.json"}


def write_duckdb(d):
    t = arrow_table()
    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'")
    con.register("t", t)
    con.execute("CREATE TABLE s AS SELECT * REPLACE (uuid::UUID AS uuid) FROM t")
    for name, options in {"default": "", "zstd": ", COMPRESSION zstd", "gzip": ", COMPRESSION gzip", "lz4": ", COMPRESSION lz4", "lz4-raw": ", COMPRESSION lz4_raw",
                          "brotli": ", COMPRESSION brotli", "v2": ", PARQUET_VERSION V2", "row-groups": ", ROW_GROUP_SIZE 2048"}.items():
        path = f"{d}/duckdb-{name}.parquet"
        con.execute(f"COPY s TO '{path}' (FORMAT parquet{options})")
        yield {"name": f"duckdb-parquet-{name}", "path": path}
    for name, options in {"default": "", "tab": ", DELIMITER '\t'", "null": ", NULLSTR '\\N'", "gz": ", COMPRESSION gzip", "zst": ", COMPRESSION zstd"}.items():
        path = f"{d}/duckdb-{name}.csv" + (f".{name}" if name in ("gz", "zst") else "")
        con.execute(f"COPY s TO '{path}' (FORMAT csv, HEADER{options})")
        yield {"name": f"duckdb-csv-{name}", "path": path}
    con.execute(f"COPY s TO '{d}/duckdb.ndjson' (FORMAT json)")
    yield {"name": "duckdb-json", "path": f"{d}/duckdb.ndjson"}
    con.execute(f"COPY s TO '{d}/duckdb-array.json' (FORMAT json, ARRAY true)")
    yield {"name": "duckdb-json-array", "path": f"{d}/duckdb-array.json"}
    con.execute(f"COPY (SELECT * REPLACE (CASE WHEN small = 3 THEN 'nan'::DOUBLE ELSE price END AS price) FROM s) TO '{d}/duckdb-nan.ndjson' (FORMAT json)")
    yield {"name": "duckdb-json-bare-nan", "path": f"{d}/duckdb-nan.ndjson", "without": ["price"]}
    con.execute(f"COPY (SELECT * REPLACE (acct::HUGEINT AS acct) FROM s) TO '{d}/duckdb-hugeint.parquet' (FORMAT parquet)")
    yield {"name": "duckdb-parquet-hugeint-ids", "path": f"{d}/duckdb-hugeint.parquet", "experiment": {"columns": {"suggestion_id": "sid", "unit": "acct", "arm": "arm", "ts": "ts", "decided_at": "decided", "outcome": "outcome"}}}
    con.execute("SET TimeZone='Asia/Kolkata'")
    con.execute(f"COPY s TO '{d}/duckdb-kolkata.csv' (FORMAT csv, HEADER)")
    yield {"name": "duckdb-csv-kolkata", "path": f"{d}/duckdb-kolkata.csv"}
    con.execute("SET TimeZone='UTC'")
    con.execute(f"COPY s TO '{d}/duckdb-hive' (FORMAT parquet, PARTITION_BY (region))")
    yield {"name": "duckdb-hive", "path": f"{d}/duckdb-hive"}


def write_chdb(d):
    import chdb
    pyarrow.parquet.write_table(arrow_table(), f"{d}/chdb-source.parquet")
    columns = "* REPLACE (toUUID(uuid) AS uuid)"
    for name, suffix, extra in (("Parquet", "parquet", {}), ("Arrow", "arrow", {}), ("ArrowStream", "arrows", {}), ("CSVWithNames", "csv", {}), ("TabSeparatedWithNames", "tsv", {}),
                                ("JSONEachRow", "ndjson", {}), ("JSONLines", "jsonl", {}), ("JSON", "json", {"source": {"rows": "data"}}), ("TSVWithNames", "tab", {})):
        path = f"{d}/chdb-{name}.{suffix}"
        out = chdb.query(f"SELECT {columns} FROM file('{d}/chdb-source.parquet', Parquet)", name)
        with open(path, "wb") as f:
            f.write(out.bytes())
        yield dict({"name": f"clickhouse-{name}", "path": path}, **extra)
    for codec in ("lz4", "zstd", "snappy", "gzip", "brotli", "none"):
        path = f"{d}/chdb-{codec}.parquet"
        out = chdb.query(f"SELECT {columns} FROM file('{d}/chdb-source.parquet', Parquet) SETTINGS output_format_parquet_compression_method='{codec}'", "Parquet")
        with open(path, "wb") as f:
            f.write(out.bytes())
        yield {"name": f"clickhouse-Parquet-{codec}", "path": path}
    for codec in ("lz4_frame", "zstd"):
        path = f"{d}/chdb-{codec}.arrow"
        out = chdb.query(f"SELECT {columns} FROM file('{d}/chdb-source.parquet', Parquet) SETTINGS output_format_arrow_compression_method='{codec}'", "Arrow")
        with open(path, "wb") as f:
            f.write(out.bytes())
        yield {"name": f"clickhouse-Arrow-{codec}", "path": path}


def write_spark(d):
    from pyspark.sql import SparkSession
    spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
             .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    pyarrow.parquet.write_table(arrow_table(), f"{d}/spark-source.parquet")
    f = spark.read.parquet(f"{d}/spark-source.parquet")
    for name, options in {"default": {}, "zstd": {"compression": "zstd"}, "gzip": {"compression": "gzip"}, "lz4": {"compression": "lz4"}, "lz4_raw": {"compression": "lz4_raw"},
                          "none": {"compression": "none"}}.items():
        try:
            f.repartition(2).write.mode("overwrite").options(**options).parquet(f"{d}/spark-{name}")
        except Exception as e:  # a codec that this build of Spark lacks
            print(f"not written: spark parquet {name}: {type(e).__name__}")
            continue
        yield {"name": f"spark-parquet-{name}", "path": f"{d}/spark-{name}"}
    for name, key, value in (("int96", "spark.sql.parquet.outputTimestampType", "INT96"), ("millis", "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS"), ("legacy", "spark.sql.parquet.writeLegacyFormat", "true")):
        old = spark.conf.get(key)
        spark.conf.set(key, value)
        f.write.mode("overwrite").parquet(f"{d}/spark-{name}")
        spark.conf.set(key, old)
        yield dict({"name": f"spark-parquet-{name}", "path": f"{d}/spark-{name}"}, **({"times": "ms"} if name == "millis" else {}))
    f.write.mode("overwrite").option("parquet.writer.version", "v2").parquet(f"{d}/spark-v2")
    yield {"name": "spark-parquet-v2", "path": f"{d}/spark-v2"}
    f.withColumn("ts", f.ts.cast("timestamp_ntz")).write.mode("overwrite").parquet(f"{d}/spark-ntz")
    yield {"name": "spark-parquet-ntz", "path": f"{d}/spark-ntz"}
    f.write.mode("overwrite").option("header", "true").option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX").csv(f"{d}/spark-csv")
    yield {"name": "spark-csv", "path": f"{d}/spark-csv", "source": {"csv": {"escape": "backslash"}}, "as": {"note": lambda v: v and v.strip()}}
    f.write.mode("overwrite").option("header", "true").option("escape", '"').option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX").option("ignoreLeadingWhiteSpace", "false").option("ignoreTrailingWhiteSpace", "false").csv(f"{d}/spark-csv-quote")
    yield {"name": "spark-csv-escape-quote", "path": f"{d}/spark-csv-quote"}
    f.write.mode("overwrite").option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX").json(f"{d}/spark-json")
    f.filter("false").write.mode("append").json(f"{d}/spark-json")
    yield {"name": "spark-json-empty-part", "path": f"{d}/spark-json"}
    f.write.mode("overwrite").partitionBy("region").parquet(f"{d}/spark-hive")
    yield {"name": "spark-hive", "path": f"{d}/spark-hive"}
    spark.stop()


def write_delta(d):
    import deltalake
    path = f"{d}/delta"
    t = arrow_table()
    deltalake.write_deltalake(path, t.slice(0, 100))
    deltalake.write_deltalake(path, t.slice(100), mode="append")
    yield {"name": "deltalake-append", "path": path}
    path = f"{d}/delta-delete"
    deltalake.write_deltalake(path, t)
    deltalake.DeltaTable(path).delete("region = 'east'")
    yield {"name": "deltalake-delete", "path": path, "keep": lambda r: r["region"] != "east"}
    yield {"name": "deltalake-delete-glob", "path": path + "/*.parquet", "keep": lambda r: r["region"] != "east"}
    path = f"{d}/delta-overwrite"
    deltalake.write_deltalake(path, t.slice(0, 120), partition_by=["region"])
    deltalake.write_deltalake(path, t, mode="overwrite", partition_by=["region"])
    deltalake.DeltaTable(path).create_checkpoint()
    yield {"name": "deltalake-overwrite-checkpoint", "path": path}
    path = f"{d}/delta-compact"
    for i in range(0, 240, 40):
        deltalake.write_deltalake(path, t.slice(i, 40), mode="append")
    deltalake.DeltaTable(path).optimize.compact()
    yield {"name": "deltalake-compact", "path": path}


def write_iceberg(d):
    from pyiceberg.catalog.sql import SqlCatalog
    os.makedirs(f"{d}/warehouse", exist_ok=True)
    catalog = SqlCatalog("local", uri=f"sqlite:///{d}/catalog.db", warehouse=f"file://{d}/warehouse")
    catalog.create_namespace("n")
    t = retyped(arrow_table(), "small", pyarrow.int32())
    table = catalog.create_table("n.appended", schema=t.schema)
    table.append(t.slice(0, 100))
    table.append(t.slice(100))
    yield {"name": "pyiceberg-append", "path": f"{d}/warehouse/n/appended"}
    table = catalog.create_table("n.deleted", schema=t.schema)
    table.append(t)
    table.delete("region == 'east'")
    yield {"name": "pyiceberg-delete", "path": f"{d}/warehouse/n/deleted", "keep": lambda r: r["region"] != "east"}
    yield {"name": "pyiceberg-delete-data-folder", "path": f"{d}/warehouse/n/deleted/data", "keep": lambda r: r["region"] != "east"}
    table = catalog.create_table("n.overwritten", schema=t.schema)
    table.append(t.slice(0, 120))
    table.overwrite(t)
    yield {"name": "pyiceberg-overwrite", "path": f"{d}/warehouse/n/overwritten"}


def write_node(d):
    simple = [{c: (None if r[c] is None else r[c].isoformat() if c in ("ts", "decided", "day") else str(r[c]) if c in ("uuid", "tier", "acct") else r[c]) for c in COLUMNS} for r in ROWS]
    with open(f"{d}/node-source.json", "w") as f:
        json.dump(simple, f)
    node = os.path.join(os.path.dirname(d), "node")
    shutil.copy(os.path.join(os.path.dirname(__file__), "write.mjs"), node)  # beside its package
    subprocess.run(["node", "write.mjs", d], check=True, cwd=node)
    for name in ("snappy", "uncompressed"):
        yield {"name": f"hyparquet-{name}", "path": f"{d}/hyparquet-{name}.parquet", "times": "ms"}


def sql_types():
    return {"acct": "BIGINT", "ts": "TIMESTAMPTZ", "decided": "TIMESTAMPTZ", "tier": "NUMERIC(38,9)", "price": "DOUBLE PRECISION", "flag": "BOOLEAN", "day": "DATE", "small": "SMALLINT", "uuid": "UUID"}


def plain_csv(d):
    path = f"{d}/source.csv"
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(COLUMNS)
        for r in ROWS:
            w.writerow(["\\N" if r[c] is None else r[c].isoformat() if c in ("ts", "decided") else str(r[c]) for c in COLUMNS])
    return path


def write_sqlite(d):
    source = plain_csv(d)
    db = f"{d}/sqlite.db"
    columns = ", ".join(f"{c} {'INTEGER' if c in ('acct', 'small') else 'REAL' if c == 'price' else 'TEXT'}" for c in COLUMNS)
    nulls = "".join(f"UPDATE t SET {c} = NULL WHERE {c} = '\\N';" for c in COLUMNS)
    subprocess.run(["sqlite3", db], input=f"CREATE TABLE t({columns});\n.mode csv\n.import --skip 1 {source} t\n{nulls}", text=True, check=True)
    for mode, suffix, extra in (("csv", "csv", {}), ("json", "json", {}), ("tabs", "tsv", {"without": ["note"]})):
        path = f"{d}/sqlite.{suffix}"
        query = "SELECT * FROM t" if mode != "tabs" else "SELECT " + ", ".join(c for c in COLUMNS if c != "note") + " FROM t"
        with open(path, "w") as f:
            subprocess.run(["sqlite3", "-header", "-" + mode, db, query], stdout=f, check=True)
        yield dict({"name": f"sqlite3-{mode}", "path": path}, **extra)


def write_psql(d):
    if not os.environ.get("PSQL"):
        print("not written: psql (set PSQL to a command that reaches a server)")
        return
    psql = os.environ["PSQL"].split()
    source = plain_csv(d)
    types = sql_types()
    columns = ", ".join(f"{c} {types.get(c, 'TEXT')}" for c in COLUMNS)
    script = f"SET timezone='UTC';\nDROP TABLE IF EXISTS t;\nCREATE TABLE t({columns});\n\\copy t from '{source}' csv header null '\\N'\n"
    script += f"\\copy t to '{d}/psql.csv' csv header\n\\copy t to '{d}/psql.tsv' with (header)\n\\copy (select row_to_json(t) from t) to '{d}/psql.ndjson' csv quote e'\\x01' delimiter e'\\x02'\n"
    script += f"SET timezone='Asia/Kolkata';\n\\copy t to '{d}/psql-kolkata.csv' csv header\n"
    subprocess.run(psql + ["-q", "-v", "ON_ERROR_STOP=1"], input=script, text=True, check=True)
    yield {"name": "psql-csv", "path": f"{d}/psql.csv"}
    yield {"name": "psql-text", "path": f"{d}/psql.tsv"}
    yield {"name": "psql-json", "path": f"{d}/psql.ndjson"}
    yield {"name": "psql-csv-kolkata", "path": f"{d}/psql-kolkata.csv"}


WRITERS = [write_pyarrow, write_polars, write_pandas, write_duckdb, write_chdb, write_spark, write_delta, write_iceberg, write_node, write_sqlite, write_psql]


def cases(folder, names):
    for w in WRITERS:
        if not names or w.__name__.removeprefix("write_") in names:
            yield from w(folder)
