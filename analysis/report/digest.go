package report

// DigestSchema is the version of a digest's JSON form.
const DigestSchema = "uptake.digest/1"

// Digest is what changed in a night since the digest before it. Where nothing did
// there is none.
type Digest struct {
	Schema         string `json:"schema"`
	ProgramVersion string `json:"program_version"`
	Number         int    `json:"number"`      // of the folder's digests, from 1
	DataTo         string `json:"data_to"`     // as in the index
	Experiments    int    `json:"experiments"` // of the night
	Evaluations    int    `json:"evaluations"` // of the night
	NeedYou        int    `json:"need_you"`    // how many of those need somebody, also where that is no news
	Title          string `json:"title"`       // the news in one line
	News           []News `json:"news"`        // those that need somebody first
}

// News is what is new of one experiment, or of one evaluation. Of a verdict and what led to it nothing is here
// that is not to be told yet.
type News struct {
	ID     string `json:"id"`
	Family string `json:"family,omitempty"`
	Folder string `json:"folder"`
	File   string `json:"file"`
	Owner  string `json:"owner"`
	Status Status `json:"status"`
	// Evaluation says that it is one: its verdicts are those of EvalVerdict.
	Evaluation bool         `json:"evaluation,omitempty"`
	EvalNeeds  []EvalNeed   `json:"eval_needs,omitempty"`
	NeedsYou   bool         `json:"needs_you"`
	Changes    []NewsChange `json:"changes"`
	Verdict    Verdict      `json:"verdict"` // "" where it is not told
	Headline   string       `json:"headline"`
	Needs      []Need       `json:"needs"`
	Error      *RunError    `json:"error"`
	End        string       `json:"end"`
	DataTo     string       `json:"data_to"`
	Opens      string       `json:"opens,omitempty"` // the day on which the numbers open, where they are closed
	LastGood   string       `json:"last_good"`
	Says       []string     `json:"says"` // the news in sentences
}

// NewsChange is one change of state.
type NewsChange struct {
	Kind ChangeKind `json:"kind"`
	From Verdict    `json:"from,omitempty"` // the verdict that was told before, of a change of the verdict
}

// ChangeKind says what changed.
type ChangeKind string

// The changes of state that a digest tells.
const (
	ChangeNew       ChangeKind = "new"            // a row that there was not
	ChangeFailed    ChangeKind = "failed"         // no result of this run, or no investigation
	ChangeBack      ChangeKind = "came_back"      // a result again
	ChangeGate      ChangeKind = "gate_failed"    // the data must not be decided on
	ChangeRecovered ChangeKind = "gate_recovered" // they may be again
	ChangeEnded     ChangeKind = "ended"          // the data reach the planned end
	ChangeVerdict   ChangeKind = "verdict"
)
