package nightly

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"uptake/analysis/report"
	"uptake/analysis/whole"
)

// The ledger of an experiment's looks, and where its lines go that cannot be read.
const (
	ledgerName = "looks.jsonl"
	asideName  = "looks.unreadable.jsonl"
)

// ledger is the looks at one experiment, oldest first.
type ledger struct {
	dir        string
	lines      []report.LedgerLine
	text       [][]byte // the lines as they stand
	unreadable [][]byte
}

// readLedger reads the ledger of a folder; none is an empty one.
func readLedger(dir string) (*ledger, error) {
	l := &ledger{dir: dir}
	b, err := os.ReadFile(filepath.Join(dir, ledgerName))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return l, err
	}
	for line := range bytes.SplitSeq(b, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var x report.LedgerLine
		if json.Unmarshal(line, &x) != nil || x.File == "" {
			l.unreadable = append(l.unreadable, line)
			continue
		}
		l.lines, l.text = append(l.lines, x), append(l.text, line)
	}
	return l, nil
}

// add appends a look, unless it is the last one seen again: a run that is restarted
// makes no second line. What could not be read is put aside first, once. The file is
// written anew and put in place whole, so that no line is ever torn.
func (l *ledger) add(x report.LedgerLine) error {
	b, err := json.Marshal(x)
	if err != nil {
		return err
	}
	if err := l.putAside(); err != nil {
		return err
	}
	if l.seen(b) && len(l.unreadable) == 0 {
		return nil
	}
	if !l.seen(b) {
		l.text = append(l.text, b)
		var again report.LedgerLine // as it will be read
		if err := json.Unmarshal(b, &again); err != nil {
			return err
		}
		l.lines = append(l.lines, again)
	}
	return whole.Write(filepath.Join(l.dir, ledgerName), append(bytes.Join(l.text, []byte("\n")), '\n'))
}

// seen reports whether the last line is this one, but for what says how the file
// changed since the line before, which that line says already.
func (l *ledger) seen(b []byte) bool {
	if len(l.lines) == 0 {
		return false
	}
	var x report.LedgerLine
	if json.Unmarshal(b, &x) != nil {
		return false
	}
	bare := func(x report.LedgerLine) string {
		x.Changed, x.Keys, x.KeysFrom = "", nil, nil
		b, _ := json.Marshal(x)
		return string(b)
	}
	return bare(x) == bare(l.lines[len(l.lines)-1])
}

// putAside keeps lines that cannot be read in a file of their own.
func (l *ledger) putAside() error {
	if len(l.unreadable) == 0 {
		return nil
	}
	path := filepath.Join(l.dir, asideName)
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be read: %w", path, whole.Bare(err))
	}
	kept := bytes.Split(b, []byte("\n"))
	for _, line := range l.unreadable {
		if !containsLine(kept, line) { // else a run before was stopped on its way here
			b = append(append(b, line...), '\n')
		}
	}
	return whole.Write(path, b)
}

func containsLine(lines [][]byte, line []byte) bool {
	for _, x := range lines {
		if bytes.Equal(x, line) {
			return true
		}
	}
	return false
}

// last is the look before, nil where there is none.
func (l *ledger) last() *report.LedgerLine {
	if len(l.lines) == 0 {
		return nil
	}
	return &l.lines[len(l.lines)-1]
}

// before is the verdict of the data cut before that of the last line, "" where there is
// none. Where rows carry no time a cut is what its hash says.
func (l *ledger) before() report.Verdict {
	for i := len(l.lines) - 2; i >= 0; i-- {
		if a, b := l.lines[i], l.lines[len(l.lines)-1]; cut(a) != cut(b) {
			return a.Verdict
		}
	}
	return ""
}

func cut(x report.LedgerLine) string {
	if x.DataTo != "" {
		return x.DataTo
	}
	return x.InputHash
}

// keys is what the experiment file said when it was last another, nil where no line
// has it.
func (l *ledger) keys() map[string]string {
	for i := len(l.lines) - 1; i >= 0; i-- {
		if l.lines[i].Keys != nil {
			return l.lines[i].Keys
		}
	}
	return nil
}
