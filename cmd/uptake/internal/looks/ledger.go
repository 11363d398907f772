package looks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"uptake/analysis/report"
	"uptake/analysis/whole"
)

// The ledger of an experiment's looks, and where its lines go that cannot be read or are
// not as they were written.
const (
	Name      = "looks.jsonl"
	AsideName = "looks.unreadable.jsonl"
)

// Ledger is the looks at one experiment, oldest first.
type Ledger struct {
	dir        string
	Lines      []report.LedgerLine
	Unreadable [][]byte
	text       [][]byte // the lines as they stand
	added      bool
}

// Read reads the ledger of a folder; none is an empty one.
func Read(dir string) (*Ledger, error) {
	l := &Ledger{dir: dir}
	b, err := os.ReadFile(filepath.Join(dir, Name))
	if err != nil {
		// who writes into the folder says what is wrong with it
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			return l, nil
		}
		return l, fmt.Errorf("%s, the record of the looks before, cannot be read: %w", filepath.Join(dir, Name),
			whole.Bare(err))
	}
	for line := range bytes.SplitSeq(b, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var x report.LedgerLine
		if !whole.Intact(line) || json.Unmarshal(line, &x) != nil || x.File == "" {
			l.Unreadable = append(l.Unreadable, line)
			continue
		}
		l.Lines, l.text = append(l.Lines, x), append(l.text, line)
	}
	return l, nil
}

// Add appends a look, unless it is the last one seen again: a run that is restarted
// makes no second line. Nothing is written.
func (l *Ledger) Add(x report.LedgerLine) error {
	b, err := json.Marshal(x)
	if err != nil || l.seen(b) {
		return err
	}
	var again report.LedgerLine // as it will be read
	if err := json.Unmarshal(b, &again); err != nil {
		return err
	}
	l.text, l.Lines, l.added = append(l.text, whole.Seal(b)), append(l.Lines, again), true
	return nil
}

// Write puts the file in place whole, so that no line is ever torn. What could not be
// read is put aside first, once.
func (l *Ledger) Write() error {
	if err := l.putAside(); err != nil {
		return err
	}
	if !l.added && len(l.Unreadable) == 0 {
		return nil
	}
	return whole.Write(filepath.Join(l.dir, Name), append(bytes.Join(l.text, []byte("\n")), '\n'))
}

// seen reports whether the last line is this one, but for what says how the file
// changed since the line before, which that line says already.
func (l *Ledger) seen(b []byte) bool {
	if len(l.Lines) == 0 {
		return false
	}
	var x report.LedgerLine
	if json.Unmarshal(b, &x) != nil {
		return false
	}
	bare := func(x report.LedgerLine) string {
		x.Changed, x.Keys, x.KeysFrom, x.Late = "", nil, nil, nil
		b, _ := json.Marshal(x)
		return string(b)
	}
	return bare(x) == bare(l.Lines[len(l.Lines)-1])
}

// putAside keeps lines that cannot be read in a file of their own.
func (l *Ledger) putAside() error {
	if len(l.Unreadable) == 0 {
		return nil
	}
	path := l.Aside()
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be read: %w", path, whole.Bare(err))
	}
	kept := bytes.Split(b, []byte("\n"))
	for _, line := range l.Unreadable {
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

// Aside is the file of lines that cannot be read.
func (l *Ledger) Aside() string { return filepath.Join(l.dir, AsideName) }

// Last is the look before, nil where there is none.
func (l *Ledger) Last() *report.LedgerLine {
	if len(l.Lines) == 0 {
		return nil
	}
	return &l.Lines[len(l.Lines)-1]
}

// Before is the verdict of the data cut before that of the last line, "" where there is
// none. Where rows carry no time a cut is what its hash says.
func (l *Ledger) Before() report.Verdict {
	for i := len(l.Lines) - 2; i >= 0; i-- {
		if a, b := l.Lines[i], l.Lines[len(l.Lines)-1]; cut(a) != cut(b) {
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

// Keys is what the experiment file said when it was last another, nil where no line
// has it.
func (l *Ledger) Keys() map[string]string {
	for i := len(l.Lines) - 1; i >= 0; i-- {
		if l.Lines[i].Keys != nil {
			return l.Lines[i].Keys
		}
	}
	return nil
}
