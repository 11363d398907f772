package doc

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/say"
)

// AskedSection is what an engine was asked and what that took, where one added the rows up or gave them.
func AskedSection(asked []report.Asked) (Section, bool) {
	if len(asked) == 0 {
		return Section{}, false
	}
	sec := Section{ID: "asked", Topic: "Engine", Closing: "Engine", PageOnly: true}
	var queries, returned, read, fetched int64
	seconds, known := 0.0, true
	t := Table{Caption: "Queries", Long: true, Head: []Column{{Text: "Statement"}, {Text: "Query"},
		{Text: "Read", Num: true}, {Text: "Rows back", Num: true}, {Text: "Back", Num: true},
		{Text: "Seconds", Num: true}}}
	for i, x := range asked {
		for k, q := range x.Queries {
			name := Cell{Text: fmt.Sprintf("%d", i+1), Sub: say.Clean(x.About)}
			if n := len(x.Queries); n > 1 {
				name.Text += counted.Sprintf(", part %d of %d of the units", k+1, n)
			}
			bytes := say.Dash
			if known = known && q.Read != nil; q.Read != nil {
				bytes, read = say.Bytes(*q.Read), read+*q.Read
			}
			t.Rows = append(t.Rows, []Cell{name, {Text: say.OrElse(say.Clean(q.ID), say.Dash)}, {Text: bytes},
				{Text: say.Count(q.Rows)}, {Text: say.Bytes(q.Returned)}, {Text: secondsText(q.Seconds)}})
			if x.Fetched {
				fetched += q.Rows
			}
			queries, returned, seconds = queries+1, returned+q.Returned, seconds+float64(q.Seconds)
		}
		sec.Blocks = append(sec.Blocks, Block{Title: fmt.Sprintf("SQL %d: %s", i+1, say.Clean(x.About)),
			Typed: x.SQL, Folded: true})
	}
	if !known {
		t.Foot = say.Dash + " under Read: the engine does not say how many bytes it read."
	}
	sec.Heading = "An engine added the rows up in " + say.Plural(queries, "query", "queries")
	if fetched > 0 {
		sec.Heading = "An engine gave " + say.Plural(fetched, "row", "rows") + " in " +
			say.Plural(queries, "query", "queries")
	}
	says := fmt.Sprintf("%s came back in %s s, from %s.", say.Bytes(returned), secondsText(report.Num(seconds)),
		say.Plural(queries, "query", "queries"))
	if known {
		says = say.Bytes(read) + " were read; " + says
	}
	sec.Lead = []string{says}
	sec.Tables, sec.Plain = []Table{t}, true
	return sec, true
}

func secondsText(s report.Num) string {
	if !s.Defined() {
		return say.Dash
	}
	return say.Fixed(float64(s), say.Digits(float64(s), 3))
}
