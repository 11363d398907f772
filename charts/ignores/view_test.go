package ignores

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// Every output says the same, escapes what the export wrote, and prints no number
// that is none.
func TestIgnoresOutputs(t *testing.T) {
	r := investigation()
	files := fixture.FilesOf(t, Document, r, out.Options{})
	fixture.CheckShort(t, files, "ignores")
	for _, file := range []string{"ignores.html", "ignores.json", "ignores.md", "ignores.txt"} {
		text := string(files[file])
		if strings.Contains(text, "NaN") || file == "ignores.html" && (strings.Contains(text, "<script>alert") ||
			strings.Contains(text, "surface<b>")) {
			t.Errorf("%s holds NaN or unescaped text", file)
		}
		if file == "ignores.json" {
			continue
		}
		flat := html.UnescapeString(strings.Join(strings.Fields(text), " "))
		says := []string{"60.0%", "plainly ignored", "+2.10", "Only 2.1% of accepts come after the window of 5m",
			"reatment less control: +1.5 points (−0.5 to +3.5) ignored", "Something to know."}
		if file == "ignores.txt" {
			says[2] = "+2.10 points (+1.20 to +3.00)"
		} else {
			says = append(says, "20 users never engage.", "bserved only", "about 5.0% of the units ignore everything",
				"labels", "0.181 (Brier score; 0 is perfect), better than always saying the overall share, which "+
					"gets 0.189", "the middle half of them ignore between 50.0% and 70.0% of what they see",
				"Of 100 labelled suggestions not used, 60 were rightly left", "4,210 units", "2.1 points",
				"emit-plan N",
				"A randomised added delay.", "70.0% of accepted suggestions are kept as offered, 5.0% undone",
				"For the same user latency_ms goes furthest with ignoring: +4.30 points (doubling)",
				"2 sessions to watch",
				"35 in 100 if half of the points come back, 81 in 100 if all do", "Session", "7 April 2026")
		}
		for _, want := range says {
			if !strings.Contains(flat, want) && !strings.Contains(fixture.PlainMarkdown(flat), want) {
				t.Errorf("%s does not say %q", file, want)
			}
		}
		if strings.Contains(strings.ToLower(flat), "because") {
			t.Errorf("%s says because of what was only observed", file)
		}
		if strings.Contains(strings.ToLower(flat), "a difference between users, not an effect of the suggestion") {
			t.Errorf("%s says it twice", file)
		}
	}
}

// The numbers of every lens stand in the page and in the Markdown as they stand in the JSON.
func TestIgnoresSameNumbers(t *testing.T) {
	files := fixture.FilesOf(t, Document, investigation(), out.Options{})
	var r report.Ignores
	if err := json.Unmarshal(files["ignores.json"], &r); err != nil {
		t.Fatal(err)
	}
	var want []string
	add := func(iv report.Interval) {
		if iv.Value.Defined() {
			want = append(want, say.Difference(iv, say.Cost).Value, say.Difference(iv, say.Cost).Range())
		}
	}
	for _, c := range r.Causes {
		add(c.Points)
	}
	for _, c := range r.Changed {
		add(c.Mix)
		add(c.Rate)
		add(c.Total)
	}
	for _, p := range r.Where.Slices {
		add(p.Points)
		add(p.Within)
		want = append(want, say.Tenth(p.Rate), say.Tenth(p.Elsewhere), say.Tenth(p.Shrunken), say.Tenth(p.Share),
			p.Verdict)
	}
	for _, d := range r.Drivers {
		add(d.Naive)
		add(d.Between)
		add(d.Within)
	}
	rates := []report.Interval{r.Reliance.Under, r.Reliance.Over, r.Reliance.Right, r.Reliance.Bounds}
	for _, c := range r.Dose {
		for _, b := range c.Bands {
			rates = append(rates, b.Rate, b.Within)
		}
	}
	for _, b := range r.Calibration.Bins {
		rates = append(rates, b.Observed)
	}
	for _, iv := range rates {
		want = append(want, rateCell(iv).Text, rateCell(iv).Sub)
	}
	for _, h := range r.Calibration.Hide {
		want = append(want, say.Tenth(h.Shown), say.Tenth(h.Acceptance), say.Tenth(h.Lost))
	}
	page, text := html.UnescapeString(string(files["ignores.html"])), fixture.PlainMarkdown(string(files["ignores.md"]))
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not say %q", w)
		}
		if !strings.Contains(text, w) {
			t.Errorf("the Markdown does not say %q", w)
		}
	}
}

// A lens that found nothing, or could not look, leaves no hole.
func TestIgnoresGaps(t *testing.T) {
	r := investigation()
	r.Overall, r.Causes, r.Missing, r.Who, r.Window, r.Changed, r.Split, r.Where, r.Drivers, r.Dose = nil, nil, nil,
		nil, nil, nil, nil, nil, nil, nil
	r.Calibration, r.Reliance, r.Kept, r.Sessions, r.Plans, r.Requests = nil, nil, nil, nil, nil, nil
	r.Precision, r.ByHand = nil, nil
	r.Health.Status, r.Withheld = "fail", &report.Withheld{Checks: []string{"srm"}, Reason: "The arms are not split " +
		"as planned, so no lift is shown."}
	files := fixture.FilesOf(t, Document, r, out.Options{})
	if text := string(files["ignores.txt"]); !strings.Contains(text, "No cause is confirmed") || !strings.Contains(text,
		"nothing is known") {
		t.Errorf("an empty investigation says\n%s", text)
	}
	page := string(files["ignores.html"])
	fixture.CheckPage(t, files["ignores.html"], r.Link)
	for _, id := range []string{"where", "drivers", "dose", "requests", "calibration", "reliance", "kept", "plans",
		"sessions", "precision", "byhand"} {
		if strings.Contains(page, `id="`+id+`"`) {
			t.Errorf("the page has a section %s without a lens", id)
		}
	}
	if strings.Contains(page, "<figure") {
		t.Error("the page draws nothing")
	}
	stated := investigation()
	stated.Reliance = &report.RelianceLens{From: "stated", Seen: 6000, Good: 0.5, Unused: 0.725, Bounds: within(0.3625,
		0.1375), Under: nothing(), Over: nothing(), Right: nothing()}
	if text := string(fixture.FilesOf(t, Document, stated, out.Options{})["ignores.md"]); !strings.Contains(text,
		"Between 22.5% and 50.0% of the suggestions are good and left unused") || strings.Contains(text,
		"Labelled suggestions") {
		t.Error("the bounds are not said, or a table of no label is shown")
	}
}

// At every edge each output is written, and every picture stays inside its frame.
func TestIgnoresEdges(t *testing.T) {
	for n, v := range map[string]float64{"nan": math.NaN(), "inf": math.Inf(1), "minus": math.Inf(-1), "zero": 0,
		"one": 1, "tiny": 1e-300, "huge": 1e300, "negative": -1, "as it is": 2} {
		r := investigation()
		if n != "as it is" {
			fixture.Everywhere(r, v)
		}
		files := fixture.FilesOf(t, Document, r, out.Options{})
		text := fixture.CheckPage(t, files["ignores.html"], say.WebLink(r.Link))
		for _, bad := range []string{"NaN", "Inf", "null", "%!", "+∞"} {
			if i := strings.Index(text, bad); i >= 0 {
				t.Errorf("%s: the page says %q: %q", n, bad, text[max(0, i-60):min(len(text), i+30)])
			}
		}
		fixture.CheckMarkdown(t, files["ignores.md"], "")
		fixture.CheckTerminal(t, string(files["ignores.txt"]))
		fixture.CheckShort(t, files, "ignores")
		checkFigures(t, n, r)
	}
}

// checkFigures fails on a label of an investigation's figures that leaves the frame.
func checkFigures(t *testing.T, name string, r *report.Ignores) {
	t.Helper()
	for id, svg := range fixture.Pictures(t, newView(r, out.Options{}), false) {
		fixture.CheckLabels(t, name+" "+id, svg)
	}
}

// TestIgnoresNames: a hostile name is text in every output of an investigation.
func TestIgnoresNames(t *testing.T) {
	fixture.Payloads(func(n, payload string, everything bool) {
		t.Run(n, func(t *testing.T) {
			r := fixture.Infect(investigation(), payload, everything)
			files := fixture.FilesOf(t, Document, r, out.Options{Command: payload})
			links := []string{say.WebLink(r.Link)}
			for _, s := range r.Sessions {
				links = append(links, say.WebLink(s.Link), strings.NewReplacer("(", "%28", ")",
					"%29").Replace(say.WebLink(s.Link)))
			}
			fixture.CheckPage(t, files["ignores.html"], links...)
			fixture.Outside(t, files["ignores.html"], "")
			fixture.CheckMarkdown(t, files["ignores.md"], payload)
			fixture.CheckTerminal(t, string(files["ignores.txt"]))
			fixture.CheckShort(t, files, "ignores")
			checkFigures(t, n, r)
		})
	})
}

// A session's link is followed only when it is a plain web address.
func TestIgnoresLinks(t *testing.T) {
	page := string(fixture.FilesOf(t, Document, investigation(), out.Options{})["ignores.html"])
	if !strings.Contains(page, `<dd><a href="`+html.EscapeString(replay)+`" rel="noopener noreferrer">`) ||
		strings.Contains(page, "javascript:") {
		t.Error("the replay's link is not there, or one that is no address is")
	}
}

// With several arms the bars of the split stand below the flow.
func TestIgnoresArms(t *testing.T) {
	r := investigation()
	for i := range r.Split {
		x := r.Split[i]
		x.Arm, x.Count, x.Total = "treatment", x.Count/2, x.Total/2
		r.Split = append(r.Split, x)
	}
	page := string(fixture.FilesOf(t, Document, r, out.Options{})["ignores.html"])
	if !strings.Contains(page, `id="figure-flow"`) || !strings.Contains(page, `id="figure-split"`) {
		t.Error("the flow or the bars of the arms are missing")
	}
	checkFigures(t, "arms", r)
}

// TestBrowserOpensIgnores: the page opens without a word on the console, runs no
// name, asks the network for nothing, and fits a phone.
func TestBrowserOpensIgnores(t *testing.T) {
	b := fixture.OpenBrowser(t)
	b.FitsPhone(t, "ignores", string(fixture.FilesOf(t, Document, investigation(), out.Options{})["ignores.html"]))
	b.FitsPhone(t, "word", string(fixture.FilesOf(t, Document, fixture.Infect(investigation(), fixture.Hostile["word"],
		false), out.Options{})["ignores.html"]))
	for turn := range fixture.Turns() {
		n := fmt.Sprint("turn-", turn)
		page := fixture.FilesOf(t, Document, fixture.InfectByTurns(investigation(), turn),
			out.Options{Page: doc.Live})["ignores.html"]
		dom, log := b.Run(t, fixture.WritePage(t, n, page), "--dump-dom", "--window-size=1280,9000")
		if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 || strings.Contains(dom, "data-owned=") ||
			strings.Contains(dom, "<title>owned") {
			t.Errorf("%s: the name ran, or the console says %q", n, c)
		}
	}
	b.Quiet(t)
}

func TestIgnoresGolden(t *testing.T) {
	fixture.Golden(t, fixture.FilesOf(t, Document, investigation(),
		out.Options{Command: "uptake ignores experiment.yaml"}))
}

// The smallest effect of a next test is said in the unit of its primary metric.
func TestIgnoresSmallestEffect(t *testing.T) {
	for _, c := range []struct {
		plan          report.NextTest
		primary, size string
	}{
		{report.NextTest{Primary: "acceptance_rate", Baseline: 0.246, MDE: 0.021}, "24.6%", "2.1 points"},
		{report.NextTest{Primary: "ever_accepted", Baseline: 0.5, MDE: 0.08}, "50.0%", "8.0 points"},
		{report.NextTest{Primary: "accepted_per_unit", Baseline: 2.5, MDE: 0.125}, "2.50", "0.125 per unit, 5.0% of " +
			"what it is now"},
		{report.NextTest{Primary: "kept_per_unit", Baseline: 0, MDE: 0.5}, "0", "0.500 per unit"},
		{report.NextTest{Primary: "accepted_per_unit", Baseline: 2, MDE: report.Undefined()}, "2", say.Unknown},
	} {
		lines := map[string]string{}
		for _, l := range (&subject{of: report.Investigated[0]}).planBlock(1, &c.plan).Lines {
			lines[l.Label] = l.Value
		}
		if got := lines["Smallest effect found"]; got != c.size {
			t.Errorf("%s: the smallest effect is %q, want %q", c.plan.Primary, got, c.size)
		}
		if got := lines["Primary metric"]; !strings.HasSuffix(got, ", now "+c.primary) {
			t.Errorf("%s: the primary is %q, want now %s", c.plan.Primary, got, c.primary)
		}
	}
}

// Where nothing can be looked for, or little is labelled, no heading says more.
func TestIgnoresSaysNoMore(t *testing.T) {
	r := investigation()
	for i := range r.Split {
		if x := &r.Split[i]; x.Outcome == "ignored" {
			x.Value, x.Lo, x.Hi, x.Count = 0, 0, 0, 0
		}
	}
	r.Overall.Value, r.Overall.Lo, r.Overall.Hi, r.Overall.Count = 0, 0, 0, 0
	r.Causes, r.Where = nil, &report.WhereLens{Overall: report.Undefined()}
	text := Document.Terminal(r, out.Options{})
	for _, want := range []string{"No seen suggestion is plainly ignored, so there is no cause to look for.",
		"No place could be looked at"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text does not say %q", want)
		}
	}
	if strings.Contains(text, "Nothing that one half") || strings.Contains(text, "where – are ignored") {
		t.Error("the text speaks of halves that there are not")
	}
	r.Overall.Value, r.Overall.Count = 1, r.Overall.Total
	if text := strings.Join(strings.Fields(Document.Terminal(r, out.Options{})), " "); !strings.Contains(text,
		"Every seen suggestion is plainly ignored, so there is no place in which more is.") || strings.Contains(text,
		"Nothing that one half") {
		t.Errorf("where all are ignored the text says\n%.400s", text)
	}
	if r.Overall = nil; !strings.Contains(Document.Terminal(r, out.Options{}), "No suggestion was seen, so nobody "+
		"could answer or ignore one.") {
		t.Error("where none was seen nothing says so")
	}
	r = investigation()
	r.Reliance.Labelled = r.Reliance.Seen
	if text := Document.Terminal(r, out.Options{}); !strings.Contains(text, "Of 100 suggestions not used, 60 were "+
		"rightly left") {
		t.Error("all are labelled, and the heading speaks of the labelled")
	}
}

// The summary fits a window of 40 lines with the paths behind it, and 80 columns,
// whatever was found, and names what is not confirmed.
func TestIgnoresSummary(t *testing.T) {
	full, none := investigation(), investigation()
	for i := range 30 {
		full.Cautions = append(full.Cautions, report.Caution{Code: "x",
			Detail: strings.Repeat("Something long to know. ", 10)})
		c := full.Causes[0]
		c.Rank = i + 3
		full.Causes = append(full.Causes, c)
	}
	none.Causes, none.Together, none.Plans, none.Sessions = nil, nil, nil, nil
	none.Detectable = &report.Detectable{Points: 0.11, Share: 0.2, Ignored: 54, Users: 210, LeastAll: 30}
	none.Lead = &report.Lead{Lens: "drivers", Attribute: "latency_ms", Points: within(0.04, 0.01),
		Sentence: "With latency the same user ignores 4.0 points more."}
	few := investigation()
	few.Causes, few.Detectable = nil, &report.Detectable{Points: report.Undefined(), Share: 0.2, Ignored: 54, Users: 21,
		Halves: [2]int64{12, 9}, LeastAll: 30}
	for name, c := range map[string]struct {
		r    *report.Ignores
		says []string
	}{
		"full": {full, []string{"in a tie", "do not add up", "more causes", "more cautions"}},
		"none": {none, []string{"54 ignored of 210 users", "11.0 points", "Strongest lead, not confirmed: With " +
			"latency"}},
		"few": {few, []string{"no place can be confirmed", "each half of the users (12 and 9) must have 30"}},
	} {
		text := Document.Terminal(c.r, out.Options{})
		lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
		if len(lines) > summaryLines {
			t.Errorf("%s: %d lines\n%s", name, len(lines), text)
		}
		for _, l := range lines {
			if say.Columns(l) > 80 {
				t.Errorf("%s: %q is %d columns wide", name, l, say.Columns(l))
			}
		}
		joined := strings.Join(strings.Fields(text), " ")
		for _, s := range c.says {
			if !strings.Contains(joined, s) {
				t.Errorf("%s does not say %q:\n%s", name, s, text)
			}
		}
	}
}

// What changed is headed by the arms; a shift of the mix that many looks explain heads
// nothing.
func TestChangedHeading(t *testing.T) {
	r := investigation()
	s := &subject{Ignores: r, level: "95%"}
	if h := s.changedHeading(); !strings.HasPrefix(h, "Treatment less control: +1.5") {
		t.Errorf("headed %q", h)
	}
	r.Changed = r.Changed[1:]
	if h := s.changedHeading(); !strings.Contains(h, "added 5.80 points in the later half") {
		t.Errorf("headed %q", h)
	}
	r.Changed[0].MixPAdj = 0.06
	if h := s.changedHeading(); h != "No shift of the mix is clear" {
		t.Errorf("headed %q", h)
	}
}
