package levels

// knownDifferences are changes that a second up or a refresh shows against an emulator although nothing changed, each with
// the reason. They are printed with every run: what is here is not proved. A type and path that are not here fail the run.
var knownDifferences = map[string]map[string]string{}

func explained(token, path string) (reason string, ok bool) {
	reason, ok = knownDifferences[token][path]
	return reason, ok
}
