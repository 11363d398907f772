package event

import "uptake/analysis/spec"

// dateLayouts and clockLayouts are how people write times that are not ISO 8601;
// which of day and month stands first is for the user to say.
var (
	dateLayouts = []string{"%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y",
		"%m-%d-%Y",
		"%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%b %d %Y", "%Y.%m.%d", "%Y%m%d"}
	clockLayouts = []string{"", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %H:%M:%S.%f", " %I:%M:%S.%f %p",
		", %H:%M:%S", ", %I:%M:%S %p", " %H:%M:%S %z"}
	otherLayouts = []string{"%a, %d %b %Y %H:%M:%S %z", "%a %b %d %H:%M:%S %Y", "%d/%b/%Y:%H:%M:%S %z", "%Y%m%d%H%M%S",
		"%Y%m%dT%H%M%S%z", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %H.%M.%S"}
)

// KnownLayouts counts how many values that are no times each well-known layout
// would read. The zero value is ready.
type KnownLayouts struct {
	names  []string
	parsed []spec.TimeLayout
	fits   []int
}

func (k *KnownLayouts) ready() {
	if k.names != nil {
		return
	}
	for _, d := range dateLayouts {
		for _, c := range clockLayouts {
			k.names = append(k.names, d+c)
		}
	}
	k.names = append(k.names, otherLayouts...)
	k.parsed, k.fits = layoutsOf(k.names...), make([]int, len(k.names))
}

// See tries a value.
func (k *KnownLayouts) See(text string) {
	k.ready()
	c := NewClock(nil, spec.TimeForm{})
	for i, l := range k.parsed {
		if v, _, found := c.byLayout(l, text); found == Value && v >= earliest && v < latest {
			k.fits[i]++
		}
	}
}

// Merge adds what others have seen.
func (k *KnownLayouts) Merge(o *KnownLayouts) {
	if o.names == nil {
		return
	}
	k.ready()
	for i, n := range o.fits {
		k.fits[i] += n
	}
}

// Best lists the layouts that read the most values, none where none reads any.
func (k *KnownLayouts) Best() []string {
	most := 1
	var out []string
	for i, n := range k.fits {
		if n > most {
			most, out = n, nil
		}
		if n == most {
			out = append(out, k.names[i])
		}
	}
	return out
}
