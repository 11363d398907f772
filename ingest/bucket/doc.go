// Package bucket recomputes where vendors' public hashes put a unit of an experiment: a
// number from 0 to 1 of which each arm has a stretch. It takes what stands in an export,
// the unit's id and the experiment's; hashes that need a salt which only the vendor knows
// (Statsig, LaunchDarkly, Eppo) are not here.
//
// It assigns nobody: whether an export agrees with a hash is for who asks to see.
package bucket
