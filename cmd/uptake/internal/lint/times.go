package lint

import (
	"fmt"
	"strings"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest/event"
)

// hasZone reports whether a text that is a time names its zone.
func hasZone(v string) bool {
	if v == "" {
		return false
	}
	if c := v[len(v)-1]; c == 'Z' || c == 'z' {
		return true
	}
	if len(v) < 11 {
		return false
	}
	return strings.ContainsAny(v[10:], "+") || strings.LastIndexByte(v, '-') > 9
}

var mixedZones = lint{
	code: "mixed_zones",
	look: func(s *subject) (string, []report.Example) {
		var said []string
		var rows []report.Example
		for _, x := range s.exports {
			ts := x.column("ts")
			if ts == nil || ts.Form != event.TextForm {
				continue
			}
			with, without, first := 0, 0, -1
			for i, v := range x.Texts(ts) {
				switch {
				case len(v) < 16: // a day, or nothing
				case hasZone(v):
					with++
				default:
					if without++; first < 0 {
						first = i
					}
				}
			}
			if with > 0 && without > 0 {
				said = append(said, fmt.Sprintf("%s of %s name no zone, the others do", share(without, with+without, "times"), x.Source))
				rows = x.evidence(rows, first, x.Texts(ts)[first])
			}
		}
		return sentences(said), rows
	},
	meaning: "Some events may be hours off, so answers come before what they answer, and days have other rows.",
	causes:  []string{"two clients write times in two ways", "a table was made of two exports"},
	todo:    "Export every time in UTC with a Z behind it; or name both exports as sources of their own, with timezone for those without a zone.",
}

// Of rows with a time of receipt, mostEarly may be received before they happened, and half of
// them longest behind.
const (
	mostEarly = 0.01
	longest   = 24 * time.Hour
)

var clockSkew = lint{
	code: "clock_skew",
	look: func(s *subject) (string, []report.Example) {
		var said []string
		var rows []report.Example
		for _, x := range s.exports {
			ts, got := x.column("ts"), x.column("received_ts")
			if ts == nil || got == nil {
				continue
			}
			clock, sent := event.NewClock(s.exp.Zone, spec.TimeForm{}), x.Texts(ts)
			n, early, late, first := 0, 0, 0, -1
			for i, v := range x.Texts(got) {
				at, _, ok := clock.Parse(sent[i])
				by, _, okay := clock.Parse(v)
				if ok != event.Value || okay != event.Value {
					continue
				}
				n++
				switch {
				case by < at-time.Second.Microseconds():
					if early++; first < 0 {
						first = i
					}
				case by > at+longest.Microseconds():
					late++
				}
			}
			if float64(early) > mostEarly*float64(n) {
				said = append(said, fmt.Sprintf("%s of %s were received before they happened", share(early, n, "rows"), x.Source))
				rows = x.evidence(rows, first, sent[first])
			}
			if 2*late > n && n > 0 {
				said = append(said, fmt.Sprintf("%s of %s were received more than a day after they happened", share(late, n, "rows"), x.Source))
			}
		}
		return sentences(said), rows
	},
	meaning: "Clocks of devices are wrong, or one of the two times is not what its name says. Windows and the order of events hang on them.",
	causes:  []string{"clocks of devices run ahead", "times of the one column are local and of the other in UTC", "rows wait in a queue"},
	todo:    "Compare ts with received_ts by platform; correct by the device's offset before the export, or bind the server's time as ts.",
}
