package spec

import (
	"slices"
	"strings"
	"sync"
)

// Key is one key of a file that uptake reads: the experiment file, or that of an evaluation.
// The reader, the sentences of check, drafts, help and the JSON Schema are all made of these
// rows: a key is added as one row here and one line where package config reads it.
type Key struct {
	Path     string  // from the top of the file; [] marks a list of tables: sources[].csv.delimiter
	Type     KeyType // what is written under it
	Short    KeyType // of a table: what may stand in its place; "" = nothing
	Required bool    // its table cannot do without it
	Default  string  // as the file would write it; "" = none, or one that About tells
	Least    float64 // of whole numbers and shares
	Most     float64 // likewise; 0 = no bound
	Above    bool    // of shares: Least itself is not one
	Below    bool    // likewise Most
	// what is said of a whole number above Most and of a share out of bounds or no word of its choices, {value} being
	// what is written; "" = the bounds
	Beyond   string
	Blank    string   // what is said of an empty text, also in a list; "" = it is a text
	Empty    string   // what is said of an empty list; "" = it is one
	Verbatim bool     // nothing, null and the empty text are values too
	Choices  []string // the words it takes, or the names in its table; nil = any
	AnyCase  bool     // its one word may be written in capitals too, as names of encodings are
	Layouts  []Layout // in which it has a meaning; nil = those of its table, or all
	Kinds    []string // of metrics for which it has one, as the file writes them; nil = all, built-in ones too
	Instead  string   // what is said of it in other layouts, {layout} being that of the file
	Unlike   string   // what is said of it for other kinds, {kind} being that of the metric
	NotBuilt string   // what this version cannot do, so that the key is refused; "" = it is built
	// of a list: a file that extends another adds to its entries, and to keys of those of one name; else it is taken
	// whole
	Joined  bool
	Carried bool // what is written under it is kept in the draft of a next experiment
	// what check says of it, {value} being what is written, {quoted} the same in quotes, {of} the path of its file; ""
	// = told in another sentence
	Said    string
	About   string // one sentence
	Example string // lines of an experiment file that use it
	Shared  string // of rows that several tables share: the path within such a table
}

// KeyType names what can be written under a key.
type KeyType string

// The types of keys.
const (
	TextKey    KeyType = "text"
	TextsKey   KeyType = "texts"
	SignKey    KeyType = "character"
	ChoiceKey  KeyType = "choice"
	ChoicesKey KeyType = "choices"
	YesNoKey   KeyType = "yes or no"
	WholeKey   KeyType = "whole number"
	NumberKey  KeyType = "number"
	ShareKey   KeyType = "share"
	SpanKey    KeyType = "length of time"
	DayKey     KeyType = "day"
	AmountKey  KeyType = "amount"
	TableKey   KeyType = "table"
	ListKey    KeyType = "list"
	NamesKey   KeyType = "names"
	GroupsKey  KeyType = "groups"
)

// KeyTypes says how a value of each type is written.
var KeyTypes = []struct {
	Type  KeyType
	About string
}{
	{TextKey, "one value, taken as the text that is written: true, 007 and 2026-04-01 stay so"},
	{TextsKey, "a text, or a list of texts"},
	{SignKey, "one character that is neither a letter, a digit nor the end of a line"},
	{ChoiceKey, "one of the words listed"},
	{ChoicesKey, "one or several of the words listed"},
	{YesNoKey, "true or false, yes or no, on or off"},
	{WholeKey, "a whole number"},
	{NumberKey, "a number of 0 or more"},
	{ShareKey, "0.05, 5% or 1/20"},
	{SpanKey, "14d, 12h, 5m, 30s, 500ms or 1h30m"},
	{DayKey, "2026-04-01"},
	{AmountKey, "2% of control, 2pp (points of a rate), or a number in the metric's unit"},
	{TableKey, "keys of its own, written {key: value} or below it"},
	{ListKey, "tables, one a dash; a lone table is a list of one"},
	{NamesKey, "a table of names and a text for each: {ts: sold_at}"},
	{GroupsKey, "a table of names and a text or a list of texts for each: {accepted: [tab, click]}"},
}

// KeySection is a part of the experiment file.
type KeySection struct {
	Name string
	Keys []Key
}

// KeySet is the keys of one kind of file, made by who first asks: a command that reads no
// file starts without them.
type KeySet struct {
	Sections func() []KeySection // in the order in which help, check and drafts go through them
	List     func() []Key        // of all sections, one row a key
	at       func() map[string]int
}

func keySet(sections func() []KeySection) *KeySet {
	s := &KeySet{Sections: sync.OnceValue(sections)}
	s.List = sync.OnceValue(func() []Key {
		var out []Key
		for _, x := range s.Sections() {
			out = append(out, x.Keys...)
		}
		return out
	})
	s.at = sync.OnceValue(func() map[string]int {
		out := map[string]int{}
		for i, k := range s.List() {
			out[k.Path] = i
		}
		return out
	})
	return s
}

// Find returns the row of a path such as sources[].csv.delimiter.
func (s *KeySet) Find(path string) (Key, bool) {
	i, ok := s.at()[path]
	if !ok {
		return Key{}, false
	}
	return s.List()[i], true
}

// Of lists the rows of the keys that stand directly in a table, "" being the file itself.
func (s *KeySet) Of(table string) []Key {
	var out []Key
	for _, k := range s.List() {
		if t, _ := k.Split(); t == table {
			out = append(out, k)
		}
	}
	return out
}

// ExperimentKeys are the keys of the experiment file.
var ExperimentKeys = keySet(func() []KeySection {
	return []KeySection{
		{"The experiment", experimentKeys()},
		{"What is read", sourceKeys()},
		{"Who is in which arm", armKeys()},
		{"What counts", countKeys()},
		{"Metrics", metricKeys()},
		{"What is sliced and investigated", sliceKeys()},
		{"Statistics", statisticsKeys()},
		{"Decision", decisionKeys()},
	}
})

// FindKey returns the row of a key of the experiment file.
func FindKey(path string) (Key, bool) { return ExperimentKeys.Find(path) }

// KeysOf lists the keys that stand directly in a table of the experiment file.
func KeysOf(table string) []Key { return ExperimentKeys.Of(table) }

// Split parts the path into that of the key's table and its own name.
func (k Key) Split() (table, name string) {
	if i := strings.LastIndexByte(k.Path, '.'); i >= 0 {
		return k.Path[:i], k.Path[i+1:]
	}
	return "", k.Path
}

// Table is the path that the keys under this one begin with.
func (k Key) Table() string {
	if k.Type == ListKey {
		return k.Path + "[]"
	}
	return k.Path
}

// Holds reports whether a share is within the bounds.
func (k Key) Holds(v float64) bool {
	return v >= k.Least && !(k.Above && v == k.Least) && (k.Most == 0 || v <= k.Most && !(k.Below && v == k.Most))
}

// Built reports whether this version reads the key.
func (k Key) Built() bool { return k.NotBuilt == "" }

// Scalar reports whether one text is written under the key.
func (t KeyType) Scalar() bool {
	return t != "" && !slices.Contains([]KeyType{TextsKey, ChoicesKey, TableKey, ListKey, NamesKey, GroupsKey}, t)
}

// within puts rows that several tables share under one of them; wrap is the
// example of that table, with %s where that of a row stands.
func within(table, wrap string, rows []Key) []Key {
	out := slices.Clone(rows)
	for i := range out {
		if out[i].Shared == "" {
			out[i].Shared = out[i].Path
		}
		if table != "" {
			out[i].Path = table + "." + out[i].Path
		}
		around := wrap
		if out[i].Shared == "table" || out[i].Shared == "query" { // which a file has none of
			from := strings.LastIndex(wrap[:strings.Index(wrap, "%s")], "path: ") + len("path: ")
			around = wrap[:from] + "sqlite:export.db" + wrap[from+strings.IndexByte(wrap[from:], ','):]
		}
		out[i].Example = strings.Replace(around, "%s", out[i].Example, 1)
	}
	return out
}
