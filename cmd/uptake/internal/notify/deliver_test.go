package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"uptake/analysis/report"
)

// secret is the part of every address here that nobody may learn.
const secret = "T0KEN-of-the-webhook"

// receiver is a webhook that answers as it is told, one answer after the other, the last
// one for ever, and keeps what it was sent.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	ids    []string
}

func receive(t *testing.T, answers ...http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		b, err := io.ReadAll(req.Body)
		r.mu.Lock()
		at := min(len(r.bodies), len(answers)-1)
		if err == nil {
			r.bodies, r.ids = append(r.bodies, string(b)), append(r.ids, req.Header.Get("Idempotency-Key"))
		}
		r.mu.Unlock()
		answers[at](w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	c, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		c.Close()
	}
}

// night is a run over a folder that has something to tell, or nothing (x nil).
type night struct {
	dir   string
	log   bytes.Buffer
	waits []time.Duration
}

func (n *night) tell(t *testing.T, x *report.Index, o Options) (missing int, told *Told) {
	t.Helper()
	if x == nil {
		x = &report.Index{}
	}
	log := slog.New(slog.NewTextHandler(&n.log, nil))
	told, err := Tell(n.dir, x, o, log)
	if err != nil {
		t.Fatal(err)
	}
	told.wait = func(_ context.Context, d time.Duration) bool {
		n.waits = append(n.waits, d)
		return true
	}
	return told.Deliver(context.Background()), told
}

func (n *night) book(t *testing.T) *book {
	t.Helper()
	b, err := readBook(n.dir, slog.New(slog.DiscardHandler))
	if err != nil || b.lost {
		t.Fatal(err, b.lost)
	}
	return b
}

func webhook(t *testing.T, address, kind string) *Webhook {
	t.Helper()
	w, err := ParseWebhook("it", address, kind)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func oneRow(day string) *report.Index {
	return &report.Index{Schema: report.IndexSchema, DataTo: "2026-04-" + day + "T20:00:00Z",
		Experiments: []report.IndexRow{row(day, report.Ship)}}
}

// TestDeliver: which answers are tried again, how often, how far apart; what failed is
// tried once more by the next run; each attempt is recorded, and the address nowhere.
func TestDeliver(t *testing.T) {
	elsewhere := receive(t, status(200))
	for name, c := range map[string]struct {
		answers []http.HandlerFunc
		tries   []string // as recorded at the first run
		missing int
		again   int     // what is missing at the next
		posts   int     // over both
		state   outcome // in the end
		least   time.Duration
	}{
		"at once":             {[]http.HandlerFunc{status(200)}, []string{"answered 200"}, 0, 0, 1, delivered, 0},
		"another good answer": {[]http.HandlerFunc{status(204)}, []string{"answered 204"}, 0, 0, 1, delivered, 0},
		"500 and then 200": {[]http.HandlerFunc{status(500), status(200)}, []string{"answered 500", "answered 200"},
			0, 0, 2, delivered, 500 * time.Millisecond},
		"busy": {[]http.HandlerFunc{status(429, "Retry-After", "7"), status(200)},
			[]string{"answered 429", "answered 200"}, 0, 0, 2, delivered, 7 * time.Second},
		"busy for long": {[]http.HandlerFunc{status(429, "Retry-After", "86400"), status(200)},
			[]string{"answered 429"}, 1, 0, 2, delivered, 0},
		"the line breaks": {[]http.HandlerFunc{hangUp, hangUp, status(200)}, []string{"EOF", "EOF",
			"answered 200"}, 0, 0, 3, delivered, 500 * time.Millisecond},
		"refused": {[]http.HandlerFunc{status(403)}, []string{"answered 403"}, 1, 1, 2, givenUp, 0},
		"refused, then not": {[]http.HandlerFunc{status(404), status(200)}, []string{"answered 404"}, 1, 0, 2,
			delivered, 0},
		"never": {[]http.HandlerFunc{status(503)}, []string{"answered 503", "answered 503",
			"answered 503", "answered 503"}, 1, 1, 8, givenUp, 500 * time.Millisecond},
		"to another host": {[]http.HandlerFunc{status(307, "Location", elsewhere.URL+"/x")},
			[]string{errElsewhere.Error()}, 1, 1, 2, givenUp, 0},
		"to be asked by GET": {[]http.HandlerFunc{status(302, "Location", "/there")}, []string{"answered 302"}, 1, 1,
			2, givenUp, 0},
		"elsewhere on it": {[]http.HandlerFunc{status(307, "Location", "/there"), status(200)},
			[]string{"answered 200"}, 0, 0, 2, delivered, 0},
		"round and round": {[]http.HandlerFunc{status(308, "Location", "/there")}, []string{"answered 308"}, 1, 1,
			8, givenUp, 0},
		"informs, then accept": {[]http.HandlerFunc{status(202)}, []string{"answered 202"}, 0, 0, 1, delivered, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := receive(t, c.answers...)
			n := &night{dir: t.TempDir()}
			o := Options{Webhook: webhook(t, r.URL+"/"+secret, "")}
			missing, told := n.tell(t, oneRow("20"), o)
			var got []string
			for _, x := range n.book(t).Sendings[0].Tries {
				got = append(got, x.Answer)
				if x.Phase != answered {
					t.Errorf("recorded is %+v", x)
				}
			}
			if missing != c.missing || !slices.Equal(got, c.tries) || told.Digest == nil {
				t.Errorf("%d missing, tried %q; want %d, %q", missing, got, c.missing, c.tries)
			}
			for k, w := range n.waits {
				if w < c.least<<k && c.least < time.Second || w < c.least || w > 20*time.Second {
					t.Errorf("the waits are %v", n.waits)
				}
			}
			if missing, told = n.tell(t, oneRow("20"), o); missing != c.again || told.Digest != nil {
				t.Errorf("at the next run %d are missing, want %d; told %v", missing, c.again, told.Digest)
			}
			for range 2 { // whatever became of it, it is over
				if missing, _ = n.tell(t, oneRow("20"), o); missing != 0 {
					t.Errorf("later %d are missing", missing)
				}
			}
			s := n.book(t).Sendings[0]
			if s.State != c.state || s.Digest != nil || len(r.bodies) != c.posts {
				t.Errorf("it ends %s after %d posts, want %s after %d", s.State, len(r.bodies), c.state, c.posts)
			}
			for i := range r.bodies {
				if r.bodies[i] != read(t, n.dir, "digest.json") || r.ids[i] != s.ID || s.ID == "" {
					t.Errorf("post %d is %q under %q", i, r.bodies[i], r.ids[i])
				}
			}
			checkSecret(t, n)
		})
	}
	if len(elsewhere.bodies) > 0 {
		t.Error("another host was posted to")
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// checkSecret fails where the address stands in a file or in the log.
func checkSecret(t *testing.T, n *night) {
	t.Helper()
	said := n.log.String()
	files, err := filepath.Glob(filepath.Join(n.dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		said += read(t, "", f)
	}
	if strings.Contains(said, secret) {
		t.Errorf("the address is told: %s", said)
	}
}

// TestNobodyThere: connections that cannot be made are tried again, and the words about
// them hold no address.
func TestNobodyThere(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	tls := httptest.NewTLSServer(status(200)) // whose certificate nobody knows
	defer tls.Close()
	for name, address := range map[string]string{"nobody listens": gone.URL, "an unknown certificate": tls.URL} {
		n := &night{dir: t.TempDir()}
		missing, _ := n.tell(t, oneRow("20"), Options{Webhook: webhook(t, address+"/"+secret+"?"+secret+"="+secret,
			"")})
		s := n.book(t).Sendings[0]
		if missing != 1 || len(s.Tries) != attempts || s.Tries[0].Answer == "" || s.State != waiting {
			t.Errorf("%s: %d missing, %+v", name, missing, s)
		}
		checkSecret(t, n)
	}
}

// TestStoppedThere: a run that was killed before it sent is taken up; one that was killed
// after it may have been received is not sent again, and that is said.
func TestStoppedThere(t *testing.T) {
	for _, c := range []struct {
		at      phase
		posts   int
		missing int
		state   outcome
	}{{begun, 1, 0, delivered}, {sent, 0, 1, unknown}, {answered, 1, 0, delivered}} {
		r := receive(t, status(200))
		n := &night{dir: t.TempDir()}
		o := Options{Webhook: webhook(t, r.URL, "")}
		if told, err := Tell(n.dir, oneRow("20"), o, slog.New(slog.DiscardHandler)); err != nil || told.Digest == nil {
			t.Fatal(told, err)
		}
		b := n.book(t)
		b.Sendings[0].Tries = append(b.Sendings[0].Tries, try{Phase: c.at})
		if err := b.save(); err != nil {
			t.Fatal(err)
		}
		missing, told := n.tell(t, oneRow("20"), o)
		if s := n.book(t).Sendings[0]; missing != c.missing || len(r.bodies) != c.posts || s.State != c.state ||
			told.Digest != nil {
			t.Errorf("stopped when %s: %d missing, %d posts, %+v", c.at, missing, len(r.bodies), s)
		}
		if says := strings.Contains(n.log.String(), "may not have arrived"); says != (c.state == unknown) {
			t.Errorf("stopped when %s: the log says %s", c.at, n.log.String())
		}
		if missing, _ := n.tell(t, oneRow("20"), o); missing != 0 || len(r.bodies) != c.posts {
			t.Errorf("stopped when %s: at the run after %d missing, %d posts", c.at, missing, len(r.bodies))
		}
	}
}

// TestUnrecorded: what cannot be recorded is not sent.
func TestUnrecorded(t *testing.T) {
	r := receive(t, status(200))
	n := &night{dir: t.TempDir()}
	o := Options{Webhook: webhook(t, r.URL, "")}
	told, err := Tell(n.dir, oneRow("20"), o, slog.New(slog.NewTextHandler(&n.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	told.book.path = filepath.Join(n.dir, "none", "book")
	if missing := told.Deliver(context.Background()); missing != 1 || len(r.bodies) != 0 ||
		!strings.Contains(n.log.String(), "cannot be recorded") {
		t.Errorf("%d missing, %d posts: %s", missing, len(r.bodies), n.log.String())
	}
	a := o.Webhook.post(context.Background(), "id", []byte(strings.Repeat("x", 1<<20)),
		func() error { return io.ErrShortWrite })
	if a.ok || a.again || len(r.bodies) != 0 {
		t.Errorf("%+v, %d whole posts", a, len(r.bodies))
	}
	if missing, _ := n.tell(t, oneRow("20"), o); missing != 0 || len(r.bodies) != 1 {
		t.Errorf("the next run: %d missing, %d posts", missing, len(r.bodies))
	}
}

// TestStop: a run that is told to stop waits for nothing, and what may have been received
// is not sent again.
func TestStop(t *testing.T) {
	n := &night{dir: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan bool)
	r := receive(t, func(http.ResponseWriter, *http.Request) {
		cancel()
		<-release
	})
	defer close(release)
	o := Options{Webhook: webhook(t, r.URL, "")}
	told, err := Tell(n.dir, oneRow("20"), o, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if missing := told.Deliver(ctx); missing != 1 {
		t.Errorf("%d missing", missing)
	}
	if s := n.book(t).Sendings[0]; s.State != waiting || s.Nights != 0 || s.Tries[0].Phase != sent {
		t.Errorf("%+v", s)
	}
	if missing, _ := n.tell(t, oneRow("20"), o); missing != 1 || len(r.bodies) != 1 {
		t.Errorf("the next run: %d missing, %d posts", missing, len(r.bodies))
	}
}

// TestKinds: Slack is sent blocks, others the JSON; two digests come in their order.
func TestKinds(t *testing.T) {
	r := receive(t, status(500), status(500), status(500), status(500), status(200))
	n := &night{dir: t.TempDir()}
	o := Options{Webhook: webhook(t, r.URL, KindSlack)}
	if missing, _ := n.tell(t, oneRow("20"), o); missing != 1 {
		t.Errorf("%d missing", missing)
	}
	x := oneRow("21")
	x.Experiments = append(x.Experiments, row("21", report.Hold))
	x.Experiments[1].ID = "another"
	if missing, _ := n.tell(t, x, o); missing != 0 || len(r.bodies) != 6 {
		t.Fatalf("%d missing, %d posts", missing, len(r.bodies))
	}
	for i, want := range []string{"1 new experiment", "1 experiment needs somebody"} {
		var m struct {
			Text   string
			Blocks []any
		}
		body := r.bodies[4+i]
		if err := json.Unmarshal([]byte(body), &m); err != nil || len(m.Blocks) < 3 || !strings.Contains(body,
			map[int]string{0: "headline of ship", 1: "another"}[i]) {
			t.Errorf("post %d: %v, %.300s (want %s)", i, err, body, want)
		}
	}
	if r.ids[4] == r.ids[5] || r.ids[0] != r.ids[4] {
		t.Errorf("the ids are %v", r.ids)
	}
}

// TestDrop: every digest has files of its own in the folder, put there once.
func TestDrop(t *testing.T) {
	n := &night{dir: t.TempDir()}
	to := filepath.Join(t.TempDir(), "outbox")
	for i, x := range []*report.Index{oneRow("20"), oneRow("20"), oneRow("28")} {
		if missing, _ := n.tell(t, x, Options{Folder: to}); missing != 0 {
			t.Errorf("night %d: %d missing", i, missing)
		}
		if i == 1 { // what was taken away does not come again
			if err := os.RemoveAll(to); err != nil {
				t.Fatal(err)
			}
		}
	}
	var got []string
	entries, _ := os.ReadDir(to)
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := []string{"digest-00002.eml", "digest-00002.html", "digest-00002.json",
		"digest-00002.txt"}; !slices.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
	if read(t, to, "digest-00002.html") != read(t, n.dir, "digest.html") {
		t.Error("the file is another than that of the output folder")
	}
	blocked := filepath.Join(to, "digest-00002.eml")
	x := oneRow("28")
	x.Experiments[0].Verdict = report.Hold
	if missing, _ := n.tell(t, x, Options{Folder: blocked}); missing != 1 {
		t.Error("a folder that is a file took a digest")
	}
	if missing, _ := n.tell(t, x, Options{Folder: to}); missing != 0 {
		t.Error("it was not tried again")
	}
	if _, err := os.Stat(filepath.Join(to, "digest-00003.eml")); err != nil {
		t.Error(err)
	}
}

// TestSilent: where nothing changed no file is written anew, and nothing is sent.
func TestSilent(t *testing.T) {
	r := receive(t, status(200))
	n := &night{dir: t.TempDir()}
	o := Options{Webhook: webhook(t, r.URL, "")}
	n.tell(t, oneRow("20"), o)
	for _, name := range []string{"digest.txt", "digest.html", "digest.json", "digest.eml", bookName} {
		if err := os.Chtimes(filepath.Join(n.dir, name), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if missing, told := n.tell(t, oneRow("20"), o); missing != 0 || told.Digest != nil {
			t.Errorf("%d missing, told %v", missing, told.Digest)
		}
	}
	entries, _ := os.ReadDir(n.dir)
	for _, e := range entries {
		if info, err := e.Info(); err != nil || !info.ModTime().Equal(time.Unix(1, 0)) {
			t.Errorf("%s was written anew", e.Name())
		}
	}
	if len(entries) != 5 || len(r.bodies) != 1 {
		t.Errorf("%d files, %d posts", len(entries), len(r.bodies))
	}
}

// TestLostBook: where what was told cannot be read nothing is told again; what changes
// after that is.
func TestLostBook(t *testing.T) {
	for _, text := range []string{"{", "", "[]", `{"schema":"uptake.digests/2","said":{}}`,
		`{"schema":"uptake.digests/1"}`, `{"schema":"uptake.digests/1","said":{},"sendings":[null]}`,
		`{"schema":"uptake.digests/1","said":{},"sendings":[{"number":1,"to":"json","state":"waiting"}]}`,
		`{"schema":"uptake.digests/1","said":{},"sendings":[],"sum":"00000000"}`} {
		n := &night{dir: t.TempDir()}
		n.tell(t, oneRow("20"), Options{})
		if err := os.WriteFile(filepath.Join(n.dir, bookName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		before := read(t, n.dir, "digest.json")
		if _, told := n.tell(t, oneRow("20"), Options{}); told.Digest != nil ||
			read(t, n.dir, "digest.json") != before || read(t, n.dir, asideName) != text ||
			!strings.Contains(n.log.String(), "put aside") {
			t.Errorf("%q: told %v: %s", text, told.Digest, n.log.String())
		}
		if _, told := n.tell(t, oneRow("28"), Options{}); told.Digest == nil || told.Digest.Number != 2 {
			t.Errorf("%q: what changed later is not told: %+v", text, told.Digest)
		}
	}
}

// TestHistory: the ledger keeps what waits, and of the rest the last.
func TestHistory(t *testing.T) {
	n := &night{dir: t.TempDir()}
	b := n.book(t)
	for i := range history + 50 {
		s := &sending{Number: i, State: delivered, Tries: []try{}}
		if i < 10 {
			s.State, s.Digest = waiting, &report.Digest{}
		}
		b.Sendings = append(b.Sendings, s)
	}
	if err := b.save(); err != nil {
		t.Fatal(err)
	}
	b = n.book(t)
	if len(b.Sendings) != history+10 || b.Sendings[9].Number != 9 || b.Sendings[10].Number != 50 {
		t.Errorf("%d are kept, from %d", len(b.Sendings), b.Sendings[10].Number)
	}
}

// TestWebhookFrom: which addresses are taken, from where, and what is said of others
// without telling them.
func TestWebhookFrom(t *testing.T) {
	file := filepath.Join(t.TempDir(), "address")
	if err := os.WriteFile(file, []byte("https://hooks.slack.com/services/"+secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, env, kind, want, words string }{
		{"", "", "", "", ""},
		{"", "https://x.invalid/" + secret, "", KindJSON, ""},
		{"", "https://x.invalid/" + secret, "slack", KindSlack, ""},
		{"", "https://hooks.slack.com/" + secret, "", KindSlack, ""},
		{"", "https://hooks.slack.com/" + secret, "json", KindJSON, ""},
		{file, "https://x.invalid/other", "", KindSlack, ""},
		{"", "http://127.0.0.1:9/" + secret, "", KindJSON, ""},
		{"", "http://[::1]:9/" + secret, "", KindJSON, ""},
		{"", "http://localhost/" + secret, "", KindJSON, ""},
		{"", "http://x.invalid/" + secret, "", "", "https://"},
		{"", "http://localhost.x.invalid/" + secret, "", "", "https://"},
		{"", "ftp://x.invalid/" + secret, "", "", "UPTAKE_WEBHOOK holds no web address"},
		{"", secret, "", "", "no web address"},
		{"", "https://" + secret + "%zz", "", "", "no web address"},
		{"", "https://x.invalid/" + secret, "teams", "", "UPTAKE_WEBHOOK_KIND"},
		{file + "none", "", "", "", "--webhook-file"},
	} {
		w, err := WebhookFrom(c.file, func(name string) string {
			return map[string]string{"UPTAKE_WEBHOOK": c.env, "UPTAKE_WEBHOOK_KIND": c.kind}[name]
		})
		got := ""
		if w != nil {
			got = w.kind
		}
		if got != c.want || (err == nil) != (c.words == "") || err != nil && (!strings.Contains(err.Error(), c.words) ||
			strings.Contains(err.Error(), secret)) {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
		if s := fmt.Sprintf("%+v", err); strings.Contains(s, secret) {
			t.Errorf("%+v tells it", c)
		}
	}
}
