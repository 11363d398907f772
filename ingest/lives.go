package ingest

import (
	"cmp"
	"math"
	"slices"

	"uptake/ingest/store"
)

// Life is what an export tells of one unit, its rows in the order of time.
type Life struct {
	Unit     string
	Arm      int   // of its first exposure, a place among the experiment's arms; −1 without one
	Crossed  bool  // there are exposures of several arms
	From     int64 // its first exposure, microseconds UTC; NoTime where it is not dated
	Assigned bool  // its arm is known from the table of assignments
	Rows     []LifeRow
	Traits   []int32 // codes of the traits of its first exposure, of its first row without one
}

// LifeRow is a row of a unit.
type LifeRow struct {
	At, Received int64 // microseconds UTC; NoTime without
	Suggestion   uint64
	Session      uint64
	id           uint64 // of the event id, else of what tells a row from another
	Event        int32  // place in Lives.Events
	Other        int32  // another experiment it exposes to, a place in Lives.Others; −1 for none
	OtherArm     int32
	Role         store.Role
	Outcome      store.Role // of a row that bears it, Other for none
	Arm          int8       // that the row exposes to; −1
	Counted      bool       // metrics count its event
	Copy         bool       // the same row stands before it
	Text         bool       // its time is a text with a time of day
	Zoneless     bool       // and that names no zone
	named        bool       // it has an event id
	Source       uint8
	File         int32
	Row          int64
}

// NoTime is the time of what is not dated.
const NoTime = store.NoTime

// Lives are the rows of an export by unit. Of a large one they are those of some of the
// units, drawn by a fixed hash of the unit, all rows of each.
type Lives struct {
	List     []Life // by unit
	Part     float64
	Units    bool // the export names units
	Dated    bool // its rows have times
	IDs      bool // and event ids
	Sessions bool
	From, To int64 // of the rows of all units, NoTime without
	Last     int64 // when the latest row was received, NoTime where that is not told
	Events   []string
	Others   []string // ids of other experiments
	Traits   []string // columns
	Levels   [][]string
	Persons  []Persons
	files    []string
}

// Persons are the ids that the values of a column that follows people stand with.
type Persons struct {
	Column string
	People int     // values
	Shared int     // of these, those with several ids
	Part   float64 // of all values, which share these are: below 1 of a column of very many
}

// mostLives is how many rows are kept.
const mostLives = 1_000_000

// Place is the file of a row, as messages name it.
func (l *Lives) Place(r *LifeRow) string { return l.files[r.File] }

// settle puts a life in order.
func (l *Life) settle(keep bool) {
	slices.SortFunc(l.Rows, func(a, b LifeRow) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Role, b.Role), cmp.Compare(a.id, b.id),
			cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
	})
	seen := make(map[uint64]bool, len(l.Rows))
	l.Arm, l.From = -1, NoTime
	for i := range l.Rows {
		r := &l.Rows[i]
		if !keep && r.id != 0 {
			r.Copy = seen[r.id]
			seen[r.id] = true
		}
		switch {
		case r.Arm < 0:
		case l.Arm < 0:
			l.Arm, l.From = int(r.Arm), r.At
		case l.Arm != int(r.Arm):
			l.Crossed = true
		}
	}
}

// Exposed reports whether a unit is in one arm and no other.
func (l *Life) Exposed() bool { return l.Arm >= 0 && !l.Crossed }

// sampled keeps units by the leading zeros of their hash: how many rows there are with
// each number of them says which may be kept, whatever the order in which they come.
type sampled struct {
	rows [65]int64
	most int64
}

// level is how many leading zeros a kept unit's hash must have.
func (s *sampled) level() int {
	var sum int64
	for k := 64; k >= 0; k-- {
		if sum += s.rows[k]; sum > s.most {
			return min(k+1, 64)
		}
	}
	return 0
}

func part(level int) float64 { return math.Pow(2, -float64(level)) }
