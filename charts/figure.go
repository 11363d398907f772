package charts

// figure is one picture: a caption that says what it shows, one sentence with
// the finding for those who cannot see it, a key, and a way to draw it.
type figure struct {
	ID      string
	Title   string
	Sub     string
	Finding string
	Key     []keyItem
	wide    drawing // about 1040 units wide
	narrow  drawing // 360 wide, for phones
	Whole   bool    // takes the whole width, also beside others
	Folded  bool    // shown on demand, with the folded tables of its section
}

// still reports whether the figure is laid out already, and never live.
func (f *figure) still() bool { return f.wide.sketch != nil }

// keyItem explains a mark: a shape or a swatch of a colour.
type keyItem struct {
	Shape string // up | down | circle | square | cross | strip | swatch | hollow | diamond
	Token string // the colour's name
	Text  string
}
