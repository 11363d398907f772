package config

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is one thing wrong with an experiment file.
type Problem struct {
	Key      string // path of the key, such as metrics[2].window
	Line     int    // 0 when not known, lineOfSet for --set
	Sentence string // what is wrong and what to do
}

// Problems is every problem of one experiment file, in line order.
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

func (p *Problems) add(key string, line int, format string, args ...any) {
	p.List = append(p.List, Problem{key, line, fmt.Sprintf(format, args...)})
}

// orNil sorts the problems and returns them as an error if there are any.
func (p *Problems) orNil() error {
	if len(p.List) == 0 {
		return nil
	}
	sort.SliceStable(p.List, func(i, j int) bool { return p.List[i].Line < p.List[j].Line })
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
