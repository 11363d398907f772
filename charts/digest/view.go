package digest

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/night"
	"uptake/charts/out"
	"uptake/charts/say"
)

//go:embed digest.html.tmpl
var digestTemplate string

var page = sync.OnceValue(func() *template.Template { return doc.Layout("digest", digestTemplate, nil) })

// Document is what changed in a night. Beside the outputs of every document it has its
// text as a file.
var Document = out.Document[*report.Digest]{Name: "digest", Layout: page, View: newView, Prepare: prepare,
	Summary: summary}

// Files are the files of a digest, the JSON last, to be put in place together. base
// is what their names begin with.
func Files(base string, d *report.Digest) ([]out.File, error) {
	var files []out.File
	for _, format := range []string{"html", "eml", "json"} {
		b, err := Document.Render(format, d, out.Options{})
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", base, format, err)
		}
		files = append(files, out.File{Name: base + "." + format, Content: b})
	}
	return append([]out.File{{Name: base + ".txt", Content: []byte(Document.Terminal(d, out.Options{}))}}, files...),
		nil
}

// prepare is a copy with the sentences, which travel along.
func prepare(d *report.Digest) *report.Digest {
	safe := out.Copy(d)
	safe.Title = Title(safe)
	for i := range safe.News {
		n := &safe.News[i]
		n.Says = n.Says[:0]
		for _, l := range newsLines(n) {
			n.Says = append(n.Says, l.Label+": "+l.Value)
		}
	}
	return safe
}

// digestMost is how many experiments a digest tells; the JSON has all.
const digestMost = 25

func newView(d *report.Digest, o out.Options) *doc.View {
	v := &doc.View{What: "digest", Title: d.Title, Cut: d.DataTo, Program: o.Program(d.ProgramVersion)}
	if d.DataTo != "" {
		v.Meta = append(v.Meta, "Data to "+say.Instant(d.DataTo))
	}
	v.Meta = append(v.Meta, inAll(d)+" in all, "+say.Plural(d.NeedYou, "needs somebody", "need somebody"))
	parts := []doc.Section{{ID: "needs", Topic: "To do", Heading: "Needs somebody", Brief: true},
		{ID: "news", Topic: "To know", Heading: "Other news", Brief: true}}
	for i := range d.News[:min(len(d.News), digestMost)] {
		n := &d.News[i]
		s := &parts[1]
		if n.NeedsYou {
			s = &parts[0]
		}
		word := newsWord(n)
		title := say.Name(n.ID)
		if n.Family != "" {
			title = say.Name(n.Family) + ": " + title
		}
		b := doc.Block{Title: title, Tone: word.Tone, Mark: word.Mark, Word: word.Word, Lines: newsLines(n)}
		if n.Folder != "" {
			b.Link = night.Beside(n.Folder, map[bool]string{true: "evals.html", false: "readout.html"}[n.Evaluation])
		}
		s.Blocks = append(s.Blocks, b)
	}
	for _, s := range parts {
		if len(s.Blocks) > 0 {
			v.Sections = append(v.Sections, s)
		}
	}
	if len(d.News) > digestMost {
		var more tally
		for _, n := range d.News[digestMost:] {
			more.add(n)
		}
		last := &v.Sections[len(v.Sections)-1]
		last.Notes = append(last.Notes, "Of "+more.words("more ")+" there is news: index.html has all.")
	}
	return v
}

// inAll counts what the night took.
func inAll(d *report.Digest) string {
	t := tally{d.Experiments, d.Evaluations}
	if t.all() == 0 {
		return "No experiment"
	}
	return t.words("")
}

// summary is a digest for a terminal and for a mail's text.
func summary(_ *report.Digest, v *doc.View, o out.Options) string {
	t := &out.Terminal{Color: o.Color}
	t.Text("", v.Title)
	t.Text("", strings.Join(v.Meta, " · "))
	for _, s := range v.Sections {
		t.Gap()
		t.Text("", s.Heading)
		for _, b := range s.Blocks {
			t.Gap()
			t.Text("  ", b.Title+": "+b.Word)
			for _, l := range b.Lines {
				t.Text("    "+l.Label+": ", l.Value)
			}
		}
		for _, n := range s.Notes {
			t.Gap()
			t.Text("  ", n)
		}
	}
	return t.String()
}
