package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

const awsProvider = "pulumi:providers:aws"

// ownCredentials are the settings by which a provider gets other credentials than the rest of the stack.
var ownCredentials = []string{"profile", "accessKey", "token", "sharedCredentialsFiles", "sharedConfigFiles"}

// foreignProviders compares the providers that the stack uses with the one that is its home, and the Region that a resource
// may name itself with the home's.
func foreignProviders(s *Stack) []Finding {
	used := usedProviders(s)
	home := homeProvider(s, used)
	allowed := s.Settings.Allowed("OPTS")
	var findings []Finding
	for _, p := range used {
		if p == home {
			continue
		}
		if reason, missing := foreignRegion(p, home, allowed); reason != "" {
			findings = append(findings, Finding{URN: p.URN, Property: "region", Reason: reason, Missing: missing})
		}
		for _, key := range ownCredentials {
			if !pinnedAccount(p, allowed) && foreignCredential(p, home, key, allowed) {
				findings = append(findings, Finding{URN: p.URN, Property: key, Reason: "the provider has credentials of its own, which may be those of another account"})
			}
		}
	}
	return append(findings, strayRegions(s, home, allowed)...)
}

// usedProviders are the AWS providers that make a resource of a type that is judged.
func usedProviders(s *Stack) []*isolation.Resource {
	references := map[string]bool{}
	for _, r := range s.OfTypes("aws:*") {
		if isolation.Judged(r.Token()) {
			references[r.Provider] = true
		}
	}
	return slices.DeleteFunc(s.OfTypes(awsProvider), func(p *isolation.Resource) bool {
		for reference := range references {
			if provides(p, reference) {
				return false
			}
		}
		return true
	})
}

// provides tells whether a reference, which is a URN with or without the id behind it, names a provider.
func provides(p *isolation.Resource, reference string) bool {
	rest, ok := strings.CutPrefix(reference, p.URN)
	return ok && (rest == "" || strings.HasPrefix(rest, "::"))
}

// homeProvider is the one provider that makes the VPCs, else the default provider; nil where the stack has neither, so that
// none of its providers is at home.
func homeProvider(s *Stack, used []*isolation.Resource) *isolation.Resource {
	var makers []*isolation.Resource
	for _, vpc := range s.OfTypes("aws:ec2/vpc:Vpc") {
		i := slices.IndexFunc(used, func(p *isolation.Resource) bool { return provides(p, vpc.Provider) })
		if i >= 0 && !slices.Contains(makers, used[i]) {
			makers = append(makers, used[i])
		}
	}
	switch {
	case len(makers) == 1:
		return makers[0]
	case len(used) == 1:
		return used[0]
	}
	i := slices.IndexFunc(used, func(p *isolation.Resource) bool { return p.Name == "default" || strings.HasPrefix(p.Name, "default_") })
	if i < 0 {
		return nil
	}
	return used[i]
}

// foreignRegion says what is wrong with the Region of a provider next to the home's, and what is not known.
func foreignRegion(p, home *isolation.Resource, allowed []string) (reason string, missing []string) {
	region, state := p.Value("region").Text()
	switch {
	case state == isolation.Known && slices.Contains(allowed, region):
		return "", nil
	case home == nil:
		return "the stack uses several providers and none of them is the home of its VPCs", nil
	}
	at, homeState := home.Value("region").Text()
	switch {
	case state == isolation.Known && homeState == isolation.Known && region != at:
		return "the provider puts resources into " + region + ", but the home of the stack is " + at, nil
	case state == isolation.Unknown || homeState == isolation.Unknown || state != homeState:
		return "the provider may put resources into another Region than that of the stack", []string{"region"}
	default:
		return "", nil
	}
}

// foreignCredential tells whether a provider gets credentials that the home does not have. The values are compared and never
// shown.
func foreignCredential(p, home *isolation.Resource, key string, allowed []string) bool {
	v := p.Value(key)
	text, state := v.Text()
	if state == isolation.Absent || state == isolation.Known && slices.Contains(allowed, text) {
		return false
	}
	if home == nil {
		return true
	}
	other, otherState := home.Value(key).Text()
	return state != isolation.Known || otherState != isolation.Known || text != other
}

// pinnedAccount tells whether a provider refuses every account but those that are allowed. The engine hands over lists of a
// provider as JSON text.
func pinnedAccount(p *isolation.Resource, allowed []string) bool {
	accounts, state := p.Value("allowedAccountIds").Strings()
	if text, isText := p.Value("allowedAccountIds").Text(); isText == isolation.Known && json.Unmarshal([]byte(text), &accounts) != nil {
		return false
	}
	if state != isolation.Known || len(accounts) == 0 {
		return false
	}
	return !slices.ContainsFunc(accounts, func(a string) bool { return !slices.Contains(allowed, a) })
}

// strayRegions finds resources that name another Region than the home's themselves, which later versions of the provider
// let them.
func strayRegions(s *Stack, home *isolation.Resource, allowed []string) []Finding {
	var at string
	if home != nil {
		at, _ = home.Value("region").Text()
	}
	var findings []Finding
	for _, r := range s.OfTypes("aws:*") {
		v := r.Value("region")
		region, state := v.Text()
		if state == isolation.Absent || !isolation.Judged(r.Token()) || at == "" || region == at || slices.Contains(allowed, region) {
			continue
		}
		f := Finding{URN: r.URN, Property: "region", Reason: "the resource is put into " + region + ", but the home of the stack is " + at}
		if state != isolation.Known {
			f.Reason, f.Missing = "the resource may be put into another Region than that of the stack", []string{"region"}
		}
		findings = append(findings, f)
	}
	return findings
}
