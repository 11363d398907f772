//go:build unix

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// onPath makes this test the uptake that a shell finds.
func onPath(t *testing.T) (path string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	bin := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\n%s=%d exec '%s' \"$@\"\n", limitVariable, uint64(1)<<50, self)
	if err := os.WriteFile(filepath.Join(bin, "uptake"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(bin, "uptake")
}

// TestManualCron runs the manual's line of a crontab as cron does it: by sh, from the
// home, with little in the environment.
func TestManualCron(t *testing.T) {
	blocks := fenced(t, "crontab")
	if len(blocks) != 1 || strings.Contains(blocks[0], "%") { // which cron takes for the end of a line
		t.Fatalf("crontab blocks: %q", blocks)
	}
	fields := strings.SplitN(strings.TrimSpace(blocks[0]), " ", 6)
	sh := newShell(t)
	uptake := onPath(t)
	must(t, "simulate", "-o", "experiments/demo", "--users", "150", "--days", "16", "--format", "csv", "--quiet")
	run := func() (string, error) {
		c := exec.Command("/bin/sh", "-c", fields[5])
		c.Dir, c.Env = sh.dir, []string{"HOME=" + sh.dir, "PATH=" + filepath.Dir(uptake) + ":/usr/bin:/bin",
			"SHELL=/bin/sh"}
		b, err := c.CombinedOutput()
		return string(b), err
	}
	if said, err := run(); err != nil || said != "" {
		t.Errorf("%v: %s", err, said)
	}
	for _, f := range []string{"index.html", "index.json", "run.json", "inline-suggestions/readout.html",
		"inline-suggestions/ignores.html"} {
		if _, err := os.Stat(filepath.Join("reports", f)); err != nil {
			t.Error(err)
		}
	}
	sh.write("experiments/broken.yaml", "experiment: [\n")
	if said, err := run(); err == nil || !strings.Contains(said, "experiments/broken.yaml") || strings.Count(said,
		"\n") != 1 {
		t.Errorf("what cron would mail is %q, %v", said, err)
	}
}

// TestManualUnits has systemd read the manual's units, and runs the service's command.
func TestManualUnits(t *testing.T) {
	blocks := fenced(t, "ini")
	if len(blocks) != 2 {
		t.Fatalf("%d units", len(blocks))
	}
	newShell(t)
	uptake := onPath(t)
	here := strings.NewReplacer("/usr/local/bin/uptake", uptake, "/srv/", filepath.Dir(uptake)+"/")
	var paths []string
	command := ""
	for _, b := range blocks {
		b = here.Replace(b)
		name, _, _ := strings.Cut(strings.TrimPrefix(b, "# "), "\n")
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(b), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
		for line := range strings.Lines(b) {
			if c, ok := strings.CutPrefix(line, "ExecStart="); ok {
				command = c
			}
		}
	}
	must(t, "simulate", "-o", filepath.Dir(uptake)+"/experiments", "--users", "150", "--days", "16", "--format", "csv",
		"--quiet")
	if b, err := exec.Command("/bin/sh", "-c", "exec "+command).CombinedOutput(); err != nil ||
		!strings.Contains(string(b), `"msg":"end","experiments":1,"failed":0`) {
		t.Errorf("%v: %s", err, b)
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze here")
	}
	for _, path := range paths {
		if b, err := exec.Command(analyze, "verify", path).CombinedOutput(); err != nil || len(b) > 0 {
			t.Errorf("%s: %v: %s", path, err, b)
		}
	}
}
