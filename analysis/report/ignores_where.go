package report

// WhereLens is the places where more is ignored than elsewhere: found on one half
// of the units, confirmed on the other, whose numbers these are.
type WhereLens struct {
	Overall Num     `json:"overall"` // ignore rate of the confirming half
	Looked  int     `json:"looked_at"`
	Slices  []Slice `json:"slices"`
	Grid    *Grid   `json:"grid"` // null without two attributes to cross
}

// Grid crosses two attributes of the seen suggestions of all units, levels with the
// most ignores beyond the overall rate first.
type Grid struct {
	Rows         string    `json:"rows"`    // attribute
	Columns      string    `json:"columns"` // attribute
	ColumnLevels []string  `json:"column_levels"`
	Grid         []GridRow `json:"grid"`
	Overall      Num       `json:"overall"`
	Least        int64     `json:"least_users"` // below which a cell has no rate
	LeftOut      int       `json:"levels_left_out"`
}

// GridRow is one level of the rows.
type GridRow struct {
	Level string     `json:"level"`
	Cells []GridCell `json:"cells"` // by column level
}

// GridCell is what is seen and ignored where both levels hold.
type GridCell struct {
	Seen    int64 `json:"seen"`
	Ignored int64 `json:"ignored"`
	Users   int64 `json:"users"`
	Rate    Num   `json:"rate"`
	Points  Num   `json:"points"` // overall rate − rate elsewhere
}

// Slice is one place: levels of up to three attributes that hold together.
type Slice struct {
	Attribute string   `json:"attribute"` // "surface & platform"
	Level     string   `json:"level"`     // "chat & linux"
	OfUsers   bool     `json:"of_users"`  // told by what the user is, not by the suggestion
	Seen      int64    `json:"seen"`
	Ignored   int64    `json:"ignored"`
	Users     int64    `json:"users"`
	Share     Num      `json:"share"` // of seen suggestions
	Rate      Num      `json:"rate"`
	Elsewhere Num      `json:"rate_elsewhere"`
	Shrunken  Num      `json:"rate_shrunken"` // towards the overall rate, by how little the slice holds
	Points    Interval `json:"points"`        // overall rate − rate elsewhere, or share × within
	P         Num      `json:"p"`             // one-sided, clustered by unit, of more than elsewhere
	// points of ignore rate, same user in and out of the slice; null where the slice is of users
	Within    Interval `json:"within"`
	WithinP   Num      `json:"within_p"` // one-sided
	Confirmed bool     `json:"confirmed"`
	Verdict   string   `json:"verdict"` // why it is confirmed or not, in a sentence
}
