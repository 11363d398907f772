package job

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// cutOf is a readout after the end of 2026-04-14, of the data to a day.
func cutOf(day string, d report.Decision) report.Report {
	return report.Report{Schema: report.Schema, Experiment: "x", End: "2026-04-14", DataTo: "2026-04-" + day +
		"T23:00:00Z", Alpha: 0.05, Decision: d}
}

func decided(v report.Verdict, harms ...report.Harm) report.Decision {
	return report.Decision{Verdict: v, Headline: string(v), Harms: harms,
		Arms:  []report.ArmDecision{{Arm: "b", Verdict: v, Headline: string(v)}},
		Alpha: &report.Alpha{By: "end", End: 0.05, Extension: report.Undefined()}}
}

// early is a decision by the band before the end.
func early(v report.Verdict, harms ...report.Harm) report.Decision {
	d := decided(v, harms...)
	d.Early, d.Alpha = true, &report.Alpha{By: "band", End: 0.05, Extension: report.Undefined()}
	return d
}

func ending(end string, r report.Report) report.Report {
	r.End = end
	return r
}

// TestWhatComesAfterTheReading: what is read once stays; the band can add harm to it,
// and takes no proven harm away.
func TestWhatComesAfterTheReading(t *testing.T) {
	harm := report.Harm{Metric: "revenue", Arm: "b", Words: "revenue is down 20%"}
	accepted := harm
	accepted.Accepted = "before_start"
	with := func(d report.Decision, band report.Decision) report.Decision {
		d.Band = &band
		return d
	}
	for _, c := range []struct {
		name         string
		first, later report.Report
		want         report.Verdict
		cut          bool // the decision is bound to the first cut
		caution      string
	}{
		{"the band ships over a harm that was read", cutOf("15", decided(report.Hold, harm)),
			cutOf("16", with(decided(report.Hold, harm), decided(report.Ship))), report.Hold, true, "first_cut"},
		{"the band ships where the harm was accepted", cutOf("15", decided(report.CannotTell, accepted)),
			cutOf("16", with(decided(report.Ship), decided(report.Ship))), report.Ship, true, "band_after_end"},
		{"the band proves harm after a ship", cutOf("15", decided(report.Ship)),
			cutOf("20", with(decided(report.Hold, harm), decided(report.KeepRunning, harm))), report.Hold, true,
			"band_after_end"},
		{"the band holds after a ship", cutOf("15", decided(report.Ship)), cutOf("20", with(decided(report.Hold, harm),
			decided(report.Hold, harm))), report.Hold, true, "band_after_end"},
		{"the band has nothing new", cutOf("15", decided(report.Ship)), cutOf("20", with(decided(report.CannotTell),
			decided(report.KeepRunning))), report.Ship, true, "first_cut"},
		{"the same data read twice", cutOf("15", decided(report.CannotTell)), cutOf("15", decided(report.Ship)),
			report.Ship, false, ""},
		{"the same later data read twice", func() report.Report {
			r := cutOf("20", decided(report.CannotTell))
			r.Decision.FirstCut = "2026-04-15T23:00:00Z"
			return r
		}(), cutOf("20", decided(report.Ship)), report.CannotTell, true, "first_cut"},
		{"an extension declared after the reading", cutOf("15", decided(report.CannotTell)), func() report.Report {
			r := cutOf("29", decided(report.Ship))
			r.Decision.Alpha = &report.Alpha{By: "extension", Extension: 0.05}
			return r
		}(), report.CannotTell, true, "extension_late"},
		{"a harm accepted after the reading is no second one", cutOf("15", decided(report.CannotTell)),
			func() report.Report {
				r := cutOf("20", decided(report.Ship))
				r.Decision.AcceptHarm = []string{"revenue"}
				return r
			}(), report.CannotTell, true, "first_cut"},
		{"the end moved on after the reading, the data not there yet", cutOf("15", decided(report.CannotTell)),
			ending("2026-04-20", cutOf("16", early(report.KeepRunning))), report.CannotTell, true,
			"end_moved first_cut"},
		{"the night after that", func() report.Report {
			r := ending("2026-04-20", cutOf("16", decided(report.CannotTell)))
			r.Decision.FirstCut = "2026-04-15T23:00:00Z"
			r.Cautions = []report.Caution{{Code: "end_moved", Detail: "The end was moved."}}
			return r
		}(), ending("2026-04-20", cutOf("17", early(report.KeepRunning))), report.CannotTell, true,
			"end_moved first_cut"},
		{"the end moved on, and the band proves harm", cutOf("15", decided(report.Ship)),
			ending("2026-04-20", cutOf("16", early(report.DoNotShip, harm))), report.DoNotShip, true,
			"end_moved band_after_end"},
		{"the end moved back over data that were read", cutOf("15", decided(report.CannotTell)),
			ending("2026-04-12", cutOf("15", decided(report.Ship))), report.CannotTell, true, "end_moved first_cut"},
		{"the end moved on and reached", cutOf("15", decided(report.CannotTell)),
			ending("2026-04-20", cutOf("21", decided(report.Ship))), report.CannotTell, true, "end_moved first_cut"},
		{"the end taken out after the reading", cutOf("15", decided(report.CannotTell)),
			ending("", cutOf("16", early(report.LooksPromising))), report.CannotTell, true, "end_moved first_cut"},
		{"the end put back after that", func() report.Report {
			r := ending("", cutOf("16", decided(report.CannotTell)))
			r.Decision.FirstCut = "2026-04-15T23:00:00Z"
			return r
		}(), cutOf("17", decided(report.Ship)), report.CannotTell, true, "end_moved first_cut"},
		{"the end moved back to the data before any reading", cutOf("10", early(report.KeepRunning)),
			ending("2026-04-10", cutOf("11", decided(report.Ship))), report.Ship, false, "end_moved"},
		{"the end moved on before any reading", cutOf("10", early(report.KeepRunning)),
			ending("2026-04-20", cutOf("11", early(report.KeepRunning))), report.KeepRunning, false, "end_moved"},
		{"an end set after a look without one", ending("", cutOf("10", early(report.LooksPromising))),
			cutOf("15", decided(report.Ship)), report.Ship, false, "end_moved"},
		{"an end moved on the command line", cutOf("15", decided(report.CannotTell)), func() report.Report {
			r := ending("2026-04-20", cutOf("21", decided(report.Ship)))
			r.Set = []string{"end=2026-04-20"}
			return r
		}(), report.CannotTell, true, "end_moved first_cut"},
		{"no band, nothing read before the end", cutOf("10", decided(report.KeepRunning)),
			cutOf("15", decided(report.Ship)), report.Ship, false, ""},
	} {
		dir := t.TempDir()
		b, err := json.Marshal(c.first)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "readout.json"), b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		r := c.later
		KeepFirstCut(dir, &r)
		caution := ""
		for _, x := range r.Cautions {
			caution += " " + x.Code
		}
		caution = strings.TrimSpace(caution)
		again := c.later // a night that is run twice says what it said once
		if b, err = json.Marshal(r); err == nil {
			err = os.WriteFile(filepath.Join(dir, "readout.json"), b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		KeepFirstCut(dir, &again)
		if b2, err := json.Marshal(again); err != nil || string(b2) != string(b) {
			t.Errorf("%s: read twice\n%s\nread once\n%s", c.name, b2, b)
		}
		if r.Decision.Verdict != c.want || (r.Decision.FirstCut != "") != c.cut || caution != c.caution {
			t.Errorf("%s: %s, cut %q, caution %q; want %s, %q", c.name, r.Decision.Verdict, r.Decision.FirstCut,
				caution, c.want, c.caution)
		}
	}
}

// TestReadingsStay: comparisons keep the reading of the verdict that stands, and what
// it was held against, whatever the later cut or another end makes of them; harm that
// the band proves reads worse.
func TestReadingsStay(t *testing.T) {
	with := func(r report.Report, reading string, final *report.Final) report.Report {
		u := report.Undefined()
		none := report.Interval{Value: u, Lo: u, Hi: u}
		if final != nil {
			final.Abs, final.Rel, final.P = none, none, u
		}
		r.Metrics = []report.Metric{{Name: "revenue", Role: "secondary", Arms: []report.Estimate{},
			Comparisons: []report.Comparison{{Arm: "b", Reading: reading, Final: final, Abs: none, Rel: none, P: u}}}}
		return r
	}
	end := func() *report.Final { return &report.Final{By: "end", Critical: 2, State: "open"} }
	harm := report.Harm{Metric: "revenue", Arm: "b", Words: "revenue is down 20%"}
	band := early(report.KeepRunning, harm)
	for _, c := range []struct {
		name    string
		later   report.Report
		reading string
		final   bool
	}{
		{"a later cut", with(cutOf("20", decided(report.Ship)), "better", &report.Final{By: "end", Critical: 2.02,
			State: "up"}), "unclear", true},
		{"the end moved on, read by the band", with(ending("2026-04-20", cutOf("16", early(report.KeepRunning))),
			"none", nil), "unclear", true},
		{"the end taken out", with(ending("", cutOf("16", early(report.KeepRunning))), "none", nil), "unclear", true},
		{"harm by the band", func() report.Report {
			r := with(cutOf("20", decided(report.CannotTell)), "unclear", end())
			r.Decision.Band = &band
			return r
		}(), "worse", true},
	} {
		dir := t.TempDir()
		b, err := json.Marshal(with(cutOf("15", decided(report.Ship)), "unclear", end()))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "readout.json"), b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		r := c.later
		KeepFirstCut(dir, &r)
		if got := r.Metrics[0].Comparisons[0]; got.Reading != c.reading || (got.Final != nil) != c.final || c.final &&
			got.Final.Critical != 2 {
			t.Errorf("%s: %q, %+v, want %q", c.name, got.Reading, got.Final, c.reading)
		}
	}
}

// kept is a readout as it is written into a folder, which then holds it.
func kept(t *testing.T, dir string, r report.Report) report.Report {
	t.Helper()
	KeepFirstCut(dir, &r)
	b, err := json.Marshal(r)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "readout.json"), b, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestExtensionAfterTheBand: a second reading that the band took the place of is not
// made again the night after.
func TestExtensionAfterTheBand(t *testing.T) {
	dir := t.TempDir()
	extended := func(day, by string, v report.Verdict) report.Report {
		r := cutOf(day, decided(v))
		r.Decision.Alpha = &report.Alpha{By: by, End: 0.045, Extension: 0.05}
		return r
	}
	keep := func(r report.Report) report.Report { return kept(t, dir, r) }
	keep(extended("29", "extension", report.CannotTell))
	r := extended("30", "extension", report.CannotTell)
	band := decided(report.DoNotShip)
	band.Alpha = &report.Alpha{By: "band", End: 0.045, Extension: 0.05}
	r.Decision.Band = &band
	if r = keep(r); r.Decision.Verdict != report.DoNotShip {
		t.Fatalf("the band does not decide: %+v", r.Decision)
	}
	last := extended("30", "extension", report.Ship)
	last.DataTo = "2026-05-01T23:00:00Z"
	if r = keep(last); r.Decision.Verdict != report.DoNotShip || r.Decision.FirstCut != "2026-04-29T23:00:00Z" {
		t.Errorf("the second reading is made again: %s of %s", r.Decision.Verdict, r.Decision.FirstCut)
	}
}

// TestEndMovedIsSaidAgain: that the end was moved before the reading is said every
// night after, and what is declared late stays late.
func TestEndMovedIsSaidAgain(t *testing.T) {
	dir := t.TempDir()
	keep := func(r report.Report) report.Report { return kept(t, dir, r) }
	extended := func(r report.Report) report.Report {
		a := *r.Decision.Alpha
		a.End, a.Extension, a.ExtensionDeclared = 0.045, 0.05, "before_start"
		r.Decision.Alpha, r.Decision.Basis = &a, "That holds for one reading at the end and one 7 days later, both "+
			"declared before the start."
		return r
	}
	keep(cutOf("09", early(report.KeepRunning)))
	for _, day := range []string{"10", "11", "12"} {
		r := keep(extended(ending("2026-04-20", cutOf(day, early(report.KeepRunning)))))
		if len(r.Cautions) != 1 || r.Cautions[0].Code != endMoved || !strings.Contains(r.Cautions[0].Detail,
			"from 2026-04-14 to 2026-04-20 after the data to 2026-04-09") {
			t.Errorf("day %s: %+v", day, r.Cautions)
		}
		if r.Decision.Alpha.ExtensionDeclared != "after_data" || !strings.Contains(r.Decision.Basis,
			"declared after the data were seen") {
			t.Errorf("day %s: %+v, %s", day, r.Decision.Alpha, r.Decision.Basis)
		}
	}
}
