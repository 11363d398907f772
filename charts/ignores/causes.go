package ignores

import (
	"fmt"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// mechanisms are the words for what a cause is called in the report.
var mechanisms = map[string]string{
	"not_seen":         "it is shown, but not looked at",
	"bad_timing":       "it comes at a bad time",
	"too_slow":         "it comes too late",
	"low_relevance":    "it does not fit the task",
	"over_volume":      "too much is shown",
	"repeats":          "the same is shown again",
	"effort_to_verify": "it takes too much effort to check",
	"distrust":         "people do not trust it",
	"redundant":        "people do it by hand",
	"wrong_audience":   "some people {ignore:everything}",
	"no_onboarding":    "people were never shown what it is for",
	"decay":            "it wears off with time",
	"short_window":     "the time to answer is too short",
	"mix_shift":        "more is shown where more is {ignored}",
	"miscalibrated":    "the confidence promises too much",
	"unexplained":      "a place, not yet a reason",
}

func (s *subject) mechanism(m string) string {
	return say.OrElse(s.say(mechanisms[m]), strings.ReplaceAll(say.Name(m), "_", " "))
}

// badges are the words for how strong the evidence is.
var badges = map[string]string{"randomised": "randomised", "adjusted": "adjusted", "observed": "observed only"}

func badgeWord(b string) string { return say.OrElse(badges[b], say.Name(b)) }

// causesSection lists what is confirmed.
func (s *subject) causesSection() (doc.Section, bool) {
	sec := doc.Section{ID: "causes", Topic: "Causes", Ahead: true, Plain: true, Heading: "No cause is confirmed"}
	if len(s.Causes) == 0 {
		sec.Lead = []string{"That is no proof that there is none: only the lenses on this page were tried, and what " +
			"is not logged cannot be seen."}
		return sec, true
	}
	sec.Heading = say.Plural(len(s.Causes), "confirmed cause, worth ", "confirmed causes, the largest worth ") +
		say.Difference(s.Causes[0].Points, say.Cost).Estimate()
	sec.Lead = []string{s.say("Points are what the {ignore rate} would fall by were it there as it is elsewhere, " +
		"estimated on the half of the units that did not suggest the cause.")}
	if s.of.Name == "dismissed" {
		sec.Lead = append(sec.Lead, "One suggestion has one outcome: where more is ignored, less is left to dismiss.")
	}
	t := doc.Table{Caption: "Confirmed causes by points", Head: []doc.Column{{Text: "Cause"},
		{Text: "Points", Num: true}, {Text: s.say("{Ignore rate} of seen would be"), Num: true},
		{Text: "Users", Num: true}, {Text: "Evidence"}, {Text: "Place"}}}
	rivals := doc.Table{Caption: "Other explanations", Head: []doc.Column{{Text: "Cause"}, {Text: "It may also be"}}}
	for _, c := range s.Causes {
		sp := say.Difference(c.Points, say.Cost)
		t.Rows = append(t.Rows, []doc.Cell{{Text: s.ranked(&c), Sub: tiedText(&c)}, {Text: sp.Value, Sub: sp.Range()},
			wouldBe(&c), {Text: say.Number(c.Users)}, {Text: say.UpperFirst(badgeWord(c.Badge))},
			{Text: say.OrElse(say.Name(c.Level), "(none)"), Sub: say.Name(c.Attribute)}})
		if c.Rival != "" {
			rivals.Rows = append(rivals.Rows, []doc.Cell{{Text: s.ranked(&c)}, {Text: say.Sentence(c.Rival)}})
		}
	}
	t.Foot = s.say("Points and users are those of the confirming half. Adjusted points are the share of suggestions " +
		"times how much more the same users {ignore:there}; the others are the overall rate less the rate elsewhere. " +
		"Where the evidence is observed only, nothing was randomised: the cause is a hypothesis for an experiment.")
	for _, more := range []string{s.tiesText(), s.togetherText()} { // what the table alone would not tell
		if more != "" {
			t.Foot = more + " " + t.Foot
		}
	}
	sec.Tables = append(sec.Tables, t)
	sec.AddFolded(rivals)
	return sec, true
}

// ranked is a cause with its rank: "1. It comes too late".
func (s *subject) ranked(c *report.Cause) string {
	return strconv.Itoa(c.Rank) + ". " + say.UpperFirst(s.mechanism(c.Mechanism))
}

// wouldBe is the ignore rate were it in the cause's place as elsewhere.
func wouldBe(c *report.Cause) doc.Cell {
	if !c.RateTo.Defined() {
		return doc.Cell{Text: say.Dash}
	}
	return doc.Cell{Text: say.Tenth(c.RateTo), Sub: "now " + say.Tenth(c.Rate)}
}

// togetherText is what overlapping causes are worth at once.
func (s *subject) togetherText() string {
	t := s.Together
	if t == nil {
		return ""
	}
	return fmt.Sprintf(s.say("Points of causes that concern the same suggestions do not add up: one by one %s come "+
		"to %s, together they are worth %s. Were it in all of their places as outside, the {ignore rate} would fall "+
		"from %s to %s."),
		"causes "+ranksText(t.Causes), pointsText(t.Sum), say.Difference(t.Points, say.Cost).Estimate(),
		say.Tenth(t.Rate), say.Tenth(t.RateTo))
}

// tiesText says which ranks could stand the other way round.
func (s *subject) tiesText() string {
	var pairs []string
	for i := range s.Causes {
		c := &s.Causes[i]
		var later []int
		for _, r := range c.Tied {
			if r > c.Rank {
				later = append(later, r)
			}
		}
		if len(later) > 0 {
			pairs = append(pairs, fmt.Sprintf("%d with %s", c.Rank, ranksText(later)))
		}
	}
	if len(pairs) == 0 {
		return ""
	}
	return "Ties, where the interval of the difference holds 0, so that the order may be the other one: " +
		strings.Join(pairs, "; ") + "."
}

func ranksText(ranks []int) string {
	var out []string
	for _, r := range ranks {
		out = append(out, strconv.Itoa(r))
	}
	return say.List(out)
}

// tiedText marks a cause whose rank is shared.
func tiedText(c *report.Cause) string {
	if len(c.Tied) == 0 {
		return ""
	}
	return "a tie with " + ranksText(c.Tied)
}
