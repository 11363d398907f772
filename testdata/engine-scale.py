#!/usr/bin/env python3
"""What an engine reckons for a readout, and for a night in which little is new.

    testdata/engine-scale.py [--users 15000] [--folder FOLDER]

starts a Trino of a coordinator and two workers (.ci/trino), gives it an export of `uptake simulate` as a table, takes
testdata/bench/experiment.yaml through over it and over the file, says where the results differ, and prints for every
statement the bytes that Trino read, those that came back, and its CPU seconds, all by Trino's own count. Then nights
over those rows that are within two days of their unit's exposure: up to the last day but one, up to the last, and once
more. testdata/engine-scale.txt holds what it printed.
"""
import argparse, json, os, pathlib, re, shutil, subprocess, sys, tempfile, urllib.request

HOME = pathlib.Path(__file__).resolve().parent.parent
COLUMNS = ("event_id varchar, user_id varchar, event_name varchar, experiment varchar, variant varchar, "
           "suggestion_id varchar, value double, latency_ms double, platform varchar, plan varchar")


def run(*command, ok=(0, 3), **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    if done.returncode not in ok:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr}{done.stdout}")
    return done.stdout


def ask(host, path, sql=None):
    request = urllib.request.Request(path if "://" in path else f"http://{host}{path}",
                                     data=sql.encode() if sql else None, headers={"X-Trino-User": "test"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def execute(host, sql):
    state = ask(host, "/v1/statement", sql)
    while "nextUri" in state:
        state = ask(host, state["nextUri"])
    if "error" in state:
        sys.exit(f"{sql}: {state['error']['message']}")


def seconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()
    return float(number) * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}[unit]


def size(text):
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()
    return float(number) * {"B": 1, "kB": 2**10, "MB": 2**20, "GB": 2**30}[unit]


def statements(host, readout):
    """Every statement of a readout: what it is about, MB read, bytes back, CPU seconds."""
    out = []
    for asked in json.loads(readout.read_text())["rows"]["asked"]:
        read = cpu = 0
        for query in asked["queries"]:
            stats = ask(host, f"/v1/query/{query['id']}")["queryStats"]
            read, cpu = read + size(stats["physicalInputDataSize"]), cpu + seconds(stats["totalCpuTime"])
        out.append((asked["about"], read / 1e6, sum(q["returned"] for q in asked["queries"]), cpu))
    return out


def show(title, rows):
    print(f"\n{title}\n{'statement':<62} {'MB read':>8} {'back':>8} {'CPU s':>7}")
    for about, read, back, cpu in rows + [("all", sum(x[1] for x in rows), sum(x[2] for x in rows),
                                           sum(x[3] for x in rows))]:
        print(f"{about[:62]:<62} {read:>8.0f} {back:>8} {cpu:>7.1f}", flush=True)


def bare(readout):
    """A readout without what an engine cannot say."""
    got = json.loads(readout.read_text())
    got["input_hash"], got["rows"]["asked"] = None, None
    cells = [arm.get("cells") for metric in got["metrics"] for arm in metric["arms"]]
    for x in got["rows"]["dropped"] + got["rows"]["notes"] + cells:
        if isinstance(x, dict):
            x.pop("example", None)
    return json.dumps(got)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--users", type=int, default=15_000)
    p.add_argument("--folder", help="where all is put, a temporary one unless given")
    a = p.parse_args()
    room = pathlib.Path(a.folder or tempfile.mkdtemp())
    (room / "lake" / "export").mkdir(parents=True, exist_ok=True)
    uptake = room / "uptake"
    run("go", "build", "-o", uptake, "./cmd/uptake", cwd=HOME)
    run(uptake, "simulate", "-o", room / "made", "--users", a.users, "--days", 14, "--seed", 1, "--quiet")
    os.replace(room / "made" / "events.parquet", room / "lake" / "export" / "events.parquet")
    os.environ.setdefault("UPTAKE_TRINO_HEAP", "4G")
    address = run(HOME / ".ci" / "trino", "start", room / "trino", room / "lake", 2).strip()
    try:
        measure(room, uptake, address)
    finally:
        run(HOME / ".ci" / "trino", "stop", room / "trino")
        if not a.folder:
            shutil.rmtree(room)


def measure(room, uptake, address):
    host = re.search(r"@([^/]*)", address)[1]
    execute(host, "CREATE SCHEMA IF NOT EXISTS lake.scale")
    for table in "given", "rows", "quiet":
        execute(host, f"DROP TABLE IF EXISTS lake.scale.{table}")
    execute(host, f'CREATE TABLE lake.scale.given ("timestamp" timestamp(6), {COLUMNS}) WITH (format = \'PARQUET\', '
                  "external_location = 'local:///export')")
    # The columns that the file names alone, for uptake too.
    execute(host, "CREATE TABLE lake.scale.rows WITH (format = 'PARQUET') AS SELECT * FROM lake.scale.given")
    names = ", ".join(c.split()[0] for c in COLUMNS.split(", "))

    def view(where, table="rows"):
        execute(host, "CREATE OR REPLACE VIEW lake.scale.events AS SELECT with_timezone(\"timestamp\", 'UTC') AS "
                      f"\"timestamp\", {names} FROM lake.scale.{table} r WHERE {where}")

    bench = (HOME / "testdata" / "bench" / "experiment.yaml").read_text()
    there, file = room / "there.yaml", room / "file.yaml"
    there.write_text(bench.replace("sources:\n  - path: events.parquet",
                                   f"engine: {address.replace('/lake', '/lake/scale')}\nsources:\n  - table: events"))
    (room / "events").unlink(missing_ok=True)
    (room / "events").symlink_to(room / "lake" / "metastore" / "scale" / "rows")
    file.write_text(bench.replace("path: events.parquet", "{path: events, format: parquet}"))
    view("true")
    run(uptake, "readout", file, "-o", room / "of-file", "--format", "json", "--quiet")
    run(uptake, "readout", there, "-o", room / "of-sums", "--format", "json", "--quiet")
    want, got = bare(room / "of-file" / "readout.json"), bare(room / "of-sums" / "readout.json")
    read = json.loads(got)["rows"]["read"]
    show(f"A readout of {read} events" + ("" if want == got else " (DIFFERS from that of the file)"),
         statements(host, room / "of-sums" / "readout.json"))

    def nights(title, table):
        """Nights over a table of which the last day is missing, is there, and is there as before."""
        shutil.rmtree(room / "out", ignore_errors=True)
        shutil.rmtree(room / "kept", ignore_errors=True)
        for what, where in (("the first night", "\"timestamp\" < TIMESTAMP '2026-04-14'"),
                            ("a night with a new day", "true"), ("a night with nothing new", "true")):
            view(where, table)
            run(uptake, "nightly", there, "-o", room / "out", "--state", room / "kept", "--format", "json", "--quiet")
            n = json.loads((room / "out" / "run.json").read_text())
            show(f"{title}, {what}: {n['cohorts_asked']} cohorts asked, {n['cohorts_kept']} kept",
                 statements(host, room / "out" / "inline-suggestions" / "readout.json"))

    execute(host, "CREATE TABLE lake.scale.quiet WITH (format = 'PARQUET') AS SELECT r.* FROM lake.scale.rows r JOIN "
                  '(SELECT user_id, min("timestamp") AS first FROM lake.scale.rows WHERE event_name = \'exposure\' '
                  'GROUP BY user_id) u ON u.user_id = r.user_id WHERE r."timestamp" < u.first + INTERVAL \'2\' DAY')
    nights("Units go two days after exposure", "quiet")


main()
