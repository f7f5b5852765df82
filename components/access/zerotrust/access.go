package zerotrust

import (
	"strconv"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildServiceTokens makes the credentials of pipelines and returns their ids by key.
func (b *builder) buildServiceTokens() (map[string]pulumi.StringOutput, error) {
	ids := map[string]pulumi.StringOutput{}
	b.edge.ServiceTokens = map[string]Credential{}
	for _, t := range b.plan.tokens {
		role := "token-" + t.key
		token, err := cloudflare.NewZeroTrustAccessServiceToken(b.ctx, b.child(role), &cloudflare.ZeroTrustAccessServiceTokenArgs{
			AccountId: b.account(), Name: pulumi.String(b.child(role)), Duration: pulumi.String(string(t.duration)), MinDaysForRenewal: pulumi.Int(t.renewDays),
		}, b.options()...)
		if token, err = guarded(b, token, err, role); err != nil {
			return nil, err
		}
		ids[t.key] = token.ID().ToStringOutput()
		b.edge.ServiceTokens[t.key] = Credential{token.ClientId, pulumi.ToSecret(token.ClientSecret).(pulumi.StringOutput)}
	}
	return ids, nil
}

// buildAccess makes the groups, policies and applications of Access, for the applications that ask it.
func (b *builder) buildAccess(network pulumi.StringOutput, checks postureChecks, tokens map[string]pulumi.StringOutput) error {
	if len(b.plan.asked) == 0 {
		return nil
	}
	healthy, err := b.buildPostureGroups(checks)
	if err != nil {
		return err
	}
	policies := map[string]pulumi.StringOutput{}
	for _, persona := range b.plan.personas {
		if !persona.asked {
			continue
		}
		if policies[personaPolicy(persona.key)], err = b.buildPersonaPolicy(persona, healthy); err != nil {
			return err
		}
	}
	for _, token := range b.plan.tokens {
		if !token.asked {
			continue
		}
		if policies[tokenPolicy(token.key)], err = b.buildTokenPolicy(token.key, tokens[token.key], healthy); err != nil {
			return err
		}
	}
	for _, asked := range b.plan.asked {
		if err := b.buildApplication(asked, network, policies); err != nil {
			return err
		}
	}
	return nil
}

func personaPolicy(key string) string { return "policy-" + key }

func tokenPolicy(key string) string { return "policy-token-" + key }

// buildPostureGroups makes, of each check, a group of the devices that pass it on any platform, because a policy requires
// everything that it lists.
func (b *builder) buildPostureGroups(checks postureChecks) (pulumi.StringArray, error) {
	var ids pulumi.StringArray
	for i, key := range checks.keys {
		role := "healthy-" + key
		group, err := cloudflare.NewZeroTrustAccessGroup(b.ctx, b.child(role), &cloudflare.ZeroTrustAccessGroupArgs{
			AccountId: b.account(), Name: pulumi.String(b.child(role)),
			Includes: cloudflare.ZeroTrustAccessGroupIncludeArray{cloudflare.ZeroTrustAccessGroupIncludeArgs{DevicePostures: checks.rules[i]}},
		}, b.options()...)
		if group, err = guarded(b, group, err, role); err != nil {
			return nil, err
		}
		ids = append(ids, group.ID().ToStringOutput())
	}
	return ids, nil
}

// buildPersonaPolicy makes a persona's group and the policy that lets it in with a healthy device.
func (b *builder) buildPersonaPolicy(persona personaPlan, healthy pulumi.StringArray) (pulumi.StringOutput, error) {
	role := "persona-" + persona.key
	group, err := cloudflare.NewZeroTrustAccessGroup(b.ctx, b.child(role), &cloudflare.ZeroTrustAccessGroupArgs{
		// The provider sends the last element of this list only, so that there is exactly one.
		AccountId: b.account(), Name: pulumi.String(b.child(role)), Includes: cloudflare.ZeroTrustAccessGroupIncludeArray{includes(persona.args)},
	}, b.options()...)
	if group, err = guarded(b, group, err, role); err != nil {
		return pulumi.StringOutput{}, err
	}
	return b.buildPolicy(personaPolicy(persona.key), decisionAllow,
		cloudflare.ZeroTrustAccessPolicyIncludeArgs{Groups: pulumi.StringArray{group.ID().ToStringOutput()}}, healthy)
}

// buildTokenPolicy makes the policy that lets a pipeline in with a healthy device.
func (b *builder) buildTokenPolicy(key string, token pulumi.StringOutput, healthy pulumi.StringArray) (pulumi.StringOutput, error) {
	return b.buildPolicy(tokenPolicy(key), decisionService, cloudflare.ZeroTrustAccessPolicyIncludeArgs{ServiceTokens: pulumi.StringArray{token}}, healthy)
}

func (b *builder) buildPolicy(role, decision string, who cloudflare.ZeroTrustAccessPolicyIncludeArgs, healthy pulumi.StringArray) (pulumi.StringOutput, error) {
	policy, err := cloudflare.NewZeroTrustAccessPolicy(b.ctx, b.child(role), &cloudflare.ZeroTrustAccessPolicyArgs{
		AccountId: b.account(), Name: pulumi.String(b.child(role)), Decision: pulumi.String(decision),
		Includes:        cloudflare.ZeroTrustAccessPolicyIncludeArray{who},
		Requires:        cloudflare.ZeroTrustAccessPolicyRequireArray{cloudflare.ZeroTrustAccessPolicyRequireArgs{Groups: healthy}},
		SessionDuration: pulumi.String(short(b.plan.session)),
	}, b.options()...)
	if policy, err = guarded(b, policy, err, role); err != nil {
		return pulumi.StringOutput{}, err
	}
	return policy.ID().ToStringOutput(), nil
}

// includes are a persona's people as Access names them.
func includes(p Persona) cloudflare.ZeroTrustAccessGroupIncludeArgs {
	result := cloudflare.ZeroTrustAccessGroupIncludeArgs{}
	if len(p.Emails) > 0 {
		result.Emails = pulumi.ToStringArray(p.Emails)
	}
	var oktas cloudflare.ZeroTrustAccessGroupIncludeOktaArray
	var azures cloudflare.ZeroTrustAccessGroupIncludeAzureArray
	var gsuites cloudflare.ZeroTrustAccessGroupIncludeGsuiteArray
	var samls cloudflare.ZeroTrustAccessGroupIncludeSamlArray
	for _, g := range p.Groups {
		provider, name := pulumi.String(g.IdentityProviderID), pulumi.String(g.Name)
		switch g.Provider {
		case Okta:
			oktas = append(oktas, cloudflare.ZeroTrustAccessGroupIncludeOktaArgs{IdentityProviderId: provider, Names: pulumi.StringArray{name}})
		case EntraID:
			azures = append(azures, cloudflare.ZeroTrustAccessGroupIncludeAzureArgs{IdentityProviderId: provider, Ids: pulumi.StringArray{name}})
		case GoogleWorkspace:
			gsuites = append(gsuites, cloudflare.ZeroTrustAccessGroupIncludeGsuiteArgs{IdentityProviderId: provider, Emails: pulumi.StringArray{name}})
		case SAML:
			samls = append(samls, cloudflare.ZeroTrustAccessGroupIncludeSamlArgs{
				IdentityProviderId: provider, AttributeName: pulumi.String(g.Attribute), AttributeValue: name,
			})
		}
	}
	// An empty list would be sent, and an absent one is what is meant.
	if oktas != nil {
		result.Oktas = oktas
	}
	if azures != nil {
		result.Azures = azures
	}
	if gsuites != nil {
		result.Gsuites = gsuites
	}
	if samls != nil {
		result.Samls = samls
	}
	return result
}

// buildApplication makes the application of Access for private names or addresses, and another for a public name, because a
// person signs in to each on another way.
func (b *builder) buildApplication(asked askedPlan, network pulumi.StringOutput, policies map[string]pulumi.StringOutput) error {
	var ordered pulumi.StringArray
	for _, key := range asked.personas {
		ordered = append(ordered, policies[personaPolicy(key)])
	}
	for _, key := range asked.tokens {
		ordered = append(ordered, policies[tokenPolicy(key)])
	}
	application := func(role string) *cloudflare.ZeroTrustAccessApplicationArgs {
		return &cloudflare.ZeroTrustAccessApplicationArgs{
			AccountId: b.account(), Name: pulumi.String(b.child(role)), Type: pulumi.String(typeSelfHosted), Policies: ordered,
			SessionDuration: pulumi.String(short(b.plan.session)), AppLauncherVisible: pulumi.Bool(false),
		}
	}
	role := "app-" + asked.key
	private := application(role)
	private.Destinations = destinationsIn(network, asked.destinations())
	if len(asked.hostnames) > 0 {
		// Addresses have no requests, and therefore no cookies.
		private.HttpOnlyCookieAttribute, private.EnableBindingCookie = pulumi.Bool(true), pulumi.Bool(true)
	}
	made, err := cloudflare.NewZeroTrustAccessApplication(b.ctx, b.child(role), private, b.options()...)
	if _, err = guarded(b, made, err, role); err != nil || asked.public == "" {
		return err
	}
	role = "public-" + asked.key
	public := application(role)
	public.Domain, public.HttpOnlyCookieAttribute, public.EnableBindingCookie = pulumi.String(asked.public), pulumi.Bool(true), pulumi.Bool(true)
	made, err = cloudflare.NewZeroTrustAccessApplication(b.ctx, b.child(role), public, b.options()...)
	_, err = guarded(b, made, err, role)
	return err
}

// destinationsIn are destinations of a virtual network. A range without a protocol stands for TCP and UDP; names are for TCP.
func destinationsIn(network pulumi.StringOutput, all []destination) cloudflare.ZeroTrustAccessApplicationDestinationArray {
	result := make(cloudflare.ZeroTrustAccessApplicationDestinationArray, len(all))
	for i, d := range all {
		args := cloudflare.ZeroTrustAccessApplicationDestinationArgs{
			Type: pulumi.String(destinationPrivate), PortRange: pulumi.String(strconv.Itoa(d.port)), VnetId: network,
		}
		if d.hostname != "" {
			args.Hostname, args.L4Protocol = pulumi.String(d.hostname), pulumi.String(protocolTCP)
		} else {
			args.Cidr = pulumi.String(d.cidr.String())
		}
		result[i] = args
	}
	return result
}
