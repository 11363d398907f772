package job_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"uptake/cmd/uptake/internal/job"
)

var (
	pushedRandom = flag.Uint64("pushed.random", 1, "how many drawn experiments an engine adds up")
	pushedFrom   = flag.Uint64("pushed.from", 233, "the seed of the first of them")
)

// drawing draws experiment files.
type drawing struct{ *rand.Rand }

func (d drawing) one(of ...string) string { return of[d.IntN(len(of))] }

// some is a list of at least one of the words, each at most once.
func (d drawing) some(of ...string) string {
	n := 1 + d.IntN(len(of))
	var out []string
	for _, i := range d.Perm(len(of))[:n] {
		out = append(out, of[i])
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// maybe is a text once in n times, else nothing.
func (d drawing) maybe(n int, text string) string {
	if d.IntN(n) == 0 {
		return text
	}
	return ""
}

func (d drawing) filter() string {
	switch column := d.one("plan", "plan", "event", "comment", "sess"); column {
	case "event":
		return "{column: event, not: [noise]}"
	case "comment":
		return "{column: comment, " + d.one("is", "not") + ": " + d.some("a", "A", "é", `"10"`, `""`) + "}"
	default:
		return "{column: " + column + ", " + d.one("is", "not") + ": " + d.some("free", "pro", "NA", "x", `""`) + "}"
	}
}

// summed are the keys of a value: its events, what of them, and which of them.
func (d drawing) summed(of ...string) string {
	out := "event: " + d.some(of...)
	switch d.IntN(6) {
	case 0:
	case 1:
		out += ", aggregate: " + d.one("any", "count")
	default:
		out += ", field: " + d.one("value", "value", "items", "gauge", "fee", "half", "edit_ratio", "visible_ms",
			"amount")
	}
	return out + d.maybe(3, ", where: ["+d.filter()+"]")
}

// scale is that of a value that has decimals.
func (d drawing) scale(value string) string {
	if !strings.Contains(value, "field: ") {
		return ""
	}
	return d.maybe(2, fmt.Sprintf(", scale: %d", []int{0, 1, 2, 4, 9, 12}[d.IntN(6)]))
}

// metric draws one.
func (d drawing) metric(i int, suggested, windowed bool, role string) string {
	of := []string{"purchase", "task", "ticket", "noise", "nothing"}
	if suggested {
		of = append(of, "suggestion_shown", "suggestion_accepted", "suggestion_edited")
		if d.IntN(3) == 0 {
			return ""
		}
	}
	window := d.maybe(3, ", window: "+d.one("6h", "1d", "50h", "6d"))
	text := fmt.Sprintf("  - {name: m%d, role: %s%s, ", i, role, d.maybe(3, ", better: "+d.one("up", "down")))
	if role == "guardrail" {
		text += "margin: 20%, "
	}
	switch d.IntN(6) {
	case 0, 1:
		value := d.summed(of...)
		return text + "kind: mean, " + value + d.scale(value) + window + "}\n"
	case 2:
		return text + "kind: proportion, event: " + d.some(of...) + d.maybe(3, ", where: ["+d.filter()+"]") + window +
			"}\n"
	case 3:
		day := 1 + d.IntN(9)
		if windowed {
			day = 1 + d.IntN(6)
		}
		return text + fmt.Sprintf("kind: retention, event: %s, day: %d%s}\n", d.some(of...), day,
			d.maybe(3, ", where: ["+d.filter()+"]"))
	default:
		above, below := d.summed(of...), d.summed(of...)
		return text + "kind: ratio, numerator: {" + above + "}, denominator: {" + below + "}" + d.scale(above+below) +
			window + "}\n"
	}
}

// experiment draws a file, with ENGINE and SOURCE where these go.
func (d drawing) experiment(suggested bool) string {
	text := "experiment: messy\nENGINE\nsources: [{SOURCE" + d.maybe(4, ", where: ["+d.filter()+"]") + "}]\n" +
		fmt.Sprintf("start: 2026-04-0%d\nend: 2026-04-%02d\n", 1+d.IntN(4), 9+d.IntN(6)) +
		"timezone: " + d.one("UTC", "UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia",
		"Europe/London") + "\n"
	columns := "ts: at, unit: user_id, event_id: event_id"
	if suggested {
		columns += d.maybe(2, ", suggestion_id: sugg") + d.maybe(2, ", session: sess")
		text += "suggestions: {attribution: " + d.one("30s", "5m", "15m") + d.maybe(2, ", edit_window: 10m") +
			d.maybe(2, ", min_visible: 300ms") + d.maybe(2, ", edit_above: 0.1") + d.maybe(2, ", revert_above: 0.5") +
			"}\n"
	}
	text += "columns: {" + columns + "}\n"
	text += d.maybe(3, "where: ["+d.filter()+"]\n") + d.maybe(4, "duplicates: "+d.one("keep", "id")+"\n")
	text += d.maybe(4, "exposure: {where: ["+d.filter()+"]}\n")
	text += "max_bad_rows: " + d.one("5%", "100%", "100%", "100%") + "\n"
	text += d.one("arms: [{name: control, control: true}, {name: treatment}]\n",
		"arms: [{name: control, control: true}, {name: treatment}]\n",
		"arms: [{name: treatment, share: 10%}, {name: control, share: 90%, control: true}]\n",
		"arms: [{name: control, control: true}, {name: treatment}, {name: nobody}]\n",
		"arms: [{name: control, control: true}, {name: new, of: [treatment, typo]}]\n")
	window := d.IntN(4) > 0
	if window {
		text += "window: " + d.one("7d", "180h", "9d") + "\n" + d.maybe(2, "complete_windows: true\n")
	}
	text += "metrics:\n"
	for i := range 1 + d.IntN(6) {
		text += d.metric(i, suggested, window, d.one("primary", "secondary", "secondary", "guardrail"))
	}
	if suggested {
		text += d.builtin("acceptance_rate", "accepted_per_unit", "ignore_rate", "ever_accepted", "edit_rate")
	} else if strings.HasSuffix(text, "metrics:\n") {
		text += "  - {name: tasks, kind: mean, event: task}\n"
	}
	if segments := d.maybe(2, "segments: "+d.some("plan", "comment")+"\n"); segments != "" {
		text += segments
		if strings.Contains(segments, "plan") && d.IntN(2) == 0 {
			return text + d.statistics(", post_stratify: plan")
		}
	}
	return text + d.statistics("")
}

// builtin draws metrics of suggestions.
func (d drawing) builtin(of ...string) (out string) {
	for _, i := range d.Perm(len(of))[:1+d.IntN(2)] {
		out += "  - {name: " + of[i] + "}\n"
	}
	return out
}

func (d drawing) statistics(more string) string {
	cuped := d.maybe(2, ", cuped: "+d.one("1d", "2d", "5d")+d.maybe(2, ", cuped_theta: "+d.one("within", "per_arm")))
	return "statistics: {segment_min_units: " + d.one("2", "30") + cuped + d.maybe(2, ", max_immature: 60%") + more +
		"}\n" +
		d.maybe(2, "decision: {planned: 2026-03-30, min_weeks: 1}\n")
}

// refusedAlone are parts of the sentences by which an engine is not asked what files are.
var refusedAlone = []string{"engine: embedded", "Give a view", "give a view"}

// TestRandomPushedEqual: so are those of drawn experiments over drawn rows, where an engine is not refused what files
// are, with a way out.
func TestRandomPushedEqual(t *testing.T) {
	for engine, load := range engines(t) {
		sum := added{kind: "drawn"}
		said := map[string]int{}
		for seed := *pushedFrom; seed < *pushedFrom+*pushedRandom; seed++ {
			t.Run(fmt.Sprintf("%s/%d", engine, seed), func(t *testing.T) {
				d := drawing{rand.New(rand.NewPCG(seed, 31))}
				rows, name, suggested := messy(seed, 20+d.IntN(60)), fmt.Sprintf("drawn_%d", seed), d.IntN(2) == 0
				if suggested {
					rows = suggest(seed, rows)
				}
				text, dir := d.experiment(suggested), t.TempDir()
				writeTyped(t, rows, filepath.Join(dir, name))
				address := load(t, name, rows, t.TempDir())
				of := func(engine, source string) string {
					return strings.NewReplacer("ENGINE", engine, "SOURCE", source).Replace(text)
				}
				want, _, wrong := tryIn(t, dir, of("", "path: "+name+", format: parquet"), job.Run{Workers: 1})
				got, asked, refused := tryIn(t, dir, of("engine: "+address, "table: "+name),
					job.Run{Workers: 1, Passes: 1 << d.IntN(2)})
				switch {
				case wrong != nil && refused != nil:
					said["neither"]++
				case wrong != nil:
					t.Errorf("files are refused, %s is not: %v\n%s", engine, wrong, text)
				case refused != nil:
					said["files alone"]++
					known := false
					for _, part := range refusedAlone {
						known = known || strings.Contains(refused.Error(), part)
					}
					if t.Logf("refused: %v", refused); !known {
						t.Errorf("%s is refused without a way out: %v\n%s", engine, refused, text)
					}
				default:
					sum.put(t, engine, address, len(rows), asked, bytes.Equal(want, got))
					if !bytes.Equal(want, got) {
						t.Errorf("the report is another:\n%s\n%s", firstDifference(want, got), text)
					}
				}
			})
		}
		t.Logf("%s: %d tables, %d equal; of %d neither made a report, of %d files alone", engine, sum.tables,
			sum.equals, said["neither"], said["files alone"])
	}
}
