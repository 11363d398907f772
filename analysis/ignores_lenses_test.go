package analysis_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// Words of the text attributes of a rich world.
var (
	labelWords = []string{"", "yes", "0", "maybe"}
	modelWords = []string{"", "m1", "m2"}
)

// rich is a world whose suggestions bear labels, a model, a confidence, a hash of
// their content and a session's id, with some shown at one instant.
func rich(seed uint64, n int) *world {
	w := draw(seed, n)
	r := rand.New(rand.NewPCG(seed, 99))
	w.attributes = []study.Attribute{{Name: "correct"}, {Name: "model"}, {Name: "session"}}
	w.traits = []spec.Trait{{Name: "confidence"}, {Name: "content_hash", Same: true}}
	sessions := []string{""}
	for i := range w.units {
		p := &w.units[i]
		for k := range p.suggs {
			s := &p.suggs[k]
			if k > 0 && r.IntN(3) == 0 {
				closes, decided := s.ClosesAt-s.ShownAt, s.Decided-s.ShownAt
				// together, or soon after
				s.ShownAt = p.suggs[k-1].ShownAt + int64(r.IntN(2))*10*minute*int64(r.IntN(4))
				s.ClosesAt, s.Decided = s.ShownAt+closes, s.ShownAt+decided
			}
			session := 0
			if r.IntN(10) > 0 {
				session = len(sessions)
				sessions = append(sessions, fmt.Sprintf("%s/s %d&é", p.row.Unit, k/3))
			}
			confidence := float32(r.IntN(20)) / 20
			if s.Decision >= study.Accepted && s.Decision <= study.Reverted && r.IntN(2) == 0 {
				confidence = 0.9
			}
			s.Text = []int32{int32(r.IntN(4)), int32(r.IntN(3)), int32(session)}
			s.Trait = []uint32{math.Float32bits(confidence), uint32(r.IntN(6))}
		}
		slices.SortStableFunc(p.suggs,
			func(a, b study.SuggestionRow) int { return int(a.ShownAt/1000 - b.ShownAt/1000) })
	}
	w.words = [][]string{labelWords, modelWords, sessions}
	return w
}

// seen calls f for every mature seen suggestion of units that count.
func (w *world) seen(f func(p *person, i int, s *study.SuggestionRow, ending string)) {
	for u := range w.units {
		p := &w.units[u]
		for i := range p.suggs {
			if e := w.ending(p.suggs[i]); !p.row.Crossover && e != "immature" && e != "not_seen" && e != "superseded" {
				f(p, i, &p.suggs[i], e)
			}
		}
	}
}

// What became of accepted suggestions, arm by arm.
func TestIgnoresKept(t *testing.T) {
	w := draw(21, 300)
	words := map[study.Decision]string{study.Accepted: "as_is", study.Partial: "partial", study.Edited: "edited",
		study.Reverted: "reverted"}
	want := map[string]map[string]int64{"control": {}, "treatment": {}, "all": {}}
	w.seen(func(p *person, _ int, s *study.SuggestionRow, ending string) {
		if ending == "accepted" {
			want[w.exp.Arms[p.row.Arm].Name][words[s.Decision]]++
			want["all"][words[s.Decision]]++
		}
	})
	r := w.ignores(t, 3, 2)
	if len(r.Kept) != 3 {
		t.Fatalf("%d groups", len(r.Kept))
	}
	for _, k := range r.Kept {
		var total int64
		for _, n := range want[k.Arm] {
			total += n
		}
		if k.Accepted != total || len(k.Shares) != 4 || total == 0 {
			t.Errorf("%s: %d accepted in %d shares, want %d", k.Arm, k.Accepted, len(k.Shares), total)
		}
		for _, s := range k.Shares {
			n := want[k.Arm][s.Outcome]
			if s.Count != n || n == 0 {
				t.Errorf("%s, %s: %d, want %d", k.Arm, s.Outcome, s.Count, n)
			}
			nearly(t, k.Arm+" "+s.Outcome, s.Value, float64(n)/float64(total))
			if !(s.Lo < s.Value && s.Value < s.Hi) {
				t.Errorf("%s, %s: %v outside %v to %v", k.Arm, s.Outcome, s.Value, s.Lo, s.Hi)
			}
		}
	}
	for i := range w.units {
		for k := range w.units[i].suggs {
			if s := &w.units[i].suggs[k]; s.Decision <= study.Reverted && s.Decision != study.Undecided {
				s.Decision = study.Accepted
			}
		}
	}
	if r = w.ignores(t, 1, 1); len(r.Kept) != 0 {
		t.Errorf("nothing is logged of what was kept, and the lens says %+v", r.Kept)
	}
}

// Right and wrong by labels, counted a second time; without labels the bounds.
func TestIgnoresReliance(t *testing.T) {
	w := rich(22, 300)
	var n [2][2]int64 // used, good
	var seen, unused int64
	byUnit := map[string][2]float64{} // bad and not used, not used; of the labelled
	w.seen(func(p *person, _ int, s *study.SuggestionRow, ending string) {
		seen++
		used := 0
		if ending == "accepted" {
			used = 1
		} else {
			unused++
		}
		if label := labelWords[s.Text[0]]; label == "yes" || label == "0" {
			good := map[string]int{"yes": 1}[label]
			n[used][good]++
			if used == 0 {
				c := byUnit[p.row.Unit]
				byUnit[p.row.Unit] = [2]float64{c[0] + float64(1-good), c[1] + 1}
			}
		}
	})
	r := w.ignores(t, 3, 2)
	l := r.Reliance
	if l.From != "labels" || l.Seen != seen || l.Labelled != n[0][0]+n[0][1]+n[1][0]+n[1][1] || l.UsedGood != n[1][1] ||
		l.UsedBad != n[1][0] || l.UnusedGood != n[0][1] || l.UnusedBad != n[0][0] {
		t.Errorf("%+v, want %v of %d", l, n, seen)
	}
	f := func(a, b int64) float64 { return float64(a) / float64(a+b) }
	nearly(t, "under-reliance", l.Under.Value, f(n[0][1], n[1][1]))
	nearly(t, "over-reliance", l.Over.Value, f(n[1][0], n[0][0]))
	nearly(t, "rightly left", l.Right.Value, f(n[0][0], n[0][1]))
	nearly(t, "good and left", l.Bounds.Value, float64(n[0][1])/float64(l.Labelled))
	nearly(t, "good", l.Good, f(n[0][1]+n[1][1], n[0][0]+n[1][0]))
	var a, b, square float64
	for _, c := range byUnit {
		a, b = a+c[0], b+c[1]
	}
	for _, c := range byUnit {
		square += (c[0] - a/b*c[1]) * (c[0] - a/b*c[1])
	}
	g := float64(len(byUnit))
	half := stats.StudentISF(0.025, g-1) * math.Sqrt(square*g/(g-1)) / b
	nearly(t, "lower bound of rightly left", l.Right.Lo, a/b-half)
	nearly(t, "upper bound of rightly left", l.Right.Hi, a/b+half)
	if !(l.Bounds.Lo < l.Bounds.Value && l.Bounds.Value < l.Bounds.Hi) {
		t.Errorf("good and left unused is %+v", l.Bounds)
	}

	w.attributes, w.words = w.attributes[1:], w.words[1:]
	for i := range w.units {
		for k := range w.units[i].suggs {
			w.units[i].suggs[k].Text = w.units[i].suggs[k].Text[1:]
		}
	}
	if r = w.ignores(t, 2, 1); r.Reliance != nil {
		t.Errorf("without labels and without a stated share: %+v", r.Reliance)
	}
	for _, known := range []float64{0.83, 0.2, 1} {
		w.exp.Suggestions.KnownGood = known
		l, share := w.ignores(t, 2, 1).Reliance, float64(unused)/float64(seen)
		if l.From != "stated" || l.Labelled != 0 || l.Under.Value.Defined() || l.Bounds.Value.Defined() {
			t.Errorf("%+v", l)
		}
		nearly(t, "not used", l.Unused, share)
		nearly(t, "at least", l.Bounds.Lo, math.Max(0, share+known-1))
		nearly(t, "at most", l.Bounds.Hi, math.Min(share, known))
	}
}

// The confidence against what was accepted: scores, bins and what hiding would leave.
func TestIgnoresCalibration(t *testing.T) {
	w := rich(23, 300)
	var confidence []float64
	var yes []bool
	accepts := 0.0
	w.seen(func(_ *person, _ int, s *study.SuggestionRow, ending string) {
		confidence, yes = append(confidence, float64(math.Float32frombits(s.Trait[0]))),
			append(yes, ending == "accepted")
		if ending == "accepted" {
			accepts++
		}
	})
	n := float64(len(yes))
	l := w.ignores(t, 3, 2).Calibration
	brier, above, pairs := 0.0, 0.0, 0.0
	for i, y := range yes {
		o := 0.0
		if y {
			o = 1
		}
		brier += (confidence[i] - o) * (confidence[i] - o) / n
		for j, z := range yes {
			if y && !z {
				pairs++
				switch {
				case confidence[i] > confidence[j]:
					above++
				case confidence[i] == confidence[j]:
					above += 0.5
				}
			}
		}
	}
	nearly(t, "Brier score", l.Brier, brier)
	nearly(t, "AUC", l.AUC.Value, above/pairs)
	nearly(t, "uncertainty", l.Uncertainty, accepts/n*(1-accepts/n))
	nearly(t, "the parts of the Brier score", l.Reliability-l.Resolution+l.Uncertainty+l.WithinBins, brier)
	var binned int64
	ece := 0.0
	for i, b := range l.Bins {
		var rows, hit, sum float64
		for k, c := range confidence {
			if c >= float64(b.From) && c <= float64(b.To) {
				rows, sum = rows+1, sum+c
				if yes[k] {
					hit++
				}
			}
		}
		binned += b.Seen
		if float64(b.Seen) != rows || i > 0 && !(b.From > l.Bins[i-1].To) {
			t.Errorf("bin %d has %d suggestions, want %v", i, b.Seen, rows)
		}
		nearly(t, "observed", b.Observed.Value, hit/rows)
		nearly(t, "mean confidence", b.Mean, sum/rows)
		ece += math.Abs(hit-sum) / n
	}
	nearly(t, "mean gap", l.ECE, ece)
	if binned != int64(n) || l.Seen != binned || len(l.Bins) < 5 {
		t.Errorf("%d bins hold %d of %v", len(l.Bins), binned, n)
	}
	if len(l.Hide) != 9 {
		t.Fatalf("%d thresholds", len(l.Hide))
	}
	for _, h := range l.Hide {
		var shown, kept float64
		for i, c := range confidence {
			if c >= float64(h.Below) {
				shown++
				if yes[i] {
					kept++
				}
			}
		}
		nearly(t, "shown", h.Shown, shown/n)
		nearly(t, "acceptance", h.Acceptance, kept/shown)
		nearly(t, "lost", h.Lost, 1-kept/accepts)
	}
	if l.Labels == nil || l.Labels.Against != "correctness" || l.Labels.Seen >= l.Seen || l.Labels.Seen == 0 {
		t.Errorf("against labels: %+v", l.Labels)
	}
}

// Two models against each other, and two levels of a segment.
func TestIgnoresCompare(t *testing.T) {
	w := rich(24, 400)
	w.exp.Compare = []spec.Contrast{{By: "model", From: "m1", To: "m2"}, {By: "platform", From: "linux", To: "mac"},
		{By: "half"}, {By: "model", From: "m1", To: "m9"}}
	seen, ignored := map[string]float64{}, map[string]float64{}
	w.seen(func(p *person, _ int, s *study.SuggestionRow, ending string) {
		for _, k := range []string{modelWords[s.Text[1]], []string{"none", "mac", "linux"}[p.row.Seg[0]]} {
			seen[k]++
			if ending == "ignored" {
				ignored[k]++
			}
		}
	})
	r := w.ignores(t, 3, 2)
	found := map[string]int{}
	for _, c := range r.Changed {
		found[c.Compare]++
		if c.Compare != "model" && c.Compare != "platform" {
			continue
		}
		if c.Attribute == c.Compare {
			t.Errorf("%s is split over itself", c.Compare)
		}
		nearly(t, c.Compare+" from", c.RateFrom, ignored[c.From]/seen[c.From])
		nearly(t, c.Compare+" to", c.RateTo, ignored[c.To]/seen[c.To])
	}
	if found["model"] == 0 || found["platform"] == 0 || found["half"]+found["week"] != 0 ||
		!slices.ContainsFunc(r.Cautions, func(c report.Caution) bool { return c.Code == "other_users" }) {
		t.Errorf("compared are %v", found)
	}
	if !slices.ContainsFunc(r.Cautions, func(c report.Caution) bool {
		return c.Code == "compare_missing" && strings.Contains(c.Detail, `no "m9"`) && strings.Contains(c.Detail,
			"m1, m2")
	}) {
		t.Errorf("nothing is said of m9: %v", r.Cautions)
	}
}

// Sessions to watch: of every arm the units whose id hashes lowest, the same for any
// partition, with a link and without the users' ids.
func TestIgnoresSessions(t *testing.T) {
	w := rich(25, 300)
	for i := range w.units {
		if i%10 > 1 {
			continue
		}
		for k := range w.units[i].suggs {
			s := &w.units[i].suggs[k]
			s.Decision, s.NotSeen, s.ClosesAt = study.Undecided, false, s.ShownAt+5*minute
		}
	}
	w.exp.Replay = "https://replay.example.com/{session}?u={unit}&t={ts}&s={ts_s}&ms={ts_ms}"
	r := w.unsized(t, 3, investigation.Options{Workers: 2})
	if len(r.Causes) == 0 || r.Causes[0].Lens != "who" {
		t.Fatalf("causes are %+v", r.Causes)
	}
	// The sample by a second way: units with five seen and no answer, in order of their draw.
	seen, answers := map[*person]int{}, map[*person]int{}
	first := map[*person]*study.SuggestionRow{}
	w.seen(func(p *person, _ int, s *study.SuggestionRow, ending string) {
		seen[p]++
		if ending == "accepted" || ending == "dismissed" {
			answers[p]++
		}
		if ending == "ignored" && first[p] == nil {
			first[p] = s
		}
	})
	var want []*person
	for p, n := range seen {
		if n >= 5 && answers[p] == 0 && first[p] != nil {
			want = append(want, p)
		}
	}
	draws := func(p *person) uint64 {
		h := fnv.New64a()
		h.Write([]byte(p.row.Unit))
		return stats.Mix64(stats.Mix64(h.Sum64()) + 1)
	}
	slices.SortFunc(want, func(a, b *person) int {
		if a.row.Arm != b.row.Arm {
			return a.row.Arm - b.row.Arm
		}
		if draws(a) < draws(b) {
			return -1
		}
		return 1
	})
	var sampled []*person
	for i, p := range want {
		if i < 2 || want[i-2].row.Arm != p.row.Arm {
			sampled = append(sampled, p)
		}
	}
	named := w
	ids := func(on bool) *report.Ignores {
		tables, _ := named.tables(t, 5)
		x, err := investigation.Run(t.Context(), named.exp, analysis.Needs(named.exp), tables,
			investigation.Options{Workers: 1, UserIDs: on, Unsized: true})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	with := ids(true)
	var of []report.Timeline
	for _, s := range with.Sessions {
		if s.Cause == 1 {
			of = append(of, s)
		}
	}
	if len(of) != 4 || len(sampled) != 4 {
		t.Fatalf("%d sessions, want %d", len(of), len(sampled))
	}
	for i, p := range sampled {
		s := first[p]
		at := time.UnixMicro(s.ShownAt).UTC()
		link := ""
		if id := w.words[2][s.Text[2]]; id != "" {
			link = fmt.Sprintf("https://replay.example.com/%s?u=%s&t=%s&s=%d&ms=%d", url.QueryEscape(id), p.row.Unit,
				url.QueryEscape(at.Format(time.RFC3339)), s.ShownAt/1e6, s.ShownAt/1e3)
		}
		if of[i].User != p.row.Unit || of[i].Arm != w.exp.Arms[p.row.Arm].Name || of[i].Link != link {
			t.Errorf("session %d is of %s in %s with %q, want %s with %q", i, of[i].User, of[i].Arm, of[i].Link,
				p.row.Unit, link)
		}
		if !slices.ContainsFunc(of[i].Steps, func(x report.TimelineStep) bool {
			return x.Here && x.Outcome == "ignored"
		}) || of[i].Steps[0].At != 0 {
			t.Errorf("session %d: %+v", i, of[i].Steps)
		}
	}
	print := func(r *report.Ignores) string {
		b, err := json.Marshal(r.Sessions)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if print(r) != print(ids(false)) {
		t.Error("partitions change the sample")
	}
	w.exp.Replay = "https://replay.example.com/{ts_s}"
	text := print(ids(false))
	for _, p := range w.units {
		if strings.Contains(text, p.row.Unit) {
			t.Errorf("the user %s is named", p.row.Unit)
		}
	}
	if !strings.Contains(print(ids(true)), sampled[0].row.Unit) {
		t.Error("ids were asked for and are not there")
	}
}

// The derived numbers by the bands of their curves: what was shown before an instant,
// sessions by pauses where none are logged, days, repeats, and the hour where the
// experiment is.
func TestIgnoresDerived(t *testing.T) {
	for _, noSession := range []bool{false, true} {
		w := rich(26, 300)
		w.noSession = noSession
		var err error
		if w.exp.Zone, err = time.LoadLocation("Asia/Kolkata"); err != nil {
			t.Fatal(err)
		}
		want := map[string]map[string]int64{"shown_earlier_in_session": {}, "days_since_exposure": {},
			"hour_of_day": {}, "shown_before": {}}
		tie := 0
		w.seen(func(p *person, i int, s *study.SuggestionRow, _ string) {
			session := make([]int32, len(p.suggs)) // of every suggestion, seen or not
			for k := range p.suggs {
				session[k] = p.suggs[k].Session
				if noSession {
					session[k] = 0
					if k > 0 {
						session[k] = session[k-1]
						if p.suggs[k].ShownAt-p.suggs[k-1].ShownAt > 30*minute {
							session[k]++
						}
					}
				}
			}
			earlier, again := 0, "no"
			for k := range p.suggs {
				o := &p.suggs[k]
				if session[k] == session[i] && o.ShownAt < s.ShownAt {
					earlier++
				}
				if k != i && session[k] == session[i] && o.ShownAt == s.ShownAt {
					tie++
				}
				if o.ShownAt < s.ShownAt && o.Trait[1] == s.Trait[1] {
					again = "yes"
				}
			}
			want["shown_earlier_in_session"][bandOf(earlier, []int{0, 1, 2, 3, 4, 8, 16}, "")]++
			want["days_since_exposure"][bandOf(max(0, int((s.ShownAt-p.row.ExposedAt)/oneDay)),
				[]int{0, 1, 3, 7, 14, 28}, " days")]++
			h := time.UnixMicro(s.ShownAt).UTC().Add(5*time.Hour+30*time.Minute).Hour() / 4 * 4
			want["hour_of_day"][fmt.Sprintf("%02d to %02d h", h, h+3)]++
			if s.Trait[1] != 0 {
				want["shown_before"][again]++
			}
		})
		if tie < 50 {
			t.Fatalf("only %d suggestions were shown together", tie)
		}
		r := w.ignores(t, 3, 2)
		for name, bands := range want {
			i := slices.IndexFunc(r.Dose, func(c report.DoseCurve) bool { return c.Attribute == name })
			if i < 0 {
				t.Errorf("no curve of %s", name)
				continue
			}
			got := map[string]int64{}
			for _, b := range r.Dose[i].Bands {
				got[b.Level] = b.Seen
			}
			if fmt.Sprint(got) != fmt.Sprint(bands) {
				t.Errorf("sessions logged %v: %s is %v, want %v", !noSession, name, got, bands)
			}
		}
	}
}

// bandOf names the band of a whole number as the page does.
func bandOf(v int, tops []int, unit string) string {
	for i, top := range tops {
		switch {
		case v > top:
		case top == 1:
			return "1" + strings.TrimSuffix(unit, "s")
		case i == 0, tops[i-1]+1 == top:
			return fmt.Sprintf("%d%s", top, unit)
		default:
			return fmt.Sprintf("%d to %d%s", tops[i-1]+1, top, unit)
		}
	}
	return fmt.Sprintf("over %d%s", tops[len(tops)-1], unit)
}

// The grid of two attributes, counted a second time; cells of few users have no rate.
func TestIgnoresGrid(t *testing.T) {
	w := rich(17, 300)
	w.attributes[1].Name = "surface"
	w.exp.Statistics.SegmentMinUnits = 85
	g := w.ignores(t, 3, 2).Where.Grid
	if g == nil || g.Rows != "platform" || g.Columns != "surface" || g.Least != 85 || g.LeftOut != 0 {
		t.Fatalf("%+v", g)
	}
	type key struct{ row, column string }
	type counts struct {
		seen, ignored int64
		users         map[*person]bool
	}
	cells := map[key]*counts{}
	var all, allIgnored float64
	none := func(s string) string {
		if s == "" {
			return "(none)"
		}
		return s
	}
	w.seen(func(p *person, i int, s *study.SuggestionRow, ending string) {
		k := key{none([]string{"", "mac", "linux"}[p.row.Seg[0]]), none(modelWords[s.Text[1]])}
		if cells[k] == nil {
			cells[k] = &counts{users: map[*person]bool{}}
		}
		c := cells[k]
		c.seen++
		c.users[p] = true
		all++
		if ending == "ignored" {
			c.ignored++
			allIgnored++
		}
	})
	given, refused, last := 0, 0, math.Inf(1)
	for _, row := range g.Grid {
		sum := 0.0
		for i, c := range row.Cells {
			want := cells[key{row.Level, g.ColumnLevels[i]}]
			if want == nil || c.Seen != want.seen || c.Ignored != want.ignored || c.Users != int64(len(want.users)) {
				t.Fatalf("%s, %s: %+v, want %+v", row.Level, g.ColumnLevels[i], c, want)
			}
			delete(cells, key{row.Level, g.ColumnLevels[i]})
			if len(want.users) < 85 {
				refused++
				if c.Rate.Defined() || c.Points.Defined() {
					t.Errorf("%s, %s has %d users and a rate: %+v", row.Level, g.ColumnLevels[i], c.Users, c)
				}
				continue
			}
			given++
			nearly(t, "rate", c.Rate, float64(want.ignored)/float64(want.seen))
			nearly(t, "points", c.Points, allIgnored/all-(allIgnored-float64(want.ignored))/(all-float64(want.seen)))
			sum += (float64(want.ignored) - float64(want.seen)*allIgnored/all) / all
		}
		if sum > last+1e-12 {
			t.Errorf("%s has more excess than the row before", row.Level)
		}
		last = sum
	}
	if len(cells) > 0 || given == 0 || refused == 0 {
		t.Errorf("%d cells left, %d with a rate, %d without: %v", len(cells), given, refused, cells)
	}
	nearly(t, "overall", g.Overall, allIgnored/all)
}

// What was asked for and shown, and what was still found after the accept, counted a
// second time.
func TestIgnoresAskedAndStayed(t *testing.T) {
	w := draw(23, 400)
	w.asked = true
	r := rand.New(rand.NewPCG(23, 1))
	type share struct{ y, x float64 }
	shown, bands, stayed := map[string]*share{"control": {}, "treatment": {}, "all": {}},
		map[string]*share{"up to 100 ms": {}, "over 6400 ms": {}}, map[float64]*share{30: {}, 120: {}, 86400: {}}
	for i := range w.units {
		p := &w.units[i]
		arm := []string{"control", "treatment"}[p.row.Arm]
		for k := range p.suggs {
			s := &p.suggs[k]
			a := study.RequestRow{At: s.ShownAt - minute/100, Latency: 50, Shown: r.IntN(10) > 0}
			if k%2 == 0 {
				a.Latency, a.Shown = 9000, r.IntN(10) > 6
			} else if k%3 == 0 {
				a.Latency = float32(math.NaN())
			}
			p.asked = append(p.asked, a)
			if old := a.At <= w.to-5*minute; old && !p.row.Crossover {
				for _, c := range []*share{shown[arm], shown["all"], bands[map[float32]string{50: "up to 100 ms",
					9000: "over 6400 ms"}[a.Latency]]} {
					if c == nil { // no latency
						continue
					}
					c.x++
					if a.Shown {
						c.y++
					}
				}
			}
			s.Kept = []float32{float32(math.NaN()), 29.5, 130, 86400}[r.IntN(4)]
		}
	}
	w.seen(func(_ *person, _ int, s *study.SuggestionRow, ending string) {
		if ending != "accepted" {
			return
		}
		for d, c := range stayed {
			if float64(w.to-s.Decided) >= 1.1*d*1e6 {
				c.x++
				if float64(s.Kept) >= 0.9*d {
					c.y++
				}
			}
		}
	})
	got := w.ignores(t, 3, 2)
	if got.Requests == nil || len(got.Requests.Arms) != 3 || len(got.Requests.Bands) != 2 {
		t.Fatalf("%+v", got.Requests)
	}
	check := func(what string, value report.Interval, y, x int64, want *share) {
		t.Helper()
		nearly(t, what, value.Value, want.y/want.x)
		if float64(y) != want.y || float64(x) != want.x || !(value.Lo < value.Value && value.Value < value.Hi) {
			t.Errorf("%s is %d of %d, %+v; want %+v", what, y, x, value, *want)
		}
	}
	for _, a := range got.Requests.Arms {
		check(a.Level, a.Rate, a.Shown, a.Requests, shown[a.Level])
	}
	timed := 0.0
	for _, b := range got.Requests.Bands {
		check(b.Level, b.Rate, b.Shown, b.Requests, bands[b.Level])
		timed += bands[b.Level].x
	}
	if float64(got.Requests.Timed) != timed || timed == shown["all"].x {
		t.Errorf("%d requests with a latency, want %v of %v", got.Requests.Timed, timed, shown["all"].x)
	}
	curve := got.Kept[len(got.Kept)-1]
	if curve.Arm != "all" || len(curve.Stayed) != len(stayed) { // where something was looked for
		t.Fatalf("%+v", curve)
	}
	looked := 0
	for _, p := range curve.Stayed {
		if want := stayed[float64(p.Seconds)]; want != nil {
			check(fmt.Sprint(p.Seconds, " s"), p.Share, p.Found, p.Old, want)
			looked++
		}
	}
	if looked != len(stayed) {
		t.Errorf("%d of %d delays", looked, len(stayed))
	}
}

// An arm in which nothing is ever found is not looked at; one in which nothing is
// accepted does not matter.
func TestIgnoresStayedByArm(t *testing.T) {
	for _, accepts := range []bool{true, false} {
		w := draw(24, 300)
		w.asked = true
		for i := range w.units {
			p := &w.units[i]
			for k := range p.suggs {
				s := &p.suggs[k]
				if s.Kept = 30; p.row.Arm == 0 {
					if s.Kept = float32(math.NaN()); !accepts {
						s.Decision = study.Undecided
					}
				}
			}
		}
		r := w.ignores(t, 3, 2)
		all := r.Kept[len(r.Kept)-1]
		said := slices.ContainsFunc(r.Cautions, func(c report.Caution) bool { return c.Code == "never_found" })
		if all.Arm != "all" || accepts != (len(all.Stayed) == 0) || accepts != said {
			t.Errorf("control accepts: %v; all together %+v, cautions %v", accepts, all, r.Cautions)
		}
		for _, k := range r.Kept {
			if k.Arm == "treatment" && (len(k.Stayed) != 1 || k.Stayed[0].Share.Value != 1) || k.Arm == "control" &&
				len(k.Stayed) > 0 {
				t.Errorf("%+v", k)
			}
		}
	}
}

// TestShutGatesOfAttributes: an attribute that tells the arms apart is no way around
// a gate that keeps them from being compared.
func TestShutGatesOfAttributes(t *testing.T) {
	for _, shares := range [][2]float64{{0.5, 0.5}, {0.9, 0.1}} {
		w := rich(24, 400)
		w.words[1] = []string{"", "control", "treatment"}
		w.exp.Arms[0].Share, w.exp.Arms[1].Share = shares[0], shares[1]
		w.exp.Compare = []spec.Contrast{{By: "model", From: "control", To: "treatment"}, {By: "half"}}
		r := w.ignores(t, 3, 2)
		shut := r.Withheld != nil
		if shut != (shares[0] == 0.9) {
			t.Fatalf("shares %v: withheld %v", shares, r.Withheld)
		}
		found := false
		for _, c := range r.Changed {
			found = found || c.Compare == "model" || c.Attribute == "model"
		}
		if found == shut {
			t.Errorf("shares %v: the arms are set against each other by their attribute: %v", shares, found)
		}
		if shut {
			has(t, "compare", r.Cautions, "compare_withheld")
		}
	}
}
