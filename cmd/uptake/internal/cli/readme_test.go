package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"uptake/cmd/uptake/internal/manual"
	"uptake/config"
	"uptake/ingest/simulate"
)

const readme = "../../../../README.md"

// documents are the README and the topics of the manual, in their order.
func documents(t *testing.T) (paths []string) {
	t.Helper()
	paths = append(paths, readme)
	for _, name := range manual.Names() {
		paths = append(paths, filepath.Join("../manual", name+".md"))
	}
	return paths
}

// fenced gives the code blocks of a language of all documents, "" for those without.
func fenced(t *testing.T, language string) (out []string) {
	t.Helper()
	for _, path := range documents(t) {
		out = append(out, fencedIn(t, path, language)...)
	}
	return out
}

func fencedIn(t *testing.T, path, language string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	open, margin := false, ""
	for line := range strings.Lines(string(b)) {
		switch word, fence := strings.CutPrefix(strings.TrimSpace(line), "```"); {
		case fence && open:
			open = false
		case fence:
			open, margin = true, line[:strings.Index(line, "`")]
			out = append(out, word+"\n")
		case open:
			out[len(out)-1] += strings.TrimPrefix(line, margin)
		}
	}
	if open {
		t.Errorf("%s: a block is not closed", path)
	}
	var blocks []string
	for _, block := range out {
		if word, text, _ := strings.Cut(block, "\n"); word == language {
			blocks = append(blocks, text)
		}
	}
	return blocks
}

// TestReadmeExperiment reads the README's experiment file.
func TestReadmeExperiment(t *testing.T) {
	blocks := fencedIn(t, readme, "yaml")
	if len(blocks) != 1 {
		t.Fatalf("%d YAML blocks", len(blocks))
	}
	path := filepath.Join(t.TempDir(), "experiment.yaml")
	if err := os.WriteFile(path, []byte(blocks[0]), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Metrics) != 2 || len(e.Arms) != 2 || len(e.Segments) != 2 || e.Sources[0].Written != "exports/*.parquet" {
		t.Errorf("%+v", e)
	}
}

// TestManualPlants holds the manual's tables of plants and confounders against
// those of the simulator, row by row.
func TestManualPlants(t *testing.T) {
	section, found := manual.Text("simulating")
	if !found {
		t.Fatal("the manual has no topic on plants")
	}
	var got []string
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "| `") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	var want []string
	for _, m := range simulate.Mechanisms {
		want = append(want, fmt.Sprintf("| `%s` | %s | %s |", m.Name, m.Finds, m.About))
	}
	for _, c := range simulate.Confounders {
		want = append(want, fmt.Sprintf("| `%s` | %s | %s |", c.Name, c.Blames, c.About))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the manual lists\n%s\nthe simulator has\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTour runs the commands of the README and the manual one after another, with fewer users.
func TestTour(t *testing.T) {
	blocks := fenced(t, "")
	newShell(t)
	ran := 0
	for _, block := range blocks {
		for line := range strings.Lines(block) {
			command, ok := strings.CutPrefix(strings.TrimSpace(line), "uptake ")
			if !ok {
				continue
			}
			ran++
			must(t, split(regexp.MustCompile(`--users \d+`).ReplaceAllString(command, "--users 250"))...)
		}
	}
	if ran != 18 {
		t.Errorf("%d commands in the tour", ran)
	}
	for _, f := range []string{"demo/truth.json", "demo/readout/readout.html", "demo/study/units.parquet",
		"demo/study/unit_days.parquet", "demo/study/suggestions.parquet", "demo/plan/plan.html",
		"demo/ignores/ignores.html", "demo/reports/index.html",
		"demo/readout/readout.slack.json", "demo/readout/readout.eml", "demo/readout/readout.csv.zip",
		"demo/changed/diff.html", "demo/outbox/digest-00001.eml", "demo/uptake.prom"} {
		if _, err := os.Stat(f); err != nil {
			t.Error(err)
		}
	}
}

// TestManualSQL runs the manual's queries over study tables in DuckDB and
// compares them with the readout.
func TestManualSQL(t *testing.T) {
	queries := fenced(t, "sql")
	if len(queries) != 3 {
		t.Fatalf("%d SQL blocks", len(queries))
	}
	other := map[string][]string{"raw": fenced(t, "sql raw"), "mean": fenced(t, "sql mean")}
	duckdb := findDuckDB(t)
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "400", "--effect", "3pp", "--crossovers", "0.02")
	must(t, "study", "sim/experiment.yaml", "-o", "sim/study")
	must(t, "readout", "sim/experiment.yaml", "-o", "out", "--format", "json")
	v, err := readJSON("out/readout.json")
	if err != nil {
		t.Fatal(err)
	}
	got := node{t, v}
	metric := func(name string, arm int) node {
		return got.at("metrics").find("name", name).at(fmt.Sprintf("arms.%d", arm))
	}
	near := func(what, text string, want node) {
		t.Helper()
		x, err := strconv.ParseFloat(text, 64)
		if w := want.number(); err != nil || math.Abs(x-w) > 1e-12*math.Abs(w) {
			t.Errorf("%s: %s in SQL, %v in the readout", what, text, want.v)
		}
	}
	arms := []string{"control", "treatment"}
	rows := duckdb(queries[0])
	for i, arm := range arms {
		if rows[i][0] != arm {
			t.Fatalf("%v", rows)
		}
		near("accepted", rows[i][1], metric("acceptance_rate", i).at("numerator"))
		near("seen", rows[i][2], metric("acceptance_rate", i).at("denominator"))
		near("acceptance rate", rows[i][3], metric("acceptance_rate", i).at("value"))
	}
	rows = duckdb(queries[1])
	for i := range arms {
		near("units", rows[i][1], metric("tasks_per_user", i).at("units"))
		near("mean", rows[i][2], metric("tasks_per_user", i).at("value"))
		near("se", rows[i][3], metric("tasks_per_user", i).at("se"))
	}
	total, days := map[string]float64{}, 0
	for _, row := range duckdb(queries[2]) {
		n, err := strconv.ParseFloat(row[2], 64)
		if err != nil || !regexp.MustCompile(`^2026-04-\d\d$`).MatchString(row[1]) {
			t.Errorf("%v", row)
		}
		total[row[0]] += n
		days++
	}
	for i, arm := range arms {
		near("tasks of all days", fmt.Sprint(total[arm]), metric("tasks_per_user", i).at("numerator"))
	}
	if days < 20 {
		t.Errorf("only %d days", days)
	}
	if len(other["raw"]) != 1 || len(other["mean"]) != 1 {
		t.Fatalf("queries that give another number: %q", other)
	}
	raw, mean := duckdb(other["raw"][0]), duckdb(other["mean"][0])
	for i, arm := range arms {
		first := got.at("bridge").find("arm", arm).at("steps.0") // of the acceptance rate, the first of the bridges
		near("raw accepted", raw[i][1], first.at("numerator"))
		near("raw shown", raw[i][2], first.at("denominator"))
		for _, v := range got.at("suggestions.rates").v.([]any) {
			if r := v.(map[string]any); r["rate"] == "acceptance" && r["weighting"] == "per_unit" && r["arm"] == arm {
				near("mean of the users' rates", mean[i][1], node{t, r["value"]})
			}
		}
	}
}

// findDuckDB gives a way to run a query in the study's folder: the duckdb
// program, or the Python of UPTAKE_PYTHON with its duckdb module.
func findDuckDB(t *testing.T) func(sql string) [][]string {
	const script = `import csv, duckdb, sys
csv.writer(sys.stdout, lineterminator="\n").writerows(duckdb.sql(sys.stdin.read()).fetchall())`
	command := []string{"duckdb", "-csv", "-noheader"}
	if _, err := exec.LookPath("duckdb"); err != nil {
		python := os.Getenv("UPTAKE_PYTHON")
		if python == "" {
			t.Skip("DuckDB is not here: put duckdb on the PATH, or name a Python that has its module in UPTAKE_PYTHON")
		}
		if err := exec.Command(python, "-c", "import duckdb").Run(); err != nil {
			t.Skipf("UPTAKE_PYTHON (%s) has no duckdb module: %v", python, err)
		}
		command = []string{python, "-c", script}
	}
	return func(sql string) [][]string {
		t.Helper()
		c := exec.Command(command[0], command[1:]...)
		var errs bytes.Buffer
		c.Dir, c.Stdin, c.Stderr = "sim/study", strings.NewReader(sql), &errs
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%s\n%v\n%s", sql, err, errs.String())
		}
		rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
}
