// Package plan says what an experiment needs and how often it ends in each verdict:
// uptake plan, and the drafts of an investigation.
//
// Inputs are given by hand or measured by ReadPast of an export (package power holds
// both the inputs and the sizes). The chances come from drawing the experiment: arms'
// sufficient statistics are drawn, and everything after that is the readout's own,
// package compare and package decide. Equal inputs give equal plans for any number of
// workers.
//
// A plan is of power alone; what must be collected of an export is a spec.Demand.
package plan
