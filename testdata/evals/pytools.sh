#!/bin/bash
# What pydantic-evals, LangSmith, Braintrust, DeepEval, phoenix-evals and MLflow really write is read, and gives what was
# planted. Outside CI:
#
#     bash testdata/evals/pytools.sh [FOLDER]
#
# installs them at pinned versions (some 1.5 GB, from PyPI; Python 3.11) into FOLDER, which is kept and used again, or
# into one that is removed; runs each over 40 items with ids, texts and categories that are awkward, twice an item, with
# tasks that fail, scorers that break and scores that are absent; and ends with an error where a mean, a number of items
# or a count of failures is another than what was planted.
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=${1:-}
if [ -z "$dir" ]; then
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
go build -o "$dir/uptake" ./cmd/uptake
cd "$dir"

venv() { # name, packages
  name=$1
  shift
  [ -d "$name" ] || { python3 -m venv "$name" && "$name/bin/pip" install -q "$@"; }
}
venv small pydantic-evals==2.62.0 langsmith==0.15.1 braintrust==0.48.1
venv deep deepeval==4.3.1
venv phoenix arize-phoenix-evals==3.9.4 pandas
venv ml mlflow==3.17.2

cat >planted.py <<'PY'
import random

draw = random.Random(16)
CATEGORIES = ["billing, EU", "tone “polite”", "<b>bold</b>", "größe"]
FORMS = ["q-%02d", 'ü-%02d "x"', "問-%02d", "a/b %02d"]
ITEMS = [dict(n=n, id=FORMS[n % 4] % n, category=CATEGORIES[n % 3], input=f"Say {n}:\n\"line\" <two>", expected=f"ans {n}") for n in range(40)]
RUNS = {}
for version, share in (("v1", 0.6), ("v2", 0.75)):
    for n in range(40):
        for r in (1, 2):
            RUNS[version, n, r] = dict(correct=draw.random() < share, clarity=round(draw.random(), 3), failed=version == "v2" and (n == 9 or (n, r) == (5, 1)), broke=version == "v1" and (n, r) == (11, 2), out=f"answer {n}\n{version}")
            if version == "v2" and n == 13:
                RUNS[version, n, r]["clarity"] = None


class Seen:
    """Which run of an item this is, and what was planted for it."""

    def __init__(self, version):
        self.version, self.count = version, {}

    def next(self, n):
        self.count[n] = self.count.get(n, 0) + 1
        run = RUNS[self.version, n, self.count[n]]
        if run["failed"]:
            raise RuntimeError("boom\nsecond line")
        return {"text": run["out"], "r": self.count[n]}

    def correct(self, n, r):
        if RUNS[self.version, n, r]["broke"]:
            raise ValueError("the judge is down")
        return RUNS[self.version, n, r]["correct"]

    def clarity(self, n, r):
        return RUNS[self.version, n, r]["clarity"]


def expected(version, metric, tool):
    means, failed, broke = [], 0, 0
    for n in range(40):
        scores = []
        for r in (1, 2):
            run = RUNS[version, n, r]
            failed += run["failed"]
            broke += run["broke"] and metric == "correct"
            if not run["failed"] and not (run["broke"] and metric == "correct") and run[metric] is not None:
                scores.append(float(run[metric]))
        if scores:
            means.append(sum(scores) / len(scores))
    if tool in ("deepeval", "phoenix-evals"):  # which run no task of one's own: its scorers break where it failed
        failed, broke = 0, broke + failed
    return sum(means) / len(means), len(means), failed, broke
PY

cat >pydantic_run.py <<'PY'
import asyncio
from dataclasses import dataclass

from planted import ITEMS, Seen
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator
from pydantic_evals.reporting import EvaluationReportAdapter

for version in ("v1", "v2"):
    seen = Seen(version)

    @dataclass
    class Correct(Evaluator):
        def evaluate(self, ctx):
            return {"correct": seen.correct(ctx.inputs["n"], ctx.output["r"])}

    @dataclass
    class Clarity(Evaluator):
        def evaluate(self, ctx):
            x = seen.clarity(ctx.inputs["n"], ctx.output["r"])
            return {} if x is None else {"clarity": x}

    cases = [Case(name=i["id"], inputs={"n": i["n"], "q": i["input"]}, metadata={"category": i["category"]}) for i in ITEMS]
    report = asyncio.run(Dataset(name="d", cases=cases, evaluators=[Correct(), Clarity()]).evaluate(lambda x: seen.next(x["n"]), name=version, progress=False, max_concurrency=1, repeat=2))
    open(f"pydantic-evals-{version}.json", "wb").write(EvaluationReportAdapter.dump_json(report))
PY

cat >langsmith_run.py <<'PY'
import datetime
import json
import uuid

from langsmith import Client, evaluate, schemas
from planted import ITEMS, Seen

now = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
examples = [schemas.Example(id=uuid.uuid5(uuid.NAMESPACE_URL, i["id"]), dataset_id=uuid.UUID(int=1), inputs={"n": i["n"], "q": i["input"]}, outputs={"a": i["expected"]}, metadata={"category": i["category"]}, created_at=now) for i in ITEMS]
for version in ("v1", "v2"):
    seen = Seen(version)

    def target(inputs):
        return seen.next(inputs["n"])

    def correct(inputs, outputs):
        return {"key": "correct", "score": seen.correct(inputs["n"], outputs["r"])}

    def clarity(inputs, outputs):
        return {"key": "clarity", "score": seen.clarity(inputs["n"], outputs["r"])}

    rows = evaluate(target, data=examples, evaluators=[correct, clarity], upload_results=False, client=Client(api_key="x", api_url="http://127.0.0.1:9"), num_repetitions=2, max_concurrency=0, blocking=True)
    with open(f"langsmith-{version}.json", "w") as f:
        for row in rows:
            f.write(json.dumps(row, default=lambda o: o.model_dump(mode="python") if hasattr(o, "model_dump") else o.dict() if hasattr(o, "dict") else str(o)) + "\n")
PY

cat >braintrust_run.py <<'PY'
import dataclasses
import json

from braintrust import Eval, EvalCase, Score
from planted import ITEMS, Seen

for version in ("v1", "v2"):
    seen = Seen(version)

    def correct(input, output, expected):
        return Score(name="correct", score=float(seen.correct(input["n"], output["r"])))

    def clarity(input, output, expected):
        return Score(name="clarity", score=seen.clarity(input["n"], output["r"]))

    cases = [EvalCase(input={"n": i["n"], "q": i["input"]}, expected=i["expected"], metadata={"case": i["id"], "category": i["category"]}) for i in ITEMS]
    result = Eval("p", data=cases, task=lambda input: seen.next(input["n"]), scores=[correct, clarity], trial_count=2, no_send_logs=True, experiment_name=version, max_concurrency=1)
    with open(f"braintrust-{version}.json", "w") as f:
        for r in result.results:
            f.write(json.dumps(dataclasses.asdict(r) if dataclasses.is_dataclass(r) else vars(r), default=str) + "\n")
PY

cat >deepeval_run.py <<'PY'
import glob
import os
import shutil
import sys

version = sys.argv[1]
shutil.rmtree(f"deepeval-{version}", ignore_errors=True)
os.environ.update(DEEPEVAL_TELEMETRY_OPT_OUT="YES", DEEPEVAL_RESULTS_FOLDER=f"deepeval-{version}")
from deepeval import evaluate
from deepeval.evaluate import AsyncConfig, CacheConfig, DisplayConfig, ErrorConfig
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase
from planted import ITEMS, RUNS, Seen

seen = Seen(version)


class Metric(BaseMetric):
    def __init__(self, name):
        self.name, self.threshold, self.async_mode, self.include_reason = name, 0.5, False, True
        self.error = self.evaluation_model = self.evaluation_cost = None
        self.skipped = self.strict_mode = self.verbose_mode = False

    def measure(self, case, *args, **kwargs):
        if RUNS[version, case.metadata["n"], case.metadata["r"]]["failed"]:
            raise RuntimeError("no answer")
        x = getattr(seen, self.name)(case.metadata["n"], case.metadata["r"])
        self.score, self.reason = None if x is None else float(x), "because\n<b>"
        self.success = x is not None and x >= 0.5
        return self.score

    async def a_measure(self, case, *args, **kwargs):
        return self.measure(case)

    def is_successful(self):
        return self.success

    @property
    def __name__(self):
        return self.name


cases = [LLMTestCase(name=i["id"], input=i["input"], actual_output=RUNS[version, i["n"], r]["out"], expected_output=i["expected"], metadata={"category": i["category"], "n": i["n"], "r": r}) for i in ITEMS for r in (1, 2)]
evaluate(test_cases=cases, metrics=[Metric("correct"), Metric("clarity")], async_config=AsyncConfig(run_async=False), display_config=DisplayConfig(show_indicator=False, print_results=False), error_config=ErrorConfig(ignore_errors=True), cache_config=CacheConfig(write_cache=False, use_cache=False), identifier=version)
shutil.copy(glob.glob(f"deepeval-{version}/test_run_*.json")[0], f"deepeval-{version}.json")
PY

cat >phoenix_run.py <<'PY'
import pandas as pd
from phoenix.evals import Score, create_evaluator, evaluate_dataframe
from planted import ITEMS, RUNS, Seen

for version in ("v1", "v2"):
    seen = Seen(version)

    def answered(n, r):
        if RUNS[version, n, r]["failed"]:
            raise RuntimeError("no answer")

    @create_evaluator(name="correct", kind="code")
    def correct(n: int, r: int):
        answered(n, r)
        return Score(score=float(seen.correct(n, r)))

    @create_evaluator(name="clarity", kind="code")
    def clarity(n: int, r: int):
        answered(n, r)
        x = seen.clarity(n, r)
        return Score(label="no score") if x is None else Score(score=x)

    rows = pd.DataFrame([dict(n=i["n"], r=r, case=i["id"], repeat=r, category=i["category"], input=i["input"], output=RUNS[version, i["n"], r]["out"]) for i in ITEMS for r in (1, 2)])
    frame = evaluate_dataframe(rows, [correct, clarity], exit_on_error=False, max_retries=0)
    frame.to_json(f"phoenix-evals-{version}.json", orient="records", lines=True)
PY

cat >mlflow_run.py <<'PY'
import os

os.environ.update(MLFLOW_GENAI_EVAL_MAX_WORKERS="1", MLFLOW_GENAI_EVAL_SKIP_TRACE_VALIDATION="true")
import mlflow
from mlflow.genai.scorers import scorer
from planted import ITEMS, Seen

mlflow.set_tracking_uri("sqlite:///ml.db")
experiment = mlflow.set_experiment("e").experiment_id
for version in ("v1", "v2"):
    seen = Seen(version)

    @mlflow.trace
    def predict(n, q):
        return seen.next(n)

    @scorer
    def correct(inputs, outputs):
        return seen.correct(inputs["n"], outputs["r"])

    @scorer
    def clarity(inputs, outputs):
        return seen.clarity(inputs["n"], outputs["r"])

    data = [{"inputs": {"n": i["n"], "q": i["input"]}, "tags": {"case": i["id"], "category": i["category"]}} for i in ITEMS for _ in (1, 2)]
    with mlflow.start_run(run_name=version) as run:
        mlflow.genai.evaluate(data=data, predict_fn=predict, scorers=[correct, clarity])
    traces = mlflow.search_traces(locations=[experiment], run_id=run.info.run_id, return_type="list", max_results=1000)
    with open(f"mlflow-{version}.json", "w") as f:
        f.writelines(t.to_json() + "\n" for t in traces)
PY

rm -f ml.db ./*-v[12].json
{
  small/bin/python pydantic_run.py &&
    LANGSMITH_TRACING=false small/bin/python langsmith_run.py &&
    small/bin/python braintrust_run.py &&
    deep/bin/python deepeval_run.py v1 && deep/bin/python deepeval_run.py v2 &&
    phoenix/bin/python phoenix_run.py &&
    ml/bin/python mlflow_run.py
} >log.txt 2>&1 || { tail -20 log.txt && exit 1; }

for tool in pydantic-evals langsmith braintrust deepeval phoenix-evals mlflow; do
  printf 'evals: %s\nbaseline: v1\nversions: [{name: v1, path: %s-v1.json}, {name: v2, path: %s-v2.json}]\nmetrics: [{name: correct, role: primary}, {name: clarity, range: [0, 1]}]\n' $tool $tool $tool >$tool.yaml
  ./uptake evals $tool.yaml --json - >$tool.out.json
done
python3 - <<'PY'
import json
import sys

from planted import CATEGORIES, expected

wrong = 0
for tool in ("pydantic-evals", "langsmith", "braintrust", "deepeval", "phoenix-evals", "mlflow"):
    r = json.load(open(tool + ".out.json"))
    bad = [] if r["versions"][0]["tool"] == tool else ["the tool is " + r["versions"][0]["tool"]]
    for m in r["metrics"]:
        if m["metric"] == "correct" and {c["category"] for c in m["categories"]} != set(CATEGORIES[:3]):
            bad.append("categories")
        for v in m["versions"]:
            want = expected(v["version"], m["metric"], tool)
            got = v["value"], v["items"], v["errored"], v["judge_failed"]
            if abs(got[0] - want[0]) > 1e-12 or got[1:] != want[1:]:
                bad.append(f"{m['metric']} of {v['version']} is {got}, planted {want}")
    print(f"{tool:15}", "right" if not bad else "WRONG: " + "; ".join(bad))
    wrong += bool(bad)
sys.exit(wrong > 0)
PY
