package store

import (
	"encoding/binary"
	"math"
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Role is the part a row plays in its unit's history. Roles are in rank
// order: at one instant the lower is read first (an accept beats a dismissal).
type Role uint8

// The roles.
const (
	Exposure Role = iota
	Requested
	Shown
	Accepted
	Partial
	Edited
	Reverted
	TypedThrough
	Dismissed
	Superseded
	Hidden
	Persisted
	Other // feeds metrics only
)

// OfSuggestion reports whether a row of the role is about a suggestion.
func (r Role) OfSuggestion() bool { return r >= Requested && r <= Persisted }

// LeadOf is the first eight bytes of an event id as a number, so that ids whose leads
// differ are in the order of these; 0 of none.
func LeadOf(id string) uint64 {
	var lead [8]byte
	copy(lead[:], id)
	return binary.BigEndian.Uint64(lead[:])
}

// NoTime is the time of an exposure that is not dated.
const NoTime = math.MinInt64

// Row is one canonical row, as far as the demand needs it.
type Row struct {
	Role       Role
	Ghost      bool  // counted when it was read: stands in its unit's history, adds to nothing
	Arm        int16 // code of the arm; read for exposures and rows that carry one
	TS         int64 // microseconds UTC, or NoTime
	Day        bool  // TS is the first instant of a day, all of which it stands for
	Hash       sums.Hash
	Place      Place
	Line       uint64 // of a row's text: with an equal one a row is the same in every column; 0 = not known
	EventID    uint64 // fixed hash of what its copies share: the event id and the event's name, 0 = none
	Lead       uint64 // how the event id begins, see LeadOf; kept only when the format says so
	Suggestion uint64 // fixed hash, 0 = none
	Session    uint64
	// edit ratio of Edited, latency of Requested, seconds since the accept of Persisted, visible milliseconds of the
	// others; NaN = missing
	Extra      float32
	ID         string // suggestion id, kept only when the format says so
	Outcome    study.Decision
	NotSeen    bool
	Decided    int64 // NoTime = not logged
	DecidedDay bool  // Decided stands for its whole day
	Segments   []int32
	Texts      []int32
	Numbers    []float64
	Traits     []uint32
	Values     []Contribution
}

// Contribution is what a row adds to one variable or, where its cell holds no
// value, that it adds nothing. Numbers and grades of suggestions have places
// after the variables (spec.Demand.Values); of these only broken ones are listed.
type Contribution struct {
	Variable uint16
	Lack     Lack
	Value    moment.Sum128
	Text     string // what the cell of a Broken one holds
}

// More adds a contribution to a row, to be filled: of variable 0, with a value of 0.
func (r *Row) More() *Contribution {
	n := len(r.Values)
	if n == cap(r.Values) {
		r.Values = slices.Grow(r.Values, 1)
	}
	r.Values = r.Values[:n+1]
	v := &r.Values[n]
	v.Variable, v.Lack, v.Value, v.Text = 0, None, moment.Sum128{}, ""
	return v
}

// Lack says why a contribution has no value.
type Lack uint8

// A contribution has a value, an empty cell, or a cell that is not what was asked for.
const (
	None Lack = iota
	Missing
	Broken
	wide // packed form of a value that leaves an int64
)

// Place is where a row was read: file number and 1-based row.
type Place uint64

// NewPlace packs a file number and a row.
func NewPlace(file int, row int64) Place { return Place(uint64(file)<<44 | uint64(row)&(1<<44-1)) }

// File returns the file number.
func (p Place) File() int { return int(p >> 44) }

// Row returns the 1-based row.
func (p Place) Row() int64 { return int64(p & (1<<44 - 1)) }
