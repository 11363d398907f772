//go:build unix

package cli

import (
	"bytes"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
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
		{1500, "sim2", []string{"simulate", "-o", "sim2", "--users", "90", "--days", "16", "--format", "parquet",
			"--files", "3"}},
	} {
		before := contents(t, c.dir)
		code, errs := limited(t, c.bytes, c.args)
		if code != codeData || !strings.Contains(errs, "cannot be written") || strings.Contains(errs, "/.") {
			t.Errorf("%v: exit %d, %s", c.args, code, errs)
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

// limitVariable makes a child of the test binary the program itself, in which
// no file may grow beyond so many bytes.
const limitVariable = "UPTAKE_TEST_FILE_SIZE"

func TestMain(m *testing.M) {
	limit, err := strconv.ParseUint(os.Getenv(limitVariable), 10, 63)
	if err != nil {
		inPipe = time.Hour // how fast a test runs is not what it answers
		os.Exit(m.Run())
	}
	signal.Ignore(syscall.SIGXFSZ)
	var r syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &r); err != nil {
		os.Exit(noLimit)
	}
	r.Cur = limit
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &r); err != nil {
		os.Exit(noLimit)
	}
	os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr))
}

// noLimit is the exit code of a child that could not limit itself.
const noLimit = 99

// limited runs the program while no file may grow beyond so many bytes.
func limited(t *testing.T, size uint64, args []string) (code int, errs string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	c := exec.Command(self, args...)
	c.Env = append(os.Environ(), limitVariable+"="+strconv.FormatUint(size, 10))
	var text bytes.Buffer
	c.Stderr = &text
	if err := c.Run(); c.ProcessState == nil {
		t.Fatal(err)
	}
	if code = c.ProcessState.ExitCode(); code == noLimit {
		t.Skip("no limit on file sizes here")
	}
	return code, text.String()
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
