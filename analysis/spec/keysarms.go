package spec

import "slices"

// notInEvents is said of keys of exposure rows where rows carry their arm.
const notInEvents = "exposure rows exist in layout events only; in layout {layout} the arm is a column (columns: " +
	"{arm: …})"

func armKeys() []Key {
	return slices.Concat([]Key{
		{Path: "arms", Type: ListKey, Short: ChoiceKey, Choices: []string{"any"},
			About: "The arms; without them everyone is one group, described and not compared. With any they are " +
				"those that the rows have, in equal shares and without a control: one test over all of them.",
			Example: `arms: [{name: control, share: 50%, control: true}, {name: short, share: 50%}]`},
		{Path: "arms[].name", Type: TextKey, Required: true, Verbatim: true,
			About:   "The value that the export has for the arm, as written; with of, what the arm is called.",
			Example: `arms: [{name: 0, control: true}, {name: 1}]`},
		{Path: "arms[].of", Type: TextsKey,
			Empty: "an empty list is no arm; list the values of the export that are together this one, or leave of out",
			Layouts: []Layout{Events, Suggestions,
				Units}, Instead: "sums that are stated by arm are not added up; add the rows of these arms before, " +
				"or name one arm a row",
			About: "The values of the export that are together this arm; the name is then a name of its own, and a " +
				"value of the export only where it is listed. A unit of two of them is in one arm.",
			Example: `arms: [{name: control, control: true}, {name: treatment, of: [short, long]}]`},
		{Path: "arms[].share", Type: ShareKey, Least: 0,
			About: "The planned share, a weight; equal unless given, for an arm of several values once for each. 0% " +
				"says that nobody may be in the arm.",
			Example: `arms: [{name: control, share: 90%, control: true}, {name: treatment, share: 10%}]`},
		{Path: "arms[].control", Type: YesNoKey, Default: "false",
			About:   "Whether it is the arm that others are compared with; exactly one is.",
			Example: `arms: [{name: control}, {name: treatment, control: true}]`},
		{Path: "assigned_per", Type: TextKey, NotBuilt: "assignment below the unit",
			About: "What is dealt out to arms, where arms vary within a unit.", Example: `assigned_per: suggestion`},
		{Path: "exposure", Type: TableKey, Carried: true,
			About: "Which rows say that a unit is in an arm.", Example: `exposure: {event: assigned, variant: group}`},
		{Path: "exposure.event", Type: TextsKey, Empty: "an empty list exposes nobody; list the events that put a " +
			"unit into its arm", Default: "exposure", Carried: true, Layouts: []Layout{Events}, Instead: notInEvents,
			About: "The events that are exposures.", Example: `exposure: {event: [assigned, seen_first]}`},
		{Path: "exposure.experiment", Type: TextKey, Carried: true, Layouts: []Layout{Events}, Instead: notInEvents,
			About: "The column of the experiment's id in exposure rows; experiment, where the export has it, unless " +
				"given.", Example: `exposure: {experiment: flag_key}`},
		{Path: "exposure.variant", Type: TextKey, Carried: true, Layouts: []Layout{Events}, Instead: notInEvents,
			About:   "The column of the arm in exposure rows; variant unless given.",
			Example: `exposure: {variant: group}`},
		{Path: "exposure.outside", Type: GroupsKey, Carried: true, Said: "Rows outside the experiment, set aside and " +
			"counted: {value}.",
			About:   "Columns and the values by which a row stands outside the experiment.",
			Example: `exposure: {outside: {variant: ["false", holdout]}}`},
	}, within("exposure", "exposure: {%s}", inLayouts(filterKeys(), notInEvents, Events)), []Key{
		{Path: "assignments", Type: TableKey, Carried: true, Layouts: shown, Instead: "exist in layouts events and " +
			"suggestions; in layout {layout} the arm is a column (columns: {arm: …})",
			About:   "A table of units and their arms, instead of exposure rows or of a column with the arm.",
			Example: `assignments: {path: assigned.csv, columns: {unit: user_id, arm: group}}`},
		{Path: "assignments.path", Type: TextKey, Required: true, Layouts: shown,
			About: "The file with one row per unit.", Example: `assignments: {path: assigned.csv}`},
		{Path: "assignments.columns", Type: NamesKey, Choices: []string{"unit", "arm", "ts", "experiment"},
			Carried: true, Layouts: shown, Said: "Columns of {of}: {value}.",
			Instead: "an assignment file has the columns unit, arm, ts and experiment only",
			About:   "The names unit, arm, ts and experiment, and the columns that hold them.",
			Example: `assignments: {path: assigned.csv, columns: {arm: group}}`},
	}, within("assignments", "assignments: {path: assigned, %s}", inLayouts(tableKeys(), "", shown...)))
}

// inLayouts are rows that have a meaning in some layouts alone.
func inLayouts(rows []Key, instead string, layouts ...Layout) []Key {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Layouts, out[i].Instead = layouts, instead
	}
	return out
}
