package pack

import (
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

// session is what the pack remembers between the passes of one deployment. It is safe for concurrent use, because the
// engine may analyze resources in parallel.
type session struct {
	now func() time.Time
	// preview tells that nothing is created, so that a report can wait for the stack pass.
	preview bool

	mu        sync.Mutex
	settings  rules.Settings
	ledger    *rules.Ledger
	subjects  map[string]rules.Subject
	postponed map[string]rules.Judgement
	reported  map[string]bool
	secrets   *secrets
	last      []policyx.AnalyzerResource
	stack     *rules.Stack
}

func newSession(now func() time.Time) *session {
	return &session{
		now:       now,
		ledger:    rules.NewLedger(nil, now),
		subjects:  map[string]rules.Subject{},
		postponed: map[string]rules.Judgement{},
		reported:  map[string]bool{},
		secrets:   newSecrets(),
	}
}

// configure sets what the team declares; it must come before the first resource.
func (s *session) configure(settings rules.Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = settings
	s.ledger = rules.NewLedger(settings.Waivers, s.now)
}

// remember keeps the inputs of a resource, for the rules in this pass and for the stack pass, which sees only outputs.
func (s *session) remember(resource policyx.AnalyzerResource) rules.Subject {
	s.mu.Lock()
	defer s.mu.Unlock()
	view := describe(resource)
	view.Inputs = resource.Properties
	s.secrets.learn(resource.Properties)
	s.subjects[resource.URN] = rules.NewSubject(view, s.settings)
	return s.subjects[resource.URN]
}

// judgeOne judges a resource by its inputs.
func (s *session) judgeOne(rule rules.Rule, resource policyx.AnalyzerResource) rules.Judgement {
	s.mu.Lock()
	subject, remembered := s.subjects[resource.URN]
	ledger := s.ledger
	s.mu.Unlock()
	if !remembered { // Pulumi's own server tells nobody of a resource but the policies.
		subject = s.remember(resource)
	}
	return rule.JudgeOne(subject, ledger)
}

// postpone keeps back, in a preview, what a path proves: the stack pass knows the subnets and the table that the path begins
// with. An update cannot wait, because a violation has to be reported before its resource is made.
func (s *session) postpone(rule rules.Rule, found rules.Judgement) rules.Judgement {
	if !s.preview {
		return found
	}
	later, now := found.Split(func(f rules.Finding) bool { return len(f.Path) > 1 })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.postponed[rule.ID] = s.postponed[rule.ID].Join(later)
	return now
}

// kept is what the resource pass of a rule kept back.
func (s *session) kept(rule rules.Rule) rules.Judgement {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.postponed[rule.ID]
}

// judgeStack judges the stack; the model is built once for all rules. What the resource pass kept back comes last, so that
// nothing is lost that the stack pass does not find again.
func (s *session) judgeStack(rule rules.Rule, resources []policyx.AnalyzerResource) rules.Judgement {
	return rule.Judge(s.join(resources)).Join(s.kept(rule))
}

// join joins the resources of the stack pass with the inputs that the resource pass saw. All rules are asked about one and
// the same slice, so the model of the last one is kept.
func (s *session) join(resources []policyx.AnalyzerResource) *rules.Stack {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stack != nil && sameSlice(s.last, resources) {
		return s.stack
	}
	described := make([]isolation.Resource, len(resources))
	for i, r := range resources {
		described[i] = describe(r)
		described[i].Outputs = r.Properties
		s.secrets.learn(r.Properties)
	}
	inputs := make(map[string]property.Map, len(s.subjects))
	for urn, subject := range s.subjects {
		inputs[urn] = subject.Resource.Inputs
	}
	s.last = resources
	s.stack = rules.NewStack(isolation.JoinPasses(described, inputs), s.settings, s.ledger)
	return s.stack
}

// report passes on what no pass has reported before.
func (s *session) report(rule rules.Rule, judgement rules.Judgement, manager policyx.PolicyManager) {
	for _, v := range judgement.Violations {
		if s.firstTime(rule, v.Finding) {
			manager.ReportViolation(s.clean(rule.Message(v.Finding)), v.URN)
		}
	}
	waived, canShow := manager.(waivedReporter)
	for _, w := range judgement.Waived {
		if s.firstTime(rule, w.Finding) && canShow {
			waived.ReportWaived(s.clean("waived: "+w.Waiver.String()+"\n"+rule.Message(w.Finding)), w.URN)
		}
	}
}

func (s *session) firstTime(rule rules.Rule, finding rules.Finding) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := rule.ID + "\x00" + finding.Key()
	before := s.reported[key]
	s.reported[key] = true
	return !before
}

func (s *session) clean(message string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secrets.redact(message)
}

// describe takes over what both passes tell of a resource.
func describe(r policyx.AnalyzerResource) isolation.Resource {
	return isolation.Resource{
		URN:                  r.URN,
		Type:                 r.Type,
		Name:                 r.Name,
		Parent:               r.Parent,
		Provider:             r.Provider.URN,
		Custom:               r.Provider.URN != "",
		Dependencies:         r.Dependencies,
		PropertyDependencies: r.PropertyDependencies,
		IgnoreChanges:        r.Options.IgnoreChanges,
		Protect:              r.Options.Protect,
		Aliases:              aliasURNs(r.Options.Aliases),
	}
}

// aliasURNs are the aliases as the engine hands them over, which has resolved each to a URN.
func aliasURNs(aliases []pulumi.Alias) []string {
	var urns []string
	for _, a := range aliases {
		if urn, ok := a.URN.(pulumi.URN); ok {
			urns = append(urns, string(urn))
		}
	}
	return urns
}

func sameSlice(a, b []policyx.AnalyzerResource) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
