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
}

// keyItem explains a mark: a shape or a swatch of a colour.
type keyItem struct {
	Shape string // up | down | circle | square | cross | strip | swatch
	Token string // the colour's name
	Text  string
}
