package sums

// SourceUnits is how one source's units meet those that were exposed. Ids that
// are written in two ways meet nowhere, and every row of the source is set aside.
type SourceUnits struct {
	Met       bool   // a row other than an exposure is of an exposed unit
	Strangers int64  // rows other than exposures whose unit is never exposed
	Stranger  string // the least id of such a unit; read when Strangers > 0
	Exposes   bool   // a unit is exposed by a row of the source
	Exposed   string // the least id of such a unit; read when Exposes
}

// Add adds the units of other rows of the source.
func (s *SourceUnits) Add(o *SourceUnits) {
	if o.Strangers > 0 && (s.Strangers == 0 || o.Stranger < s.Stranger) {
		s.Stranger = o.Stranger
	}
	if o.Exposes && (!s.Exposes || o.Exposed < s.Exposed) {
		s.Exposed = o.Exposed
	}
	s.Strangers += o.Strangers
	s.Met, s.Exposes = s.Met || o.Met, s.Exposes || o.Exposes
}
