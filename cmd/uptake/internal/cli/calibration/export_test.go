package calibration

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"time"
)

// wholeExport is the cut that leaves everything in.
const wholeExport = math.MaxInt

// start is the first day of every experiment here, a Monday.
var start = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// export is one drawn export, a CSV of rows that each belong to a day.
type export struct {
	*rand.Rand
	head string
	at   string // the clock of the rows that follow; half a minute before midnight unless set
	rows [][]byte
	days []int
}

// add appends a row of a day, counted from 0, and writes its time into the column
// ts: half a minute before midnight, so that a cut after a day has reached its end.
func (x *export) add(day int, cells ...any) {
	at := x.at
	if at == "" {
		at = "23:59:30"
	}
	b := start.AddDate(0, 0, day).AppendFormat(make([]byte, 0, 64), "2006-01-02T")
	b = append(append(b, at...), 'Z')
	for _, c := range cells {
		b = append(b, ',')
		switch v := c.(type) {
		case string:
			b = append(b, v...)
		case int:
			b = strconv.AppendInt(b, int64(v), 10)
		case float64:
			b = strconv.AppendFloat(b, v, 'f', 3, 64)
		}
	}
	x.rows, x.days = append(x.rows, append(b, '\n')), append(x.days, day)
}

// csv is the export cut after a number of days.
func (x *export) csv(after int) []byte {
	var b bytes.Buffer
	b.WriteString("ts," + x.head + "\n")
	for i, r := range x.rows {
		if x.days[i] < after {
			b.Write(r)
		}
	}
	return b.Bytes()
}

// arm is one of k by chance, each as likely.
func (x *export) arm(k int) int { return x.IntN(k) }

// names are the arms'; the first is control.
var names = []string{"control", "b", "c", "d", "e"}

// day is one of n by chance; the first row's is the last, which so is reached.
func (x *export) day(row, n int) int {
	if d := x.IntN(n); row > 0 {
		return d
	}
	return n - 1
}

func (x *export) poisson(mean float64) (n int) {
	for t := x.ExpFloat64(); t < mean; t += x.ExpFloat64() {
		n++
	}
	return n
}

// gamma is a gamma variate of mean 1 and the given shape, by Marsaglia and Tsang,
// A simple method for generating gamma variables (2000).
func (x *export) gamma(shape float64) float64 {
	if shape < 1 {
		return x.gamma(shape+1) * (shape + 1) / shape * math.Pow(x.Float64(), 1/shape)
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		z := x.NormFloat64()
		v := 1 + c*z
		v = v * v * v
		if v > 0 && math.Log(1-x.Float64()) < z*z/2+d-d*v+d*math.Log(v) {
			return d * v / shape
		}
	}
}

func (x *export) chance(p float64) int {
	if x.Float64() < p {
		return 1
	}
	return 0
}

func (x *export) successes(n int, p float64) (k int) {
	for range n {
		k += x.chance(p)
	}
	return k
}
