package lint

import (
	"fmt"
	"strings"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/ingest"
)

var mixedZones = lint{
	code: "mixed_zones",
	look: func(s *subject) found {
		var said []string
		var rows []report.Example
		var share *Share
		for k, x := range s.exp.Sources {
			var t tally
			var first *ingest.LifeRow
			for i := range s.lives.List {
				l := &s.lives.List[i]
				y, n := 0.0, 0.0
				for j := range l.Rows {
					if r := &l.Rows[j]; int(r.Source) == k && r.Text {
						if n++; r.Zoneless {
							if y++; first == nil {
								first = r
							}
						}
					}
				}
				t.add(y, n)
			}
			if t.y == 0 || t.y == t.x {
				continue
			}
			share = t.share("times of " + x.Written)
			said = append(said, fmt.Sprintf("%.0f of %.0f times of %s name no zone, the others do: %s", t.y, t.x,
				x.Written, share.say()))
			rows = s.evidence(rows, first, s.clock(first.At)[:19])
		}
		return found{sentences(said, s.sampled()), share, rows}
	},
	limit:   fact("any source whose times are written both with and without a zone"),
	meaning: "Some events may be hours off, so answers come before what they answer, and days have other rows.",
	causes:  []string{"two clients write times in two ways", "a table was made of two exports"},
	todo: "Export every time in UTC with a Z behind it; or name both exports as sources of their own, with " +
		"timezone for those without a zone.",
}

// mostEarly is the share of rows with a time of receipt that may be received before they
// happened.
const mostEarly = 0.01

var clockSkew = lint{
	code: "clock_skew",
	look: func(s *subject) found {
		var said []string
		var share *Share
		early := odd("rows were received before they happened", "rows", mostEarly, func(_ *subject, l *ingest.Life,
			see func(*ingest.LifeRow, bool)) {
			for i := range l.Rows {
				if r := &l.Rows[i]; r.At != ingest.NoTime && r.Received != ingest.NoTime {
					see(r, r.Received < r.At-time.Second.Microseconds())
				}
			}
		})(s)
		if early.detail != "" {
			said, share = append(said, strings.TrimSuffix(early.detail, ".")), early.share
		}
		var late tally
		for i := range s.lives.List {
			y, x := 0.0, 0.0
			for _, r := range s.lives.List[i].Rows {
				if r.At != ingest.NoTime && r.Received != ingest.NoTime {
					if x++; r.Received > r.At+(24*time.Hour).Microseconds() {
						y++
					}
				}
			}
			late.add(y, x)
		}
		if 2*late.y > late.x && late.with >= fewOdd {
			of := late.share("rows")
			said = append(said, fmt.Sprintf("%.0f of %.0f rows were received more than a day after they happened: %s",
				late.y, late.x, of.say()))
			if share == nil {
				share = of
			}
		}
		return found{sentences(said, ""), share, early.rows}
	},
	limit: fact("more than 1 % of rows received before they happened, of three users or more; or half of them more " +
		"than a day after"),
	meaning: "Clocks of devices are wrong, or one of the two times is not what its name says. Windows and the order " +
		"of events hang on them.",
	causes: []string{"clocks of devices run ahead", "times of the one column are local and of the other in UTC",
		"rows wait in a queue"},
	todo: "Compare ts with received_ts by platform; correct by the device's offset before the export, or bind the " +
		"server's time as ts.",
}

// mostOpen is the share of a day's rows that may still be on their way.
const mostOpen = 0.02

var provisionalDays = lint{
	code: "provisional_days",
	look: func(s *subject) found {
		_, last, ok := s.span()
		if !ok || s.lives.Last == ingest.NoTime {
			return found{}
		}
		// Rows that are a week old or more have arrived: what of them would be missing now,
		// had they happened on a later day at the same time?
		const grown = 7
		days := 0
		var worst *Share
		for d := last; d > last-grown; d-- {
			var t tally
			for i := range s.lives.List {
				y, x := 0.0, 0.0
				for _, r := range s.lives.List[i].Rows {
					if r.At == ingest.NoTime || r.Received == ingest.NoTime || s.dayOf(r.At) > last-grown {
						continue
					}
					then := s.dayOf(r.At)
					at := d.Start(s.exp.Zone) + (r.At - then.Start(s.exp.Zone))
					if at > s.lives.Last { // that day is not over
						continue
					}
					if x++; at+(r.Received-r.At) > s.lives.Last {
						y++
					}
				}
				t.add(y, x)
			}
			if t.with < fewOdd || t.y <= mostOpen*t.x {
				break
			}
			if days++; worst == nil {
				worst = t.share(fmt.Sprintf("rows of %s still to come", last))
			}
		}
		if days == 0 {
			return found{}
		}
		return found{detail: fmt.Sprintf("Rows of the last %s are still to come: of %s, by how late rows of the "+
			"weeks before were received, %s; the limit is %g %%.%s",
			map[bool]string{true: "day", false: counted.Sprintf("%d days", days)}[days == 1], last, worst.say(),
			100*mostOpen, s.sampled()), share: worst}
	},
	limit: fact("a last day of which more than 2 % of the rows are still to come, of three users or more"),
	meaning: "The last days are not complete, so numbers of them will rise. Nothing is wrong with that, but who " +
		"compares them with days before sees a fall.",
	causes: []string{"clients send when they are online again", "a vendor completes its days later",
		"the export is made soon after the day"},
	todo: "Read the last days as provisional: wait as long as rows take before deciding, or set end earlier.",
}
