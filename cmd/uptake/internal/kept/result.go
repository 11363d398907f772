package kept

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"errors"

	"uptake/analysis/readout"
	"uptake/analysis/report"
)

// Result is what an experiment came to.
type Result struct {
	Readout  *report.Report    // without an evaluation that it carries
	Ignores  *report.Ignores   // nil where there is nothing to investigate
	Assigned *readout.Assigned // nil where the readout has no units
}

// Begun is a readout as it was made, which waits for its investigation.
type Begun struct{ stored }

// stored is a result as it lies in the folder. Reports are kept as their JSON, which tells
// lists that are empty from those that are missing, beside what no JSON of theirs has.
type stored struct {
	Readout, Band, Ignores []byte
	ByDay                  map[string]int64
	Assigned               *readout.Assigned
}

// Begin takes a readout as it is now: what is done to it later is not kept.
func Begin(rep *report.Report, units *readout.Assigned) (*Begun, error) {
	b := &Begun{stored{ByDay: rep.Rows.ByDay, Assigned: units}}
	bare := *rep
	bare.Evaluation = nil
	var err error
	if b.Readout, err = exactly(&bare); err != nil {
		return nil, err
	}
	if rep.Decision.Band != nil {
		b.Band, err = exactly(rep.Decision.Band)
	}
	return b, err
}

var errText = errors.New("it has text that is not UTF-8")

// exactly is the JSON of what can be had again from it.
func exactly(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err == nil && bytes.Contains(b, []byte(`\ufffd`)) { // in place of what is no text
		err = errText
	}
	return b, err
}

// encode makes a result bytes.
func (b *Begun) encode(ignores *report.Ignores) ([]byte, error) {
	s := b.stored
	if ignores != nil {
		var err error
		if s.Ignores, err = exactly(ignores); err != nil {
			return nil, err
		}
	}
	var to bytes.Buffer
	if err := gob.NewEncoder(&to).Encode(s); err != nil {
		return nil, err
	}
	return to.Bytes(), nil
}

// decode reads what encode wrote.
func decode(b []byte) (*Result, error) {
	var s stored
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&s); err != nil {
		return nil, err
	}
	r := &Result{Readout: &report.Report{}, Assigned: s.Assigned}
	if err := json.Unmarshal(s.Readout, r.Readout); err != nil {
		return nil, err
	}
	r.Readout.Rows.ByDay = s.ByDay
	if s.Band != nil {
		r.Readout.Decision.Band = &report.Decision{}
		if err := json.Unmarshal(s.Band, r.Readout.Decision.Band); err != nil {
			return nil, err
		}
	}
	if s.Ignores != nil {
		r.Ignores = &report.Ignores{}
		if err := json.Unmarshal(s.Ignores, r.Ignores); err != nil {
			return nil, err
		}
	}
	return r, nil
}
