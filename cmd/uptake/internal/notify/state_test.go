package notify

import (
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// row is an experiment of April whose first look is on the 14th.
func row(day string, v report.Verdict, change ...func(*report.IndexRow)) report.IndexRow {
	r := report.IndexRow{ID: "x", Folder: "x", File: "x.yaml", Status: report.StatusOK, Verdict: v,
		Headline: "headline of " + string(v), Health: "ok", Needs: []report.Need{},
		Start: "2026-04-01", End: "2026-04-28", Timezone: "UTC", DataTo: "2026-04-" + day + "T20:00:00Z",
		FirstLook: "2026-04-14", Early: day < "28", Ended: day >= "28"}
	for _, f := range change {
		f(&r)
	}
	return r
}

func gate(names ...string) func(*report.IndexRow) {
	return func(r *report.IndexRow) {
		r.Health, r.Verdict = "fail", report.DoNotUse
		for _, n := range names {
			r.Needs = append(r.Needs, report.Need{Gate: n})
		}
	}
}

func broken(status report.Status, kind string) func(*report.IndexRow) {
	return func(r *report.IndexRow) {
		r.Status, r.Error = status, &report.RunError{Kind: kind, Detail: "it broke"}
	}
}

// lacks is a readout that stands without some metrics.
func lacks(metrics string) func(*report.IndexRow) {
	return func(r *report.IndexRow) {
		r.Error = &report.RunError{Kind: "data", Metric: metrics, Detail: "the readout stands without " + metrics}
	}
}

func open(r *report.IndexRow) { r.End, r.Ended, r.Early = "", false, true }

func untimed(r *report.IndexRow) {
	r.DataTo, r.FirstLook, r.Early, r.Ended = "", "", false, true
}

// TestNews: over nights only changes of state are told, each once; no verdict before the
// first planned look, none that goes back inside the band.
func TestNews(t *testing.T) {
	for name, c := range map[string]struct {
		nights []report.IndexRow
		want   string // per night what is told, a verdict with the one that was told before
	}{
		"a quiet one": {[]report.IndexRow{row("03", report.KeepRunning), row("04", report.KeepRunning),
			row("28", report.NoDifference), row("29", report.NoDifference)},
			"new||ended verdict()|"},
		"before the first look": {[]report.IndexRow{row("03", report.DoNotShip), row("13", report.Ship),
			row("14", report.DoNotShip), row("15", report.DoNotShip)},
			"new||verdict()|"},
		"new and settled": {[]report.IndexRow{row("20", report.Ship), row("21", report.Ship)}, "new verdict()|"},
		"new and over": {[]report.IndexRow{row("28", report.CannotTell), row("29", report.CannotTell)},
			"new verdict()|"},
		"flips in the band": {[]report.IndexRow{row("15", report.Ship), row("16", report.KeepRunning),
			row("17", report.Ship), row("28", report.Ship)}, "new verdict()|||ended"},
		"another at the end": {[]report.IndexRow{row("15", report.Ship), row("16", report.KeepRunning),
			row("28", report.CannotTell)}, "new verdict()||ended verdict(ship)"},
		"one after the other": {[]report.IndexRow{row("15", report.LooksPromising), row("16", report.Ship),
			row("17", report.LooksPromising)}, "new verdict()|verdict(looks_promising)|verdict(ship)"},
		"without an end": {[]report.IndexRow{row("15", report.CannotTell, open), row("16", report.LooksPromising, open),
			row("17", report.CannotTell, open), row("18", report.LooksPromising, open)}, "new|verdict()||"},
		"without times": {[]report.IndexRow{row("15", report.CannotTell, untimed), row("15", report.CannotTell,
			untimed), row("15", report.Ship, untimed)}, "new verdict()||verdict(cannot_tell)"},
		"a gate": {[]report.IndexRow{row("03", report.KeepRunning), row("04", "", gate("srm")),
			row("05", "", gate("srm")), row("06", "", gate("srm", "crossovers")), row("07", report.KeepRunning),
			row("08", report.KeepRunning)},
			"new|gate_failed||gate_failed|gate_recovered|"},
		"a gate after a verdict": {[]report.IndexRow{row("15", report.Ship), row("16", "", gate("srm")),
			row("17", report.Ship), row("18", report.Ship)}, "new verdict()|gate_failed|gate_recovered verdict()|"},
		"new behind a gate": {[]report.IndexRow{row("03", "", gate("srm"))}, "new gate_failed"},
		"a failure": {[]report.IndexRow{row("03", report.KeepRunning), row("04", report.KeepRunning,
			broken(report.StatusStale, "data")), row("04", report.KeepRunning, broken(report.StatusStale, "data")),
			row("04", report.KeepRunning, broken(report.StatusStale, "disk")), row("05", report.KeepRunning)},
			"new|failed||failed|came_back"},
		"a stale verdict is no news": {[]report.IndexRow{row("15", report.KeepRunning), row("15", report.Ship,
			broken(report.StatusStale, "data")), row("16", report.Ship)}, "new|failed|came_back verdict()"},
		"failed from the start": {[]report.IndexRow{row("03", "", broken(report.StatusFailed, "file")),
			row("04", report.KeepRunning)}, "new failed|came_back"},
		"no investigation": {[]report.IndexRow{row("15", report.Ship, broken(report.StatusOK, "disk")),
			row("16", report.Ship)}, "new failed verdict()|came_back"},
		"one metric, then another too": {[]report.IndexRow{row("04", report.KeepRunning), row("05", report.KeepRunning,
			lacks("kept")), row("06", report.KeepRunning, lacks("kept")), row("07", report.KeepRunning,
			lacks("kept, spend")), row("08", report.KeepRunning)}, "new|failed||failed|came_back"},
		"the data go back a day": {[]report.IndexRow{row("27", report.KeepRunning), row("28", report.Hold),
			row("27", report.KeepRunning), row("28", report.Hold), row("28", report.Hold)}, "new|ended verdict()|||"},
		"the end is moved": {[]report.IndexRow{row("28", report.Hold), row("29", report.KeepRunning,
			func(r *report.IndexRow) { r.End, r.Ended, r.Early = "2026-04-30", false, true }),
			row("30", report.Hold, func(r *report.IndexRow) { r.End = "2026-04-30" })}, "new verdict()||ended"},
		"a zone in which the first look is over": {[]report.IndexRow{row("13", report.DoNotShip,
			func(r *report.IndexRow) { r.Timezone = "Asia/Tokyo" })}, "new verdict()"},
	} {
		b := &book{}
		var got []string
		for _, r := range c.nights {
			d, said := b.digest(&report.Index{Experiments: []report.IndexRow{r}})
			b.Said = said
			var kinds []string
			if d != nil {
				b.Number = d.Number
				for _, x := range d.News[0].Changes {
					k := string(x.Kind)
					if x.Kind == report.ChangeVerdict {
						k += "(" + string(x.From) + ")"
					}
					kinds = append(kinds, k)
				}
			}
			got = append(got, strings.Join(kinds, " "))
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s: told is %q, want %q", name, s, c.want)
		}
	}
}

// TestWithheld: of a verdict that is not to be told nothing else is in the digest.
func TestWithheld(t *testing.T) {
	left := 12
	r := row("05", report.DoNotShip, func(r *report.IndexRow) {
		r.Needs = []report.Need{{DaysLeft: &left}, {Harm: "revenue"}}
	})
	d, _ := new(book).digest(&report.Index{Experiments: []report.IndexRow{r}})
	if n := d.News[0]; n.Verdict != "" || n.Headline != "" || len(n.Needs) != 1 || n.NeedsYou || d.NeedYou != 0 {
		t.Errorf("%+v", n)
	}
	r.DataTo = "2026-04-14T00:00:00Z"
	d, _ = new(book).digest(&report.Index{Experiments: []report.IndexRow{r}})
	if n := d.News[0]; n.Verdict != report.DoNotShip || n.Headline == "" || len(n.Needs) != 2 || !n.NeedsYou ||
		d.NeedYou != 1 {
		t.Errorf("%+v", n)
	}
}

// TestFamilies: members of two families that bear one id are two experiments.
func TestFamilies(t *testing.T) {
	b := &book{}
	of := func(family string, v report.Verdict) report.IndexRow {
		r := row("20", v)
		r.Family, r.File = family, family+".yaml"
		return r
	}
	d, said := b.digest(&report.Index{Experiments: []report.IndexRow{of("f", report.KeepRunning),
		of("g", report.KeepRunning)}})
	if b.Said = said; d == nil || len(d.News) != 2 || len(said) != 2 {
		t.Fatalf("%+v, %v", d, said)
	}
	moved := of("g", report.Ship)
	moved.File = "elsewhere/g.yaml" // which makes it no other
	if d, _ = b.digest(&report.Index{Experiments: []report.IndexRow{of("f", report.KeepRunning), moved}}); d == nil ||
		len(d.News) != 1 || d.News[0].Family != "g" || d.News[0].Changes[0].Kind != report.ChangeVerdict {
		t.Errorf("%+v", d)
	}
}

// TestOrder: those that need somebody come first, and files that claim one id are two.
func TestOrder(t *testing.T) {
	a, b, c := row("15", report.KeepRunning), row("15", report.Hold), row("15", "", broken(report.StatusFailed, "file"))
	a.ID, b.ID, c.ID, c.File = "a", "b", "a", "other.yaml"
	book := &book{}
	d, said := book.digest(&report.Index{Experiments: []report.IndexRow{a, b, c}})
	var got []string
	for _, n := range d.News {
		got = append(got, n.ID+" "+n.File)
	}
	if want := []string{"a other.yaml", "b x.yaml", "a x.yaml"}; !slices.Equal(got, want) || len(said) != 3 ||
		d.NeedYou != 2 {
		t.Errorf("%v, want %v; %v", got, want, said)
	}
}
