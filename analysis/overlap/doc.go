// Package overlap looks at experiments that run over the same units, pair by pair:
// whether assignment in one tells that in the other, and whether the lift of one is
// another where units are in an arm of the other.
//
// It keeps of every experiment who was in which arm with which value of its main metrics,
// by a hash of the unit's id (Store.Add), within a bound of memory: where there are more,
// a share of the units that is drawn by the hash, the same units of all. It reads no file
// and decides nothing; what it finds is report.Overlap (Store.Pairs), which an index prints.
package overlap
