package ingest

// WithFewTies says of how many tied rows the tuples are kept as they are read.
func (o Options) WithFewTies(n int) Options {
	o.fewTies = n
	return o
}
