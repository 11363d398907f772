package table

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/ingest/format"
	"uptake/ingest/lake"
	"uptake/ingest/phrase"
	"uptake/ingest/source"
)

// Set is the tables of one reading: what is wanted of them, their files, and what was
// found out about these. Want columns and Add tables, Find the files, then Scan them or
// read Each; Close it at the end. A set made by New or Again is ready.
type Set struct {
	Wants  Wants
	Inputs []*Input
	Files  []source.File
	Owner  []*Input // by file number
	Lines  bool     // batches of text come with hashes of their rows
	Hashes bool     // of ids that hashes are enough of there may be no texts
	found  []string // what the search for files found out, in sentences: tables read by their log, files left out
	said   fileNotes
	names  columnNames
	rows   map[int][]int64 // by file number, in order: nothing but these rows is asked for; nil: all are
	stdin  *source.Kept
	joins  map[int]*joining // by number of the table
	meters *meters          // nil where no progress is told
	opener Opener
}

// Opener opens a file in place of format.Open, and gives what that would give.
type Opener func(source.File, format.Input, []format.Column, format.Options) (format.Reader, error)

// New is a set without tables, whose files open opens; nil opens them as they lie.
func New(open Opener) *Set {
	if open == nil {
		open = func(_ source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
			return format.Open(in, ask, o)
		}
	}
	return &Set{stdin: &source.Kept{}, opener: open}
}

// Add takes a table into the set.
func (s *Set) Add(in *Input) *Input {
	in.Number = len(s.Inputs)
	s.Inputs = append(s.Inputs, in)
	s.join(in)
	return in
}

// Again is a set of the same tables, bound alike, of which nothing is wanted yet and no
// column is required. With rows, by file number and in order, only these are asked for;
// others may come all the same. It is read while the set is open.
func (s *Set) Again(rows map[int][]int64) *Set {
	out := &Set{rows: rows, Files: s.Files, stdin: s.stdin, opener: s.opener}
	for _, in := range s.Inputs {
		again := *in
		again.Required = nil
		out.Inputs = append(out.Inputs, &again)
		out.join(&again)
	}
	for _, in := range s.Owner {
		out.Owner = append(out.Owner, out.Inputs[in.Number])
	}
	return out
}

// Close lets go of what was kept of standard input.
func (s *Set) Close() error { return s.stdin.Close() }

// Find lists the files of every table.
func (s *Set) Find() error {
	for _, in := range s.Inputs {
		files, notes, err := lake.Find(in.Source.Path, format.Readable)
		if errors.Is(err, source.ErrEndings) {
			return fmt.Errorf("%w. Files are read that end in %s, also compressed (%s), and those whose names have "+
				"no ending; of others name each, or give a pattern such as exports/*.txt, and they are read by their "+
				"first bytes",
				err, strings.Join(format.Endings(), " "), strings.Join(format.CompressedEndings(), " "))
		}
		if err != nil {
			return err
		}
		for _, n := range notes {
			if !slices.Contains(s.found, n) {
				s.found = append(s.found, n)
			}
		}
		s.take(in, files)
		if kept := s.strays(in); kept != nil {
			s.Files, s.Owner = s.Files[:in.first], s.Owner[:in.first]
			s.take(in, kept)
		}
	}
	return nil
}

// take numbers the files of a table.
func (s *Set) take(in *Input, files []source.File) {
	in.Files, in.first = files, len(s.Files)
	for _, f := range files {
		s.Files, s.Owner = append(s.Files, f), append(s.Owner, in)
	}
}

// FileNames lists the first of the files, for a sentence.
func (s *Set) FileNames() string {
	var out []string
	for _, f := range s.Files {
		out = append(out, f.Name)
	}
	return strings.Join(phrase.Few(out, 5), ", ")
}

// Names lists the columns of all files that were opened, sorted.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.names.set)) }

// Notes are sentences about files: those left out, and how others are written.
func (s *Set) Notes() []string {
	return slices.Concat(s.found, s.joinNotes(), s.said.sentences(s.Files))
}
