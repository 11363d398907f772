package ignores

import (
	"fmt"
	"regexp"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// curvesOpen is the number of curves that are there at once; the rest is folded.
const curvesOpen = 6

// curveAsks are what the curves ask.
var curveAsks = map[string]string{
	"latency":         "Is what comes late {ignored} more?",
	"length":          "Is what is long {ignored} more?",
	"position":        "Is what stands further down {ignored} more?",
	"overload":        "Is what comes with many others {ignored} more?",
	"repetition":      "Is what was shown before {ignored} more?",
	"desensitization": "Is more {ignored} the more there was in the session?",
	"novelty":         "Is more {ignored} the longer ago the first one was?",
	"time_of_day":     "Is more {ignored} at some hours?",
	"confidence":      "Is what the model is less sure of {ignored} more?",
}

// doseSection draws the rate under study by the bands of every number.
func (s *subject) doseSection() (doc.Section, bool) {
	if len(s.Dose) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "dose", Topic: "By how much of it", Short: true, Heading: s.doseHeading(),
		Lead: []string{"Every band has two rates: that of all its suggestions, and that of comparing the suggestions " +
			"of the same users. Where only the first differs, the bands differ by who is in them, not by what they " +
			"are."}}
	for i := range s.Dose {
		c := &s.Dose[i]
		t := doc.Table{Caption: say.Name(c.Attribute) + s.say(": {ignored} by band"), Folded: true, Long: true,
			Head: []doc.Column{{Text: "Band"}, {Text: "Seen", Num: true}, {Text: "Users", Num: true},
				{Text: s.say("{Ignored}"), Num: true}, {Text: "Same users", Num: true}}}
		for _, b := range c.Bands {
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.OrElse(say.Name(b.Level), "(none)")},
				{Text: say.Count(b.Seen)}, {Text: say.Count(b.Users)}, rateCell(b.Rate), rateCell(b.Within)})
		}
		if i == 0 {
			t.Foot = "Same users: the rate that the band would have were it asked of everybody, from differences " +
				"between suggestions of one user. " + s.level + " intervals."
		}
		sec.Tables = append(sec.Tables, t)
		if f := s.doseFigure(i, c); f != nil {
			sec.Figures = append(sec.Figures, f)
		}
	}
	return sec, true
}

// rateCell is a share with its interval beneath.
func rateCell(iv report.Interval) doc.Cell {
	return doc.Cell{Text: say.Value(iv.Value, iv.Lo, iv.Hi, say.Percent), Sub: rangeText(iv.Lo, iv.Hi)}
}

// doseEnds are the bands of a curve with the least and the most ignored, by the
// same users' suggestions where they are known; apart: their intervals do not meet.
func doseEnds(c *report.DoseCurve) (least, most int, same, apart bool) {
	known := 0
	for i := range c.Bands {
		if bounded(c.Bands[i].Within) {
			known++
		}
	}
	same = known >= 2
	least, most = -1, -1
	for i := range c.Bands {
		v := bandRate(&c.Bands[i], same)
		if !bounded(v) {
			continue
		}
		if least < 0 || v.Value < bandRate(&c.Bands[least], same).Value {
			least = i
		}
		if most < 0 || v.Value > bandRate(&c.Bands[most], same).Value {
			most = i
		}
	}
	return least, most, same, least >= 0 && bandRate(&c.Bands[least], same).Hi < bandRate(&c.Bands[most], same).Lo
}

// bandRate is a band's rate, that of all or that of the same users.
func bandRate(b *report.DoseBand, same bool) report.Interval {
	if same {
		return b.Within
	}
	return b.Rate
}

func bounded(iv report.Interval) bool {
	return iv.Value.Defined() && iv.Lo.Defined() && iv.Hi.Defined()
}

// doseFinding reads a curve out, "" where no two of its bands differ clearly.
func (s *subject) doseFinding(c *report.DoseCurve) (text string, width float64) {
	least, most, same, apart := doseEnds(c)
	if !apart {
		return "", 0
	}
	who := ""
	if same {
		who = " by the same users"
	}
	lo, hi := &c.Bands[least], &c.Bands[most]
	from, to := bandRate(lo, same).Value, bandRate(hi, same).Value
	return fmt.Sprintf(s.say("By %s, %s are {ignored}%s at %s and %s at %s"), say.Name(c.Attribute), say.Tenth(from),
			who, say.OrElse(say.Name(lo.Level), "(none)"), say.Tenth(to), say.OrElse(say.Name(hi.Level), "(none)")),
		float64(to - from)
}

func (s *subject) doseHeading() string {
	best, width := s.say("By no number does the {ignore rate} of two bands differ clearly"), 0.0
	for i := range s.Dose {
		if text, w := s.doseFinding(&s.Dose[i]); w > width {
			best, width = text, w
		}
	}
	return best
}

// doseFigure draws one curve; nil where no band has a rate.
func (s *subject) doseFigure(i int, c *report.DoseCurve) *draw.Figure {
	p := draw.Plot{Y: s.of.Done, XName: say.Name(c.Attribute)}
	bands, few := drawnBands(c)
	for j, b := range bands {
		p.Bands = append(p.Bands, say.OrElse(say.Name(b.Level), "(none)"))
		p.Marks = append(p.Marks, draw.PlotMark{X: float64(j), Of: b.Rate, Shape: "circle", Token: "inconclusive",
			Shift: -7}, draw.PlotMark{X: float64(j), Of: b.Within, Shape: "diamond", Token: "good", Shift: 7})
	}
	if len(bands) > 16 {
		for j := range p.Marks {
			p.Marks[j].Shift /= 2
		}
	}
	if !p.Drawable() {
		return nil
	}
	finding, _ := s.doseFinding(c)
	sub := ""
	if few > 0 {
		sub = say.Plural(few, "band", "bands") + " with fewer than " + say.Count(leastDrawn) + " suggestions: in the " +
			"table alone."
	}
	short := p
	short.Bands = nil
	for _, b := range p.Bands {
		short.Bands = append(short.Bands, shortBand(b))
	}
	wide := p
	if !wide.NamesFit(510) { // a number that is cut reads as another
		wide = short
	}
	return &draw.Figure{Sub: sub, ID: fmt.Sprintf("figure-dose-%d", i+1), Folded: i >= curvesOpen,
		Title:   say.OrElse(s.say(curveAsks[c.Asks]), s.say("{Ignored} by ")+say.Name(c.Attribute)),
		Finding: say.OrElse(finding, "By "+say.Name(c.Attribute)+" no two bands differ clearly") + ".",
		Key: []draw.KeyItem{{Shape: "key-circle", Token: "inconclusive", Text: "all"}, {Shape: "key-diamond",
			Token: "good", Text: "the same users"}},
		Wide: wide.Drawing(510, 300), Narrow: short.Drawing(360, 290)}
}

// leastDrawn is how many suggestions a band must hold to be drawn.
const leastDrawn = 20

// drawnBands are the bands that hold enough to be drawn, all where that leaves less
// than two, and how many are left out.
func drawnBands(c *report.DoseCurve) (bands []report.DoseBand, few int) {
	for _, b := range c.Bands {
		if b.Seen >= leastDrawn {
			bands = append(bands, b)
		}
	}
	if len(bands) < 2 {
		return c.Bands, 0
	}
	return bands, len(c.Bands) - len(bands)
}

var (
	upTo    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^up to (\S+)( \S+)?$`) })
	over    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^over (\S+)( [^\s\d]\S*)?$`) })
	between = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:over )?(\S+) to (\S+)( \S+)?$`) })
)

// shortBand is a band's name where room is short; the unit is in the name of the number.
func shortBand(level string) string {
	for _, f := range []struct {
		form func() *regexp.Regexp
		to   string
	}{{upTo, "≤$1"}, {between, "$1–$2"}, {over, ">$1"}} {
		if f.form().MatchString(level) {
			return f.form().ReplaceAllString(level, f.to)
		}
	}
	return level
}
