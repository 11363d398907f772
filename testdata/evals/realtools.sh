#!/bin/bash
# What promptfoo, Inspect and lm-evaluation-harness really write is read, and gives the tools' own numbers. Outside CI:
#
#     bash testdata/evals/realtools.sh [FOLDER]
#
# installs the three at pinned versions (some 2 GB, from PyPI and npm; Python 3.11 and Node 20 or later) into FOLDER,
# which is kept and used again, or into one that is removed; runs each twice with a model that answers nothing but what
# it is told, over 60 items; and ends with an error where a mean, a number of pairs or the tool's name is another than
# the tool says.
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

if [ ! -x py/bin/lm_eval ]; then
  python3 -m venv py
  py/bin/pip install -q inspect-ai==0.3.285 lm-eval==0.4.13
fi
if [ ! -x js/node_modules/.bin/promptfoo ]; then
  mkdir -p js
  echo '{"private": true}' >js/package.json
  # Without the scripts of its many packages; its data base alone has to be built.
  npm install --prefix js --loglevel error --no-audit --no-fund --omit=optional --ignore-scripts promptfoo@0.118.17
  npm rebuild --prefix js --loglevel error better-sqlite3
fi
rm -rf inspect lm-eval promptfoo

# Inspect: a model that answers 40 and 52 of 60 rightly.
py/bin/python - <<'PY' >/dev/null
from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import match
from inspect_ai.solver import generate

items = range(60)


def says(text):
    out = ModelOutput.from_content("mockllm/model", text)
    out.usage = ModelUsage(input_tokens=3, output_tokens=1, total_tokens=4)  # else it is counted by a file from the network
    return out


for version, wrong in (("v1", 20), ("v2", 8)):
    data = MemoryDataset([Sample(id=f"q{i}", input=f"say {i}", target=str(i), metadata={"category": "ab"[i % 2]}) for i in items])
    model = get_model("mockllm/model", custom_outputs=[says("no" if i < wrong else str(i)) for i in items])
    eval(Task(dataset=data, solver=generate(), scorer=match()), model=model, log_dir=f"inspect/{version}", display="none", max_samples=1, max_connections=1)
PY

# lm-evaluation-harness: its model for tests draws its answers.
mkdir -p lm-eval/tasks
py/bin/python - <<'PY'
import json

with open("lm-eval/tasks/items.jsonl", "w") as f:
    for i in range(60):
        f.write(json.dumps({"question": f"What is {i} and 1?", "choices": [str(i + k) for k in (1, 2, 3)], "answer": 0, "category": "ab"[i % 2]}) + "\n")
PY
cat >lm-eval/tasks/adding.yaml <<'Y'
task: adding
dataset_path: json
dataset_kwargs: {data_files: {test: lm-eval/tasks/items.jsonl}}
test_split: test
output_type: multiple_choice
doc_to_text: "{{question}}"
doc_to_choice: "{{choices}}"
doc_to_target: "{{answer}}"
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
Y
for version in 1 2; do
  HF_HUB_OFFLINE=1 HF_DATASETS_OFFLINE=1 py/bin/lm_eval --model dummy --tasks adding --include_path lm-eval/tasks --log_samples --output_path "lm-eval/v$version" --seed "$version" >/dev/null 2>&1
done

# promptfoo: a provider that says the prompt back.
export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_CONFIG_DIR=$dir/promptfoo/config
mkdir -p promptfoo/config
for version in v1 v2; do
  py/bin/python - "$version" <<'PY'
import json
import sys

tests = [{"vars": {"id": str(i), "v1": "no" if i < 20 else "yes", "v2": "no" if i < 8 else "yes"}, "metadata": {"category": "ab"[i % 2]},
          "assert": [{"type": "contains", "value": "yes", "metric": "correct"}]} for i in range(60)]
with open("promptfoo/config.json", "w") as f:
    json.dump({"prompts": ["{{id}}: {{" + sys.argv[1] + "}}"], "providers": ["echo"], "tests": tests}, f)
PY
  # It ends with 100 where a test fails.
  js/node_modules/.bin/promptfoo eval -c promptfoo/config.json --no-cache --no-table -o "promptfoo/$version.jsonl" -o "promptfoo/$version.json" >/dev/null 2>&1 || [ $? = 100 ]
done

evaluation() { # name, path of v1, path of v2, metric
  printf 'evals: %s\nbaseline: v1\nversions: [{name: v1, path: %s}, {name: v2, path: %s}]\nmetrics: [{name: %s, role: primary, minimum_effect: 2pp}]\n' "$@" >"$1.yaml"
  ./uptake evals "$1.yaml" --json - >"$1.json"
}
evaluation inspect inspect/v1 inspect/v2 match
evaluation lm-eval lm-eval/v1 lm-eval/v2 acc
evaluation promptfoo promptfoo/v1.jsonl promptfoo/v2.jsonl correct
evaluation promptfoo-json promptfoo/v1.json promptfoo/v2.json correct
py/bin/python - <<'PY'
import glob
import json
import sys


def own(version):  # what lm-evaluation-harness says itself
    [path] = glob.glob(f"lm-eval/v{version}/*/results_*.json")
    return json.load(open(path))["results"]["adding"]["acc,none"]


made, wrong = (40 / 60, 52 / 60), 0
for name, tool, want in (("inspect", "inspect", made), ("lm-eval", "lm-eval", (own(1), own(2))),
                         ("promptfoo", "promptfoo", made), ("promptfoo-json", "promptfoo", made)):
    r = json.load(open(name + ".json"))
    m = r["metrics"][0]
    got = tuple(v["value"] for v in m["versions"])
    paired = m["comparisons"][0]["paired"]
    right = r["versions"][0]["tool"] == tool and paired == 60 and all(abs(a - b) < 1e-12 for a, b in zip(got, want))
    print(f"{name:15} {r['versions'][0]['tool']:10} {got[0]:.4f} to {got[1]:.4f}, {paired} pairs:", "right" if right else f"WRONG, the tool says {want}")
    wrong += not right
sys.exit(wrong > 0)
PY
