package format

import (
	"io"
	"testing"
	"unsafe"
)

// TestReleased reads every format in small blocks one after another, each in the
// memory of the one before: the rows stay those that are read all at once.
func TestReleased(t *testing.T) {
	rec := sample(5, 3000)
	columns := asked(fieldList(rec.Schema())...)
	for i := range columns {
		columns[i].Repeats = i%2 == 0
	}
	for _, f := range writtenFormats() {
		file := inMemory("sample"+f.endings[0], written(t, f.name, WriterOptions{}, sliced(rec, 200)...))
		o := Options{BlockBytes: 4 << 10}
		want, err := readAll(file, columns, o)
		if err != nil {
			t.Fatal(f.name, err)
		}
		if len(want.rows) != 3000 {
			t.Fatalf("%s: %d rows", f.name, len(want.rows))
		}
		r, err := Open(file, columns, o)
		if err != nil {
			t.Fatal(f.name, err)
		}
		row := 0
		for {
			block, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(f.name, err)
			}
			b, err := block.Decode()
			if err != nil {
				t.Fatal(f.name, err)
			}
			for i := range b.Rows {
				for k, a := range b.Columns {
					if got := cellText(a, i); got != want.rows[row][k] {
						t.Fatalf("%s, row %d, %s: %q where %q was read before", f.name, row+1, columns[k].Name, got,
							want.rows[row][k])
					}
				}
				row++
			}
			spoil(b)
		}
		r.Close()
		if row != len(want.rows) {
			t.Errorf("%s: %d rows where %d were read before", f.name, row, len(want.rows))
		}
	}
}

// spoil gives a batch's memory back full of what no column may be seen to rely
// on. What is read with readAll is read into such.
func spoil(b *Batch) {
	for _, h := range b.loan.held {
		memory := unsafe.Slice(h.first, sizeOf(h.class))
		for i := range memory {
			memory[i] = 0xa5
		}
	}
	b.Release()
}

// TestClassOf looks at sizes around every class: each holds what is asked for
// and at most a quarter more, and classes go up one by one.
func TestClassOf(t *testing.T) {
	last, _ := classOf(1)
	for n := 256; n < 1<<32; {
		class, size := classOf(n)
		if size < n || size > n+n/4+1 || class != last && class != last+1 {
			t.Fatalf("%d bytes: class %d behind %d, of %d bytes", n, class, last, size)
		}
		if again, same := classOf(size); again != class || same != size {
			t.Fatalf("%d bytes: class %d, while %d bytes are of class %d", n, class, size, again)
		}
		last, n = class, size+1
	}
}
