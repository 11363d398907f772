package analysis_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// describes lists the types of the reports whose numbers are of one arm, of all
// units or of the plan, with those numbers: a new one fails the test until it is
// said whether it compares arms.
var describes = map[string]string{
	"Report": "Alpha", "Alpha": "Band End Extension Critical", "Arm": "PlannedShare", "Check": "P Chi2 DF",
	"CheckArm": "Observed Expected", "CheckMetric": "P", "Query": "Seconds",
	"Metric": "SoFarShare", "Amount": "Abs Rel", "Estimate": "Value SE Lo Hi Numerator Denominator EffectiveUnits " +
		"PlainQuantile",
	"Winsorized": "Quantile Cap", "LowerCap": "Quantile Cap", "Grade": "Cost", "GradeShare": "Share SE Lo Hi JointLo " +
		"JointHi UpperIf0 UpperUnits", "Labelled": "Share",
	"Rate": "Value SE Lo Hi Numerator Denominator", "FunnelStep": "Share Lo Hi", "StepArm": "Share Lo Hi OfBefore " +
		"BeforeLo BeforeHi", "StepTime": "Median P90 MedianThere P90There", "LevelArm": "Share Lo Hi",
	"EvalGate": "Bound WorseBound Threshold P PAdjusted Effective", "TimeToFirst": "Horizon",
	"FirstArm": "Median Restricted SE", "CurvePoint": "Days Share Lo Hi",

	"Ignores": "Alpha", "SplitShare": "Value Lo Hi", "WeightGap": "Gap", "WindowLens": "Seconds LateShare",
	"WindowPoint": "Seconds Accepted Dismissed Ended Ignored SE Lo Hi",
	"AnswerTimes": "Upto", "AnswerTime": "Half", "WhoLens": "Mean Rho A B MiddleLo MiddleHi OfUnits OfIgnores Extra " +
		"ExtraP TopDecile With Without",
	"Changed": "RateFrom RateTo Total Mix Rate MixP MixPAdj", "ChangedLevel": "ShareFrom ShareTo RateFrom RateTo Mix " +
		"Rate",
	"WhereLens": "Overall", "Slice": "Share Rate Elsewhere Shrunken Points P Within WithinP", "Grid": "Overall",
	"GridCell": "Rate Points",
	"Driver":   "Naive Between Within", "DoseBand": "Rate Within", "RequestShare": "Rate",
	"CalibrationLens": "Brier Reliability Resolution Uncertainty WithinBins ECE AUC",
	"CalibrationBin":  "From To Mean Observed", "HidePoint": "Below Shown Acceptance Lost",
	"RelianceLens": "Good Unused Under Over Right Bounds", "KeptShare": "Value Lo Hi", "StayedPoint": "Seconds Share",
	"Cause": "Points Rate RateTo Users", "TimelineStep": "At After", "NextTest": "Baseline Chance ChanceTwice MDE " +
		"UnitsNeeded Weeks Design",
	"ShippedToAll": "Coverage", "NthShown": "Rate Accepted", "SessionLimit": "Fewer Lost Saved",
	"LevelShare": "Share Apart P PAdjusted", "PrecisionLevel": "SeenShare GoodShare Used", "PrecisionLens": "Overall",
	"ByHandArm": "Share", "ByHandLens": "Share OfUnused Half", "WeighedMetric": "Weight",
	"Detectable": "Points Share", "Lead": "Points", "Together": "Points Rate RateTo Sum",
}

func bare(x reflect.Type) reflect.Type {
	for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice {
		x = x.Elem()
	}
	return x
}

var isNum, isInterval = reflect.TypeFor[report.Num](), reflect.TypeFor[report.Interval]()

// comparing reports whether a value of a report sets two arms against each other:
// it names a control, or is of a kind that does so for some of its values.
func comparing(v reflect.Value) bool {
	switch x := v.Interface().(type) {
	case report.Changed:
		return x.Compare == "arm"
	case report.Cause:
		return x.Badge == "randomised"
	}
	_, ok := v.Type().FieldByName("Control")
	return ok && v.Type() != reflect.TypeFor[report.Arm]() && v.Type() != reflect.TypeFor[report.AAArm]()
}

// leaks walks a report and gives every defined number, and every settled state,
// under what compares two arms, by the type that does.
func leaks(v reflect.Value, path, under string, out map[string][]string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			leaks(v.Elem(), path, under, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaks(v.Index(i), fmt.Sprintf("%s[%d]", path, i), under, out)
		}
	case reflect.Struct:
		if under == "" && comparing(v) {
			under = v.Type().Name()
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			own := under
			if own == "" && f.Tag.Get("compares") == "arms" {
				own = v.Type().Name() + "." + f.Name
			}
			if s := v.Field(i).String(); own != "" && (f.Name == "State" || f.Name == "StateSoFar") && s != "none" &&
				s != "" {
				out[own] = append(out[own], path+"."+f.Name)
			}
			leaks(v.Field(i), path+"."+f.Name, own, out)
		}
	case reflect.Float64:
		if under != "" && !math.IsNaN(v.Float()) {
			out[under] = append(out[under], path)
		}
	}
}

func leaksOf(r any) map[string][]string {
	out := map[string][]string{}
	leaks(reflect.ValueOf(r), "", "", out)
	return out
}

// TestWhatCompares: every number of both reports either stands under what compares
// arms or is known to describe.
func TestWhatCompares(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(x reflect.Type) {
		if x = bare(x); x.Kind() != reflect.Struct || x == isInterval || seen[x] {
			return
		}
		seen[x] = true
		if zero := reflect.New(x).Elem(); comparing(zero) {
			return
		}
		var numbers []string
		for i := range x.NumField() {
			f := x.Field(i)
			if f.Tag.Get("compares") == "arms" {
				continue
			}
			if e := bare(f.Type); e == isNum || e == isInterval || e.Kind() == reflect.Float64 {
				numbers = append(numbers, f.Name)
			}
			walk(f.Type)
		}
		if got := strings.Join(numbers, " "); got != describes[x.Name()] {
			t.Errorf("report.%s has the numbers %q, known are %q: a number that compares two arms stands in a type "+
				"that names its control, or is tagged compares:\"arms\"; any other is listed here",
				x.Name(), got, describes[x.Name()])
		}
	}
	walk(reflect.TypeFor[report.Report]())
	walk(reflect.TypeFor[report.Ignores]())
}

// TestWhoComparesHasLeave: in the documents and what they share arms are compared by metric.Kind alone,
// which asks for a leave, or by a function that takes one.
func TestWhoComparesHasLeave(t *testing.T) {
	var names []string
	for _, room := range []string{".", "compare", "readout", "investigation", "aa", "plan"} {
		of, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(of) < 3 {
			t.Fatalf("%s: %d files, %v", room, len(of), err)
		}
		names = append(names, of...)
	}
	never := []string{"method.Welch", "method.Ratio", "method.PooledZ", "method.Quantiles", "stats.WelchTest"}
	withLeave := []string{"method.AlsoUnits", "stats.LogRank", "stats.PostStratify", "stats.FiellerPair"}
	found := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			leave := slices.ContainsFunc(f.Type.Params.List,
				func(p *ast.Field) bool { return types.ExprString(p.Type) == "health.Leave" })
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					switch name := types.ExprString(s); {
					case slices.Contains(never, name):
						t.Errorf("%s calls %s; arms are compared by metric.Kind.Compare", f.Name.Name, name)
					case slices.Contains(withLeave, name):
						if found++; !leave {
							t.Errorf("%s calls %s without the leave of the gates", f.Name.Name, name)
						}
					}
				}
				return true
			})
		}
	}
	if found != len(withLeave) {
		t.Errorf("%d of %d comparing functions are called", found, len(withLeave))
	}
}
