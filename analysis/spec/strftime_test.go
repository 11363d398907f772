package spec

import (
	"strings"
	"testing"
)

func TestTimeLayouts(t *testing.T) {
	for layout, days := range map[string]bool{
		"%d.%m.%Y %H:%M:%S": false, "%-m/%-d/%Y %I:%M:%S %p": false, "%d %B %Y": true, "%Y%m%d": true, "%Y%j": true,
		"%F %T.%f%z":      false,
		"%a, %d %b %y %R": false, "%s.%f": false, "%Y-%m-%d 00:00:00": true, " %F ": true, "%Hh%M on %d.%m.%Y": false,
		"%F %%T": true,
	} {
		l, err := ParseTimeLayout(layout)
		if err != nil {
			t.Errorf("%s: %v", layout, err)
		} else if l.WholeDay() != days {
			t.Errorf("%s: whole days %v, want %v", layout, !days, days)
		}
	}
	for layout, why := range map[string]string{
		"dd.MM.yyyy": "no directive", "%d.%m.%Y %": "ends in a percent", "%d.%m.%Q": "%Q", "%d.%m": "no year",
		"%m.%Y": "no day", "%d %Y": "no month",
		"%d.%m.%Y %I:%M": "%I without %p", "%d.%m.%Y %H:%M %p": "%p without %I", "%d.%m.%Y %M": "%M without %H or %I",
		"%d.%d.%m.%Y": "%d twice", "%m %b %d %Y": "month twice",
		"%j %m %Y": "day of the year and a month", "%s %Y": "beside %s", "%F %z": "without a time of day",
		"%F %H %I %p": "hour twice", "%F %H.%f": "%f without %S", "%c": "there are %Y", "": "no directive",
	} {
		if _, err := ParseTimeLayout(layout); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: got %v, want a sentence with %q", layout, err, why)
		}
	}
	l, _ := ParseTimeLayout("%Y%m%d %H:%M")
	for i, fixed := range []bool{true, true, true, false, false, false, false} {
		if l[i].Fixed != fixed {
			t.Errorf("part %d: fixed %v, want %v", i, l[i].Fixed, fixed)
		}
	}
}
