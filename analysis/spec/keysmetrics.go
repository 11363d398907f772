package spec

import "slices"

// spend and ratio begin the examples of a metric of one side and of two.
const (
	spend = "metrics:\n  - name: spend\n    kind: mean\n    event: purchase\n    field: value\n"
	ratio = "metrics:\n  - name: spend_per_task\n    kind: ratio\n"
	steps = "metrics:\n  - name: bought\n    kind: funnel\n    steps: [{name: basket, event: basket_opened}, {event: " +
		"purchase}]\n"
)

// stepsWith is a funnel of which a step bears one key more.
func stepsWith(key string) string {
	return "metrics:\n  - name: bought\n    kind: funnel\n    steps: [{event: basket_opened}, {event: purchase, " +
		key + "}]\n"
}

// stepRows are the keys that say of which rows a step is made.
func stepRows() []Key {
	out := within("metrics[].steps[]", stepsWith("%s"), slices.Concat(aggregateKeys()[:1], notCarried(filterKeys())))
	out[0].Example = steps
	for i := range out {
		out[i].Layouts, out[i].Kinds = []Layout{Events}, []string{"funnel"}
	}
	return out
}

const (
	notEvents = "is about the rows of layout events; in layout {layout} a metric names its column, or is built in"
	notBefore = "a column from before exposure exists in layout units; in layout events the time before exposure " +
		"itself is used: statistics: {cuped: 14d}"
	notCapped = "a cap needs the units one by one, which layout {layout} does not carry"
	capsWhat  = "caps the values of a mean or a ratio; this metric is a {kind}"
	capBounds = "expected the quantile to cap at, from 50% to below 100%, such as 99.9%"
	// WhichQuantile is said of a quantile out of bounds, and where there is none.
	WhichQuantile = "a quantile says which one, above 0 and below 1, such as quantile: 95%"
	floorBounds   = "expected the quantile to raise smaller values to, above 0% and up to 50%, such as 1%"
)

// aggregateKeys are of which rows of a unit make its value, and how.
func aggregateKeys() []Key {
	return []Key{
		{Path: "event", Type: TextsKey, Required: true, Empty: "an empty list measures nothing; list the events that " +
			"the metric is made of",
			About: "The events that the metric is made of.", Example: `event: purchase`},
		{Path: "field", Type: TextKey,
			About:   "The number that a sum adds up: a canonical name, a column or a path.",
			Example: `event: purchase, field: value`},
		{Path: "aggregate", Type: ChoiceKey, Choices: []string{string(Count), string(Sum), string(Any)},
			About:   "How a unit's rows become its value; sum with a field, any for a proportion, else count.",
			Example: `event: purchase, aggregate: any`},
	}
}

// rowsOf are the keys of an aggregate of layout events, with the kinds that
// have them.
func rowsOf(kinds ...string) []Key {
	out := inLayouts(notCarried(slices.Concat(aggregateKeys(), within("", "event: purchase, %s", filterKeys()))),
		notEvents, Events)
	for i := range out {
		out[i].Kinds = kinds
		switch {
		case len(kinds) == 0: // one side of a ratio
		case out[i].Path == "event":
			out[i].Required = false // built-in metrics have none
		case out[i].Path == "field":
			out[i].Kinds = []string{"mean", "quantile"}
		}
	}
	return out
}

func metricKeys() []Key {
	return slices.Concat([]Key{
		{Path: "metrics", Type: ListKey, Joined: true,
			About:   "What is measured, beside the built-in metrics of suggestions.",
			Example: `metrics: [{name: acceptance_rate, role: primary, minimum_effect: 2%}]`},
		{Path: "metrics[].name", Type: TextKey, Required: true,
			About: "A name of your own, or that of a built-in metric.", Example: `metrics: [{name: acceptance_rate}]`},
		{Path: "metrics[].role", Type: ChoiceKey, Default: string(Secondary), Choices: []string{string(Primary),
			string(Secondary), string(Guardrail)},
			About: "What part it plays in the decision.", Example: `metrics: [{name: acceptance_rate, role: primary}]`},
		{Path: "metrics[].kind", Type: ChoiceKey, Choices: []string{"proportion", "mean", "ratio", "quantile",
			"retention", "graded", "funnel"},
			About:   "How unit values become an estimate; needed unless the name is that of a built-in metric.",
			Example: `metrics: [{name: tasks, kind: mean, event: task}]`},
		{Path: "metrics[].better", Type: ChoiceKey, Choices: []string{"up", "down"},
			About: "Which direction is good; up, but down for graded and for the built-in rates of what is not " +
				"wanted.",
			Example: `metrics: [{name: tickets, kind: mean, event: ticket, better: down}]`},
		{Path: "metrics[].minimum_effect", Type: AmountKey,
			About: "The smallest effect that matters: 2% of control, 2pp of a rate, or a number in the metric's " +
				"unit.",
			Example: `metrics: [{name: acceptance_rate, minimum_effect: 2pp}]`},
		{Path: "metrics[].margin", Type: AmountKey,
			About: "How much worse a guardrail may get.", Example: "metrics:\n  - {name: tickets, kind: mean, event: " +
				"ticket, role: guardrail, better: down, margin: 5%}"},
	}, within("metrics[]", "metrics: [{name: spend, kind: mean, %s}]", rowsOf("proportion", "mean", "quantile",
		"retention")), []Key{
		{Path: "metrics[].window", Type: SpanKey, Layouts: []Layout{Events}, Kinds: []string{"proportion", "mean",
			"ratio", "quantile", "funnel"},
			Unlike: "a metric of kind {kind} has no window of its own; retention looks at one day, say which with " +
				"day: 7",
			About:   "A window of its own; only units that have finished it count.",
			Example: `metrics: [{name: adopted, kind: proportion, event: suggestion_accepted, window: 7d}]`},
		{Path: "metrics[].day", Type: WholeKey, Least: 1, Most: 3650, Layouts: []Layout{Events},
			Kinds:   []string{"retention"},
			About:   "The day after exposure on which a unit has to be back, exposure being on day 0.",
			Example: `metrics: [{name: back, kind: retention, event: suggestion_accepted, day: 7}]`},
		{Path: "metrics[].within", Type: SpanKey, Layouts: []Layout{Events}, Kinds: []string{"funnel"},
			About:   "How long after the first step of a funnel the others count; no limit unless given.",
			Example: steps + "    within: 7d"},
		{Path: "metrics[].steps", Type: ListKey, Layouts: []Layout{Events}, Kinds: []string{"funnel"},
			About: "The steps of a funnel in their order, 2 to 20.", Example: steps},
		{Path: "metrics[].steps[].name", Type: TextKey, Layouts: []Layout{Events}, Kinds: []string{"funnel"},
			About: "What the step is called; its events unless given.", Example: steps},
		{Path: "metrics[].steps[].within", Type: SpanKey, Layouts: []Layout{Events}, Kinds: []string{"funnel"},
			About:   "How long after the step before this one counts; no limit unless given.",
			Example: stepsWith("within: 1d")},
	}, stepRows(), []Key{
		{Path: "metrics[].numerator", Type: TableKey, Short: TextKey, Layouts: counts, Kinds: []string{"ratio"},
			About: "What is divided, summed over units; in layout units its column.", Example: ratio +
				"    numerator: {event: purchase, field: value}\n    denominator: {event: task}"},
	}, within("metrics[].numerator", ratio+"    numerator: {%s}\n    denominator: {event: task}", rowsOf()), []Key{
		{Path: "metrics[].denominator", Type: TableKey, Short: TextKey, Layouts: counts, Kinds: []string{"ratio"},
			About: "What it is divided by, summed over units; in layout units its column.", Example: ratio +
				"    numerator: {event: purchase, field: value}\n    denominator: {event: task}"},
	}, within("metrics[].denominator", ratio+"    numerator: {event: task}\n    denominator: {%s}", rowsOf()), []Key{
		{Path: "metrics[].column", Type: TextKey, Layouts: []Layout{Units, Summary}, Kinds: []string{"proportion",
			"mean", "quantile"},
			Instead: "names a column with one value a unit, which layout {layout} does not have; say event: or of: " +
				"instead",
			About: "The column with a unit's value, in layout summary the metric's name in the rows; the metric's " +
				"name unless given.", Example: "metrics: [{name: kept, kind: proportion, column: retention_7}]"},
		{Path: "metrics[].covariate", Type: TableKey, Short: TextKey, Layouts: []Layout{Units},
			Kinds:   []string{"proportion", "mean", "ratio"},
			Instead: notBefore,
			About:   "The column from before exposure that CUPED adjusts for; a table of two for a ratio.",
			Example: "metrics: [{name: tasks, kind: mean, covariate: tasks_before}]"},
		{Path: "metrics[].covariate.numerator", Type: TextKey, Required: true, Layouts: []Layout{Units},
			Kinds: []string{"ratio"},
			About: "The numerator from before exposure.", Example: ratio + "    numerator: spend\n    denominator: " +
				"orders\n    covariate: {numerator: spend_before, denominator: orders_before}"},
		{Path: "metrics[].covariate.denominator", Type: TextKey, Required: true, Layouts: []Layout{Units},
			Kinds: []string{"ratio"},
			About: "The denominator from before exposure.", Example: ratio + "    numerator: spend\n    denominator: " +
				"orders\n    covariate: {numerator: spend_before, denominator: orders_before}"},
		{Path: "metrics[].quantile", Type: ShareKey, Above: true, Most: 1, Below: true, Beyond: WhichQuantile,
			Layouts: []Layout{Events, Suggestions, Units}, Kinds: []string{"quantile"},
			About: "Which quantile, above 0 and below 1.", Example: "metrics: [{name: latency_p95, kind: quantile, " +
				"quantile: 95%, of: latency_ms}]"},
		{Path: "metrics[].of", Type: TextKey, Layouts: shown, Kinds: []string{"quantile"},
			Instead: "names a number that shown suggestions carry, which layout {layout} does not have; a quantile " +
				"over units names its column",
			About:   "The number of shown suggestions that the quantile is over; without it, it is over units.",
			Example: "metrics: [{name: latency_p95, kind: quantile, quantile: 95%, of: latency_ms}]"},
		{Path: "metrics[].grades", Type: ListKey, Layouts: shown, Kinds: []string{"graded"},
			About: "The grades that suggestions bear.", Example: graded},
		{Path: "metrics[].grades[].name", Type: TextKey, Required: true, Layouts: shown, Kinds: []string{"graded"},
			About: "The value that labels have for the grade.", Example: graded},
		{Path: "metrics[].grades[].cost", Type: NumberKey, Required: true, Layouts: shown, Kinds: []string{"graded"},
			About: "What one such suggestion costs, 0 or more; at most 6 decimals.", Example: graded},
		{Path: "metrics[].winsorize", Type: TableKey, Short: ShareKey, Least: 0.5, Most: 1, Below: true,
			Layouts: counts, Kinds: []string{"mean", "ratio"},
			Instead: notCapped, Unlike: capsWhat, Beyond: capBounds,
			About:   "The quantile above which unit values are capped, one cap for all arms.",
			Example: `metrics: [{name: spend, kind: mean, event: purchase, field: value, winsorize: 99.9%}]`},
		{Path: "metrics[].winsorize.upper", Type: ShareKey, Least: 0.5, Most: 1, Below: true, Beyond: capBounds,
			Layouts: counts, Kinds: []string{"mean", "ratio"},
			About: "The quantile above which unit values are capped, below 100%.", Example: spend + "    winsorize: " +
				"{upper: 99%}"},
		{Path: "metrics[].winsorize.lower", Type: ShareKey, Above: true, Most: 0.5, Beyond: floorBounds,
			Layouts: counts, Kinds: []string{"mean", "ratio"},
			About: "The quantile below which unit values are raised to it, above 0%.", Example: spend +
				"    winsorize: {lower: 1%, upper: 99%}"},
		{Path: "metrics[].winsorize.quantile", Type: ShareKey, Least: 0.5, Most: 1, Below: true, Beyond: capBounds,
			Layouts: counts, Kinds: []string{"mean", "ratio"},
			About: "The older name of upper.", Example: spend + "    winsorize: {quantile: 99%}"},
		{Path: "metrics[].winsorize.skip_zeros", Type: YesNoKey, Default: "false", Layouts: counts,
			Kinds: []string{"mean", "ratio"},
			About: "Whether the quantiles are those of units that are not 0.", Example: spend + "    winsorize: " +
				"{upper: 99%, skip_zeros: true}"},
		{Path: "metrics[].scale", Type: WholeKey, Most: 15, Beyond: "{value} decimals do not fit beside whole " +
			"numbers; give at most 15", Layouts: counts, Kinds: []string{"mean", "ratio", "quantile"},
			About:   "How many decimals of a unit's value are kept exactly; 9, but 0 for counts.",
			Example: `metrics: [{name: spend, kind: mean, event: purchase, field: value, scale: 2}]`},
	})
}
