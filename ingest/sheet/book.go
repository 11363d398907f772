package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"uptake/analysis/counted"
)

// book is a workbook: a zip archive of XML documents.
type book struct {
	parts map[string]*zip.File
	size  int64 // of the archive
}

const (
	// A part that unpacks to more than largestPart and to so many times what the file
	// takes is made to do harm: genuine sheets pack to a twentieth or so.
	largestPart = 1 << 30
	mostTimes   = 250
	// mostSmall bounds the parts that are read whole: contents, formats.
	mostSmall = 64 << 20
	// mostShared bounds the texts that cells share.
	mostShared = 1 << 30
)

// ErrNoBook is what an error is when the bytes are a zip archive of something else.
var ErrNoBook = errors.New("it holds no workbook")

func openBook(at io.ReaderAt, size int64) (*book, error) {
	z, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("it is no whole zip archive, as a workbook is (%w); fetch or export it again", err)
	}
	b := &book{parts: map[string]*zip.File{}, size: size}
	for _, f := range z.File {
		b.parts[strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/"))] = f
	}
	return b, nil
}

// part opens a document of the workbook, nil where there is none.
func (b *book) part(name string) (io.ReadCloser, error) {
	f := b.parts[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	if f.UncompressedSize64 > largestPart && f.UncompressedSize64 > mostTimes*uint64(b.size) {
		return nil, counted.Errorf("its part %s unpacks to %d bytes, %d times the size of the file, as only one made "+
			"to do harm does; where it is genuine, export the sheet as CSV", name, f.UncompressedSize64,
			f.UncompressedSize64/uint64(max(b.size, 1)))
	}
	r, err := f.Open() // which gives no more bytes than it says
	if err != nil {
		return nil, fmt.Errorf("its part %s cannot be read (%w); fetch or export it again", name, err)
	}
	return r, nil
}

// small reads a small document; nothing where there is none.
func (b *book) small(name string, into any) error {
	r, err := b.part(name)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, mostSmall+1))
	if err == nil && len(text) > mostSmall {
		err = errors.New("it is larger than 64 MiB")
	}
	if err == nil {
		err = xml.NewDecoder(bytes.NewReader(text)).Decode(into)
	}
	if err != nil {
		return fmt.Errorf("its part %s cannot be read (%w); fetch or export it again", name, err)
	}
	return nil
}

type relations struct {
	Relationship []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
		Mode   string `xml:"TargetMode,attr"`
	}
}

// related gives what a document names, by the last word of its kind: its id and place.
func (b *book) related(name string) (func(kind string) (byID map[string]string, first string), error) {
	var l relations
	err := b.small(path.Join(path.Dir(name), "_rels", strings.TrimPrefix(path.Base(name), ".")+".rels"), &l)
	return func(kind string) (map[string]string, string) {
		byID, first := map[string]string{}, ""
		for _, r := range l.Relationship {
			if path.Base(r.Type) != kind || r.Mode == "External" {
				continue
			}
			at := strings.TrimPrefix(r.Target, "/")
			if at == r.Target {
				at = strings.TrimPrefix(path.Join(path.Dir(name), at), "/")
			}
			byID[r.ID] = at
			if first == "" {
				first = at
			}
		}
		return byID, first
	}, err
}

// contents is what a workbook says of itself.
type contents struct {
	sheets []page
	dates  dates
	texts  string // the part that has the shared texts, "" without
}

// page is a sheet.
type page struct {
	name, part string
	hidden     bool
}

func (b *book) contents() (*contents, error) {
	top, err := b.related("")
	if err != nil {
		return nil, err
	}
	_, main := top("officeDocument")
	if b.parts["mimetype"] != nil && b.parts["content.xml"] != nil {
		return nil, errors.New("it is an OpenDocument spreadsheet (.ods), which is not read; save it as .xlsx")
	}
	if main == "" || b.parts[strings.ToLower(main)] == nil {
		return nil, ErrNoBook
	}
	if strings.HasSuffix(main, ".bin") {
		return nil, errors.New("it is a binary workbook (.xlsb), which is not read; save it as .xlsx")
	}
	var w struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.small(main, &w); err != nil {
		return nil, err
	}
	below, err := b.related(main)
	if err != nil {
		return nil, err
	}
	c := &contents{}
	places, _ := below("worksheet")
	for _, s := range w.Sheets {
		i := slices.IndexFunc(s.Attrs, func(a xml.Attr) bool { return a.Name.Local == "id" })
		if i < 0 || places[s.Attrs[i].Value] == "" { // a sheet of a chart or a macro
			continue
		}
		c.sheets = append(c.sheets, page{s.Name, places[s.Attrs[i].Value], s.State != "" && s.State != "visible"})
	}
	if len(c.sheets) == 0 {
		return nil, ErrNoBook
	}
	_, c.texts = below("sharedStrings")
	_, styles := below("styles")
	c.dates, err = b.dates(styles)
	c.dates.from1904 = w.Properties.Date1904 == "1" || w.Properties.Date1904 == "true"
	return c, err
}

// shared reads the texts that cells share.
func (b *book) shared(name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	r, err := b.part(name)
	if err != nil || r == nil {
		return nil, err
	}
	defer r.Close()
	t := &tags{r: r}
	var out []string
	var text []byte
	total, aside := 0, false
	for {
		err := t.next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("its part %s cannot be read (%w); fetch or export it again", name, err)
		}
		switch {
		case t.is("rPh"): // how a text is pronounced
			aside = t.open && !t.close
		case t.is("t") && t.close && !t.open && !aside:
			text = append(text, plain(t.text)...)
		case t.is("si") && t.close:
			if total += len(text) + 16; total > mostShared {
				return nil, errors.New("the texts of its cells take more than 1 GiB; export the sheet as CSV")
			}
			out, text = append(out, unescaped(string(text))), text[:0]
		}
	}
}

// unescaped puts characters in the place of Excel's own names for them, _x000D_.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if len(s)-i >= 7 && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, ok := number("#x" + s[i+2:i+6]); ok {
				out.WriteRune(n)
				i += 6
				continue
			}
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
