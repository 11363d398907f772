package spec

import (
	"cmp"
	"fmt"
	"strings"
)

// Population is who the feature is for, by the levels of a segment.
type Population struct {
	Segment string
	Levels  []LevelShare // shares add up to 1, or to less: the rest is of levels that are not listed
	From    *Table       // the file that has the levels, which is read with the export; nil = they are given
}

// LevelShare is the share of everybody that is of a level, above 0 and at most 1.
type LevelShare struct {
	Name  string
	Share float64
}

// WrittenShare is a level's share as it is written: a part of a whole (40%, 2/5, 0.4), or a number
// of people.
type WrittenShare struct {
	Name, Text string
	Value      float64 // above 0
}

// SharesOf makes shares of everybody of what is written: all parts of a whole, or all numbers of people, which
// are told by how they are written. The error is the rest of a sentence that begins with what has them.
func SharesOf(written []WrittenShare) ([]LevelShare, error) {
	total, parts, people := 0.0, "", ""
	for _, w := range written {
		said := w.Name + ": " + w.Text
		switch total += w.Value; {
		case strings.ContainsAny(w.Text, "%/") || w.Value < 1:
			parts = cmp.Or(parts, said)
		case w.Value > 1: // 1 may be either
			people = cmp.Or(people, said)
		}
	}
	whole := total
	if people == "" && total < 0.985 { // the rest is of levels that are not listed
		whole = 1
	}
	switch {
	case parts != "" && people != "":
		return nil, fmt.Errorf("mix parts of a whole (%s) and numbers of people (%s); write all of them in one way",
			parts, people)
	case people == "" && total > 1.015:
		return nil, fmt.Errorf("add up to %.4g %%, more than everybody; write parts of a whole, or numbers of people",
			100*total)
	case len(written) == 1 && whole == total:
		return nil, fmt.Errorf("give everybody to %s, which nothing can be held against; list the other levels, or a "+
			"share below 100%%", written[0].Name)
	}
	var out []LevelShare
	for _, w := range written {
		out = append(out, LevelShare{w.Name, w.Value / whole})
	}
	return out, nil
}
