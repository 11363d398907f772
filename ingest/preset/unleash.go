package preset

var unleash = Preset{Key: "unleash", Name: "Unleash", Seen: "captured (unleash-client 6.12)",
	Marks:   []string{"eventType", "featureName", "context.userId"},
	Needs:   []Need{{"timestamp", "its impressions carry no time: whoever logs them must add one, as timestamp"}},
	Sources: []string{"set: {event: exposure}"},
	Event:   "exposure", Experiment: "featureName", Arm: "variant", Outside: []string{"disabled"},
	Columns: []string{"ts: timestamp", "unit: context.userId"}}
