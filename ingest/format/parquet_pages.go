package format

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// page is one page of a column chunk, decompressed.
type page struct {
	kind     int64
	rows     int // values, those that are missing among them
	encoding pageEncoding
	levels   pageEncoding // how definition levels are, in a page of the first version
	// Of a page of the second version, the bytes of its levels, which stand
	// before its values.
	repetition, definition int
	data                   []byte
}

func (p *page) isData() bool { return p.kind == pageData || p.kind == pageData2 }

// kinds of pages, by their numbers in the format.
const pageData, pageIndex, pageDictionary, pageData2 = 0, 1, 2, 3

// pageEncoding is how values are written.
type pageEncoding int64

// The encodings, by their numbers in the format.
const (
	encPlain           pageEncoding = 0
	encPlainDictionary pageEncoding = 2
	encRunLength       pageEncoding = 3
	encBitPacked       pageEncoding = 4
	encDeltaPacked     pageEncoding = 5
	encDeltaLength     pageEncoding = 6
	encDeltaText       pageEncoding = 7
	encRunDictionary   pageEncoding = 8
	encByteStreamSplit pageEncoding = 9
)

func (e pageEncoding) String() string {
	names := [...]string{"PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
		"DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"}
	if e >= 0 && int(e) < len(names) {
		return names[e]
	}
	return fmt.Sprintf("number %d", int64(e))
}

// pageHeader is what stands before a page.
type pageHeader struct {
	page
	plain, packed int64
	crc           uint32
	checked       bool // there is a crc
	compressed    bool // as a page of the second version says
}

// wrong says whether a page cannot be as its header says where so many bytes are left.
func (h *pageHeader) wrong(left int64) bool {
	return h.plain < 0 || h.packed < 0 || h.plain > 1<<31-1 || h.packed > 1<<31-1 || h.rows < 0 || h.rows > 1<<31-1 ||
		h.packed > left
}

// pages reads the pages of one column chunk after another.
type pages struct {
	file     io.ReaderAt
	at, end  int64 // of what is left of the chunk
	unpacker *unpacker
	codec    int64
	oldPages bool
	step     int    // bytes that are read at least
	window   []byte // of the file, from the place from on, with overrun bytes behind
	from     int64
	plain    []byte // memory that is used again, with overrun bytes behind
	pageScratch
}

// begin readies for a column chunk of a file of some size. Some writers leave
// headers out of what they say a chunk has.
func (p *pages) begin(file io.ReaderAt, c columnChunk, size int64) {
	p.file, p.at, p.end, p.codec = file, c.start, min(c.start+c.packed+chunkSlack, size), c.codec
	p.step, p.window = windowSize, p.window[:0]
}

const (
	// A file is read by windowSize bytes, whatever less is asked for.
	windowSize = 256 << 10
	// farWindow is the same where each look costs a request.
	farWindow = 8 << 20
	// chunkSlack is what is read behind a chunk.
	chunkSlack = 1 << 10
	// largestHeader bounds a page's header, in which statistics may hold texts.
	largestHeader = 16 << 20
)

var errPageCRC = errors.New("the checksum of a page is not that of its bytes, so they are not those that were " +
	"written; fetch or export the file again")

// next gives the next page, as body does.
func (p *pages) next() (page, error) {
	h, err := p.head()
	if err != nil {
		return page{}, err
	}
	return p.body(&h)
}

// head gives the header of the next page, of which body or pass has to be called.
func (p *pages) head() (pageHeader, error) {
	h, err := p.header()
	if err == nil && h.wrong(p.end-p.at) {
		err = errCut
	}
	return h, err
}

// pass leaves a page out.
func (p *pages) pass(h *pageHeader) { p.at += h.packed }

// body gives the page behind its header; its bytes stand until the next page, with
// overrun bytes behind them.
func (p *pages) body(h *pageHeader) (page, error) {
	whole, err := p.look(int(h.packed))
	if isSentence(err) {
		return page{}, err
	}
	if err != nil || len(whole) < int(h.packed) {
		return page{}, errCut
	}
	p.at += h.packed
	whole = whole[:h.packed]
	if h.checked && crc32.ChecksumIEEE(whole) != h.crc {
		return page{}, errPageCRC
	}
	levels := 0
	if h.kind == pageData2 {
		levels = h.repetition + h.definition
		if h.repetition < 0 || h.definition < 0 || levels > len(whole) || levels > int(h.plain) {
			return page{}, errCut
		}
	}
	size := int(h.plain) - levels
	packed := whole[levels:]
	isPlain := p.codec == codecNone || h.kind == pageData2 && !h.compressed && !p.oldPages && len(packed) == size
	switch {
	case isPlain && len(packed) != size:
		return page{}, errCut
	case isPlain:
		h.data = whole
	default:
		p.plain = p.loan.more(p.plain[:0], int(h.plain))
		h.data = p.plain
		copy(h.data, whole[:levels])
		if size == 0 { // whatever stands for nothing
			break
		}
		if err := p.unpacker.unpack(p.codec, h.data[levels:], packed); err != nil {
			return page{}, err
		}
	}
	return h.page, nil
}

// look gives at least the next n bytes of the chunk, or as many as there are.
func (p *pages) look(n int) ([]byte, error) {
	have := p.from + int64(len(p.window)) - p.at
	if len(p.window) > 0 && (have >= int64(n) || p.at+have == p.end) {
		return p.window[p.at-p.from:], nil
	}
	size := int(min(int64(max(n, p.step)), p.end-p.at))
	p.window, p.from = p.loan.more(p.window[:0], size), p.at
	got, err := p.file.ReadAt(p.window, p.at)
	p.window = p.window[:got]
	if got == size || err == io.EOF {
		err = nil
	}
	return p.window, err
}

// header reads what stands before a page. How long it is, only reading it
// tells.
func (p *pages) header() (h pageHeader, err error) {
	for n := 512; ; n *= 8 {
		b, err := p.look(n)
		if err != nil {
			return h, err
		}
		if len(b) == 0 {
			return h, io.EOF
		}
		c := &compact{b: b}
		if h = readPageHeader(c); c.err == nil {
			p.at += int64(len(b) - len(c.b))
			return h, nil
		}
		if len(b) < n || n >= largestHeader {
			return h, errors.New("the header of a page cannot be read; the file is damaged")
		}
	}
}

func readPageHeader(c *compact) pageHeader {
	h := pageHeader{compressed: true}
	number := func(k byte) int { return int(c.int(k)) }
	c.fields(func(id int16, k byte) {
		switch id {
		case 1:
			h.kind = c.int(k)
		case 2:
			h.plain = c.int(k)
		case 3:
			h.packed = c.int(k)
		case 4:
			h.crc, h.checked = uint32(c.int(k)), true
		case 5, 7, 8:
			c.inner(k, func(inner int16, k byte) {
				switch {
				case inner == 1:
					h.rows = number(k)
				case id == 8 && inner == 4, id != 8 && inner == 2:
					h.encoding = pageEncoding(c.int(k))
				case id == 5 && inner == 3:
					h.levels = pageEncoding(c.int(k))
				case id == 8 && inner == 5:
					h.definition = number(k)
				case id == 8 && inner == 6:
					h.repetition = number(k)
				case id == 8 && inner == 7:
					h.compressed = c.bool(k)
				default:
					c.skip(k, false)
				}
			})
		default:
			c.skip(k, false)
		}
	})
	return h
}
