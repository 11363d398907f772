package readout

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// historyMost is how many looks a page tells one by one.
const historyMost = 60

// historySection tells the looks before this one: each verdict, the main metric's interval
// of one reading beside the band that may be read every day, rows that came late, and
// what was changed in the experiment file on the way. ok is false at the first look.
func (s *subject) historySection(looks []report.LedgerLine) (sec doc.Section, ok bool) {
	if len(looks) < 2 {
		return sec, false
	}
	sec = doc.Section{ID: "history", Topic: "Looks before"}
	moves := 0
	for i := 1; i < len(looks); i++ {
		if looks[i].Verdict != looks[i-1].Verdict {
			moves++
		}
	}
	sec.Heading = "Read at " + say.Plural(len(looks), "look", "looks") + ": the verdict never changed"
	if moves > 0 {
		sec.Heading = "Read at " + say.Plural(len(looks), "look", "looks") + ": the verdict changed " +
			say.Plural(moves, "time", "times")
	}
	changes := planChanges(looks)
	if s.Embargo != nil {
		sec.Heading = "Read at " + say.Plural(len(looks), "look", "looks")
		if len(changes.Rows) == 0 {
			return sec, false
		}
		sec.Tables = []doc.Table{changes}
		return sec, true
	}
	sec.Lead = since(looks)
	if n := len(changes.Rows); n > 0 {
		sec.Lead = append(sec.Lead, "The experiment file was changed after the first look: "+say.Plural(n,
			"key is another", "keys are others")+" than at the look before. What is planned after data were seen is "+
			"wrong more often than it says.")
		sec.Tables = append(sec.Tables, changes)
	}
	for _, l := range looks[max(0, len(looks)-historyMost):] {
		if t := lateText(l.Late); t != "" {
			sec.Lines = append(sec.Lines, doc.Line{Label: "Data to " + say.Cutoff(l.DataTo), Value: t})
		}
	}
	sec.Tables = append(sec.Tables, s.looksTold(looks))
	return sec, true
}

// looksTold has a look a row, the latest first.
func (s *subject) looksTold(looks []report.LedgerLine) doc.Table {
	t := doc.Table{Caption: "Every look", Long: true, Head: []doc.Column{{Text: "Data to"}, {Text: "Verdict"}}}
	m, c := s.focus()
	if c != nil {
		t.Head = append(t.Head, doc.Column{Text: say.MetricTitle(m.Name) + ": interval of one reading", Num: true},
			doc.Column{Text: "Band for every day", Num: true})
	}
	t.Head = append(t.Head, doc.Column{Text: "Rows", Num: true})
	for i := len(looks) - 1; i >= max(0, len(looks)-historyMost); i-- {
		l := &looks[i]
		row := []doc.Cell{{Text: say.Cutoff(l.DataTo)}, {Text: doc.VerdictOf(l.Verdict).Word}}
		if c != nil {
			fixed, band := doc.Cell{Text: say.Dash}, doc.Cell{Text: say.Dash}
			for _, e := range l.Estimates {
				if e.Metric == m.Name && e.Arm == c.Arm {
					fixed, band = doc.IntervalCell(e.Fixed, say.DiffScale(m)), doc.IntervalCell(e.Sequential,
						say.DiffScale(m))
				}
			}
			row = append(row, fixed, band)
		}
		t.Rows = append(t.Rows, append(row, doc.Cell{Text: say.Count(l.Rows)}))
	}
	t.Foot = say.Dash + " means not known."
	if c != nil {
		t.Foot = "Differences are " + say.Name(c.Arm) + " minus " + say.Name(c.Control) + ". The interval of one " +
			"reading holds where it is read once, at the planned end; the band holds however often it is read. " +
			t.Foot
	}
	if n := len(looks) - historyMost; n > 0 {
		t.Foot += " " + say.Plural(n, "look", "looks") + " before these stand in looks.jsonl."
	}
	return t
}

// planChanges are the keys of the experiment file that became others after the first look.
func planChanges(looks []report.LedgerLine) doc.Table {
	t := doc.Table{Caption: "What was changed in the experiment file after the first look", Long: true,
		Head: []doc.Column{{Text: "Key"}, {Text: "Was"}, {Text: "Is"}, {Text: "Seen with the data to"}}}
	var was map[string]string
	for i := range looks {
		l := &looks[i]
		if l.Keys == nil {
			continue
		}
		if was == nil {
			was = l.Keys
			continue
		}
		all := maps.Clone(was)
		maps.Copy(all, l.Keys)
		for _, k := range slices.Sorted(maps.Keys(all)) {
			before, had := was[k]
			after, has := l.Keys[k]
			if before == after && had == has {
				continue
			}
			row := []doc.Cell{{Text: say.Name(k)}, {Text: keyText(before, had)}, {Text: keyText(after, has)},
				{Text: say.Cutoff(l.DataTo)}}
			if from := l.KeysFrom[k]; from != "" {
				row[0].Sub = "in " + say.Name(from)
			}
			t.Rows = append(t.Rows, row)
		}
		was = l.Keys
	}
	return t
}

func keyText(text string, there bool) string {
	switch {
	case !there:
		return "not given"
	case text == "":
		return "empty"
	}
	return say.Cap(say.Clean(text), 120)
}

// lateText says what late rows did, "" where there are none.
func lateText(l *report.Late) string {
	if l == nil || l.Rows == 0 {
		return ""
	}
	rows := say.Plural(l.Rows, "late row", "late rows") + " of days"
	if l.Rows < 0 {
		rows = "Rows gone: " + say.Plural(-l.Rows, "row", "rows") + " of days"
	}
	rows += " to " + say.Day(l.Day)
	if l.Metric == "" || !l.From.Defined() || !l.To.Defined() {
		return rows + "."
	}
	a, b := moveText(l.From, l.Relative), moveText(l.To, l.Relative)
	if a == b {
		return rows + " left the lift of " + say.Metric(l.Metric) + " to that day at " + a + "."
	}
	return rows + " moved the lift of " + say.Metric(l.Metric) + " to that day from " + a + " to " + b + "."
}

// moveText is a lift that is set beside another: with digits enough to tell them apart.
func moveText(v report.Num, relative bool) string {
	unit := ""
	x := float64(v)
	if relative {
		x, unit = 100*x, "%"
	}
	sign := "+"
	if x < 0 {
		sign = "−"
	}
	return sign + fmt.Sprintf("%.3g", math.Abs(x)) + unit
}

// since says what the verdict was a day, and a Thursday, before the last look.
func since(looks []report.LedgerLine) []string {
	last := &looks[len(looks)-1]
	var out []string
	for _, x := range []struct{ when, day string }{{"the day before", dayBefore(last.DataTo)},
		{"Thursday", thursdayBefore(last.DataTo)}} {
		at := lookAt(looks, x.day)
		if at == nil {
			continue
		}
		when := "On " + x.when + ", " + say.Day(x.day) + ","
		if at.Verdict == last.Verdict {
			out = append(out, when+" the verdict was the same.")
			continue
		}
		out = append(out, when+" the verdict was "+strings.ToLower(doc.VerdictOf(at.Verdict).Word)+".")
	}
	return out
}
