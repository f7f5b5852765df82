package pack

import (
	"fmt"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"github.com/cloudgap/cloudgap/policy/rules"
)

const (
	// Name is the name of the policy pack in the engine's events.
	Name = "cloudgap-isolation"
	// Version is the version of the policy pack in the engine's events. It changes whenever a rule is added or judges
	// differently.
	Version = "0.1.0"
)

// RuleCount is the number of rules in the pack. A gate compares it with the number of policies that a run names, because a
// run without the pack looks like a clean one.
func RuleCount() int { return len(rules.All()) }

// Pack is the policy pack with the memory of one deployment.
type Pack struct {
	policyx.PolicyPack
	session *session
}

// New makes the pack for one deployment. It has the signature that policyx.Main takes, so the pack can be served by
// Pulumi's own server as well; that server lets configuration disable or lower a rule, and drops the severities, see
// Main for the one that does neither.
func New(*pulumi.Context) (policyx.PolicyPack, error) { return newPack(time.Now) }

func newPack(now func() time.Time) (*Pack, error) {
	s := newSession(now)
	var policies []policyx.Policy
	for _, rule := range rules.All() {
		policies = append(policies, resourcePolicy(rule, s), stackPolicy(rule, s))
	}
	hosted, err := policyx.NewPolicyPack(Name, semver.MustParse(Version), policyx.EnforcementLevelMandatory, policies)
	if err != nil {
		return nil, fmt.Errorf("assemble policy pack: %w", err)
	}
	return &Pack{PolicyPack: hosted, session: s}, nil
}
