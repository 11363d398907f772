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

// TestFar: whose export it is is found where the first megabyte of a file is of another kind, or all of
// the first file of a folder, and so are columns that only later rows have.
func TestFar(t *testing.T) {
	page := func(rows int) string {
		var b strings.Builder
		for i := range rows {
			fmt.Fprintf(&b, `{"uuid":"p%d","event":"$pageview","distinct_id":"v%d","timestamp":"2026-04-01T12:00:00Z",`+
				`"properties":{"$current_url":"https://example.com/%0200d"}}`+"\n", i, i%50, i)
		}
		return b.String()
	}
	flags := func(more string) string {
		var b strings.Builder
		for i := range 8 {
			arm := []string{"control", "test"}[i%2]
			fmt.Fprintf(&b, `{"uuid":"f%d","event":"$feature_flag_called","distinct_id":"u%d","timestamp":"2026-04-01T12:00:01Z",`+
				`"properties":{"$feature_flag":"demo","$feature_flag_response":"%s"}}`+"\n", i, i, arm)
			fmt.Fprintf(&b, `{"uuid":"s%d","event":"suggestion_shown","distinct_id":"u%d","timestamp":"2026-04-01T12:00:02Z",`+
				`"properties":{"suggestion_id":"x%d"%s}}`+"\n", i, i, i, more)
		}
		return b.String()
	}
	for name, files := range map[string]map[string]string{
		"a file":    {"e.ndjson": page(5000) + flags(`,"surface":"chat"`)},
		"a folder":  {"a.ndjson": page(3), "b.ndjson": flags(`,"surface":"chat"`)},
		"a column":  {"e.ndjson": flags("") + page(5000) + flags(`,"surface":"chat"`)},
		"no vendor": {"e.ndjson": page(3)},
	} {
		dir := t.TempDir()
		for f, text := range files {
			if err := os.WriteFile(filepath.Join(dir, f), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		text, err := Draft(context.Background(), []string{dir}, Form{Dir: dir}, ingest.Options{Workers: 1})
		if name == "no vendor" {
			if err == nil && strings.Contains(text, "PostHog") {
				t.Errorf("%s: taken for PostHog's:\n%s", name, text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range []string{"an export of PostHog", "experiment: demo", "name: control", "name: test",
			"surface"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", name, want, text)
			}
		}
	}
}

// TestUnlike: of a folder of which one file lacks what every row needs, no experiment file is
// written, and the sentence names the one.
func TestUnlike(t *testing.T) {
	dir := t.TempDir()
	row := func(time string) string {
		var b strings.Builder
		const started = `"$experiment_started","properties":{"Experiment name":"x",`
		for _, of := range []string{started + `"Variant name":"a","distinct_id":"u"`,
			started + `"Variant name":"b","distinct_id":"v"`,
			`"suggestion_shown","properties":{"suggestion_id":"s","distinct_id":"u"`,
			`"suggestion_accepted","properties":{"suggestion_id":"s","distinct_id":"u"`} {
			fmt.Fprintf(&b, `{"event":%s%s}}`+"\n", of, time)
		}
		return b.String()
	}
	for name, text := range map[string]string{"node.ndjson": row(""), "python.ndjson": row(`,"time":1775035200.5`)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Draft(context.Background(), []string{dir}, Form{Dir: dir}, ingest.Options{Workers: 1})
	if err == nil || !strings.Contains(err.Error(), "node.ndjson has no column") {
		t.Error(err)
	}
	if _, err := Draft(context.Background(), []string{filepath.Join(dir, "python.ndjson")}, Form{Dir: dir},
		ingest.Options{Workers: 1}); err != nil {
		t.Error(err)
	}
}
