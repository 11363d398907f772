package index

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/night"
	"uptake/charts/say"
)

// row is one experiment.
type row struct {
	doc.VerdictWord
	Key           string // of the tally that it counts to
	Sort          string // numbers to sort by, in the order of the columns that have one
	Name          string
	FullName      string // where Name is a cut one
	Readout, Why  string // links beside the index, "" for none
	Owner         string
	Lacks         string // what failed of it in this run
	Was           string // the verdict before
	Changed       bool
	Needs         []string // at most two
	MoreNeeds     string
	Strip         template.HTML
	LiftTone      draw.Tone
	Lift, Range   string
	Metric        string
	OffScale      string // why there is no strip
	Health, Asks  string
	HealthMark    string
	HealthTone    draw.Tone
	Data, Day     string
	Rows, Seconds string
	Bytes         string // of the exports, "" where they are not known
	Headline      string
	Lines         []doc.Line
	Past          []stretch
	Earlier       string
	Changes       []doc.Line
}

func newRow(r *report.IndexRow, scale float64) row {
	row := row{VerdictWord: doc.VerdictOf(r.Verdict), Key: string(doc.VerdictOf(r.Verdict).Verdict),
		Name: say.Name(r.ID), Data: say.Cutoff(r.DataTo), Day: dayNumber(r), Rows: briefCount(r.Rows),
		Seconds: tookText(r.Seconds)}
	if r.Bytes > 0 {
		row.Bytes = say.Bytes(r.Bytes)
	}
	if full := say.Clean(r.ID); full != row.Name {
		row.FullName = say.Cap(full, 1000)
	}
	if r.Owner != "" {
		row.Owner = say.Name(r.Owner)
	}
	if r.Status != report.StatusFailed && r.Folder != "" {
		ending := "html"
		if slices.Contains([]string{"md", "json"}, r.Pages) {
			ending = r.Pages
		}
		row.Readout = night.Beside(r.Folder, "readout."+ending)
		if r.Ignores {
			row.Why = night.Beside(r.Folder, "ignores."+ending)
		}
	}
	if r.NoIgnores != "" {
		row.Lacks = "no investigation"
	}
	if r.Error != nil {
		row.Lacks = map[report.Status]string{report.StatusFailed: "no result", report.StatusStale: "no new result",
			report.StatusOK: night.Lacks(r.Error)}[r.Status]
	}
	switch {
	case r.Status == report.StatusFailed:
		row.VerdictWord, row.Key, row.Rows = night.Failed, "failed", say.Dash
	case r.Status == report.StatusStale:
		row.VerdictWord, row.Key, row.Was = night.Stale, "stale", "Last: "+doc.VerdictOf(r.Verdict).Word
	case changed(r):
		row.Was, row.Changed = "Was: "+doc.VerdictOf(r.Previous).Word, true
	case r.Previous != "":
		row.Was = "As before"
	default:
		row.Was = "First result"
	}
	row.Needs = night.Unblocks(r)
	if n := len(row.Needs) - 2; n > 0 {
		row.MoreNeeds = say.Plural(n, "thing more", "things more")
		row.Needs = row.Needs[:2]
	}
	row.lift(r, scale)
	row.health(r)
	row.Headline = say.Sentence(r.Headline)
	switch {
	case r.Error != nil && r.Status != report.StatusOK:
		row.Headline = night.ErrorText(r.Error)
	case row.Headline == "":
		row.Headline = row.Banner
	}
	row.details(r)
	row.Past, row.Earlier = stretches(r.Looks)
	row.Changes = fileChanges(r.Looks)
	row.Sort = sortKeys(r)
	return row
}

// lift is the cell of the main metric.
func (row *row) lift(r *report.IndexRow, scale float64) {
	switch {
	case r.Status == report.StatusFailed:
		row.Lift = say.Dash
		return
	case r.Lift == nil && r.Verdict == report.DoNotUse:
		row.Lift = say.Hidden
		return
	case r.Lift == nil:
		row.Lift = say.NotCompared
		return
	}
	l := r.Lift
	sp := liftSpan(l)
	shape, t := liftState(l)
	row.Lift, row.LiftTone, row.Metric = sp.Estimate(), t, say.Metric(l.Metric)
	if l.Better == "down" {
		row.Metric += ", lower is better"
	}
	switch {
	case !sp.Known:
	case !sp.Bounded:
		row.Range = "no finite range"
	default:
		row.Range = sp.Range()
	}
	if !l.Relative {
		row.OffScale = "in its own unit, not on this scale"
		return
	}
	row.Strip = strip(l.Lift, shape, scale)
}

// health is the cell of the checks.
func (row *row) health(r *report.IndexRow) {
	n := len(r.Checks)
	switch {
	case r.Status == report.StatusFailed || r.Health == "":
		row.Health = say.Dash
	case r.Health == "ok":
		row.Health, row.HealthMark, row.HealthTone = "Passed", "ok", draw.Good
	case r.Health == "fail":
		row.Health, row.HealthMark, row.HealthTone = "Failed", "fail", draw.Bad
	default:
		row.Health, row.HealthMark, row.HealthTone = "Take care", "warn", draw.Caution
	}
	if n > 0 {
		row.Asks = say.Plural(n, "check", "checks")
	}
}

// details are what a row tells on demand.
func (row *row) details(r *report.IndexRow) {
	line := func(label, value string, code bool) {
		if value != "" {
			row.Lines = append(row.Lines, doc.Line{Label: label, Value: value, Code: code})
		}
	}
	switch {
	case r.Error == nil:
	case r.Status == report.StatusOK && r.Error.Metric != "":
		line("A metric failed", night.BesideText(r.Error), false)
	case r.Status == report.StatusOK:
		line("The investigation failed", night.ErrorText(r.Error), false)
	default:
		line("What failed", say.UpperFirst(night.ErrorKind(r.Error)), false)
	}
	switch {
	case r.Status == report.StatusStale && r.LastGood != "":
		line("Last good result", "of the data to "+say.Instant(r.LastGood)+": "+say.OrElse(say.Sentence(r.Headline),
			doc.VerdictOf(r.Verdict).Banner), false)
	case r.Status == report.StatusStale:
		line("Last good result", say.OrElse(say.Sentence(r.Headline), doc.VerdictOf(r.Verdict).Banner), false)
	case r.Status == report.StatusFailed:
		line("Last good result", "none", false)
	}
	if r.Error == nil || r.Status == report.StatusOK {
		line("Would unblock it", night.UnblockSentence(r), false)
	}
	if l := r.Lift; l != nil {
		line("Compared", say.Name(l.Arm)+" with "+say.Name(l.Control), false)
	}
	line("Why ignored", say.Sentence(r.NoIgnores), false)
	if c := r.Cohorts; c != nil {
		line("Asked anew", counted.Sprintf("%d of %d days of first exposure", c.Asked, c.Asked+c.Kept), false)
	}
	line("Checks", checkWords(r), false)
	line("Runs", say.Days(r.Start, r.End), false)
	line("File", say.Cap(say.Clean(r.File), 300), true)
}

// checkWords names the checks that failed or ask for care.
func checkWords(r *report.IndexRow) string {
	var out []string
	for _, c := range r.Checks {
		status := "warn"
		for _, n := range r.Needs {
			if n.Gate == c && r.Verdict == report.DoNotUse {
				status = "fail"
			}
		}
		out = append(out, doc.CheckWord(c, status))
	}
	return say.UpperFirst(strings.Join(out, "; "))
}

// briefCount is a number of rows in a few characters: "3.41M".
func briefCount(n int64) string {
	for _, u := range []struct {
		of   int64
		name string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if n >= 10*u.of || n >= u.of && u.of > 1e3 {
			v := float64(n) / float64(u.of)
			return say.Fixed(v, say.Digits(v, 3)) + u.name
		}
	}
	return say.Count(n)
}

// tookText is how long a row took.
func tookText(s report.Num) string {
	switch {
	case !s.Defined():
		return say.Dash
	case s < 0.05:
		return "<0.1"
	case s < 10:
		return say.Fixed(float64(s), 1)
	}
	return say.Fixed(float64(s), 0)
}

// sortKeys are the numbers of the columns that are sorted by one, "" where a row has none.
func sortKeys(r *report.IndexRow) string {
	key := func(n report.Num) string {
		if !n.Defined() {
			return ""
		}
		return strconv.FormatFloat(float64(n), 'g', 6, 64)
	}
	left, lift, cut := report.Undefined(), report.Undefined(), report.Undefined()
	if w := waits(r); w < 1<<30 {
		left = report.Num(w)
	}
	if r.Lift != nil && r.Lift.Relative {
		lift = r.Lift.Lift.Value
	}
	health := map[string]report.Num{"fail": 0, "warn": 1, "ok": 2}
	h, ok := health[r.Health]
	if !ok {
		h = report.Undefined()
	}
	if d, ok := daysFrom("2000-01-01", say.DayIn(r.DataTo, "UTC")); ok {
		cut = report.Num(d)
	}
	keys := []string{key(left), key(lift), key(h), key(cut), "", key(r.Seconds)}
	if r.Status != report.StatusFailed {
		keys[4] = strconv.FormatInt(r.Rows, 10)
	}
	return strings.Join(keys, "|")
}
