package preset

// What these send has no time in it, or one that counts from another.
var (
	reflag = Preset{Key: "reflag", Name: "Reflag", Seen: "captured (node-sdk 1.7)",
		Marks: []string{"evalContext.user.id", "evalResult", "key"},
		Refuse: "its checks carry no time: whoever logs them must add one. Bind it then by hand, with key as " +
			"experiment and evalResult as variant"}
	configcat = Preset{Key: "configcat", Name: "ConfigCat", Seen: "captured (openfeature provider 1.1)",
		Marks: []string{"variationId", "user.identifier", "key"},
		Refuse: "its evaluations carry no time (fetchTime is that of the settings): whoever logs them must add one. " +
			"Bind it then by hand, with key as experiment and variationId as variant"}
	flagship = Preset{Key: "flagship", Name: "Flagship", Seen: "captured (js-sdk 5.2)", Marks: []string{"caid", "vaid",
		"vid"},
		Refuse: "its times (qt) are milliseconds before sending, and when that was is in no row; export activations " +
			"with their time"}
)
