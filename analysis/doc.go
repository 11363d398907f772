// Package analysis is what the documents of a study have in common: what must be
// collected for an experiment (Needs), its metrics on their way from columns of the
// study tables to samples (Entry), its arms as they were counted (Arms), and the
// ledger of its rows.
//
//	demand := analysis.Needs(exp)                            // what must be collected
//	…the ingest side fills study.Tables…
//	list, columns, err := analysis.Entries(exp, demand, shape) // its metrics, and what is added up for them
//
// The documents are built on it, and it knows none of them:
//
//	readout        what a feature did, and the verdict
//	investigation  why suggestions are ignored
//	aa             how often the readout's methods alarm where nothing differs
//	plan           what an experiment needs, and the chance of each verdict
//
// It compares nothing and estimates nothing. Errors are of the data: no unit left
// (*NoUnitsError), or counts that do not add up (*MismatchError, a fault of this
// program).
package analysis
