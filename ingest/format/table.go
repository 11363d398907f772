package format

import (
	"path"
	"strings"
)

// entry is one format: a line of the table of formats.
type entry struct {
	name    string
	endings []string
	magics  []string // what a file of it begins with; none for text
	whole   bool     // it is read from its end, so a stream of it goes to disk first
	open    func(source, []Column, Options) (Reader, error)
	write   newWriter // nil: it is only read
	// lines, of what is read as text: puts its rows as lines in the place of the file's
	// bytes, and says in the options how they are written.
	lines func(*source, *Options) error
}

// formats is the table of formats. Adding one is a file and a line here.
var formats = []entry{
	{"parquet", []string{".parquet", ".pq"}, []string{"PAR1", "PARE"}, true, openParquetSource, newParquetWriter, nil},
	{"ipc", []string{".arrow", ".ipc", ".feather"}, []string{"ARROW1"}, true, openIPCFileSource, newIPCWriter, nil},
	{"ipc-stream", []string{".arrows"}, []string{"\xff\xff\xff\xff"}, false, openIPCStreamSource, newIPCStreamWriter,
		nil},
	{"csv", []string{".csv"}, nil, false, openCSVSource, newCSVWriter, nil},
	{"tsv", []string{".tsv", ".tab"}, nil, false, openTSVSource, newTSVWriter, nil},
	{"ndjson", []string{".ndjson", ".jsonl", ".json"}, nil, false, openNDJSONSource, newNDJSONWriter, nil},
	{"avro", []string{".avro"}, []string{avroMagic}, false, openNDJSONSource, nil, openAvro},
	{"xlsx", []string{".xlsx", ".xlsm"}, []string{zipMagic}, true, openCSVSource, nil, openXLSX},
}

// Formats lists the names of the formats that are written; all of them are read, and some others.
func Formats() []string {
	var names []string
	for _, f := range formats {
		if f.write != nil {
			names = append(names, f.name)
		}
	}
	return names
}

// all lists the names of the formats, for sentences.
func all() string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return strings.Join(names, ", ")
}

// Endings lists the endings of names that say a format.
func Endings() (out []string) {
	for _, f := range formats {
		out = append(out, f.endings...)
	}
	return out
}

// Family gives the format that a file's name says, "" where it says none.
func Family(name string) string {
	bare, _ := bareName(name)
	f, _ := byEnding(bare)
	return f.name
}

// Readable says whether a file's name ends like something that can be read.
func Readable(name string) bool {
	bare, compressed := bareName(name)
	_, ok := byEnding(bare)
	return ok || compressed && path.Ext(bare) == ""
}

// bareName cuts off the endings of compressions.
func bareName(name string) (bare string, compressed bool) {
	for {
		c, ok := compressionByEnding(name)
		if !ok {
			return name, compressed
		}
		name, compressed = name[:len(name)-len(c)], true
	}
}

func byName(name string) (entry, bool) {
	for _, f := range formats {
		if f.name == name {
			return f, true
		}
	}
	return entry{}, false
}

func byEnding(name string) (entry, bool) {
	name = strings.ToLower(name)
	for _, f := range formats {
		for _, e := range f.endings {
			if strings.HasSuffix(name, e) {
				return f, true
			}
		}
	}
	return entry{}, false
}

func byMagic(head []byte) (entry, bool) {
	for _, f := range formats {
		for _, m := range f.magics {
			if strings.HasPrefix(string(head), m) {
				return f, true
			}
		}
	}
	if beginsOldStream(head) {
		return byName("ipc-stream")
	}
	return entry{}, false
}
