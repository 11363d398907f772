package ignore

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// typed are facts of 100 units in two arms, each with two suggestions of the type style and three of the type bug.
// Of style one is accepted by every fourth unit and dismissed by the others, one ignored; of bug one is done by hand
// after as many seconds as the unit's number, one accepted, one dismissed by every other unit and ignored by the rest.
func typed() *Facts {
	f := unseen()
	f.exp, f.tables = world(1, 0, nil).exp, &study.Tables{}
	f.of, f.arms, f.control = report.Investigated[0], []string{"control", "treatment"}, 0
	f.columns = []column{{name: "type", levels: []string{"style", "bug"}}}
	k := &f.columns[0]
	for u := range 100 {
		p := person{from: len(f.seen.state), at: u, arm: u % 2}
		add := func(level uint16, st study.State) {
			p.states[st]++
			after := float32(math.NaN())
			if st == study.StateTypedThrough {
				after = float32(u)
			}
			f.seen.state, f.seen.shown, f.seen.after = append(f.seen.state, st), append(f.seen.shown, 0),
				append(f.seen.after, after)
			k.codes = append(k.codes, level)
		}
		add(0, []study.State{study.StateAccepted, study.StateDismissed}[min(u%4, 1)])
		add(0, study.StateIgnored)
		add(1, study.StateTypedThrough)
		add(1, study.StateAccepted)
		add(1, []study.State{study.StateDismissed, study.StateIgnored}[u%2])
		p.to = len(f.seen.state)
		f.units = append(f.units, p)
	}
	return f
}

func near(got report.Num, want float64) bool { return math.Abs(float64(got)-want) < 1e-9 }

// TestPrecision: shares, their distance and its error, derived by hand. Of style 25 of 100 answers are good, of bug
// 200 of 250, so e_u is 0.0091 for 25 units, −0.0009 for 25 and −0.0041 for 50.
func TestPrecision(t *testing.T) {
	f := typed()
	var out report.Ignores
	if err := precision(t.Context(), f, &out); err != nil || out.Precision == nil {
		t.Fatal(out.Precision, err)
	}
	l := out.Precision
	if l.Attribute != "type" || l.From != "answers" || l.Seen != 500 || l.Judged != 350 || l.Good != 225 ||
		!near(l.Overall.Value, 225./350) || len(l.Levels) != 2 {
		t.Fatalf("%+v", l)
	}
	s := l.Levels[0] // the least precise
	half := float64(s.Apart.Hi-s.Apart.Lo) / 2
	se := math.Sqrt((25*0.0091*0.0091 + 25*0.0009*0.0009 + 50*0.0041*0.0041) * 100 / 99)
	if s.Level != "style" || s.Of != 100 || s.Count != 25 || s.Users != 100 || !near(s.Share.Value, 0.25) ||
		!near(s.Apart.Value, -0.55) || math.Abs(half-1.9842169516*se) > 1e-9 || !near(s.SeenShare, 0.4) ||
		!near(s.GoodShare, 25./225) || !near(s.Used, 25./200) || s.FamilySize != 2 || !(s.P < 1e-15) {
		t.Errorf("%+v, half a width of %v, want %v", s, half, 1.9842169516*se)
	}
	if s.PAdjusted != 2*s.P {
		t.Errorf("p %v is %v after Holm over two levels that mirror each other", s.P, s.PAdjusted)
	}
	if want := "Of style 25% are good, 55 points less than of the others; they are 40% of what is seen and 11% " +
		"of what is good."; l.Sentence != want {
		t.Errorf("%q", l.Sentence)
	}

	f.seen.label = make([]int8, len(f.seen.state)) // labels go before answers
	for i := range f.seen.label {
		f.seen.label[i] = []int8{bad, unlabelled, good, good, unlabelled}[i%5]
	}
	out = report.Ignores{}
	if err := precision(t.Context(), f, &out); err != nil {
		t.Fatal(err)
	}
	if l = out.Precision; l.From != "labels" || l.Judged != 300 || l.Good != 200 || l.Levels[0].Level != "style" ||
		l.Levels[0].Count != 0 || l.Levels[1].Count != 200 {
		t.Errorf("%+v", l)
	}

	f.seen.label = nil
	for i, st := range f.seen.state { // where nothing is dismissed, answers tell nothing
		if st == study.StateDismissed {
			f.seen.state[i] = study.StateIgnored
		}
	}
	out = report.Ignores{}
	if err := precision(t.Context(), f, &out); err != nil || out.Precision != nil {
		t.Errorf("%+v, %v", out.Precision, err)
	}
}

// TestByHand: counts and shares, by arm, by type and by time, derived by hand.
func TestByHand(t *testing.T) {
	f := typed()
	look := func() *report.ByHandLens {
		var out report.Ignores
		if err := byHand(t.Context(), f, &out); err != nil {
			t.Fatal(err)
		}
		return out.ByHand
	}
	l := look()
	if l == nil || l.Seen != 500 || l.Done != 100 || l.Users != 100 || l.Unused != 375 || !near(l.Share.Value, 0.2) ||
		!near(l.OfUnused.Value, 100./375) || l.Half != 49 {
		t.Fatalf("%+v", l)
	}
	if len(l.Places) != 1 || l.Places[0].Attribute != "type" || l.Places[0].Levels[0].Level != "bug" ||
		!near(l.Places[0].Levels[0].Share.Value, 1./3) || l.Places[0].Levels[1].Count != 0 {
		t.Errorf("%+v", l.Places)
	}
	for i := range f.units { // every tenth unit, all of one arm, ignores it instead
		if p := &f.units[i]; i%10 == 1 {
			f.seen.state[p.from+2] = study.StateIgnored
			p.states[study.StateTypedThrough], p.states[study.StateIgnored] = 0, p.states[study.StateIgnored]+1
		}
	}
	l = look()
	se := math.Sqrt((40*0.0008*0.0008 + 10*0.0032*0.0032) * 100 / 99)
	g := l.Arms[1].Gap
	if len(l.Arms) != 2 || l.Arms[0].Gap.Value.Defined() || l.Arms[1].Done != 40 || l.Arms[1].Seen != 250 ||
		!near(g.Value, -0.04) || math.Abs(float64(g.Hi-g.Lo)/2-1.9842169516*se) > 1e-9 {
		t.Errorf("%+v", l.Arms)
	}
	for i := range f.units {
		f.units[i].states[study.StateTypedThrough] = 0
	}
	if l = look(); l != nil {
		t.Errorf("nobody did anything by hand: %+v", l)
	}
}

// TestLevelsApart: where levels do not differ, one in twenty is said to at 5 %, and after Holm a level in one of
// twenty draws at most; levels with few users are not compared, and names beyond twelve are one.
func TestLevelsApart(t *testing.T) {
	const draws = 300
	every := func(int) bool { return true }
	below, compared, someApart := 0, 0, 0
	for seed := range uint64(draws) {
		f := world(seed+1, 60, func(int, int) float64 { return 0 })
		f.opt = unseen().opt
		met := false
		for _, s := range f.levelled(0, every).shares(every, f.seen.studied) {
			compared++
			if s.P < 0.05 {
				below++
			}
			met = met || s.PAdjusted < 0.05
		}
		if met {
			someApart++
		}
	}
	if r := float64(below) / float64(compared); compared != 4*draws || r < 0.03 || r > 0.075 {
		t.Errorf("%d of %d levels are apart at 5 %%", below, compared)
	}
	if someApart > 26 { // 15 are expected at most, and 26 or fewer in 99.6 of 100 such tests
		t.Errorf("in %d of %d draws a level is apart after correction", someApart, draws)
	}

	f := typed()
	k := &f.columns[0]
	k.levels = nil
	for l := range 15 {
		k.levels = append(k.levels, string(rune('a'+l)))
	}
	for i := range k.codes {
		k.codes[i] = uint16(i % 5)
	}
	for i := range 20 {
		k.codes[i] = uint16(i % 15) // ten levels with one or two suggestions each
	}
	k.codes[20] = unknown
	list := f.levelled(0, every).shares(every, f.seen.studied)
	n := int64(0)
	for _, s := range list {
		n += s.Of
		if s.P.Defined() != (s.Users >= fewLevelUsers) {
			t.Errorf("%q with %d users has p = %v", s.Level, s.Users, s.P)
		}
	}
	if last := list[len(list)-1]; len(list) != mostShares+1 || last.Level != restOfLevels || n != 500 {
		t.Errorf("%d levels with %d suggestions, the last %+v", len(list), n, last)
	}

	// what is seen is told apart by the same levels as what is judged
	judged := func(row int) bool { return row%3 == 0 }
	l := f.levelled(0, judged)
	of, seen := l.tallies(every, judged), map[string]int64{}
	for _, code := range k.codes {
		name := ""
		if code != unknown {
			name = k.levels[code]
		}
		seen[name]++
	}
	left := int64(len(k.codes))
	for level, name := range l.names {
		all := l.total(of, level)
		if left -= all.seen; name != restOfLevels && all.seen != seen[name] {
			t.Errorf("of %q %d are seen, want %d", name, all.seen, seen[name])
		}
	}
	for level, group := range l.group { // those of which nothing is judged are in no group
		if group < 0 {
			left -= seen[append(k.levels, "")[level]]
		}
	}
	if left != 0 {
		t.Errorf("%d suggestions are in no level", left)
	}
}
