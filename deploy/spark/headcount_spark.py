"""Headcount beside the logs: reads them where they lie, and leaves what `headcount import` turns into one store.

    spark-submit --py-files read_file.py headcount_spark.py LOGS... --output OUT --headcount BINARY

See README.md beside this file.
"""

import argparse
import itertools
import json
import os
import re
import sys
import time
from urllib.parse import quote

from pyspark import SparkConf, SparkFiles
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import read_file  # noqa: E402

# Bytes of logs one task reads, about: a minute's work at most, so that little is lost with an executor.
TASK_BYTES = 256 << 20
# Tasks for each core at least: the last ones are small, and no core waits long for another.
TASKS_PER_CORE = 8
# Bytes of logs between two commits of the ledger: what a job that dies has to do again.
BATCH_BYTES = 256 << 30
# Bytes a task gathers of each kind of chunk before it writes them.
STAGED_BLOCK = 16 << 20
# Bytes of lines in one file for `headcount import`, before it is packed, about.
EXPORT_BYTES = 64 << 20
# Parts of a shuffle for each core. Where a batch has many more bytes of evidence than usual, give spark.sql.shuffle.partitions.
SHUFFLE_PARTS_PER_CORE = 2
# A row whose server the settings decide, when `import` reads it.
NO_SERVER = "(decided by the settings)"
# Folders of `rows` in one batch: a log may name as many servers and days as its writer likes. Those with the fewest rows,
# and those whose name is too long for a folder, share one.
FOLDERS = 100_000
FOLDER_NAME_BYTES = 200
SHARED_FOLDER = "(others)"

# What read_file.read yields, and `failed` with the reason for a file that was not read.
CHUNK = T.StructType([
    T.StructField("uri", T.StringType()), T.StructField("size", T.LongType()), T.StructField("modified", T.LongType()),
    T.StructField("name", T.StringType()), T.StructField("contribution", T.StringType()),
    T.StructField("content", T.StringType()), T.StructField("number", T.IntegerType()),
    T.StructField("kind", T.StringType()), T.StructField("bytes", T.LongType()),
    # UTF-8. As a text it would be decoded and encoded again on its way from Python, which takes longer than to read the log.
    T.StructField("lines", T.BinaryType())])
INPUT = "path STRING, member STRING, sha256 STRING, zone STRING, damage STRING, rejected MAP<STRING, BIGINT>"
NOTE = "path STRING, format STRING, reason STRING, remedy STRING, is_failure BOOLEAN"
ROW = ("source STRING, event_id LONG, channel STRING, logon_type LONG, outcome STRING, day STRING, server STRING, "
       "account_domain STRING, account_name STRING, account_sid STRING, address STRING, client_name STRING, "
       "server_address STRING, site STRING, forwarded STRING, product_hint STRING, agent_class STRING, "
       "count DECIMAL(20,0), first_seen_ms LONG, last_seen_ms LONG")
PLACES = "server STRING, server_address STRING, day STRING, rows LONG"
TOTALLED = ("contribution STRING, content STRING, server_name STRING, seen_on STRING, channel STRING, outcome STRING, "
            "count_before_deduplication DECIMAL(20,0)")
REJECT = "uri STRING, path STRING, format STRING, reason STRING, remedy STRING, is_failure BOOLEAN"
LEDGER = ("uri STRING, size LONG, modified LONG, outcome STRING, content STRING, display STRING, sha256 STRING, "
          "zone STRING, batch INT")


def main():
    options = arguments()
    began = time.time()
    spark = session()
    files, rejects = listed(spark, options.logs)
    for path, reason in rejects:
        print(f"headcount_spark: {path}: {reason}", file=sys.stderr)
    out = options.output.rstrip("/")
    done = finished(spark, out, bool(options.estate))
    new = [file for file in files if (file[0], file[1], file[2]) not in done]
    summary = {"files": len(files), "skipped": len(files) - len(new), "read": 0, "failed": len(rejects), "unread": 0,
               "inputs": 0, "copies": 0, "batches": 0}
    ship(spark, options)
    for batch in batches(new, options.batch_bytes):
        number = next_batch(spark, out)
        run_batch(spark, options, out, number, batch, rejects, summary)
        rejects = []
    summary["seconds"] = round(time.time() - began, 2)
    print(json.dumps(summary))
    print(f"Next: headcount import {out}/contributions --store FILE", file=sys.stderr)
    spark.stop()
    if summary["failed"]:
        raise SystemExit(f"headcount_spark: {summary['failed']} files could not be read: {out}/rejects says why. Run it again.")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("logs", nargs="+", help="files or folders: of this machine, or with a scheme that Hadoop knows")
    parser.add_argument("--output", required=True, help="folder for the tables and the lines; a later run adds to it")
    parser.add_argument("--headcount", required=True, help="the program, sent to every executor")
    parser.add_argument("--estate", help="folder with estate.yaml: the time zones of local logs")
    parser.add_argument("--reader", choices=["auto", "open", "arrow", "hadoop"], default="auto",
                        help="how a task reads a file; auto: open for file:, arrow for hdfs: and s3a:, else hadoop")
    parser.add_argument("--batch-bytes", type=int, default=BATCH_BYTES, help="bytes of logs between two commits")
    return parser.parse_args()


def session():
    given = dict(SparkConf().getAll())
    spark = (SparkSession.builder.appName("headcount")
             # A server with most of the log is split by Spark itself, and small days are put together.
             .config("spark.sql.adaptive.enabled", "true")
             .config("spark.sql.adaptive.optimizeSkewsInRebalancePartitions.enabled", "true")
             .config("spark.sql.session.timeZone", "UTC")
             # A batch of its columns would be 4,096 chunks: more than the heap. Rows come one by one.
             .config("spark.sql.parquet.enableVectorizedReader", "false")
             # The few kinds of chunks go into their folders as they come, unsorted.
             .config("spark.sql.maxConcurrentOutputFileWriters", 16)
             # Names and addresses of people: readable by who runs the job, unless the cluster's owner says otherwise.
             .config("spark.hadoop.fs.permissions.umask-mode", given.get("spark.hadoop.fs.permissions.umask-mode", "077"))
             # What a batch wrote before it died is written over.
             .config("spark.sql.sources.partitionOverwriteMode", "static")
             .getOrCreate())
    # Spark's own 200 are for more cores than most have; what is too large is split, what is small put together.
    if "spark.sql.shuffle.partitions" not in given:
        parts = max(8, SHUFFLE_PARTS_PER_CORE * spark.sparkContext.defaultParallelism)
        spark.conf.set("spark.sql.shuffle.partitions", parts)
    return spark


# Finding the logs, on the driver.

def listed(spark, arguments):
    """(uri, size, modified, name) of every file, and those that cannot be named, as (uri, reason)."""
    found, rejects = {}, []
    for argument in arguments:
        argument = argument.rstrip("/") or "/"
        for uri, size, modified, name in (through_hadoop(spark, argument) if "://" in argument
                                         else local(argument, rejects)):
            try:
                name.encode()
            except UnicodeEncodeError:
                rejects.append((ascii(name), "its name is no UTF-8: rename it, or scan it with headcount alone"))
                continue
            # A file that two arguments name is known by the smaller path, as in a scan.
            if uri not in found or name.encode() < found[uri][3].encode():
                found[uri] = (uri, size, modified, name)
    return sorted(found.values(), key=lambda file: file[3].encode()), rejects


def below(folder, rejects):
    """All paths below a folder, through links to folders, each folder once."""
    seen = set()

    def failed(error):
        rejects.append((ascii(error.filename), f"cannot be listed: {error.strerror}"))

    for here, folders, names in os.walk(folder, onerror=failed, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort(key=os.fsencode)
        yield from (os.path.join(here, name) for name in names)


def local(argument, rejects):
    if os.path.isfile(argument):
        paths = [argument]
    elif os.path.isdir(argument):
        paths = below(argument, rejects)
    else:
        raise SystemExit(f"headcount_spark: {argument}: no such file or folder on the driver")
    for path in paths:
        if os.path.isfile(path):
            status = os.stat(path)
            yield ("file://" + quote(os.fsencode(os.path.realpath(path))), status.st_size, status.st_mtime_ns, path)


def through_hadoop(spark, argument):
    hadoop = spark._jvm.org.apache.hadoop.fs
    root = hadoop.Path(argument)
    system = root.getFileSystem(spark._jsc.hadoopConfiguration())
    encoding = spark._jvm.java.lang.System.getProperty("sun.jnu.encoding")
    if system.getScheme() == "file" and encoding != "UTF-8":
        # Java would leave out, without a word, files whose names it cannot write.
        raise SystemExit(f"headcount_spark: Java reads names of files as {encoding}: run with LC_ALL=C.UTF-8, or give {argument} as a path")
    if not system.exists(root):
        raise SystemExit(f"headcount_spark: {argument}: no such file or folder")
    base = system.makeQualified(root).toUri().getPath().rstrip("/")
    entries = system.listFiles(root, True)
    while entries.hasNext():
        entry = entries.next()
        path = entry.getPath()
        inside = path.toUri().getPath()[len(base):]
        uri = path.toUri().toString()
        if uri.startswith("file:/") and not uri.startswith("file://"):
            uri = "file://" + uri[len("file:"):]
        yield uri, entry.getLen(), entry.getModificationTime(), argument + inside


def batches(files, most):
    """Files in the order of their paths, about `most` bytes of them at a time."""
    batch, size = [], 0
    for file in files:
        if batch and size + file[1] > most:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file[1]
    if batch:
        yield batch


# What was done before.

def ledger(spark, out):
    if not exists(spark, out + "/ledger"):
        return spark.createDataFrame([], LEDGER)
    return spark.read.schema(LEDGER).parquet(out + "/ledger")


def finished(spark, out, has_estate):
    """(uri, size, modified) of the files that were done before.

    has_estate: with settings, a log of local times whose zone nobody had stated is read again.
    """
    if not exists(spark, out + "/ledger"):
        return set()
    done = ledger(spark, out)
    if has_estate:
        done = done.where("zone IS NULL OR zone <> '-'")
    return {tuple(row) for row in done.select("uri", "size", "modified").distinct().collect()}


def next_batch(spark, out):
    if not exists(spark, out + "/ledger"):
        return 0
    # By its folders: a batch in which every file failed has no row.
    path = spark._jvm.org.apache.hadoop.fs.Path(out + "/ledger")
    folders = path.getFileSystem(spark._jsc.hadoopConfiguration()).listStatus(path)
    numbers = [re.fullmatch("batch=([0-9]+)", folder.getPath().getName()) for folder in folders]
    return 1 + max((int(found.group(1)) for found in numbers if found), default=-1)


def exists(spark, path):
    path = spark._jvm.org.apache.hadoop.fs.Path(path)
    return path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path)


def ship(spark, options):
    """Sends the program, and the settings, to every executor: nothing has to be installed there."""
    spark.sparkContext.addFile(os.path.abspath(options.headcount))
    spark.sparkContext.addPyFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), "read_file.py"))
    if options.estate:
        spark.sparkContext.addFile(os.path.abspath(os.path.join(options.estate, "estate.yaml")))


# One batch.

def run_batch(spark, options, out, number, files, rejects, summary):
    here = f"/batch={number}"
    staged = out + "/staging" + here
    # Chunks are too large for a dictionary, and for the way Parquet's snappy lets its buffer grow.
    (mapped(spark, options, files).write.mode("overwrite").option("parquet.enable.dictionary", "false")
     .option("compression", "zstd").option("parquet.block.size", STAGED_BLOCK).partitionBy("kind").parquet(staged))
    chunks = spark.read.schema(CHUNK).parquet(staged).withColumn("lines", F.col("lines").cast("string"))

    inputs = (chunks.where("kind = 'input'").withColumn("said", F.from_json("lines", INPUT))
              .select("uri", "size", "modified", "contribution", "content", F.coalesce("said.sha256", F.lit("")).alias("sha256"),
                      F.coalesce("said.zone", F.lit("")).alias("zone"),
                      F.when(F.col("said.member").isNull(), F.col("said.path"))
                      .otherwise(F.concat("said.path", F.lit("!"), "said.member")).alias("display"))
              .cache())
    kept = evidence(inputs, ledger(spark, out)).cache()
    counts = {row.kind: row for row in
              chunks.groupBy("kind").agg(F.count("*").alias("chunks"), F.sum("bytes").alias("bytes")).collect()}
    parts = 1 + sum(row.bytes for row in counts.values()) // EXPORT_BYTES
    export(chunks, kept, parts, out + "/contributions" + here)
    rows = out + "/rows" + here
    of_kept = chunks.where("kind = 'row'").join(F.broadcast(kept), "contribution")
    # Spark splits a day that is too much for one file and puts small ones together.
    in_folders(evidence_rows(of_kept), chunks.where("kind = 'places'")).createOrReplaceTempView("evidence_rows")
    (spark.sql("SELECT /*+ REBALANCE(server, day) */ * FROM evidence_rows").write.mode("overwrite").partitionBy("server", "day")
     .parquet(rows))
    # From the table: what it costs to read lines as JSON is more than what it costs to read columns again.
    (spark.read.schema(TOTALLED).parquet(rows)
     .groupBy("contribution", "content", "server_name", "seen_on", "channel", "outcome")
     .agg(F.sum("count_before_deduplication").alias("records_before_deduplication"))
     .write.mode("overwrite").parquet(out + "/totals" + here))
    rejected(spark, chunks, rejects).coalesce(1).write.mode("overwrite").parquet(out + "/rejects" + here)

    if exists(spark, out + "/ledger" + here):
        raise SystemExit(f"headcount_spark: another run has written {out}/ledger{here} meanwhile: one at a time, please")
    # Last: from here on these files are done.
    outcomes(chunks, inputs).coalesce(1).write.mode("overwrite").parquet(out + "/ledger" + here)

    found = {kind: row.chunks for kind, row in counts.items()}
    summary["batches"] += 1
    summary["read"] += found.get("finished", 0)
    summary["failed"] += found.get("failed", 0)
    # Of a file that failed there is a line too, which says that it is unread.
    summary["unread"] += max(0, found.get("unread", 0) - found.get("failed", 0))
    summary["inputs"] += found.get("input", 0)
    summary["copies"] += found.get("input", 0) - kept.count()
    for table in (inputs, kept):
        table.unpersist()
    remove(spark, staged)


def mapped(spark, options, files):
    """The chunks of all files."""
    context = spark.sparkContext
    cores = max(context.defaultParallelism, 1)
    total = sum(size for _, size, _, _ in files)
    count = max(1, min(len(files), max(TASKS_PER_CORE * cores, -(-total // TASK_BYTES))))
    # The largest first and one to each task in turn: no task has two of them before all have one.
    files = sorted(files, key=lambda file: (-file[1], file[3].encode()))
    dealt = [files[start::count] for start in range(count)]
    program = os.path.basename(options.headcount)
    has_estate, reader = bool(options.estate), options.reader
    prefix = "spark.hadoop."
    settings = {key[len(prefix):]: value for key, value in context.getConf().getAll() if key.startswith(prefix)}
    tasks = context.parallelize(dealt, count)
    return spark.createDataFrame(
        tasks.flatMap(lambda own: read_all(own, program, has_estate, reader, settings)), CHUNK, verifySchema=False)


def read_all(files, program, has_estate, reader, settings):
    """Runs where the task runs."""
    headcount = SparkFiles.get(program)
    os.chmod(headcount, 0o755)
    estate = SparkFiles.getRootDirectory() if has_estate else None
    for uri, size, modified, name in files:
        source = read_file.Source(uri, chosen_reader(uri, reader), classpath(), settings)
        chunks = read_file.read(source, name, headcount, estate)
        try:
            # A file is whole or not at all: there is no line before it was read to its end.
            first = next(chunks)
        except Exception as error:  # Of whatever client: it is this file's, not the job's.
            reason = str(error).replace("\0", " ") or type(error).__name__
            yield uri, size, modified, name, None, None, 0, "failed", 0, reason.encode("utf-8", "replace")
            try:
                for chunk in read_file.unread(name, reason, headcount):
                    yield uri, size, modified, name, *chunk
            except (read_file.Failed, OSError):
                pass  # The program itself does not run here: the table of rejects says so.
            continue
        for chunk in itertools.chain([first], chunks):
            yield uri, size, modified, name, *chunk


def chosen_reader(uri, reader):
    if reader != "auto":
        return reader
    if read_file.is_local(uri):
        return "open"
    return "arrow" if uri.startswith(("hdfs:", "s3a:", "s3:")) else "hadoop"


def classpath():
    import pyspark
    home = os.environ.get("SPARK_HOME") or os.path.dirname(pyspark.__file__)
    # Spark's jars, those of --jars and --packages, and the cluster's settings.
    parts = [os.path.join(home, "jars", "*"), os.path.join(SparkFiles.getRootDirectory(), "*"), os.environ.get("HADOOP_CONF_DIR", "")]
    return ":".join(part for part in parts if part)


def evidence(inputs, before):
    """The contributions whose lines are wanted: of each content the one at the byte-smallest place.

    Of the others `headcount import` wants the `input` line alone: their content counts once. One whose time zone nobody
    stated gives way to one that was read. Where an earlier batch has the content at a smaller place, nothing is wanted.
    """
    order = [F.col("zone") == "-", F.col("display"), F.col("sha256"), F.col("contribution")]
    first = (inputs.withColumn("rank", F.row_number().over(Window.partitionBy("content").orderBy(*order)))
             .where("rank = 1"))
    earlier = (before.where("content IS NOT NULL AND zone <> '-'").groupBy("content")
               .agg(F.min(F.struct("display", "sha256")).alias("earlier")))
    return (first.join(earlier, "content", "left")
            .where("earlier IS NULL OR struct(display, sha256) < earlier").select("contribution"))


def export(chunks, kept, parts, path):
    """The lines for `headcount import`: each input's one after the other, so that it needs no memory for them."""
    columns = ["uri", "contribution", "number", "lines"]
    notes = chunks.where("kind IN ('unread', 'finished')").select(columns)
    places = chunks.where("kind = 'input'").join(F.broadcast(kept), "contribution", "left_anti").select(columns)
    whole = chunks.where("kind IN ('input', 'row', 'other')").join(F.broadcast(kept), "contribution").select(columns)
    (whole.union(places).union(notes)
     .repartition(parts, F.coalesce("contribution", "uri"))
     .sortWithinPartitions("contribution", "uri", "number").select("lines")
     .write.mode("overwrite").option("compression", "gzip").text(path))


def lines_of(chunks, kind):
    return (chunks.select("contribution", "content", "name", F.explode(F.split("lines", "\n")).alias("line"))
            .withColumn("said", F.from_json("line", kind)).select("contribution", "content", "name", "said.*"))


def server_name():
    return (F.when(F.col("server") != "", F.col("server")).when(F.col("server_address") != "", F.col("server_address"))
            .otherwise(F.lit(NO_SERVER)))


def evidence_rows(of_kept):
    """What the lines of rows say; what is not there is 0 or the empty text."""
    rows = lines_of(of_kept, ROW)
    nothing = {"STRING": F.lit(""), "LONG": F.lit(0)}
    for name, kind in (field.split() for field in ROW.split(", ")):
        if kind in nothing:
            rows = rows.withColumn(name, F.coalesce(name, nothing[kind]))
    return (rows.withColumn("server_name", server_name()).drop("server").withColumnRenamed("day", "seen_on")
            .withColumnRenamed("count", "count_before_deduplication")
            .withColumn("first_seen", F.timestamp_millis("first_seen_ms"))
            .withColumn("last_seen", F.timestamp_millis("last_seen_ms")).drop("first_seen_ms", "last_seen_ms"))


def in_folders(rows, places):
    """With `server` and `day`, which name the folders, beside `server_name` and `seen_on`, which are what the log says.

    places: what the tasks counted while they cut the lines, so that the rows need not be read twice.
    """
    pairs = (lines_of(places, PLACES).withColumn("server_name", server_name()).withColumnRenamed("day", "seen_on")
             .groupBy("server_name", "seen_on").agg(F.sum("rows").alias("n")))
    # As Spark escapes it, at most three bytes for each. Java makes no folder of other letters than its locale has.
    fitting = pairs.where((F.octet_length("server_name") * 3 <= FOLDER_NAME_BYTES)
                          & (F.octet_length("server_name") == F.length("server_name")))
    named = (fitting.orderBy(F.desc("n"), "server_name", "seen_on").limit(FOLDERS)
             .select("server_name", "seen_on", F.lit(True).alias("has_folder")))
    return (rows.join(named, ["server_name", "seen_on"], "left")
            .withColumn("server", F.when(F.col("has_folder"), F.col("server_name")).otherwise(F.lit(SHARED_FOLDER)))
            .withColumn("day", F.when(F.col("has_folder"), F.col("seen_on")).otherwise(F.lit(SHARED_FOLDER))).drop("has_folder"))


def rejected(spark, chunks, rejects):
    inputs = chunks.where("kind = 'input'").withColumn("said", F.from_json("lines", INPUT))
    damaged = inputs.where("said.damage <> ''").select(
        "uri", F.col("said.path").alias("path"), F.lit("input").alias("format"), F.col("said.damage").alias("reason"),
        F.lit("read as far as it goes; copy it again").alias("remedy"), F.lit(True).alias("is_failure"))
    records = inputs.select("uri", "said.path", F.explode("said.rejected").alias("why", "count")).select(
        "uri", "path", F.lit("input").alias("format"), F.format_string("%d records rejected: %s", "count", "why").alias("reason"),
        F.lit("import, then headcount export rejections").alias("remedy"), F.lit(False).alias("is_failure"))
    said = (chunks.where("kind = 'unread'").withColumn("said", F.from_json("lines", NOTE))
            .select("uri", F.col("said.path").alias("path"), "said.format", "said.reason", "said.remedy",
                    F.coalesce("said.is_failure", F.lit(False)).alias("is_failure")))
    failed = (chunks.where("kind = 'failed'").join(said.select("uri"), "uri", "left_anti")
              .select("uri", F.col("name").alias("path"), F.lit("unknown").alias("format"), F.col("lines").alias("reason"),
                      F.lit("run the job again").alias("remedy"), F.lit(True).alias("is_failure")))
    unnamed = spark.createDataFrame(
        [(None, path, "unknown", reason, "", True) for path, reason in rejects],
        REJECT)
    return said.unionByName(failed).unionByName(damaged).unionByName(records).unionByName(unnamed)


def outcomes(chunks, inputs):
    """A row for each input, and for each file that has none; a file that failed has none, and is tried again."""
    read = chunks.where("kind = 'finished'").select("uri", "size", "modified").distinct()
    return read.join(inputs.drop("contribution"), ["uri", "size", "modified"], "left").select(
        "uri", "size", "modified", F.when(F.col("content").isNull(), "no log").otherwise("read").alias("outcome"), "content",
        "display", "sha256", "zone")


def remove(spark, path):
    path = spark._jvm.org.apache.hadoop.fs.Path(path)
    path.getFileSystem(spark._jsc.hadoopConfiguration()).delete(path, True)


if __name__ == "__main__":
    main()
