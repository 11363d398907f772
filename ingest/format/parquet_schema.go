package format

import (
	"errors"
	"fmt"
	"strings"

	"uptake/analysis/counted"
)

// leaf is a column of a Parquet file that holds values.
type leaf struct {
	path       []string
	physical   physical
	width      int // bytes of a value of fixed width
	meaning    meaning
	definition uint32 // level of a value that is there
	repeats    bool   // it is in a list
}

func (l *leaf) name() string { return strings.Join(l.path, ".") }

// node is a column that holds others.
type node struct {
	path    []string
	meaning meaning
}

// physical is how values are stored.
type physical int64

// The physical types, by their numbers in the format.
const (
	boolean physical = iota
	int32s
	int64s
	int96
	float32s
	float64s
	byteArrays
	fixedBytes
)

// meaning is what values mean.
type meaning struct {
	sense            sense
	precision, scale int64 // of a decimal
	perSecond        int64 // parts of a second that times are counted in
	utc              bool  // times are instants; else wall clock of no zone
	unsigned         bool
	name             string // of what has no reading here
}

type sense int

// The senses that values have.
const (
	bare   sense = iota // none is given
	texts8              // UTF-8, an enumeration or JSON
	decimal
	date
	clock
	instant
	integer
	uuid
	half
	lists // and maps
	unreadable
)

// element is one line of the schema, as it stands in the file.
type element struct {
	name       string
	physical   physical
	leaf       bool
	width      int64
	repetition int64
	children   int64
	id         int32 // the number that the writer gave the column
	numbered   bool
	meaning    meaning
}

var errParquetSchema = errors.New("its schema is damaged")

func readElement(c *compact, k byte) (e element) {
	old, precision, scale := int64(-1), int64(0), int64(0)
	c.inner(k, func(id int16, k byte) {
		switch id {
		case 1:
			e.physical, e.leaf = physical(c.int(k)), true
		case 2:
			e.width = c.int(k)
		case 3:
			e.repetition = c.int(k)
		case 4:
			e.name = c.text(k)
		case 5:
			e.children = c.int(k)
		case 6:
			old = c.int(k)
		case 7:
			scale = c.int(k)
		case 8:
			precision = c.int(k)
		case 9:
			e.id, e.numbered = int32(c.int(k)), true
		case 10:
			e.meaning = readMeaning(c, k)
		default:
			c.skip(k, false)
		}
	})
	if e.meaning.sense == bare && old >= 0 {
		e.meaning = oldMeaning(old, precision, scale)
	}
	return e
}

// foreignMeanings are logical types that have no reading here.
var foreignMeanings = map[int16]string{16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY"}

// readMeaning reads a logical type: one field, whose number says which.
func readMeaning(c *compact, k byte) (m meaning) {
	c.inner(k, func(id int16, k byte) {
		c.inner(k, func(inner int16, k byte) {
			switch {
			case id == 5 && inner == 1:
				m.scale = c.int(k)
			case id == 5 && inner == 2:
				m.precision = c.int(k)
			case (id == 7 || id == 8) && inner == 1:
				m.utc = c.bool(k)
			case (id == 7 || id == 8) && inner == 2:
				c.inner(k, func(unit int16, k byte) {
					m.perSecond = map[int16]int64{1: 1e3, 2: 1e6, 3: 1e9}[unit]
					c.skip(k, false)
				})
			case id == 10 && inner == 2:
				m.unsigned = !c.bool(k)
			default:
				c.skip(k, false)
			}
		})
		switch id {
		case 1, 4, 12:
			m.sense = texts8
		case 2, 3:
			m.sense = lists
		case 5:
			m.sense = decimal
		case 6:
			m.sense = date
		case 7, 8:
			m.sense = clock
			if id == 8 {
				m.sense = instant
			}
			if m.perSecond == 0 {
				m.sense, m.name = unreadable, "time in a unit that came later than this program"
			}
		case 10:
			m.sense = integer
		case 11, 13: // nothing but nulls; BSON, which is bytes
		case 14:
			m.sense = uuid
		case 15:
			m.sense = half
		default:
			m.sense, m.name = unreadable, foreignMeanings[id]
			if m.name == "" {
				m.name = fmt.Sprintf("number %d, which came later than this program", id)
			}
		}
	})
	return m
}

// oldMeaning reads what stood before there were logical types. Its times are
// instants.
func oldMeaning(n, precision, scale int64) meaning {
	switch n {
	case 0, 4, 19:
		return meaning{sense: texts8}
	case 1, 2, 3:
		return meaning{sense: lists}
	case 5:
		return meaning{sense: decimal, precision: precision, scale: scale}
	case 6:
		return meaning{sense: date}
	case 7, 8:
		return meaning{sense: clock, utc: true, perSecond: map[int64]int64{7: 1e3, 8: 1e6}[n]}
	case 9, 10:
		return meaning{sense: instant, utc: true, perSecond: map[int64]int64{9: 1e3, 10: 1e6}[n]}
	case 11, 12, 13, 14:
		return meaning{sense: integer, unsigned: true}
	case 15, 16, 17, 18:
		return meaning{sense: integer}
	case 21:
		return meaning{sense: unreadable, name: "INTERVAL"}
	}
	return meaning{}
}

// columns makes leaves of the schema's lines, which stand from the outside in.
func (f *footer) columns(elements []element) error {
	if len(elements) == 0 || elements[0].leaf && elements[0].children == 0 {
		return errParquetSchema
	}
	rest := elements[1:]
	var walk func(n int64, above node, definition uint32, repeats bool) error
	walk = func(n int64, above node, definition uint32, repeats bool) error {
		if n < 0 || n > int64(len(rest)) || len(above.path) > int(deepestStruct) {
			return errParquetSchema
		}
		for range n {
			if len(rest) == 0 {
				return errParquetSchema
			}
			e := rest[0]
			rest = rest[1:]
			level, inList := definition, repeats || e.repetition == 2
			if e.repetition != 0 {
				level++
			}
			path := append(above.path[:len(above.path):len(above.path)], e.name)
			if e.children > 0 || !e.leaf {
				here := node{path, e.meaning}
				f.groups = append(f.groups, here)
				if err := walk(e.children, here, level, inList); err != nil {
					return err
				}
				continue
			}
			width, err := widthOf(e)
			if err != nil {
				return fmt.Errorf("column %q %w", strings.Join(path, "."), err)
			}
			f.leaves = append(f.leaves, leaf{path, e.physical, width, e.meaning, level, inList})
		}
		return nil
	}
	return walk(elements[0].children, node{}, 0, false)
}

// widthOf gives the bytes of a value; none of text, one of truths.
func widthOf(e element) (int, error) {
	switch e.physical {
	case byteArrays:
		return 0, nil
	case boolean:
		return 1, nil
	case int32s, float32s:
		return 4, nil
	case int64s, float64s:
		return 8, nil
	case int96:
		return 12, nil
	case fixedBytes:
		if e.width < 0 || e.width > 1<<20 {
			return 0, counted.Errorf("says that each of its values has %d bytes", e.width)
		}
		return int(e.width), nil
	}
	return 0, fmt.Errorf("is of the physical type %d, which came later than this program", e.physical)
}
