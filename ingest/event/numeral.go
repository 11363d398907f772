package event

import "strings"

// plainNumber turns a number with a decimal comma or with groups of thousands
// into a plain one. ok is false where the text does not follow the style: groups
// have three digits and begin with one to three, behind the decimal mark there
// are none. Text without either mark stays as it is.
func (s *Style) plainNumber(text string) (plain string, ok bool) {
	if s.decimal == 0 && s.thousands == "" {
		return text, true
	}
	text = strings.TrimSpace(text)
	var out [64]byte
	b := out[:0]
	rest := text
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		b, rest = append(b, rest[0]), rest[1:]
	}
	digits, grouped := 0, false
	for rest != "" {
		if rest[0] >= '0' && rest[0] <= '9' {
			if grouped && digits == 3 {
				return "", false
			}
			b, rest = append(b, rest[0]), rest[1:]
			digits++
			continue
		}
		n := s.group(rest)
		if n == 0 {
			break
		}
		if grouped && digits != 3 || !grouped && (digits == 0 || digits > 3) {
			return "", false
		}
		grouped, digits, rest = true, 0, rest[n:]
	}
	if grouped && digits != 3 {
		return "", false
	}
	if rest == "" {
		return string(b), true
	}
	mark := s.decimal
	if mark == 0 {
		mark = '.'
	}
	switch rest[0] {
	case mark:
		b, rest = append(b, '.'), rest[1:]
	case 'e', 'E':
	default:
		return "", false
	}
	if strings.Trim(rest, "0123456789eE+-") != "" {
		return "", false
	}
	return string(append(b, rest...)), true
}

// group returns how many bytes the mark between groups takes at the head of
// text, 0 where there is none. A blank stands for every blank that programs put
// there, an apostrophe for both of its forms.
func (s *Style) group(text string) int {
	marks := [...]string{s.thousands, "", "", ""}
	switch s.thousands {
	case "":
		return 0
	case " ":
		marks = [...]string{" ", "\u00a0", "\u202f", "\u2009"}
	case "'":
		marks = [...]string{"'", "\u2019", "", ""}
	}
	for _, m := range marks {
		if m != "" && strings.HasPrefix(text, m) {
			return len(m)
		}
	}
	return 0
}
