package stats

import "math"

// nightShare is what part of its level a test may spend on the first of many looks.
const nightShare = 9

// NightLimit is what the p of the look after so many days of data must lie below for a
// test that is looked at after every day to be wrong at most alpha of the time:
//
//	α / (9 (1 + ln d))
//
// It is a boundary on the standardised sum that grows with the logarithm of time, as the
// law of the iterated logarithm asks. The 9 is from the recursion over looks (Armitage,
// McPherson & Rowe 1969): where every day brings as much as the one before, the chance of
// crossing it within 400 days is below alpha; days that bring less and less add less. A
// second look at the same days is the same look. One look at all is day 0: alpha itself.
func NightLimit(alpha float64, day int) float64 {
	if day <= 0 {
		return alpha
	}
	return alpha / (nightShare * (1 + math.Log(float64(day))))
}
