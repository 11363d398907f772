package firstfile

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/simulate/layout"
)

// world is the small world that every layout tells in its own way: six users, every
// second one in the test arm, one suggestion each, of which those of users 2, 3 and 5 are
// accepted; user 7 is outside the experiment.
func world() (out []layout.Event) {
	for u := 1; u <= 7; u++ {
		add := func(after int, name string) {
			arm := []layout.Arm{layout.Test, layout.Control}[u%2]
			if u == 7 {
				arm = layout.Outside
			}
			e := layout.Event{ID: fmt.Sprint(name, u), User: u, At: int64(1775044800+3600*u+after) * 1_000_000,
				Name: name, Exposes: name == "exposure", Arm: arm, Met: true,
				Latency: math.NaN(), Value: math.NaN(), Experiment: "flag-1"}
			if !e.Exposes {
				e.Suggestion = uint64(u) << 12
			}
			out = append(out, e)
		}
		add(0, "exposure")
		add(60, "suggestion_shown")
		if u == 2 || u == 3 || u == 5 {
			add(68, "suggestion_accepted")
		}
	}
	return out
}

// readBy is the readout by a file that was drafted for a folder.
func readBy(t *testing.T, dir, text string) *report.Report {
	t.Helper()
	file := filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(file, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	rep, err := job.Run{}.Readout(context.Background(), e)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return rep
}

// TestDraftReadsTheLayout: of each vendor's rows the file that is drafted gives the
// numbers of the world.
func TestDraftReadsTheLayout(t *testing.T) {
	for _, of := range layout.Layouts {
		t.Run(of.Name, func(t *testing.T) {
			dir := t.TempDir()
			var exports []string
			files := map[string]*strings.Builder{}
			for _, e := range world() {
				name := of.File(&e)
				if files[name] == nil {
					files[name] = &strings.Builder{}
					exports = append(exports, filepath.Join(dir, name))
				}
				for _, line := range of.Lines(&e) {
					files[name].WriteString(line + "\n")
				}
			}
			for name, b := range files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			text, err := Draft(context.Background(), exports, Form{Dir: dir}, ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(text, "export of "+of.Vendor+";") || !strings.Contains(text,
				"path: "+filepath.Base(exports[0])) {
				t.Errorf("%s", text)
			}
			rep := readBy(t, dir, text)
			sameInShort(t, exports, dir, rep)
			for k, a := range rep.Arms { // users 1, 3, 5 and 2, 4, 6
				accepted := int64(1)
				if a.Control {
					accepted = 2
				}
				if o := rep.Suggestions.Outcomes[k]; len(rep.Arms) != 2 || o.Shown != 3 || o.Accepted != accepted ||
					a.Units != 3 {
					t.Errorf("arm %s: %d units, %d shown, %d accepted; want 3, 3 and %d\n%s", o.Arm, a.Units, o.Shown,
						o.Accepted, accepted, text)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1+len(exports) {
				t.Errorf("left behind: %s", left)
			}
		})
	}
}

// TestDraftRefuses: what cannot be analysed is said with what is missing.
func TestDraftRefuses(t *testing.T) {
	for want, text := range map[string]string{
		`without the column "timestamp"`:       `{"event_name":"Experiment Viewed","user_id":"u","properties_json":{"experimentId":"x","variationId":"0"}}`,
		`without the column "properties.time"`: `{"event":"$experiment_started","properties":{"distinct_id":"u","Experiment name":"x","Variant name":"a"}}`,
		"its impressions carry no " +
			"time": `{"eventType":"getVariant","featureName":"x","variant":"a","context":{"userId":"u"}}`,
		"no key below body.metadata names an arm": `{"type":"score-create","body":{"traceId":"t","value":1}}`,
		"its evaluations carry no " +
			"time": `{"key":"x","variationId":"a","value":true,"user":{"identifier":"u"},"fetchTime":1775044800000}`,
		"milliseconds before sending": `{"vid":"u","caid":"c","vaid":"v","qt":12}`,
		"its checks carry no " +
			"time": `{"type":"feature-flag-event","key":"x","evalResult":true,"evalContext":{"user":{"id":"u"}}}`,
		"only who was there":            `{"impression":{"feature":"x","keyName":"u"}}`,
		"is of no vendor that is known": `{"a":1,"b":2}`,
		"it takes two " +
			"arms": `{"event":"$feature_flag_called","distinct_id":"u1","timestamp":1775044800,"properties":{"$feature_flag":"f","$feature_flag_response":"a"}}`,
		"nothing of what they " +
			"did": `{"featureFlag":"f","allocation":"x","subject":"u1","variation":"a","timestamp":1775044800}` + "\n" +
			`{"featureFlag":"f","allocation":"x","subject":"u2","variation":"b","timestamp":1775044800}`,
	} {
		dir := t.TempDir()
		export := filepath.Join(dir, "e.ndjson")
		if err := os.WriteFile(export, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Draft(context.Background(), []string{export}, Form{Dir: dir}, ingest.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
