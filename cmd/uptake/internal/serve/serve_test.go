package serve

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/charts/doc"
)

const result = "{\n  \"schema\": \"uptake.readout/1\",\n  \"experiment\": \"chips\"\n}\n"

// exports are files with an ending of what uptake writes, or of none, that it does not.
var exports = []string{"events.csv", "events.csv.zip", "events.txt", "events.parquet", "events.ndjson", "events.json",
	"events.js",
	"echarts.js", "picture.svg", "style.css", "empty.slack.json"}

// made is a folder of reports, with what must not be reached around and in it.
func made(t *testing.T) *os.Root {
	t.Helper()
	top := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page := `<!doctype html><meta http-equiv="Content-Security-Policy" content="` + strings.ReplaceAll(doc.Policy("x"),
		"'", "&#39;") + `"><script>x</script>`
	write("secret.json", "secret")
	write("out/readout.html", page)
	write("out/plain.html", "<script>alert(1)</script>")
	write("out/readout.json", result)
	write("out/portfolio.csv", "experiment\n")
	write("out/readout.slack.json", `{"text":"a"}`)
	write("out/digest.txt", "a night")
	name, script := doc.Library()
	write("out/"+name, script)
	for _, name := range exports {
		write("out/"+name, "secret")
	}
	write("out/export.json", `{"schema": "iglu:com.example/secret", "schemas": "uptake.readout/1"}`)
	write("out/rows.json", `[{"schema": "uptake.readout/1", "user": "secret"}]`)
	write("out/events.slack.json", `{"text": "secret"}`)
	write("out/readout.csv.zip", "zip")
	write("out/readout.eml", "mail")
	write("out/notes.exe", "no")
	write("out/archive.zip", "no")
	write("out/.hidden.json", "secret")
	write("out/.state/a.json", "secret")
	write("out/night/index.html", "<p>the night</p>")
	write("out/night/x/ignores.md", "# x")
	write(`out/night/x/a"><b>&#:.json`, result)
	for link, to := range map[string]string{"out/away.json": "../secret.json", "out/gone": "..",
		"out/there.json": "readout.json", "out/round.json": "round.json"} {
		if err := os.Symlink(to, filepath.Join(top, link)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(filepath.Join(top, "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

func ask(h http.Handler, method, path, host string) *http.Response {
	r := httptest.NewRequest(method, "http://"+host+"/", nil)
	r.URL.Path = path
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHandler(t *testing.T) {
	h := Handler(made(t), "out", []string{"localhost", "127.0.0.1", "::1"})
	for _, c := range []struct {
		method, path, host string
		code               int
		has                string // in the body
		media              string
	}{
		{"GET", "/readout.html", "localhost:8740", 200, "<script>x</script>", "text/html; charset=utf-8"},
		{"HEAD", "/readout.html", "localhost", 200, "", "text/html; charset=utf-8"},
		{"GET", "/readout.json", "127.0.0.1:1", 200, `"experiment": "chips"`, "application/json"},
		{"GET", "/there.json", "[::1]:1", 200, `"experiment": "chips"`, "application/json"},
		{"GET", "/readout.csv.zip", "LOCALHOST", 200, "zip", "application/zip"},
		{"GET", "/readout.eml", "localhost", 200, "mail", "message/rfc822"},
		{"GET", "/night/", "localhost", 200, "the night", "text/html; charset=utf-8"},
		{"GET", "/night", "localhost", 301, "", ""},
		{"GET", "/night/x/ignores.md", "localhost", 200, "# x", "text/markdown; charset=utf-8"},
		{"GET", "/", "localhost", 200, `<a href="./readout.html">`, "text/html; charset=utf-8"},
		{"POST", "/readout.html", "localhost", 405, "only be read", ""},
		{"PUT", "/new.html", "localhost", 405, "only be read", ""},
		{"DELETE", "/readout.html", "localhost", 405, "only be read", ""},
		{"OPTIONS", "/", "localhost", 405, "only be read", ""},
		{"GET", "/readout.html", "hostile.invalid", 421, "not served here", ""},
		{"GET", "/readout.html", "localhost.hostile.invalid:8740", 421, "not served here", ""},
		{"GET", "/none.html", "localhost", 404, "no such report", ""},
		{"GET", "/notes.exe", "localhost", 404, "no such report", ""},
		{"GET", "/archive.zip", "localhost", 404, "no such report", ""},
		{"GET", "/portfolio.csv", "localhost", 200, "experiment", "text/csv; charset=utf-8"},
		{"GET", "/readout.slack.json", "localhost", 200, "text", "application/json"},
		{"GET", "/digest.txt", "localhost", 200, "a night", "text/plain; charset=utf-8"},
		{"GET", "/export.json", "localhost", 404, "no such report", ""},
		{"GET", "/rows.json", "localhost", 404, "no such report", ""},
		{"GET", "/events.slack.json", "localhost", 404, "no such report", ""},
		{"GET", "/.hidden.json", "localhost", 404, "no such report", ""},
		{"GET", "/.state/a.json", "localhost", 404, "no such report", ""},
		{"GET", "/away.json", "localhost", 404, "no such report", ""},
		{"GET", "/round.json", "localhost", 404, "no such report", ""},
		{"GET", "/gone/", "localhost", 404, "no such report", ""},
		{"GET", "/gone/secret.json", "localhost", 404, "no such report", ""},
		{"GET", "/../secret.json", "localhost", 404, "no such report", ""},
		{"GET", "/night/../../secret.json", "localhost", 404, "no such report", ""},
		{"GET", "/night/../readout.html", "localhost", 404, "no such report", ""},
		{"GET", "//readout.html", "localhost", 404, "no such report", ""},
		{"GET", "/..\\secret.json", "localhost", 404, "no such report", ""},
		{"GET", "/readout.html\x00.json", "localhost", 404, "no such report", ""},
		{"GET", "/readout.html/", "localhost", 404, "no such report", ""},
		{"GET", "", "localhost", 404, "no such report", ""},
	} {
		r := ask(h, c.method, c.path, c.host)
		body := bodyOf(t, r)
		if r.StatusCode != c.code || !strings.Contains(body, c.has) || strings.Contains(body, "secret") ||
			c.media != "" && r.Header.Get("Content-Type") != c.media {
			t.Errorf("%s %q at %s: %d, %s: %.200s", c.method, c.path, c.host, r.StatusCode,
				r.Header.Get("Content-Type"), body)
		}
		csp := r.Header.Get("Content-Security-Policy")
		if r.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(csp, "default-src 'none'") ||
			!strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "script-src 'unsafe") {
			t.Errorf("%s %q has the headers %v", c.method, c.path, r.Header)
		}
		if c.method == "HEAD" && body != "" {
			t.Errorf("HEAD has a body")
		}
	}
	for _, name := range exports {
		if r := ask(h, "GET", "/"+name, "localhost"); r.StatusCode != 404 || strings.Contains(bodyOf(t, r), "secret") {
			t.Errorf("%s is answered with %d", name, r.StatusCode)
		}
	}
	name, script := doc.Library()
	if r := ask(h, "GET", "/"+name, "localhost"); r.StatusCode != 200 || bodyOf(t, r) != script ||
		r.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("the library that pages share is answered with %d, %v", r.StatusCode, r.Header)
	}
	if got := ask(h, "GET", "/night", "localhost").Header.Get("Location"); got != "./night/" && got != "/night/" {
		t.Errorf("/night leads to %q", got)
	}
}

// TestPolicy: a page runs the scripts that it names by their hash, and without a policy of
// its own none.
func TestPolicy(t *testing.T) {
	h := Handler(made(t), "out", nil)
	if csp := ask(h, "GET", "/readout.html", "any").Header.Get("Content-Security-Policy"); !strings.Contains(csp,
		doc.Policy("x")[strings.Index(doc.Policy("x"), "script-src"):strings.Index(doc.Policy("x"), "; base-uri")]) {
		t.Errorf("%s", csp)
	}
	if csp := ask(h, "GET", "/plain.html", "any").Header.Get("Content-Security-Policy"); !strings.Contains(csp,
		"script-src 'none'") {
		t.Errorf("%s", csp)
	}
}

// TestList: what is listed is what is served, and no name is more than a name.
func TestList(t *testing.T) {
	h := Handler(made(t), "out", nil)
	_, top, _ := strings.Cut(bodyOf(t, ask(h, "GET", "/", "any")), "<main>")
	for _, want := range []string{"readout.html", "readout.csv.zip", `href="./night/"`, "there.json"} {
		if !strings.Contains(top, want) {
			t.Errorf("the list lacks %s", want)
		}
	}
	for _, not := range slices.Concat(exports, []string{"notes.exe", "archive.zip", "export.json", "rows.json",
		"events.slack.json", ".hidden", ".state", "away", "gone", "round", "<script"}) {
		if strings.Contains(top, not) {
			t.Errorf("the list has %s", not)
		}
	}
	deep := bodyOf(t, ask(h, "GET", "/night/x/", "any"))
	if strings.Contains(deep, `"><b>`) || !strings.Contains(deep, "a&#34;&gt;&lt;b&gt;") || !strings.Contains(deep,
		`href="../"`) {
		t.Errorf("%s", deep[strings.Index(deep, "<main>"):])
	}
}

// TestRun: a real listener answers, tells where, and ends when it is told to.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "readout.html"), []byte("<p>here</p>"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	answered := make(chan string, 1)
	err := Run(ctx, Options{Dir: dir, Listen: "127.0.0.1:0", Told: func(address string) {
		if !strings.HasPrefix(address, "127.0.0.1:") || strings.HasSuffix(address, ":0") {
			t.Errorf("it listens at %s", address)
		}
		go func() {
			defer cancel()
			r, err := http.Get("http://" + address + "/readout.html")
			if err != nil {
				answered <- err.Error()
				return
			}
			defer r.Body.Close()
			b, err := io.ReadAll(r.Body)
			answered <- string(b) + r.Status + map[bool]string{true: "", false: " failed"}[err == nil]
		}()
	}})
	if got := <-answered; err != nil || got != "<p>here</p>200 OK" {
		t.Errorf("answered %q, ended with %v", got, err)
	}
}

func TestRunRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.html")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		o    Options
		says string
	}{
		{Options{Dir: ".", Listen: "0.0.0.0:0"}, "--network"},
		{Options{Dir: ".", Listen: ":8740"}, "--network"},
		{Options{Dir: ".", Listen: "example.org:80"}, "--network"},
		{Options{Dir: ".", Listen: "[::]:0"}, "--network"},
		{Options{Dir: ".", Listen: "8740"}, "HOST:PORT"},
		{Options{Dir: ".", Listen: "127.0.0.1:http-alt"}, "no port"},
		{Options{Dir: ".", Listen: "127.0.0.1:70000"}, "no port"},
		{Options{Dir: "none", Listen: "127.0.0.1:0"}, "none cannot be served"},
		{Options{Dir: file, Listen: "127.0.0.1:0"}, "expected a folder"},
	} {
		err := Run(t.Context(), c.o)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.o, err)
		}
		if wrong := (AddressError{}); errors.As(err, &wrong) != (c.o.Dir == ".") {
			t.Errorf("%+v: %T", c.o, err)
		}
	}
}
