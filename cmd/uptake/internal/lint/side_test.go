package lint

import (
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest"
	"uptake/ingest/bucket"
)

// TestSide: of an uneven split the hash says on which side it came about.
func TestSide(t *testing.T) {
	for _, c := range []struct {
		name   string
		hash   int
		uneven bool
		arm    func(i int, at float64) int // −1: not in the export
		want   string
	}{
		{"capture", 0, true, func(i int, at float64) int { return lostOne(i, half(at)) },
			`of the arm "b" 18 % (95 % interval`},
		{"capture, by another hash", 3, true, func(i int, at float64) int { return lostOne(i, half(at)) },
			"By the hash of Optimizely every unit is in the arm"},
		{"shares", 2, true, func(_ int, at float64) int {
			if at < 0.4 {
				return 0
			}
			return 1
		}, "which gives a 40.0 % and b 60.0 % where the file plans otherwise"},
		{"by hand", 0, false, func(i int, at float64) int {
			if i%50 == 0 {
				return 1 - half(at)
			}
			return half(at)
		}, "40 of 2,000 units are in another than it gives: 2 %"},
		{"even", 0, false, func(_ int, at float64) int { return half(at) }, ""},
		{"no hash", 0, true, func(i int, _ float64) int { return i % 2 }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := &spec.Experiment{ID: "checkout", Arms: []spec.Arm{{Name: "a", Share: 0.5, Control: true},
				{Name: "b", Share: 0.5}}}
			lives := &ingest.Lives{Units: true, Part: 1}
			for i := range 2000 {
				unit := fmt.Sprint("user-", i)
				if arm := c.arm(i, bucket.Hashes[c.hash].Of(unit, e.ID)); arm >= 0 {
					lives.List = append(lives.List, ingest.Life{Unit: unit, Arm: arm})
				}
			}
			rep := &report.Report{}
			if c.uneven {
				rep.Health.Checks = []report.Check{{Name: "srm", Status: "fail"}}
			}
			got := srmSide.look(newSubject(e, rep, nil, lives)).detail
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func half(at float64) int {
	if at < 0.5 {
		return 0
	}
	return 1
}

// lostOne loses every fifth unit of arm 1.
func lostOne(i, arm int) int {
	if arm == 1 && i%5 == 0 {
		return -1
	}
	return arm
}
