package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
)

// Problem is one thing wrong with an experiment file.
type Problem struct {
	Key      string // path of the key, such as metrics[2].window
	File     string // that it stands in, where that is one that the file extends; "" = the file itself
	Line     int    // 0 when not known, lineOfSet for --set
	Sentence string // what is wrong and what to do
	depth    int    // of the file: how many lie between
}

// Problems is every problem of one experiment file and of those that it extends, in
// line order, the file itself first.
type Problems struct {
	File string
	List []Problem
}

// Error lists the problems, one a line.
func (p *Problems) Error() string {
	var b strings.Builder
	if n := len(p.List); n == 1 {
		fmt.Fprintf(&b, "%s has a problem:", p.File)
	} else {
		fmt.Fprintf(&b, "%s has %d problems:", p.File, n)
	}
	for _, q := range p.List {
		b.WriteString("\n  ")
		switch {
		case q.File != "" && q.Line > 0:
			fmt.Fprintf(&b, "line %d of %s, ", q.Line, q.File)
		case q.File != "":
			fmt.Fprintf(&b, "%s, ", q.File)
		case q.Line > 0:
			fmt.Fprintf(&b, "line %d, ", q.Line)
		case q.Line == lineOfSet:
			b.WriteString("--set ")
		}
		if q.Key != "" {
			fmt.Fprintf(&b, "%s: ", q.Key)
		}
		b.WriteString(q.Sentence)
	}
	return b.String()
}

func (p *Problems) add(key string, at place, format string, args ...any) {
	sentence := counted.Sprintf(format, args...)
	if at.in != nil && at.in.preset != "" {
		sentence = fmt.Sprintf("of the preset %s: %s; write the key into the file, and it goes before the preset's",
			at.in.preset, sentence)
	}
	p.List = append(p.List, Problem{key, at.in.name(), at.line, sentence, at.in.depth()})
}

// orNil sorts the problems and returns them as an error if there are any.
func (p *Problems) orNil() error {
	if len(p.List) == 0 {
		return nil
	}
	slices.SortStableFunc(p.List, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.Line, b.Line))
	})
	return p
}

// nearest returns the known word closest to w, "" when none is close.
func nearest(w string, known []string) string {
	best, at := "", max(2, len(w)/3)+1
	for _, k := range known {
		if d := distance(w, k); d < at {
			best, at = k, d
		}
	}
	return best
}

// distance counts the single-letter edits between a and b (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
