package draw

// Tone is the role of a colour: a class name on the page.
type Tone string

// The tones. A verdict, a state and a check each have one, and a shape beside it.
const (
	Good         Tone = "good"
	Bad          Tone = "bad"
	Inconclusive Tone = "inconclusive"
	Caution      Tone = "caution"
	Invalid      Tone = "invalid"
	Promising    Tone = "promising" // better, and not yet to be shipped
)
