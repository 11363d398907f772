package spec

import "slices"

// joinKeys say which other table's columns the rows of a source get, by an id that both have.
func joinKeys() []Key {
	const (
		source  = "sources:\n  - path: scores.csv\n"
		rest    = "    join: {path: traces.csv, by: trace_id, id: id, columns: {unit: user_id}"
		example = source + rest + "}"
		wrap    = source + rest + ", %s}\n"
		stated  = "gives rows of layout {layout} nothing that they need; join in the export"
	)
	return inLayouts(slices.Concat([]Key{
		{Path: "sources[].join", Type: TableKey,
			About: "Another table whose row with the same id gives columns to each row of this source: user and arm " +
				"of a trace to its score.", Example: example},
		{Path: "sources[].join.path", Type: TextKey, Required: true, Said: "They are joined to {of}.",
			About: "The file, glob or folder of that table; the source's own path where rows of one file are joined " +
				"to others of it.", Example: example},
	}, within("sources[].join", wrap, notCarried(tableKeys())), []Key{
		{Path: "sources[].join.by", Type: TextKey, Required: true, Said: "Their column {value} holds the id of its " +
			"row.",
			About: "The column of this source that holds the id.", Example: example},
		{Path: "sources[].join.id", Type: TextKey, Required: true, Said: "In {of} the id is {value}.",
			About: "The column of that table that holds it.", Example: example},
		{Path: "sources[].join.columns", Type: NamesKey, Required: true, Said: "Of {of} they get {value}.",
			About: "The names that rows of this source get, canonical or your own, and the columns of that table " +
				"that hold them. Where several of its rows have the id and contradict each other, nothing is taken.",
			Example: example},
	}, within("sources[].join", wrap, notCarried(filterKeys()))), stated, Events, Suggestions, Units)
}
