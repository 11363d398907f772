package charts

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

// mailed is a message as a mail program reads it.
type mailed struct {
	mail.Header
	subject, text, html string
}

// checkMail reads a message by the library's readers and fails on whatever is no mail
// of ours: other headers, lines that are too long, parts that are not text and page.
func checkMail(t *testing.T, b []byte) mailed {
	t.Helper()
	for i, l := range bytes.Split(b, []byte("\r\n")) {
		if len(l) > 78 || bytes.ContainsAny(l, "\r\n\x00") {
			t.Fatalf("line %d of the message is %.120q", i+1, l)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out := mailed{Header: m.Header}
	for name, values := range m.Header {
		if len(values) != 1 || !strings.Contains(" From To Subject Date Message-Id Auto-Submitted Mime-Version Content-Type ", " "+name+" ") {
			t.Errorf("the message has the header %s: %q", name, values)
		}
	}
	if out.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Error(err)
	}
	for _, header := range []string{"From"} {
		if _, err := m.Header.AddressList(header); err != nil {
			t.Errorf("%s: %v", header, err)
		}
	}
	if _, err := m.Header.Date(); err != nil {
		t.Error(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []struct {
		kind string
		into *string
	}{{"text/plain; charset=utf-8", &out.text}, {"text/html; charset=utf-8", &out.html}} {
		p, err := parts.NextPart() // which undoes quoted-printable
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Header.Get("Content-Type"); got != want.kind {
			t.Errorf("a part is %q, want %q", got, want.kind)
		}
		content, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		*want.into = strings.ReplaceAll(string(content), "\r\n", "\n")
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("there is a third part: %v", err)
	}
	fixture.CheckTerminal(t, out.text)
	checkMailPage(t, out.html)
	return out
}

// checkMailPage: nothing of a mail's page runs, loads, leads anywhere or needs a style sheet.
func checkMailPage(t *testing.T, page string) {
	t.Helper()
	fixture.CheckPage(t, []byte(page))
	for _, bad := range []string{"<script", "<style", "<a ", "<img", "var(--", "class=", "ZgotmplZ"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page of the mail has %q", bad)
		}
	}
}

// TestMail: the text is that of the terminal, the page says the same, the headers are
// those of the data alone.
func TestMail(t *testing.T) {
	for name, r := range fixtures() {
		v := newView(prepare(r), Options{})
		m := checkMail(t, mustRender(t, "eml", r, Options{}))
		if m.text != Readout.Terminal(r, Options{}) {
			t.Errorf("%s: the text is not that of the terminal", name)
		}
		if want := say.Cap(subjectLine(v), 300); m.subject != want {
			t.Errorf("%s: the subject is %q, want %q", name, m.subject, want)
		}
		page := plainWords("x.html", m.html)
		for _, want := range append(v.Verdict.Reasons, v.Verdict.Headline, v.Verdict.Next, v.Verdict.Open, v.Verdict.Why()) {
			if !strings.Contains(page, plainWords("x.txt", want)) {
				t.Errorf("%s: the page does not say %q", name, want)
			}
		}
		for _, c := range v.Cards {
			if !strings.Contains(page, plainWords("x.txt", c.Big)) {
				t.Errorf("%s: the page lacks the number %q", name, c.Label)
			}
		}
		date, _ := m.Date()
		if to, err := time.Parse(time.RFC3339, r.DataTo); err == nil && !date.Equal(to.Truncate(time.Second)) {
			t.Errorf("%s: dated %s, the data end %s", name, date, r.DataTo)
		}
	}
	a, b := mustRender(t, "eml", holdReport(), Options{}), mustRender(t, "eml", holdReport(), Options{})
	if !bytes.Equal(a, b) {
		t.Error("two messages of one result differ")
	}
	checkMail(t, mustRender(t, "eml", &report.Report{}, Options{}))
}

// TestMailHeaders: no text of the data ends a header, begins another or is taken for
// an encoded word.
func TestMailHeaders(t *testing.T) {
	for _, name := range []string{"plain", "x\r\nBcc: a@b.invalid", "x\nBcc: a@b.invalid\n\nbody", "=?utf-8?Q?=0D=0ABcc:_a@b.invalid?=", "Größe 漢字 👩‍👩‍👧‍👦", strings.Repeat("long ", 100), strings.Repeat("w", 500), strings.Repeat("漢", 400), ""} {
		got := mailWords(name, len("Subject: "))
		for i, l := range strings.Split("Subject: "+got, "\r\n") {
			if len(l) > 78 || i > 0 && !strings.HasPrefix(l, " ") || strings.ContainsAny(l, "\r\n") {
				t.Errorf("%q has the line %q", name, l)
			}
		}
		r := holdReport()
		r.Experiment = name
		m := checkMail(t, mustRender(t, "eml", r, Options{}))
		if want := say.Cap(subjectLine(newView(r, Options{})), 300); m.subject != want {
			t.Errorf("the subject is %q, want %q", m.subject, want)
		}
	}
}
