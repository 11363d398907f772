package ignore

import "slices"

// mechanism is what may be behind a cause, and the experiment that would tell.
type mechanism struct {
	rival     string // the other explanation
	apart     string // what would tell the two apart
	falsified string // what would speak against it
	change    string // what the experiment does, after "if we"
	primary   string // its primary metric, a built-in
	// guardrails are built-ins that the primary metric does not carry along: Ship looks
	// at accepted per unit beside a rate in any case, and edits of what is seen rise
	// when more of it is accepted.
	guardrails []string
}

// mechanisms are those of the contract; drafted after the signatures of ignoring
// in the literature, each with its rival explanation. The words for the outcome under
// study stand in braces.
var mechanisms = map[string]mechanism{
	"not_seen": {"Bots and logging look the same: shown rows without anybody there.",
		"Time on screen, and whether the same users see suggestions elsewhere.", "The share seen rises and " +
			"acceptance per user does not.",
		"show the suggestion in a more prominent place", "accepted_per_unit", []string{"dismiss_rate"}},
	"bad_timing": {"Some people work faster than others at that time, whatever is suggested.",
		"The same users at other times.", "Suggestions held until a pause are {ignored} as often.",
		"hold the suggestion until a pause", "accepted_per_unit", []string{"shown_per_unit"}},
	"too_slow": {"Long answers and hours of heavy load are slow too: length and load may be what matters.",
		"A randomised added delay, or a faster model for some users.", "A faster answer is {ignored} as often.",
		"answer faster, by a faster model or a shorter answer", "acceptance_rate", []string{"kept_per_unit"}},
	"low_relevance": {"The tasks there may be harder for anybody.",
		"Labels of what is right in the place.", "Better context leaves the rate as it is.",
		"give suggestions of this kind more context, or show none of them", "kept_per_unit", []string{"coverage"}},
	"over_volume": {"People who are shown much differ from those who are shown little.",
		"A cap for some users at random.", "With fewer at a time each is {ignored} as often.",
		"cap how many are shown together or in one session", "acceptance_rate", []string{"kept_per_unit", "coverage"}},
	"repeats": {"A need that stays may bring back the same content.",
		"Whether the repeats were dismissed before, or only not noticed.", "Without repeats acceptance per user falls.",
		"do not show again what was {ignored} before", "acceptance_rate", []string{"kept_per_unit"}},
	"effort_to_verify": {"Long suggestions come with hard tasks.",
		"A shorter form of the same suggestion for some users.", "Shorter suggestions are {ignored} as often.",
		"show a shorter suggestion, a difference view or an explanation", "acceptance_rate", []string{"kept_per_unit"}},
	"wrong_audience": {"People who are new, or who were never told what the feature is for, {ignore:everything} too: " +
		"no onboarding.",
		"A first-run introduction for half of them.", "After an introduction they engage as others do.",
		"show the feature only to those who ask for it, or who fit", "ever_accepted", []string{"accepted_per_unit"}},
	"no_onboarding": {"Those who come first may be the wrong audience, not untaught.",
		"Whether the same users change with time.", "An introduction leaves the first days as they are.",
		"introduce the feature at first use", "ever_accepted", []string{"dismiss_rate"}},
	"decay": {"Cohorts differ: those who are exposed longest came first.",
		"A fixed set of users over time.", "The effect stays in a group that is kept for four weeks.",
		"change nothing for four weeks or more, beside a group that is held out", "acceptance_rate",
		[]string{"kept_per_unit"}},
	"short_window": {"Accepts long after a suggestion was shown may belong to another look at it; a longer window " +
		"would count both.",
		"Whether late accepts follow another look.", "With a longer window the verdict and the order of the arms stay.",
		"count with a longer attribution window; no experiment is needed", "acceptance_rate", nil},
	"mix_shift": {"What is shown may have followed what people did: they went elsewhere, and the suggestions with " +
		"them.",
		"The rates within each level, which have not changed.", "With the earlier mix the {ignore rate} stays where " +
			"it is.",
		"hold back suggestions where they are {ignored} most", "acceptance_rate", []string{"kept_per_unit",
			"coverage"}},
	"miscalibrated": {"What the model is sure of may be what users do anyway.",
		"Labels of what is right at high confidence.", "Recalibrated confidences leave the rate as it is.",
		"recalibrate the confidence, or hold back above the level", "acceptance_rate", []string{"kept_per_unit"}},
	"redundant": {"Fast people finish what they had in mind, whatever is shown: they lose nothing by it.",
		"Whether the same users take suggestions that come earlier, or reach further.",
		"Shown earlier, or reaching further, as much is done by hand.",
		"show the suggestion earlier, or one that reaches further ahead", "accepted_per_unit",
		[]string{"dismiss_rate"}},
	"unexplained": {"A place is not yet a reason: what differs there may be the task, the people or the display.",
		"Sessions to watch, and labels from this place.", "Watched and labelled, nothing there differs from elsewhere.",
		"watch sessions there and label some of its suggestions as right or wrong, before anything is changed", "",
		nil},
}

// signatures say which mechanism one end of a number, or a level, speaks for.
var signatures = []struct {
	column string
	high   bool // the upper end of a number, or this level
	level  string
	means  string
}{
	{"latency_ms", true, "", "too_slow"},
	{shownBefore, false, "yes", "repeats"},
	{earlierInSession, true, "", "over_volume"},
	{"group_size", true, "", "over_volume"},
	{"length", true, "", "effort_to_verify"},
	{"position", true, "", "not_seen"},
	{daysSinceExposure, true, "", "decay"},
	{daysSinceExposure, false, "", "no_onboarding"},
	{hourOfDay, false, "*", "bad_timing"},
}

// mechanism names what a place speaks for: the first signature among its literals;
// users' own attributes speak for the audience, and anything else is a place
// without a reason yet.
func (f *Facts) mechanism(at place) string {
	for _, s := range signatures {
		for _, l := range at {
			c := &f.columns[l.column]
			switch {
			case c.name != s.column:
			case s.means == "not_seen" && f.of.Name == "dismissed": // what is dismissed was looked at
			case c.ordered && s.high == (l.lo > 0):
				return s.means
			case !c.ordered && (s.level == "*" || s.level == c.levels[l.lo]):
				return s.means
			}
		}
	}
	if f.ofUsers(at) {
		return "wrong_audience"
	}
	return "unexplained"
}

// dose says what the curve of a column asks, and in which order they are drawn.
var doses = []struct{ column, asks string }{
	{"latency_ms", "latency"}, {"length", "length"}, {"position", "position"}, {"group_size", "overload"},
	{shownBefore, "repetition"},
	{earlierInSession, "desensitization"}, {daysSinceExposure, "novelty"}, {hourOfDay, "time_of_day"},
	{"confidence", "confidence"},
}

// columnNamed is the place of a number of suggestions, or of a derived column, −1
// without. A segment, or a text of the export, may bear the same name.
func (f *Facts) columnNamed(name string) int {
	return slices.IndexFunc(f.columns, func(c column) bool {
		return c.name == name && !c.fixed && (c.values != nil || c.derived)
	})
}

// attributeNamed is the place of any column, −1 without: a segment goes before what
// else bears its name.
func (f *Facts) attributeNamed(name string) int {
	return slices.IndexFunc(f.columns, func(c column) bool { return c.name == name })
}
