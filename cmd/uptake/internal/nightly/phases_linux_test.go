package nightly_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"uptake/cmd/uptake/internal/nightly"
)

// The whole number is run by hand, a few minutes on two cores, and writes its table:
//
//	go test ./cmd/uptake/internal/nightly -run TestKilledByPhase -nightly.phasekills 240 -timeout 1h
var phaseKills = flag.Int("nightly.phasekills", 6, "moments at which TestKilledByPhase kills a night, in turn in "+
	"every phase")

// phases are what a night is at, by the file that it has begun to write.
var phases = []struct {
	name string
	file func(name string) bool
}{
	{"packing", func(n string) bool { return strings.Contains(n, ".pack.") || strings.HasSuffix(n, ".pack") }},
	{"keeping", func(n string) bool { return strings.Contains(n, ".result.") || strings.Contains(n, ".pages.") }},
	{"pages", func(n string) bool { return strings.HasPrefix(n, ".readout.") || strings.HasPrefix(n, ".ignores.") }},
	{"ledger", func(n string) bool { return strings.HasPrefix(n, ".looks.jsonl.") }},
	{"index", func(n string) bool { return strings.HasPrefix(n, ".index.") || strings.HasPrefix(n, ".portfolio.") }},
	{"digest", func(n string) bool { return strings.HasPrefix(n, ".digest") }},
}

// watcher tells which files are made in folders.
type watcher struct {
	fd    int
	names chan string
}

func watch(t *testing.T, dirs ...string) *watcher {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC)
	if err != nil {
		t.Fatalf("the files that a night makes cannot be watched: %v", err)
	}
	for _, d := range dirs {
		if _, err := syscall.InotifyAddWatch(fd, d, syscall.IN_CREATE|syscall.IN_MOVED_TO); err != nil {
			t.Fatalf("the files that a night makes cannot be watched: %v", err)
		}
	}
	w := &watcher{fd, make(chan string, 4096)}
	go func() {
		defer close(w.names)
		buf := make([]byte, 1<<16)
		for {
			n, err := syscall.Read(fd, buf)
			if err != nil || n <= 0 {
				return
			}
			for at := 0; at+syscall.SizeofInotifyEvent <= n; {
				e := (*syscall.InotifyEvent)(unsafe.Pointer(&buf[at]))
				at += syscall.SizeofInotifyEvent
				name := strings.TrimRight(string(buf[at:at+int(e.Len)]), "\x00")
				at += int(e.Len)
				if name == endMark {
					return
				}
				w.names <- name
			}
		}
	}()
	return w
}

// endMark is a file whose making ends a watch.
const endMark = "watch.ends"

// end stops a watch by a file in one of its folders, and gives what it has told to nobody.
func (w *watcher) end(t *testing.T, dir string) (rest []string) {
	t.Helper()
	mark := filepath.Join(dir, endMark)
	write(t, mark, "")
	for name := range w.names {
		rest = append(rest, name)
	}
	must(t, os.Remove(mark))
	syscall.Close(w.fd)
	return rest
}

// TestKilledByPhase kills a night while it writes packs, results for the next, pages, the ledger, the index and
// the digest: every file is that of the one night or of the other, and the run that follows
// writes what an undisturbed one would have written, with no look lost or told twice, and
// leaves nothing else.
func TestKilledByPhase(t *testing.T) {
	table := abs(t, "../../../../testdata/nightly-kills.txt")
	folder(t)
	args := []string{"nightly", "in", "-o", "out", "--state", "kept", "--quiet"}
	experiments(t, 3, 10)
	must(t, os.Remove("in/bad.yaml"))
	if code, _, errs := night(args[1:]...); code != 0 {
		t.Fatal(errs)
	}
	must(t, os.CopyFS("first", os.DirFS("out")))
	must(t, os.CopyFS("firstkept", os.DirFS("kept")))
	before := contents(t, "out")
	experiments(t, 3, 15)
	must(t, os.Remove("in/bad.yaml"))
	dirs := []string{"out", "out/u0", "out/u1", "out/u2", "out/s", "kept", "kept/results"}
	w := watch(t, dirs...)
	p, said := process(noLimit, args...)
	if p.Run(); p.ProcessState.ExitCode() != 0 {
		t.Fatal(said)
	}
	times := make([]int, len(phases))
	for _, name := range w.end(t, "out") {
		for k, ph := range phases {
			if ph.file(name) {
				times[k]++
			}
		}
	}
	second, want := contents(t, "out"), results(t, "out")
	delete(want, "run.json") // what was packed before the kill need not be read again
	rng := rand.New(rand.NewPCG(13, 200))
	aimed, killed, ran := make([]int, len(phases)), make([]int, len(phases)), make([]int, len(phases))
	for kill := range *phaseKills {
		k := kill % len(phases)
		if times[k] == 0 {
			t.Fatalf("the night was never seen at %s", phases[k].name)
		}
		must(t, os.RemoveAll("out"))
		must(t, os.RemoveAll("kept"))
		must(t, os.CopyFS("out", os.DirFS("first")))
		must(t, os.CopyFS("kept", os.DirFS("firstkept")))
		w := watch(t, dirs...)
		p, _ := process(noLimit, args...)
		at, wait := 1+rng.IntN(times[k]), time.Duration(rng.IntN(2000))*time.Microsecond
		must(t, p.Start())
		aimed[k]++
		over := make(chan struct{})
		go func() {
			for seen := 0; seen < at; {
				name, more := <-w.names
				if !more {
					return
				}
				if phases[k].file(name) {
					seen++
				}
			}
			time.Sleep(wait)
			p.Process.Kill()
			close(over)
		}()
		p.Wait()
		if !p.ProcessState.Exited() {
			<-over
			killed[k]++
		} else {
			ran[k]++
		}
		w.end(t, "out")
		where := fmt.Sprintf("kill %d at %s", kill, phases[k].name)
		for name, b := range contents(t, "out") {
			switch {
			case strings.HasPrefix(filepath.Base(name), "."), b == before[name], b == second[name]:
			case name == "run.json":
			case name == "index.json" || name == "index.html": // seconds are others in every run
				if name == "index.json" && !json.Valid([]byte(b)) || name == "index.html" && !strings.Contains(b,
					"</html>") {
					t.Errorf("%s: %s is torn", where, name)
				}
			default:
				t.Errorf("%s: %s is neither of the night before nor of this one", where, name)
			}
		}
		if code, _, errs := night(args[1:]...); code != 0 {
			t.Errorf("%s: the run that follows ends with %d: %s", where, code, errs)
		}
		got := results(t, "out")
		var n nightly.Numbers
		if json.Unmarshal([]byte(got["run.json"]), &n) != nil || n.Failed != 0 || n.Experiments != 4 {
			t.Errorf("%s: %+v", where, n)
		}
		delete(got, "run.json")
		same(t, where, want, got)
		if packs := packsIn(t, "kept"); len(packs) != 4 {
			t.Errorf("%s: %d packs of 4 files stay", where, len(packs))
		}
		for _, dir := range []string{"kept", "kept/results"} {
			if hidden, _ := filepath.Glob(dir + "/.*.uptake"); len(hidden) > 0 {
				t.Errorf("%s: left behind: %v", where, hidden)
			}
		}
	}
	text := "A night killed while it wrote, and the night that follows: nothing torn, lost or told twice " +
		"(TestKilledByPhase).\n\nphase     aimed  killed  was over before\n"
	total := 0
	for k, ph := range phases {
		text += fmt.Sprintf("%-9s %5d  %6d  %15d\n", ph.name, aimed[k], killed[k], ran[k])
		total += killed[k]
	}
	t.Log("\n" + text)
	if total == 0 {
		t.Error("no run was killed before its end")
	}
	if *phaseKills >= 100 && !t.Failed() {
		must(t, os.WriteFile(table, []byte(text), 0o644))
	}
}

// abs is a path of the test's own folder that stays when another is the working one.
func abs(t *testing.T, path string) string {
	t.Helper()
	out, err := filepath.Abs(path)
	must(t, err)
	return out
}
