package format

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sync"
)

// fetched is a Parquet file of which each look costs a request: what is asked for of a
// row group is fetched at once and beside others, what lies close together in one
// piece, the next group while one is decoded.
type fetched struct {
	io.ReaderAt
	mu     sync.Mutex
	groups [][]*fetch // by row group, nil before it is asked for and when it is done with
	left   []int      // blocks of a group that are not decoded yet
	queue  []*fetch   // not begun
	held   int64      // bytes of those begun and not done with
	under  int        // on their way
}

// fetch is a run of bytes that one request gives.
type fetch struct {
	from, to int64
	begun    bool
	gone     bool
	ready    chan struct{} // closed when b is there
	b        []byte
	err      error
}

const (
	// fetchGap is how many bytes that nobody asked for are worth less than a request.
	fetchGap = 256 << 10
	// longestFetch is how much one request fetches: several side by side are faster.
	longestFetch = 8 << 20
	// mostHeld is how many bytes are fetched ahead of what is decoded, and mostUnder how
	// many requests are under way.
	mostHeld  = 64 << 20
	mostUnder = 6
	// largestFetched is what a group that is read piece by piece may hold in memory. A file with a
	// larger one is copied to disk first.
	largestFetched = 256 << 20
)

// fetching makes the reader fetch ahead where its file is far.
func (r *parquetReader) fetching(o Options) error {
	if !r.source.far {
		return nil
	}
	for _, g := range r.footer.rows {
		if _, bytes := r.wanted(g); int(g.rows) > r.largest && bytes > largestFetched {
			err := r.source.spool(o.TempDir)
			r.source.far = false
			return err
		}
	}
	n := len(r.footer.rows)
	r.ahead = &fetched{ReaderAt: r.source.at, groups: make([][]*fetch, n), left: make([]int, n)}
	r.source.at = r.ahead
	return nil
}

// wanted gives what of a group is asked for, in order, and how many bytes it is.
func (r *parquetReader) wanted(g rowGroup) (fetches []*fetch, bytes int64) {
	for _, c := range r.columns {
		if c.leaf < 0 {
			continue
		}
		at := g.chunks[c.leaf]
		if to := min(at.start+at.packed+chunkSlack, r.source.size); at.start >= 0 && at.packed > 0 && at.start < to {
			fetches = append(fetches, &fetch{from: at.start, to: to})
		}
	}
	slices.SortFunc(fetches, func(a, b *fetch) int { return cmp.Compare(a.from, b.from) })
	out := fetches[:0]
	for _, s := range fetches {
		if n := len(out); n > 0 && s.from <= out[n-1].to+fetchGap &&
			max(s.to, out[n-1].to)-out[n-1].from <= longestFetch {
			out[n-1].to = max(s.to, out[n-1].to)
		} else {
			out = append(out, s)
		}
	}
	for _, s := range out {
		bytes += s.to - s.from
	}
	return out, bytes
}

// want begins to fetch a group.
func (r *parquetReader) want(group int) {
	if r.ahead == nil || group >= len(r.footer.rows) || r.pick != nil {
		return
	}
	fetches, _ := r.wanted(r.footer.rows[group])
	f := r.ahead
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.groups[group] != nil {
		return
	}
	for _, s := range fetches {
		s.ready = make(chan struct{})
	}
	f.groups[group], f.queue = fetches, append(f.queue, fetches...)
	f.more()
}

// more begins what there is room for; f is locked.
func (f *fetched) more() {
	for len(f.queue) > 0 && f.under < mostUnder && (f.held == 0 || f.held+f.queue[0].to-f.queue[0].from <= mostHeld) {
		s := f.queue[0]
		f.queue = f.queue[1:]
		if !s.begun && !s.gone {
			f.begin(s)
		}
	}
}

func (f *fetched) begin(s *fetch) {
	s.begun = true
	f.held += s.to - s.from
	f.under++
	go func() {
		var b []byte
		var err error
		defer func() {
			if r := recover(); r != nil { // who reads is told
				err = fmt.Errorf("%v", r)
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			s.b, s.err = b, err
			close(s.ready)
			f.under--
			f.more()
		}()
		b = make([]byte, s.to-s.from)
		n, e := f.ReaderAt.ReadAt(b, s.from)
		if b = b[:n]; s.from+int64(n) < s.to {
			err = e
		}
	}()
}

// ReadAt reads from what was fetched, else from the file.
func (f *fetched) ReadAt(p []byte, off int64) (int, error) {
	s := f.at(off, off+int64(len(p)))
	if s == nil {
		return f.ReaderAt.ReadAt(p, off)
	}
	<-s.ready
	if s.err != nil {
		return 0, s.err
	}
	return copy(p, s.b[off-s.from:]), nil
}

// at gives the fetch that has these bytes; one that waits for room begins at once.
func (f *fetched) at(from, to int64) *fetch {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, g := range f.groups {
		for _, s := range g { // few
			if s.from <= from && to <= s.to {
				if !s.begun {
					f.begin(s)
				}
				return s
			}
		}
	}
	return nil
}

// blocks says how many blocks a group is decoded in.
func (r *parquetReader) blocks(group, n int) {
	if r.ahead != nil {
		r.ahead.mu.Lock()
		defer r.ahead.mu.Unlock()
		r.ahead.left[group] = n
	}
}

// done takes in that a block of a group is decoded.
func (r *parquetReader) done(group int) {
	f := r.ahead
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left[group]--; f.left[group] > 0 {
		return
	}
	for _, s := range f.groups[group] {
		s.gone = true
		if s.begun {
			f.held -= s.to - s.from
		}
	}
	f.groups[group] = []*fetch{}
	f.more()
}
