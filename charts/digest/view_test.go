package digest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/night"
	"uptake/charts/out"
	"uptake/charts/say"
)

// changes of some kinds.
func changes(kinds ...report.ChangeKind) []report.NewsChange {
	var out []report.NewsChange
	for _, k := range kinds {
		out = append(out, report.NewsChange{Kind: k})
	}
	return out
}

// madeDigest is a night in which every kind of change happened.
func madeDigest() *report.Digest {
	of := func(id string, v report.Verdict, needs bool, c []report.NewsChange, change func(*report.News)) report.News {
		n := report.News{ID: id, Folder: id, File: "experiments/" + id + ".yaml", Owner: "Adoption team",
			Status: report.StatusOK, LastGood: "2026-11-27T23:59:12Z", NeedsYou: needs, Changes: c, Verdict: v,
			End: "2026-11-28", DataTo: "2026-11-28T23:59:40Z"}
		if v != "" {
			n.Headline = doc.VerdictOf(v).Banner
		}
		change(&n)
		return n
	}
	return &report.Digest{Schema: report.DigestSchema, ProgramVersion: "1.0.0", Number: 3,
		DataTo: "2026-11-28T23:59:40Z", Experiments: 38, Evaluations: 2, NeedYou: 10, News: []report.News{
			of("broken-split", report.DoNotUse, true, changes(report.ChangeGate),
				func(n *report.News) { n.Needs = []report.Need{{Gate: "srm"}, {Gate: "crossovers"}} }),
			of("export-cut-short", "", true, changes(report.ChangeFailed), func(n *report.News) {
				n.Status, n.Error = report.StatusStale, &report.RunError{Kind: "data", Metric: "tickets_per_user",
					Detail: "exports/part-07.parquet ends in the middle of a row group: it was cut short. Export it " +
						"again."}
			}),
			of("inline-completions-v2", report.Hold, true, []report.NewsChange{{Kind: report.ChangeEnded},
				{Kind: report.ChangeVerdict, From: report.LooksPromising}}, func(n *report.News) {
				n.Headline = "Hold: acceptance rate is up 5.1%; tickets per user may have risen by up to 6.5%; at " +
					"most 2% is allowed."
				n.Needs = []report.Need{{Guardrail: "tickets_per_user"}}
			}),
			of("typo-in-the-file", "", true, changes(report.ChangeNew, report.ChangeFailed), func(n *report.News) {
				n.Status, n.Folder, n.Error = report.StatusFailed, "", &report.RunError{Kind: "file",
					Detail: "experiments/typo-in-the-file.yaml, line 7: metrics[0].rolle is no key of a metric; did " +
						"you mean role?"}
			}),
			of("ghost-text-delay", "", false, changes(report.ChangeNew), func(n *report.News) {
				n.Needs, n.Owner = []report.Need{{DaysLeft: fixture.Ptr(12)}}, ""
			}),
			of("ranking-by-confidence", report.NoDifference, false, []report.NewsChange{{Kind: report.ChangeVerdict}},
				func(*report.News) {}),
			of("shorter-hints", "", false, changes(report.ChangeBack), func(*report.News) {}),
			of("variant-7", "", false, changes(report.ChangeNew), func(n *report.News) {
				n.Family, n.Opens = "headlines", "2026-12-04"
			}),
			of("summariser-prompt-7", report.Verdict(report.EvalRollBack), true,
				[]report.NewsChange{{Kind: report.ChangeVerdict, From: report.Verdict(report.EvalShip)}},
				func(n *report.News) {
					n.Evaluation, n.End, n.DataTo, n.LastGood = true, "", "", ""
					n.Headline = "Roll back v2: correct down 4 points (-6 to -2) over 1,200 items."
					n.EvalNeeds = []report.EvalNeed{{Metric: "correct", Rule: "superiority", Verdict: report.GateFail},
						{Metric: "tone", Category: "billing", Rule: "noninferiority", Verdict: report.GateFail}}
				}),
			of("reviewer-model", report.Verdict(report.EvalCannotTell), false, changes(report.ChangeNew,
				report.ChangeVerdict), func(n *report.News) {
				n.Evaluation, n.Owner, n.Headline = true, "", "Cannot tell about v2: correct up 1 point (-1 to +3) "+
					"over 300 items."
			}),
			of("tab-key-hint", "", false, changes(report.ChangeRecovered), func(*report.News) {}),
		}}
}

// TestDigest: every change is told, in the same sentences in every output.
func TestDigest(t *testing.T) {
	d := madeDigest()
	files := fixture.FilesOf(t, Document, d, out.Options{})
	delete(files, "digest.md") // nobody is given one
	fixture.Golden(t, files)
	links := []string{"./index.html"}
	for _, n := range d.News {
		links = append(links, night.Beside(n.Folder, "readout.html"), night.Beside(n.Folder, "evals.html"))
	}
	fixture.CheckPage(t, files["digest.html"], links...)
	fixture.CheckTerminal(t, string(files["digest.txt"]))
	fixture.CheckShort(t, files, "digest")
	var out report.Digest
	if err := json.Unmarshal(files["digest.json"], &out); err != nil || len(out.News) != len(d.News) {
		t.Fatal(err)
	}
	m := fixture.CheckMail(t, files["digest.eml"])
	said := map[string]string{"html": fixture.PlainWords("x.html", string(files["digest.html"])),
		"txt":  fixture.PlainWords("x.txt", string(files["digest.txt"])),
		"mail": fixture.PlainWords("x.html", m.Html), "slack": fixture.PlainWords("x.txt",
			fixture.SaidIn(fixture.CheckSlack(t, files["digest.slack.json"])))}
	for _, n := range out.News {
		if len(n.Says) == 0 {
			t.Errorf("nothing is said of %s", n.ID)
		}
		for _, s := range append(n.Says, n.ID) {
			for where, text := range said {
				if !strings.Contains(text, fixture.PlainWords("x.txt", s)) {
					t.Errorf("%s does not say %q", where, s)
				}
			}
		}
	}
	if want := "4 experiments and 1 evaluation need somebody, news of 3 more, 3 new"; out.Title != want ||
		m.Subject != want {
		t.Errorf("the title is %q, the subject %q, want %q", out.Title, m.Subject, want)
	}
	list, err := Files("digest", d)
	if err != nil || len(list) != 4 {
		t.Fatalf("%v, %d files", err, len(list))
	}
	for _, f := range list {
		if string(f.Content) != string(files[f.Name]) {
			t.Errorf("%s is another than rendered", f.Name)
		}
	}
	if last := list[3].Name; last != "digest.json" {
		t.Errorf("the last file is %s", last)
	}
}

// TestDigestNames: a hostile name is text in every output of a digest.
func TestDigestNames(t *testing.T) {
	fixture.Payloads(func(n, payload string, everything bool) {
		d := fixture.Infect(madeDigest(), payload, everything)
		files := fixture.FilesOf(t, Document, d, out.Options{})
		links := []string{"./index.html"}
		for _, x := range d.News {
			links = append(links, night.Beside(x.Folder, "readout.html"), night.Beside(x.Folder, "evals.html"))
		}
		if text := fixture.CheckPage(t, files["digest.html"], links...); !strings.Contains(text,
			say.Name(d.News[0].ID)) {
			t.Errorf("%s: the page does not show the name", n)
		}
		fixture.Outside(t, files["digest.html"], "")
		fixture.CheckTerminal(t, string(files["digest.txt"]))
		fixture.CheckShort(t, files, "digest")
	})
}

// TestBrowserDigest: the page fits a phone, whatever things are called.
func TestBrowserDigest(t *testing.T) {
	b := fixture.OpenBrowser(t)
	for n, d := range map[string]*report.Digest{"digest": madeDigest(), "word": fixture.Infect(madeDigest(),
		fixture.Hostile["word"], false), "wide": fixture.Infect(madeDigest(), fixture.Hostile["wide"], false)} {
		b.FitsPhone(t, n, string(mustDigest(t, d)))
	}
	b.Quiet(t)
}

func mustDigest(t *testing.T, d *report.Digest) []byte {
	t.Helper()
	b, err := Document.Render("html", d, out.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDigestMany: of thousands of news a few are told and the rest counted, within
// every limit.
func TestDigestMany(t *testing.T) {
	d := madeDigest()
	of := d.News
	for i := range 3000 {
		n := of[i%len(of)]
		n.ID = fmt.Sprintf("%s-%04d", n.ID, i)
		d.News = append(d.News, n)
	}
	files := fixture.FilesOf(t, Document, d, out.Options{})
	fixture.CheckShort(t, files, "digest")
	for file, b := range files {
		if file == "digest.json" {
			continue
		}
		if len(b) > 100_000 {
			t.Errorf("%s has %d bytes", file, len(b))
		}
	}
	var left tally
	for _, n := range d.News[digestMost:] {
		left.add(n)
	}
	want := fmt.Sprintf("Of %s more experiments and %s more evaluations there is news",
		say.Count(int64(left.experiments)), say.Count(int64(left.evaluations)))
	if text := strings.Join(strings.Fields(string(files["digest.txt"])), " "); !strings.Contains(text, want) {
		t.Errorf("the text does not say %q", want)
	}
	var out report.Digest
	if err := json.Unmarshal(files["digest.json"], &out); err != nil || len(out.News) != len(d.News) {
		t.Errorf("the JSON has %d of %d: %v", len(out.News), len(d.News), err)
	}
}

// TestDigestTitle says how many need somebody, and what else there is.
func TestDigestTitle(t *testing.T) {
	needs, news, fresh := report.News{NeedsYou: true, Changes: changes(report.ChangeGate)},
		report.News{Changes: changes(report.ChangeBack)}, report.News{Changes: changes(report.ChangeNew)}
	for want, list := range map[string][]report.News{
		"1 experiment needs somebody":                 {needs},
		"2 experiments need somebody":                 {needs, needs},
		"News of 1 experiment":                        {news},
		"1 experiment needs somebody, news of 2 more": {needs, news, news},
		"1 new experiment":                            {fresh},
		"2 new experiments":                           {fresh, fresh},
		"1 experiment needs somebody, 1 new":          {needs, fresh},
		"1 evaluation needs somebody":                 {{NeedsYou: true, Evaluation: true}},
		"1 new experiment and 2 new evaluations": {fresh, {Evaluation: true, Changes: fresh.Changes},
			{Evaluation: true, Changes: fresh.Changes}},
	} {
		if got := Title(&report.Digest{News: list}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// No page keeps people out.
func TestBrowserDigestAxe(t *testing.T) {
	fixture.OpenBrowser(t).CheckAxe(t,
		map[string]func() string{"digest": func() string { return string(mustDigest(t, madeDigest())) }})
}

// TestBeside: what failed beside a readout that stands is told as what it is.
func TestBeside(t *testing.T) {
	for want, e := range map[string]*report.RunError{
		"The readout stands without spend: it is text": {Kind: "data", Metric: "spend",
			Detail: "the readout stands without spend: it is text"},
		"The investigation: the time was over.": {Kind: "deadline", Detail: "the time was over."},
	} {
		n := &report.News{Status: report.StatusOK, Error: e}
		if got := failedWords(n, report.NewsChange{}); got != want {
			t.Errorf("%q, expected %q", got, want)
		}
	}
}
