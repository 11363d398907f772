//go:build unix

package cli

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is the program with arguments, not yet started.
func process(args ...string) (*exec.Cmd, *bytes.Buffer) {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), limitVariable+"="+fmt.Sprint(uint64(1)<<50))
	said := &bytes.Buffer{}
	c.Stderr = said
	return c, said
}

// TestInterrupt: a run that is told to stop does so soon wherever it is, with the
// exit code of the signal, and leaves nothing behind.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "demo")
	if c := Main([]string{"simulate", "-o", out, "--users", "1500", "--quiet"}, &bytes.Buffer{},
		&bytes.Buffer{}); c != 0 {
		t.Fatal("simulate ended with", c)
	}
	whole := time.Now()
	if c := Main([]string{"readout", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r"), "--quiet"},
		&bytes.Buffer{}, &bytes.Buffer{}); c != 0 {
		t.Fatal("readout ended with", c)
	}
	took := time.Since(whole)
	os.RemoveAll(filepath.Join(dir, "r"))
	for i, c := range []struct {
		args  []string
		after time.Duration
		sig   syscall.Signal
	}{
		{[]string{"simulate", "-o", filepath.Join(dir, "s"), "--users", "200000"}, 500 * time.Millisecond,
			syscall.SIGINT},
		{[]string{"readout", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r")}, took / 10,
			syscall.SIGTERM},
		{[]string{"readout", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r")}, took / 2,
			syscall.SIGINT},
		{[]string{"ignores", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r")}, took,
			syscall.SIGINT},
		{[]string{"aa", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r"), "--runs", "100000"}, took,
			syscall.SIGINT},
		{[]string{"plan", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r")}, took / 2,
			syscall.SIGINT},
		{[]string{"check", filepath.Join(out, "experiment.yaml")}, took / 2, syscall.SIGINT},
		{[]string{"study", filepath.Join(out, "experiment.yaml"), "-o", filepath.Join(dir, "r")}, took / 4,
			syscall.SIGINT},
	} {
		t.Run(fmt.Sprint(i, " ", c.args[0]), func(t *testing.T) {
			os.RemoveAll(filepath.Join(dir, "r")) // of one that was done before its signal came
			p, said := process(c.args...)
			if err := p.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(c.after)
			p.Process.Signal(c.sig)
			at := time.Now()
			p.Wait()
			late, code := time.Since(at), p.ProcessState.ExitCode()
			if code == 0 {
				t.Skip("it was done before the signal came")
			}
			if want := 128 + int(c.sig); code != want || !strings.Contains(said.String(), "stopped before the end") {
				t.Errorf("exit %d, want %d: %s", code, want, said)
			}
			if late > 10*orderly { // five times what it may take: tests run beside others
				t.Errorf("it took %v to stop", late)
			}
			if _, err := os.Stat(filepath.Join(dir, "s")); err == nil {
				t.Error("an empty folder was left")
			}
			if files, _ := filepath.Glob(filepath.Join(dir, "r", "*")); len(files) > 0 {
				t.Errorf("left behind: %v", files)
			}
		})
	}
}

// TestInterruptEngine: an engine's query ends with the run that asked it, and the run says so. The server is the one at
// UPTAKE_POSTGRES.
func TestInterruptEngine(t *testing.T) {
	at := os.Getenv("UPTAKE_POSTGRES")
	if at == "" {
		t.Skip("UPTAKE_POSTGRES is not set")
	}
	db, err := sql.Open("pgx", at)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE OR REPLACE VIEW uptake_slow AS SELECT TIMESTAMPTZ '2026-04-02 00:00:00+00' AS at,
		'u' || x AS user_id, CASE WHEN pg_sleep(0.2) IS NULL THEN '' ELSE 'exposure' END AS name, 'e' || x AS id,
		'control' AS variant, 'slow' AS experiment FROM generate_series(1, 1000) a(x)`); err != nil {
		t.Fatal(err)
	}
	defer db.Exec("DROP VIEW uptake_slow")
	// The program's session that reads the table; what is asked of a table beforehand is over within the 300 ms.
	const reading = `FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE application_name = 'uptake' AND
		state = 'active' AND relation = 'uptake_slow'::regclass AND clock_timestamp() - query_start > '300 ms'`
	running := func() (n int) {
		if err := db.QueryRow("SELECT count(*) " + reading).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "slow.yaml")
	if err := os.WriteFile(file, []byte(`experiment: slow
engine: "`+at+`"
sources: [{table: uptake_slow}]
columns: {ts: at, unit: user_id, event: name, event_id: id}
start: 2026-04-01
end: 2026-04-28
arms: [{name: control, control: true}, {name: treatment}]
window: 14d
metrics: [{name: tasks, kind: mean, event: task, role: primary, minimum_effect: 2%}]
`), 0o600); err != nil {
		t.Fatal(err)
	}
	killed := func(how string) func(*os.Process) {
		return func(*os.Process) {
			if _, err := db.Exec("SELECT " + how + "(pid) " + reading); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		what string
		end  func(*os.Process)
		code int
		says []string
	}{
		{"interrupted", func(p *os.Process) { p.Signal(syscall.SIGINT) }, 130,
			[]string{"stopped before the end", "it was interrupted; asked, it says that the query is gone"}},
		{"query cancelled by an administrator", killed("pg_cancel_backend"), 1, []string{"without being asked by us"}},
		{"session ended by an administrator", killed("pg_terminate_backend"), 1, []string{"PostgreSQL at", "ended"}},
	} {
		p, said := process("readout", file, "-o", filepath.Join(dir, "out"), "--quiet")
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		for try := 0; running() == 0 && try < 600; try++ {
			time.Sleep(50 * time.Millisecond)
		}
		c.end(p.Process)
		p.Wait()
		if code := p.ProcessState.ExitCode(); code != c.code {
			t.Errorf("%s: exit %d: %s", c.what, code, said)
		}
		for _, want := range c.says {
			if !strings.Contains(said.String(), want) {
				t.Errorf("%s: it does not say %q: %s", c.what, want, said)
			}
		}
		if n := running(); n != 0 {
			t.Errorf("%s: %d queries still run", c.what, n)
		}
		if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
			t.Errorf("%s: a folder was left", c.what)
		}
	}
}

// TestProgress: in a pipe progress is a line now and then, from the first bytes to
// the drawing, and none with --quiet.
func TestProgress(t *testing.T) {
	old := inPipe
	inPipe = time.Millisecond
	defer func() { inPipe = old }()
	dir := t.TempDir()
	var said bytes.Buffer
	if c := Main([]string{"simulate", "-o", dir, "--users", "800", "--format", "csv"}, &bytes.Buffer{},
		&said); c != 0 || !strings.Contains(said.String(), " of 35 written, 0 s\n") {
		t.Errorf("simulate ended with %d and said %q", c, said.String())
	}
	for _, format := range []string{"csv", "csv.gz", "parquet"} {
		sub := filepath.Join(dir, format)
		Main([]string{"simulate", "-o", sub, "--users", "800", "--quiet", "--format", format}, &bytes.Buffer{},
			&bytes.Buffer{})
		said.Reset()
		if c := Main([]string{"readout", filepath.Join(sub, "experiment.yaml"), "-o", filepath.Join(sub, "r")},
			&bytes.Buffer{}, &said); c != 0 {
			t.Fatal(c)
		}
		for _, want := range []string{" rows read, ", "% of ", "resolving and adding up: part ", " of 64",
			"drawing, "} {
			if !strings.Contains(said.String(), want) {
				t.Errorf("%s: %q is never said: %s", format, want, said.String())
			}
		}
	}
	said.Reset()
	Main([]string{"readout", filepath.Join(dir, "experiment.yaml"), "-o", filepath.Join(dir, "r"), "--quiet"},
		&bytes.Buffer{}, &said)
	if said.Len() > 0 {
		t.Errorf("--quiet says %q", said.String())
	}
}

// TestExamplesAreTheSame: which rows are shown as examples of those that left does
// not depend on how many workers read them, nor on the run.
func TestExamplesAreTheSame(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("ts,unit,event,variant,note\n")
	row := func(k, i int) {
		fmt.Fprintf(&b, "2026-04-0%dT%02d:%02d:%02dZ,u%d,%s,%s,%s\n", 1+k, i/3600, i/60%60, i%60, i%500,
			[]string{"exposure", "tool"}[min(k, 1)], []string{"a", "b"}[i%2], strings.Repeat("x", 300))
	}
	for k := range 2 {
		for i := range 4000 {
			row(k, i)
		}
	}
	for i := range 4000 { // the same rows again, in other blocks
		row(1, 3999-i)
	}
	for name, text := range map[string]string{"e.csv": b.String(), "e.yaml": "experiment: x\nsources: [{path: " +
		"e.csv}]\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: tools, kind: mean, event: tool}]\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var want string
	for i, workers := range []string{"1", "8", "8", "8", "1"} {
		t.Setenv("UPTAKE_WORKERS", workers)
		var out, said bytes.Buffer
		if c := Main([]string{"readout", filepath.Join(dir, "e.yaml"), "--json", "-", "--quiet"}, &out, &said); c != 0 {
			t.Fatal(c, said.String())
		}
		if i == 0 {
			if want = out.String(); !strings.Contains(want, `"duplicate"`) {
				t.Fatal("no row is dropped as a copy")
			}
		} else if out.String() != want {
			t.Errorf("run %d, with %s workers, gives another readout.json", i, workers)
		}
	}
}

// TestTornSet: the pages name the hash of the JSON that was written with them.
func TestTornSet(t *testing.T) {
	dir := t.TempDir()
	Main([]string{"simulate", "-o", dir, "--users", "300", "--quiet"}, &bytes.Buffer{}, &bytes.Buffer{})
	Main([]string{"readout", filepath.Join(dir, "experiment.yaml"), "-o", dir, "--quiet"}, &bytes.Buffer{},
		&bytes.Buffer{})
	Main([]string{"plan", filepath.Join(dir, "experiment.yaml"), "-o", dir, "--quiet"}, &bytes.Buffer{},
		&bytes.Buffer{})
	for _, name := range []string{"readout", "plan"} {
		read := func(ending string) []byte {
			b, err := os.ReadFile(filepath.Join(dir, name+ending))
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		hash := sha256.Sum256(read(".json"))
		for _, page := range []string{".html", ".md"} {
			if !bytes.Contains(read(page), fmt.Appendf(nil, "SHA-256 begins with %x", hash[:8])) {
				t.Errorf("%s%s does not name the hash of %s.json", name, page, name)
			}
		}
	}
}

// TestFlagValues: a shell completes what stands behind a flag.
func TestFlagValues(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"simulate --plant ", "latency="}, {"simulate --format ", "parquet"}, {"simulate --confound ", "heavy_slow"},
		{"simulate --effect ", "revenue="},
		{"readout --format ", "html"}, {"plan --kind ", "proportion"}, {"plan --better ", "down"},
	} {
		var out bytes.Buffer
		if code := Main(append([]string{"__complete"}, strings.Split(c.args, " ")...), &out,
			&bytes.Buffer{}); code != 0 || !strings.Contains(out.String(), c.want) {
			t.Errorf("%s: exit %d, %s", c.args, code, out.String())
		}
	}
	for _, args := range []string{"--version", "version"} {
		var out bytes.Buffer
		if code := Main([]string{args}, &out, &bytes.Buffer{}); code != 0 || !strings.HasPrefix(out.String(),
			"uptake "+version()+" (go") {
			t.Errorf("%s: exit %d, %q", args, code, out.String())
		}
	}
}
