package spec

// Table is one place that rows are read from, and how: the export's sources,
// the assignments, the labels. The zero value of everything but Path means what
// the file itself says.
type Table struct {
	Path    string            // absolute file, glob or folder, or "-"
	Written string            // the path as the file has it, for messages
	Format  string            // parquet, ipc, csv, tsv, ndjson, avro, xlsx; "" = by name, then by content
	Columns map[string]string // canonical name → column or path in this table
	Rows    string            // JSON: path of the list of rows inside an envelope, such as data.rows
	Sheet   string            // of a workbook: the sheet; "" = the first that has rows
	CSV     CSV
	Time    TimeForm
}

// CSV is the dialect of delimited text. Every zero value means that the file
// tells (delimiter, encoding) or the rule of RFC 4180 (quote, escape, header).
type CSV struct {
	Delimiter string   // one character; "" = found in the header
	Decimal   string   // "," or "."; "" = "."
	Thousands string   // "", or one character between groups of three digits: "," "." " " "'"
	Quote     string   // "" = the double quote in CSV, none in TSV; NoQuote; or one character
	Escape    string   // "" = a quote within quotes is doubled (TSV: backslash sequences); Backslash
	Skip      int      // lines before the header
	Header    []string // names of the columns where no line holds them
	// "" = UTF-8, or UTF-16 where a byte order mark says so; utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1
	Encoding string
}

// The words of a CSV dialect.
const (
	NoQuote   = "none"
	Backslash = "backslash"
)

// TimeForm says how times are written where the text alone does not tell.
type TimeForm struct {
	Layout string // strftime, such as %d.%m.%Y %H:%M:%S; "" = ISO 8601 and epochs
	Local  bool   // epochs are wall clock of Experiment.Zone (zone: local)
}

// Outside names values of one column of exposure rows (or of the arm's column)
// that stand outside the experiment: users a rollout leaves out.
type Outside struct {
	Column string // canonical name or column; usually variant
	Is     []string
}
