package format

import (
	"fmt"
	"io"
	"sync"
)

const (
	aheadChunk  = 256 << 10
	aheadChunks = 4
)

// ahead reads in a goroutine of its own, so that decompressing goes on while
// what it gave is parsed.
type ahead struct {
	full  chan filled
	free  chan []byte
	stop  chan struct{}
	once  sync.Once
	chunk []byte // being given out
	rest  []byte // of chunk
	err   error
}

type filled struct {
	b   []byte // its whole memory
	n   int
	err error
}

// readAhead reads what open gives; sentence explains its errors. Close does
// not wait for a read that is under way.
func readAhead(open func() (io.ReadCloser, error), sentence func(error) error) *ahead {
	a := &ahead{full: make(chan filled, aheadChunks), free: make(chan []byte, aheadChunks), stop: make(chan struct{})}
	for range aheadChunks {
		a.free <- make([]byte, aheadChunk)
	}
	go a.run(open, sentence)
	return a
}

func (a *ahead) run(open func() (io.ReadCloser, error), sentence func(error) error) {
	defer close(a.full)
	fail := func(n int, b []byte, err error) {
		if err != io.EOF {
			err = sentence(err)
		}
		select {
		case a.full <- filled{b, n, err}:
		case <-a.stop:
		}
	}
	defer func() {
		if r := recover(); r != nil {
			fail(0, nil, fmt.Errorf("%v", r))
		}
	}()
	r, err := open()
	if err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		fail(0, nil, err)
		return
	}
	defer r.Close()
	for {
		var b []byte
		select {
		case b = <-a.free:
		case <-a.stop:
			return
		}
		n := 0
		for n < len(b) && err == nil {
			var m int
			m, err = r.Read(b[n:])
			n += m
		}
		if err != nil {
			fail(n, b, err)
			return
		}
		select {
		case a.full <- filled{b, n, nil}:
		case <-a.stop:
			return
		}
	}
}

func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.chunk != nil {
			a.free <- a.chunk // has room: there are only so many chunks
			a.chunk = nil
		}
		if a.err != nil {
			return 0, a.err
		}
		f, ok := <-a.full
		if !ok {
			a.err = io.ErrClosedPipe
			continue
		}
		a.chunk, a.rest, a.err = f.b, f.b[:f.n], f.err
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

func (a *ahead) Close() error {
	a.once.Do(func() { close(a.stop) })
	return nil
}
