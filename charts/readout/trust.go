package readout

import (
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

// methodWords says what a method is. A method that is not listed keeps its own name.
var methodWords = []struct{ Key, Words string }{
	{"welch", "Welch's t over units, ratios by the delta method"},
	{"pooled_z", "pooled z for two shares"},
	{"chi_square", "Pearson's chi-square over all arms"},
	{"welch_anova", "Welch's analysis of variance over all arms"},
	{"newcombe", "Newcombe's hybrid score interval"},
	{"koopman", "Koopman's score interval for a ratio of shares"},
	{"fieller", "Fieller's interval for a ratio of means"},
	{"delta", "delta method, clustered by unit"},
	{"clustered_delta", "delta method, clustered by unit"},
	{"wilson", "Wilson's score interval"},
	{"mid_quantile", "quantiles read between ties, each arm's interval off its shares, joined by MOVER"},
	{"cr3", "leaving one unit out at a time (CR3), for few effective units"},
	{"student", "Student's t, one variance for both arms"},
	{"delta_lift", "relative lift by the delta method"},
	{"log_lift", "relative lift on the log scale"},
	{"unpooled_z", "Wald, each arm with its own variance"},
	{"miettinen_nurminen", "score interval of Miettinen and Nurminen"},
	{"log_risk_ratio", "risk ratio on the log scale"},
	{"fisher", "Fisher's exact test"},
	{"tost", "two one-sided tests of equivalence"},
	{"noninferiority", "one-sided test of the margin"},
	{"mann_whitney", "Mann and Whitney's ranks, points above one half"},
	{"permutation", "permutation of the arms"},
	{"bootstrap", "BCa bootstrap by unit"},
	{"ols", "least squares on arm and covariates, HC2"},
	{"logistic", "logistic regression, change of the odds"},
	{"cuped", "Welch's t on values adjusted for the time before exposure (CUPED)"},
	{"confidence_sequence", "confidence sequence"},
}

func methodText(key string) string {
	if key == "" {
		return say.Dash
	}
	for _, w := range methodWords {
		if w.Key == key {
			return w.Words
		}
	}
	return say.Metric(key)
}

// glossary defines the words of the page.
var glossary = []doc.Term{
	{Word: "Arm", Meaning: "One of the groups that units were assigned to; the control is the one that others are " +
		"compared with."},
	{Word: "Unit", Meaning: "What was assigned to an arm, usually a user. All uncertainty is counted over units, " +
		"never over suggestions."},
	{Word: "Points", Meaning: "Difference of two percentages: from 20% to 22% is 2 points, and 10% in relative terms."},
	{Word: "Relative difference", Meaning: "The difference divided by the control's value."},
	{Word: "Interval", Meaning: "Where the true value likely lies. Made the same way in many experiments, such " +
		"intervals hold the true value as often as their name says."},
	{Word: "Always-valid", Meaning: "A wider interval that holds at all looks at once, so it may be read every day; " +
		"before the planned end it alone decides."},
	{Word: "Planned look", Meaning: "A day on which the data are read, fixed beforehand. The chance of a wrong call " +
		"is shared out over the looks, so each asks for more than a single reading would."},
	{Word: "Chance", Meaning: "The probability given this data and what was believed beforehand. That is the prior " +
		"named below, around no effect: the narrower it is, the more of a large difference is put down to chance."},
	{Word: "p", Meaning: "How often a difference at least this large would appear if the arms were truly alike."},
	{Word: "Adjusted p", Meaning: "p after a correction for having several metrics and arms to choose from: Holm's " +
		"unless the file asks for another."},
	{Word: "Guardrail", Meaning: "A metric that must not get worse by more than its limit. Within: the worse end of " +
		"its bound is inside. Beyond: even the better end is outside. Else it may pass its limit. Guardrails are " +
		"judged by a one-sided bound at their own level, so the two-sided interval of one that is within may reach a " +
		"little past. Without a margin there is no limit, and it is watched for harm like other metrics."},
	{Word: "Smallest effect that matters", Meaning: "Declared beforehand; the grey strip of the picture. A " +
		"difference inside it is not worth acting on."},
	{Word: "Split check (SRM)", Meaning: "Compares the number of units per arm with the planned shares. A failure is " +
		"chance as seldom as its p says; else units were lost or added unevenly. Either way no difference is shown."},
	{Word: "Effective users", Meaning: "How many equally active users would say as much. Where few users make most " +
		"of the suggestions, it is far fewer than there are."},
	{Word: "Too young to judge", Meaning: "A suggestion whose answer window reaches past the end of the data. It is " +
		"left out whatever its answer, else quick answers would count too much."},
	{Word: "Ignored", Meaning: "Seen, not answered within the answer window, and not replaced by the system."},
	{Word: "So far", Meaning: "Some units are still inside their window; both arms count what they have."},
}

// trustSection says how each number was made, and how to make it again.
func (s *subject) trustSection(o out.Options) doc.Section {
	sec := doc.TrustSection(glossary)
	if t := s.methodsTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.alsoTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.priorsTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	line := sec.Line
	line("Program", say.Program(s.ProgramVersion), false)
	line("Input hash", say.Name(string(s.InputHash)), true)
	if s.InputHash == "" {
		sec.Lines = sec.Lines[:len(sec.Lines)-1]
	}
	line("Data from", say.OrElse(instantTextOf(s.DataFrom), "the rows carry no time"), false)
	line("Data to", say.OrElse(instantTextOf(s.DataTo), "the rows carry no time"), false)
	line("Layout of the export", say.Name(s.Layout), false)
	if s.Layout != "summary" { // whose rows are sums
		line("Unit", say.Name(s.Unit), true)
	}
	line("Time zone of days", say.Name(say.OrElse(s.Timezone, "UTC")), false)
	line("What counts after first exposure", say.OrElse(say.Clean(s.Window), "everything to the end of the data"),
		false)
	if s.Suggestions != nil {
		line("Answer window of a suggestion", say.OrElse(say.Clean(s.Attribution), "not given"), false)
	}
	if s.Decision.Early {
		line("Intervals", s.level+", two-sided, unadjusted", false)
	} else {
		line("Intervals", s.level+", two-sided, unadjusted, fixed horizon", false)
	}
	if _, c := s.focus(); c != nil && c.Bayes != nil {
		line("Prior of the chances", say.Clean(c.Bayes.Prior), false)
	}
	if len(s.Set) == 0 {
		line("Changed with --set", "nothing", false)
	}
	for _, set := range s.Set {
		line("Changed with --set", say.Cap(say.Clean(set), 200), true)
	}
	line("Made again by", say.Cap(say.Clean(say.OrElse(o.Command, "uptake readout EXPERIMENT.yaml")), 500), true)
	return sec
}

// priorsTable sets the chances by the stated prior beside those of a flat one.
func (s *subject) priorsTable() doc.Table {
	t := doc.Table{Caption: "Chances by what is believed beforehand", Long: true, Head: []doc.Column{{Text: "Metric"},
		{Text: "Arm"}, {Text: "Prior"}, {Text: "Better at all", Num: true}, {Text: "Better by enough", Num: true}}}
	for _, m := range s.byRole("primary") {
		for _, c := range m.Comparisons {
			b := c.Bayes
			if b == nil {
				continue
			}
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Name)}, {Text: say.Name(c.Arm)},
				{Text: "stated", Sub: say.Clean(b.Prior)}, {Text: chanceText(b.ChanceBetter)},
				{Text: chanceText(b.ChanceEnough)}},
				[]doc.Cell{{Text: say.MetricTitle(m.Name)}, {Text: say.Name(c.Arm)},
					{Text: "flat", Sub: "every lift as likely as none"}, {Text: chanceText(b.Flat.ChanceBetter)},
					{Text: chanceText(b.Flat.ChanceEnough)}})
		}
	}
	t.Foot = "The verdict uses the stated prior. A flat one is too hopeful where few changes help."
	return t
}

// methodsTable says of each metric what it is and which method made its numbers.
func (s *subject) methodsTable() doc.Table {
	t := doc.Table{Caption: "The metrics as declared", Long: true, Head: []doc.Column{{Text: "Metric"},
		{Text: "Kind and role"}, {Text: "Better"},
		{Text: "Smallest effect that matters"}, {Text: "Limit"}, {Text: "Made by"}}}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		made := methodOf(m)
		t.Rows = append(t.Rows, []doc.Cell{
			{Text: say.Name(m.Name), Sub: map[bool]string{true: "built in"}[m.Builtin]},
			{Text: say.Name(m.Kind), Sub: say.Name(m.Role)},
			{Text: map[bool]string{true: "lower", false: "higher"}[m.Better == "down"]},
			{Text: amountText(m, m.MinimumEffect)},
			{Text: amountText(m, m.Margin)},
			made,
		})
	}
	t.Foot = say.Dash + " means not declared, or nothing to compare."
	return t
}

func methodOf(m *report.Metric) doc.Cell {
	if len(m.Comparisons) == 0 {
		return doc.Cell{Text: say.Dash}
	}
	c := &m.Comparisons[0]
	made := doc.Cell{Text: "Test: " + methodText(c.Method)}
	if c.Abs.Method != "" || c.Rel.Method != "" {
		made.Sub = "Difference: " + methodText(c.Abs.Method) + ". Relative: " + methodText(c.Rel.Method)
	}
	return made
}

// amountText prints an effect or margin in both forms, as far as known.
func amountText(m *report.Metric, a *report.Amount) string {
	if a == nil {
		return say.Dash
	}
	var parts []string
	if a.Rel.Defined() {
		parts = append(parts, say.Declared(100*float64(a.Rel), false)+"%")
	}
	if a.Abs.Defined() {
		sc := say.DiffScale(m)
		parts = append(parts, sc.Written(float64(a.Abs), false))
	}
	if len(parts) == 0 {
		return say.Name(a.Text)
	}
	return strings.Join(parts, " = ")
}

func instantTextOf(s string) string {
	if s == "" {
		return ""
	}
	return say.Instant(s)
}
