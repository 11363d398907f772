package format

// Dialect is how delimited text is written. Every zero value means that the
// file tells, or the rule of the format.
type Dialect struct {
	Delimiter string   // one character; "" is found in the header: , or else tab ; |
	Quote     string   // "" is " in CSV and none in TSV; "none"; or one character
	Escape    string   // "" is a quote within quotes written twice; "backslash"
	Skip      int      // lines before the header
	Header    []string // the columns' names where no line holds them
	Encoding  string   // "" is UTF-8, or UTF-16 where a byte order mark says so
}
