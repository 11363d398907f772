//go:build unix

package nightly_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"uptake/analysis/report"
)

// posted is a webhook that keeps what it was sent; hold, where it is given, is waited
// for before the answer.
type posted struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	came   chan bool
}

func webhook(t *testing.T, hold chan bool) *posted {
	t.Helper()
	p := &posted{came: make(chan bool, 100)}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		p.mu.Lock()
		p.bodies = append(p.bodies, string(b))
		p.mu.Unlock()
		p.came <- true
		if hold != nil {
			<-hold
		}
	}))
	t.Cleanup(p.Close)
	t.Setenv("UPTAKE_WEBHOOK", p.URL+"/secret-path")
	return p
}

func (p *posted) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.bodies)
}

// told are the changes that the digest of a folder tells, by experiment.
func told(t *testing.T) map[string]string {
	t.Helper()
	var d report.Digest
	readJSON(t, "out/digest.json", &d)
	out := map[string]string{}
	for _, n := range d.News {
		var kinds []string
		for _, c := range n.Changes {
			kinds = append(kinds, string(c.Kind))
		}
		out[n.ID] = strings.Join(kinds, " ")
	}
	return out
}

// TestDigests: over nights of growing data each change is told once, in files and at the
// webhook, and a night in which nothing changed tells nothing; neither a clock nor data
// that go back repeat it.
func TestDigests(t *testing.T) {
	folder(t)
	p := webhook(t, nil)
	text := usersFile("a")
	write(t, "in/a.yaml", text)
	nights := []struct {
		what string
		do   func()
		want string // "" where nothing is told
		code int
	}{
		{"the first", func() { write(t, "in/data/a.csv", users(3, 5)) }, "new", 0},
		{"the same again", func() {}, "", 0},
		{"before the first look", func() { write(t, "in/data/a.csv", users(3, 6)) }, "", 0},
		{"the export is gone", func() { must(t, os.Remove("in/data/a.csv")) }, "failed", 1},
		{"still gone", func() {}, "", 1},
		{"it is back", func() { write(t, "in/data/a.csv", users(3, 10)) }, "came_back", 0},
		{"the planned end", func() { write(t, "in/data/a.csv", users(3, 15)) }, "ended verdict", 0},
		{"a day later", func() { write(t, "in/data/a.csv", users(3, 16)) }, "", 0},
		{"the data go back a day", func() { write(t, "in/data/a.csv", users(3, 13)) }, "", 0},
		{"and forth", func() { write(t, "in/data/a.csv", users(3, 16)) }, "", 0},
		{"the clock goes back a day", func() {
			then := time.Now().Add(-24 * time.Hour)
			for name := range contents(t, "out") {
				must(t, os.Chtimes(filepath.Join("out", name), then.Add(48*time.Hour), then.Add(48*time.Hour)))
			}
			must(t, os.Chtimes("in/data/a.csv", then, then))
		}, "", 0},
		{"another split", func() {
			write(t, "in/a.yaml", strings.Replace(text, "arms: [{name: control, control: true}, {name: b}]",
				"arms: [{name: control, share: 10%, control: true}, {name: b, share: 90%}]", 1))
		}, "gate_failed", 0},
		{"as before", func() { write(t, "in/a.yaml", text) }, "gate_recovered verdict", 0},
	}
	posts := 0
	for _, n := range nights {
		before := map[string]string{}
		if _, err := os.Stat("out"); err == nil {
			before = contents(t, "out")
		}
		n.do()
		code, out, errs := night("in", "-o", "out")
		if code != n.code {
			t.Fatalf("%s: exit %d: %s", n.what, code, errs)
		}
		after := contents(t, "out")
		if n.want == "" {
			for name, b := range after {
				if strings.HasPrefix(name, "digest") && b != before[name] {
					t.Errorf("%s: %s was written anew", n.what, name)
				}
			}
			if strings.Contains(out, "digest.html") {
				t.Errorf("%s: said is %s", n.what, out)
			}
		} else {
			posts++
			if got := told(t)["a"]; got != n.want {
				t.Errorf("%s: told is %q, want %q", n.what, got, n.want)
			}
			if !strings.Contains(out, "wrote out/digest.html: ") {
				t.Errorf("%s: said is %s", n.what, out)
			}
			if p.count() > 0 && p.bodies[p.count()-1] != after["digest.json"] {
				t.Errorf("%s: posted is another than written", n.what)
			}
		}
		if p.count() != posts {
			t.Fatalf("%s: %d posts, want %d", n.what, p.count(), posts)
		}
		for name, b := range after {
			if strings.Contains(b, "secret-path") {
				t.Errorf("%s: %s has the webhook's address", n.what, name)
			}
		}
		if strings.Contains(errs+out, "secret-path") {
			t.Errorf("%s: the log has the webhook's address: %s", n.what, errs)
		}
	}
}

// TestUndelivered: a webhook that does not take a digest takes nothing from the night; the
// next run tries once more.
func TestUndelivered(t *testing.T) {
	folder(t)
	answer := 403
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(answer) }))
	defer s.Close()
	write(t, "address", s.URL+"/secret-path\n")
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 12))
	code, out, errs := night("in", "-o", "out", "--webhook-file", "address", "--quiet")
	if code != 4 || out != "" || !strings.Contains(errs, "digest not delivered; the next run tries once more") ||
		strings.Contains(errs, "secret-path") {
		t.Errorf("exit %d: %q, %s", code, out, errs)
	}
	if r := row(t, index(t, "out"), "a"); r.Status != report.StatusOK || told(t)["a"] != "new" {
		t.Errorf("%+v", r)
	}
	answer = 200
	for range 2 {
		if code, _, errs := night("in", "-o", "out", "--webhook-file", "address", "--quiet"); code != 0 || errs != "" {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
	must(t, os.Mkdir("out/digest.txt2", 0o755))
	must(t, os.Remove("out/digest.txt"))
	must(t, os.Mkdir("out/digest.txt", 0o755)) // a folder where the file is to be
	must(t, os.Remove("in/data/a.csv"))
	if code, _, errs := night("in", "-o", "out"); code != 1 || !strings.Contains(errs, "the digest of what changed "+
		"cannot be written") {
		t.Errorf("exit %d: %s", code, errs)
	}
	must(t, os.Remove("out/digest.txt"))
	if code, _, errs := night("in", "-o", "out"); code != 1 || told(t)["a"] != "failed" {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// TestKilledWhileSending: a run killed after the webhook has the digest does not make
// the next send it again, and that one says so; so does no run after it.
func TestKilledWhileSending(t *testing.T) {
	folder(t)
	hold := make(chan bool)
	p := webhook(t, hold)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 12))
	run, said := process(noLimit, "nightly", "in", "-o", "out")
	must(t, run.Start())
	select {
	case <-p.came:
	case <-time.After(time.Minute):
		t.Fatal("nothing came")
	}
	run.Process.Kill()
	run.Wait()
	close(hold)
	want := without(results(t, "out"), ".nightly.lock")
	for k, code := range []int{4, 0, 0} {
		next, said := process(noLimit, "nightly", "in", "-o", "out")
		next.Run()
		if next.ProcessState.ExitCode() != code || strings.Contains(said.String(), "may not have arrived") != (k == 0) {
			t.Errorf("run %d ends with %d: %s", k, next.ProcessState.ExitCode(), said)
		}
	}
	got := results(t, "out")
	if delete(want, "digests.json"); p.count() != 1 {
		t.Errorf("%d posts: %s", p.count(), said)
	}
	delete(got, "digests.json")
	same(t, "after the kill", want, got)
}

// TestKilledAnywhere kills a run at seeded moments while it tells what changed: whichever
// it is, the digest comes once, or the run after says that it may not have come.
func TestKilledAnywhere(t *testing.T) {
	folder(t)
	p := webhook(t, nil)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 12))
	run, said := process(noLimit, "nightly", "in", "-o", "out")
	if run.Run(); run.ProcessState.ExitCode() != 0 || p.count() != 1 {
		t.Fatalf("%d posts: %s", p.count(), said)
	}
	rng := rand.New(rand.NewPCG(5, 1))
	want, doubt, none := results(t, "out"), 0, 0
	for k := range *kills {
		must(t, os.RemoveAll("out"))
		p.bodies = nil
		run, _ := process(noLimit, "nightly", "in", "-o", "out")
		must(t, run.Start())
		waitFor(t, func() bool { _, err := os.Stat("out/index.json"); return err == nil })
		time.Sleep(time.Duration(rng.Float64() * float64(40*time.Millisecond)))
		run.Process.Kill()
		run.Wait()
		if p.count() == 0 {
			none++
		}
		run, said := process(noLimit, "nightly", "in", "-o", "out")
		run.Run()
		unsure := strings.Contains(said.String(), "may not have arrived")
		switch n := p.count(); {
		case n == 1:
		case n == 0 && unsure:
			doubt++
		default:
			t.Errorf("kill %d: %d posts: %s", k, n, said)
		}
		got := results(t, "out")
		delete(got, "digests.json")
		same(t, fmt.Sprintf("after kill %d", k), without(want, "digests.json"), got)
	}
	t.Logf("%d kills, %d before the digest came, %d digests of which nobody knows", *kills, none, doubt)
}

func without(files map[string]string, name string) map[string]string {
	out := map[string]string{}
	for k, b := range files {
		if k != name {
			out[k] = b
		}
	}
	return out
}

// TestDigestTo: the digest is put into a folder of its own too, by its number.
func TestDigestTo(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 12))
	for range 2 {
		if code, _, errs := night("in", "-o", "out", "--digest-to", "outbox"); code != 0 {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
	files := contents(t, "outbox")
	for _, ending := range []string{"eml", "txt", "html", "json"} {
		if b := files["digest-00001."+ending]; b == "" || b != read(t, "out/digest."+ending) {
			t.Errorf("digest-00001.%s is not that of the output folder", ending)
		}
	}
	if len(files) != 4 {
		t.Errorf("%d files", len(files))
	}
}

// TestMetrics: the numbers of a run are OpenMetrics text, and a run in which something
// failed keeps when the last one succeeded.
func TestMetrics(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 12))
	run := func(code int) map[string]string {
		t.Helper()
		if got, _, errs := night("in", "-o", "out", "--metrics", "uptake.prom"); got != code {
			t.Fatalf("exit %d: %s", got, errs)
		}
		return samples(t, read(t, "uptake.prom"))
	}
	first := run(0)
	for name, want := range map[string]string{`uptake_nightly_experiments{status="ok"}`: "1",
		`uptake_nightly_experiments{status="failed"}`: "0", `uptake_nightly_verdicts{verdict="keep_running"}`: "1",
		"uptake_nightly_rows": "240", "uptake_nightly_failures": "0", "uptake_nightly_undelivered": "0",
		`uptake_nightly_files{state="read"}`: "1", `uptake_nightly_read_bytes`: fmt.Sprint(len(users(3, 12)))} {
		if first[name] != want {
			t.Errorf("%s is %q, want %s", name, first[name], want)
		}
	}
	if first[success] == "" || first[success] != first["uptake_nightly_last_run_timestamp_seconds"] {
		t.Errorf("the last success is %q", first[success])
	}
	write(t, "in/b.yaml", usersFile("b"))
	second := run(4)
	if second[success] != first[success] || second[`uptake_nightly_experiments{status="failed"}`] != "1" ||
		second["uptake_nightly_last_run_timestamp_seconds"] == first[success] {
		t.Errorf("after a failure: %v", second)
	}
	must(t, os.Remove("uptake.prom"))
	if third := run(4); third[success] != "" {
		t.Errorf("a success that nobody saw: %v", third)
	}
	must(t, os.Remove("in/b.yaml"))
	if code, _, errs := night("in", "-o", "out", "--metrics", "gone/uptake.prom"); code != 4 || !strings.Contains(errs,
		"the metrics cannot be written") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

const success = "uptake_nightly_last_success_timestamp_seconds"

var (
	metricLine = regexp.MustCompile(`^([a-z_]+)(\{([a-z_]+)="([^"\\\n]*)"\})? (-?[0-9]+(\.[0-9]+)?)$`)
	metaLine   = regexp.MustCompile(`^# (TYPE|UNIT|HELP) ([a-z_]+) (.+)$`)
)

// samples reads OpenMetrics text as strictly as its specification asks: a family's
// lines stand together, its type first, its unit ends its name, no sample comes twice,
// and the end is marked.
func samples(t *testing.T, text string) map[string]string {
	t.Helper()
	out, families, family := map[string]string{}, map[string]bool{}, ""
	body, whole := strings.CutSuffix(text, "# EOF\n")
	if !whole || strings.Contains(body, "# EOF") {
		t.Fatalf("the text does not end: %q", text)
	}
	told := map[string]string{}
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		if m := metaLine.FindStringSubmatch(line); m != nil {
			if m[2] != family {
				if family = m[2]; families[family] || m[1] != "TYPE" || m[3] != "gauge" {
					t.Errorf("the family %s begins with %q, or again", family, line)
				}
				families[family] = true
				told = map[string]string{}
			}
			if told[m[1]] != "" || len(told) > 0 && told["sample"] != "" {
				t.Errorf("%q comes too late or twice", line)
			}
			told[m[1]] = m[3]
			if m[1] == "UNIT" && !strings.HasSuffix(family, "_"+m[3]) {
				t.Errorf("%s does not end in its unit %s", family, m[3])
			}
			continue
		}
		m := metricLine.FindStringSubmatch(line)
		if m == nil || m[1] != family || told["HELP"] == "" {
			t.Errorf("%q is no sample of %s", line, family)
			continue
		}
		told["sample"] = "there"
		if _, again := out[m[1]+m[2]]; again {
			t.Errorf("%s comes twice", m[1]+m[2])
		}
		out[m[1]+m[2]] = m[5]
	}
	return out
}

// TestNoVerdictEarly: of an experiment whose first look is to come nothing is in the
// digest but that it is there, in no file.
func TestNoVerdictEarly(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", strings.Replace(usersFile("a"), "end: 2026-04-14", "end: 2026-04-28", 1))
	data := strings.NewReplacer(",b,", ",b,9").Replace(users(3, 6)) // an arm that is far above the other
	write(t, "in/data/a.csv", data)
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	r := row(t, index(t, "out"), "a")
	var d report.Digest
	readJSON(t, "out/digest.json", &d)
	if n := d.News[0]; told(t)["a"] != "new" || n.Verdict != "" || n.Headline != "" || n.NeedsYou {
		t.Errorf("%+v", n)
	}
	if r.Lift == nil || !r.Lift.Lift.Value.Defined() {
		t.Fatalf("there is nothing that could be told: %+v", r)
	}
	b, err := json.Marshal(d)
	must(t, err)
	for _, name := range []string{"digest.txt", "digest.html", "digest.eml", "digest.json"} {
		if text := read(t, "out/"+name); strings.Contains(strings.ToLower(text), "tasks") || strings.Contains(text,
			r.Headline) {
			t.Errorf("%s tells of the result: %s", name, b)
		}
	}
}

// Places that can take nothing are refused before anything is read, not when there is news.
func TestPlacesThatTakeNothing(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 15))
	for flag, c := range map[string]struct{ place, want string }{
		"--digest-to": {"in/a.yaml", "--digest-to in/a.yaml is no folder; name a folder"},
		"--metrics":   {"in/data", "--metrics in/data is a folder; name a file in it, such as in/data/uptake.prom"},
	} {
		if code, _, errs := night("in", "-o", "out", flag, c.place); code != 2 || !strings.Contains(errs, c.want) {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
	if _, err := os.Stat("out"); err == nil {
		t.Error("the refused nights left an output folder")
	}
}
