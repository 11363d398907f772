package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"uptake/cmd/uptake/internal/manual"
	"uptake/config"
)

// TestManualTopics: every file is a topic and every topic a file with a title.
func TestManualTopics(t *testing.T) {
	files, err := filepath.Glob("../manual/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(manual.Topics) {
		t.Errorf("%d files, %d topics", len(files), len(manual.Topics))
	}
	for _, topic := range manual.Topics {
		text, ok := manual.Text(topic.Name)
		if !ok || !strings.HasPrefix(text, "# ") || topic.About == "" {
			t.Errorf("%s: %.40q", topic.Name, text)
		}
		if said := must(t, "help", topic.Name); said != text {
			t.Errorf("help %s prints %.80q", topic.Name, said)
		}
		if slices.ContainsFunc((&app{}).commands(), func(c *cobra.Command) bool { return c.Name() == topic.Name }) {
			t.Errorf("%s is a command as well", topic.Name)
		}
	}
}

// TestManualKeys reads every piece of an experiment file in the manual, with what it leaves
// out beside it.
func TestManualKeys(t *testing.T) {
	whole := [][2]string{{"experiment", "x"}, {"sources", "[{path: e.csv}]"}, {"start", "2026-04-01"},
		{"end", "2026-04-28"}, {"arms", "[{name: control, control: true}, {name: b}]"},
		{"suggestions", "{attribution: 5m}"}, {"metrics", "[{name: acceptance_rate, role: primary}, {name: " +
			"tickets_per_user, kind: mean, event: ticket, role: guardrail, better: down, margin: 5%}, {name: " +
			"quality, kind: graded, grades: [{name: works, cost: 0}, {name: hallucinated, cost: 6}]}]"}}
	key := regexp.MustCompile(`(?m)^(\w+):`)
	read := 0
	for _, path := range documents(t)[1:] {
		for _, block := range fencedIn(t, path, "yaml") {
			if strings.HasPrefix(block, "- ") {
				block = "metrics:\n" + block
			}
			var has []string
			for _, m := range key.FindAllStringSubmatch(block, -1) {
				has = append(has, m[1])
			}
			based := slices.Contains(has, "extends")
			alone := slices.Contains(has, "experiment") && slices.Contains(has, "sources") // a whole file
			file, base := block, ""
			for _, w := range whole {
				switch line := w[0] + ": " + w[1] + "\n"; {
				case based && w[0] != "experiment":
					base += line
				case !slices.Contains(has, w[0]) && !based && !alone:
					file += line
				}
			}
			dir := t.TempDir()
			here := filepath.Join(dir, "team")
			if err := os.Mkdir(here, 0o755); err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{filepath.Join(dir, "base.yaml"): base,
				filepath.Join(here, "x.yaml"): file,
				filepath.Join(here, "prompt-7.yaml"): "evals: prompt-7\nbaseline: v1\nversions: [{name: v1, path: " +
					"a}, {name: v2, path: b}]\n"} {
				if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := config.Load(filepath.Join(here, "x.yaml"), nil); err != nil {
				t.Errorf("%s:\n%s\n%v", path, block, err)
			}
			read++
		}
	}
	if read < 7 {
		t.Errorf("only %d pieces", read)
	}
}

// TestManualRecipes: recipes are YAML, and their commands have the flags that they name.
func TestManualRecipes(t *testing.T) {
	blocks := fenced(t, "yaml recipe")
	for _, b := range blocks {
		var any map[string]any
		if err := yaml.Unmarshal([]byte(b), &any); err != nil || len(any) < 3 {
			t.Errorf("%v\n%s", err, b)
		}
	}
	command := regexp.MustCompile(`uptake nightly [^"|\n]*`)
	for _, b := range append(blocks, fenced(t, "python")...) {
		line := command.FindString(b)
		root := (&app{out: &output{}}).root()
		c, rest, err := root.Find(split(line)[1:])
		if err == nil {
			err = c.ParseFlags(rest)
		}
		if err != nil || c.Name() != "nightly" {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// TestManualProofs: the tests that the manual says how to run are there, with their flags.
func TestManualProofs(t *testing.T) {
	flag := regexp.MustCompile(`\s-([a-z]+\.[a-z]+)`)
	named := regexp.MustCompile(`go test (\S+) .*-(run|bench) (\w+)`)
	lines := 0
	for _, b := range fenced(t, "sh") {
		for line := range strings.Lines(b) {
			if script, ok := strings.CutPrefix(strings.TrimSpace(line), "testdata/"); ok {
				if _, err := os.Stat(filepath.Join("../../../../testdata", script)); err != nil {
					t.Error(err)
				}
				continue
			}
			m := named.FindStringSubmatch(line)
			if m == nil && strings.Contains(line, "-verdicts.studies") { // all that is in its package
				m = []string{"", strings.Fields(line)[2], "run", "Test"}
			}
			if m == nil {
				t.Errorf("%q runs no test by name", line)
				continue
			}
			lines++
			files, err := filepath.Glob(filepath.Join("../../../..", m[1], "*_test.go"))
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, f := range files {
				b, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				text += string(b)
			}
			if !regexp.MustCompile(`func (Test|Benchmark)\w*` + strings.TrimPrefix(m[3], "Test")).MatchString(text) {
				t.Errorf("%s has no test %s", m[1], m[3])
			}
			for _, f := range flag.FindAllStringSubmatch(line, -1) {
				if !strings.Contains(text, `"`+f[1]+`"`) {
					t.Errorf("%s has no flag -%s", m[1], f[1])
				}
			}
		}
	}
	if lines < 9 {
		t.Errorf("only %d proofs", lines)
	}
}
