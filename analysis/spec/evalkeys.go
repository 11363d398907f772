package spec

import (
	"fmt"
	"slices"
	"strings"
)

// EvalKeys are the keys of an evaluation file.
var EvalKeys = keySet(func() []KeySection {
	return []KeySection{
		{"The evaluation", evaluationKeys()},
		{"What is read", evalSourceKeys()},
		{"Metrics and their gates", evalMetricKeys()},
		{"Categories", evalCategoryKeys()},
		{"Decision", evalDecisionKeys()},
	}
})

// EvalTools are the tools whose layouts are read, as tool: has them.
var EvalTools = []string{"promptfoo", "inspect", "lm-eval", "openai-evals", "openai-platform", "deepeval", "phoenix",
	"phoenix-evals", "langfuse", "braintrust", "langsmith", "pydantic-evals", "mlflow", "garak", "otel", "ragas",
	"table"}

const (
	evalVersions = "versions: [{name: v1, path: v1.jsonl}, {name: v2, path: v2.jsonl}]"
	evalPrimary  = "metrics: [{name: correct, role: primary, minimum_effect: 2pp}]"
)

func evaluationKeys() []Key {
	return []Key{
		{Path: "evals", Type: TextKey, Required: true, About: "The evaluation's name, and the folder of its reports.",
			Example: "evals: summariser-prompt-7"},
		{Path: "hypothesis", Type: TextKey, About: "What is expected and why; printed on the page.",
			Example: "hypothesis: The new prompt keeps the tone."},
		{Path: "owner", Type: TextKey, About: "Who answers for it; printed on the page.",
			Example: "owner: support assistant team"},
		{Path: "link", Type: TextKey, About: "Where more is written; printed on the page.",
			Example: "link: https://example.com/prompt-7"},
		{Path: "baseline", Type: TextKey, Required: true, About: "The version that every other is held against: one " +
			"of those under versions.", Example: "baseline: v1"},
		{Path: "declared", Type: DayKey, About: "The day on which metrics and gates were written down; printed " +
			"beside their hash.", Example: "declared: 2026-11-20"},
	}
}

func evalSourceKeys() []Key {
	return slices.Concat([]Key{
		{Path: "versions", Type: ListKey, Required: true, About: "What is compared, at least two.",
			Example: evalVersions},
		{Path: "versions[].name", Type: TextKey, Required: true, About: "How the version is called here.",
			Example: evalVersions},
		{Path: "versions[].path", Type: TextsKey, Required: true, Blank: "names no file; write the path of the " +
			"version's results",
			Empty: "an empty list names no file; list the version's results",
			About: "The files of its results: a file, a glob, a folder, or a list of these; relative to this file. " +
				"Several runs are repeats of the same items.", Example: evalVersions},
		{Path: "versions[].tool", Type: ChoiceKey, Choices: EvalTools, About: "Insists on the layout of one tool; " +
			"found by what the file holds unless given.",
			Example: "versions: [{name: v1, path: v1.jsonl, tool: promptfoo}, {name: v2, path: v2.jsonl}]"},
		{Path: "versions[].label", Type: TextKey, Blank: "names no label; write what the file calls the version, or " +
			"leave it out",
			About: "Of a file that holds several versions: what it calls this one (a provider, a model, an " +
				"experiment). Its name unless given.",
			Example: "versions: [{name: v1, path: both.json, label: gpt-a}, {name: v2, path: both.json, label: " +
				"gpt-b}]"},
	}, within("versions[]", "versions: [{name: v1, path: v1.csv, %s}, {name: v2, path: v2.csv}]", csvKeys()), []Key{
		{Path: "columns", Type: GroupsKey, About: "What the tool's layout does not say: item, version, repeat, " +
			"metric, value, error, judge_error, label, reason, category, cluster, severity, weight, " +
			"input, expected, output, latency_ms, tokens_in, tokens_out, cost and the column or path of the record " +
			"that holds them; any other name is that of a segment, or else of a score.",
			Example: "columns: {item: metadata.case, category: metadata.area}"},
	}, besideKeys("items", "The data set itself, a row an item: items that are in no result are seen so; it may also "+
		"hold category, cluster, severity and weight.", "items.csv", "item: id"))
}

// besideKeys are those of a table that stands beside the results: its path, or a table.
func besideKeys(path, about, file, columns string) []Key {
	example := path + ": %s"
	if outer, inner, nested := strings.Cut(path, "."); nested {
		example = outer + ": {" + inner + ": %s}"
	}
	written := func(what string) string { return fmt.Sprintf(example, what) }
	return slices.Concat([]Key{
		{Path: path, Type: TableKey, Short: TextKey, Blank: "names no file; write its path, or leave the key out",
			About: about, Example: written(file)},
		{Path: path + ".path", Type: TextKey, Required: true, About: "Where it stands.",
			Example: written("{path: " + file + "}")},
		{Path: path + ".columns", Type: NamesKey, About: "Columns that are called otherwise.",
			Example: written("{path: " + file + ", columns: {" + columns + "}}")},
	}, within(path, written("{path: "+file+", %s}"), tableKeys()))
}

func evalMetricKeys() []Key {
	example := func(rest string) string {
		return "metrics:\n  - {name: correct, role: primary, minimum_effect: 2pp}\n  - {name: tone, " + rest + "}"
	}
	graded := example("grades: [{name: works, cost: 0}, {name: hallucinated, cost: 6}]")
	return []Key{
		{Path: "metrics", Type: ListKey, About: "The scores that decide, and how. Others that are found are shown, " +
			"and decide nothing.", Example: evalPrimary},
		{Path: "metrics[].name", Type: TextKey, Required: true, About: "The score as the files call it; of several " +
			"filters of lm-evaluation-harness with that behind a slash: exact_match/strict.", Example: evalPrimary},
		{Path: "metrics[].role", Type: ChoiceKey, Default: string(Secondary), Choices: []string{string(Primary),
			string(Secondary), string(Guardrail)}, About: "What part it plays in the verdict.", Example: evalPrimary},
		{Path: "metrics[].better", Type: ChoiceKey, Default: "up", Choices: []string{"up", "down"},
			About: "Which direction is good.", Example: example("better: down")},
		{Path: "metrics[].minimum_effect", Type: AmountKey, About: "The smallest gain that matters: 2pp (points of a " +
			"rate), 2% of the baseline, or a number in the score's unit.", Example: evalPrimary},
		{Path: "metrics[].margin", Type: AmountKey, About: "How much may be lost: the version must be shown not to " +
			"be worse by as much.", Example: example("role: guardrail, margin: 2pp")},
		{Path: "metrics[].limit", Type: ShareKey, About: "What the version's own mean may not be beyond, whatever " +
			"the baseline's is: above it where less is better, else below it.", Example: example("role: guardrail, " +
			"better: down, limit: 0.5%")},
		{Path: "metrics[].by", Type: ChoiceKey, Choices: []string{"category"}, About: "A gate for every category, in " +
			"place of one over all items.", Example: example("role: guardrail, margin: 2pp, by: category")},
		{Path: "metrics[].tier", Type: ChoiceKey, Choices: []string{string(Critical), string(Supporting),
			string(Advisory)},
			About: "What a gate that is not passed does: critical has to be passed, supporting stops only where the " +
				"version is shown worse, advisory is printed. Critical, but supporting with by: " +
				"category.", Example: example("role: guardrail, margin: 2pp, tier: advisory")},
		{Path: "metrics[].range", Type: TextsKey, About: "The least and the largest that a score can be; another one " +
			"stops the run.", Example: example("range: [0, 1]")},
		{Path: "metrics[].min_items", Type: WholeKey, Least: 1, About: "A gate over fewer items is not measured; " +
			"what alpha and the margin ask for unless given.", Example: example("role: guardrail, margin: 2pp, " +
			"min_items: 200")},
		{Path: "metrics[].threshold", Type: ShareKey, About: "Scores at or above it count as 1, others as 0.",
			Example: example("threshold: 0.7")},
		{Path: "metrics[].grades", Type: ListKey, About: "The outcomes that the score names, in place of a number, " +
			"each with its cost.", Example: graded},
		{Path: "metrics[].grades[].name", Type: TextKey, Required: true, About: "The outcome as the files have it.",
			Example: graded},
		{Path: "metrics[].grades[].cost", Type: NumberKey, Required: true, About: "What one such answer costs, 0 or " +
			"more.", Example: graded},
	}
}

func evalCategoryKeys() []Key {
	return slices.Concat([]Key{
		{Path: "categories", Type: ListKey, About: "What holds for a category alone.", Example: "categories: [{name: " +
			"billing, tier: critical}]"},
		{Path: "categories[].name", Type: TextKey, Required: true, About: "The category as the files have it.",
			Example: "categories: [{name: billing, tier: critical}]"},
		{Path: "categories[].tier", Type: ChoiceKey, Choices: []string{string(Critical), string(Supporting),
			string(Advisory)}, About: "Of its gates, over what their metric says.", Example: "categories: [{name: " +
			"billing, tier: critical}]"},
		{Path: "categories[].min_items", Type: WholeKey, Least: 1, About: "Its gates over fewer items are not " +
			"measured.", Example: "categories: [{name: billing, min_items: 150}]"},
		{Path: "weights", Type: GroupsKey, About: "Each category's share of the traffic, against its share of the " +
			"evaluation.", Example: "weights: {billing: 70%, summaries: 20%, tone: 10%}"},
		{Path: "segments", Type: TextsKey, Blank: "names nothing that items are told apart by; write a column or a " +
			"path, or leave it out",
			About: "What tells apart whom an item is from or about, such as language: columns of items, or columns " +
				"or paths of the records (bound with columns where they are called otherwise). Their levels are held " +
				"against each other in every declared metric.", Example: "segments: [language, region]"},
	}, besideKeys("population", "The shares of categories among users (columns category and share; with segments also "+
		"segment, for rows about a level of one), for gaps in what the evaluation covers.", "shares.csv",
		"share: users"))
}

func evalDecisionKeys() []Key {
	return slices.Concat([]Key{
		{Path: "alpha", Type: ShareKey, Default: "0.05", Above: true, Most: 0.5, About: "How often a difference may " +
			"be seen that is none: two-sided for a gain, one-sided for a margin.", Example: "alpha: 0.01"},
		{Path: "judge", Type: TableKey, About: "What is known of the judge that gave the scores.",
			Example: "judge: {sensitivity: 0.92, specificity: 0.88}"},
	}, besideKeys("judge.labels", "What people said of the same answers: a row an answer, with item, label, and "+
		"where they are given version and metric.", "labels.csv", "item: id"), []Key{
		{Path: "judge.metric", Type: TextKey, Blank: "names no metric; write the name of the one that is judged, or " +
			"leave it out", About: "The metric that is judged; the primary one unless " +
			"given.", Example: evalPrimary + "\njudge: {metric: correct, sensitivity: 0.92, specificity: 0.88}"},
		{Path: "judge.sensitivity", Type: ShareKey, Most: 1, About: "How often the judge says 1 where people do.",
			Example: "judge: {sensitivity: 0.92, specificity: 0.88}"},
		{Path: "judge.specificity", Type: ShareKey, Most: 1, About: "How often the judge says 0 where people do.",
			Example: "judge: {sensitivity: 0.92, specificity: 0.88}"},
		{Path: "judge.allow", Type: ChoiceKey, Choices: []string{"changed"}, About: "Changed: another judge in one " +
			"of the versions is a caution, and does not stop the run.", Example: "judge: {allow: changed}"},
	})
}
