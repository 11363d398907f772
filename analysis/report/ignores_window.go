package report

// WindowLens is what became of seen suggestions by the time since they were shown.
type WindowLens struct {
	Configured string        `json:"configured"`
	Seconds    Num           `json:"configured_seconds"`
	Curves     []WindowCurve `json:"curves"`
	LateShare  Num           `json:"late_share"` // accepts after the window, of all accepts
	Late       int64         `json:"late_accepts"`
	Accepts    int64         `json:"accepts"`
	Times      *AnswerTimes  `json:"times"` // null without an answer
	// arms against control; empty where arms are not compared
	Gaps []WindowGap `json:"gaps"`
	// seconds: the longest shorter window with which two arms are in the other order by what they ignore
	RankingAt Num `json:"ranking_changes" compares:"arms"`
}

// AnswerTimes is how long the answers took that came within the window, of all units,
// by what they were. Those that never came have no time: these are no shares of the
// suggestions.
type AnswerTimes struct {
	// upper ends of the bins, each about twice the one before; the last is the window, however far
	Upto    []Num        `json:"up_to_seconds"`
	Answers []AnswerTime `json:"answers"`
}

// AnswerTime is one kind of answer.
type AnswerTime struct {
	Answer string  `json:"answer"`              // accepted | dismissed | ended (superseded or typed through)
	Counts []int64 `json:"counts"`              // by bin
	Half   Num     `json:"half_within_seconds"` // the first end by which half of them had come
}

// WindowGap is how much more an arm ignores than control by the length of the window.
type WindowGap struct {
	Arm     string           `json:"arm"`
	Control string           `json:"control"`
	Points  []WindowGapPoint `json:"points"`
	// seconds: the shortest window from which on the difference is as clear as with that of the file; null where it is
	// not clear
	ClearFrom Num `json:"clear_from"`
	// seconds: the longest shorter window with which the difference is clear the other way, or clear where it is none
	// with that of the file
	OtherAt Num `json:"other_answer_at"`
}

// WindowGapPoint is the difference of the shares ignored, arm − control, at one length.
type WindowGapPoint struct {
	Seconds Num      `json:"seconds"`
	Gap     Interval `json:"gap"`
}

// WindowCurve is one arm's.
type WindowCurve struct {
	Arm    string        `json:"arm"`
	Points []WindowPoint `json:"points"`
}

// WindowPoint is the state at one length of the window (Aalen–Johansen): the shares
// accepted, dismissed and otherwise ended by then, and the share still ignored.
type WindowPoint struct {
	Seconds   Num `json:"seconds"`
	Accepted  Num `json:"accepted"`
	Dismissed Num `json:"dismissed"`
	Ended     Num `json:"ended"` // superseded or typed through
	Ignored   Num `json:"ignored"`
	SE        Num `json:"se"` // of ignored, clustered by unit
	Lo        Num `json:"lo"`
	Hi        Num `json:"hi"`
}
