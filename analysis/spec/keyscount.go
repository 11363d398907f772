package spec

import "slices"

var (
	shown  = []Layout{Events, Suggestions} // layouts with suggestions
	counts = []Layout{Events, Units}       // layouts with values of one unit
)

const (
	notShown   = "is about suggestions, which layout {layout} does not have; use layout events or suggestions"
	notOutcome = "outcomes map the outcome column of layout suggestions; this layout is {layout}"
	notEdited  = "is about edits after the accept, which only layout events shows; in layout suggestions the outcome " +
		"column says edited or reverted"
)

func countKeys() []Key {
	return slices.Concat([]Key{
		{Path: "window", Type: SpanKey, Carried: true, Layouts: shown, Instead: "counts from a unit's first " +
			"exposure, which layout {layout} does not show; leave it out",
			About:   "How long after first exposure things count; to the end of the data unless given.",
			Example: `window: 14d`},
		{Path: "complete_windows", Type: YesNoKey, Default: "false", Carried: true, Layouts: shown,
			Instead: "counts from a unit's first exposure, which layout {layout} does not show; leave it out",
			About:   "Whether units still inside their window are left out.",
			Example: "window: 14d\ncomplete_windows: true"},
		{Path: "suggestions", Type: TableKey, Carried: true, Layouts: shown, Instead: notShown,
			About: "How suggestions end.", Example: `suggestions: {attribution: 2m}`},
		{Path: "suggestions.attribution", Type: SpanKey, Default: "5m", Carried: true, Layouts: shown,
			About: "How long after showing an answer counts.", Example: `suggestions: {attribution: 2m}`},
		{Path: "suggestions.edit_window", Type: SpanKey, Default: "5m", Carried: true, Layouts: []Layout{Events},
			Instead: notEdited,
			About:   "How long after the accept an edit counts.", Example: `suggestions: {edit_window: 1h}`},
		{Path: "suggestions.min_visible", Type: SpanKey, Carried: true, Layouts: shown,
			About:   "How long a suggestion has to be on screen to be seen; any time unless given.",
			Example: `suggestions: {min_visible: 500ms}`},
		{Path: "suggestions.edit_above", Type: ShareKey, Default: "0", Most: 1, Carried: true,
			Layouts: []Layout{Events}, Instead: notEdited,
			About: "The edit ratio up to which an edit changes nothing.", Example: `suggestions: {edit_above: 10%}`},
		{Path: "suggestions.revert_above", Type: ShareKey, Default: "0.5", Most: 1, Carried: true,
			Layouts: []Layout{Events}, Instead: notEdited,
			About:   "The edit ratio above which an edit undoes the suggestion.",
			Example: `suggestions: {revert_above: 60%}`},
		{Path: "suggestions.known_good", Type: ShareKey, Most: 1, Carried: true, Layouts: shown,
			About:   "The share of what is shown that is good, from an evaluation; used where there are no labels.",
			Example: `suggestions: {known_good: 83%}`},
		{Path: "suggestions.events", Type: GroupsKey, Choices: Roles, Carried: true, Layouts: []Layout{Events},
			Instead: "event names exist in layout events only; in layout suggestions use outcomes: {accepted: […]}",
			About:   "The roles of suggestion events and the names that the export has for them.",
			Example: `suggestions: {events: {shown: [displayed], accepted: [tab, click]}}`},
		{Path: "suggestions.outcomes", Type: GroupsKey, Choices: Outcomes, Carried: true,
			Layouts: []Layout{Suggestions}, Instead: notOutcome,
			About:   "Outcomes and the values that the export has for them; their own names unless given.",
			Example: `suggestions: {outcomes: {accepted: ["1"], ignored: ["0"]}}`},
		{Path: "outcomes", Type: GroupsKey, Choices: Outcomes, Carried: true, Layouts: []Layout{Suggestions},
			Instead: notOutcome,
			About:   "The same as suggestions.outcomes.", Example: `outcomes: {accepted: ["1"], ignored: ["0"]}`},
		{Path: "labels", Type: TableKey, Layouts: shown, Instead: notShown,
			About: "A table that grades suggestions; else the column grade is used.", Example: graded +
				`labels: {path: graded.csv, columns: {suggestion_id: id, grade: verdict}}`},
		{Path: "labels.path", Type: TextKey, Required: true, Layouts: shown,
			About:   "The file with one row per graded suggestion, or an evaluation file whose items are suggestions.",
			Example: graded + `labels: {path: graded.csv}`},
		{Path: "labels.version", Type: TextKey, Layouts: shown, Blank: "names no version; write which of the " +
			"evaluation's was shown, or leave it out",
			About: "Of an evaluation file: the version whose answers were shown.", Example: evaluated},
		{Path: "labels.metric", Type: TextKey, Layouts: shown, Blank: "names no metric; write which of the " +
			"evaluation's grades suggestions, or leave it out",
			About: "Of an evaluation file: the score that grades. A graded one gives the grades of its own names; of " +
				"scores 0 and 1 the better is the cheapest grade of the metric here, the other the dearest.",
			Example: evaluated},
		{Path: "labels.columns", Type: NamesKey, Choices: []string{"suggestion_id", "grade"}, Layouts: shown,
			Said:    "Columns of {of}: {value}.",
			Instead: "a label file has the columns suggestion_id and grade only",
			About:   "The names suggestion_id and grade, and the columns that hold them.", Example: graded +
				`labels: {path: graded.csv, columns: {grade: verdict}}`},
	}, within("labels", graded+"labels: {path: graded, %s}", notCarried(inLayouts(tableKeys(), "", shown...))))
}

// graded is a metric that labels are for.
const graded = "metrics:\n  - name: quality\n    kind: graded\n    grades: [{name: works, cost: 0}, {name: wrong, " +
	"cost: 6}]\n"

// evaluated grades by an evaluation.
const evaluated = graded + "labels: {path: prompt-7.yaml, version: v2, metric: correct}"

// notCarried are rows that a draft leaves out: a next experiment has other
// labels, metrics and dates.
func notCarried(rows []Key) []Key {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Carried = false
	}
	return out
}
