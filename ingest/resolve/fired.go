package resolve

// rule is one of the rules of the state machine whose firing is counted.
type rule uint8

// The rules.
const (
	changeAfterEditWindow rule = iota
	changeWithoutAccept
	decidedBeforeShown
	decisionWithoutShown
	delayUnusable
	editTooSmall
	editedAfterAccept
	editedWithoutAccept
	hidden
	lateDecision
	laterDecision
	notSeen
	persistedWithoutAccept
	requestWithoutID
	requestedAgain
	revertedAfterAccept
	shownAgain
	numRules
)

// ruleNames are what the report calls them.
var ruleNames = [numRules]string{"change_after_edit_window", "change_without_accept", "decided_before_shown",
	"decision_without_shown", "delay_unusable",
	"edit_too_small", "edited_after_accept", "edited_without_accept", "hidden", "late_decision", "later_decision",
	"not_seen", "persisted_without_accept",
	"request_without_id", "requested_again", "reverted_after_accept", "shown_again"}

// fired counts how often each rule fired.
type fired [numRules]int64

// named gives the rules that fired by their names.
func (f *fired) named() map[string]int64 {
	out := map[string]int64{}
	for r, n := range f {
		if n > 0 {
			out[ruleNames[r]] = n
		}
	}
	return out
}
