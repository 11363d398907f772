package doc

import (
	"slices"

	"uptake/charts/draw"
)

// View is everything that is printed, as text: made once from a report, then
// laid out by every output, so that all of them say the same.
type View struct {
	What       string // what a page that is no readout is called in a sentence
	Title      string
	FullTitle  string // the whole name when Title is a cut one
	Hypothesis string
	Link       string // a plain web address or ""
	Back       bool   // it stands beside an index
	Meta       []string
	Cut        string // where the data end, RFC 3339 UTC; "" where nobody knows
	Level      string // "95%"
	Withheld   bool   // nothing compares the arms: a gate is shut
	Verdict    Banner
	Cards      []Card
	Health     string // ok | warn | fail
	Checked    bool   // it tells of the checks of its data, also that there were none
	Gates      []Check
	GateLine   []Check       // those that the first screen has room for
	Glance     []Glimpse     // beside the section that stands ahead
	Effects    []draw.Effect // the rows of the forest, for every output
	Sections   []Section
	Cautions   []string // about the whole readout
	Foremost   []string // those that touch the decision, of the readout and of single metrics
	Tips       []string // what would narrow it, without anything being wrong
	Program    string
}

// Alive reports whether a figure of the view answers the pointer on a live page.
func (v *View) Alive() bool {
	for _, g := range v.Glance {
		if g.Figure != nil && g.Figure.Alive() {
			return true
		}
	}
	return slices.ContainsFunc(v.Sections, func(s Section) bool {
		return slices.ContainsFunc(s.Figures, (*draw.Figure).Alive)
	})
}

// Section is one part of the page below the first screen. Its heading states the finding.
type Section struct {
	ID, Topic, Heading string
	Lead               []string // sentences before the figures
	Bars               bool     // text outputs draw the effects here
	Figures            []*draw.Figure
	Tables             []Table
	Notes              []string // cautions that concern this part
	Tips               []string // what would make it better, without anything being wrong
	Terms              []Term
	First              []Block // before the tables
	Lines              []Line
	Blocks             []Block
	Stacked            bool   // several figures stand beneath each other, not side by side
	Short              bool   // a terminal is told the heading, the lead and the lines
	Brief              bool   // the short form has its blocks
	PageOnly           bool   // no short form has it: it says how the document was made
	Ahead              bool   // on the first screen, before the contents of the page
	Plain              bool   // its tables, lines and blocks are what it is about, and never folded
	Paper              bool   // on paper also where not everything is printed
	Half               bool   // on paper half as wide as the page
	Closing            string // under which label a summary ends with the first sentence of its lead, "" for none
}

// Line adds a line, unless it has no value; code says that the value is to be typed as it is.
func (s *Section) Line(label, value string, code bool) {
	if value != "" {
		s.Lines = append(s.Lines, Line{Label: label, Value: value, Code: code})
	}
}

// AddFolded adds a table that is shown on demand, unless it has no rows.
func (s *Section) AddFolded(t Table) {
	if len(t.Rows) > 0 {
		t.Folded = true
		s.Tables = append(s.Tables, t)
	}
}

// TrustSection is the section that says how each number was made, without its lines.
func TrustSection(terms []Term) Section {
	return Section{ID: "trust", Topic: "Method", Heading: "How each number was made, and how to make it again",
		Terms: terms, PageOnly: true}
}

// Block is one of several like things in a section: a heading, lines, tables.
type Block struct {
	ID     string // an anchor, "" for none
	Title  string
	Lines  []Line
	Tables []Table
	Typed  string // a text to copy, with its line ends; the page alone has it
	Folded bool   // only its title and its word are there at once

	// Of an item in a list of several, with a state of its own.
	Word string
	Tone draw.Tone
	Mark string
	Link string // beside the page, "" for none
}

// Glimpse is one short answer of the first screen, beside its picture.
type Glimpse struct {
	ID, Title string
	Says      []string
	Brief     string       // for the short forms, "" where these say it already
	Figure    *draw.Figure // nil without one
	To, Where string       // the anchor that tells it in full, and what stands there; "" for none
}

// Term is one entry of the glossary.
type Term struct{ Word, Meaning string }

// Line is one "name: value" line; Code values are printed as written. Link
// is a plain web address that say.WebLink has let through, or "".
type Line struct {
	Label, Value string
	Code         bool
	Link         string
	Parts        []Part // Value cut into what is marked and what is not; nil = nothing is
}

// Part is a piece of a text, marked as taken out or put in.
type Part struct {
	Text     string
	Out, New bool
}

// Table is a table of every output; the first column names the row.
type Table struct {
	Caption string
	Head    []Column
	Rows    [][]Cell
	Foot    string
	Long    bool   // scrolls on screen when it is long
	Folded  bool   // shown on demand, with the folded figures
	Kept    string // in a long table, rows whose name ends so stand wherever some rows do
}

// Column is the head of a column; its cells are numbers where Num is set.
type Column struct {
	Text string
	Num  bool
}

// Cell is a text with an optional second line.
type Cell struct {
	Text, Sub string
	Tone      draw.Tone
	ID        string // an anchor
}
