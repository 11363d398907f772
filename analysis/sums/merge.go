package sums

import (
	"fmt"
	"slices"
	"strings"
	"uptake/analysis/spec"
)

// Merge adds the result of other units, by the same columns and of the same arms.
func (r *Result) Merge(o *Result) error {
	for _, pair := range []struct {
		to *Block
		of Block
	}{{&r.Main, o.Main}, {&r.Crossed, o.Crossed}} {
		if err := pair.to.Add(pair.of); err != nil {
			return err
		}
	}
	for i, a := range o.Adjusted {
		if i == len(r.Adjusted) {
			r.Adjusted = append(r.Adjusted, Adjusted{})
		}
		if err := addMoments(&r.Adjusted[i].With, a.With); err != nil {
			return err
		}
		if err := addMoments(&r.Adjusted[i].Without, a.Without); err != nil {
			return err
		}
	}
	for _, pair := range []struct {
		to *[]int64
		of []int64
	}{{&r.Units, o.Units}, {&r.Inside, o.Inside}, {&r.Crossing, o.Crossing}, {&r.Shown, o.Shown}} {
		add(pair.to, pair.of)
	}
	for _, pair := range []struct {
		to *[][]int64
		of [][]int64
	}{{&r.NonZero, o.NonZero}, {&r.Immature, o.Immature}, {&r.Outcomes, o.Outcomes}} {
		for i, n := range pair.of {
			if i == len(*pair.to) {
				*pair.to = append(*pair.to, nil)
			}
			add(&(*pair.to)[i], n)
		}
	}
	for i, arms := range o.Extremes {
		if i == len(r.Extremes) {
			r.Extremes = append(r.Extremes, nil)
		}
		for a, x := range arms {
			if a == len(r.Extremes[i]) {
				r.Extremes[i] = append(r.Extremes[i], Extremes{})
			}
			r.Extremes[i][a].Merge(x)
		}
	}
	for arm, x := range o.Adoption {
		if arm == len(r.Adoption) {
			r.Adoption = append(r.Adoption, Adoption{})
		}
		r.Adoption[arm].merge(x)
	}
	r.mergeSteps(o)
	for arm, x := range o.Bridge {
		if arm == len(r.Bridge) {
			r.Bridge = append(r.Bridge, Bridge{})
		}
		r.Bridge[arm].merge(x)
	}
	for d, n := range o.Exposed {
		if r.Exposed == nil {
			r.Exposed = map[spec.Day][]int64{}
		}
		units := r.Exposed[d]
		add(&units, n)
		r.Exposed[d] = units
	}
	r.Tally.Add(&o.Tally)
	if err := r.mergeLevels(o); err != nil {
		return err
	}
	return r.mergeDays(o)
}

// add adds counts, place by place.
func add(to *[]int64, of []int64) {
	for i, n := range of {
		if i == len(*to) {
			*to = append(*to, 0)
		}
		(*to)[i] += n
	}
}

func (b *Bridge) merge(o Bridge) {
	for _, c := range []struct {
		to *Counts
		of Counts
	}{{&b.Tallied, o.Tallied}, {&b.Finished, o.Finished}, {&b.Mature, o.Mature}, {&b.Seen, o.Seen},
		{&b.Chosen, o.Chosen}} {
		c.to.Shown += c.of.Shown
		c.to.Accepted += c.of.Accepted
		c.to.Ignored += c.of.Ignored
	}
}

func (r *Result) mergeLevels(o *Result) error {
	for i, of := range o.Dimensions {
		if i == len(r.Dimensions) {
			r.Dimensions = append(r.Dimensions, Dimension{Name: of.Name})
		}
		d := &r.Dimensions[i]
		if d.Name != of.Name {
			return fmt.Errorf("the levels of %s and of %s do not merge", d.Name, of.Name)
		}
		if d.TooMany = d.TooMany || of.TooMany; d.TooMany {
			d.Levels = nil
			continue
		}
		for _, l := range of.Levels {
			at, found := slices.BinarySearchFunc(d.Levels, l.Name,
				func(x Level, name string) int { return strings.Compare(x.Name, name) })
			if !found {
				d.Levels = slices.Insert(d.Levels, at, Level{Name: l.Name})
			}
			add(&d.Levels[at].Units, l.Units)
			if err := d.Levels[at].Block.Add(l.Block); err != nil {
				return err
			}
		}
		if len(d.Levels) > MaxLevels {
			d.TooMany, d.Levels = true, nil
		}
	}
	return nil
}

func (r *Result) mergeDays(o *Result) error {
	if len(o.Changes) > 0 && (len(r.Changes) == 0 || o.Last > r.Last) {
		r.Last = o.Last
	}
	for _, d := range o.Changes {
		if err := r.At(d.Day).Add(d.Block); err != nil {
			return err
		}
	}
	return nil
}
