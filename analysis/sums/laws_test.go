package sums

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc64"
	"math/rand/v2"
	"reflect"
	"testing"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
)

// some is a result of made-up units: of three columns, one of them a ratio and one with
// a covariate, two arms, a segment and a few days.
func some(r *rand.Rand, units int) *Result {
	dims := []int{1, 2, 1}
	block := func(want ...int) Block {
		b := make(Block, len(dims))
		for _, c := range want {
			b[c] = []moment.Moment{moment.New(dims[c]), moment.New(dims[c])}
		}
		return b
	}
	out := &Result{Main: block(0, 1, 2), Crossed: block(0, 1, 2), Adjusted: make([]Adjusted, 3),
		Units: make([]int64, 2), Inside: make([]int64, 2), Crossing: make([]int64, 2),
		Shown: make([]int64, 2), Adoption: make([]Adoption, 2), Bridge: make([]Bridge, 2),
		Exposed: map[spec.Day][]int64{}, Last: spec.Day(20 + r.IntN(10)), Dimensions: []Dimension{{Name: "platform"}}}
	if units == 0 { // no day changed anything
		out.Last = 0
	}
	out.Adjusted[2] = Adjusted{With: []moment.Moment{moment.New(2), moment.New(2)},
		Without: []moment.Moment{moment.New(1), moment.New(1)}}
	out.Extremes = [][]Extremes{make([]Extremes, 2), nil, nil}
	for range 3 {
		out.Steps = append(out.Steps, make([]StepTimes, 2))
	}
	for range dims {
		out.NonZero, out.Immature = append(out.NonZero, make([]int64, 2)), append(out.Immature, make([]int64, 2))
	}
	for range 2 {
		out.Outcomes = append(out.Outcomes, make([]int64, 12))
	}
	value := func() moment.Sum128 {
		if r.IntN(4) == 0 {
			return moment.Words(r.Int64N(1<<28)-1<<27, r.Uint64())
		}
		return moment.Int(r.Int64N(1000) - 300)
	}
	for range units {
		arm, y, x, day := r.IntN(2), value(), value(), spec.Day(10+r.IntN(12))
		if r.IntN(9) == 0 {
			out.Crossing[arm]++
			out.Crossed[0][arm].AddWide(y)
			continue
		}
		out.Units[arm]++
		out.Main[0][arm].AddWide(y)
		out.Main[1][arm].AddWide(y, x)
		out.Main[2][arm].AddWide(x)
		out.NonZero[0][arm] += int64(y.Sign() * y.Sign())
		out.Extremes[0][arm].Add([]moment.Sum128{y})
		if r.IntN(3) > 0 {
			out.Adjusted[2].With[arm].AddWide(x, y)
		} else {
			out.Adjusted[2].Without[arm].AddWide(x)
		}
		out.Shown[arm] += int64(r.IntN(2))
		out.Outcomes[arm][r.IntN(12)]++
		out.Bridge[arm].Seen.Shown++
		out.Adoption[arm].Funnel[r.IntN(FunnelSteps)]++
		out.Adoption[arm].First.Add(r.Int64N(5), Wait{Over: 1})
		out.Steps[r.IntN(3)][arm].Exposed.Add(r.Int64N(5), Wait{Over: 1})
		out.Steps[r.IntN(3)][arm].Before.Add(r.Int64N(5), Wait{Censored: 1})
		if out.Exposed[day] == nil {
			out.Exposed[day] = make([]int64, 2)
		}
		out.Exposed[day][arm]++
		change := block(0)
		change[0][arm].AddWide(y)
		later := block(0) // the vector that takes its place some days later
		later[0][arm].Sub(y)
		later[0][arm].AddWide(x)
		level := &Result{Dimensions: []Dimension{{Name: "platform", Levels: []Level{{Name: fmt.Sprint("p", r.IntN(4)),
			Units: []int64{int64(1 - arm), int64(arm)}, Block: block(0)}}}}, Last: out.Last}
		level.Dimensions[0].Levels[0].Block[0][arm].AddWide(y)
		for d, b := range map[spec.Day]Block{day: change, day + 1 + spec.Day(r.IntN(3)): later} {
			if err := level.At(d).Add(b); err != nil {
				panic(err)
			}
		}
		if err := out.Merge(level); err != nil {
			panic(err)
		}
		reason := Reason(r.IntN(int(NumReasons)))
		out.Tally.Drop(reason, &Example{File: "a.csv", Row: r.Int64N(90), Value: "x"})
		out.Tally.Hash = out.Tally.Hash.Add(Hash{r.Uint64(), r.Uint64()})
		out.Tally.Unnamed.Count(fmt.Sprint(r.IntN(3)), "control")
		out.Tally.Check(r.IntN(4), 1)
	}
	return out
}

func kept(t *testing.T, r *Result) []byte {
	t.Helper()
	b, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func merged(t *testing.T, list ...*Result) *Result {
	t.Helper()
	out := &Result{}
	for _, r := range list {
		if err := out.Merge(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestMergeLaws: merging is commutative and associative, the zero Result changes
// nothing, and what is merged in is left as it was.
func TestMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 20 {
		a, b, c := some(r, r.IntN(30)), some(r, r.IntN(30)), some(r, 1+r.IntN(30))
		before := kept(t, b)
		ab := merged(t, a, b)
		if !bytes.Equal(kept(t, ab), kept(t, merged(t, b, a))) {
			t.Error("a+b is not b+a")
		}
		if !bytes.Equal(kept(t, merged(t, ab, c)), kept(t, merged(t, a, merged(t, b, c)))) {
			t.Error("(a+b)+c is not a+(b+c)")
		}
		if !bytes.Equal(kept(t, merged(t, a, &Result{})), kept(t, a)) || !bytes.Equal(kept(t, merged(t, a)),
			kept(t, a)) {
			t.Error("the zero Result changes what it is merged with")
		}
		if !bytes.Equal(kept(t, b), before) {
			t.Error("merging changes what is merged in")
		}
		both, err := merged(t, a, b).Days()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range both { // the state at a day's end is the sum of both states
			x, y := stateAt(t, a, d.Day), stateAt(t, b, d.Day)
			if err := x.Add(y); err != nil {
				t.Fatal(err)
			}
			for arm := range d.Block[0] {
				if got := d.Block[0][arm]; len(x) > 0 && !reflect.DeepEqual(got, x[0][arm]) {
					t.Errorf("day %v, arm %d: %v, the parts have %v", d.Day, arm, got, x[0][arm])
				}
			}
		}
	}
}

func stateAt(t *testing.T, r *Result, day spec.Day) Block {
	t.Helper()
	var out Block
	for _, c := range r.Changes {
		if c.Day <= day {
			if err := out.Add(c.Block); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// TestMergeRefuses: sums of other columns, arms or segments do not merge.
func TestMergeRefuses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, change := range map[string]func(*Result){
		"columns":   func(x *Result) { x.Main = x.Main[:2] },
		"arms":      func(x *Result) { x.Main[0] = x.Main[0][:1] },
		"dimension": func(x *Result) { x.Main[0][0] = moment.New(2) },
		"segments":  func(x *Result) { x.Dimensions[0].Name = "country" },
	} {
		a, b := some(r, 9), some(r, 9)
		change(b)
		if err := a.Merge(b); err == nil {
			t.Errorf("other %s merge", name)
		}
	}
}

// TestTooManyLevels: a segment that looks like an id is given up in any order.
func TestTooManyLevels(t *testing.T) {
	part := func(from, to int) *Result {
		d := Dimension{Name: "id"}
		for i := from; i < to; i++ {
			d.Levels = append(d.Levels, Level{Name: fmt.Sprintf("%06d", i), Units: []int64{1}})
		}
		return &Result{Dimensions: []Dimension{d}}
	}
	a, b, c := part(0, MaxLevels), part(MaxLevels/2, MaxLevels), part(MaxLevels, MaxLevels+1)
	if d := merged(t, a, b).Dimensions[0]; d.TooMany || len(d.Levels) != MaxLevels {
		t.Errorf("%d levels, too many: %v", len(d.Levels), d.TooMany)
	}
	for _, x := range []*Result{merged(t, a, b, c), merged(t, c, a, b), merged(t, a, merged(t, c, b))} {
		if d := x.Dimensions[0]; !d.TooMany || d.Levels != nil {
			t.Errorf("%d levels, too many: %v", len(d.Levels), d.TooMany)
		}
	}
}

// TestCodec: what was kept is read back, bytes and all; what was cut off, changed or
// written by a program that counts other things is refused.
func TestCodec(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 10 {
		want := merged(t, some(r, 25))
		b := kept(t, want)
		got, err := Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(kept(t, got), b) {
			t.Error("what is read back is other bytes")
		}
		if !reflect.DeepEqual(got.Main, want.Main) || !reflect.DeepEqual(got.Exposed, want.Exposed) ||
			!reflect.DeepEqual(got.Changes, want.Changes) || !reflect.DeepEqual(got.Tally.Unnamed,
			want.Tally.Unnamed) || got.Tally.Hash != want.Tally.Hash {
			t.Error("what is read back differs")
		}
		for i := range b {
			if _, err := Decode(b[:i]); err == nil {
				t.Fatalf("cut off after %d of %d bytes it is read", i, len(b))
			}
		}
		for range 200 {
			broken := bytes.Clone(b)
			broken[r.IntN(len(b))] ^= 1 << r.IntN(8)
			if _, err := Decode(broken); err == nil {
				t.Fatal("with a bit turned it is read")
			}
		}
	}
	b := kept(t, some(r, 3))
	other := bytes.Clone(b[:len(b)-8])
	other[len(mark)+3] ^= 1 // another shape, with its checksum
	other = binary.BigEndian.AppendUint64(other, crc64.Checksum(other, table))
	if _, err := Decode(other); !errors.Is(err, ErrOther) {
		t.Errorf("sums of another program: %v", err)
	}
	if _, err := Decode([]byte("PAR1 and so on")); !errors.Is(err, ErrNotSums) {
		t.Errorf("another file: %v", err)
	}
	if r, err := Decode(kept(t, &Result{})); err != nil || !reflect.DeepEqual(r, &Result{}) {
		t.Errorf("the zero Result: %+v, %v", r, err)
	}
}

// FuzzDecode: no bytes make it panic or take memory without end, checksum or not.
func FuzzDecode(f *testing.F) {
	b, err := some(rand.New(rand.NewPCG(9, 9)), 4).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b[:len(b)-8])
	f.Add([]byte(mark))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := Decode(binary.BigEndian.AppendUint64(bytes.Clone(body), crc64.Checksum(body, table)))
		if err != nil {
			return
		}
		if _, err := r.Encode(); err != nil {
			t.Error(err)
		}
	})
}
