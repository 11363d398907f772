package health

import (
	"fmt"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Facts is what the checks look at.
type Facts struct {
	Exp     *spec.Experiment
	Arms    []Arm
	Compare bool // arms are declared; without them there is nothing to compare

	Nameless bool // rows name no unit, so that none can be told apart
	HasTime  bool
	Ended    bool           // the data reach the end of the experiment
	From, To int64          // microseconds UTC
	Days     []Day          // by calendar day, from the first exposure to the last
	Logged   []study.Logged // what sources and events of exposures hold by day

	Segments   []Segment         // those of not too many levels
	Population []spec.Population // who the feature is for

	Suggestions          bool
	Attributed           bool // an attribution window applies
	LateAccepts, Accepts int64

	Read, Bad int64 // rows
	Differing int64 // rows that bear the event id of another and differ from it in a column
	Redated   int64 // of these, those whose time is another too
	Equal     int64 // rows without an id, set aside because they equal another
	Unnamed   sums.Unnamed
	Sources   []Source // where units are to meet those exposed

	Before []Before // covariates
	Values []Values // of metrics that a unit can be without; nil where none is
	Cells  []Values // the same of the rows that metrics are made of; nil where a row is a unit
	Kinds  []Kind   // kinds of events

	Primaries []Primary // known once metrics are: what After looks at
}

// Primary is one primary metric's result.
type Primary struct {
	Name        string
	NonZero     []int64 // by arm: units whose value (a ratio's numerator) is not 0; nil where not counted
	Comparisons []report.Comparison
}

// Arm is one arm's counts.
type Arm struct {
	Name            string
	Control         bool
	Share           float64            // planned, 0–1
	Units           int64              // in the result
	Crossing        int64              // seen in two arms, set aside
	Inside          int64              // still inside the experiment's window
	UnitsShown      int64              // units ever shown a suggestion
	Shown, Immature int64              // suggestions
	Rows            int64              // logged from the first exposure on
	LastDay         spec.Day           // of the latest of them
	Ended           map[spec.Day]int64 // units by the day of their latest row
}

// Day is the number of first exposures on one calendar day.
type Day struct {
	Day   spec.Day
	Units int64   // of all arms
	Arms  []int64 // by arm
}

// Segment is a declared segment with the units of its levels.
type Segment struct {
	Name   string
	Levels []Level
}

// Level is one segment level.
type Level struct {
	Name  string
	Units []int64 // by arm
}

// Check is one gate.
type Check struct {
	Name  string
	About string
	Gate  Gate // what is not compared when it fails
	Words Words
	// Run returns the result, false when the check does not apply.
	Run func(*Facts) (report.Check, bool)
}

// Words say what it means when a check does not pass. They travel with its result,
// so that every output says the same.
type Words struct {
	Meaning string   // what follows for the results
	Causes  []string // the likely ones, the likeliest first
	Todo    string   // what to do now
}

// Checks lists the gates in the order in which they are printed.
var Checks = []Check{
	{"srm", "units per arm against the planned shares", Gate{"srm_failed", "The arms are not split as planned, so no " +
		"lift is shown."}, srmWords, srm},
	{"srm_sequential", "the same after every day, for repeated looks", Gate{"srm_failed", "The arms are not split as " +
		"planned, so no lift is shown."}, srmWords, srmSequential},
	{"srm_segments", "the split within each segment level", Gate{}, srmPartsWords, srmSegments},
	{"srm_days", "the split of each day's first exposures", Gate{}, srmPartsWords, srmDays},
	{"empty_arm", "every arm has units", Gate{}, emptyArmWords, emptyArm},
	{"crossovers", "units seen in two arms", Gate{"crossovers_failed", "Too many units were seen in two arms, so no " +
		"lift is shown."}, crossoverWords, crossovers},
	{"imbalance", "the arms before their first exposure", Gate{}, imbalanceWords, imbalance},
	{"logging_loss", "rows lost in one arm", Gate{}, loggingWords, loggingLoss},
	{"missing_by_arm", "units without a value", Gate{Code: "missing_by_arm"}, missingWords, missingByArm},
	{"missing_cells", "rows without the value that a metric is made of", Gate{}, missingCellsWords, missingCells},
	{"zero_share", "units in arms planned to have none", Gate{"zero_share_failed", "Too many units are in an arm " +
		"that was planned to have none, so no lift is shown."}, zeroShareWords, zeroShare},
	{"data_gaps", "days without rows", Gate{"data_gaps_failed", "Days are missing from the export, so no lift is " +
		"shown."}, gapWords, dataGaps},
	{"full_weeks", "whole weeks of exposures", Gate{}, weekWords, fullWeeks},
	{"planned", "the plan was written before the start", Gate{}, plannedWords, planned},
	{"maturity", "suggestions whose window is still open", Gate{}, maturityWords, maturity},
	{"coverage", "units ever shown a suggestion", Gate{}, coverageWords, coverage},
	{"population", "units against the declared population", Gate{}, populationWords, population},
	{"late_accepts", "accepts after the attribution window", Gate{}, lateWords, lateAccepts},
	{"copies", "event ids that come with two payloads", Gate{}, copiesWords, copies},
	{"strangers", "sources whose units were never exposed", Gate{}, strangerWords, strangers},
	{"equal_rows", "rows set aside because they equal another", Gate{}, equalRowsWords, equalRows},
	{"missing_units", "rows that name no unit", Gate{}, unnamedWords, unnamed},
	{"bad_rows", "rows that could not be used", Gate{}, badRowsWords, badRows},
}

// After lists the checks that look at results. They warn and never gate.
var After = []Check{
	{"triggered_srm", "units ever shown a suggestion against the exposed split", Gate{}, triggeredWords, triggeredSRM},
	{"minimum_data", "units enough in every arm", Gate{}, minimumWords, minimumData},
	{"too_good", "no primary metric moves too far to believe", Gate{}, tooGoodWords, tooGood},
}

// Run runs every check and rolls the status up: fail when one fails, else warn
// when one warns, else ok. With it come the gates: what may be compared.
func Run(f *Facts) (report.Health, Gates) {
	h := report.Health{Status: "ok", Checks: []report.Check{}}
	run(Checks, f, &h)
	return h, gates(h)
}

// RunAfter adds the checks that need results. Where the data must not be
// decided on there are no results to look at.
func RunAfter(f *Facts, h *report.Health) {
	if h.Status != "fail" {
		run(After, f, h)
	}
}

func run(list []Check, f *Facts, h *report.Health) {
	for _, c := range list {
		r, ok := c.Run(f)
		if !ok {
			continue
		}
		r.Name = c.Name
		if r.Status == "warn" || r.Status == "fail" {
			r.Meaning, r.Causes, r.Todo = c.Words.Meaning, slices.Clone(c.Words.Causes), c.Words.Todo
		}
		h.Checks = append(h.Checks, r)
		if r.Status == "fail" || r.Status == "warn" && h.Status == "ok" {
			h.Status = r.Status
		}
	}
}

// check makes a result without a test.
func check(status, format string, a ...any) report.Check {
	u := report.Undefined()
	return report.Check{Status: status, P: u, Chi2: u, DF: u, Detail: counted.Sprintf(format, a...)}
}

// pText prints "= p"; one too small for a double is not 0.
func pText(p float64) string {
	if p < 1e-300 {
		return "below 1e-300"
	}
	return fmt.Sprintf("= %.2g", p)
}

func percent(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
