package ingest

import (
	"maps"
	"math/bits"

	"uptake/ingest/event"
)

// mostPeople is how many persons of a column are kept.
const mostPeople = 500_000

// persons are the units that the values of a column stand with. Of more than most those
// are kept whose hash has the most leading zeros, with all of their units: which these are does
// not hang on the order in which rows come, or on who reads them.
type persons struct {
	units map[uint64]uint64 // person → unit, several where there are several
	most  int
	level int
}

// several stands for the units of a person who has more than one.
const several = 1

// meet notes a unit of a person; 0 is nobody.
func (p *persons) meet(person, unit uint64) {
	if person == 0 || drawnAt(person) < p.level {
		return
	}
	switch old, known := p.units[person]; {
	case !known:
		p.units[person] = unit
		p.keep()
	case old != unit:
		p.units[person] = several
	}
}

// keep lets go of persons while there are too many.
func (p *persons) keep() {
	for len(p.units) > p.most && p.level < 64 {
		p.level++
		maps.DeleteFunc(p.units, func(person, _ uint64) bool { return drawnAt(person) < p.level })
	}
}

func (p *persons) merge(o *persons) {
	if o.level > p.level {
		p.level = o.level
		maps.DeleteFunc(p.units, func(person, _ uint64) bool { return drawnAt(person) < p.level })
	}
	for person, unit := range o.units {
		p.meet(person, unit)
	}
}

// told counts them.
func (p *persons) told(column string) Persons {
	out := Persons{Column: column, People: len(p.units), Part: part(p.level)}
	for _, unit := range p.units {
		if unit == several {
			out.Shared++
		}
	}
	return out
}

// drawnAt is the level up to which a hash is kept.
func drawnAt(hash uint64) int { return bits.LeadingZeros64(event.Mix(hash)) }
