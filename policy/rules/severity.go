package rules

// Severity says how bad a violation of a rule is. It ranks violations for people; every rule blocks whatever its severity.
type Severity int

const (
	// Low marks missing evidence: nothing is open, but nobody could tell afterwards.
	Low Severity = iota + 1
	// Medium marks a weakness that opens a way only together with another one.
	Medium
	// High marks a way out or in that needs one more step outside the stack, such as a peer that relays.
	High
	// Critical marks a way out or in that is open as soon as the resource exists.
	Critical
)

// String names the severity in lower case.
func (s Severity) String() string {
	switch s {
	case Low:
		return "low"
	case Medium:
		return "medium"
	case High:
		return "high"
	case Critical:
		return "critical"
	default:
		return "unspecified"
	}
}
