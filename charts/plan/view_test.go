package plan

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// madePlan is a plan of a rate, a mean with CUPED and a guardrail, with made-up
// verdict chances.
func madePlan(t *testing.T, change func(*power.Inputs)) *report.Plan {
	t.Helper()
	in := &power.Inputs{Alpha: 0.05, GuardAlpha: 0.05, Target: 0.8, Comparisons: 1, UnitsPerWeek: 2500, MinWeeks: 2,
		ChanceEnough: 0.5,
		Arms:         []spec.Arm{{Name: "control", Share: 0.8, Control: true}, {Name: "treatment", Share: 0.2}},
		Metrics: []power.Metric{
			{Name: "acceptance_rate", Kind: spec.Ratio, Role: spec.Primary, Builtin: true, Share: true, Base: 0.242,
				Variance: 0.09, Units: 4012, Effective: 2207.4,
				Effect: spec.Amount{Value: 0.05, Form: spec.Relative, Text: "5%"}},
			{Name: "minutes", Kind: spec.Mean, Role: spec.Primary, Down: true, Base: 31.5, Variance: 900, CUPED: 0.5,
				Effect: spec.Amount{Value: 2, Form: spec.Absolute, Text: "2"}},
			{Name: "crash_free", Kind: spec.Proportion, Role: spec.Guardrail, Share: true, Base: 0.97,
				Variance: 0.97 * 0.03, Margin: spec.Amount{Value: 0.01, Form: spec.Points, Text: "1pp"}},
		}}
	if change != nil {
		change(in)
	}
	p, err := power.Make(in)
	if err != nil {
		t.Fatal(err)
	}
	p.Experiment, p.From, p.DataTo, p.InputHash, p.ProgramVersion = "inline-suggestions-v2", "export",
		"2026-04-28T23:59:00Z", strings.Repeat("0f", 16), "0.1.0"
	v := &report.VerdictChances{Arm: "treatment", Draws: 4000, Error: 0.0079, Correlated: true,
		Assumed: []string{"No health check fails."}}
	for i, k := range []float64{0, 1, 1.5, 2} {
		ship := []float64{0, 0.37, 0.86, 1}[i]
		v.Effects = append(v.Effects, report.EffectChance{Multiple: report.Num(k),
			Better: report.Num([]float64{0.025, 0.82, 0.99, 1}[i]), Safe: 0.9,
			Verdicts: []report.VerdictChance{{Verdict: report.Ship, Chance: report.Num(ship)},
				{Verdict: report.CannotTell, Chance: report.Num(1 - ship)}}})
	}
	p.Verdicts = v
	return p
}

func TestPlanGolden(t *testing.T) {
	fixture.Golden(t, fixture.FilesOf(t, Document, madePlan(t, nil),
		out.Options{Command: "uptake plan experiment.yaml"}))
}

// TestPlanPictures: every curve and the verdicts have their labels inside the frame, in both sizes.
func TestPlanPictures(t *testing.T) {
	for _, weeks := range []int{1, 9, 60} {
		pictures := fixture.Pictures(t, newView(madePlan(t, func(in *power.Inputs) { in.Weeks = weeks }),
			out.Options{}), true)
		for id, svg := range pictures {
			fixture.CheckLabels(t, id, svg)
		}
		if n := len(pictures) / 2; n != 4 {
			t.Errorf("%d pictures: 3 curves and the verdicts are meant", n)
		}
	}
}

// TestVerdictBars: parts are as long as their chances, and every verdict that
// comes out is named at every effect, however narrow its part.
func TestVerdictBars(t *testing.T) {
	p := madePlan(t, nil)
	for i := range p.Verdicts.Effects {
		p.Verdicts.Effects[i].Verdicts = []report.VerdictChance{{Verdict: report.DoNotShip, Chance: 0.004},
			{Verdict: report.Hold, Chance: 0.016}, {Verdict: report.Ship, Chance: 0.55},
			{Verdict: report.LooksPromising, Chance: 0}, {Verdict: report.NoDifference, Chance: 0.03},
			{Verdict: report.CannotTell, Chance: 0.4}}
	}
	s := &subject{p}
	for width, room := range map[float64]float64{1040: 848, 360: 356} {
		svg := fixture.Still(t, s.verdictsDrawing(width))
		fixture.CheckLabels(t, "verdicts", svg)
		for _, word := range []string{"Do not ship &lt;1", "Hold 2", "Ship 55", "No difference that matters 3",
			"Cannot tell 40"} {
			if n := strings.Count(svg, word); n != len(p.Verdicts.Effects) {
				t.Errorf("width %g: %q is written %d times beside %d bars", width, word, n, len(p.Verdicts.Effects))
			}
		}
		if strings.Contains(svg, "Looks promising") {
			t.Errorf("width %g: a verdict that never comes out is named", width)
		}
		if long := `width="` + fixture.Coordinate(0.55*room-2) + `"`; strings.Count(svg,
			long) != len(p.Verdicts.Effects) {
			t.Errorf("width %g: no part with %s for 55 of 100", width, long)
		}
	}
}

// TestPlanGaps: without traffic, without verdicts, with guardrails alone and for
// the always-valid interval every output still says something true.
func TestPlanGaps(t *testing.T) {
	for name, change := range map[string]func(*power.Inputs){
		"no traffic":   func(in *power.Inputs) { in.UnitsPerWeek = 0 },
		"always-valid": func(in *power.Inputs) { in.Sequential = true },
		"guardrail":    func(in *power.Inputs) { in.Metrics = in.Metrics[2:] },
		"year":         func(in *power.Inputs) { in.UnitsPerWeek = 100 },
		"three arms": func(in *power.Inputs) {
			in.Arms[0].Share = 0.6
			in.Arms = append(in.Arms, spec.Arm{Name: "other", Share: 0.2})
		},
	} {
		p := madePlan(t, change)
		if name == "guardrail" {
			p.Verdicts = nil
		}
		for file, b := range fixture.FilesOf(t, Document, p, out.Options{}) {
			s := string(b)
			if file == "plan.txt" {
				fixture.CheckTerminal(t, s)
			}
			if file == "plan.html" {
				fixture.CheckPage(t, b, "")
			}
			if file != "plan.html" && (strings.Contains(s, "NaN") || strings.Contains(s, "Inf")) {
				t.Errorf("%s, %s: a number that is none", name, file)
			}
		}
	}
}

// TestPlanNames: a hostile name is text in every output of a plan, and of one metric,
// whose name it is: each more is three pictures more without a name of its own.
func TestPlanNames(t *testing.T) {
	for n, payload := range fixture.Hostile {
		t.Run(n, func(t *testing.T) {
			p := madePlan(t, func(in *power.Inputs) { in.Metrics = in.Metrics[:1] })
			p.Experiment, p.Metrics[0].Name, p.Verdicts.Arm = payload, payload, payload
			for i := range p.Arms {
				p.Arms[i].Name += payload
				for j := range p.Metrics {
					p.Metrics[j].Needed.Arms[i].Name += payload
				}
			}
			p.Set = []string{"experiment=" + payload}
			files := fixture.FilesOf(t, Document, p, out.Options{Command: payload})
			fixture.CheckPage(t, files["plan.html"], "")
			fixture.Outside(t, files["plan.html"], "")
			fixture.CheckMarkdown(t, files["plan.md"], payload)
			fixture.CheckTerminal(t, string(files["plan.txt"]))
			fixture.CheckShort(t, files, "plan")
		})
	}
}

// TestWritePlan: what is asked for is written, the JSON reads back, nothing half.
func TestWritePlan(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "plan")
	p := madePlan(t, nil)
	paths, err := Document.Write(dir, p, out.Options{Formats: []string{"json", "md"}})
	if err != nil || len(paths) != 2 {
		t.Fatalf("%v, %v", paths, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "plan.html")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a page that nobody asked for: %v", err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	var back report.Plan
	if err := json.Unmarshal(b, &back); err != nil || back.Schema != report.PlanSchema || !reflect.DeepEqual(back.End,
		p.End) || len(back.Metrics) != 3 {
		t.Errorf("%v: %+v", err, back)
	}
	again, err := Document.Render("json", &back, out.Options{})
	if err != nil || string(again) != string(b) {
		t.Error("the JSON does not survive being read")
	}
}

// TestBrowserOpensPlan: the page opens without a word on the console, its curves live.
func TestBrowserOpensPlan(t *testing.T) {
	b := fixture.OpenBrowser(t)
	dom, log := b.Run(t, fixture.WritePage(t, "plan", fixture.FilesOf(t, Document, madePlan(t, nil),
		out.Options{Page: doc.Live})["plan.html"]), "--dump-dom", "--window-size=1280,9000")
	if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
		t.Errorf("the console says %q", c)
	}
	if figures, live := strings.Count(dom, "<figure"), strings.Count(dom, `is-live"`); figures != 4 || live != 3 {
		t.Errorf("%d of %d figures became live: the 3 curves are meant, and not the verdicts", live, figures)
	}
	b.Quiet(t)
}
