// Command uptake analyzes A/B experiments on AI features: raw exports in, a
// readout to decide from out.
package main

func main() {}
