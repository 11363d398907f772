package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"uptake/ingest/preset"
)

// TestManualVendors writes what is read of each vendor's export from the table of presets.
func TestManualVendors(t *testing.T) {
	const path, heading = "../manual/vendors.md", "\n## What is read of each\n"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), heading)
	if !ok {
		t.Fatal("the heading is not there")
	}
	var w strings.Builder
	for _, p := range preset.All() {
		quoted := func(list ...string) string {
			var out []string
			for _, s := range list {
				out = append(out, "`"+strings.TrimPrefix(s, "=")+"`")
			}
			return strings.Join(out, ", ")
		}
		w.WriteString("\n" + wrapped(fmt.Sprintf("**%s** (`preset: %s`), told by %s. The names are %s.", p.Name, p.Key,
			quoted(p.Marks...), p.Seen), ""))
		if p.Refuse != "" {
			w.WriteString("\n" + wrapped("- Refused: "+p.Refuse, "  "))
			continue
		}
		var lines []string
		switch exposed := p.Event; {
		case p.Layout != "":
			lines = append(lines, "Rows are read as layout `"+p.Layout+"`.")
		case p.Assigned:
			lines = append(lines, "No row says who is in which arm: give a file of assignments with it.")
		case exposed != "":
			if p.Second != "" {
				exposed += "` or `" + p.Second
			}
			lines = append(lines, "Exposed by rows whose event is `"+exposed+"`.")
		}
		if p.Arm != "" {
			s := "The arm stands in `" + p.Arm + "`"
			if p.Experiment != "" {
				s += ", the experiment in `" + p.Experiment + "`"
			}
			lines = append(lines, s+".")
		}
		var bound []string
		for _, c := range p.Columns {
			name, column, _ := strings.Cut(c, ": ")
			bound = append(bound, name+" = "+strings.Trim(column, `"'`))
		}
		if len(bound) > 0 {
			lines = append(lines, "Bound where the export has them: "+quoted(bound...)+".")
		}
		if len(p.Derived) > 0 {
			lines = append(lines, "Made by `derived:`: "+quoted(p.Derived...)+".")
		}
		for _, n := range p.Needs {
			lines = append(lines, "Refused without `"+n.Column+"`: "+n.Why+".")
		}
		w.WriteString("\n")
		for _, l := range lines {
			w.WriteString(wrapped("- "+l, "  "))
		}
	}
	if rest == w.String() {
		return
	}
	if !*update {
		t.Fatalf("%s is not what the table of presets says (go test ./cmd/uptake/internal/cli -run ManualVendors "+
			"-update writes it)", path)
	}
	if err := os.WriteFile(path, []byte(head+heading+w.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestManualSchemas: the changelog lists every schema that the sources write, and no other.
func TestManualSchemas(t *testing.T) {
	schema := regexp.MustCompile(`"(uptake\.[a-z]+/\d+)"`)
	var want []string
	for _, top := range []string{"analysis", "charts", "cmd", "ingest", "config"} {
		err := filepath.WalkDir(filepath.Join("../../../..", top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			for _, m := range schema.FindAllSubmatch(b, -1) {
				want = append(want, string(m[1]))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile("../manual/changelog.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllSubmatch(b, -1) {
		got = append(got, string(m[1]))
	}
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("the changelog lists %q, the sources have %q", got, want)
	}
}
