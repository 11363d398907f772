package report

// Asked is one statement that an engine was sent, and what its queries took.
type Asked struct {
	About   string  `json:"about"`
	SQL     string  `json:"sql"`     // in several passes that of the first: they differ in the number of a bucket alone
	Queries []Query `json:"queries"` // one, or one for each pass over a part of the units
	// Fetched says that what came back are rows of the table, which uptake read, not sums of them.
	Fetched bool `json:"fetched,omitempty"`
}

// Query is the record of one query. Unlike everything else in a report it is another in every run.
type Query struct {
	ID       string `json:"id"`       // the engine's, "" where it has none
	Read     *int64 `json:"read"`     // bytes of the table, null where the engine does not say
	Rows     int64  `json:"rows"`     // that came back
	Returned int64  `json:"returned"` // bytes of text that came back
	Seconds  Num    `json:"seconds"`  // from sending it to its last row
}
