package calibration

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// tally is a count of one word.
type tally struct{ said, of int }

func (t tally) String() string {
	if t.of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d/%d", t.said, t.of)
}

func parseTally(s string) tally {
	a, b, _ := strings.Cut(strings.TrimSpace(s), "/")
	said, _ := strconv.Atoi(a)
	of, _ := strconv.Atoi(b)
	return tally{said, of}
}

// table is testdata/verdicts.txt: for each row and word two counts, before the
// rules of today (data, made once) and now.
type table struct {
	counts map[[2]string]*[2]tally
}

const (
	before = iota
	now
)

const made = now // the column that a run fills

func readTable(path string) *table {
	t := &table{counts: map[[2]string]*[2]tally{}}
	b, _ := os.ReadFile(path)
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(line, "|"); len(f) == 7 {
			t.counts[[2]string{strings.TrimSpace(f[0]), strings.TrimSpace(f[1])}] = &[2]tally{parseTally(f[3]),
				parseTally(f[4])}
		}
	}
	return t
}

func (t *table) of(r row, w word) *[2]tally {
	k := [2]string{r.name, w.name}
	if t.counts[k] == nil {
		t.counts[k] = &[2]tally{}
	}
	return t.counts[k]
}

// studies is how many studies of a row are counted: the least over its words.
func (t *table) studies(r row) int {
	n := t.of(r, r.words[0])[made].of
	for _, w := range r.words {
		n = min(n, t.of(r, w)[made].of)
	}
	for _, w := range r.words { // a word that is new to the row begins it anew
		if t.of(r, w)[made].of != n {
			n = 0
		}
	}
	if n == 0 {
		for _, w := range r.words {
			t.of(r, w)[made] = tally{}
		}
	}
	return n
}

func (t *table) add(r row, n int, counts []int) {
	for i, w := range r.words {
		c := &t.of(r, w)[made]
		c.said, c.of = c.said+counts[i], c.of+n
	}
}

const tableHead = `What whole readouts say of worlds with a known truth: exports drawn, written, read and decided.
Words are wrong unless "right" stands before them. Nominal rates were fixed before anything was counted; at most:
the nominal rate and 3.29 binomial standard errors of the studies counted. A right word may be lost to the points given.
"before" counts the rules of the state described "Of a file that is not delimited text nothing is guessed about its
first line" on the same exports. Rows with fewer studies than 4,000 (1,000 where a row is read every night) show no more
than their number. Seeds: the hash of the row's name, and the number of the study. Where nominal rates come from:

` + reasons + "\n"

func (t *table) text() []byte {
	var b bytes.Buffer
	b.WriteString(tableHead)
	line := func(f ...any) { fmt.Fprintf(&b, "%-44s | %-21s | %-10s | %9s | %9s | %7s | %s\n", f...) }
	line("row", "word", "nominal", "before", "now", "at most", "because")
	for _, r := range rows {
		for _, w := range r.words {
			c := t.of(r, w)
			nominal, most, name := trim(w.nominal), "", w.name
			if n := c[now].of; n > 0 {
				most = fmt.Sprint(int(w.limit(n) * float64(n)))
			}
			if w.right {
				nominal, most = "right", ""
				if w.lost < 1 {
					nominal = "right, " + trim(w.lost)
				}
			}
			line(r.name, name, nominal, c[before], c[now], most, w.because)
		}
	}
	return b.Bytes()
}

// problems are the words that stand too often, and the right ones that were lost.
func (t *table) problems() []string {
	var out []string
	for _, r := range rows {
		for _, w := range r.words {
			c := t.of(r, w)
			a, b := c[now], c[before]
			switch {
			case a.of == 0:
			case !w.right && float64(a.said) > w.limit(a.of)*float64(a.of):
				out = append(out, fmt.Sprintf("%s: %q %v, at most %.4f", r.name, w.name, a, w.limit(a.of)))
			case w.right && w.lost < 1 && b.of > 0 &&
				float64(a.said)/float64(a.of) < float64(b.said)/float64(b.of)-w.lost:
				out = append(out, fmt.Sprintf("%s: %q %v, before %v: more than %.2f lost", r.name, w.name, a, b,
					w.lost))
			}
		}
	}
	return out
}

// trim writes .05 for 0.05.
func trim(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'g', 4, 64), "0.", ".", 1)
}
