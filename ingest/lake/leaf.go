package lake

import (
	"fmt"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"

	"uptake/analysis/counted"
)

// leaf is one column of a row group in the small Parquet files of a log, with
// the entries of lists and maps one after another.
type leaf struct {
	starts  []int // by row, and the end: its first entry
	set     []bool
	texts   []*string // of a text column, nil where it has no value
	numbers []int32   // of a number
}

func readLeaf(g *file.RowGroupReader, column, rows int) (*leaf, error) {
	chunk, err := g.Column(column)
	if err != nil {
		return nil, err
	}
	l := &leaf{}
	const batch = 4096
	defs, reps := make([]int16, batch), make([]int16, batch)
	levels := func(n int64, most int16, repeated bool) []bool {
		from := len(l.set)
		for i := range n {
			if !repeated || reps[i] == 0 {
				l.starts = append(l.starts, len(l.set))
			}
			l.set = append(l.set, defs[i] == most)
		}
		return l.set[from:]
	}
	d := chunk.Descriptor()
	most, repeated := d.MaxDefinitionLevel(), d.MaxRepetitionLevel() > 0
	if most == 0 {
		return nil, fmt.Errorf("it is not optional, as the actions of a log are")
	}
	for chunk.HasNext() {
		var n int64
		switch c := chunk.(type) {
		case *file.ByteArrayColumnChunkReader:
			values := make([]parquet.ByteArray, batch)
			if n, _, err = c.ReadBatch(batch, values, defs, reps); err != nil {
				return nil, err
			}
			k := 0
			for _, set := range levels(n, most, repeated) {
				if !set {
					l.texts = append(l.texts, nil)
					continue
				}
				t := string(values[k])
				l.texts = append(l.texts, &t)
				k++
			}
		case *file.Int32ColumnChunkReader:
			values := make([]int32, batch)
			if n, _, err = c.ReadBatch(batch, values, defs, reps); err != nil {
				return nil, err
			}
			k := 0
			for _, set := range levels(n, most, repeated) {
				v := int32(0)
				if set {
					v = values[k]
					k++
				}
				l.numbers = append(l.numbers, v)
			}
		default:
			l.starts = make([]int, rows+1) // of a type that no action has there
			return l, nil
		}
		if n == 0 {
			break
		}
	}
	if len(l.starts) != rows {
		return nil, counted.Errorf("it has %d values where its row group has %d rows", len(l.starts), rows)
	}
	l.starts = append(l.starts, len(l.set))
	return l, nil
}
