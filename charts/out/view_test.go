package out_test

import (
	"strings"
	"testing"

	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// plainView is a document that is a view already.
var plainView = out.Document[*doc.View]{Name: "view", View: func(v *doc.View, _ out.Options) *doc.View { return v }}

func FuzzMarkdown(f *testing.F) {
	for _, p := range fixture.Hostile {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := plainView.Render("md", &doc.View{Title: say.Name(s)}, out.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if title, _, _ := strings.Cut(string(b), "\n"); !strings.HasPrefix(title, "# ") || strings.ContainsAny(title,
			"<>") {
			t.Errorf("%q is the title %q", s, title)
		}
	})
}

// What finds no room in a message is left out, and nothing passes a limit.
func TestSlackOfVeryMuch(t *testing.T) {
	v := &doc.View{Title: "x", Program: "p"}
	for range 200 {
		v.Cautions = append(v.Cautions, "c")
		v.Gates = append(v.Gates, doc.Check{Word: "w", Status: "fail", Detail: strings.Repeat("&", 600)})
	}
	b, err := plainView.Render("slack", v, out.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fixture.CheckSlack(t, b)
}

// TestMailHeaders: no text of the data ends a header, begins another or is taken for
// an encoded word.
func TestMailHeaders(t *testing.T) {
	for _, name := range []string{"plain", "x\r\nBcc: a@b.invalid", "x\nBcc: a@b.invalid\n\nbody",
		"=?utf-8?Q?=0D=0ABcc:_a@b.invalid?=", "Größe 漢字 👩‍👩‍👧‍👦", strings.Repeat("long ", 100),
		strings.Repeat("w", 500), strings.Repeat("漢", 400), ""} {
		b, err := plainView.Render("eml", &doc.View{Title: name}, out.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if m, want := fixture.CheckMail(t, b), say.Cap(say.Clean(name), 300); m.Subject != want {
			t.Errorf("the subject is %q, want %q", m.Subject, want)
		}
	}
}
