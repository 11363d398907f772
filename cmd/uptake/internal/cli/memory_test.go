package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// TestMemoryIsASize: what is no size is refused by the flag and by the environment, and
// where hardly anything is allowed garbage is not collected without end.
func TestMemoryIsASize(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	file := filepath.Join(t.TempDir(), "none.yaml")
	said := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := Main(append([]string{"readout", file}, args...), &out, &errs); code != codeUsage {
			t.Errorf("%q: exit %d", args, code)
		}
		return errs.String()
	}
	for _, bad := range []string{"", "0", "-1", "NaN", "Inf", "0.5", "0.9B", "NaNGB", "2gb", "1e30"} {
		if s := said("--memory", bad); !strings.Contains(s, "expected a size") {
			t.Errorf("--memory %q: %s", bad, s)
		}
		t.Setenv("UPTAKE_MEMORY", bad)
		if s := said(); strings.Contains(s, "expected a size") != (bad != "") {
			t.Errorf("UPTAKE_MEMORY=%q: %s", bad, s)
		}
	}
	os.Unsetenv("UPTAKE_MEMORY")
	for given, limit := range map[string]int64{"1KiB": room, "2GB": 2e9} {
		if s := said("--memory", given); !strings.Contains(s, "none.yaml") || debug.SetMemoryLimit(-1) != limit {
			t.Errorf("--memory %s: the limit is %d, want %d: %s", given, debug.SetMemoryLimit(-1), limit, s)
		}
	}
}
