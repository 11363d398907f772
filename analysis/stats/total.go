package stats

// Total is the sum of counts.
func Total(counts []int64) int64 {
	var n int64
	for _, x := range counts {
		n += x
	}
	return n
}
