//go:build unix

package nightly_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
)

// The whole number is run by hand, about six minutes on two cores:
//
//	go test ./cmd/uptake/internal/nightly -run TestKilled -nightly.kills 60 -timeout 1h
var kills = flag.Int("nightly.kills", 2, "moments at which TestKilled kills a night")

// limitVariable makes a child of the test binary the program itself, in which no file
// may grow beyond so many bytes.
const limitVariable = "UPTAKE_TEST_FILE_SIZE"

func TestMain(m *testing.M) {
	limit, err := strconv.ParseUint(os.Getenv(limitVariable), 10, 63)
	if err != nil {
		os.Exit(m.Run())
	}
	signal.Ignore(syscall.SIGXFSZ)
	var r syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &r); err != nil {
		os.Exit(99)
	}
	r.Cur = limit
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &r); err != nil {
		os.Exit(99)
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}

// process is the program in which no file grows beyond so many bytes, not yet started.
func process(limit uint64, args ...string) (*exec.Cmd, *bytes.Buffer) {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), limitVariable+"="+fmt.Sprint(limit), "UPTAKE_WORKERS=2")
	said := &bytes.Buffer{}
	c.Stderr, c.Stdout = said, said
	return c, said
}

const noLimit = 1 << 50

// experiments writes some, with data to a day.
func experiments(t *testing.T, n, to int) {
	t.Helper()
	for i := range n {
		id := fmt.Sprintf("u%d", i)
		write(t, "in/"+id+".yaml", usersFile(id))
		write(t, "in/data/"+id+".csv", users(uint64(i), to))
	}
	write(t, "in/s.yaml", shownFile("s"))
	write(t, "in/data/s.csv", shown(1, 40*to))
	write(t, "in/bad.yaml", usersFile("bad"))
}

// TestKilled kills a night at seeded moments, over the results of the night before: every
// file is that of the one night or of the other, and the run that follows writes what
// an undisturbed one would have written, and leaves nothing else.
func TestKilled(t *testing.T) {
	folder(t)
	experiments(t, 5, 10)
	code, _, errs := night("in", "-o", "out")
	if code != 4 {
		t.Fatal(errs)
	}
	first := contents(t, "out")
	must(t, os.CopyFS("first", os.DirFS("out")))
	experiments(t, 5, 15)
	p, said := process(noLimit, "nightly", "in", "-o", "out")
	began := time.Now()
	if p.Run(); p.ProcessState.ExitCode() != 4 {
		t.Fatal(said)
	}
	took := time.Since(began)
	second, want := contents(t, "out"), results(t, "out")
	rng, cut := rand.New(rand.NewPCG(11, 1)), 0
	for k := range *kills {
		must(t, os.RemoveAll("out"))
		must(t, os.CopyFS("out", os.DirFS("first")))
		p, _ := process(noLimit, "nightly", "in", "-o", "out")
		must(t, p.Start())
		time.Sleep(time.Duration(rng.Float64() * float64(took)))
		p.Process.Kill()
		p.Wait()
		if !p.ProcessState.Exited() {
			cut++
		}
		for name, b := range contents(t, "out") {
			switch {
			case strings.HasPrefix(filepath.Base(name), "."), b == first[name], b == second[name]:
			case name == "index.json" || name == "index.html": // seconds are others in every run
				if name == "index.json" && !json.Valid([]byte(b)) || name == "index.html" && !strings.Contains(b,
					"</html>") {
					t.Errorf("kill %d: %s is torn", k, name)
				}
			default:
				t.Errorf("kill %d: %s is neither of the night before nor of this one", k, name)
			}
		}
		p, said := process(noLimit, "nightly", "in", "-o", "out")
		if p.Run(); p.ProcessState.ExitCode() != 4 {
			t.Errorf("kill %d: the run that follows ends with %d: %s", k, p.ProcessState.ExitCode(), said)
		}
		same(t, fmt.Sprintf("after kill %d", k), want, results(t, "out"))
	}
	t.Logf("%d of %d runs of about %v were killed before their end", cut, *kills, took)
	if cut == 0 {
		t.Error("no run was killed before its end")
	}
}

// hang makes an experiment whose export never comes: a pipe into which nobody writes.
func hang(t *testing.T, id string) {
	t.Helper()
	write(t, "in/"+id+".yaml", usersFile(id))
	if err := syscall.Mkfifo("in/data/"+id+".csv", 0o644); err != nil {
		t.Skip(err)
	}
}

// waitFor waits until a run has said something.
func waitFor(t *testing.T, there func() bool) {
	t.Helper()
	for range 6000 {
		if there() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("what is waited for never came")
}

// TestTwoAtOnce: one works, the other says who holds the lock; killed, its lock is taken
// over by the next, which says so.
func TestTwoAtOnce(t *testing.T) {
	folder(t)
	write(t, "in/data/a.csv", users(1, 12))
	hang(t, "z")
	p, _ := process(noLimit, "nightly", "in", "-o", "out")
	must(t, p.Start())
	holder := fmt.Sprintf("pid %d since ", p.Process.Pid)
	waitFor(t, func() bool {
		b, _ := os.ReadFile("out/.nightly.lock")
		return strings.HasPrefix(string(b), holder) && strings.HasSuffix(string(b), "\n")
	})
	code, _, errs := night("in", "-o", "out")
	if code != 1 || !strings.Contains(errs, "held by "+holder) {
		t.Errorf("the second ends with %d: %s", code, errs)
	}
	write(t, "out/.index.json.77.uptake", "half")
	p.Process.Kill()
	p.Wait()
	must(t, os.Remove("in/z.yaml"))
	write(t, "in/a.yaml", usersFile("a"))
	code, _, errs = night("in", "-o", "out")
	if code != 0 || !strings.Contains(errs, "taken over") || !strings.Contains(errs, holder) || !strings.Contains(errs,
		"files=1") {
		t.Errorf("after a kill: exit %d: %s", code, errs)
	}
	if hidden, _ := filepath.Glob("out/.*"); len(hidden) > 0 {
		t.Errorf("left behind: %v", hidden)
	}
}

// TestSignal: a run that is told to stop writes no index, says how far it came, and the
// next completes it.
func TestSignal(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			folder(t)
			write(t, "in/a.yaml", usersFile("a"))
			write(t, "in/data/a.csv", users(1, 12))
			hang(t, "z")
			p, said := process(noLimit, "nightly", "in", "-o", "out")
			must(t, p.Start())
			waitFor(t, func() bool { _, err := os.Stat("out/a/looks.jsonl"); return err == nil })
			p.Process.Signal(sig)
			p.Wait()
			if code := p.ProcessState.ExitCode(); code != 128+int(sig) || !strings.Contains(said.String(),
				" of 2 experiments done") || !strings.Contains(said.String(), "the next run completes it") {
				t.Errorf("exit %d: %s", code, said)
			}
			if _, err := os.Stat("out/index.json"); err == nil {
				t.Error("an index was written")
			}
			if hidden, _ := filepath.Glob("out/.*"); len(hidden) > 0 {
				t.Errorf("left behind: %v", hidden)
			}
			must(t, os.Remove("in/z.yaml"))
			if code, _, errs := night("in", "-o", "out"); code != 0 || len(index(t, "out").Experiments) != 1 {
				t.Errorf("the next ends with %d: %s", code, errs)
			}
		})
	}
}

// TestDeadline: what is not done by then has a row that says so, also where a read hangs,
// and the next run begins with it.
func TestDeadline(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(1, 12))
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	files := contents(t, "out/a")
	code, _, errs := night("in", "-o", "out", "--deadline", "1ns")
	r := row(t, index(t, "out"), "a")
	if code != 1 || r.Status != report.StatusStale || r.Error == nil || r.Error.Kind != "deadline" ||
		!strings.Contains(r.Error.Detail, "1ns") || r.LastGood == "" {
		t.Errorf("exit %d, %+v: %s", code, r, errs)
	}
	same(t, "past the deadline", files, contents(t, "out/a"))
	hang(t, "z")
	write(t, "in/b.yaml", strings.Replace(usersFile("b"), "b.csv", "a.csv", 1))
	_, plan, _ := night("in", "-o", "out", "--dry-run")
	if !strings.HasPrefix(plan, "in/a.yaml") { // b and z are new, a was left out
		t.Errorf("the next run does not begin with what was left out: %s", plan)
	}
	p, said := process(noLimit, "nightly", "in", "-o", "out", "--deadline", "3s")
	p.Run()
	x := index(t, "out")
	if r := row(t, x, "z"); r.Status != report.StatusFailed || r.Error == nil || r.Error.Kind != "deadline" {
		t.Errorf("%+v: %s", r, said)
	}
	ok := 0
	for _, r := range x.Experiments {
		if r.Status == report.StatusOK {
			ok++
		}
	}
	if code, want := p.ProcessState.ExitCode(), map[bool]int{true: 1, false: 4}[ok == 0]; code != want ||
		len(x.Experiments) != 3 {
		t.Errorf("exit %d with %d that are done: %s", code, ok, said)
	}
}

// TestFullDisk: where pages cannot be written the rows say so and old files stay; where
// the index itself cannot be written the old one stays.
func TestFullDisk(t *testing.T) {
	folder(t)
	experiments(t, 2, 12)
	must(t, os.Remove("in/bad.yaml"))
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	before := contents(t, "out")
	page := 0
	for name, b := range before {
		if strings.HasSuffix(name, "readout.html") {
			page = max(page, len(b))
		}
	}
	experiments(t, 2, 15)
	must(t, os.Remove("in/bad.yaml"))
	p, said := process(uint64(page)/2, "nightly", "in", "-o", "out")
	p.Run()
	if p.ProcessState.ExitCode() == 99 {
		t.Skip("no limit on file sizes here")
	}
	x := index(t, "out")
	for _, r := range x.Experiments {
		if r.Status != report.StatusStale || r.Error == nil || r.Error.Kind != "disk" ||
			!strings.Contains(r.Error.Detail, "cannot be written") || !strings.HasPrefix(r.LastGood, "2026-04-1") {
			t.Errorf("%+v, %+v", r, r.Error)
		}
	}
	if code := p.ProcessState.ExitCode(); code != 1 || len(x.Experiments) != 3 {
		t.Errorf("exit %d: %s", code, said)
	}
	after := contents(t, "out")
	for _, own := range []string{"index.json", "index.html", "run.json", "digest.txt", "digest.html", "digest.eml",
		"digest.json", "digests.json"} {
		delete(before, own)
		delete(after, own)
	}
	same(t, "a full disk", before, after)
	before = contents(t, "out")
	p, said = process(300, "nightly", "in", "-o", "out")
	p.Run()
	if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(said.String(), "index") ||
		!strings.Contains(said.String(), "cannot be written") {
		t.Errorf("exit %d: %s", code, said)
	}
	same(t, "no room for the index", before, contents(t, "out"))
}

// TestLog: a line an experiment on standard error, as text or as JSON, and with --quiet
// nothing but what went wrong.
func TestLog(t *testing.T) {
	folder(t)
	experiments(t, 1, 12)
	_, _, errs := night("in", "-o", "out", "--log", "json")
	var said []string
	for _, line := range lines(errs) {
		var x map[string]any
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		said = append(said, fmt.Sprint(x["msg"], " ", cmp.Or(x["experiment"], x["experiments"])))
		if x["msg"] == "done" && (x["verdict"] == "" || x["rows"].(float64) < 200 || x["seconds"] == nil) {
			t.Errorf("%v", x)
		}
		if x["msg"] == "failed" && (x["kind"] != "data" || x["detail"] == "") {
			t.Errorf("%v", x)
		}
	}
	slices.Sort(said)
	if want := []string{"done s", "done u0", "end 3", "failed bad", "start 3"}; !slices.Equal(said, want) {
		t.Errorf("said are %v, want %v", said, want)
	}
	code, out, errs := night("in", "-o", "out", "--quiet")
	if code != 4 || out != "" || len(lines(errs)) != 1 || !strings.Contains(errs, "level=ERROR msg=failed "+
		"experiment=bad") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
}
