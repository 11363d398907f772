package spec

import (
	"fmt"
	"strings"
)

// TimeDirective is one directive of a time layout.
type TimeDirective struct {
	Verb  byte
	About string
}

// TimeDirectives lists what a layout under `time:` can hold, for help and for
// the sentence that refuses another. Month, week day and AM/PM are read in
// English, in any case. A number may be written without its leading zero
// unless it touches another.
var TimeDirectives = []TimeDirective{
	{'Y', "year, 2026"},
	{'y', "year, 26 (69 to 99 are of the last century)"},
	{'m', "month, 04"},
	{'b', "month, Apr or April"},
	{'B', "month, Apr or April"},
	{'d', "day of the month, 01"},
	{'e', "day of the month, 1"},
	{'j', "day of the year, 091"},
	{'a', "day of the week, Wed or Wednesday"},
	{'A', "day of the week, Wed or Wednesday"},
	{'H', "hour, 00 to 23"},
	{'I', "hour, 01 to 12, with %p"},
	{'p', "AM or PM"},
	{'M', "minute"},
	{'S', "second"},
	{'f', "fraction of the second, 1 to 9 digits"},
	{'z', "offset, +02:00, +0200, +02 or Z"},
	{'s', "seconds since 1970"},
	{'F', "%Y-%m-%d"},
	{'T', "%H:%M:%S"},
	{'R', "%H:%M"},
	{'%', "a percent sign"},
}

// TimePart is one directive of a layout, or the text between two.
type TimePart struct {
	Verb  byte   // 0: Text stands there
	Text  string // a space stands for one or more blanks
	Fixed bool   // a number that touches another: all its digits are written
}

// TimeLayout is a layout of strftime taken apart; only ParseTimeLayout makes
// one, so it names a day, or an instant.
type TimeLayout []TimePart

// Has reports whether the layout has the directive.
func (l TimeLayout) Has(verb byte) bool {
	for _, p := range l {
		if p.Verb == verb {
			return true
		}
	}
	return false
}

// WholeDay reports whether the layout has no time of day: its values are days.
func (l TimeLayout) WholeDay() bool { return !l.Has('H') && !l.Has('I') && !l.Has('s') }

var timeShorthand = map[byte]string{'F': "%Y-%m-%d", 'T': "%H:%M:%S", 'R': "%H:%M"}

// ParseTimeLayout takes a layout apart. Its error says what is wrong and what
// to write, without naming the key.
func ParseTimeLayout(layout string) (TimeLayout, error) {
	if !strings.Contains(layout, "%") {
		return nil, fmt.Errorf("%q holds no directive; write a layout such as %%d.%%m.%%Y %%H:%%M:%%S", layout)
	}
	var out TimeLayout
	text := func(c byte) {
		blank := c == ' ' || c == '\t'
		if blank {
			c = ' '
		}
		if n := len(out); n > 0 && out[n-1].Verb == 0 {
			if !blank || !strings.HasSuffix(out[n-1].Text, " ") {
				out[n-1].Text += string(c)
			}
			return
		}
		out = append(out, TimePart{Text: string(c)})
	}
	long := layout
	for i := 0; i < len(long); i++ {
		if long[i] != '%' {
			text(long[i])
			continue
		}
		i++
		if i+1 < len(long) && strings.IndexByte("-_0#", long[i]) >= 0 { // how zeros are written; both ways are read
			i++
		}
		switch {
		case i >= len(long):
			return nil, fmt.Errorf("%q ends in a percent sign; write %%%% where the times hold one", layout)
		case long[i] == '%':
			text('%')
		case timeShorthand[long[i]] != "":
			long = long[:i+1] + timeShorthand[long[i]] + long[i+1:]
		default:
			verb, err := timeVerb(long[i])
			if err != nil {
				return nil, fmt.Errorf("%q %w", layout, err)
			}
			out = append(out, TimePart{Verb: verb})
		}
	}
	out = out.trimmed()
	for i := range out {
		out[i].Fixed = numeric(out, i) && (numeric(out, i-1) || numeric(out, i+1))
	}
	if err := out.check(); err != nil {
		return nil, fmt.Errorf("%q %w", layout, err)
	}
	return out, nil
}

// timeVerb gives the directive that stands for all with its meaning.
func timeVerb(c byte) (byte, error) {
	switch c {
	case 'e':
		return 'd', nil
	case 'B', 'h':
		return 'b', nil
	case 'A':
		return 'a', nil
	case 'k':
		return 'H', nil
	case 'l':
		return 'I', nil
	case 'P':
		return 'p', nil
	}
	var known []string
	for _, d := range TimeDirectives {
		if d.Verb == c && timeShorthand[c] == "" {
			return c, nil
		}
		known = append(known, "%"+string(d.Verb))
	}
	return 0, fmt.Errorf("holds %%%c, which has no reading here; there are %s", c, strings.Join(known, " "))
}

// trimmed drops blanks around the layout, as they are dropped around times.
func (l TimeLayout) trimmed() TimeLayout {
	for len(l) > 0 && l[0].Text == " " {
		l = l[1:]
	}
	if n := len(l); n > 0 && l[n-1].Verb == 0 {
		if l[n-1].Text = strings.TrimSuffix(l[n-1].Text, " "); l[n-1].Text == "" {
			l = l[:n-1]
		}
	}
	if len(l) > 0 && l[0].Verb == 0 {
		l[0].Text = strings.TrimPrefix(l[0].Text, " ")
	}
	return l
}

func numeric(l TimeLayout, i int) bool {
	return i >= 0 && i < len(l) && strings.IndexByte("YymdjHIMSfs", l[i].Verb) >= 0 && l[i].Verb != 0
}

// check refuses a layout from which no time follows, or two.
func (l TimeLayout) check() error {
	count := map[byte]int{}
	for _, p := range l {
		if p.Verb != 0 {
			count[p.Verb]++
		}
		if count[p.Verb] > 1 && p.Verb != 0 {
			return fmt.Errorf("holds %%%c twice", p.Verb)
		}
	}
	one := func(verbs string, what string) error {
		n, list := 0, []string{}
		for i := range len(verbs) {
			n += count[verbs[i]]
			list = append(list, "%"+verbs[i:i+1])
		}
		switch {
		case n == 0:
			return fmt.Errorf("has no %s: one of %s is needed", what, strings.Join(list, ", "))
		case n > 1:
			return fmt.Errorf("has the %s twice: one of %s is enough", what, strings.Join(list, ", "))
		}
		return nil
	}
	needs := func(a byte, others string) error {
		for i := range len(others) {
			if count[a] > 0 && count[others[i]] > 0 {
				return nil
			}
		}
		if count[a] == 0 {
			return nil
		}
		return fmt.Errorf("holds %%%c without %%%s", a, strings.Join(strings.Split(others, ""), " or %"))
	}
	if count['s'] > 0 {
		for _, p := range l {
			if p.Verb != 0 && p.Verb != 's' && p.Verb != 'f' {
				return fmt.Errorf("holds %%%c beside %%s, which is a whole time", p.Verb)
			}
		}
		return nil
	}
	days := one("dj", "day")
	if count['j'] == 0 {
		if err := one("mb", "month"); err != nil {
			return err
		}
	} else if count['m']+count['b'] > 0 {
		return fmt.Errorf("holds the day of the year and a month")
	}
	clock := count['H'] + count['I']
	clocks := []error{needs('I', "p"), needs('p', "I"), needs('M', "HI"), needs('S', "M"), needs('f', "S")}
	for _, err := range append([]error{one("Yy", "year"), days}, clocks...) {
		if err != nil {
			return err
		}
	}
	switch {
	case clock > 1:
		return fmt.Errorf("has the hour twice: one of %%H, %%I is enough")
	case clock == 0 && count['z'] > 0:
		return fmt.Errorf("holds %%z without a time of day")
	}
	return nil
}
