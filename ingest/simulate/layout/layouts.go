package layout

import (
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Layout is one way of telling events.
type Layout struct {
	Name   string // by which it is asked for
	Vendor string // as ingest/preset names it
	Seen   string // on the wire of an SDK, or documented
	Lines  func(*Event) []string
	apart  bool // exposures are a file of their own
}

// Files are the names of the files of an export.
func (l Layout) Files() []string {
	if l.apart {
		return []string{assignmentFile, eventFile}
	}
	return []string{eventFile}
}

const (
	eventFile      = "events.ndjson"
	assignmentFile = "assignments.ndjson"
)

// File is the name of the file that an event is told in.
func (l Layout) File(e *Event) string {
	if l.apart && e.Exposes {
		return assignmentFile
	}
	return eventFile
}

const (
	seen       = "seen on the wire of the vendor's SDK"
	documented = "documented, not seen"
)

// Layouts is the table of layouts.
var Layouts = []Layout{
	{"posthog", "PostHog", seen, func(e *Event) []string { return []string{posthog(e, "$feature_flag_called")} },
		false},
	{"posthog-both", "PostHog", "documented since 31 August 2026: either event may tell", func(e *Event) []string {
		return []string{posthog(e, []string{"$experiment_exposure", "$feature_flag_called"}[e.User%2])}
	}, false},
	{"statsig", "Statsig", seen, statsig, false},
	{"growthbook", "GrowthBook", "seen but for timestamp, which is documented of the warehouse's table", growthbook,
		false},
	{"mixpanel", "Mixpanel", "seen: seconds of the SDK for Python; milliseconds, of every second user, as callers " +
		"give them to that for node", mixpanel, false},
	{"launchdarkly", "LaunchDarkly", seen, launchdarkly, false},
	{"optimizely", "Optimizely", seen, optimizely, false},
	{"segment", "Segment", "seen; that exposures are called Experiment Viewed is the convention", segment, false},
	{"rudderstack", "RudderStack", "seen; the time of every second user is the caller's own", rudderstack, false},
	{"absmartly", "ABsmartly", seen, absmartly, false},
	{"vwo", "VWO", seen, vwo, false},
	{"devcycle", "DevCycle", seen, devcycle, false},
	{"amplitude", "Amplitude", seen, amplitude, false},
	{"amplitude-by-hand", "Amplitude", "seen: the exposure that is tracked by hand", amplitudeByHand, false},
	{"amplitude-assignment", "Amplitude", "seen; event_time and $insert_id are documented of its export",
		amplitudeAssignment, false},
	{"split", "Split", seen, split, false},
	{"snowplow", "Snowplow", "seen: plain, and of every second user in base64", snowplow, false},
	{"opentelemetry", "OpenTelemetry", "seen; the key of the user of events of one's own is anybody's",
		func(e *Event) []string { return lines(logRecord(e)) }, false},
	{"opentelemetry-file", "OpenTelemetry", "seen: the file of a collector", func(e *Event) []string {
		if s := logRecord(e); s != "" {
			return []string{`{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[` + s + `]}]}]}`}
		}
		return nil
	}, false},
	{"eppo", "Eppo", "seen: the assignment logger; events are of any table with the same subject", eppo, true},
	{"ga4", "Google Analytics 4", documented, ga4, false},
}

// Find gives the layout of a name; the error lists them.
func Find(name string) (Layout, error) {
	i := slices.IndexFunc(Layouts, func(l Layout) bool { return l.Name == name })
	if i < 0 {
		var names []string
		for _, l := range Layouts {
			names = append(names, l.Name)
		}
		return Layout{}, fmt.Errorf("there is no layout %q to tell events in; there are %s", name,
			strings.Join(names, ", "))
	}
	return Layouts[i], nil
}

// lines is a line unless there is none.
func lines(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// line is one object a line.
func line(list ...pair) []string { return []string{object(list...)} }

func posthog(e *Event, exposure string) string {
	var p []pair
	if e.Exposes {
		p = []pair{text("$feature_flag", e.Experiment), {"$feature_flag_response", e.Arm.of(`"control"`, `"test"`,
			"false")}}
	}
	return object(text("event", e.named(exposure)), text("distinct_id", e.user()), text("timestamp", e.iso()),
		text("uuid", e.ID), pair{"properties", object(e.properties(p...)...)})
}

func statsig(e *Event) []string {
	var p []pair
	if e.Exposes {
		p = []pair{text("config", e.Experiment), text("ruleID", e.Arm.of("9aControl", "7bTest", "layerAssignment"))}
	}
	return line(text("eventName", e.named("statsig::config_exposure")), pair{"user", object(text("userID", e.user()))},
		pair{"time", fmt.Sprint(e.ms())}, pair{"metadata", object(e.properties(p...)...)})
}

func growthbook(e *Event) []string {
	if e.silent() {
		return nil
	}
	var p []pair
	if e.Exposes {
		p = []pair{text("experimentId", e.Experiment), text("variationId", e.Arm.of("0", "1", "")),
			text("hashAttribute", "id"), text("hashValue", e.user())}
	}
	return line(text("event_name", e.named("Experiment Viewed")), text("user_id", e.user()), text("timestamp", e.iso()),
		pair{"properties_json", object(e.properties(p...)...)})
}

func mixpanel(e *Event) []string {
	if e.silent() {
		return nil
	}
	at := []string{e.seconds(), fmt.Sprint(e.ms())}[e.User%2]
	p := []pair{text("distinct_id", e.user()), {"time", at}, text("$insert_id", e.ID)}
	if e.Exposes {
		p = append(p, text("Experiment name", e.Experiment), text("Variant name", e.Arm.of("control", "test", "")))
	}
	return line(text("event", e.named("$experiment_started")), pair{"properties", object(e.properties(p...)...)})
}

func launchdarkly(e *Event) []string {
	at, who := pair{"creationDate", fmt.Sprint(e.ms())}, pair{"context", object(text("kind", "user"),
		text("key", e.user()))}
	if e.Exposes {
		reason := []pair{text("kind", "FALLTHROUGH"), {"inExperiment", e.Arm.of("true", "true", "")}}
		return line(text("kind", "feature"), at, who, text("key", e.Experiment),
			pair{"variation", e.Arm.of("0", "1", "0")}, pair{"reason", object(reason...)})
	}
	return line(text("kind", "custom"), at, who, text("key", e.Name), pair{"data", object(e.properties()...)})
}

func optimizely(e *Event) []string {
	inside := object(pair{"events", "[" + object(text("key", e.Name), pair{"timestamp", fmt.Sprint(e.ms())},
		text("uuid", e.ID), pair{"tags", object(e.properties()...)}) + "]"})
	if e.Exposes {
		decided := object(text("experiment_id", e.Arm.of(e.Experiment, e.Experiment, "rollout-1")),
			pair{"metadata", object(text("rule_type", e.Arm.of("feature-test", "feature-test", "rollout")),
				text("variation_key", e.Arm.of("control", "test", "on")))})
		inside = object(pair{"decisions", "[" + decided + "]"},
			pair{"events", "[" + object(text("key", "campaign_activated"), pair{"timestamp", fmt.Sprint(e.ms())},
				text("uuid", e.ID)) + "]"})
	}
	return line(text("visitor_id", e.user()), pair{"snapshots", "[" + inside + "]"})
}

// tracked are the members of a call to track, as Segment and RudderStack have them.
func tracked(e *Event, arm pair) []pair {
	var p []pair
	if e.Exposes {
		p = []pair{text("experiment_id", e.Experiment), arm}
	}
	return []pair{text("type", "track"), text("event", e.named("Experiment Viewed")),
		{"properties", object(e.properties(p...)...)}}
}

func segment(e *Event) []string {
	if e.silent() {
		return nil
	}
	who := []pair{text("userId", e.user())}
	if e.User%2 == 0 { // not logged in
		who = []pair{{"userId", "null"}, text("anonymousId", e.user())}
	}
	return line(append(append([]pair{text("messageId", e.ID), text("timestamp", e.iso())}, who...),
		tracked(e, text("variation_name", e.Arm.of("control", "test", "")))...)...)
}

func rudderstack(e *Event) []string {
	if e.silent() {
		return nil
	}
	at := []pair{text("originalTimestamp", e.iso())}
	if e.User%2 == 1 {
		at = []pair{text("timestamp", e.iso()), text("originalTimestamp", "2031-01-01T00:00:00Z")}
	}
	return line(append(append([]pair{text("messageId", e.ID), text("channel", "server"), text("userId", e.user())},
		at...), tracked(e, pair{"variation_id", e.Arm.of("0", "1", "")})...)...)
}

// absmartly has numbers alone among the properties of goals.
func absmartly(e *Event) []string {
	who := pair{"units", "[" + object(text("type", "user_id"), text("uid", e.user())) + "]"}
	if e.Exposes {
		exposed := object(text("name", e.Experiment), pair{"exposedAt", fmt.Sprint(e.ms())},
			pair{"variant", e.Arm.of("0", "1", "0")}, pair{"assigned", "true"},
			pair{"eligible", e.Arm.of("true", "true", "false")})
		return line(who, pair{"exposures", "[" + exposed + "]"}, pair{"goals", "[]"})
	}
	p := []pair{}
	if e.Suggestion != 0 {
		p = append(p, pair{"suggestion_no", fmt.Sprint(e.Suggestion >> 12)}) // a double holds 53 bits
	}
	if !math.IsNaN(e.Latency) {
		p = append(p, pair{"latency_ms", number(e.Latency)})
	}
	goal := object(text("name", e.Name), pair{"achievedAt", fmt.Sprint(e.ms())}, pair{"properties", object(p...)})
	return line(who, pair{"exposures", "[]"}, pair{"goals", "[" + goal + "]"})
}

func vwo(e *Event) []string {
	if e.silent() {
		return nil
	}
	p := []pair{{"id", "1"}, {"variation", "1"}} // a constant on events of one's own
	if e.Exposes {
		p = []pair{{"id", "11"}, {"variation", e.Arm.of("1", "2", "")}}
	}
	inside := object(text("name", e.named("vwo_variationShown")), pair{"time", fmt.Sprint(e.ms())},
		pair{"props", object(e.properties(p...)...)})
	return line(pair{"d", object(text("msgId", e.ID), text("visId", strings.ToUpper(e.user())), pair{"event", inside})})
}

// devcycle has no exposures: every event carries the arms that its user has met.
func devcycle(e *Event) []string {
	vars := ""
	if e.Met {
		vars = e.Arm.of("v1", "v2", "")
	}
	var arms []pair
	if vars != "" {
		arms = []pair{text("f1", vars)}
	}
	return line(text("type", "customEvent"), text("customType", e.named("flag_read")), text("user_id", e.user()),
		text("date", e.iso()),
		pair{"featureVars", object(arms...)}, pair{"metaData", object(e.properties()...)})
}

// amplitudeRow has a counter that bears the name event_id.
func amplitudeRow(e *Event, name string, p []pair, at ...pair) []string {
	list := append([]pair{text("event_type", name), text("user_id", e.user()), {"event_id", fmt.Sprint(e.User % 2)}},
		at...)
	return line(append(list, pair{"event_properties", object(e.properties(p...)...)})...)
}

func (e *Event) amplitudeTimes() []pair {
	return []pair{text("insert_id", e.ID), {"time", fmt.Sprint(e.ms())}}
}

func amplitude(e *Event) []string {
	if e.silent() {
		return nil
	}
	var p []pair
	if e.Exposes {
		p = []pair{text("[Experiment] Flag Key", e.Experiment), text("[Experiment] Variant", e.Arm.of("control", "test",
			""))}
	}
	return amplitudeRow(e, e.named("[Experiment] Exposure"), p, e.amplitudeTimes()...)
}

func amplitudeByHand(e *Event) []string {
	if e.silent() {
		return nil
	}
	var p []pair
	if e.Exposes {
		p = []pair{text("flag_key", e.Experiment), text("variant", e.Arm.of("control", "test", ""))}
	}
	return amplitudeRow(e, e.named("$exposure"), p, e.amplitudeTimes()...)
}

func amplitudeAssignment(e *Event) []string {
	if e.silent() {
		return nil
	}
	var p []pair
	if e.Exposes {
		p = []pair{text(e.Experiment+".variant", e.Arm.of("control", "test", ""))}
	}
	at := strings.TrimSuffix(strings.Replace(e.iso(), "T", " ", 1), "Z") + "000"
	return amplitudeRow(e, e.named("[Experiment] Assignment"), p, text("$insert_id", e.ID), text("event_time", at))
}

func split(e *Event) []string {
	if e.Exposes {
		return line(pair{"impression", object(text("feature", e.Experiment), text("keyName", e.user()),
			text("treatment", e.Arm.of("off", "on", "off")), pair{"time", fmt.Sprint(e.ms())},
			text("label", e.Arm.of("default rule", "default rule", "not in split")))})
	}
	return line(text("eventTypeId", e.Name), text("key", e.user()), pair{"timestamp", fmt.Sprint(e.ms())},
		pair{"properties", object(e.properties()...)})
}

func snowplow(e *Event) []string {
	if e.silent() {
		return nil
	}
	var p []pair
	if e.Exposes {
		p = []pair{text("experiment_id", e.Experiment), text("variant", e.Arm.of("control", "test", ""))}
	}
	own := object(text("schema", "iglu:com.example/"+e.named("experiment_viewed")+"/jsonschema/1-0-0"),
		pair{"data", object(e.properties(p...)...)})
	body := object(text("schema", "iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0"),
		pair{"data", own})
	told := text("ue_pr", body)
	if e.User%2 == 0 {
		told = text("ue_px", base64.RawURLEncoding.EncodeToString([]byte(body)))
	}
	return line(text("e", "ue"), text("eid", e.ID), text("uid", e.user()), text("dtm", fmt.Sprint(e.ms())), told)
}

// logRecord is an event as a log record; an evaluation that fails has no variant.
func logRecord(e *Event) string {
	if e.silent() {
		return ""
	}
	attribute := func(p pair) string {
		kind := "doubleValue"
		if strings.HasPrefix(p.value, `"`) {
			kind = "stringValue"
		}
		return object(text("key", p.key), pair{"value", object(pair{kind, p.value})})
	}
	p := e.properties(text("enduser.id", e.user()))
	if e.Exposes {
		p = []pair{text("feature_flag.key", e.Experiment), text("feature_flag.result.variant",
			e.Arm.of("control", "test", "")), text("feature_flag.context.id", e.user())}
	}
	var list []string
	for _, x := range p {
		list = append(list, attribute(x))
	}
	return object(text("timeUnixNano", fmt.Sprintf("%d000", e.At)),
		text("eventName", e.named("feature_flag.evaluation")), pair{"attributes", "[" + strings.Join(list, ",") + "]"})
}

func ga4(e *Event) []string {
	if e.silent() {
		return nil
	}
	p := e.properties()
	if e.Exposes {
		p = []pair{text("experiment_id", e.Experiment), {"variation_id", e.Arm.of("0", "1", "")}}
	}
	var list []string
	for _, x := range p {
		kind := "double_value"
		switch {
		case strings.HasPrefix(x.value, `"`):
			kind = "string_value"
		case !strings.Contains(x.value, "."):
			kind = "int_value"
		}
		list = append(list, object(text("key", x.key), pair{"value", object(pair{kind, x.value})}))
	}
	return line(text("event_name", e.named("experiment_viewed")), pair{"event_timestamp", fmt.Sprint(e.At)},
		text("user_pseudo_id", e.user()), pair{"event_params", "[" + strings.Join(list, ",") + "]"})
}

func eppo(e *Event) []string {
	if e.silent() {
		return nil
	}
	who := []pair{text("subject", e.user()), text("timestamp", e.iso())}
	if e.Exposes {
		arm := e.Arm.of("control", "test", "")
		return line(append(who, text("featureFlag", e.Experiment), text("allocation", "all"),
			text("experiment", e.Experiment+"-all"), text("variation", arm))...)
	}
	return line(append(who, append([]pair{text("event", e.Name), text("event_id", e.ID)}, e.properties()...)...)...)
}
