package firstfile

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/ingest"
)

// editors tell what became of a suggestion of user u, shown at µs; documented shapes, made here.
var editors = map[string]func(u int, at int64, accepted bool) string{
	"VS Code": func(u int, at int64, accepted bool) string {
		return fmt.Sprintf(
			`{"timestamp":%d,"machine_id":"m","user_id":"u%d","opportunityId":"s%d","shown":true,"shownDuration":900,"superseded":false,"reason":%q}`, at/1000, u, u, word(accepted, "accepted", "ignored")) +
			fmt.Sprintf("\n"+
				`{"timestamp":%d,"machine_id":"m","user_id":"u%d","opportunityId":"n%d","shown":false,"superseded":false,"reason":"ignored"}`, at/1000, u, u)
	},
	"Amazon Q": func(u int, at int64, accepted bool) string {
		return fmt.Sprintf(
			`{"created_at":%d,"userId":"u%d","codewhispererSessionId":"x","codewhispererSuggestionState":%q}`, at/1000,
			u, word(accepted, "Accept", "Reject")) +
			fmt.Sprintf("\n"+
				`{"created_at":%d,"userId":"u%d","codewhispererSessionId":"x","codewhispererSuggestionState":"Unseen"}`,
				at/1000, u)
	},
	"Continue": func(u int, at int64, accepted bool) string {
		return fmt.Sprintf(
			`{"timestamp":%d,"userId":"u%d","eventName":"autocomplete","completionId":"s%d","accepted":%v,"time":120,"modelName":"m"}`, at/1000, u, u, accepted)
	},
	"Tabby": func(u int, at int64, accepted bool) string {
		line := fmt.Sprintf(
			`{"user":"u%d","ts":%d,"event":{"view":{"completion_id":"s%d","choice_index":0,"view_id":"v%d"}}}`, u,
			at/1000, u, u)
		kind := word(accepted, "select", "dismiss")
		if accepted || u == 1 {
			line += fmt.Sprintf("\n"+
				`{"user":"u%d","ts":%d,"event":{%q:{"completion_id":"s%d","choice_index":0,"view_id":"v%d","elapsed":800}}}`, u, at/1000+800, kind, u, u)
		}
		return line
	},
	"GitLab": func(u int, at int64, accepted bool) string {
		line := fmt.Sprintf(
			`{"event_id":"e%d","derived_tstamp":%d,"domain_userid":"u%d","se_category":"code_suggestions","se_action":"suggestion_shown","se_label":"s%d"}`, u, at/1000, u, u)
		if accepted {
			line += fmt.Sprintf("\n"+
				`{"event_id":"f%d","derived_tstamp":%d,"domain_userid":"u%d","se_category":"code_suggestions","se_action":"suggestion_accepted","se_label":"s%d"}`, u, at/1000+900, u, u)
		}
		return line
	},
	"Claude Code": func(u int, at int64, accepted bool) string {
		record := func(tool, decision string) string {
			return fmt.Sprintf(
				`{"timeUnixNano":"%d000","eventName":"claude_code.tool_decision","attributes":[{"key":"user.id","value":{"stringValue":"u%d"}},{"key":"tool_name","value":{"stringValue":%q}},{"key":"decision","value":{"stringValue":%q}}]}`, at, u, tool, decision)
		}
		return record("Edit", word(accepted, "accept", "reject")) + "\n" + record("Bash", "accept")
	},
}

func word(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// TestEditors: what editors tell gives the numbers of the world, beside a file of
// assignments; without one it is refused.
func TestEditors(t *testing.T) {
	assigned := "user,arm,since\n"
	for u := 1; u < 7; u++ {
		assigned += fmt.Sprintf("u%d,%s,2026-04-01\n", u, []string{"new", "control"}[u%2])
	}
	for name, line := range editors {
		text := ""
		for _, w := range world() {
			if w.Name == "suggestion_shown" && w.User < 7 {
				text += line(w.User, w.At, w.User == 2 || w.User == 3 || w.User == 5) + "\n"
			}
		}
		if name == "Tabby" || name == "GitLab" { // so that the last ones are old enough
			text += strings.Split(line(9, 1_775_988_800_000_000, false), "\n")[0] + "\n"
		}
		dir := t.TempDir()
		export, arms := filepath.Join(dir, "e.ndjson"), filepath.Join(dir, "assigned.csv")
		for path, b := range map[string]string{export: text, arms: assigned} {
			if err := os.WriteFile(path, []byte(b), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		draft, err := Draft(context.Background(), []string{export, arms}, Form{Dir: dir}, ingest.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.Contains(draft, "from an export of "+name+"; the names are documented") {
			t.Errorf("%s: %s", name, draft)
		}
		r := readBy(t, dir, draft)
		sameInShort(t, []string{export, arms}, dir, r)
		for i, accepted := range []int64{2, 1} {
			o := r.Suggestions.Outcomes[i]
			if seen := o.Shown - o.NotSeen; r.Arms[i].Units != 3 || seen != 3 || o.Accepted != accepted || o.Ignored+
				o.Dismissed != 3-accepted {
				t.Errorf("%s: arm %s has %d units, %+v\n%s", name, o.Arm, r.Arms[i].Units, o, draft)
			}
		}
		if _, err := Draft(context.Background(), []string{export}, Form{Dir: dir}, ingest.Options{}); err == nil ||
			!strings.Contains(err.Error(), "give the file of assignments as well") {
			t.Errorf("%s alone: %v", name, err)
		}
	}
}

// TestDraftJoins: scores find their traces, and through them users and arms.
func TestDraftJoins(t *testing.T) {
	text := ""
	for _, w := range world() {
		if w.Name != "suggestion_shown" || w.User == 7 {
			continue
		}
		text += fmt.Sprintf(
			`{"id":"i%d","type":"score-create","body":{"id":"c%d","name":"quality","value":"fine","traceId":"t%d"}}`,
			w.User, w.User, w.User) + "\n"
		text += fmt.Sprintf(
			`{"id":"j%d","type":"trace-create","body":{"id":"t%d","timestamp":%d,"userId":"u%d","metadata":{"variant":%q,"experiment":"flag-1"}}}`, w.User, w.User, w.At/1000, w.User, []string{"new", "control"}[w.User%2]) + "\n"
		if w.User != 6 { // of whom nobody scored the suggestion
			text += fmt.Sprintf(
				`{"id":"k%d","type":"score-create","body":{"id":"d%d","name":"accepted","value":%d,"traceId":"t%d"}}`,
				w.User, w.User, map[bool]int{true: 1}[w.User == 2 || w.User == 3 || w.User == 5], w.User) + "\n"
		}
	}
	dir := t.TempDir()
	export := filepath.Join(dir, "e.ndjson")
	if err := os.WriteFile(export, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	draft, err := Draft(context.Background(), []string{export}, Form{Dir: dir}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := readBy(t, dir, draft)
	sameInShort(t, []string{export}, dir, r)
	for i, accepted := range []int64{2, 1} {
		if o := r.Suggestions.Outcomes[i]; r.Arms[i].Units != 3 || o.Shown != 3 || o.Accepted != accepted ||
			o.Ignored != 3-accepted {
			t.Errorf("%+v\n%s", o, draft)
		}
	}
}

// TestCopilot: sums of users' days are compared as sums of users.
func TestCopilot(t *testing.T) {
	days, assigned := "", "user_id,variant\n"
	for u := 1; u <= 6; u++ {
		assigned += fmt.Sprintf("%d,%s\n", u, []string{"new", "control"}[u%2])
		for day := 1; day <= 3; day++ {
			days += fmt.Sprintf(
				`{"day":"2026-04-%02d","enterprise_id":"1","user_id":%d,"user_login":"l%d","code_generation_activity_count":%d,"code_acceptance_activity_count":%d}`, day, u, u, 10, 2+u%2) + "\n"
		}
	}
	dir := t.TempDir()
	for name, b := range map[string]string{"days.ndjson": days, "assigned.csv": assigned} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(b), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	draft, err := Draft(context.Background(), []string{filepath.Join(dir, "days.ndjson"), filepath.Join(dir,
		"assigned.csv")}, Form{Dir: dir}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := readBy(t, dir, draft)
	sameInShort(t, []string{filepath.Join(dir, "days.ndjson"), filepath.Join(dir, "assigned.csv")}, dir, r)
	for i, want := range []float64{.3, .2} {
		if a := r.Metrics[0].Arms[i]; float64(a.Value) != want || r.Arms[i].Units != 3 {
			t.Errorf("%+v, expected %v\n%s", a, want, draft)
		}
	}
}
