package source

import (
	"fmt"
	"io"
	"net/http"
	"sync"
)

// object reads one object, as it was when it was found.
type object struct {
	from *caller
	name string
	key  string
	entry
	ranges bool // it can be read at random
	at     int64
	body   io.ReadCloser
	mu     sync.Mutex // for ends
	ends   []piece    // the beginning and the end, each read once
}

// piece is a part of an object.
type piece struct {
	from int64
	b    []byte
}

const (
	// firstPiece is what is fetched before all of an object is: formats are told by it.
	firstPiece = 64 << 10
	// lastPiece is fetched at once where the end is asked for: it has Parquet's footer.
	lastPiece = 256 << 10
)

// fetch asks for the bytes from one on and up to another, −1 for the rest.
func (o *object) fetch(from, to int64) (io.ReadCloser, error) {
	a, err := o.from.get(o.name, o.from.object(o.key), from, to)
	if err != nil {
		return nil, err
	}
	mark := a.Header.Get("ETag")
	// it is another, or shorter now
	if mark != o.mark && mark != "" && o.mark != "" || a.StatusCode == http.StatusRequestedRangeNotSatisfiable &&
		o.size > 0 {
		a.Body.Close()
		return nil, told("%s was replaced while it was read; run again once it is there to stay", o.name)
	}
	if (from > 0 || to >= 0) && a.StatusCode != http.StatusPartialContent && (from > 0 || to+1 < o.size) {
		a.Body.Close()
		return nil, told("%s cannot be read from byte %d on: the server gives whole files alone, or it was replaced",
			o.name, from)
	}
	return a.Body, nil
}

// whole reads a piece, again from where a connection was cut.
func (o *object) whole(b []byte, from int64) error {
	var why error
	for n, try := 0, 0; try < tries; try++ {
		body, err := o.fetch(from+int64(n), from+int64(len(b))-1)
		if err != nil {
			return err
		}
		m, err := io.ReadFull(body, b[n:])
		body.Close()
		if n += m; n == len(b) {
			return nil
		}
		why = err
	}
	return o.cut(why)
}

func (o *object) cut(why error) error {
	return told("%s could not be read on, tried %d times: the connection is cut (%v); try again later", o.name, tries,
		bareURL(why))
}

// Read reads on: a first piece, then all the rest in one request.
func (o *object) Read(p []byte) (int, error) {
	if o.ranges && o.at < min(firstPiece, o.size) {
		n, err := o.ReadAt(p[:min(int64(len(p)), min(firstPiece, o.size)-o.at)], o.at)
		o.at += int64(n)
		if n > 0 {
			err = nil
		}
		return n, err
	}
	for try := 0; ; try++ {
		if o.ranges && o.at >= o.size {
			return 0, io.EOF
		}
		var err error
		if o.body == nil {
			if o.body, err = o.fetch(o.at, -1); err != nil {
				return 0, err
			}
		}
		n, err := o.body.Read(p)
		o.at += int64(n)
		if n > 0 || err == io.EOF && (o.size < 0 || o.at >= o.size) {
			if n > 0 {
				err = nil
			}
			return n, err
		}
		if err == nil {
			continue
		}
		o.body.Close()
		o.body = nil
		if !o.ranges || try+1 == tries {
			return 0, o.cut(err)
		}
	}
}

// ReadAt reads at random.
func (o *object) ReadAt(p []byte, off int64) (int, error) {
	if off >= o.size {
		return 0, io.EOF
	}
	want, err := p[:min(int64(len(p)), o.size-off)], error(nil)
	if len(want) < len(p) {
		err = io.EOF
	}
	end := off + int64(len(want))
	switch {
	case end <= firstPiece:
		b, e := o.end(0, min(firstPiece, o.size))
		if e != nil {
			return 0, e
		}
		copy(want, b[off:])
	case off >= o.size-lastPiece:
		from := max(0, o.size-lastPiece)
		b, e := o.end(from, o.size)
		if e != nil {
			return 0, e
		}
		copy(want, b[off-from:])
	default:
		if e := o.whole(want, off); e != nil {
			return 0, e
		}
	}
	return len(want), err
}

// end gives the beginning or the end of the object.
func (o *object) end(from, to int64) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.ends {
		if p.from == from && p.from+int64(len(p.b)) == to {
			return p.b, nil
		}
	}
	b := make([]byte, to-from)
	if err := o.whole(b, from); err != nil {
		return nil, err
	}
	o.ends = append(o.ends, piece{from, b})
	return b, nil
}

// Size is how many bytes it has.
func (o *object) Size() int64 { return o.entry.size }

// Far says that each look at random costs a request.
func (o *object) Far() bool { return true }

func (o *object) Close() error {
	if o.body == nil {
		return nil
	}
	err := o.body.Close()
	if err != nil {
		return fmt.Errorf("%s cannot be closed: %w", o.name, bareURL(err))
	}
	return nil
}
