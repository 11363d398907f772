package readout

import (
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

// subject is what all parts of one view need to know about the report.
type subject struct {
	*report.Report // as the verdict reads it
	raw            *report.Report
	level          string
	live           bool // the page is to come alive
}

// newView reads a report that has been made safe by prepare.
func newView(r *report.Report, o out.Options) *doc.View {
	s := &subject{Report: asDecided(r), raw: r, level: say.Level(r.Alpha), live: o.Page.Alive()}
	switch {
	case r.Looks != nil:
		s.level = "group-sequential " + s.level
	case r.Decision.Early:
		s.level = "always-valid " + say.BandLevel(r.Alpha)
	}
	v := &doc.View{
		Title:      say.Name(r.Experiment),
		What:       "readout",
		Hypothesis: say.Sentence(r.Hypothesis),
		Link:       say.WebLink(r.Link),
		Meta:       s.meta(),
		Cut:        r.DataTo,
		Level:      s.level,
		Withheld:   s.Withheld != nil,
		Verdict:    s.banner(),
		Cards:      s.cards(),
		Health:     r.Health.Status,
		Checked:    true,
		Gates:      doc.Checks(r.Health.Checks),
		GateLine:   doc.CheckLine(doc.Checks(r.Health.Checks)),
		Effects:    s.effects(),
		Program:    o.Program(r.ProgramVersion),
	}
	leaveToCards(&v.Verdict, v.Cards)
	if full := say.Clean(r.Experiment); full != v.Title {
		v.FullTitle = say.Cap(full, 1000)
	}
	for _, c := range r.Cautions {
		if c.Code != notAdjusted {
			v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
		}
	}
	v.Foremost = s.foremostCautions()
	v.Tips = s.tips()
	if s.Embargo != nil {
		v.Effects, v.Sections = nil, s.closedSections(o)
		if h, ok := s.historySection(o.Looks); ok {
			v.Sections = append(v.Sections, h)
		}
		return v
	}
	v.Glance = s.glance()
	v.Sections = []doc.Section{s.effectsSection(v.Effects)}
	if x, ok := s.readingsSection(); ok {
		v.Sections = append(v.Sections, x)
	}
	v.Sections = append(v.Sections, s.liftSection(), s.suggestionsSection())
	if q, ok := s.qualitySection(); ok {
		v.Sections = append(v.Sections, q)
	}
	if a, ok := s.adoptionSection(); ok {
		v.Sections = append(v.Sections, a)
	}
	if f, ok := s.stepsSection(); ok {
		v.Sections = append(v.Sections, f)
	}
	if e, ok := s.evaluationSection(o.Evaluation); ok {
		v.Sections = append(v.Sections, e)
	}
	v.Sections = append(v.Sections, s.segmentsSection(), s.lastingSection())
	if c, ok := s.changedSection(); ok {
		v.Sections = append(v.Sections, c)
	}
	if h, ok := s.historySection(o.Looks); ok {
		v.Sections = append(v.Sections, h)
	}
	v.Sections = append(v.Sections,
		s.rowsSection(),
	)
	if x, ok := doc.AskedSection(s.Rows.Asked); ok {
		v.Sections = append(v.Sections, x)
	}
	v.Sections = append(v.Sections,
		doc.HealthSection(s.Health.Checks),
		s.diagnosticsSection(),
		s.trustSection(o),
	)
	pairOnPaper(v.Sections)
	return v
}

// pairOnPaper lets the sections of half a page stand two by two: what has none beside it takes
// the whole width, or has the funnels beside it, whose picture is as narrow as theirs.
func pairOnPaper(sections []doc.Section) {
	var halves []*doc.Section
	var funnels *doc.Section
	for i := range sections {
		switch x := &sections[i]; {
		case x.Half:
			halves = append(halves, x)
		case x.ID == "funnels" && x.Paper:
			funnels = x
		}
	}
	if len(halves)%2 == 0 {
		return
	}
	if funnels != nil {
		funnels.Half = true
	} else {
		halves[len(halves)-1].Half = false
	}
}

// foremostCautions are the sentences of the cautions that touch the decision.
func (s *subject) foremostCautions() []string {
	var out []string
	add := func(prefix string, list []report.Caution) {
		for _, c := range list {
			if c.TouchesDecision() {
				out = append(out, prefix+say.Sentence(c.Detail))
			}
		}
	}
	add("", s.raw.Cautions)
	for _, m := range s.raw.Metrics {
		add(say.MetricTitle(m.Name)+": ", m.Cautions)
	}
	return out
}

// notAdjusted is the code of a caution that warns of nothing: more could be had.
const notAdjusted = "not_adjusted"

// tips say what would narrow the ranges.
func (s *subject) tips() []string {
	var out []string
	for _, c := range s.raw.Cautions {
		if c.Code == notAdjusted && s.Withheld == nil {
			out = append(out, say.Sentence(c.Detail))
		}
	}
	return out
}

// meta is the header's second line.
func (s *subject) meta() []string {
	var m []string
	add := func(t string) {
		if t != "" {
			m = append(m, t)
		}
	}
	if s.Owner != "" {
		add("Owner " + say.Name(s.Owner))
	}
	if d := say.Days(s.Start, s.End); d != "" {
		add("Runs " + d)
	}
	switch {
	case s.Layout == "summary":
		add("Read from sums of each arm")
	case s.Unit == "row":
		add("Every row is its own unit")
	default:
		add("Assigned by " + say.Name(s.Unit))
	}
	if s.DataTo != "" {
		add("Data to " + say.Instant(s.DataTo))
	} else {
		add("The rows carry no time")
	}
	if s.Planned != "" {
		add("Planned " + say.Day(s.Planned))
	} else {
		add("No plan written beforehand")
	}
	return m
}

// comparing reports whether there is anything to compare.
func (s *subject) comparing() bool {
	for i := range s.Metrics {
		if len(s.Metrics[i].Comparisons) > 0 {
			return true
		}
	}
	return false
}

// byRole returns the metrics of a role in file order.
func (s *subject) byRole(role string) []*report.Metric {
	var out []*report.Metric
	for i := range s.Metrics {
		if s.Metrics[i].Role == role {
			out = append(out, &s.Metrics[i])
		}
	}
	return out
}

// control returns the control arm's name, "" without one.
func (s *subject) control() string {
	for _, a := range s.Arms {
		if a.Control {
			return a.Name
		}
	}
	return ""
}

// treatments counts the arms that are compared with control.
func (s *subject) treatments() int {
	n := 0
	for _, a := range s.Arms {
		if !a.Control {
			n++
		}
	}
	return n
}

// focus is the comparison that the large figures use.
func (s *subject) focus() (*report.Metric, *report.Comparison) { return s.Focus() }

func comparisonOf(cs []report.Comparison, arm string) *report.Comparison {
	for i := range cs {
		if cs[i].Arm == arm {
			return &cs[i]
		}
	}
	return nil
}

func estimateOf(es []report.Estimate, arm string) *report.Estimate {
	for i := range es {
		if es[i].Arm == arm {
			return &es[i]
		}
	}
	return nil
}

// units names what was assigned, as a plural noun.
func (s *subject) units() string {
	switch u := strings.ToLower(s.Unit); {
	case u == "row" && s.Layout != "summary":
		return "rows"
	case strings.HasPrefix(u, "user"):
		return "users"
	}
	return "units"
}
