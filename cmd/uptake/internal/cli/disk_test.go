//go:build unix

package cli

import (
	"bytes"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk ends the disk after a few bytes of every file, as a quota or a
// full disk would: what was there before stays as it was, nothing is left half
// written, and the sentence names the file.
func TestFullDisk(t *testing.T) {
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "60", "--days", "16", "--format", "csv")
	must(t, "readout", "sim/experiment.yaml", "-o", "out")
	must(t, "study", "sim/experiment.yaml", "-o", "tables")
	for _, c := range []struct {
		bytes uint64
		dir   string
		args  []string
	}{
		{1500, "out", []string{"readout", "sim/experiment.yaml", "-o", "out"}},
		{1500, "new", []string{"readout", "sim/experiment.yaml", "-o", "new"}},
		{1500, "tables", []string{"study", "sim/experiment.yaml", "-o", "tables"}},
		{6000, "tables", []string{"study", "sim/experiment.yaml", "-o", "tables"}},
		{1500, "sim", []string{"simulate", "-o", "sim", "--users", "90", "--days", "16", "--format", "csv"}},
		{1500, "sim2", []string{"simulate", "-o", "sim2", "--users", "90", "--days", "16", "--format", "parquet", "--files", "3"}},
	} {
		before := contents(t, c.dir)
		var out, errs bytes.Buffer
		code := limited(t, c.bytes, func() int { return Main(c.args, &out, &errs) })
		if code != codeData || !strings.Contains(errs.String(), "cannot be written") || strings.Contains(errs.String(), "/.") {
			t.Errorf("%v: exit %d, %s", c.args, code, errs.String())
		}
		after := contents(t, c.dir)
		for name, b := range after {
			if before[name] != b {
				t.Errorf("%v: %s was left behind or changed", c.args, name)
			}
		}
		if len(after) != len(before) {
			t.Errorf("%v: %d files before, %d after", c.args, len(before), len(after))
		}
	}
}

// limited runs f while no file may grow beyond so many bytes.
func limited(t *testing.T, size uint64, f func() int) int {
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Skip("no limit on file sizes here:", err)
	}
	small := old
	small.Cur = size
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		t.Skip("no limit on file sizes here:", err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old)
	return f()
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}
