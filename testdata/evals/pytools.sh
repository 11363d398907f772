#!/bin/bash
# What pydantic-evals, LangSmith, Braintrust, autoevals, DeepEval, phoenix-evals, MLflow and OpenAI evals really write is
# read, and gives what was planted. Outside CI:
#
#     bash testdata/evals/pytools.sh [FOLDER]
#
# installs them at pinned versions (some 1.5 GB, from PyPI; Python 3.11) into FOLDER, which is kept and used again, or
# into one that is removed; runs each over 40 items with ids, texts and categories that are awkward, twice an item, with
# tasks that fail, scorers that break and scores that are absent; and ends with an error where a mean, a number of items
# or a count of failures is another than what was planted. OpenAI evals runs each item once, and autoevals' scorers, which
# Braintrust runs, say how alike answers are.
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
venv small pydantic-evals==2.62.0 langsmith==0.15.1 braintrust==0.48.1 autoevals==0.4.1
venv deep deepeval==4.3.1
venv phoenix arize-phoenix-evals==3.9.4 pandas
venv ml mlflow==3.17.2
# Of the many packages that its solvers want, those that its command and its plain templates do.
[ -d oai ] || { python3 -m venv oai && oai/bin/pip install -q --no-deps evals==3.0.1.post1 && oai/bin/pip install -q openai==1.109.1 backoff==2.2.1 blobfile==3.3.0 lz4==4.4.5 numpy==2.4.6 pyyaml==6.0.4 pyzstd==0.20.0 requests==2.34.2 tiktoken==0.14.0 tqdm==4.70.1 zstandard==0.25.0; }

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


def right(version, n):
    """Of tools that run an item once."""
    return RUNS[version, n, 1]["correct"]


def once(version, metric):
    """The mean of one run an item, where a wrong answer is "none"."""
    alike = {n: 1 - distance("none", f"ans {n}") / len(f"ans {n}") if metric == "Levenshtein" else 0 for n in range(40)}
    return sum(1 if right(version, n) else alike[n] for n in range(40)) / 40, 40, 0, 0


def distance(a, b):
    """Levenshtein's."""
    if not a or not b:
        return len(a) + len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


def expected(version, metric, tool):
    if tool in ("autoevals", "openai-evals"):
        return once(version, metric)
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

cat >autoevals_run.py <<'PY'
import dataclasses
import json

from autoevals import ExactMatch, Levenshtein
from braintrust import Eval, EvalCase
from planted import ITEMS, right

for version in ("v1", "v2"):
    cases = [EvalCase(input=i["n"], expected=i["expected"], metadata={"case": i["id"], "category": i["category"]}) for i in ITEMS]
    result = Eval("p", data=cases, task=lambda n: f"ans {n}" if right(version, n) else "none", scores=[ExactMatch, Levenshtein], no_send_logs=True, experiment_name=version)
    with open(f"autoevals-{version}.json", "w") as f:
        f.writelines(json.dumps(dataclasses.asdict(r), default=str) + "\n" for r in result.results)
PY

# oaieval takes what answers from a registry.
mkdir -p registry/evals registry/completion_fns
cat >registry/evals/planted.yaml <<'Y'
planted: {id: planted.test.v0, metrics: [accuracy]}
planted.test.v0: {class: "evals.elsuite.basic.match:Match", args: {samples_jsonl: samples.jsonl}}
Y
cat >registry/completion_fns/says.yaml <<'Y'
says-v1: {class: "openai_says:Says", args: {version: v1}}
says-v2: {class: "openai_says:Says", args: {version: v2}}
Y
cat >openai_says.py <<'PY'
from evals.record import record_sampling
from planted import ITEMS, right


class Says:
    def __init__(self, registry, version):
        self.version = version

    def __call__(self, prompt, **kwargs):
        [n] = [i["n"] for i in ITEMS if i["input"] == prompt[-1]["content"]]
        self.said = f"ans {n}" if right(self.version, n) else "none"
        record_sampling(prompt=prompt, sampled=[self.said])
        return self

    def get_completions(self):
        return [self.said]
PY
python3 - <<'PY'
import json

from planted import ITEMS

with open("samples.jsonl", "w") as f:
    f.writelines(json.dumps({"input": [{"role": "user", "content": i["input"]}], "ideal": i["expected"]}) + "\n" for i in ITEMS)
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
    small/bin/python autoevals_run.py &&
    PYTHONPATH=. OPENAI_API_KEY=none EVALS_THREADS=1 oai/bin/oaieval says-v1 planted --registry_path registry --record_path openai-evals-v1.json &&
    PYTHONPATH=. OPENAI_API_KEY=none EVALS_THREADS=1 oai/bin/oaieval says-v2 planted --registry_path registry --record_path openai-evals-v2.json &&
    deep/bin/python deepeval_run.py v1 && deep/bin/python deepeval_run.py v2 &&
    phoenix/bin/python phoenix_run.py &&
    ml/bin/python mlflow_run.py
} >log.txt 2>&1 || { tail -20 log.txt && exit 1; }

evaluation() { # tool, metrics
  printf 'evals: %s\nbaseline: v1\nversions: [{name: v1, path: %s-v1.json}, {name: v2, path: %s-v2.json}]\nmetrics: [%s]\n' "$1" "$1" "$1" "$2" >"$1.yaml"
  ./uptake evals "$1.yaml" --json - >"$1.out.json"
}
for tool in pydantic-evals langsmith braintrust deepeval phoenix-evals mlflow; do
  evaluation $tool '{name: correct, role: primary}, {name: clarity, range: [0, 1]}'
done
evaluation autoevals '{name: ExactMatch, role: primary}, {name: Levenshtein, range: [0, 1]}'
evaluation openai-evals '{name: correct, role: primary}'
python3 - <<'PY'
import json
import sys

from planted import CATEGORIES, expected

wrong = 0
for tool in ("pydantic-evals", "langsmith", "braintrust", "autoevals", "deepeval", "phoenix-evals", "mlflow", "openai-evals"):
    r = json.load(open(tool + ".out.json"))
    bad = [] if r["versions"][0]["tool"] == {"autoevals": "braintrust"}.get(tool, tool) else ["the tool is " + r["versions"][0]["tool"]]
    for m in r["metrics"]:
        if m["metric"] in ("correct", "ExactMatch") and tool != "openai-evals" and {c["category"] for c in m["categories"]} != set(CATEGORIES[:3]):
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
