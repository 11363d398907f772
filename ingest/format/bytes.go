package format

import (
	"io"
	"strings"
)

// Bytes is a file behind its compressions and, of text, in UTF-8, whose layout whoever
// opened it reads itself. It is for one goroutine and read once.
type Bytes struct {
	src     source
	tempDir string
}

// Kind is what a file's first bytes say that it is.
type Kind int

// The kinds. JSON is one value, several, or one a line; a workbook is an Archive too.
const (
	Tabular Kind = iota // Parquet, Arrow, Avro, delimited text: what Open reads and is not JSON
	JSON
	Archive // zip
	XML
)

// OpenBytes opens a file. One without any bytes is ErrEmpty. tempDir is where what has to
// be read from its end is kept meanwhile; "" is the system's place. encoding is that of
// Dialect.
func OpenBytes(in Input, tempDir, encoding string) (b *Bytes, err error) {
	file, err := in.Open()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	src, err := decompressed(in.Name, file)
	if err != nil {
		return nil, err
	}
	b = &Bytes{src, tempDir}
	head, err := b.Head()
	if err != nil {
		return nil, err
	}
	if len(head) == 0 {
		return nil, emptyError(in.Name)
	}
	if _, known := byMagic(head); !known {
		if err := b.src.encoded(head, encoding); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Head is the first bytes, at most 32 KiB.
func (b *Bytes) Head() ([]byte, error) {
	head, err := b.src.text.firstBytes()
	if err != nil {
		return nil, readError(b.src.name, err)
	}
	return head, nil
}

// Kind is what the file is.
func (b *Bytes) Kind() (Kind, error) {
	head, err := b.Head()
	if err != nil {
		return 0, err
	}
	text := strings.TrimLeft(string(trimBOM(head)), " \t\r\n\x1e")
	switch {
	case strings.HasPrefix(string(head), zipMagic):
		return Archive, nil
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return JSON, nil
	case strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "<promptfoo"):
		return XML, nil
	}
	return Tabular, nil
}

// AtRandom gives random access to the bytes and tells their number. What comes as a
// stream is first copied to a file of its own, which Close removes.
func (b *Bytes) AtRandom() (io.ReaderAt, int64, error) {
	if b.src.at == nil {
		if err := b.src.spool(b.tempDir); err != nil {
			return nil, 0, err
		}
	}
	return b.src.at, b.src.size, nil
}

// Close ends reading.
func (b *Bytes) Close() error { return b.src.text.Close() }
