package config

import (
	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// looks reads how often the data may be looked at, and how alpha is shared out.
// Planned looks decide in place of the always-valid band, so what would leave
// both or neither to decide is refused.
func looks(t *object, e *spec.Experiment, s *spec.Statistics) {
	s.Looks = t.whole("looks")
	if t.has("spending") && !t.has("looks") {
		t.bad("spending", "shares alpha out over planned looks, and none are planned; say how many, such as looks: 4")
	}
	spending := spec.Spending(t.oneOf("spending"))
	if s.Looks == 0 {
		return
	}
	s.Spending = spending
	days := int(e.End-e.Start) + 1
	switch {
	case e.Start == spec.NoDay || e.End == spec.NoDay:
		t.bad("looks", "are spread evenly from start to end, so the file must give both")
	case e.End >= e.Start && s.Looks > days:
		t.bad("looks", "%d looks do not fit in %d days; a look reads the data to the end of a day", s.Looks, days)
	}
	if !s.Sequential {
		t.bad("looks", "decide before the end, which sequential: false rules out; leave one of the two out")
	}
	if s.CUPED > 0 {
		t.bad("looks", "read every day's data, which are not adjusted for the time before exposure, so they do not "+
			"go with cuped; leave one of the two out")
	}
}

// looksSentence says when looks are made and what they decide by.
func looksSentence(e *spec.Experiment) string {
	days := e.LookDays()
	n := len(days)
	at := make([]string, 0, n)
	for _, d := range days {
		at = append(at, d.String())
	}
	if n > 8 {
		at = append(append(at[:3:3], "…"), at[n-1])
	}
	return counted.Sprintf("%d looks are planned, at the end of %s: at each the interval of its %s boundary decides, "+
		"in place of the always-valid band and at the end in place of the fixed interval; between looks nothing new "+
		"is decided.",
		n, list(at), spendingWords[e.Statistics.Spending])
}

var spendingWords = map[spec.Spending]string{spec.OBrienFleming: "O'Brien–Fleming (little alpha early)",
	spec.Pocock: "Pocock (alike at every look)", spec.PowerSpending: "power (alpha by the square of the time passed)"}
