package evaltool

import (
	"slices"

	"uptake/ingest/format"
)

// ownTable is a table of one's own, or of a tool whose rows have no layout of their own
// (Evidently's data sets): a row a run with a column a score, or a row a score.
var ownTable = Tool{
	Name: "table", Title: "tables of one's own", Files: "rows with item and a column a score (or item, metric, " +
		"value), as CSV, TSV, JSON lines, Parquet or xlsx; or what Evidently's Dataset.save writes",
	item: "name the column that holds the item's id with columns: {item: …}",
}

// ragas is ragas: to_pandas() written as a table. It has no ids: an item is known by what
// the user asked, unless a column is named.
var ragas = Tool{
	Name: "ragas", Title: "ragas", Files: "result.to_pandas() as CSV, JSON lines or Parquet",
	item: "name the column that holds the item's id with columns: {item: …}",
}

// pick is what says which rows of the file are wanted, nil where it is not known, and where rows stand.
func (r *reading) pick() (pick func(before int64, rows int) []int32, places *format.Landmarks) {
	if r.places != nil && (r.only == nil) == (r.lines == nil) {
		if r.places[r.file] == nil {
			r.places[r.file] = &format.Landmarks{}
		}
		places = r.places[r.file]
	}
	if r.lines == nil {
		return nil, places
	}
	wanted := r.lines[r.file]
	return func(before int64, rows int) (out []int32) {
		from, _ := slices.BinarySearch(wanted, before+1)
		for _, row := range wanted[from:] {
			if row > before+int64(rows) {
				break
			}
			out = append(out, int32(row-before-1))
		}
		return out
	}, places
}

// grown adds a table's rows to the version's grid.
func (r *reading) grown(s *sheet) error {
	b, err := r.bind(s)
	if err != nil {
		return err
	}
	if r.grid == nil {
		r.grid = newGrid()
	}
	g := r.grid
	switch _, item := b.at["item"]; {
	case item:
		r.keys = []string{"the column " + b.ask[b.at["item"]].Name}
	default:
		r.keys = []string{"a hash of the column " + b.ask[b.at["input"]].Name}
	}
	_, g.long = b.at["metric"]
	_, numbered := b.at["repeat"]
	g.numbered = numbered && (g.numbered || g.runs.n == 0)
	fill := &filling{reading: r, g: g, b: b, numbered: numbered, fileNo: g.facts.number(r.file)}
	if fill.want, err = r.wantedLabel(s, b); err != nil {
		return err
	}
	for _, n := range b.names {
		fill.scores = append(fill.scores, g.score(n))
	}
	pick, places := r.pick()
	return r.rowsOf(b.ask, s, pick, places, fill.batch)
}
