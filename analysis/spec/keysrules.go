package spec

import (
	"slices"
	"strings"
)

// populationFile is a population whose shares are in a file.
const populationFile = "segments: [platform]\npopulation: [{segment: platform, path: shares.csv}]"

const ofPopulation = "segments: [platform]\npopulation: [{segment: platform, shares: {ios: 40%, android: 60%}}]"

func sliceKeys() []Key {
	return slices.Concat([]Key{
		{Path: "segments", Type: TextsKey, Blank: notColumn, Carried: true, Layouts: []Layout{Events, Suggestions,
			Units}, Instead: "need the units one by one, which layout summary does not carry; use layout units",
			About:   "Columns by which every metric is compared apart, frozen at first exposure.",
			Example: `segments: [platform, plan]`},
		{Path: "population", Type: ListKey, Carried: true, Layouts: []Layout{Events, Suggestions, Units},
			Instead: "needs the units one by one, which layout summary does not carry; use layout units",
			About: "Who the feature is for, by levels of a segment: the units are held against it, so that those " +
				"who are missing are seen.",
			Example: ofPopulation},
		{Path: "population[].segment", Type: TextKey, Required: true, Carried: true,
			About: "The segment, one of segments.", Example: ofPopulation},
		{Path: "population[].shares", Type: GroupsKey, Carried: true,
			Said: "Of the population have: {value}; the units are held against that.",
			About: "Levels and their shares of everybody, or numbers of people; where shares add up to less, the " +
				"rest is of levels that are not listed.", Example: ofPopulation},
		{Path: "population[].path", Type: TextKey, Carried: true,
			Said: "The units are held against the population in {value}.",
			About: "Instead of shares: the file that has them, a row a level; with a column segment, the rows that " +
				"name this one.", Example: populationFile},
		{Path: "population[].columns", Type: NamesKey, Choices: []string{"level", "share", "segment"}, Carried: true,
			Said:    "Columns of {of}: {value}.",
			Instead: "a population's file has the columns level, share and segment only",
			About: "The names level, share and segment, and the columns that hold them; a level may also stand under " +
				"the segment's own name, a share under users, people, count or n.",
			Example: strings.Replace(populationFile, "}]", ", columns: {share: accounts}}]", 1)},
	}, within("population[]", strings.Replace(populationFile, "shares.csv", "shares, %s", 1),
		inLayouts(tableKeys(), "", Events, Suggestions, Units)), []Key{
		{Path: "attributes", Type: TextsKey, Blank: notColumn, Carried: true, Layouts: shown, Instead: notShown,
			Said:    "The investigation may also slice by {value}.",
			About:   "More columns of shown suggestions that the investigation may slice.",
			Example: `attributes: [language]`},
		{Path: "compare", Type: ListKey, Layouts: shown, Instead: notShown,
			About:   "What the investigation sets against each other, beside arms and periods.",
			Example: `compare: [{by: week}, {by: model, from: m1, to: m2}]`},
		{Path: "compare[].by", Type: TextKey, Required: true, Layouts: shown,
			About: "What it goes by: week, half, an attribute or a segment.", Example: `compare: [{by: week}]`},
		{Path: "compare[].from", Type: TextKey, Layouts: shown,
			About:   "The value that is compared with; week and half know their own.",
			Example: `compare: [{by: model, from: m1, to: m2}]`},
		{Path: "compare[].to", Type: TextKey, Layouts: shown,
			About: "The value that is compared.", Example: `compare: [{by: model, from: m1, to: m2}]`},
		{Path: "replay", Type: TextKey, Carried: true, Layouts: shown, Instead: notShown,
			About:   "A link to a session's replay, with {session}, {unit}, {ts}, {ts_s} or {ts_ms} in it.",
			Example: `replay: "https://replay.example.com/{session}?t={ts}"`},
	})
}

func statisticsKeys() []Key {
	return []Key{
		{Path: "statistics", Type: TableKey, Carried: true,
			About: "How numbers are made.", Example: `statistics: {alpha: 0.1}`},
		{Path: "statistics.alpha", Type: ShareKey, Default: "0.05", Least: 1e-6, Most: 0.5, Carried: true,
			About: "The two-sided level of intervals and tests.", Example: `statistics: {alpha: 0.1}`},
		{Path: "statistics.segment_min_units", Type: WholeKey, Default: "30", Least: 2, Carried: true,
			Layouts: []Layout{Events, Suggestions, Units},
			About:   "The least units in every arm for a level of a segment to be compared.",
			Example: `statistics: {segment_min_units: 100}`},
		{Path: "statistics.max_immature", Type: ShareKey, Default: "0.2", Most: 1, Carried: true, Layouts: shown,
			Instead: notShown, Said: "A rate of finished windows is refused where more than {value} of the " +
				"suggestions are still inside theirs.",
			About:   "The share of suggestions still inside their window above which a rate is refused.",
			Example: `statistics: {max_immature: 30%}`},
		{Path: "statistics.srm_alpha", Type: ShareKey, Default: "0.001", Least: 1e-9, Most: 0.5, Carried: true,
			Said: "A split of the arms unlike the plan fails the checks at a level of {value} in all: half of it " +
				"for the check of every day, half for the one at the end; all of it where the rows carry no time.",
			About:   "The level of the check that the arms are split as planned.",
			Example: `statistics: {srm_alpha: 0.01}`},
		{Path: "statistics.sequential", Type: YesNoKey, Default: "true", Carried: true, Said: "Intervals that hold " +
			"at every look are made: {value}.",
			About:   "Whether intervals that hold at every look are made; before the end only they decide.",
			Example: `statistics: {sequential: false}`},
		// Boundaries are good to nine digits up to 400 looks.
		{Path: "statistics.looks", Type: WholeKey, Least: 2, Most: 400, Beyond: "{value} looks are more than 400; " +
			"the always-valid band (sequential: true, without looks) may be read as often as you like", Layouts: shown,
			Instead: "need the data day by day, which layout {layout} does not show; use layout events or suggestions",
			About:   "How many looks are planned, spread evenly from start to end, at most 400.",
			Example: "start: 2026-04-01\nend: 2026-04-28\nstatistics: {looks: 4}"},
		{Path: "statistics.spending", Type: ChoiceKey, Default: string(OBrienFleming),
			Choices: []string{string(OBrienFleming), string(Pocock), string(PowerSpending)}, Layouts: shown,
			About: "How the planned looks share alpha.", Example: "start: 2026-04-01\nend: 2026-04-28\nstatistics: " +
				"{looks: 4, spending: pocock}"},
		{Path: "statistics.cuped", Type: SpanKey, Carried: true, Layouts: []Layout{Events},
			Instead: "looks back before a unit's first exposure, which only layout events shows; in layout units " +
				"name each metric's column from before: covariate: tasks_before",
			About:   "How far to look back before first exposure for what CUPED takes out; not at all unless given.",
			Example: `statistics: {cuped: 14d}`},
		{Path: "statistics.cuped_theta", Type: ChoiceKey, Default: string(PooledTheta),
			Choices: []string{string(PooledTheta), string(WithinTheta), string(PerArmTheta)}, Carried: true,
			Layouts: counts,
			About:   "Over what CUPED's slope is taken: both arms as one, within arms, or each arm its own.",
			Example: `statistics: {cuped: 14d, cuped_theta: within}`},
		{Path: "statistics.adjust", Type: ChoiceKey, Default: "holm", Choices: Adjustments, Carried: true,
			About: "How p is adjusted for several metrics and arms.", Example: `statistics: {adjust: hommel}`},
		{Path: "statistics.also", Type: ChoicesKey, Choices: Conventions,
			About:   "Other conventions that are printed beside the defaults.",
			Example: `statistics: {also: [student, fisher]}`},
		{Path: "statistics.post_stratify", Type: TextKey, Carried: true, Layouts: []Layout{Events, Suggestions, Units},
			Instead: "needs the units one by one, which layout summary does not carry; use layout units",
			About:   "A segment whose levels weigh alike in both arms.", Example: "segments: [platform]\nstatistics: " +
				"{post_stratify: platform}"},
		{Path: "statistics.prior", Type: ShareKey, Default: "sceptical", Above: true, Most: 10, Carried: true,
			Choices: []string{"sceptical"},
			Beyond: "{value} is neither sceptical nor the standard deviation of the relative lifts you expect, such " +
				"as 10%; the chances by a flat prior stand on the page anyway",
			About:   "The standard deviation of the relative lifts that you expect, or the sceptical prior.",
			Example: `statistics: {prior: 10%}`},
	}
}

func decisionKeys() []Key {
	return []Key{
		{Path: "decision", Type: TableKey, Carried: true,
			About: "What a verdict needs.", Example: `decision: {min_units: 500}`},
		{Path: "decision.planned", Type: DayKey,
			About:   "The day this plan was written; without one before the start nothing ships.",
			Example: `decision: {planned: 2026-03-30}`},
		{Path: "decision.min_weeks", Type: WholeKey, Default: "2",
			About: "The full weeks that shipping needs.", Example: `decision: {min_weeks: 3}`},
		{Path: "decision.min_units", Type: WholeKey, Default: "100", Carried: true,
			About:   "The units that every arm needs before anything but harm is decided.",
			Example: `decision: {min_units: 500}`},
		{Path: "decision.planned_units", Type: WholeKey, Least: 1, Said: "Units planned, all arms together: {value}.",
			About: "The units planned, all arms together.", Example: `decision: {planned_units: 40000}`},
		{Path: "decision.chance_of_enough", Type: ShareKey, Default: "0.5", Most: 1, Carried: true,
			Said:    "Shipping needs a chance of {value} that the gain is at least the smallest that matters.",
			About:   "The chance that the gain is at least the smallest that matters, which shipping needs.",
			Example: `decision: {chance_of_enough: 60%}`},
		{Path: "decision.guardrail_alpha", Type: ShareKey, Default: "0.05", Least: 1e-6, Most: 0.5, Carried: true,
			About:   "The one-sided level at which a guardrail is shown to be safe.",
			Example: `decision: {guardrail_alpha: 0.1}`},
		{Path: "decision.accept_harm", Type: TextsKey, Empty: "an empty list accepts no harm; remove it",
			Blank: "is no metric; name one, or remove the key",
			About: "Metrics that may be proven worse without holding the result back; the page says whether that was " +
				"accepted before the start.", Example: `decision: {accept_harm: [accepted_per_unit]}`},
		{Path: "decision.weights", Type: GroupsKey,
			Said: "One percent of these metrics is worth to one another: {value}.",
			About: "What one percent better of each metric is worth beside the others, numbers above 0: the page " +
				"says what the gains and losses come to together. The verdict does not hang on it.",
			Example: "metrics: [{name: acceptance_rate, role: primary}]\ndecision: {weights: {acceptance_rate: 2, " +
				"kept_per_unit: 1}}"},
		{Path: "decision.extension", Type: SpanKey, Layouts: []Layout{Events, Suggestions, Units},
			Instead: "needs days, which layout summary does not carry; leave it out",
			About:   "How long after the end a second reading is made, declared before the start.",
			Example: "start: 2026-04-01\nend: 2026-04-28\ndecision: {extension: 14d}"},
	}
}
