package spec

import "slices"

func experimentKeys() []Key {
	return []Key{
		{Path: "experiment", Type: TextKey, Required: true,
			About:   "The experiment's id: what exposure rows name, and the folder of its reports.",
			Example: `experiment: inline-suggestions-v2`},
		{Path: "hypothesis", Type: TextKey, Said: "The hypothesis is {quoted}.",
			About:   "What is expected and why; printed on the page.",
			Example: `hypothesis: Shorter suggestions are accepted more often.`},
		{Path: "owner", Type: TextKey, Carried: true, Said: "Its owner is {value}.",
			About: "Who answers for the experiment; printed on the page.", Example: `owner: editor team`},
		{Path: "link", Type: TextKey, Said: "More about it stands at {value}.",
			About: "Where more is written; printed on the page.", Example: `link: https://example.com/inline-v2`},
		{Path: "evaluation", Type: TableKey, Short: TextKey, Blank: "names no file; write the result that the " +
			"readout carries, or leave the key out", Said: "The readout carries the evaluation {value}.",
			About:   "The evals.json of an evaluation that the readout tells beside what people did.",
			Example: `evaluation: reports/prompt-7/evals.json`},
		{Path: "evaluation.path", Type: TextKey, Required: true,
			About: "The evals.json.", Example: `evaluation: {path: reports/prompt-7/evals.json}`},
		{Path: "evaluation.file", Type: TextKey,
			About: "The evaluation file that it has to be a result of: one of another file is out of date and " +
				"refused.",
			Example: `evaluation: {path: reports/prompt-7/evals.json, file: prompt-7.yaml}`},
		{Path: "layout", Type: ChoiceKey, Default: string(Events), Carried: true, Choices: []string{string(Events),
			string(Suggestions), string(Units), string(Summary)},
			About: "What one row of the export is: an event, a shown suggestion with its outcome, a unit, or an " +
				"arm and metric.",
			Example: `layout: suggestions`},
		{Path: "timezone", Type: TextKey, Blank: "names no time zone; write UTC or a name such as Europe/Berlin",
			Default: "UTC", Carried: true,
			About: "The zone of calendar days, and of times written without one.", Example: `timezone: Europe/Berlin`},
		{Path: "start", Type: DayKey, About: "The first day of first exposures, included.",
			Example: `start: 2026-04-01`},
		{Path: "end", Type: DayKey, About: "The last day of first exposures, included; before it nothing is decided " +
			"for good.", Example: `end: 2026-04-28`},
		{Path: "extends", Type: TextKey, Blank: "names no file; write the path of the file that this one goes on " +
			"from, such as extends: base.yaml",
			About: "A file whose keys hold here too, but for experiment; it may extend another. What this file gives " +
				"goes before: tables join key by key, metrics by their names " +
				"(one that says its kind stands alone), any other list is taken whole, and a key without a value " +
				"takes away what the other file says. A relative path begins at the folder of the file that it " +
				"stands in.",
			Example: `extends: base.yaml`},
		{Path: "each", Type: TableKey,
			About: "Makes an experiment of every value of a column; experiment is then the name of the family, and " +
				"this file that of each member.",
			Example: `each: {column: test_id}`},
		{Path: "each.column", Type: TextKey, Required: true, Blank: notColumn, Said: "It is one of a family: every " +
			"value of the column {value} is an experiment of its own.",
			About: "The column of whose every value an experiment is made: that of exposure rows, of the " +
				"assignments, or of the rows that have an arm. A missing value is of no experiment.",
			Example: `each: {column: test_id}`},
		{Path: "embargo", Type: SpanKey, Short: ChoiceKey, Choices: []string{"first_full_week"}, Carried: true,
			Layouts: []Layout{Events, Suggestions, Units}, Instead: "needs days, which layout summary does not " +
				"carry; leave it out",
			About: "For how many days of exposures every page and file shows health and counts alone, and the day on " +
				"which the numbers open; first_full_week is 7d.", Example: `embargo: 7d`},
	}
}

const (
	notColumn  = "an empty name is not a column"
	notMissing = "lists words that are no value; the empty text is none anyway"
)

// bounds says how a value is held against a bound of a filter.
const bounds = "a number, else the text as the column writes it. 2026-04-03 is before every time of that day; " +
	"of a column of epoch numbers give a number."

// filterKeys are of filters, which let rows pass by what a column holds.
func filterKeys() []Key {
	return []Key{
		{Path: "where", Type: ListKey, Carried: true,
			About:   "Which rows pass; every filter has to let a row through.",
			Example: `where: [{column: is_employee, not: ["true"]}]`},
		{Path: "where[].column", Type: TextKey, Required: true, Carried: true,
			About:   "The column that the filter looks at: a canonical name, a column or a path.",
			Example: `where: [{column: plan, is: pro}]`},
		{Path: "where[].is", Type: TextsKey, Empty: "an empty list lets nothing pass; list the values that do",
			Carried: true, About: "The values that pass.", Example: `where: [{column: plan, is: [pro, team]}]`},
		{Path: "where[].not", Type: TextsKey, Empty: "an empty list keeps nothing out; list the values that do not " +
			"pass", Carried: true, About: "The values that do not pass.",
			Example: `where: [{column: plan, not: [free]}]`},
		{Path: "where[].from", Type: TextKey, Carried: true,
			About:   "The least that passes: " + bounds,
			Example: `where: [{column: app_version, from: 12}]`},
		{Path: "where[].to", Type: TextKey, Carried: true,
			About:   "The largest that passes: " + bounds,
			Example: `where: [{column: app_version, to: 20}]`},
	}
}

// TextFormats are the formats that a CSV dialect says something about.
var TextFormats = []string{"csv", "tsv"}

// csvKeys are of how delimited text is written.
func csvKeys() []Key {
	return []Key{
		{Path: "csv", Type: TableKey, Carried: true,
			About:   "How delimited text is written, where the file itself does not tell.",
			Example: `csv: {delimiter: ";", decimal: ","}`},
		{Path: "csv.delimiter", Type: SignKey, Carried: true, Said: "In {of} the character {quoted} stands between " +
			"columns.",
			About:   "The character between columns; found in the header unless given.",
			Example: `csv: {delimiter: ";"}`},
		{Path: "csv.decimal", Type: ChoiceKey, Default: ".", Carried: true, Choices: []string{".", ","},
			Said:  "In {of} the decimals of a number follow {quoted}.",
			About: "The character before the decimals of a number.", Example: `csv: {decimal: ","}`},
		{Path: "csv.thousands", Type: ChoiceKey, Carried: true, Choices: []string{",", ".", " ", "'"},
			Said:    "In {of} {quoted} parts the thousands of a number.",
			About:   "The character between groups of three digits; none unless given.",
			Example: `csv: {thousands: "'"}`},
		{Path: "csv.quote", Type: SignKey, Choices: []string{NoQuote}, Carried: true, Said: "In {of} the quote is " +
			"{quoted}.",
			About:   "The character around a cell, or none; the double quote in CSV and none in TSV unless given.",
			Example: `csv: {quote: none}`},
		{Path: "csv.escape", Type: ChoiceKey, Carried: true, Choices: []string{Backslash}, Said: "In {of} a {value} " +
			"takes the meaning from the character after it.",
			About:   "How a quote is written inside quotes: by a backslash before it, doubled unless given.",
			Example: `csv: {escape: backslash}`},
		{Path: "csv.skip", Type: WholeKey, Default: "0", Most: 1000, Carried: true, Said: "Lines skipped before the " +
			"header of {of}: {value}.",
			About: "How many lines, or rows of a sheet, stand before the header.", Example: `csv: {skip: 2}`},
		{Path: "csv.header", Type: TextsKey, Blank: notColumn, Empty: "an empty list names no column; list the names " +
			"of the columns in their order", Carried: true, Said: "{of} has no header; its columns are {value}.",
			About:   "The names of the columns where no line of the file holds them.",
			Example: `csv: {header: [ts, user_id, event]}`},
		{Path: "csv.encoding", Type: ChoiceKey, Carried: true, Choices: []string{"utf-8", "utf-16", "utf-16le",
			"utf-16be", "windows-1252", "iso-8859-1"}, AnyCase: true, Said: "The characters of {of} are {value}.",
			About:   "The encoding of the characters; UTF-8 unless given or told by a byte order mark.",
			Example: `csv: {encoding: windows-1252}`},
	}
}

// tableKeys are of how a place that rows come from is read, be it a source, the
// assignments or the labels.
func tableKeys() []Key {
	return slices.Concat([]Key{
		{Path: "format", Type: ChoiceKey, Carried: true, Choices: []string{"parquet", "ipc", "csv", "tsv", "ndjson",
			"avro", "xlsx"}, Said: "{of} is read as {value}.",
			About:   "The format of the files; by their names, else their content, unless given.",
			Example: `format: csv`},
		{Path: "table", Type: TextKey, Said: "Of {of} the table {value} is read.",
			About: "Of a database (path: sqlite:export.db, path: postgres://host/name), or of an engine: the table " +
				"or view whose rows are read.", Example: `table: events`},
		{Path: "query", Type: TextKey, Said: "Of {of} the answer to a query is read: {value}.",
			About:   "Of a database: the one query whose rows are read, in a transaction that can only read.",
			Example: `query: "select * from events where ts >= '2026-04-01'"`},
		{Path: "rows", Type: TextKey, Blank: "names no list; write the path of the list of rows, such as data.rows, " +
			"or leave it out", Carried: true, Said: "The rows of {of} are the list at {value} inside each document.",
			About: "Of JSON: the path of the list of rows inside an envelope, such as data.rows; or, with [] behind " +
				"every list, that of lists within each record (snapshots[].events[]), whose elements are then rows " +
				"beside the record's other fields: columns are named by the same path (snapshots[].events[].key). Of " +
				"several paths, parted by commas, every combination is a row.", Example: `rows: data.rows`},
		{Path: "sheet", Type: TextKey, Blank: "names no sheet; write its name, or leave it out", Carried: true,
			Said: "Of {of} the sheet {quoted} is read.",
			About: "Of a workbook (.xlsx): the name of the sheet whose rows are read; the first that has any unless " +
				"given.", Example: `sheet: Assignments`},
	}, csvKeys(), []Key{
		{Path: "time", Type: TableKey, Carried: true,
			About:   "How times are written, where they are neither ISO 8601 nor an epoch.",
			Example: `time: {layout: "%d.%m.%Y %H:%M"}`},
		{Path: "time.layout", Type: TextKey, Blank: "holds no directive; write a layout such as %d.%m.%Y %H:%M:%S",
			Carried: true, Said: "Times of {of} are written as {quoted}.",
			About:   "The layout of times in the directives of strftime; the order of day and month is never guessed.",
			Example: `time: {layout: "%d.%m.%Y %H:%M:%S"}`},
		{Path: "time.zone", Type: ChoiceKey, Carried: true, Choices: []string{"local"}, Said: "Epochs of {of} are " +
			"wall clock of the experiment's timezone.",
			About:   "Local: epochs count the seconds of the wall clock in timezone, not of UTC.",
			Example: `time: {zone: local}`},
	})
}

var columnNames = slices.Concat(Canonical, SummaryColumns)

func sourceKeys() []Key {
	return slices.Concat([]Key{
		{Path: "engine", Type: TextKey, Default: Embedded, Layouts: []Layout{Events}, Instead: "an engine is asked " +
			"about layout events alone, and the file is of layout {layout}; leave it out",
			Said: "Its rows are in the engine at {value}.",
			About: "Who adds the rows up: uptake itself (embedded), or the engine that has them as a table, by its " +
				"address: duckdb:FILE, postgres://USER@HOST/DATABASE, clickhouse://USER@HOST/DATABASE, " +
				"trino://USER@HOST:PORT/CATALOG/SCHEMA or spark://USER@HOST:PORT/DATABASE. See uptake help engines.",
			Example: "engine: postgres://analyst@warehouse.example/events\nsources: [{table: product.events}]"},
		{Path: "max_bytes", Type: TextKey, Layouts: []Layout{Events}, Instead: "it holds what an engine reads, which " +
			"is asked about layout events alone, and the file is of layout {layout}; leave it out",
			Said: "An engine reads at most {value}, by its own estimate.",
			About: "The most that an engine may read for one readout, by its own estimate; a run that would read " +
				"more ends with exit code 5 before it reads anything.",
			Example: "engine: trino://analyst@lake.example/lake/events\nsources: [{table: app}]\nmax_bytes: 20GB"},
		{Path: "sources", Type: ListKey, Required: true, Carried: true,
			About:   "Where rows come from, one table a place.",
			Example: `sources: [{path: exports/*.parquet}, {path: purchases.csv}]`},
		{Path: "sources[].path", Type: TextKey,
			About: "A file, a glob, a folder, or - for standard input; relative to the experiment file. Every source " +
				"has one, but under an engine, where it is a table.",
			Example: `sources: [{path: "exports/*.parquet"}]`},
		{Path: "sources[].preset", Type: TextKey, Carried: true,
			Said: "{of} is what the preset {value} is of: what the file does not say itself is taken from it.",
			About: "The vendor whose export this is, by the preset's name (uptake help vendors): it binds columns, " +
				"makes columns and says which rows expose, and each key of the file goes before its own; filters add " +
				"up.",
			Example: `sources: [{path: segment.json, preset: segment}]`},
	}, within("sources[]", "sources: [{path: export, %s}]", tableKeys()), []Key{
		{Path: "sources[].columns", Type: NamesKey, Choices: columnNames, Carried: true, Instead: "not a canonical " +
			"name", Said: "Columns of {of}: {value}.",
			About:   "Canonical names and the columns or paths of this source that hold them.",
			Example: `sources: [{path: sales.csv, columns: {ts: sold_at}}]`},
		{Path: "sources[].columns.cluster", Type: TextKey, NotBuilt: "analysis by cluster",
			About:   "The column of the unit of assignment, where it is coarser than the unit.",
			Example: `sources: [{path: sales.csv, columns: {cluster: team}}]`},
		{Path: "sources[].set", Type: NamesKey, Choices: columnNames, Carried: true, Instead: "not a canonical name",
			Said:    "Every row of {of} has {value}.",
			About:   "Canonical names and the constant that every row of this source has for them.",
			Example: `sources: [{path: sales.csv, set: {event: purchase}}]`},
		{Path: "sources[].set.cluster", Type: TextKey, NotBuilt: "analysis by cluster",
			About:   "The unit of assignment of every row, where it is coarser than the unit.",
			Example: `sources: [{path: sales.csv, set: {cluster: berlin}}]`},
	}, within("sources[]", "sources:\n- path: export.csv\n  %s", slices.Concat(derivedKeys(),
		filterKeys())), joinKeys(), []Key{
		{Path: "columns", Type: NamesKey, Choices: columnNames, Carried: true, Instead: "not a canonical name",
			Said:    "Columns of every source: {value}.",
			About:   "Canonical names and the columns or paths of every source that hold them.",
			Example: `columns: {ts: timestamp, unit: user_id, event: properties.name}`},
		{Path: "columns.cluster", Type: TextKey, NotBuilt: "analysis by cluster",
			About:   "The column of the unit of assignment, where it is coarser than the unit.",
			Example: `columns: {cluster: team}`},
	}, derivedKeys(), filterKeys(), []Key{
		{Path: "missing", Type: TextsKey, Blank: notMissing, Empty: notMissing, Carried: true,
			Said:  "Further words that are no value in ids, times and numbers: {quoted}.",
			About: "Further words that are no value in ids, times and numbers.", Example: `missing: [unknown, "-"]`},
		{Path: "duplicates", Type: ChoiceKey, Choices: []string{string(ByID), string(ByRow), string(Keep)},
			Carried: true, Layouts: []Layout{Events, Suggestions, Units},
			About: "Which rows are copies: by event id, by equal rows, or none; by id where the export has event " +
				"ids, else by row.", Example: `duplicates: keep`},
		{Path: "max_bad_rows", Type: ShareKey, Default: "0.01", Most: 1, Carried: true,
			About: "The share of rows that may be broken before the run stops: of all, and of those that a metric " +
				"needs in an arm.", Example: `max_bad_rows: 2%`},
	})
}

// derivedKeys are of columns that an export does not have as such and that are made of others.
func derivedKeys() []Key {
	return slices.Concat([]Key{
		{Path: "derived", Type: ListKey, Carried: true,
			About: "Columns that the export does not have as such, made of those it has, row by row and in this " +
				"order. A name may be a canonical one, and is then bound.",
			Example: `derived: [{name: unit, from: [userId, anonymousId]}]`},
		{Path: "derived[].name", Type: TextKey, Required: true, Carried: true,
			About:   "How the column is called elsewhere in this file.",
			Example: `derived: [{name: unit, from: [userId, anonymousId]}]`},
		{Path: "derived[].from", Type: TextsKey, Blank: notColumn, Carried: true, Said: "{of} is the first that is " +
			"not empty of {value}.",
			About:   "Columns, paths or derived columns before it: the first that is not empty.",
			Example: `derived: [{name: unit, from: [userId, anonymousId]}]`},
		{Path: "derived[].text", Type: TextKey, Carried: true, Said: "{of} is {quoted}.",
			About:   "A text that is the same in every row, instead of from.",
			Example: `derived: [{name: event, text: exposure, where: [{column: kind, is: feature}]}]`},
		{Path: "derived[].decode", Type: TextsKey, Choices: []string{Base64, JSON}, Carried: true,
			Said: "What {of} holds is decoded: {value}.",
			About: "What the text is written in, from the outside in: base64, or json where it is a text of JSON in " +
				"quotes.", Example: `derived: [{name: payload, from: ue_px, decode: base64, at: data.data}]`},
		{Path: "derived[].at", Type: TextKey, Carried: true, Said: "Of {of} what stands at {value} is taken.",
			About:   "A path into the JSON that the text is.",
			Example: `derived: [{name: payload, from: ue_px, decode: base64, at: data.data}]`},
		{Path: "derived[].epoch", Type: YesNoKey, Carried: true, Said: "Numbers of {of} are seconds, ms, µs or ns " +
			"since 1970, each by its size: {value}.",
			About: "Whether a number is a time since 1970, in seconds, ms, µs or ns by its own size, where one " +
				"column holds several of these.", Example: `derived: [{name: ts, from: properties.time, epoch: true}]`},
		{Path: "derived[].values", Type: GroupsKey, Carried: true, Said: "In {of} these stand for others: {value}.",
			About: "What stands for what: the text that is meant, and those that the export has for it. Others stay " +
				"as they are.",
			Example: `derived: [{name: variant, from: variation, values: {control: "0", treatment: ["1", "2"]}}]`},
	}, within("derived[]", "derived: [{name: unit, from: userId, %s}]", filterKeys()))
}
