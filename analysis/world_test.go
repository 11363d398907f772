package analysis_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// world is a hand-built study: units in plain Go, so that tests can work out
// every number a second time, and the same units as study tables.
type world struct {
	exp   *spec.Experiment
	units []person
	to    int64
	arms  []string // "control", "treatment" unless set

	attributes []study.Attribute
	words      [][]string // of the text attributes
	traits     []spec.Trait
	noSession  bool
	asked      bool // units have requests, and suggestions are looked for after their accept
	logged     []study.Logged
}

type person struct {
	row   study.UnitRow
	days  []dayRow
	suggs []study.SuggestionRow
	asked []study.RequestRow
}

type dayRow struct {
	day spec.Day
	v   []int64
}

const (
	day0   = spec.Day(20544) // 2026-04-01
	minute = int64(60_000_000)
	hour   = 60 * minute
	oneDay = 24 * hour
)

func experiment() *spec.Experiment {
	return &spec.Experiment{ID: "t", Slug: "t", Layout: spec.Events, Zone: time.UTC, Start: day0, End: day0 + 13,
		Arms:     []spec.Arm{{Name: "control", Share: 0.5, Control: true}, {Name: "treatment", Share: 0.5}},
		Window:   7 * 24 * time.Hour,
		Segments: []string{"platform"},
		Suggestions: spec.SuggestionRules{Attribution: 5 * time.Minute, AttributionGiven: true,
			Events: map[string][]string{"shown": {"shown"}, "accepted": {"accepted"}}},
		Metrics: []spec.Metric{
			{Name: "acceptance_rate", Kind: spec.Ratio, Role: spec.Primary, Builtin: true,
				MinimumEffect: spec.Amount{Value: 0.02, Form: spec.Relative, Text: "2%"}},
			{Name: "tasks", Kind: spec.Mean, Role: spec.Secondary, Numerator: spec.Aggregate{Event: []string{"task"},
				How: spec.Count}},
			{Name: "spend_per_task", Kind: spec.Ratio, Role: spec.Secondary, Scale: 9,
				Numerator:   spec.Aggregate{Event: []string{"buy"}, Field: "value", How: spec.Sum},
				Denominator: spec.Aggregate{Event: []string{"task"}, How: spec.Count}},
			{Name: "converted", Kind: spec.Proportion, Role: spec.Guardrail, Window: 3 * 24 * time.Hour,
				Numerator: spec.Aggregate{Event: []string{"buy"}, How: spec.Any}, Margin: spec.Amount{Value: 0.05,
					Form: spec.Points, Text: "5pp"}},
		},
		Statistics: spec.Statistics{Alpha: 0.05, SegmentMinUnits: 30, MaxImmature: 0.2, SRMAlpha: 0.001},
		Decision:   spec.Decision{Planned: spec.NoDay, MinWeeks: 2, ChanceEnough: 0.5, GuardAlpha: 0.05},
		MaxBadRows: 0.01,
	}
}

// draw fills a world with n units of both arms over 14 days.
func draw(seed uint64, n int) *world {
	r := rand.New(rand.NewPCG(seed, 7))
	w := &world{exp: experiment(), to: (day0 + 15).Start(time.UTC) + 3*hour}
	for i := range n {
		at := day0.Start(time.UTC) + r.Int64N(14*oneDay)
		p := person{row: study.UnitRow{Unit: "u" + strconv.Itoa(100000+i), Arm: i % 2, ExposedAt: at,
			Day:       spec.DayOf(at, time.UTC),
			Crossover: r.IntN(40) == 0, Seg: []int32{int32(r.IntN(3))}, Var: make([]int64, 4)}}
		for d := p.row.Day; d <= p.row.Day+6; d++ { // within the window, whole days to keep it simple
			if r.IntN(2) == 0 || d.Start(time.UTC) > w.to {
				continue
			}
			spend := int64(0)
			bought := int64(0)
			if r.IntN(4) == 0 {
				spend = r.Int64N(50_000_000_000)
				if p.row.Var[3] == 0 && d < p.row.Day+3 {
					bought = 1
				}
			}
			v := []int64{1 + r.Int64N(4), spend, 1 + r.Int64N(4), bought}
			v[2] = v[0]
			p.days = append(p.days, dayRow{d, v})
			for k := range v {
				p.row.Var[k] += v[k]
			}
		}
		lambda := 1 + r.IntN(12)
		t := at
		for s := 0; s < lambda; s++ {
			t += r.Int64N(14 * hour)
			if t > w.to || t >= at+7*oneDay {
				break
			}
			g := study.SuggestionRow{ShownAt: t, ClosesAt: t + 5*minute, Session: int32(s / 3),
				NotSeen: r.IntN(15) == 0}
			if x := r.IntN(100); x < 30+4*(i%2) {
				g.Decision = study.Decision(1 + r.IntN(4))
				g.ClosesAt += 5 * minute
				g.NotSeen = false
			} else if x < 60 {
				g.Decision = study.Decision(5 + r.IntN(3))
				g.NotSeen = g.NotSeen && g.Decision == study.Superseded
			}
			g.Decided = t + r.Int64N(4*minute)
			p.suggs = append(p.suggs, g)
		}
		w.units = append(w.units, p)
	}
	return w
}

// tables puts the units into parts partitions, unit i into part order[i%parts].
func (w *world) tables(t *testing.T, parts int) (*study.Tables, spec.Demand) {
	t.Helper()
	demand := analysis.Needs(w.exp)
	arms, control := []string{"control", "treatment"}, 0
	if w.arms != nil {
		arms, control = w.arms, slices.Index(w.arms, "control")
	}
	shape := study.Shape{Arms: arms, Control: control, Segments: w.exp.Segments, Variables: demand.Variables,
		Attributes: w.attributes, Traits: w.traits, HasRequests: w.asked, Persisted: w.asked}
	dict := study.Dictionaries{}
	for range w.exp.Segments {
		dict.Segments = append(dict.Segments, study.Words([]string{"", "mac", "linux"}))
	}
	for _, words := range w.words {
		dict.Attributes = append(dict.Attributes, study.Words(words))
	}
	tables := &study.Tables{Shape: shape, Parts: parts, From: day0.Start(time.UTC), To: w.to, HasTime: true,
		UnitName: "user_id", HasDecisionTime: true, NoSession: w.noSession, Logged: w.logged}
	for _, p := range w.units {
		tables.Read += int64(1 + len(p.days) + len(p.suggs))
	}
	opened := make([]atomic.Int32, parts)
	tables.Open = func(_ context.Context, i int) (*study.Partition, error) {
		if n := opened[i].Add(1); n > 1 {
			t.Errorf("partition %d is opened %d times", i, n)
		}
		b := study.NewBuilder(shape, dict, demand.Days, demand.Suggestions)
		tally := sums.Tally{Bridge: make([]sums.BridgeCount, len(arms)), Rules: map[string]int64{}}
		for n, p := range w.units {
			if n*7%parts != i {
				continue
			}
			tally.Rules["attributed"]++
			tally.Used += int64(1 + len(p.days) + len(p.suggs))
			b.Unit(&p.row)
			if demand.Days {
				for _, d := range p.days {
					b.Day(d.day, d.v, nil)
				}
			}
			if !demand.Suggestions {
				continue
			}
			for _, a := range p.asked {
				b.Request(a)
			}
			for _, s := range p.suggs {
				b.Suggestion(&s)
				if p.row.Crossover {
					continue
				}
				if w.asked && s.Kept >= 0 {
					tally.Check(sums.Checked(float64(s.Kept)), 1)
				}
				c := &tally.Bridge[p.row.Arm]
				for k := range sums.BridgeTallied {
					c.Shown[k]++
					switch {
					case s.Decision == study.Undecided:
						c.Ignored[k]++
					case s.Decision <= study.Reverted:
						c.Accepted[k]++
					}
				}
			}
		}
		return b.Partition(tally), nil
	}
	return tables, demand
}

func (w *world) analyze(t *testing.T, parts, workers int) *report.Report {
	t.Helper()
	tables, demand := w.tables(t, parts)
	r, err := readout.Analyze(context.Background(), w.exp, demand, tables, readout.Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func metricOf(t *testing.T, r *report.Report, name string) report.Metric {
	t.Helper()
	for _, m := range r.Metrics {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("the report has no metric %s", name)
	return report.Metric{}
}
