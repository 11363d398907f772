#!/usr/bin/env python3
"""Times uptake against DuckDB, polars and pandas with tea-tasting on one job, in turn, and
holds every number of each against uptake's: testdata/bench/run.py --help"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PINNED = ["duckdb==2.0.1", "polars==2.1.0", "pandas==3.1.1", "pyarrow==26.0.1", "tea-tasting==2.0.0", "numpy==2.5.5", "scipy==1.18.1"]
FILES = {"parquet": "events.parquet", "snappy": "events.snappy.parquet", "csv": "events.csv", "ndjson": "events.ndjson", "csv.gz": "events.csv.gz", "ndjson.gz": "events.ndjson.gz"}
USERS = 15_000  # that make about a million rows
SIMULATED = 10  # million rows at most; a larger export is copies of these, each a file of other ids
ENGINES = {"uptake": "uptake", "duckdb": "DuckDB, tuned", "polars": "polars, lazy streaming", "pandas": "pandas, tea-tasting"}


def options():
    p = argparse.ArgumentParser(description="Times uptake and others on one job, in turn, and compares all numbers.")
    p.add_argument("--rows", type=float, default=1, help="million rows of the export: 1, 10, or a multiple of 10, which is the 10 as often with other ids (default 1)")
    p.add_argument("--formats", default=",".join(FILES), help="of " + ", ".join(FILES) + " (default all)")
    p.add_argument("--engines", default=",".join(ENGINES), help="of " + ", ".join(ENGINES) + " (default all)")
    p.add_argument("--pairs", type=int, default=5, help="rounds, in each of which every engine runs once (default 5)")
    p.add_argument("--threads", type=int, default=2, help="CPUs that every engine may use (default 2)")
    p.add_argument("--memory", help="given to uptake's --memory, such as 4GiB")
    p.add_argument("--python", help="a Python 3.12 or later (default: the newest that is found)")
    p.add_argument("--uptake", help="the program (default: built from this folder)")
    p.add_argument("--other", help="another build of uptake, timed and compared beside it")
    p.add_argument("--command", default="readout", choices=("readout", "ignores", "aa", "study", "check"), help="of uptake, to set two builds beside each other; others know readout alone")
    p.add_argument("--experiment", default="experiment.yaml", help="experiment file of this folder: experiment.yaml, or everything.yaml, which others do not know")
    p.add_argument("--work", help="folder for data, programs and results, used again when it is there (default: a temporary one)")
    p.add_argument("--table", help="file to write the table to as well")
    p.add_argument("--record", help="file of JSON lines to add the medians to, from which figure.py draws the cost of a row")
    p.add_argument("--start", action="store_true", help="time short runs too: version, and a readout of 20,000 events")
    o = p.parse_args()
    for name, known in (("formats", FILES), ("engines", ENGINES)):
        setattr(o, name, getattr(o, name).split(","))
        for x in getattr(o, name):
            if x not in known:
                p.error(f"--{name} {x}: there is {', '.join(known)}")
    if o.rows < 0.1:
        p.error("--rows: at least 0.1; with fewer units uptake compares ratios more carefully than compare.py does")
    o.copies, o.split = (round(o.rows / SIMULATED) if o.rows > SIMULATED else 0), []
    if o.copies and o.copies * SIMULATED != o.rows:
        p.error(f"--rows {o.rows:g}: above {SIMULATED} there are multiples of {SIMULATED}")
    if o.copies and "pandas" in o.engines:
        p.error(f"--engines: pandas reads one file into memory, and above {SIMULATED} million rows there are several; leave it out")
    if "uptake" not in o.engines:
        p.error("--engines: uptake is what the others are held against")
    if o.command != "readout" or o.experiment != "experiment.yaml":
        if o.engines == list(ENGINES):
            o.engines = ["uptake"]
        if o.engines != ["uptake"]:
            p.error("--command and --experiment: only builds of uptake know them; leave --engines out")
    return o


def run(*command, **more):
    subprocess.run(command, check=True, **more)


def new_enough(named):
    """A Python that tea-tasting 2 runs on: 3.12 or later."""
    for p in [named] if named else ["python3.14", "python3.13", "python3.12", "python3", sys.executable]:
        if shutil.which(p) and subprocess.run([p, "-c", "import sys; sys.exit(sys.version_info < (3, 12))"], capture_output=True).returncode == 0:
            return p
    raise SystemExit("Python 3.12 or later is needed, and " + (f"{named} is not" if named else "none was found; name one with --python"))


def prepare(o):
    """Installs what is compared and makes the data where it is not there."""
    python = os.path.join(o.work, "python", "bin", "python")
    if not os.path.exists(python):
        run(new_enough(o.python), "-m", "venv", os.path.join(o.work, "python"))
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PINNED)
    if not o.uptake:
        o.uptake = os.path.join(o.work, "uptake")
        run("go", "build", "-ldflags=-s -w", "-o", o.uptake, "./cmd/uptake", cwd=ROOT)
    o.data = os.path.join(o.work, f"events-{min(o.rows, SIMULATED):g}m")
    o.simulated = source = os.path.join(o.data, FILES["parquet"])
    if not os.path.exists(source):
        run(o.uptake, "simulate", "-o", o.data, "--users", str(max(2, round(USERS * min(o.rows, SIMULATED)))), "--days", "14", "--pre-days", "8", "--effect", "2pp", "--quiet", stdout=subprocess.DEVNULL)
    for f in o.formats:
        for copy, to in enumerate(files(o, f), 1):
            if not os.path.exists(to):
                print(f"writing {os.path.relpath(to, o.work)}", file=sys.stderr, flush=True)
                os.makedirs(os.path.dirname(to), exist_ok=True)
                run(python, os.path.join(HERE, "export.py"), source, to, *([f"-{copy}"] if o.copies else []))
    return python


def files(o, f):
    """The files of an export."""
    if not o.copies:
        return [os.path.join(o.data, FILES[f])]
    return [os.path.join(o.data, "copies", f"{copy:03d}-{FILES[f]}") for copy in range(1, o.copies + 1)]


def pattern(o, f):
    """What engines are told to read: a file, or all copies of it."""
    if not o.copies:
        return files(o, f)[0]
    room = os.path.join(o.work, "exports", f"{o.rows:g}m-{f}")
    shutil.rmtree(room, ignore_errors=True)
    os.makedirs(room)
    for to in files(o, f):
        os.symlink(to, os.path.join(room, os.path.basename(to)))
    return os.path.join(room, "*" + FILES[f])


def expected(o, python):
    """Sums over the simulated rows by DuckDB: over copies every sum is so many times as much.

    The split is one half give or take chance, which so many times over is no chance any more,
    and uptake would rightly show no lift: the experiment is planned as it came out."""
    out = os.path.join(o.work, "out", "simulated.json")
    run(python, os.path.join(HERE, "job_duckdb.py"), o.simulated, out, str(o.threads))
    with open(out) as f:
        units = {r["arm"]: r["units"] for r in json.load(f)["levels"] if r["dimension"] == "all"}
    shares = [f"arms[{n}].share={units[arm] / sum(units.values()):.12f}" for n, arm in enumerate(("control", "treatment"), 1)]
    o.split = [x for share in shares for x in ("--set", share)]
    return out


def command(o, python, engine, export, out):
    if engine in ("uptake", "other"):
        program = o.uptake if engine == "uptake" else o.other
        more = ["--memory", o.memory] if o.memory else []
        more += {"check": [], "study": ["-o", out]}.get(o.command, ["-o", out, "--format", "json"])
        return [program, o.command, os.path.join(HERE, o.experiment), "--set", "sources[1].path=" + export, "--quiet", *o.split, *more]
    return [python, os.path.join(HERE, f"job_{engine}.py"), export, out, str(o.threads)]


def measure(o, argv):
    """Wall and CPU seconds and the peak of resident memory of one process."""
    cpus = sorted(os.sched_getaffinity(0))[: o.threads]
    env = os.environ | {"UPTAKE_WORKERS": str(o.threads), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": str(o.threads)}
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        p = subprocess.Popen(argv, stdout=said, stderr=said, env=env, preexec_fn=lambda: os.sched_setaffinity(0, cpus))
        _, status, used = os.wait4(p.pid, 0)
        wall = time.perf_counter() - began
        p.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return p.returncode, said.read().decode(errors="replace"), {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}


def compare(python, a, b, *times):
    p = subprocess.run([python, os.path.join(HERE, "compare.py"), a, b, *times], capture_output=True, text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    return p.returncode == 0, p.stdout + p.stderr


def gunzip(o, export):
    """Seconds that the library that uptake reads gzip with takes to unpack the file, and does nothing else."""
    p = subprocess.run(["go", "test", "./ingest/format", "-run", "^$", "-bench", "^BenchmarkGunzip$", "-benchtime", "1x", "-gunzip.file", export], cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"\s(\d+) ns/op", p.stdout)
    if not found:
        raise SystemExit("the bare gunzip was not timed:\n" + p.stdout + p.stderr)
    return int(found[1]) / 1e9


def time_format(o, python, f):
    """Every engine once a round; the numbers of every run are compared. Returns samples, words about numbers, and whether all agree."""
    export, engines = pattern(o, f), o.engines + (["other"] if o.other else [])
    sums = expected(o, python) if o.copies and (o.command, o.experiment) == ("readout", "experiment.yaml") else None
    for one in files(o, f):
        with open(one, "rb") as x:  # so that all find it in memory, where it fits
            while x.read(1 << 24):
                pass
    samples, numbers, right, bare = {e: [] for e in engines}, {}, True, []
    for n in range(o.pairs):
        reference = None
        for e in engines:
            if numbers.get(e, "").startswith("failed"):
                continue
            out = os.path.join(o.work, "out", f"{f}-{e}" + ("" if e in ("uptake", "other") else ".json"))
            shutil.rmtree(out, ignore_errors=True)
            code, said, took = measure(o, command(o, python, e, export, out))
            if code not in (0, 3):
                last = said.strip().splitlines()[-1:] or ["no word"]
                numbers[e], right = f"failed ({code}): {last[0][:90]}", False
                print(f"{f} {e}: exit code {code}\n{said[-800:]}", file=sys.stderr, flush=True)
                continue
            samples[e].append(took)
            print(f"{f} {e} {n + 1} of {o.pairs}: {took['wall']:.2f} s wall, {took['cpu']:.2f} s CPU, {took['memory']:.0f} MiB", file=sys.stderr, flush=True)
            if e == "uptake":
                reference = (out, said)
                if sums:
                    same, words = compare(python, sums, os.path.join(out, "readout.json"), str(o.copies))
                    numbers[e], right = ("" if same else "UNEQUAL: ") + words.splitlines()[0], right and same
            elif e == "other":
                same = results(*reference) == results(out, said)
                numbers[e], right = ("equal" if same else "UNEQUAL"), right and same
            else:
                same, words = compare(python, out, os.path.join(reference[0], "readout.json"))
                numbers[e], right = ("" if same else "UNEQUAL: ") + words.splitlines()[0], right and same
                if not same:
                    print(f"{f} {e}: {words}", file=sys.stderr, flush=True)
        if f.endswith(".gz"):
            bare.append(sum(gunzip(o, one) for one in files(o, f)))
    return samples, numbers, right, bare


def results(out, said):
    """All that a run of uptake gave: its files, JSON but for the version of the program, else what it printed."""
    if not os.path.isdir(out):
        return said
    found = {}
    for name in sorted(os.listdir(out)):
        with open(os.path.join(out, name), "rb") as f:
            found[name] = f.read()
        if name.endswith(".json"):
            found[name] = json.loads(found[name])
            found[name].pop("program_version", None)
    return found


def middle(samples, of):
    return statistics.median(s[of] for s in samples)


def table(o, f, samples, numbers, bare):
    size = sum(os.path.getsize(one) for one in files(o, f)) / 2**20
    lines = [f"{f} ({size:,.0f} MiB)", f"  {'':24}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}{'× wall':>8}{'× CPU':>8}{'× memory':>10}  numbers"]
    own = samples["uptake"]
    for e, list_ in samples.items():
        name = ENGINES.get(e, "the other build")
        if not list_:
            lines.append(f"  {name:24}{'–':>9}{'–':>9}{'–':>10}{'':26}  {numbers.get(e, 'not run')}")
            continue
        m = {k: middle(list_, k) for k in ("wall", "cpu", "memory")}
        times = "".join(f"{m[k] / middle(own, k):{w}.2f}" for k, w in (("wall", 8), ("cpu", 8), ("memory", 10))) if own else ""
        lines.append(f"  {name:24}{m['wall']:9.2f}{m['cpu']:9.2f}{m['memory']:10.0f}{times}  {numbers.get(e, '')}".rstrip())
    if bare and own:
        b = statistics.median(bare)
        lines.append(f"  {'gunzip alone':24}{b:9.2f}{'':19}{b / middle(own, 'wall'):8.2f}")
    return lines


def short_runs(o):
    """Commands that are over at once: medians of 21."""
    small = os.path.join(o.work, "small")
    if not os.path.exists(small):
        run(o.uptake, "simulate", "-o", small, "--users", "314", "--days", "14", "--pre-days", "7", "--quiet", stdout=subprocess.DEVNULL)
    lines = ["short runs, median of 21", f"  {'':34}{'wall ms':>9}{'CPU ms':>9}"]
    for name, argv in (
        ("uptake version", ["version"]),
        ("readout of 20,000 events, JSON", ["readout", "--format", "json"]),
        ("the same with the pages", ["readout"]),
    ):
        took = []
        for _ in range(21):
            with tempfile.TemporaryDirectory() as out:
                where = [] if argv == ["version"] else [os.path.join(small, "experiment.yaml"), "-o", os.path.join(out, "o"), "--quiet"]
                code, said, t = measure(o, [o.uptake, *argv, *where])
                if code not in (0, 3):
                    raise SystemExit(f"{name}: exit code {code}\n{said}")
                took.append(t)
        lines.append(f"  {name:34}{middle(took, 'wall') * 1e3:9.1f}{middle(took, 'cpu') * 1e3:9.1f}")
    lines.append(f"  {'size of the program, MB':34}{os.path.getsize(o.uptake) / 1e6:9.1f}")
    return lines


def main():
    o = options()
    temporary = None if o.work else tempfile.TemporaryDirectory()
    o.work = os.path.abspath(o.work or temporary.name)
    os.makedirs(os.path.join(o.work, "out"), exist_ok=True)
    python, right = prepare(o), True
    said = subprocess.run([o.uptake, "version"], capture_output=True, text=True).stdout.strip()
    before = os.getloadavg()[0]
    body, record = [], {"formats": {}}
    for f in o.formats:
        samples, numbers, fine, bare = time_format(o, python, f)
        body += ["", *table(o, f, samples, numbers, bare)]
        right = right and fine
        record["formats"][f] = {e: {k: middle(list_, k) for k in ("wall", "cpu", "memory")} for e, list_ in samples.items() if list_}
    if o.start:
        body += ["", *short_runs(o)]
    rows, rows_said = round(o.rows * 1e6), f"about {o.rows:g} million rows"
    made = os.path.join(o.work, "out", f"{f}-uptake", "readout.json")
    if samples["uptake"] and os.path.exists(made):
        with open(made) as x:
            rows = json.load(x)["rows"]["read"]
            rows_said = f"{rows:,} rows"
    bounded = f", uptake with --memory {o.memory}" if o.memory else ""
    done = "" if (o.command, o.experiment) == ("readout", "experiment.yaml") else f"; {o.command} {o.experiment}"
    head = [f"{rows_said}{done}; {said}, " + ", ".join(p.replace("==", " ") for p in PINNED[:5]),
            f"medians of {o.pairs} runs in turn on {o.threads} of {os.cpu_count()} CPUs{bounded}; × is how many times uptake's",
            f"load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} at the end, of which one program at a time makes up to {o.threads}"]
    text = "\n".join(head + body) + "\n"
    print(text, end="")
    if o.table:
        with open(o.table, "w") as x:
            x.write(text)
    if o.record:
        with open(o.record, "a") as x:
            x.write(json.dumps({"rows": rows, "threads": o.threads, "command": o.command, "experiment": o.experiment} | record) + "\n")
    if temporary:
        temporary.cleanup()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
