package evaltool

import (
	"cmp"
	"fmt"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// phoenixFrame is the data frame that phoenix-evals gives back (evaluate_dataframe): one's own columns, and of every
// evaluator what it said and how its run went.
var phoenixFrame = Tool{
	Name: "phoenix-evals", Title: "phoenix-evals",
	Files: "the frame of evaluate_dataframe() as JSON lines (to_json(orient=\"records\", lines=True))",
	marks: [][]string{{"*" + ranSuffix, "*" + saidSuffix}},
	keys:  []string{"the column item (or id, case …)", "a hash of the input"},
	item:  "name the column that holds the item's id with columns: {item: …}",
	row:   phoenixFrameRow,
}

// What the columns of an evaluator end in.
const (
	ranSuffix  = "_execution_details"
	saidSuffix = "_score"
)

// phoenixFrameRow is one row.
func phoenixFrameRow(r *reading, n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	_, id := named(itemNames, v)
	_, input := named(inputNames, v)
	_, expected := named(expectedNames, v)
	_, output := named(outputNames, v)
	_, repeat := named(repeatNames, v)
	rec.ids = []string{id.Plain(), hashText(input.Plain())}
	rec.print, rec.input, rec.expected, rec.output = input.Plain(), talk(input), said(expected), said(output)
	rec.repeat = wholeNumber(repeat)
	for _, m := range v.Members() {
		name, ok := strings.CutSuffix(m.Key, ranSuffix)
		if !ok {
			continue
		}
		ran, gave := unwrapped(m.Value), unwrapped(v.Get(name+saidSuffix))
		for _, x := range []format.Value{ran, gave} {
			if x.Kind() == format.String && x.Text() != "" {
				return fmt.Errorf("%s, row %d: the columns of %s are no JSON but what Python prints (%q); write the "+
					"frame with to_json(orient=\"records\", lines=True)", r.file, n, name, phrase.Cut(x.Text()))
			}
		}
		s := rec.add(name, gave.Get("score"))
		if s.state != scored.Scored {
			s.value, s.state, s.label = scoreOf(gave.Get("label"))
		}
		s.label = cmp.Or(s.label, gave.Get("label").Text())
		status := ran.Get("status").Text()
		switch {
		case s.state == scored.Scored:
		case status != "" && !strings.HasPrefix(status, "COMPLETED"):
			s.state = scored.JudgeFailed
		case s.state == scored.Absent:
			s.state = scored.Missing
		}
		s.reason = gave.Get("explanation").Text()
		if s.state == scored.JudgeFailed {
			for _, e := range ran.Get("exceptions").Items() {
				s.reason = firstLine(e.Text())
			}
		}
		s.better = map[string]string{"maximize": "up", "minimize": "down"}[gave.Get("direction").Text()]
		s.judge = judgeName(gave.Get("kind").Text(), "", "", gave.In("metadata", "model").Text())
	}
	rec.facts(r.asked, v, v, unwrapped(v.Get("metadata")))
	return r.add(rec)
}
