//go:build unix

package cli

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"

	"uptake/cmd/uptake/internal/firstfile"
	"uptake/config"
)

// atTheTerminal runs the program at a pseudo terminal with lines typed into it, and gives
// what stood on it.
func atTheTerminal(t *testing.T, typed string, args ...string) (said string, code int) {
	t.Helper()
	return typedInto(t, typed, func(*exec.Cmd) {}, args...)
}

// typedInto runs it with streams that lead elsewhere.
func typedInto(t *testing.T, typed string, lead func(*exec.Cmd), args ...string) (said string, code int) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo terminal: ", err)
	}
	defer master.Close()
	c, _ := process(args...)
	c.Stdin, c.Stdout, c.Stderr = tty, tty, tty
	lead(c)
	if _, err := io.WriteString(master, typed); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
	b, _ := io.ReadAll(master) // ends in an error once nobody has the terminal open
	if err := c.Wait(); err != nil {
		if _, ended := err.(*exec.ExitError); !ended {
			t.Fatal(err)
		}
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n"), c.ProcessState.ExitCode()
}

// TestInitAsks: at a terminal what no row says is asked, the answers stand in the file without
// a mark, and enter takes what stands in brackets; without one, and with --yes, nothing is.
func TestInitAsks(t *testing.T) {
	dir := t.TempDir()
	rows := "user_id,version,country,spend,retention_1\n"
	for u := range 60 {
		rows += fmt.Sprintf("u%d,%s,%s,%d,%d\n", u, []string{"gate_30", "gate_40"}[u%2], []string{"de", "fr"}[u/2%2],
			u%7, u/2%2)
	}
	export := filepath.Join(dir, "users.csv")
	if err := os.WriteFile(export, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return filepath.Join(dir, name+".yaml") }
	for _, c := range []struct {
		name, typed string
		flags, want []string
		marked      bool // that the control is a guess
	}{
		{name: "enter", typed: strings.Repeat("\n", 6),
			want: []string{"{name: gate_30, control: true}\n",
				"{name: retention_1, kind: proportion, column: retention_1, role: primary, minimum_effect: 2%}",
				"{name: spend, kind: mean, column: spend}"}},
		{name: "answers", typed: "gate_50\n2\n90\n90/10\nspend\ndown\n0\n1pp\n0.5\n2, spend\nup\n3pp\n",
			want: []string{"{name: gate_40, share: 10%, control: true}\n", "{name: gate_30, share: 90%}\n",
				"{name: spend, kind: mean, column: spend, role: primary, minimum_effect: 0.5, better: down}",
				"{name: retention_1, kind: proportion, column: retention_1, role: guardrail, margin: 3pp}"}},
		{name: "unasked", flags: []string{"--yes"}, marked: true,
			want: []string{"{name: gate_30, control: true}   # CHECK"}},
	} {
		said, code := atTheTerminal(t, c.typed, append([]string{"init", export, "-o", file(c.name)}, c.flags...)...)
		b, err := os.ReadFile(file(c.name))
		if err != nil || code != 0 {
			t.Fatalf("%s: code %d, %v\n%s", c.name, code, err, said)
		}
		text := string(b)
		for _, w := range c.want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in\n%s\nafter\n%s", c.name, w, text, said)
			}
		}
		for _, mark := range []string{"# CHECK: nothing says which arm", "# CHECK: the question"} {
			if strings.Contains(text, mark) != c.marked {
				t.Errorf("%s: %q in\n%s", c.name, mark, text)
			}
		}
		if _, err := config.Load(file(c.name), nil); err != nil {
			t.Errorf("%s: %v\n%s", c.name, err, text)
		}
		if asked := strings.Contains(said, "Which arm is the control"); asked == c.marked {
			t.Errorf("%s: %s", c.name, said)
		}
		for _, w := range []string{`"gate_50" is none of these`, "there are 2 arms, and that is 1 share",
			"is not an amount above 0", "are points of a rate, and spend is a mean"} {
			if c.name == "answers" && !strings.Contains(strings.Join(strings.Fields(said), " "), w) {
				t.Errorf("no %q in %s", w, said)
			}
		}
	}
	said, code := atTheTerminal(t, "1\n\x04", "init", export, "-o", file("left"))
	if _, err := os.Stat(file("left")); err == nil || code != codeUsage || !strings.Contains(said,
		"the answers ended at a question, so nothing was written") {
		t.Errorf("left: code %d, %v\n%s", code, err, said)
	}
	null, err := os.Open(os.DevNull) // a device like a terminal, behind which nobody sits
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	p, errs := process("init", export)
	p.Stdin = null
	if out, err := p.Output(); err != nil || !strings.Contains(string(out), "CHECK: nothing says which arm") ||
		errs.Len() > 0 {
		t.Errorf("%v: %s\n%s", err, out, errs)
	}
}

// TestAsksWhoSeesIt: questions stand on standard error, so one that leads elsewhere asks nothing; where
// standard output does, only a result in a file is asked about.
func TestAsksWhoSeesIt(t *testing.T) {
	dir := t.TempDir()
	export := filepath.Join(dir, "users.csv")
	if err := os.WriteFile(export, []byte("user_id,version,won\nu1,left,1\nu2,right,0\nu3,left,0\nu4,right,1\n"),
		0o644); err != nil {
		t.Fatal(err)
	}
	out, errs := func(c *exec.Cmd) { c.Stdout = io.Discard }, func(c *exec.Cmd) { c.Stderr = io.Discard }
	for name, c := range map[string]struct {
		lead   func(*exec.Cmd)
		toFile bool
		asked  bool
	}{
		"all at the terminal":                    {func(*exec.Cmd) {}, false, true},
		"errors elsewhere":                       {errs, false, false},
		"errors elsewhere, a file":               {errs, true, false},
		"output elsewhere":                       {out, false, false},
		"output elsewhere, the result in a file": {out, true, true},
	} {
		args := []string{"init", export}
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".yaml")
		if c.toFile {
			args = append(args, "-o", file)
		}
		said, code := typedInto(t, strings.Repeat("\n", 6), c.lead, args...)
		if code != 0 || !c.toFile && strings.Contains(said, "Which arm is the control") != c.asked {
			t.Errorf("%s: code %d, %s", name, code, said)
		}
		if !c.toFile {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(b), "# CHECK: nothing says which arm") == c.asked {
			t.Errorf("%s: %v, %s after %s", name, err, b, said)
		}
	}
}

// TestAnswers: a choice by its name goes before its number, for arms may be called 0 and 1.
func TestAnswers(t *testing.T) {
	arms := firstfile.Question{Choices: []string{"1", "0", "New"}, Default: "1"}
	for line, want := range map[string]string{"": "1", "0": "0", "1": "1", "2": "0", "3": "New", "new": "New", "4": "",
		"x": "", "-1": ""} {
		if got, err := answered(arms, line); got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v", line, got, err)
		}
	}
	arms.Several, arms.Default = true, ""
	for line, want := range map[string]string{"": "", "none": "", "new,1": "New" + firstfile.Between + "1",
		"0, 0": "0"} {
		if got, err := answered(arms, line); got != want || err != nil {
			t.Errorf("several %q: %q, %v", line, got, err)
		}
	}
}
