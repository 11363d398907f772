package firstfile

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
)

// what is an event of the small world that every layout below tells in its own way:
// six users, every second one in the test arm, one suggestion each, of which those of
// users 2, 3 and 5 are accepted; user 7 is outside the experiment.
type what struct {
	user, at int
	event    string // exposure, suggestion_shown or suggestion_accepted
}

func world() (out []what) {
	for u := 1; u <= 7; u++ {
		out = append(out, what{u, 1775044800 + 3600*u, "exposure"}, what{u, 1775044860 + 3600*u, "suggestion_shown"})
		if u == 2 || u == 3 || u == 5 {
			out = append(out, what{u, 1775044868 + 3600*u, "suggestion_accepted"})
		}
	}
	return out
}

// TestDraftReadsTheLayout: of each vendor's rows, made here, the file that is drafted
// gives the numbers of the world.
func TestDraftReadsTheLayout(t *testing.T) {
	arm := func(u int, control, test, outside string) string {
		return []string{outside, control, test}[min(1, 7-u)*(1+(u+1)%2)]
	}
	sug := func(w what) string { return fmt.Sprint("s", w.user) }
	// Of these vendors nothing tells of a user who is outside.
	silent := func(w what) bool { return w.user == 7 && w.event == "exposure" }
	for name, line := range map[string]func(w what) string{
		"PostHog": func(w what) string {
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "$feature_flag_called", `"$feature_flag":"flag-1","$feature_flag_response":`+arm(w.user, `"control"`, `"test"`, "false")
			}
			return fmt.Sprintf(`{"event":%q,"distinct_id":"u%d","timestamp":%d,"uuid":"","properties":{%s}}`, event, w.user, w.at, p)
		},
		"PostHog told twice": func(w what) string {
			p, lines := fmt.Sprintf(`"suggestion_id":%q`, sug(w)), []string{w.event}
			if w.event == "exposure" {
				p = `"$feature_flag":"flag-1","$feature_flag_response":` + arm(w.user, `"control"`, `"test"`, "false")
				lines = []string{"$experiment_exposure", "$feature_flag_called"}[:1+w.user%2]
			}
			for i, event := range lines {
				lines[i] = fmt.Sprintf(`{"event":%q,"distinct_id":"u%d","timestamp":%d,"uuid":"%s%d","properties":{%s}}`, event, w.user, w.at, event, w.user, p)
			}
			return strings.Join(lines, "\n")
		},
		"Statsig": func(w what) string {
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "statsig::config_exposure", fmt.Sprintf(`"config":"flag-1","ruleID":%q`, arm(w.user, "9aControl", "7bTest", "layerAssignment"))
			}
			return fmt.Sprintf(`{"eventName":%q,"user":{"userID":"u%d"},"time":%d000,"metadata":{%s}}`, event, w.user, w.at, p)
		},
		"Mixpanel": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "$experiment_started", fmt.Sprintf(`"Experiment name":"flag-1","Variant name":%q`, arm(w.user, "control", "test", ""))
			}
			return fmt.Sprintf(`{"event":%q,"properties":{"distinct_id":"u%d","time":%s,%s}}`, event, w.user, []string{fmt.Sprint(w.at), fmt.Sprint(w.at, "000")}[w.user%2], p)
		},
		"LaunchDarkly": func(w what) string {
			if w.event == "exposure" {
				return fmt.Sprintf(`{"kind":"feature","creationDate":%d000,"context":{"key":"u%d"},"key":"flag-1","variation":%s,"reason":{"kind":"FALLTHROUGH"%s}}`,
					w.at, w.user, arm(w.user, "0", "1", "0"), arm(w.user, `,"inExperiment":true`, `,"inExperiment":true`, ""))
			}
			return fmt.Sprintf(`{"kind":"custom","creationDate":%d000,"context":{"key":"u%d"},"key":%q,"data":{"suggestion_id":%q}}`, w.at, w.user, w.event, sug(w))
		},
		"Optimizely": func(w what) string {
			inside := fmt.Sprintf(`"events":[{"key":%q,"timestamp":%d000,"uuid":"%s%d","tags":{"suggestion_id":%q}}]`, w.event, w.at, w.event, w.user, sug(w))
			if w.event == "exposure" {
				inside = fmt.Sprintf(`"decisions":[{"experiment_id":%q,"metadata":{"rule_type":%q,"variation_key":%q}}],"events":[{"key":"campaign_activated","timestamp":%d000,"uuid":"x%d"}]`,
					arm(w.user, "71", "71", "72"), arm(w.user, "feature-test", "feature-test", "rollout"), arm(w.user, "control", "test", "on"), w.at, w.user)
			}
			return fmt.Sprintf(`{"visitor_id":"u%d","snapshots":[{%s}]}`, w.user, inside)
		},
		"Segment": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "Experiment Viewed", fmt.Sprintf(`"experiment_id":"flag-1","variation_name":%q`, arm(w.user, "control", "test", ""))
			}
			user := []string{`"userId":null,"anonymousId":"u%d"`, `"userId":"u%d"`}[w.user%2]
			return fmt.Sprintf(`{"messageId":"%s%d","type":"track","event":%q,"timestamp":%d,`+user+`,"properties":{%s}}`, w.event, w.user, event, w.at, w.user, p)
		},
		"ABsmartly": func(w what) string {
			inside := fmt.Sprintf(`"exposures":[],"goals":[{"name":%q,"achievedAt":%d000,"properties":{"suggestion_no":%d}}]`, w.event, w.at, w.user)
			if w.event == "exposure" {
				inside = fmt.Sprintf(`"goals":[],"exposures":[{"name":"flag-1","exposedAt":%d000,"variant":%s,"assigned":true,"eligible":%s},{"name":"none","exposedAt":%d000,"variant":0,"assigned":false,"eligible":true}]`,
					w.at, arm(w.user, "0", "1", "0"), arm(w.user, "true", "true", "false"), w.at)
			}
			return fmt.Sprintf(`{"units":[{"type":"user_id","uid":"u%d"}],%s}`, w.user, inside)
		},
		"VWO": func(w what) string {
			event, p := w.event, fmt.Sprintf(`"id":1,"variation":1,"suggestion_id":%q`, sug(w))
			switch {
			case silent(w):
				return ""
			case event == "exposure":
				event, p = "vwo_variationShown", `"id":11,"variation":`+arm(w.user, "1", "2", "")
			}
			return fmt.Sprintf(`{"d":{"msgId":"%s%d","visId":"U%d","event":{"name":%q,"time":%d000,"props":{%s}}}}`, w.event, w.user, w.user, event, w.at, p)
		},
		"DevCycle": func(w what) string {
			if w.event == "exposure" {
				return ""
			}
			return fmt.Sprintf(`{"type":"customEvent","customType":%q,"user_id":"u%d","date":%d,"featureVars":{%s},"metaData":{"suggestion_id":%q}}`,
				w.event, w.user, w.at, arm(w.user, `"f1":"v1"`, `"f1":"v2"`, ""), sug(w))
		},
		"RudderStack": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "Experiment Viewed", `"experiment_id":"flag-1","variation_id":`+arm(w.user, "0", "1", "")
			}
			at := []string{`"originalTimestamp":%[1]q`, `"timestamp":%[1]q,"originalTimestamp":"2031-01-01T00:00:00Z"`}[w.user%2]
			return fmt.Sprintf(`{"messageId":"%s%d","channel":"server","type":"track","event":%q,`+fmt.Sprintf(at, time.Unix(int64(w.at), 0).UTC().Format(time.RFC3339))+`,"userId":"u%d","properties":{%s}}`,
				w.event, w.user, event, w.user, p)
		},
		"Amplitude": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "[Experiment] Exposure", `"[Experiment] Flag Key":"flag-1","[Experiment] Variant":"`+arm(w.user, "control", "test", "")+`"`
			}
			return fmt.Sprintf(`{"event_type":%q,"user_id":"u%d","event_id":%d,"insert_id":"%s%d","time":%d000,"event_properties":{%s}}`, event, w.user, w.user%2, w.event, w.user, w.at, p)
		},
		"Amplitude assignments": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "[Experiment] Assignment", `"flag-1.variant":"`+arm(w.user, "control", "test", "")+`"`
			}
			return fmt.Sprintf(`{"event_type":%q,"user_id":"u%d","event_id":1,"$insert_id":"%s%d","event_time":%q,"event_properties":{%s}}`,
				event, w.user, w.event, w.user, time.Unix(int64(w.at), 0).UTC().Format("2006-01-02 15:04:05.000000"), p)
		},
		"Split": func(w what) string {
			if w.event == "exposure" {
				return fmt.Sprintf(`{"impression":{"feature":"flag-1","keyName":"u%d","treatment":%q,"time":%d000,"label":%q}}`,
					w.user, arm(w.user, "off", "on", "off"), w.at, arm(w.user, "default rule", "default rule", "not in split"))
			}
			return fmt.Sprintf(`{"eventTypeId":%q,"key":"u%d","timestamp":%d000,"properties":{"suggestion_id":%q}}`, w.event, w.user, w.at, sug(w))
		},
		"Snowplow": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`"suggestion_id":%q`, sug(w))
			if event == "exposure" {
				event, p = "experiment_viewed", `"experiment_id":"flag-1","variant":"`+arm(w.user, "control", "test", "")+`"`
			}
			body := fmt.Sprintf(`{"schema":"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0","data":{"schema":"iglu:com.example/%s/jsonschema/1-0-0","data":{%s}}}`, event, p)
			told := fmt.Sprintf(`"ue_pr":%q`, body)
			if w.user%2 == 0 {
				told = fmt.Sprintf(`"ue_px":%q`, base64.RawURLEncoding.EncodeToString([]byte(body)))
			}
			return fmt.Sprintf(`{"e":"ue","eid":"%s%d","uid":"u%d","dtm":"%d000",%s}`, w.event, w.user, w.user, w.at, told)
		},
		"OpenTelemetry": func(w what) string { return logRecord(w, arm, sug) },
		"OpenTelemetry file": func(w what) string {
			if s := logRecord(w, arm, sug); s != "" {
				return `{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[` + s + `]}]}]}`
			}
			return ""
		},
		"Google Analytics 4": func(w what) string {
			if silent(w) {
				return ""
			}
			event, p := w.event, fmt.Sprintf(`{"key":"suggestion_id","value":{"string_value":%q}}`, sug(w))
			if event == "exposure" {
				event = "experiment_viewed"
				p = `{"key":"experiment_id","value":{"string_value":"flag-1"}},{"key":"variation_id","value":{"int_value":` + arm(w.user, "0", "1", "") + `}}`
			}
			return fmt.Sprintf(`{"event_name":%q,"event_timestamp":%d000000,"user_pseudo_id":"u%d","event_params":[%s]}`, event, w.at, w.user, p)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			vendor := strings.NewReplacer(" assignments", "", " file", "", " told twice", "").Replace(name)
			var b strings.Builder
			for _, w := range world() {
				if s := line(w); s != "" {
					b.WriteString(s + "\n")
				}
			}
			export := filepath.Join(dir, "export.ndjson")
			if err := os.WriteFile(export, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			text, err := Draft(context.Background(), []string{export}, dir, ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, "x.yaml")
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(text, "export of "+vendor+";") || !strings.Contains(text, "path: export.ndjson") {
				t.Errorf("%s", text)
			}
			e, err := config.Load(file, nil)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			rep, err := job.Run{}.Readout(context.Background(), e)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for k, a := range rep.Arms { // users 1, 3, 5 and 2, 4, 6
				accepted := int64(1)
				if a.Control {
					accepted = 2
				}
				if o := rep.Suggestions.Outcomes[k]; len(rep.Arms) != 2 || o.Shown != 3 || o.Accepted != accepted || a.Units != 3 {
					t.Errorf("arm %s: %d units, %d shown, %d accepted; want 3, 3 and %d\n%s", o.Arm, a.Units, o.Shown, o.Accepted, accepted, text)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 2 {
				t.Errorf("left behind: %s", left)
			}
		})
	}
}

// logRecord is an event as a log record of OpenTelemetry.
func logRecord(w what, arm func(u int, control, test, outside string) string, sug func(what) string) string {
	text := func(k, v string) string { return fmt.Sprintf(`{"key":%q,"value":{"stringValue":%q}}`, k, v) }
	event, p := w.event, text("suggestion_id", sug(w))+","+text("enduser.id", fmt.Sprint("u", w.user))
	switch {
	case event == "exposure" && w.user == 7: // an error has no variant
		return ""
	case event == "exposure":
		event, p = "feature_flag.evaluation", text("feature_flag.key", "flag-1")+","+text("feature_flag.result.variant", arm(w.user, "control", "test", ""))+
			","+text("feature_flag.context.id", fmt.Sprint("u", w.user))
	}
	return fmt.Sprintf(`{"timeUnixNano":"%d000000000","eventName":%q,"attributes":[%s]}`, w.at, event, p)
}

// TestDraftRefuses: what cannot be analysed is said with what is missing.
func TestDraftRefuses(t *testing.T) {
	for want, text := range map[string]string{
		`without the column "timestamp"`:       `{"event_name":"Experiment Viewed","user_id":"u","properties_json":{"experimentId":"x","variationId":"0"}}`,
		`without the column "properties.time"`: `{"event":"$experiment_started","properties":{"distinct_id":"u","Experiment name":"x","Variant name":"a"}}`,
		"its impressions carry no time":        `{"eventType":"getVariant","featureName":"x","variant":"a","context":{"userId":"u"}}`,
		"a score names its trace":              `{"type":"score-create","body":{"traceId":"t","value":1}}`,
		"its evaluations carry no time":        `{"key":"x","variationId":"a","value":true,"user":{"identifier":"u"},"fetchTime":1775044800000}`,
		"milliseconds before sending":          `{"vid":"u","caid":"c","vaid":"v","qt":12}`,
		"its checks carry no time":             `{"type":"feature-flag-event","key":"x","evalResult":true,"evalContext":{"user":{"id":"u"}}}`,
		"only who was there":                   `{"impression":{"feature":"x","keyName":"u"}}`,
		"is of no vendor that is known":        `{"a":1,"b":2}`,
		"it takes two arms":                    `{"event":"$feature_flag_called","distinct_id":"u1","timestamp":1775044800,"properties":{"$feature_flag":"f","$feature_flag_response":"a"}}`,
		"nothing of what they did":             `{"featureFlag":"f","allocation":"x","subject":"u1","variation":"a","timestamp":1775044800}` + "\n" + `{"featureFlag":"f","allocation":"x","subject":"u2","variation":"b","timestamp":1775044800}`,
	} {
		dir := t.TempDir()
		export := filepath.Join(dir, "e.ndjson")
		if err := os.WriteFile(export, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Draft(context.Background(), []string{export}, dir, ingest.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
