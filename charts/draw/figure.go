package draw

import "html/template"

// Figure is one picture: a caption that says what it shows, one sentence with
// the finding for those who cannot see it, a key, and a way to draw it.
type Figure struct {
	ID      string
	Title   string
	Sub     string
	Finding string
	Key     []KeyItem
	Wide    Drawing // about 1040 units wide
	Narrow  Drawing // 360 wide, for phones
	Whole   bool    // takes the whole width, also beside others
	Folded  bool    // shown on demand, with the folded tables of its section

	// On a live page: what else the picture may be of, the first as it is, and what the
	// parts of Choice.By are called.
	ChosenBy []string
	Choices  []Choice
}

// Choice is one thing that a live picture may be of.
type Choice struct {
	By    []string // what is chosen, one for each of Figure.ChosenBy
	Title string
	Wide  Drawing
}

// Alive reports whether the figure answers the pointer on a live page; one that is laid out
// already does not.
func (f *Figure) Alive() bool { return f.Wide.sketch == nil }

// KeyItem explains a mark: a shape or a swatch of a colour.
type KeyItem struct {
	Shape string // up | down | circle | square | cross | strip | swatch | hollow | diamond
	Token string // the colour's name
	Text  string
}

// Mark is the mark's name, for the page.
func (k KeyItem) Mark() string { return k.Shape }

// Drawn is a figure with its static pictures and, for live pages, its option.
type Drawn struct {
	*Figure
	WideSVG, NarrowSVG template.HTML
	Option             template.JS
	Chosen             template.JS // "" where there is nothing to choose
}
