package ingest

// FewTies sets of how many tied rows the tuples are kept, and gives what undoes it.
func FewTies(n int) (undo func()) {
	old := fewTies
	fewTies = n
	return func() { fewTies = old }
}
