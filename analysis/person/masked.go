package person

// Masked hides what a cell gives away of a person but for its first letter; any other
// value stays as it is.
func Masked(v string) string {
	for _, k := range Kinds {
		if k.Is(v) {
			return hidden(v)
		}
	}
	return v
}

// Within hides whatever gives a person away inside a longer text, such as a line of a file.
func Within(text string) string {
	if m := Masked(text); m != text {
		return m
	}
	if len(text) < 6 {
		return text
	}
	p := patterns()
	text = p.email.ReplaceAllStringFunc(text, hidden)
	text = p.telephone.ReplaceAllStringFunc(text, hidden)
	where := func(is func(string) bool) func(string) string {
		return func(v string) string {
			if is(v) {
				return hidden(v)
			}
			return v
		}
	}
	text = p.card.ReplaceAllStringFunc(text, where(isCard))
	return p.address.ReplaceAllStringFunc(text, where(isAddress))
}

func hidden(v string) string { return string([]rune(v)[:1]) + "•••" }
